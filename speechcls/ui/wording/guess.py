"""The quiz of the story's first step: a word is guessed from its wave, its spectrum and its spectrogram."""

ENGLISH = {
    "guess.title": "Can you read it?",
    "guess.about": "A word was said. You see its wave first, then which pitches are in it, then when each of them "
    "sounds. Guess at each picture. The networks guess, too.",
    "guess.rule": "Ten words are a quiz. The right word from the wave is 3 points, from the spectrum 2, from the "
    "spectrogram 1.",
    "guess.points": "{earned} points for this word. {points} points after {words} of {of} words.",
    "guess.over": "{earned} points for this word. The quiz is over: {points} of {most} points. The next clip begins a "
    "new one.",
    "guess.next": "Next clip",
    "guess.word": "The word is",
    "guess.say": "Guess",
    "guess.pass": "No idea",
    "guess.folder": "Use my own folder of words, or drop it here",
    "guess.folder-label": "Choose a folder of words, each word a folder of clips",
    "guess.begin": "Clips come from the examples, or from a folder of yours in which each word is a folder of clips. "
    "One at a time is sent to the server and deleted there once read.",
    "guess.score": "Score of this session",
    "guess.caption": "How many answers were right, for each picture. You guess at every picture, a network only at "
    "the one that it gets.",
    "guess.who": "Who",
    "guess.wave": "wave",
    "guess.spectrum": "spectrum",
    "guess.spectrogram": "spectrogram",
    "guess.you": "you",
    "guess.of": "{right} of {of}",
    "guess.first": "This is its wave. Which word is it?",
    "guess.say-wave": "Guess from the wave",
    "guess.say-spectrum": "Guess from the spectrum",
    "guess.say-spectrogram": "Guess from the spectrogram",
    "guess.said": "You say “{said}”.",
    "guess.now-spectrum": "Now you see its spectrum, too: which pitches are in it.",
    "guess.now-spectrogram": "Now you see its spectrogram, too: when each pitch sounds.",
    "guess.right": "You are right. It is “{word}”. The networks, each from what it sees: {networks}.",
    "guess.answer": "It is “{word}”. The networks, each from what it sees: {networks}.",
    "guess.lost": "The clip did not reach the server ({error}). Is it still running? Then try again.",
    "guess.no-words": "None of these folders is named after a word: a clip of “bird” should lie in a folder bird.",
    "guess.taken": "{clips} clips of {words} words, shuffled.",
}

GERMAN = {
    "guess.title": "Kannst du es lesen?",
    "guess.about": "Jemand hat ein Wort gesagt. Du siehst zuerst seine Welle, dann, welche Tonhöhen darin sind, und "
    "dann, wann jede davon klingt. Rate bei jedem Bild. Die Netze raten mit.",
    "guess.rule": "Zehn Wörter sind ein Quiz. Das richtige Wort nach der Welle gibt 3 Punkte, nach dem Spektrum 2, "
    "nach dem Spektrogramm 1.",
    "guess.points": "{earned} Punkte für dieses Wort. {points} Punkte nach {words} von {of} Wörtern.",
    "guess.over": "{earned} Punkte für dieses Wort. Das Quiz ist zu Ende: {points} von {most} Punkten. Das nächste "
    "Wort beginnt ein neues.",
    "guess.next": "Nächstes Wort",
    "guess.word": "Das Wort ist",
    "guess.say": "Raten",
    "guess.pass": "Keine Ahnung",
    "guess.folder": "Meinen eigenen Ordner mit Wörtern nehmen oder hier ablegen",
    "guess.folder-label": "Ordner mit Wörtern auswählen, jedes Wort ein Ordner mit Aufnahmen",
    "guess.begin": "Die Aufnahmen kommen aus den Beispielen oder aus einem Ordner von dir, in dem jedes Wort ein "
    "Ordner mit Aufnahmen ist. Immer nur eine wird an den Server geschickt und dort gelöscht, sobald sie gelesen ist.",
    "guess.score": "Dein Punktestand",
    "guess.caption": "Wie viele Antworten richtig waren, bei jedem Bild. Du rätst bei jedem Bild, ein Netz nur bei "
    "dem, das es bekommt.",
    "guess.who": "Wer",
    "guess.wave": "Welle",
    "guess.spectrum": "Spektrum",
    "guess.spectrogram": "Spektrogramm",
    "guess.you": "du",
    "guess.of": "{right} von {of}",
    "guess.first": "Das ist seine Welle. Welches Wort ist es?",
    "guess.say-wave": "Nach der Welle raten",
    "guess.say-spectrum": "Nach dem Spektrum raten",
    "guess.say-spectrogram": "Nach dem Spektrogramm raten",
    "guess.said": "Du sagst „{said}“.",
    "guess.now-spectrum": "Jetzt siehst du auch sein Spektrum: welche Tonhöhen darin sind.",
    "guess.now-spectrogram": "Jetzt siehst du auch sein Spektrogramm: wann jede Tonhöhe klingt.",
    "guess.right": "Richtig! Es ist „{word}“. Die Netze, jedes nach dem, was es sieht: {networks}.",
    "guess.answer": "Es ist „{word}“. Die Netze, jedes nach dem, was es sieht: {networks}.",
    "guess.lost": "Die Aufnahme ist nicht beim Server angekommen ({error}). Läuft er noch? Dann versuch es noch "
    "einmal.",
    "guess.no-words": "Keiner dieser Ordner heißt wie ein Wort: Eine Aufnahme von „bird“ gehört in einen Ordner bird.",
    "guess.taken": "{clips} Aufnahmen von {words} Wörtern, gemischt.",
}
