"""What stands above and below everything: title, words, keys, privacy, languages, saving, the last lines."""

ENGLISH = {
    "title": "See what a computer hears when you say a word",
    "loading": "The page is still loading. It begins in a moment.",
    "failed": "A part of this page didn't load, so nothing here works yet. See that the server is running, then "
    "reload.",
    "words.open": "Words",
    "words.title": "The words it knows",
    "words.about": "Every network here knows these {count} words and no others. Tap one.",
    "words.known": "“{word}”: {clips} recordings taught it.",
    "words.known-voices": "“{word}”: {clips} recordings of {voices} people taught it.",
    "words.rare": "“{word}”: only {clips} recordings taught it, so trust this word less.",
    "words.rare-voices": "“{word}”: only {clips} recordings of {voices} people taught it, so trust this word less.",
    "words.legend": "Words with a dotted line were taught by few people.",
    "words.play": "Hear an example",
    "class": "Class",
    "class.leave": "Leave Class",
    "class.join": "Open this page on your phone:",
    "class.qr": "QR code of the page's address",
    "class.warning": "Your browser will warn you once, since this computer made its certificate itself. Choose "
    "Advanced, then Proceed.",
    "theme": "Light or dark",
    "and": " and ",
    "quoted": "“{word}”",
    "number.point": ".",
    "number.thousands": ",",
    "number.percent": "%",
    "number.between": ", ",
    "close": "Close",
    "keys.title": "Keys",
    "keys.about": "They work unless you are typing, or came to a button with Tab.",
    "keys.space-key": "Space",
    "keys.space": "listen, and stop",
    "keys.number-keys": "1 to 9",
    "keys.numbers": "choose a network",
    "keys.words": "the words it knows",
    "keys.class": "Class: word, timeline and spectrogram fill the screen",
    "keys.help": "this list",
    "keys.mark": "On the marked second of a wave: arrow keys move it by 10 ms, Page Up and Page Down by 100 ms.",
    "keys.on": "Keys are on",
    "privacy.title": "Privacy",
    "privacy.long": "The long form",
    "about": "What a neural network hears when you say a word: its pictures, its input, its answer.",
    "privacy.goes": "Your sound goes to the computer that runs this page and nowhere else.",
    "privacy.gone": "It is never written to a list, never used for training, and gone when you leave the page.",
    "privacy.cookie": "There are no advertisements and no counting of visitors. One cookie, gone with the browser's "
    "session, keeps your sound apart from other people's.",
    "privacy.long-form": "A file or a recording is read into memory and its file deleted at once; what is in memory "
    "goes when you leave the page. While you listen, the sound goes there as it comes: its memory holds one second of "
    "it, its disk nothing; your browser keeps the last 10 minutes until you leave the page or listen anew. A file that "
    "was never read, because you left or chose another sound first, and what programs send to /classify, go within two "
    "minutes.",
    "privacy.stays": "Your sound stays in this browser: this page has no server that could take it.",
    "privacy.gone-alone": "It is gone when you leave the page.",
    "privacy.nothing": "There are no cookies, no advertisements and no counting of visitors.",
    "privacy.long-form-alone": "The page, its networks and what runs them are files. Whoever hosts them sees that they "
    "are fetched, as with any page. What you say or open is read, drawn and answered by this browser, which keeps the "
    "last 10 minutes of what it heard until you leave the page or listen anew.",
    "take": "Save",
    "take.link": "Copy link",
    "take.python": "Python",
    "take.python-long": "Copy the lines of Python that compute this picture",
    "take.recording": "recording.wav",
    "take.copied": "Copied",
    "foot.licence": "speechcls, under the MIT licence",
    "foot.data": "Trained on Speech Commands by Pete Warden (2018), CC BY 4.0",
    "foot.book": "After a chapter of Deep Learning and Scientific Computing with R torch by Sigrid Keydana",
}

GERMAN = {
    "title": "Sieh, was ein Computer hört, wenn du ein Wort sagst",
    "loading": "Die Seite lädt noch. Gleich geht es los.",
    "failed": "Ein Teil dieser Seite hat nicht geladen, darum geht hier noch nichts. Sieh nach, ob der Server läuft, "
    "und lade die Seite neu.",
    "words.open": "Wörter",
    "words.title": "Die Wörter, die er kennt",
    "words.about": "Jedes Netz hier kennt diese {count} englischen Wörter und sonst keine. Tippe eins an.",
    "words.known": "„{word}“: aus {clips} Aufnahmen gelernt.",
    "words.known-voices": "„{word}“: aus {clips} Aufnahmen von {voices} Menschen gelernt.",
    "words.rare": "„{word}“: aus nur {clips} Aufnahmen gelernt, also trau diesem Wort weniger.",
    "words.rare-voices": "„{word}“: aus nur {clips} Aufnahmen von {voices} Menschen gelernt, also trau diesem Wort "
    "weniger.",
    "words.legend": "Wörter mit gepunktetem Rand haben ihm nur wenige Menschen beigebracht.",
    "words.play": "Beispiel anhören",
    "class": "Klasse",
    "class.leave": "Klasse verlassen",
    "class.join": "Öffne diese Seite auf deinem Handy:",
    "class.qr": "QR-Code der Adresse dieser Seite",
    "class.warning": "Dein Browser warnt dich einmal, weil dieser Computer sein Zertifikat selbst gemacht hat. Wähle "
    "„Erweitert“ und dann „Weiter zur Seite“.",
    "theme": "Hell oder dunkel",
    "and": " und ",
    "quoted": "„{word}“",
    "number.point": ",",
    "number.thousands": ".",
    "number.percent": "\N{NO-BREAK SPACE}%",
    "number.between": "; ",
    "close": "Schließen",
    "keys.title": "Tasten",
    "keys.about": "Sie wirken, außer du tippst gerade oder bist mit Tab auf einen Knopf gekommen.",
    "keys.space-key": "Leertaste",
    "keys.space": "zuhören und aufhören",
    "keys.number-keys": "1 bis 9",
    "keys.numbers": "ein Netz wählen",
    "keys.words": "die Wörter, die er kennt",
    "keys.class": "Klasse: Wort, Zeitleiste und Spektrogramm füllen den Bildschirm",
    "keys.help": "diese Liste",
    "keys.mark": "Auf der markierten Sekunde einer Welle: Die Pfeiltasten verschieben sie um 10 ms, Bild auf und Bild "
    "ab um 100 ms.",
    "keys.on": "Tasten sind an",
    "privacy.title": "Datenschutz",
    "privacy.long": "Ausführlich",
    "about": "Was ein neuronales Netz hört, wenn du ein Wort sagst: seine Bilder, seine Eingabe, seine Antwort.",
    "privacy.goes": "Dein Ton geht an den Computer, auf dem diese Seite läuft, und sonst nirgendwohin.",
    "privacy.gone": "Er kommt auf keine Liste, es wird nie damit gelernt, und er ist weg, sobald du die Seite "
    "verlässt.",
    "privacy.cookie": "Es gibt keine Werbung, und niemand zählt die Besucher. Ein einziges Cookie, das mit dem "
    "Schließen des Browsers verschwindet, hält deinen Ton von dem anderer Leute getrennt.",
    "privacy.long-form": "Eine Datei oder Aufnahme wird in den Speicher gelesen und die Datei sofort gelöscht; was im "
    "Speicher ist, verschwindet, wenn du die Seite verlässt. Während du zuhören lässt, geht der Ton so dorthin, wie er "
    "kommt: Der Speicher hält eine Sekunde davon, die Festplatte nichts; dein Browser behält die letzten 10 Minuten, "
    "bis du die Seite verlässt oder neu beginnst. Eine Datei, die nie gelesen wurde, weil du vorher gegangen bist oder "
    "einen anderen Ton gewählt hast, und was Programme an /classify schicken, verschwindet innerhalb von zwei Minuten.",
    "privacy.stays": "Dein Ton bleibt in diesem Browser: Diese Seite hat keinen Server, der ihn nehmen könnte.",
    "privacy.gone-alone": "Er ist weg, sobald du die Seite verlässt.",
    "privacy.nothing": "Es gibt keine Cookies, keine Werbung, und niemand zählt die Besucher.",
    "privacy.long-form-alone": "Die Seite, ihre Netze und das, was sie ausführt, sind Dateien. Wer sie bereitstellt, "
    "sieht wie bei jeder Seite, dass sie abgeholt werden. Was du sagst oder öffnest, liest, zeichnet und beantwortet "
    "dieser Browser; er behält die letzten 10 Minuten von dem, was er gehört hat, bis du die Seite verlässt oder neu "
    "beginnst.",
    "take": "Sichern",
    "take.link": "Link kopieren",
    "take.python": "Python",
    "take.python-long": "Die Zeilen Python kopieren, die dieses Bild berechnen",
    "take.recording": "recording.wav",
    "take.copied": "Kopiert",
    "foot.licence": "speechcls, unter der MIT-Lizenz",
    "foot.data": "Gelernt mit Speech Commands von Pete Warden (2018), CC BY 4.0",
    "foot.book": "Nach einem Kapitel aus Deep Learning and Scientific Computing with R torch von Sigrid Keydana",
}
