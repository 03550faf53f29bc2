"""The story from air to phase: questions, explanations, controls, what to take away, and the maths."""

ENGLISH = {
    "story": "How does a sound become a word?",
    "story.next": "Next: {name}",
    "story.back": "Back",
    "step.play": "Play it",
    "step.maths": "The maths",
    "lab.before": "Here it is still about the sound before. Once you stop, or choose a word that was caught, it is "
    "about that one.",
    "lab.waits": "Still working on it. A server that has only just started needs a moment longer.",
    "air.name": "Air to numbers",
    "sines.name": "Sines",
    "spectrogram.name": "Spectrogram",
    "mel.name": "Mel and logarithm",
    "phase.name": "Phase",
    "inside.name": "Inside the network",
    "break.name": "Break it",
    "teach.name": "Teach it your words",
    "air.question": "What does a computer get when you speak?",
    "air.about": "Your voice pushes the air to and fro. A microphone measures that push 16,000 times a second and "
    "writes down a number each time. This list of numbers is all that a computer has. Zoom in until you see them.",
    "air.zoom": "Stretch of sound",
    "air.numbers": "{span} ms of sound are {count} numbers. Six from the middle: {told}.",
    "air.so": "So: a sound is a long list of numbers, and no single one of them tells you anything about the word.",
    "air.maths": "A sample is x[n] = x(n / 16,000 s), a number between -1 and 1. Sampled this often, every tone below "
    "8,000 Hz, half the sampling rate, can be told from every other (Nyquist and Shannon). Speech needs little more.",
    "sines.question": "What is a sound made of?",
    "three.title": "Three tones make a new sound",
    "three.about": "A pure tone is a smooth wave that repeats. Drag the three below: the blue line is what you hear "
    "when they sound together. Can you make it look like a voice?",
    "three.tone": "Tone {number}",
    "three.sum": "the sum of three tones",
    "fourier.title": "Your word as 8,000 tones",
    "fourier.about": "Joseph Fourier found that every sound is a sum of such tones. Your second of sound is the sum "
    "of 8,000 of them. Take them away, listen, and see how few still say the word, to you and to the network.",
    "fourier.keep": "Keep",
    "fourier.strongest": "the strongest",
    "fourier.band": "a range",
    "fourier.count": "Tones kept",
    "fourier.of": "of 8,000",
    "fourier.from": "From",
    "fourier.to": "To",
    "fourier.fewest": "How few are enough?",
    "sines.so": "So: every sound is a sum of tones, and a few hundred strong ones are enough to say a word. But a sum "
    "over the whole second no longer tells when each tone sounds.",
    "sines.maths": "X[k] is the sum over n of x[n] · exp(-2πi kn / N), with N = 16,000 samples: a complex number for "
    "each whole hertz. Its magnitude says how strong a tone is, its phase where in its swing it starts. The inverse "
    "transform adds all the tones up again, and gives back the wave exactly.",
    "spectrogram.question": "When does each tone sound?",
    "spectrogram.about": "Cut the sound into short pieces that overlap, and look for the tones in each. Side by side "
    "they make a picture: time goes right, pitch goes up, bright is loud. A short piece tells when, a long one tells "
    "which pitch. No length does both. Move the two apart and compare.",
    "spectrogram.window": "Window",
    "spectrogram.other": "The other window",
    "spectrogram.overlap": "Overlap",
    "spectrogram.power": "Loudness as",
    "spectrogram.root": "root",
    "spectrogram.magnitude": "magnitude",
    "spectrogram.squared": "power",
    "spectrogram.scale": "Pitch axis",
    "spectrogram.log": "logarithmic",
    "spectrogram.so": "So: a spectrogram is a picture of a sound, and finding a word in it is a task for a network "
    "that looks at pictures. How finely it tells time and pitch is a choice, and one costs the other.",
    "spectrogram.maths": "A window of T seconds tells tones apart that differ by about 1/T hertz: the product of the "
    "two widths can't fall below a constant (Gabor's limit). The networks here take windows of 30 ms every 10 ms.",
    "mel.question": "How does an ear hear it?",
    "mel.tones": "Listen to these pairs of tones. In each the second is 40 Hz above the first. Which pair sounds "
    "different?",
    "mel.about": "An ear tells low tones apart much better than high ones. So we gather the tones into bands: narrow "
    "ones below, wide ones above, as the ear does. And we take the logarithm, because twice the power does not sound "
    "twice as loud.",
    "mel.pair": "{low}, then {high} Hz",
    "mel.filters": "Filters",
    "mel.moment": "Moment",
    "mel.log": "with the logarithm",
    "mel.hear-title": "What is left to hear?",
    "mel.hear-about": "Mel keeps only a few numbers, and no phases. Turn them back into a sound, and listen.",
    "mel.phases": "Phases",
    "mel.found": "found again",
    "mel.kept": "the sound's own",
    "mel.hear": "Hear what mel keeps",
    "mel.so": "So: mel bands and the logarithm throw away what an ear does not use. In our experiments the logarithm "
    "helped more than anything else that was compared.",
    "mel.maths": "mel(f) = 2595 · log10(1 + f / 700). The filters are a matrix of shape (257, number of filters); "
    "multiplying the powers of a window with it is all there is to it. With many filters the lowest are narrower than "
    "the distance of two Fourier coefficients: dashed are those that hold none.",
    "phase.question": "Does it matter where each tone starts?",
    "phase.about": "Every cell of a spectrogram says two things: how strong a tone is, and where in its swing it is "
    "just now, its phase. Most pictures keep the strength only. Change the phases, listen, and see who still knows the "
    "word.",
    "phase.sound": "The sound",
    "phase.none": "as it is",
    "phase.scrambled": "phase scrambled",
    "phase.zero": "phase zero",
    "phase.reversed": "backwards",
    "phase.of": "Phases of",
    "phase.windows": "each window",
    "phase.whole": "the whole second",
    "phase.wheel": "The colour is the phase, once around the wheel; the brightness is the strength.",
    "phase.so": "So: strength tells nearly everything about which word it is.",
    "phase.verdict": "What the experiments say:",
    "phase.maths": "A cell is z = a · exp(iφ): magnitude a, phase φ. The networks power and mel get a², complex gets "
    "both the real part a · cos φ and the imaginary part a · sin φ, as two channels of one picture.",
}

GERMAN = {
    "story": "Wie wird aus Schall ein Wort?",
    "story.next": "Weiter: {name}",
    "story.back": "Zurück",
    "step.play": "Abspielen",
    "step.maths": "Die Mathematik",
    "lab.before": "Hier geht es noch um den Ton von vorher. Sobald du aufhörst oder ein erkanntes Wort wählst, geht es "
    "um dieses.",
    "lab.waits": "Wird noch berechnet. Ein Server, der gerade erst läuft, braucht einen Moment länger.",
    "air.name": "Von Luft zu Zahlen",
    "sines.name": "Sinuswellen",
    "spectrogram.name": "Spektrogramm",
    "mel.name": "Mel und Logarithmus",
    "phase.name": "Phase",
    "inside.name": "Im Innern des Netzes",
    "break.name": "Mach es kaputt",
    "teach.name": "Bring ihm deine Wörter bei",
    "air.question": "Was bekommt ein Computer, wenn du sprichst?",
    "air.about": "Deine Stimme drückt die Luft hin und her. Ein Mikrofon misst diesen Druck 16.000-mal in der Sekunde "
    "und schreibt jedes Mal eine Zahl auf. Diese Liste von Zahlen ist alles, was ein Computer hat. Zoom hinein, bis du "
    "sie siehst.",
    "air.zoom": "Ausschnitt",
    "air.numbers": "{span} ms Ton sind {count} Zahlen. Sechs aus der Mitte: {told}.",
    "air.so": "Also: Ein Ton ist eine lange Liste von Zahlen, und keine einzelne davon verrät dir etwas über das Wort.",
    "air.maths": "Ein Abtastwert ist x[n] = x(n / 16.000 s), eine Zahl zwischen -1 und 1. So oft gemessen, lässt sich "
    "jeder Ton unter 8.000 Hz, der halben Abtastrate, von jedem anderen unterscheiden (Nyquist und Shannon). Sprache "
    "braucht kaum mehr.",
    "sines.question": "Woraus besteht ein Klang?",
    "three.title": "Drei Töne ergeben einen neuen Klang",
    "three.about": "Ein reiner Ton ist eine glatte Welle, die sich wiederholt. Verschieb die drei unten: Die blaue "
    "Linie ist das, was du hörst, wenn sie zusammen klingen. Schaffst du es, dass sie wie eine Stimme aussieht?",
    "three.tone": "Ton {number}",
    "three.sum": "die Summe der drei Töne",
    "fourier.title": "Dein Wort aus 8.000 Tönen",
    "fourier.about": "Joseph Fourier hat entdeckt, dass jeder Klang eine Summe solcher Töne ist. Deine Sekunde ist die "
    "Summe von 8.000. Nimm welche weg, hör hin und sieh, wie wenige noch das Wort sagen, dir und dem Netz.",
    "fourier.keep": "Behalten",
    "fourier.strongest": "die stärksten",
    "fourier.band": "einen Bereich",
    "fourier.count": "Töne übrig",
    "fourier.of": "von 8.000",
    "fourier.from": "Von",
    "fourier.to": "Bis",
    "fourier.fewest": "Wie wenige reichen?",
    "sines.so": "Also: Jeder Klang ist eine Summe von Tönen, und ein paar Hundert starke reichen, um ein Wort zu "
    "sagen. Aber eine Summe über die ganze Sekunde verrät nicht mehr, wann jeder Ton klingt.",
    "sines.maths": "X[k] ist die Summe über n von x[n] · exp(-2πi kn / N) mit N = 16.000 Abtastwerten: eine komplexe "
    "Zahl für jedes ganze Hertz. Ihr Betrag sagt, wie stark ein Ton ist, ihre Phase, wo in seiner Schwingung er "
    "beginnt. Die Rücktransformation zählt alle Töne wieder zusammen und ergibt genau die Welle.",
    "spectrogram.question": "Wann klingt welcher Ton?",
    "spectrogram.about": "Schneide den Klang in kurze Stücke, die sich überlappen, und such in jedem nach den Tönen. "
    "Nebeneinander ergeben sie ein Bild: Nach rechts läuft die Zeit, nach oben die Tonhöhe, und hell heißt laut. Ein "
    "kurzes Stück verrät, wann, ein langes, welche Tonhöhe. Beides zugleich kann keine Länge. Zieh die beiden "
    "auseinander und vergleiche.",
    "spectrogram.window": "Fenster",
    "spectrogram.other": "Das andere Fenster",
    "spectrogram.overlap": "Überlappung",
    "spectrogram.power": "Lautstärke als",
    "spectrogram.root": "Wurzel",
    "spectrogram.magnitude": "Betrag",
    "spectrogram.squared": "Leistung",
    "spectrogram.scale": "Achse der Tonhöhe",
    "spectrogram.log": "logarithmisch",
    "spectrogram.so": "Also: Ein Spektrogramm ist ein Bild von einem Klang, und ein Wort darin zu finden ist eine "
    "Aufgabe für ein Netz, das Bilder ansieht. Wie fein es Zeit und Tonhöhe unterscheidet, ist eine Wahl, und das eine "
    "kostet das andere.",
    "spectrogram.maths": "Ein Fenster von T Sekunden unterscheidet Töne, die etwa 1/T Hertz auseinanderliegen: Das "
    "Produkt der beiden Breiten kann nicht unter einen festen Wert fallen (Gabors Grenze). Die Netze hier nehmen "
    "Fenster von 30 ms, alle 10 ms eins.",
    "mel.question": "Wie hört es ein Ohr?",
    "mel.tones": "Hör dir diese Paare von Tönen an. In jedem ist der zweite um 40 Hz höher als der erste. Bei welchem "
    "Paar hörst du einen Unterschied?",
    "mel.about": "Ein Ohr unterscheidet tiefe Töne viel besser als hohe. Also fassen wir die Töne zu Bändern zusammen: "
    "unten schmale, oben breite, wie das Ohr. Und wir nehmen den Logarithmus, denn doppelte Leistung klingt nicht "
    "doppelt so laut.",
    "mel.pair": "{low}, dann {high} Hz",
    "mel.filters": "Filter",
    "mel.moment": "Zeitpunkt",
    "mel.log": "mit dem Logarithmus",
    "mel.hear-title": "Was ist noch zu hören?",
    "mel.hear-about": "Mel behält nur wenige Zahlen und keine Phasen. Mach wieder einen Klang daraus und hör hin.",
    "mel.phases": "Phasen",
    "mel.found": "neu gefunden",
    "mel.kept": "die echten",
    "mel.hear": "Anhören, was Mel behält",
    "mel.so": "Also: Mel-Bänder und der Logarithmus werfen weg, was ein Ohr nicht braucht. In unseren Versuchen half "
    "der Logarithmus mehr als alles andere, was wir verglichen haben.",
    "mel.maths": "mel(f) = 2595 · log10(1 + f / 700). Die Filter sind eine Matrix der Form (257, Zahl der Filter); die "
    "Leistungen eines Fensters mit ihr malzunehmen ist schon alles. Bei vielen Filtern sind die untersten schmaler als "
    "der Abstand zweier Fourier-Koeffizienten: Gestrichelt sind die, in die keiner fällt.",
    "phase.question": "Ist es wichtig, wo jeder Ton anfängt?",
    "phase.about": "Jede Zelle eines Spektrogramms sagt zweierlei: wie stark ein Ton ist und wo in seiner Schwingung "
    "er gerade steht, seine Phase. Die meisten Bilder behalten nur die Stärke. Ändere die Phasen, hör hin und sieh, "
    "wer das Wort noch erkennt.",
    "phase.sound": "Der Klang",
    "phase.none": "wie er ist",
    "phase.scrambled": "Phasen gewürfelt",
    "phase.zero": "Phasen null",
    "phase.reversed": "rückwärts",
    "phase.of": "Phasen von",
    "phase.windows": "jedem Fenster",
    "phase.whole": "der ganzen Sekunde",
    "phase.wheel": "Die Farbe ist die Phase, einmal rund um den Farbkreis; die Helligkeit ist die Stärke.",
    "phase.so": "Also: Die Stärke verrät fast alles darüber, welches Wort es ist.",
    "phase.verdict": "Was die Versuche sagen:",
    "phase.maths": "Eine Zelle ist z = a · exp(iφ): Betrag a, Phase φ. Die Netze power und mel bekommen a², complex "
    "bekommt beides, den Realteil a · cos φ und den Imaginärteil a · sin φ, als zwei Kanäle eines Bildes.",
}
