"""What own words' modules say in English, and the same in German: as phrases.py, which see."""

GERMAN = {
    "Write your word first.": "Schreib zuerst dein Wort auf.",
    "The connection to the server was lost, and with it your words.": (
        "Die Verbindung zum Server ist abgerissen, und deine Wörter sind weg."
    ),
    "Open the zip, if you downloaded one.": "Öffne das Zip, wenn du eins heruntergeladen hast.",
    "What it should not take for one of your words: the room, other words, you talking.": (
        "Was es nicht für eins deiner Wörter halten soll: den Raum, andere Wörter, dich beim Reden."
    ),
    "Something else": "Etwas anderes",
    "something else": "etwas anderes",
    "{0} takes": "{0} Aufnahmen",
    "{0} take": "{0} Aufnahme",
    "Rename": "Umbenennen",
    "Rename {0}": "{0} umbenennen",
    "Remove": "Entfernen",
    "Remove {0} and its takes": "{0} und seine Aufnahmen entfernen",
    "Files": "Dateien",
    "Choose files with takes of {0}": "Dateien mit Aufnahmen von {0} auswählen",
    "Another name for “{0}”": "Ein anderer Name für „{0}“",
    "Say takes of {0}": "Aufnahmen von {0} sprechen",
    "Record something else": "Etwas anderes aufnehmen",
    "Record": "Aufnehmen",
    "Say it": "Sag es",
    "Play": "Abspielen",
    "Delete": "Löschen",
    "Play this take of {0}": "Diese Aufnahme von {0} abspielen",
    "Delete this take of {0}": "Diese Aufnahme von {0} löschen",
    "Word of this take of {0}": "Wort dieser Aufnahme von {0}",
    "Say “{0}”, again and again, with a short pause between.": (
        "Sag „{0}“, immer wieder, mit einer kurzen Pause dazwischen."
    ),
    "Recording what is none of your words.": "Nimmt auf, was keins deiner Wörter ist.",
    "Stop listening": "Zuhören beenden",
    "Map of {0} takes of {1} words: those near each other sound alike to the network.": (
        "Karte von {0} Aufnahmen von {1} Wörtern: Was nah beieinander liegt, klingt für das Netz ähnlich."
    ),
    "{0} of {1} takes were recognised from the others alone: expect between {2} and {3} of your words to be.": (
        "{0} von {1} Aufnahmen wurden allein aus den anderen erkannt: Rechne damit, dass zwischen {2} und {3} "
        "deiner Wörter erkannt werden."
    ),
    "Say {0} until there are {1} takes of each: the first few help most.": (
        "Sag {0!}, bis es von jedem {1} Aufnahmen gibt: Die ersten helfen am meisten."
    ),
    "“{0}” and “{1}” sound alike: {2} of {3} takes were taken for the other.": (
        "„{0}“ und „{1}“ klingen ähnlich: {2} von {3} Aufnahmen wurden für das andere gehalten."
    ),
    "More takes of both help, a longer word helps more.": (
        "Mehr Aufnahmen von beiden helfen, ein längeres Wort hilft mehr."
    ),
    "For more there is `python -m speechcls train`, which wants hundreds of each word.": (
        "Für mehr gibt es `python -m speechcls train`, das Hunderte von jedem Wort braucht."
    ),
    "More takes add little from here: {0} of each named {1} of new people's words.": (
        "Mehr Aufnahmen bringen von hier an wenig: {0} von jedem erkannten {1} der Wörter neuer Leute."
    ),
    "From {0} of each on a training of its own names more: `python -m speechcls train`.": (
        "Ab {0} von jedem erkennt ein eigenes Training mehr: `python -m speechcls train`."
    ),
    "A training of its own, `python -m speechcls train`, named {0} from {1} of each: it is better only with more.": (
        "Ein eigenes Training, `python -m speechcls train`, erkannte {0} aus {1} von jedem: Besser ist es mit mehr."
    ),
    "Record something else, too: the room, other words, you talking.": (
        "Nimm auch etwas anderes auf: den Raum, andere Wörter, dich beim Reden."
    ),
    "Then it refuses that.": "Dann weist es das zurück.",
    "sounds like “{0}”": "klingt wie „{0}“",
    "unlike the other takes": "anders als die anderen Aufnahmen",
    "too quiet: come nearer": "zu leise: Komm näher",
    "clipped: too loud for the microphone": "übersteuert: zu laut für das Mikrofon",
    "cut off: its sound reaches an end": "abgeschnitten: Sein Klang reicht bis an ein Ende",
    "{0} is silence: nothing in it stands out.": "{0} ist Stille: Nichts darin hebt sich ab.",
    "This take of “{0}”": "Diese Aufnahme von „{0}“",
    "This take": "Diese Aufnahme",
    "Say it again, nearer the microphone.": "Sag es noch einmal, näher am Mikrofon.",
    "There is a word “{0}” already.": "Ein Wort „{0}“ gibt es schon.",
    "Give this one another name, or say takes of that.": "Nenn dieses anders, oder sprich Aufnahmen von jenem.",
    "Give this one another name.": "Nenn dieses anders.",
    "At most {0} words can be taught.": "Höchstens {0} Wörter lassen sich beibringen.",
    "Remove one first.": "Entferne zuerst eins.",
    "There is nothing to download yet: say a word first.": "Es gibt noch nichts herunterzuladen: Sag zuerst ein Wort.",
    "These words have been taught anew.": "Diese Wörter sind inzwischen neu gelernt.",
    "Listen once more.": "Starte das Zuhören noch einmal.",
    "{0} people are teaching words of their own, and there is room for no more.": (
        "{0} Leute bringen gerade eigene Wörter bei, und für mehr ist kein Platz."
    ),
    "Try again in a minute.": "Versuch es in einer Minute noch einmal.",
    "{0} words are more than can be taught from takes; at most {1}.": (
        "{0} Wörter sind mehr, als sich aus Aufnahmen lernen lassen; höchstens {1}."
    ),
    "{0} takes are more than are worth teaching; at most {1}.": (
        "{0} Aufnahmen sind mehr, als sich zu lernen lohnt; höchstens {1}."
    ),
    "That take is no longer here.": "Diese Aufnahme ist nicht mehr da.",
    "Say it again.": "Sag es noch einmal.",
    "The server holds as many takes of everybody as it can.": (
        "Der Server hält so viele Aufnahmen von allen, wie er kann."
    ),
    "Delete some of yours, or try again in a minute.": (
        "Lösch ein paar von deinen, oder versuch es in einer Minute noch einmal."
    ),
    "The server did not answer.": "Der Server hat nicht geantwortet.",
    "See that it is still running, then try again.": "Sieh nach, ob er noch läuft, und versuch es dann noch einmal.",
}
