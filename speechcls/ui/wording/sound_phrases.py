"""What is said of files and sounds that can't be read, in English by lower layers, and in German: as phrases.py."""

GERMAN = {
    "The sound": "Der Ton",
    "It": "Die Datei",
    "The file": "Die Datei",
    "{0} holds no samples.": "{0} enthält keine Abtastwerte.",
    "{0} has no channels: its header counts 0.": "{0} hat keine Kanäle: Im Kopf der Datei steht 0.",
    "{0} has an impossible sampling rate in its header, {1} Hz.": (
        "{0} hat eine unmögliche Abtastrate: Im Kopf der Datei stehen {1} Hz."
    ),
    "{0} has a header that is cut off, damaged or of an unknown kind.": (
        "{0} hat einen Kopf, der abgeschnitten, beschädigt oder von unbekannter Art ist."
    ),
    "{0} is a text file, not a sound file.": "{0} ist eine Textdatei, keine Tondatei.",
    "{0} is not in a sound format that is known here.": "{0} hat kein Tonformat, das hier bekannt ist.",
    "{0} uses a codec that is not known here.": "{0} hat einen Codec, der hier nicht bekannt ist.",
    "{0} has no audio track.": "{0} hat keine Tonspur.",
    "Choose a file with sound in it.": "Wähle eine Datei mit Ton darin.",
    "Export it again as wav, flac, mp3, ogg or m4a.": "Speichere sie noch einmal als wav, flac, mp3, ogg oder m4a.",
    "{0} could not be read: its decoder broke down, needed too much memory or took too long.": (
        "{0} ließ sich nicht lesen: Der Dekoder brach zusammen, brauchte zu viel Speicher oder zu lange."
    ),
    "Record it again, or export it again as wav, flac, mp3, ogg, webm or m4a.": (
        "Nimm es noch einmal auf, oder speichere es noch einmal als wav, flac, mp3, ogg, webm oder m4a."
    ),
    "Record it again, or choose another file.": "Nimm es noch einmal auf, oder wähle eine andere Datei.",
    "Cut out the part with the word.": "Schneide den Teil mit dem Wort heraus.",
    "{0} lasts longer than the limit of {1} s.": "{0} dauert länger als die erlaubten {1} s.",
    "{0} has shape {1} at {2} Hz, and must be mono at {3} Hz, more than a second.": (
        "{0} hat die Form {1} bei {2} Hz; nötig ist Mono bei {3} Hz, länger als eine Sekunde."
    ),
    "Fetch it from the public archive, or take it out of the folder.": (
        "Hol die Datei aus dem öffentlichen Archiv, oder nimm sie aus dem Ordner."
    ),
    "{0} holds NaN, infinite or absurdly large samples (full scale is 1).": (
        "{0} enthält NaN, unendliche oder unsinnig große Abtastwerte (Vollaussteuerung ist 1)."
    ),
    "{0} is a folder, not a sound file.": "{0} ist ein Ordner, keine Tondatei.",
    "Choose one of the files in it.": "Wähle eine der Dateien darin.",
    "There is no sound file {0}.": "Es gibt keine Tondatei {0}.",
    "Check its path.": "Prüf den Pfad.",
    "{0} is empty: 0 bytes.": "{0} ist leer: 0 Bytes.",
    "{0} has {1} MB, over the limit of {2} MB.": "{0} hat {1} MB, mehr als die erlaubten {2} MB.",
    "{0} cannot be opened ({1}).": "{0} lässt sich nicht öffnen ({1}).",
    "See that you may read it.": "Sieh nach, ob du sie lesen darfst.",
    "{0} has a sampling rate of {1} Hz.": "{0} hat eine Abtastrate von {1} Hz.",
    "Convert it to one between {0} and {1} kHz.": "Wandle sie in eine zwischen {0} und {1} kHz um.",
    "{0} has {1} channels.": "{0} hat {1} Kanäle.",
    "Give it between 1 and {0}.": "Gib ihr zwischen 1 und {0}.",
    "Sounds can't be read: the process that decodes them does not start.": (
        "Töne lassen sich nicht lesen: Der Prozess, der sie dekodiert, startet nicht."
    ),
    "See `doctor`.": "Siehe `doctor`.",
    "Sounds can't be read: no process can be started ({0}).": (
        "Töne lassen sich nicht lesen: Es lässt sich kein Prozess starten ({0})."
    ),
    "No example is called so.": "So heißt kein Beispiel.",
    "There are: {0}.": "Es gibt: {0}.",
    "No sound came.": "Es kam kein Ton.",
    "Send a file of at most {0} s, such as a wav, flac, mp3, ogg, webm or m4a.": (
        "Schick eine Datei von höchstens {0} s, etwa als wav, flac, mp3, ogg, webm oder m4a."
    ),
    "There is no sound yet.": "Es gibt noch keinen Ton.",
    "Record one, or drop in a file.": "Nimm einen auf, oder leg eine Datei hier ab.",
    "This browser can't read {0}.": "Dieser Browser kann {0} nicht lesen.",
    "Export it again as wav.": "Speichere es noch einmal als wav.",
    "Export it again as wav, or let the server answer.": "Speichere es noch einmal als wav, oder lass den Server "
    "antworten.",
    "The sound is no longer here.": "Der Ton ist nicht mehr da.",
    "Choose it again.": "Wähle ihn noch einmal.",
    "The example can't be had: {0}.": "Das Beispiel ist nicht zu bekommen: {0}.",
    "{0} can't be had: {1}.": "{0} ist nicht zu bekommen: {1}.",
    "This browser can't run networks: it lacks WebAssembly or workers.": "Dieser Browser kann keine Netze ausführen: "
    "Ihm fehlt WebAssembly, oder ihm fehlen Worker.",
    "The network {0} was not loaded.": "Das Netz {0} wurde nicht geladen.",
    "The network gave no answer.": "Das Netz gab keine Antwort.",
    "Try again.": "Versuch es noch einmal.",
    "The server could not do that ({0}).": "Der Server konnte das nicht ({0}).",
    "There is no server that a file could go to.": "Es gibt keinen Server, an den eine Datei gehen könnte.",
    "The network can't run in this browser ({0}).": "Das Netz läuft in diesem Browser nicht ({0}).",
    "its worker did not start": "sein Worker ist nicht gestartet",
    "The zip holds more than {0} files, the most that are opened.": (
        "Das Zip enthält mehr als {0} Dateien; mehr werden nicht geöffnet."
    ),
    "Make several of it.": "Mach mehrere daraus.",
    "This is no zip, or it is damaged ({0}).": "Das ist kein Zip, oder es ist beschädigt ({0}).",
    "Make it again.": "Mach es noch einmal.",
    "The zip names a file outside of itself, {0}, so nothing of it was opened.": (
        "Das Zip nennt eine Datei außerhalb seiner selbst, {0}, also wurde nichts davon geöffnet."
    ),
    "The zip holds a link, {0}, so nothing of it was opened.": (
        "Das Zip enthält eine Verknüpfung, {0}, also wurde nichts davon geöffnet."
    ),
    "Put the file itself into it.": "Leg die Datei selbst hinein.",
    "The zip is locked with a password, at {0}.": "Das Zip ist bei {0} mit einem Passwort verschlossen.",
    "Make one without.": "Mach eins ohne.",
    "The zip is packed in an unusual way, at {0}.": "Das Zip ist bei {0} auf ungewöhnliche Weise gepackt.",
    "Make one with ordinary compression.": "Mach eins mit gewöhnlicher Kompression.",
    "The zip holds another archive, {0}.": "Das Zip enthält ein weiteres Archiv, {0}.",
    "Unpack that one, and zip its files.": "Entpacke es, und mach aus seinen Dateien ein Zip.",
    "The zip unpacks to more than {0} MB, the most that is opened.": (
        "Das Zip ist ausgepackt größer als {0} MB; Größeres wird nicht geöffnet."
    ),
    "{0} in the zip is damaged ({1}).": "{0} im Zip ist beschädigt ({1}).",
    "The zip holds no takes, as <word>/<voice>_nohash_<n>.wav.": (
        "Das Zip enthält keine Aufnahmen, als <Wort>/<Stimme>_nohash_<n>.wav."
    ),
    "Choose one that Download made.": "Wähle eins, das beim Herunterladen entstanden ist.",
    "Choose a zip that Download made.": "Wähle ein Zip, das beim Herunterladen entstanden ist.",
    "{0} in the zip can't be read ({1}).": "{0} im Zip lässt sich nicht lesen ({1!}).",
    "The card in the zip has format {0}; this version reads format {1}.": (
        "Die Karte im Zip hat Format {0}; diese Version liest Format {1}."
    ),
    "{0} in the zip is no safetensors file, and pickles are never loaded: nothing was opened.": (
        "{0} im Zip ist keine safetensors-Datei, und Pickles werden nie geladen: Es wurde nichts geöffnet."
    ),
    "The zip holds a take that can't be read: {0}": "Das Zip enthält eine Aufnahme, die sich nicht lesen lässt: {0}",
    "A word has 1 to {0} characters and no control characters; {1} came.": (
        "Ein Wort hat 1 bis {0} Zeichen und keine Steuerzeichen; es kam {1!}."
    ),
    "There is no take of {0}.": "Es gibt keine Aufnahme von {0!}.",
    "Say each word at least once.": "Sag jedes Wort mindestens einmal.",
    "The same recording stands under {0}.": "Dieselbe Aufnahme steht unter {0}.",
    "Keep it under one of them.": "Behalte sie unter einem davon.",
    "There is no word {0} any more.": "Das Wort {0!} gibt es nicht mehr.",
    "none yet": "noch keins",
    "The server has forgotten these words, since the connection to this page was lost.": (
        "Der Server hat diese Wörter vergessen, weil die Verbindung zu dieser Seite abgerissen ist."
    ),
    "Load the page again.": "Lade die Seite neu.",
    "The server doesn't know this.": "Der Server kennt das nicht.",
    "The threshold can be moved by at most {0} either way, not by {1}.": (
        "Die Schwelle lässt sich um höchstens {0} nach beiden Seiten verschieben, nicht um {1}."
    ),
    "The zip is too large: at most {0} MB are accepted.": "Das Zip ist zu groß: Höchstens {0} MB werden angenommen.",
    "The zip holds no sounds.": "Das Zip enthält keine Töne.",
    "Put wav, flac, mp3, ogg, webm or m4a files into it.": "Leg Dateien als wav, flac, mp3, ogg, webm oder m4a hinein.",
    "The server has no room for the file at the moment.": "Der Server hat gerade keinen Platz für die Datei.",
    "Try again in two minutes.": "Versuch es in zwei Minuten noch einmal.",
    "The server answers, but not over WebSocket, which listening needs: a proxy has to pass that on.": (
        "Der Server antwortet, aber nicht über WebSocket, was das Zuhören braucht: Ein Proxy muss das durchlassen."
    ),
    "The network failed.": "Das Netz ist ausgefallen.",
    "Choose another one, or start listening again.": "Wähle ein anderes, oder beginn das Zuhören noch einmal.",
    "Nothing came for {0} s, so listening has ended.": "{0} s lang kam nichts, darum ist das Zuhören zu Ende.",
    "Start it again.": "Beginn es noch einmal.",
    "This server doesn't answer to the name {0}.": "Dieser Server hört nicht auf den Namen {0}.",
    "Whoever runs it can add --allowed-host NAME.": "Wer ihn betreibt, kann --allowed-host NAME ergänzen.",
    "A page of {0} asked, and only those of {1} may.": (
        "Eine Seite von {0!} hat gefragt, und nur die von {1!} dürfen das."
    ),
    "Behind a proxy: let it pass the Host header on, or start the server with --allowed-host NAME.": (
        "Hinter einem Proxy: Lass ihn den Host-Header durchreichen, oder starte den Server mit --allowed-host NAME."
    ),
    "{0} people are listening, and there is room for no more.": (
        "{0} Leute hören gerade zu, und für mehr ist kein Platz."
    ),
    "This page has a password.": "Diese Seite hat ein Passwort.",
    "Any name serves beside it.": "Der Name daneben ist beliebig.",
    "PortAudio can't list the microphones ({0}).": "PortAudio kann die Mikrofone nicht auflisten ({0}).",
    "The PortAudio library is missing ({0}).": "Die Bibliothek PortAudio fehlt ({0!}).",
    "On Debian and Ubuntu: {0}; elsewhere: {1}": "Unter Debian und Ubuntu: {0!}; sonst: {1!}",
    "sounddevice is missing.": "sounddevice fehlt.",
    "Bring it with: {0}": "Hol es mit: {0!}",
    "This computer has no microphone that PortAudio finds.": "Dieser Computer hat kein Mikrofon, das PortAudio findet.",
    "Plug one in, then start this program again.": "Schließ eins an, und starte dann dieses Programm neu.",
    "This computer names no microphone as its usual one.": "Dieser Computer nennt kein Mikrofon als sein übliches.",
    "Choose one with --device; {0}": "Wähle eins mit --device; {0!}",
    "{0} gives no sound any more: was it unplugged or switched off?": (
        "{0!} gibt keinen Ton mehr: Wurde es abgezogen oder ausgeschaltet?"
    ),
    "Plug it in, then start this program again.": "Schließ es an, und starte dann dieses Programm neu.",
    "{0} can't be opened ({1}).": "{0!} lässt sich nicht öffnen ({1!}).",
    "Close what else uses it, see that this program may use it, or choose another: {0}": (
        "Schließ, was es sonst noch benutzt, sieh nach, ob dieses Programm es darf, oder wähle ein anderes: {0!}"
    ),
    "Start again.": "Fang noch einmal an.",
}
