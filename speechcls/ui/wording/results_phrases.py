"""What is said of experiments and trainings, in English by lower layers, and in German: as phrases.py, which see."""

_TESTED = (
    "Tested on {0} clips of {1} voices. Accuracy is over the {2} of {3} words with {4} or more training clips of their "
    "own, without any rejection. Intervals hold 95% of {5} draws of whole voices."
)
_GETESTET = (
    "Getestet mit {0} Aufnahmen von {1} Stimmen. Die Genauigkeit gilt für die {2} von {3} Wörtern mit {4} oder mehr "
    "eigenen Trainingsaufnahmen, ohne dass etwas zurückgewiesen wird. Intervalle enthalten 95 % von {5} Ziehungen "
    "ganzer Stimmen."
)
_PHASE = (
    "{0}: {1}. Keeping phase rather than drawing it at random brings {2} points of accuracy (95 % of draws of voices: "
    "{3} to {4}); complex has {5} over {6}"
)
_DIE_PHASE = (
    "{0}: {1}. Die Phase zu behalten, statt sie zu würfeln, bringt {2} Punkte Genauigkeit (95 % der Ziehungen von "
    "Stimmen: {3} bis {4}); complex hat {5} gegenüber {6!}"
)
_LEVEL = (
    "With each second at one level, complex has {0} over power ({1} to {2}) in place of {3}: the level brings power "
    "{4}, complex {5}."
)
_GLEICH_LAUT = (
    "Mit jeder Sekunde auf gleicher Lautstärke hat complex {0} gegenüber power ({1} bis {2}) statt {3}: Die "
    "gleiche Lautstärke bringt power {4}, complex {5}."
)
_PHASE_THERE = "There, keeping phase rather than drawing it at random brings {6} ({7} to {8}): {9}."
_DIE_PHASE_DABEI = "Die Phase zu behalten, statt sie zu würfeln, bringt dabei {6} ({7} bis {8}): {9}."
_RIGHTER = "{0} is right {1} points more often than {2} (95% of draws of voices: {3} to {4}): {5}."
_EHER_RICHTIG = "{0!} liegt um {1} Punkte öfter richtig als {2!} (95 % der Ziehungen von Stimmen: {3} bis {4}): {5}."

GERMAN = {
    "No experiment has left a record yet.": "Noch ist kein Versuch aufgezeichnet.",
    "{0} trains the networks and writes them; then start the page anew.": (
        "{0} trainiert die Netze und zeichnet die Versuche auf; starte die Seite danach neu."
    ),
    f"{_TESTED} Not all were trained in the same precision: {{6}}.": (
        f"{_GETESTET} Nicht alle wurden mit derselben Genauigkeit der Zahlen trainiert: {{6!}}."
    ),
    _TESTED: _GETESTET,
    f"{_PHASE} and {{7}} over {{8}}.": f"{_DIE_PHASE} und {{7}} gegenüber {{8!}}.",
    f"{_PHASE}.": f"{_DIE_PHASE}.",
    "Over seeds with {0}": "Über Läufe mit {0}",
    "On trainings that share no seed": "Bei Trainings ohne gemeinsamen Startwert",
    "On one training of each, so that how much trainings differ among themselves is not in the interval": (
        "Bei je einem Training, sodass im Intervall nicht steht, wie weit Trainings untereinander abweichen"
    ),
    f"{_LEVEL} {_PHASE_THERE}": f"{_GLEICH_LAUT} {_DIE_PHASE_DABEI}",
    _LEVEL: _GLEICH_LAUT,
    "no gain from phase can be told from chance": (
        "kein Gewinn durch die Phase, der sich vom Zufall unterscheiden lässt"
    ),
    "phase helps": "die Phase hilft",
    "phase harms": "die Phase schadet",
    "no more than chance": "nicht mehr als Zufall",
    "more than chance": "mehr als Zufall",
    "more than voices differ by chance, but trained once": (
        "mehr, als sich Stimmen durch Zufall unterscheiden, aber nur einmal trainiert"
    ),
    "more than voices differ by chance, but not shown to be more than trainings do": (
        "mehr, als sich Stimmen durch Zufall unterscheiden, aber nicht nachweislich mehr als Trainings"
    ),
    "Whether phase helps can't be told yet; records that are missing: {0}.": (
        "Ob die Phase hilft, lässt sich noch nicht sagen; es fehlen die Versuche: {0!}."
    ),
    f"{_RIGHTER} {{6}} less {{7}}, seed by seed: {{8}}.": (
        f"{_EHER_RICHTIG} {{6!}} weniger {{7!}}, Lauf für Lauf: {{8}}."
    ),
    _RIGHTER: _EHER_RICHTIG,
    "One arm of this experiment has a record so far, so there is nothing to compare it with.": (
        "Von diesem Versuch gibt es bisher nur ein Training, also nichts, womit man es vergleichen könnte."
    ),
    "Choose two different arms to see what changed between them.": (
        "Wähle zwei verschiedene, um zu sehen, was sich zwischen ihnen geändert hat."
    ),
    (
        "Of {0} words looked at at once, one in twenty stands out by chance alone. A word of fewer than {1} voices is "
        "never called beyond chance, which is that of voices: a training repeated would differ, too. Words marked * "
        "have fewer than {2} training clips of their own."
    ): (
        "Von {0} Wörtern, die man zugleich ansieht, fällt eins von zwanzig schon durch Zufall auf. Ein Wort mit "
        "weniger als {1} Stimmen gilt nie als mehr als Zufall, und gemeint ist der Zufall der Stimmen: Auch ein "
        "wiederholtes Training fiele anders aus. Wörter mit * haben weniger als {2} eigene Trainingsaufnahmen."
    ),
    "There are records of: {0}.": "Es gibt Versuche zu: {0!}.",
    "No arm is called {0}.": "So heißt kein Training: {0!}.",
    "Accuracy after epoch {0}: {1}.": "Genauigkeit nach Epoche {0}: {1}.",
    "Loss after epoch {0}: {1}.": "Verlust nach Epoche {0}: {1}.",
    "training {0}, validation {1}": "Training {0}, Validierung {1}",
    "chapter, training": "Kapitel, Training",
    "chapter, validation": "Kapitel, Validierung",
    "The loss is smallest, {0}, at a rate of {1}; chosen: {2}.": (
        "Der Verlust ist am kleinsten, {0}, bei einer Rate von {1}; gewählt: {2}."
    ),
    "nats": "Nat",
    "{0} against a threshold; dashed where the chosen one stands": (
        "{0} gegen eine Schwelle; gestrichelt, wo die gewählte steht"
    ),
    "energy": "Energie",
    "At the chosen threshold: {0}; {1}.": "Bei der gewählten Schwelle: {0}; {1}.",
    "{0}% of words rejected and {1}% of negatives accepted on {2} clips": (
        "{2}: {0} % der Wörter zurückgewiesen, {1} % von anderem angenommen"
    ),
    "on test, as either threshold changes": "Test, wenn sich eine der Schwellen ändert",
    "by rejection": "durch Zurückweisen",
    "by averaged probability": "durch gemittelte Wahrscheinlichkeit",
    "shipped": "ausgeliefert",
    "As shipped: {0}. With the fewest errors on validation: {1}.": (
        "Ausgeliefert: {0}. Mit den wenigsten Fehlern in der Validierung: {1}."
    ),
    "{0}% of words missed, {1} false alarms an hour": "{0} % der Wörter überhört, {1} Fehlalarme in einer Stunde",
    "as trained, before the temperature that a card brings": (
        "wie trainiert, vor der Temperatur, die eine Karte mitbringt"
    ),
    "Expected calibration error, over all words: {0}.": "Erwarteter Kalibrierungsfehler, über alle Wörter: {0}.",
    "validation {0}, test {1}": "Validierung {0}, Test {1}",
    "{0} of {1} clips are right; most often wrong: {2}.": (
        "{0} von {1} Aufnahmen sind richtig; am häufigsten falsch: {2}."
    ),
    "{0} taken for {1}, {2} taken for {3}, {4} taken for {5}": "{0!} als {1!}, {2!} als {3!}, {4!} als {5!}",
    "{0} of {1} clips are right; most often wrong: {2}. {3} clips of rare pairs are not drawn.": (
        "{0} von {1} Aufnahmen sind richtig; am häufigsten falsch: {2}. {3} Aufnahmen seltener Paare sind nicht "
        "gezeichnet."
    ),
    "At {0} dB: {1}.": "Bei {0} dB: {1!}.",
    "{0} of {1} clips lie on the diagonal, where the answer is right.": (
        "{0} von {1} Aufnahmen liegen auf der Diagonalen, wo die Antwort stimmt."
    ),
}
