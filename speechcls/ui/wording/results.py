"""Which front end to choose: accuracy and cost, experiments, voices, training."""

ENGLISH = {
    "training.how": "How it was trained:",
    "training.command": "Its command:",
    "results.table-about": "Accuracy is how often it is right about real test recordings, counting only words that "
    "enough recordings taught. Multiply-adds are how often it multiplies two numbers and adds the result, for one "
    "second of sound.",
    "results.measure": "Measure the time here",
    "results.measure-about": "Time is that of an answer on the machine that serves this page, one sound at a time; it "
    "is measured when you ask for it.",
    "results.chapter": "The book's number stands beside ours, but the two can't be compared: in its test were people "
    "whom its network had heard before, and that makes a test easier.",
    "results.one": "One",
    "results.other": "The other",
    "results.words": "Words gained and lost",
    "results.flows": "What was taken for what",
    "results.flows-about": "On the left stands what the network answered, on the right what was really said. Point "
    "at a ribbon or a word to see its number of recordings; arrow keys go through the mistakes, the largest first. "
    "Very rare mistakes are left out. From here on you see each network's first training; in noise, the average of "
    "all its trainings.",
    "results.curves": "Confusion matrices, learning curves, calibration",
    "results.curves-about": "Where the book printed points of its own curves, they are drawn as well. It planned for "
    "50 rounds of training and stopped before.",
    "results.noise": "In noise",
    "results.errors": "Wrong and most sure of it",
    "results": "Which front end should I choose?",
    "results.take": "Take {name}: of 100 words said by people it has never heard, it gets {right} right (words that "
    "few people taught don't count).",
    "results.take-cheaper": "Take {name}: of 100 words said by people it has never heard, it gets {right} right "
    "(words that few people taught don't count), and it computes {cheaper} times less than the most costly one.",
    "results.fair-title": "One network, taught with each front end",
    "results.fair": "The same kind of network learned with each of {count} front ends, from the same recordings: "
    "{best} did best ({most}% right), {worst} did worst ({least}%).",
    "results.fair-near": "The same kind of network learned with each of {count} front ends, from the same "
    "recordings: {best} did best ({most}% right), though {near} may be just as good; {worst} did worst ({least}%).",
    "results.fair-limits": "One point more or less says little: the trainings were short, the network was made for "
    "64 bands, and with another network, a longer training or another task another front end may be best.",
    "results.fair-about": "All are tested on voices that no training heard: on words with enough recordings, on rare "
    "words, in noise as loud as the word, and with words whose peak is lowered to so many dBFS. Size and work are "
    "those of the front end alone.",
    "results.by-voice": "Over all its words, {name} makes {errors} mistakes on the test, {most} of them with one "
    "voice of {people}.",
    "results.cost-title": "Accuracy against work",
    "results.cost-about": "Further left is less work, further up is right more often. The ring below each is the same "
    "network in noise as loud as the word.",
    "results.cost-x": "Multiply-adds for a second of sound",
    "results.cost-y": "Right (%)",
    "results.table": "All the numbers",
    "results.voices": "Whose words does it get wrong?",
    "results.voices-row": "{errors} of {clips} clips wrong",
    "results.experiments": "The experiments, as questions",
    "results.question": "Question",
    "results.pair": "Compare two networks",
    "results.ask.shipped": "Which of the networks on this page is best?",
    "results.ask.controlled": "Which front end is best, all else being equal?",
    "results.ask.ablation": "What did each trick of the training bring?",
    "results.ask.loudness": "What helps with quiet voices?",
    "results.ask.open-set": "Does it refuse words that it was never taught?",
    "results.ask.negatives": "What teaches it that a sound is none of its words?",
    "results.ask.noises": "What helps among voices and noise?",
    "results.ask.rare-words": "What helps with words that few people taught?",
    "results.ask.unreleased": "What was tried and left out?",
    "results.ask.front-ends": "How do the field's front ends do?",
    "results.flows-hint": "Wrong answers stand out; right ones lie behind them.",
    "flows.right": "“{spoken}” rightly named: {count} of {all} clips ({share}%)",
    "flows.wrong": "“{spoken}” taken for “{predicted}”: {count} of {all} clips ({share}%)",
    "flows.spoken": "“{word}” was spoken in {clips} clips, {right} of them rightly named",
    "flows.answered": "“{word}” was the answer for {clips} clips, {right} of them rightly",
    "results.no-noise": "Accuracy in noise was not measured for both of these.",
    "results.arms": "What was trained for this question",
    "results.measuring": "Measuring …",
    "results.measured": "Measured just now on the machine that serves this page: the middle one of nine answers each.",
    "table.unmeasured": "not measured",
    "table.network": "Network",
    "table.accuracy": "Accuracy",
    "table.noise": "At 0 dB noise",
    "table.front-end": "Front end",
    "table.rare": "Rare words",
    "table.quiet": "At -30 dBFS",
    "table.quieter": "At -50 dBFS",
    "table.output": "Output",
    "table.bytes": "Size",
    "table.front-end-work": "Multiply-adds",
    "table.uncounted": "not counted",
    "table.weights": "Weights",
    "table.multiply-adds": "Multiply-adds",
    "table.million": "{count} million",
    "table.input": "Input",
    "table.time": "Time here",
    "table.arm": "Training",
    "table.interval": "95%",
    "table.from-to": "{low} to {high}",
    "table.all-words": "All words",
    "table.chapter": "The chapter's",
    "table.training-clips": "Training clips",
    "table.epochs": "Epochs",
    "table.minutes": "Minutes",
    "table.seeds": "Seeds",
    "table.word": "Word",
    "table.points": "Points",
    "table.interval-voices": "95% over voices",
    "table.certain": "Beyond chance",
    "table.no": "no",
    "table.gained": "yes, gained",
    "table.lost": "yes, lost",
    "table.clips": "Clips",
    "table.voices": "Voices",
    "table.clip": "Clip ({name})",
    "table.spoken": "Spoken",
    "table.heard": "Heard",
    "table.probability": "Probability",
}

GERMAN = {
    "training.how": "Wie es gelernt hat:",
    "training.command": "Sein Befehl:",
    "results.table-about": "Die Genauigkeit sagt, wie oft es bei echten Testaufnahmen richtig liegt; gezählt sind "
    "nur Wörter, die es aus genügend Aufnahmen gelernt hat. Unter „Multiplikationen“ steht, wie oft es für eine "
    "Sekunde Ton zwei Zahlen malnimmt und das Ergebnis dazuzählt.",
    "results.measure": "Die Zeit hier messen",
    "results.measure-about": "Die Zeit ist die einer Antwort auf dem Computer, der diese Seite anbietet, ein Ton nach "
    "dem anderen; gemessen wird sie, wenn du danach fragst.",
    "results.chapter": "Die Zahl aus dem Buch steht daneben, ist aber nicht vergleichbar: In seinem Test kamen "
    "Menschen vor, die sein Netz schon gehört hatte, und das macht einen Test leichter.",
    "results.one": "Das eine",
    "results.other": "Das andere",
    "results.words": "Gewonnene und verlorene Wörter",
    "results.flows": "Was wofür gehalten wurde",
    "results.flows-about": "Links steht, was das Netz geantwortet hat, rechts, was wirklich gesagt wurde. Zeig auf "
    "ein Band oder ein Wort, um zu sehen, wie viele Aufnahmen es sind; die Pfeiltasten führen durch die Fehler, den "
    "größten zuerst. Sehr seltene Fehler sind weggelassen. Von hier an siehst du das erste Training jedes Netzes; im "
    "Rauschen das Mittel all seiner Trainings.",
    "results.curves": "Verwechslungsmatrizen, Lernkurven, Kalibrierung",
    "results.curves-about": "Wo das Buch Punkte seiner eigenen Kurven gedruckt hat, sind sie mit eingezeichnet. Es "
    "hatte 50 Runden Training vor und hörte vorher auf.",
    "results.noise": "Im Rauschen",
    "results.errors": "Falsch und sich dabei am sichersten",
    "results": "Welches Frontend soll ich nehmen?",
    "results.take": "Nimm {name}: Von 100 Wörtern, gesagt von Menschen, die es nie gehört hat, erkennt es {right} "
    "(Wörter, die ihm nur wenige Menschen beigebracht haben, zählen nicht mit).",
    "results.take-cheaper": "Nimm {name}: Von 100 Wörtern, gesagt von Menschen, die es nie gehört hat, erkennt es "
    "{right} (Wörter, die ihm nur wenige Menschen beigebracht haben, zählen nicht mit), und es rechnet {cheaper}-mal "
    "weniger als das aufwendigste.",
    "results.fair-title": "Ein Netz, das mit jedem Frontend lernt",
    "results.fair": "Dieselbe Art Netz hat mit jedem von {count} Frontends gelernt, aus denselben Aufnahmen: {best} "
    "war am besten ({most} % richtig), {worst} am schlechtesten ({least} %).",
    "results.fair-near": "Dieselbe Art Netz hat mit jedem von {count} Frontends gelernt, aus denselben Aufnahmen: "
    "{best} war am besten ({most} % richtig), wobei der Abstand zu {near} Zufall sein kann; {worst} war am "
    "schlechtesten ({least} %).",
    "results.fair-limits": "Ein Punkt mehr oder weniger sagt wenig: Gelernt wurde nur kurz, das Netz ist für 64 Bänder "
    "gemacht, und für ein anderes Netz, ein längeres Training oder eine andere Aufgabe kann ein anderes das beste "
    "sein.",
    "results.fair-about": "Alle werden an Stimmen geprüft, die in keinem Training vorkamen: an Wörtern mit genügend "
    "Aufnahmen, an seltenen Wörtern, in Rauschen, das so laut ist wie das Wort, und an Wörtern, deren Spitze auf so "
    "viele dBFS gesenkt ist. Größe und Arbeit sind die des Frontends allein.",
    "results.by-voice": "Bei all seinen Wörtern macht {name} im Test {errors} Fehler, {most} davon bei einer "
    "einzigen von {people} Stimmen.",
    "results.cost-title": "Genauigkeit gegen Arbeit",
    "results.cost-about": "Weiter links heißt weniger Arbeit, weiter oben heißt öfter richtig. Der Ring darunter ist "
    "jeweils dasselbe Netz in Rauschen, das so laut ist wie das Wort.",
    "results.cost-x": "Multiplikationen für eine Sekunde Ton",
    "results.cost-y": "Richtig (%)",
    "results.table": "Alle Zahlen",
    "results.voices": "Wessen Wörter versteht es falsch?",
    "results.voices-row": "{errors} von {clips} Aufnahmen falsch",
    "results.experiments": "Die Versuche als Fragen",
    "results.question": "Frage",
    "results.pair": "Zwei Netze vergleichen",
    "results.ask.shipped": "Welches der Netze auf dieser Seite ist das beste?",
    "results.ask.controlled": "Welches Frontend ist bei sonst gleichen Bedingungen das beste?",
    "results.ask.ablation": "Was hat jeder Kniff des Trainings gebracht?",
    "results.ask.loudness": "Was hilft bei leisen Stimmen?",
    "results.ask.open-set": "Weist es Wörter zurück, die es nie gelernt hat?",
    "results.ask.negatives": "Was lehrt es, dass ein Klang keins seiner Wörter ist?",
    "results.ask.noises": "Was hilft zwischen Stimmen und Geräuschen?",
    "results.ask.rare-words": "Was hilft bei Wörtern, die nur wenige Menschen gesprochen haben?",
    "results.ask.unreleased": "Was wurde versucht und weggelassen?",
    "results.ask.front-ends": "Wie schlagen sich die Frontends der Fachwelt?",
    "results.flows-hint": "Falsche Antworten sind hervorgehoben; die richtigen liegen dahinter.",
    "flows.right": "„{spoken}“ richtig erkannt: {count} von {all} Aufnahmen ({share} %)",
    "flows.wrong": "„{spoken}“ für „{predicted}“ gehalten: {count} von {all} Aufnahmen ({share} %)",
    "flows.spoken": "„{word}“ wurde in {clips} Aufnahmen gesagt, davon {right} richtig erkannt",
    "flows.answered": "„{word}“ war bei {clips} Aufnahmen die Antwort, davon {right} zu Recht",
    "results.no-noise": "Die Genauigkeit im Rauschen wurde nicht für beide gemessen.",
    "results.arms": "Was für diese Frage trainiert wurde",
    "results.measuring": "Es wird gemessen …",
    "results.measured": "Gerade eben auf dem Computer gemessen, der diese Seite anbietet: jeweils die mittlere von "
    "neun Antworten.",
    "table.unmeasured": "nicht gemessen",
    "table.network": "Netz",
    "table.accuracy": "Genauigkeit",
    "table.noise": "Bei 0 dB Rauschen",
    "table.front-end": "Frontend",
    "table.rare": "Seltene Wörter",
    "table.quiet": "Bei -30 dBFS",
    "table.quieter": "Bei -50 dBFS",
    "table.output": "Ausgabe",
    "table.bytes": "Größe",
    "table.front-end-work": "Multiplikationen",
    "table.uncounted": "nicht gezählt",
    "table.weights": "Gewichte",
    "table.multiply-adds": "Multiplikationen",
    "table.million": "{count} Millionen",
    "table.input": "Eingabe",
    "table.time": "Zeit hier",
    "table.arm": "Training",
    "table.interval": "95 %",
    "table.from-to": "{low} bis {high}",
    "table.all-words": "Alle Wörter",
    "table.chapter": "Im Kapitel",
    "table.training-clips": "Trainingsaufnahmen",
    "table.epochs": "Epochen",
    "table.minutes": "Minuten",
    "table.seeds": "Läufe",
    "table.word": "Wort",
    "table.points": "Punkte",
    "table.interval-voices": "95 % über Stimmen",
    "table.certain": "Mehr als Zufall",
    "table.no": "nein",
    "table.gained": "ja, gewonnen",
    "table.lost": "ja, verloren",
    "table.clips": "Aufnahmen",
    "table.voices": "Stimmen",
    "table.clip": "Aufnahme ({name})",
    "table.spoken": "Gesagt",
    "table.heard": "Gehört",
    "table.probability": "Wahrscheinlichkeit",
}
