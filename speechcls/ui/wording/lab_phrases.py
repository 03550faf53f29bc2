"""What the story's steps and the networks say, in English by lower layers, and in German: as phrases.py, which see."""

GERMAN = {
    "It sees {0}.": "Es sieht {0}.",
    "the power spectrogram: how much energy there is at each moment and frequency": (
        "das Leistungsspektrogramm: wie viel Energie in jedem Moment bei jeder Frequenz da ist"
    ),
    "the mel spectrogram: the same energies, gathered into 128 bands as wide as the ear's": (
        "das Mel-Spektrogramm: dieselben Energien, zu 128 Bändern gesammelt, so breit wie die des Ohrs"
    ),
    "the complex spectrogram: real and imaginary part, so phase is kept": (
        "das komplexe Spektrogramm: Real- und Imaginärteil, die Phase bleibt also erhalten"
    ),
    "the log-mel spectrogram: bands and loudness nearly as the ear scales them": (
        "das Log-Mel-Spektrogramm: Bänder und Lautstärke fast so, wie das Ohr sie abstuft"
    ),
    "the log-mel spectrogram in 64 bands: bands and loudness nearly as the ear scales them": (
        "das Log-Mel-Spektrogramm in 64 Bändern: Bänder und Lautstärke fast so, wie das Ohr sie abstuft"
    ),
    "the mel spectrogram in 64 bands: energies, gathered into bands as wide as the ear's": (
        "das Mel-Spektrogramm in 64 Bändern: Energien, zu Bändern gesammelt, so breit wie die des Ohrs"
    ),
    "the mel spectrogram in 64 bands, each weighed by how loud it was just before": (
        "das Mel-Spektrogramm in 64 Bändern, jedes gewichtet danach, wie laut es eben noch war"
    ),
    "{0}, and a quiet voice turned up as loud as a loud one": (
        "{0}, und eine leise Stimme so laut gemacht wie eine laute"
    ),
    "the log-power spectrogram: loudness nearly as the ear scales it": (
        "das Log-Leistungsspektrogramm: Lautstärke fast so, wie das Ohr sie abstuft"
    ),
    "the magnitude spectrogram: the root of the power": "das Betragsspektrogramm: die Wurzel der Leistung",
    "the wave itself, sample by sample": "die Welle selbst, Abtastwert für Abtastwert",
    "the spectrum of the whole second: what frequencies there are, not when": (
        "das Spektrum der ganzen Sekunde: welche Frequenzen da sind, nicht wann"
    ),
    "When it is this sure, it is right {0} of 100 times.": "Wenn es so sicher ist, stimmt es in {0} von 100 Fällen.",
    "When it is this sure, it is right more than 99 of 100 times.": "Wenn es so sicher ist, stimmt es in mehr als 99 "
    "von 100 Fällen.",
    "No word heard": "Kein Wort gehört",
    "Not one of my {0} words": "Keins meiner {0} Wörter",
    "Few people taught it “{0}”: {1} real training clips of its own.": (
        "„{0}“ haben ihm nur wenige beigebracht: {1} echte Aufnahmen."
    ),
    "Trust this less.": "Trau dem weniger.",
    "It is not sure: no word has even half of the probability.": (
        "Es ist nicht sicher: Kein Wort hat auch nur die halbe Wahrscheinlichkeit."
    ),
    (
        "Right for {0} of real test clips by new voices of the {1} words with {2} or more training clips ({3} of all "
        "{4})."
    ): (
        "Richtig bei {0} der echten Testaufnahmen neuer Stimmen von den {1} Wörtern mit {2} oder mehr "
        "Trainingsaufnahmen ({3} von allen {4})."
    ),
    "{0}: {1} networks say": "{0!}: {1} Netze sagen",
    "{0} Hz apart, {1} mel": "{0} Hz auseinander, {1} Mel",
    "From {0}, {1}.": "Aus: {0}, {1}.",
    "{0} of {1} frequencies": "{0} von {1} Frequenzen",
    "the band from {0} to {1} Hz": "dem Bereich von {0} bis {1} Hz",
    "{0} says “{1}” ({2})": "{0!} sagt „{1}“ ({2})",
    "{0} says “{1}” ({2}).": "{0!} sagt „{1}“ ({2}).",
    "Largest difference from the original: {0}.": "Größter Unterschied zum Original: {0}.",
    "Both windows are equally long, so nothing is traded.": (
        "Beide Fenster sind gleich lang, also wird nichts getauscht."
    ),
    "Make one of them longer.": "Mach eins davon länger.",
    (
        "A cell of {0} against one of {1}: the window of {2} ms tells moments {3} times more finely, frequencies as "
        "much more coarsely."
    ): (
        "Eine Zelle von {0} gegen eine von {1}: Das Fenster von {2} ms unterscheidet Momente {3}-mal feiner und "
        "Frequenzen ebenso viel gröber."
    ),
    "{0} filters; {1}; strongest at {2} Hz.": "{0} Filter; {1}; am stärksten bei {2} Hz.",
    "Rebuilt from {0} mel energies every 10 ms, with {1}.": (
        "Wieder aufgebaut aus {0} Mel-Energien alle 10 ms, mit {1}."
    ),
    "the sound's own phases": "den echten Phasen des Klangs",
    "phases found by Griffin and Lim's method": "Phasen, die das Verfahren von Griffin und Lim findet",
    "All {0} networks say “{1}”.": "Alle {0} Netze sagen „{1}“.",
    "They disagree: {0} of {1} say “{2}”.": "Sie sind sich uneinig: {0} von {1} sagen „{2}“.",
    "Each says something else.": "Jedes sagt etwas anderes.",
    "Together they took {0} ms.": "Zusammen brauchten sie {0} ms.",
    "“{0}” is {1} points ahead of “{2}”, its second.": "„{0}“ liegt {1} Punkte vor „{2}“, seinem zweiten.",
    "The sound {0}: {1} say the same word as before.": "Der Klang {0}: {1!} sagen dasselbe Wort wie zuvor.",
    "The sound {0}: {1} says the same word as before.": "Der Klang {0}: {1!} sagt dasselbe Wort wie zuvor.",
    "The sound {0}: {1} say the same word as before; {2} do not.": (
        "Der Klang {0}: {1!} sagen dasselbe Wort wie zuvor; {2!} nicht."
    ),
    "The sound {0}: {1} say the same word as before; {2} does not.": (
        "Der Klang {0}: {1!} sagen dasselbe Wort wie zuvor; {2!} nicht."
    ),
    "as it is": "wie er ist",
    "with its phases scrambled": "mit gewürfelten Phasen",
    "with its phases zero": "mit Phasen null",
    " and ": " und ",
    "{0} from {1} to {2}; {3}.": "{0!} von {1} bis {2}; {3}.",
    "{0} from {1} to {2}; {3}": "{0!} von {1} bis {2}; {3}",
    "{0} from {1} to {2}": "{0!} von {1} bis {2}",
    "all that it was": "allem, was es war",
    "no word heard": "kein Wort gehört",
    "not one of my {0} words": "keins meiner {0} Wörter",
    "{0}; the closest is “{1}” ({2})": "{0}; am nächsten kommt „{1}“ ({2})",
    "{0} hears none of its words, even from all {1} frequencies.": (
        "{0!} hört keins seiner Wörter, auch nicht aus allen {1} Frequenzen."
    ),
    "{0} says “{1}” down to {2} of {3} frequencies: to the last one.": (
        "{0!} sagt „{1}“ bis hinunter zu {2} von {3} Frequenzen: bis zur letzten."
    ),
    "{0} says “{1}” down to {2} of {3} frequencies; from {4} it says “{5}”.": (
        "{0!} sagt „{1}“ bis hinunter zu {2} von {3} Frequenzen; bei {4} sagt es „{5}“."
    ),
    "{0} says “{1}” down to {2} of {3} frequencies; from {4} it hears none of its words.": (
        "{0!} sagt „{1}“ bis hinunter zu {2} von {3} Frequenzen; bei {4} hört es keins seiner Wörter."
    ),
    "Largest difference in window {0}, computed now: {1} (the chapter: 5.96e-08).": (
        "Größter Unterschied in Fenster {0}, gerade berechnet: {1} (im Kapitel: 5,96e-08)."
    ),
    "All {0} networks say “No word heard”.": "Alle {0} Netze sagen „Kein Wort gehört“.",
    "All {0} networks say “Not one of my {1} words”.": "Alle {0} Netze sagen „Keins meiner {1} Wörter“.",
    "They disagree: {0} of {1} say “No word heard”.": ("Sie sind sich uneinig: {0} von {1} sagen „Kein Wort gehört“."),
    "They disagree: {0} of {1} say “Not one of my {2} words”.": (
        "Sie sind sich uneinig: {0} von {1} sagen „Keins meiner {2} Wörter“."
    ),
    "Apart from most: “{0}” is not even among its five words.": (
        "Anders als die meisten: „{0}“ ist nicht einmal unter seinen fünf Wörtern."
    ),
    "Apart from most: “{0}” is its number {1}, at {2}; “{3}” leads “{4}” by {5} points, {6}.": (
        "Anders als die meisten: „{0}“ ist seine Nummer {1} mit {2}; „{3}“ liegt {5} Punkte vor „{4}“, {6}."
    ),
    "a near thing": "also knapp",
    "not a near thing": "also nicht knapp",
    (
        "Covering {0} costs “{1}” most: its logit's lead falls from {2} to {3}. Outlined is what costs at least half "
        "as much."
    ): (
        "Am meisten verliert „{1}“, wenn {0} abgedeckt werden: Der Vorsprung seines Logits fällt von {2} auf {3}. "
        "Umrandet ist, was mindestens halb so viel kostet."
    ),
    (
        "Covering {0} costs “{1}” most: “{2}” overtakes it, by {3} in logits, where it led by {4}. Outlined is what "
        "costs at least half as much."
    ): (
        "Am meisten verliert „{1}“, wenn {0} abgedeckt werden: „{2}“ überholt es um {3} Logits, nachdem es um {4} vorn "
        "lag. Umrandet ist, was mindestens halb so viel kostet."
    ),
    "{0} to {1} s, {2} to {3} Hz,": "{0} bis {1} s, {2} bis {3} Hz,",
    "{0} to {1} s, bands {2} to {3},": "{0} bis {1} s, Bänder {2} bis {3},",
    "{0} to {1} s": "{0} bis {1} s",
    "{0} to {1} Hz": "{0} bis {1} Hz",
    "It sees {0} numbers at each of {1} moments.": "Es sieht in jedem von {1} Momenten {0} Zahlen.",
    "It sees {0} numbers at each of {1} moments, as {2} makes them.": (
        "Es sieht in jedem von {1} Momenten {0} Zahlen, wie {2!} sie macht."
    ),
    (
        "{0}, {1} clips of {2} words, split by {3}; {4} training clips and {5} synthetic ones, {6} epochs, {7} minutes "
        "on {8}."
    ): (
        "{0!}, {1} Aufnahmen von {2} Wörtern, aufgeteilt nach {3}; {4} Trainingsaufnahmen und {5} künstliche, {6} "
        "Epochen, {7} Minuten auf {8!}."
    ),
    "{0}, {1} clips of {2} words, split by {3}; {4} training clips, {5} epochs, {6} minutes on {7}.": (
        "{0!}, {1} Aufnahmen von {2} Wörtern, aufgeteilt nach {3}; {4} Trainingsaufnahmen, {5} Epochen, {6} Minuten "
        "auf {7!}."
    ),
    "speaker": "Stimmen",
    "Few people taught it these words; beside each, its real training clips (and people): {0}.": (
        "Diese Wörter haben ihm nur wenige Menschen beigebracht; daneben seine echten Trainingsaufnahmen (und "
        "Menschen): {0!}."
    ),
    "Few people taught it these words; beside each, its real training clips: {0}.": (
        "Diese Wörter haben ihm nur wenige Menschen beigebracht; daneben seine echten Trainingsaufnahmen: {0!}."
    ),
    "It is right for {0} of their test clips.": "Es liegt bei {0} ihrer Testaufnahmen richtig.",
}
