"""The story from the inside of a network on: its maps, painting, breaking, teaching."""

ENGLISH = {
    "inside.question": "Where in the sound did the network find the word?",
    "inside.about": "A network is a stack of blocks. Each one slides small patterns, called kernels, over "
    "what the block before made, and draws a map of where they fit. Here are the maps of your "
    "sound, those that answer most first. Click one.",
    "inside.sum": "What the answer adds up from",
    "inside.rival": "The word to compare with",
    "inside.patches": "by covering patches with silence",
    "inside.gradients": "by integrated gradients, cell by cell",
    "inside.maps": "Maps of each block",
    "inside.where": "Where did it find it?",
    "inside.ask": "Ask",
    "inside.against": "against",
    "inside.side": "All networks side by side",
    "paint.about": "This is your sound: time to the right, pitch upwards. Paint parts of it away, or keep "
    "only what you paint. Then hear what is left, and see who still knows the word.",
    "paint.brush": "The brush",
    "paint.erase": "takes away",
    "paint.keep": "brings back",
    "paint.size": "Size of the brush",
    "paint.all": "Bring all back",
    "paint.none": "Take all away",
    "paint.play": "Play what is left",
    "paint.keys": "With the keyboard: arrow keys move the brush, space paints, and with Shift held the arrows "
    "paint as they go.",
    "paint.label": "Picture to paint on. Arrow keys move the brush, space paints.",
    "paint.question": "What does it need of the sound?",
    "inside.side-about": "The same second through every network: what it gets, its five best words, its time. Ask one "
    "where it found its word: patches of its input are covered one after the other, and those that cost the word most "
    "are outlined.",
    "inside.so": "So: a few places of the picture decide, mostly those in which you would hear the word yourself.",
    "inside.maths": "A network's last layer gives each word a number, its logit; softmax turns them into "
    "probabilities. Measured is how far the word's logit leads the next one's, and how much of that lead a covered "
    "patch takes away.",
    "break.question": "How much can you spoil it?",
    "break.about": "Choose how your sound is spoiled, and move the slider until the word is lost. Hear it: "
    "would you still know the word?",
    "break.how": "Spoil it with",
    "break.noise-kind": "Kind of noise",
    "break.white": "hiss (white)",
    "break.pink": "rain (pink)",
    "break.hum": "mains hum",
    "break.under": "Other word",
    "break.amount": "How much",
    "break.so": "So: most networks give way before you do. Those that heard noise while they learned hold out longest.",
    "break.maths": "Noise is mixed in at a signal-to-noise ratio, 20 · log10 of the ratio of the two root mean "
    "squares, in dB: at 0 dB both are equally loud.",
    "teach.question": "Can it learn your words?",
    "teach.about": "These networks know only the words that they were taught, most of them by hundreds of people. From "
    "a few recordings of your own, a network can learn other words within seconds: it keeps what it knows about "
    "sounds, and learns only where among its last numbers each of your words lies.",
    "teach.so": "So: what a network has learned about sounds in general serves for words that it never heard.",
    "inside.block": "Block {place} of {count}",
    "inside.block-note": "{size}; each kernel has {height} by {width} by {inputs} weights",
    "inside.size-maps": "{channels} maps of {bins} by {frames}",
    "inside.size-numbers": "{channels} numbers",
    "inside.map": "Block {block}, map {channel}",
    "inside.kernel": "Its kernel, the pattern that it looks for:",
    "inside.kernels": "Its kernel, the pattern that it looks for, on the inputs that count most for it:",
    "inside.kernel-label": "Kernel on input {input}: {rows} by {columns} weights, red adds, blue takes away",
    "inside.number": "number {number} ({value})",
    "inside.others": "all the others",
    "inside.start": "the head start",
    "inside.barcode": "The {count} last numbers as a barcode, the largest the brightest",
    "inside.barcode-about": "This is all that is left of your sound at the end: {count} numbers. When someone else "
    "says the same word, the barcode looks nearly the same.",
    "inside.near": "Recordings of other people whose barcode is most alike: {files}.",
    "inside.near-apart": "Only {same} of these {count} say “{word}”: to this network, different words look much alike.",
    "side.words": "The likeliest words by {variant}",
    "side.where": "Where did {variant} find it?",
    "side.covering": "Covering 48 patches of what it gets, one after the other",
    "side.in": "{word} in {milliseconds} ms",
    "compare.same": "still the same word",
    "compare.before": "before: “{word}”",
    "break.kind.noise": "noise",
    "break.kind.loudness": "a voice too quiet",
    "break.kind.faster": "faster speech",
    "break.kind.slower": "slower speech",
    "break.kind.higher": "a higher voice",
    "break.kind.lower": "a lower voice",
    "break.kind.echo": "an echoing room",
    "break.kind.low-pass": "a closed door between",
    "break.kind.clipping": "a microphone set too loud",
    "break.kind.another word": "another word underneath",
}

GERMAN = {
    "inside.question": "Wo im Klang hat das Netz das Wort gefunden?",
    "inside.about": "Ein Netz ist ein Stapel von Blöcken. Jeder schiebt kleine Muster, Kernel genannt, über das, was "
    "der Block davor gemacht hat, und zeichnet eine Karte davon, wo sie passen. Hier sind die Karten deines Klangs, "
    "die mit der stärksten Antwort zuerst. Klick eine an.",
    "inside.sum": "Woraus sich die Antwort zusammensetzt",
    "inside.rival": "Das Wort zum Vergleich",
    "inside.patches": "durch Abdecken von Stellen mit Stille",
    "inside.gradients": "mit integrierten Gradienten, Zelle für Zelle",
    "inside.maps": "Karten jedes Blocks",
    "inside.where": "Wo hat es das Wort gefunden?",
    "inside.ask": "Fragen",
    "inside.against": "gegen",
    "inside.side": "Alle Netze nebeneinander",
    "paint.about": "Das ist dein Klang: nach rechts die Zeit, nach oben die Tonhöhe. Mal Teile davon weg, oder behalte "
    "nur, was du anmalst. Dann hör dir an, was übrig ist, und sieh, wer das Wort noch erkennt.",
    "paint.brush": "Der Pinsel",
    "paint.erase": "nimmt weg",
    "paint.keep": "bringt zurück",
    "paint.size": "Größe des Pinsels",
    "paint.all": "Alles zurückbringen",
    "paint.none": "Alles wegnehmen",
    "paint.play": "Abspielen, was übrig ist",
    "paint.keys": "Mit der Tastatur: Die Pfeiltasten bewegen den Pinsel, die Leertaste malt, und mit gedrückter "
    "Umschalttaste malen die Pfeile im Gehen.",
    "paint.label": "Bild zum Bemalen. Die Pfeiltasten bewegen den Pinsel, die Leertaste malt.",
    "paint.question": "Was braucht es von dem Klang?",
    "inside.side-about": "Dieselbe Sekunde durch jedes Netz: was es bekommt, seine fünf besten Wörter, seine Zeit. "
    "Frag eins, wo es sein Wort gefunden hat: Stellen seiner Eingabe werden eine nach der anderen abgedeckt, und die, "
    "die das Wort am meisten kosten, werden umrandet.",
    "inside.so": "Also: Wenige Stellen des Bildes entscheiden, meist die, an denen du selbst das Wort hören würdest.",
    "inside.maths": "Die letzte Schicht eines Netzes gibt jedem Wort eine Zahl, seinen Logit; Softmax macht daraus "
    "Wahrscheinlichkeiten. Gemessen wird, wie weit der Logit des Wortes vor dem nächsten liegt und wie viel von diesem "
    "Vorsprung eine abgedeckte Stelle nimmt.",
    "break.question": "Wie viel kannst du kaputt machen?",
    "break.about": "Wähle, wie dein Klang verdorben wird, und schieb den Regler, bis das Wort verloren ist. Hör es dir "
    "an: Würdest du das Wort noch erkennen?",
    "break.how": "Verderben mit",
    "break.noise-kind": "Art des Rauschens",
    "break.white": "Zischen (weiß)",
    "break.pink": "Regen (rosa)",
    "break.hum": "Netzbrummen",
    "break.under": "Anderes Wort",
    "break.amount": "Wie viel",
    "break.so": "Also: Die meisten Netze geben früher auf als du. Am längsten halten die durch, die schon beim Lernen "
    "Rauschen gehört haben.",
    "break.maths": "Das Rauschen wird mit einem bestimmten Signal-Rausch-Verhältnis beigemischt, 20 · log10 des "
    "Verhältnisses der beiden Effektivwerte, in dB: Bei 0 dB sind beide gleich laut.",
    "teach.question": "Kann es deine Wörter lernen?",
    "teach.about": "Diese Netze kennen nur die Wörter, die man ihnen beigebracht hat, die meisten davon Hunderte von "
    "Menschen. Aus ein paar Aufnahmen von dir kann ein Netz in Sekunden andere Wörter lernen: Es behält, was es über "
    "Klänge weiß, und lernt nur, wo unter seinen letzten Zahlen jedes deiner Wörter liegt.",
    "teach.so": "Also: Was ein Netz über Klänge im Allgemeinen gelernt hat, hilft auch bei Wörtern, die es nie gehört "
    "hat.",
    "inside.block": "Block {place} von {count}",
    "inside.block-note": "{size}; jeder Kernel hat {height} mal {width} mal {inputs} Gewichte",
    "inside.size-maps": "{channels} Karten von {bins} mal {frames}",
    "inside.size-numbers": "{channels} Zahlen",
    "inside.map": "Block {block}, Karte {channel}",
    "inside.kernel": "Ihr Kernel, das Muster, nach dem sie sucht:",
    "inside.kernels": "Ihr Kernel, das Muster, nach dem sie sucht, auf den Eingaben, die für sie am meisten zählen:",
    "inside.kernel-label": "Kernel auf Eingabe {input}: {rows} mal {columns} Gewichte, Rot zählt dazu, Blau zieht ab",
    "inside.number": "Zahl {number} ({value})",
    "inside.others": "alle anderen",
    "inside.start": "der Vorsprung am Anfang",
    "inside.barcode": "Die {count} letzten Zahlen als Strichcode, die größte am hellsten",
    "inside.barcode-about": "Das ist alles, was am Ende von deinem Klang übrig ist: {count} Zahlen. Sagt jemand anders "
    "dasselbe Wort, sieht der Strichcode fast gleich aus.",
    "inside.near": "Aufnahmen anderer Menschen, deren Strichcode am ähnlichsten ist: {files}.",
    "inside.near-apart": "Nur {same} von diesen {count} sagen „{word}“: Für dieses Netz sehen verschiedene Wörter fast "
    "gleich aus.",
    "side.words": "Die wahrscheinlichsten Wörter von {variant}",
    "side.where": "Wo hat {variant} es gefunden?",
    "side.covering": "48 Stellen seiner Eingabe werden abgedeckt, eine nach der anderen",
    "side.in": "{word} in {milliseconds} ms",
    "compare.same": "noch dasselbe Wort",
    "compare.before": "vorher: „{word}“",
    "break.kind.noise": "Rauschen",
    "break.kind.loudness": "einer zu leisen Stimme",
    "break.kind.faster": "schnellerem Sprechen",
    "break.kind.slower": "langsamerem Sprechen",
    "break.kind.higher": "einer höheren Stimme",
    "break.kind.lower": "einer tieferen Stimme",
    "break.kind.echo": "einem halligen Raum",
    "break.kind.low-pass": "einer geschlossenen Tür dazwischen",
    "break.kind.clipping": "einem zu laut gestellten Mikrofon",
    "break.kind.another word": "einem anderen Wort darunter",
}
