"""What the story's steps and the networks say, in English by lower layers, and in German: as phrases.py, which see."""

GERMAN = {
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
        "Größter Unterschied in Fenster {0}, gerade berechnet: {1} (im Kapitel: 5.96e-08)."
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
        "{0} abzudecken, kostet „{1}“ am meisten: Der Vorsprung seines Logits fällt von {2} auf {3}. Umrandet ist, was "
        "mindestens halb so viel kostet."
    ),
    (
        "Covering {0} costs “{1}” most: “{2}” overtakes it, by {3} in logits, where it led by {4}. Outlined is what "
        "costs at least half as much."
    ): (
        "{0} abzudecken, kostet „{1}“ am meisten: „{2}“ überholt es um {3} Logits, wo es um {4} führte. Umrandet ist, "
        "was mindestens halb so viel kostet."
    ),
    "{0} to {1} s, {2} to {3} Hz,": "{0} bis {1} s, {2} bis {3} Hz,",
    "{0} to {1} s, bands {2} to {3},": "{0} bis {1} s, Bänder {2} bis {3},",
    "{0} to {1} s": "{0} bis {1} s",
    "{0} to {1} Hz": "{0} bis {1} Hz",
    "a representation of shape {0}": "eine Darstellung der Form {0}",
    "a representation of shape {0}, {1}": "eine Darstellung der Form {0}, {1!}",
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
