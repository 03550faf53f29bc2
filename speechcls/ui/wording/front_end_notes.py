"""What surprises in the field's front ends, in English by the atlas, and in German: as phrases.py, which see."""

GERMAN = {
    "98 frames of a second are followed by 926 that are 0 before the mean is taken off, so 0.467 after.": (
        "Auf die 98 Fenster einer Sekunde folgen 926, die 0 sind, bevor der Mittelwert abgezogen wird, danach also "
        "0,467."
    ),
    "A quiet clip changes by tens of dB beside a loud one.": (
        "Eine leise Aufnahme ändert sich neben einer lauten um einige Dutzend dB."
    ),
    "As openWakeWord's; it hands clips over one by one.": (
        "Wie bei openWakeWord; die Aufnahmen werden einzeln übergeben."
    ),
    "As with 80 bands.": "Wie mit 80 Bändern.",
    "Bin 0 is not that of 0 Hz but the log energy of the frame.": (
        "Der Koeffizient 0 gehört nicht zu 0 Hz, sondern ist die logarithmierte Energie des Fensters."
    ),
    "Both sides of a filter are as wide as its lower one, so bands do not meet as triangles usually do.": (
        "Beide Seiten eines Filters sind so breit wie seine untere, also treffen sich die Bänder nicht wie Dreiecke "
        "sonst."
    ),
    "Coefficient 0 is the log energy of the frame here, and not in torchaudio's Kaldi.": (
        "Der Koeffizient 0 ist hier die logarithmierte Energie des Fensters, in torchaudios Kaldi nicht."
    ),
    "Coefficient 0 is the root of 2 larger than an orthonormal cosine transform makes it.": (
        "Der Koeffizient 0 ist um die Wurzel aus 2 größer, als ihn eine orthonormale Kosinustransformation macht."
    ),
    "Divides by the deviation with nothing added: silence, or an empty band of 128, gives no number.": (
        "Teilt durch die Streuung, ohne etwas dazuzuzählen: Stille, oder ein leeres Band von 128, ergibt keine Zahl."
    ),
    "Every clip is 3,000 frames, and its floor hangs on its own loudest value.": (
        "Jede Aufnahme hat 3.000 Fenster, und ihre untere Grenze hängt von ihrem eigenen lautesten Wert ab."
    ),
    "It dithers by 3e-5 by default, which is far above the floor on samples in [-1, 1].": (
        "Von sich aus mischt es ein Rauschen von 3e-5 zu, für Abtastwerte in [-1, 1] weit über der unteren Grenze."
    ),
    "Its filters are placed as if there were half as many bins: nothing above 4 kHz is looked at.": (
        "Seine Filter liegen, als gäbe es halb so viele Koeffizienten: Über 4 kHz wird nichts angesehen."
    ),
    "Its style SLANEY lies on the HTK scale, and all powers double once torch was imported before it.": (
        "Sein Stil SLANEY liegt auf der HTK-Skala, und alle Leistungen verdoppeln sich, wenn torch vorher importiert "
        "wurde."
    ),
    "Kaldi means 16-bit samples: on samples in [-1, 1] all is 20.79 lower, and floored the earlier.": (
        "Kaldi erwartet Abtastwerte von 16 Bit: Bei Abtastwerten in [-1, 1] liegt alles um 20,79 tiefer und stößt eher "
        "an die untere Grenze."
    ),
    "Left at its default rate of 22,050 Hz it gives the same shape with every band 1.38 times too high.": (
        "Bleibt es bei seiner voreingestellten Rate von 22.050 Hz, ergibt es dieselbe Form, mit jedem Band 1,38-mal "
        "zu hoch."
    ),
    "Magnitudes, not powers, go through the filters, and 0.01 is added before the logarithm.": (
        "Beträge, nicht Leistungen, gehen durch die Filter, und vor dem Logarithmus kommt 0,01 dazu."
    ),
    "No window at all, and coefficient 0 is the log energy of the frame.": (
        "Gar kein Fenster, und der Koeffizient 0 ist die logarithmierte Energie des Ausschnitts."
    ),
    "Noise estimate and gain carry on from clip to clip until reset().": (
        "Geschätztes Rauschen und Verstärkung bleiben von Aufnahme zu Aufnahme, bis reset() kommt."
    ),
    "Of a second's 112 frames the last 12 are 0: the 101st, as in Parakeet's, and those up to a multiple.": (
        "Von den 112 Fenstern einer Sekunde sind die letzten 12 0: das 101., wie bei Parakeet, und die bis zu einem "
        "Vielfachen."
    ),
    "Padding is left out of mean and deviation.": "Was angefügt wird, zählt bei Mittel und Streuung nicht mit.",
    "Padding is left out of mean and deviation; frames of zeros follow up to a multiple of 16.": (
        "Was angefügt wird, zählt bei Mittel und Streuung nicht mit; es folgen Fenster aus Nullen bis zu einem "
        "Vielfachen von 16."
    ),
    "Powers become decibels as if they were amplitudes, twice as many as there are.": (
        "Leistungen werden zu Dezibel, als wären sie Amplituden, also zu doppelt so vielen."
    ),
    "Silence gives ln(2.2e-16) = -36.04, a power floor that moves with no scale of the samples.": (
        "Stille ergibt ln(2,2e-16) = -36,04, eine untere Grenze der Leistung, die keinem Maßstab der Abtastwerte folgt."
    ),
    "The 101st frame is computed, left out of the mean and then set to 0.": (
        "Das 101. Fenster wird berechnet, vom Mittel ausgenommen und dann auf 0 gesetzt."
    ),
    "The FFT of 256 samples sees the first 256 of each frame of 320, and nothing of the other 64.": (
        "Die FFT über 256 Abtastwerte sieht die ersten 256 jedes Fensters von 320 und nichts von den anderen 64."
    ),
    "The filters act on magnitudes though powers are handed over, and end at 4 kHz.": (
        "Die Filter wirken auf Beträge, obwohl Leistungen übergeben werden, und enden bei 4 kHz."
    ),
    "The first bin above the lowest frequency has no weight in any filter.": (
        "Der erste Koeffizient über der tiefsten Frequenz hat in keinem Filter ein Gewicht."
    ),
    "The floor lies 80 dB below the loudest value of the whole batch.": (
        "Die untere Grenze liegt 80 dB unter dem lautesten Wert des ganzen Stapels."
    ),
    "The floor lies 80 dB below the loudest value of what is handed over at once.": (
        "Die untere Grenze liegt 80 dB unter dem lautesten Wert von allem, was auf einmal übergeben wird."
    ),
    "The last frame of a shorter clip sees the zeros of the padding, where alone it is mirrored.": (
        "Das letzte Fenster einer kürzeren Aufnahme sieht die angefügten Nullen; allein wird es gespiegelt."
    ),
    "The mel bands beneath are floored over the batch, so a clip's coefficients depend on its neighbours.": (
        "Die Mel-Bänder darunter haben eine untere Grenze über den Stapel, also hängen die Koeffizienten einer "
        "Aufnahme von ihren Nachbarn ab."
    ),
    (
        "The same model file as openWakeWord's, fed samples in [-1, 1] where that one feeds 16-bit integers: "
        "everything is 9.03 lower."
    ): (
        "Dieselbe Modelldatei wie bei openWakeWord, aber mit Abtastwerten in [-1, 1], wo jenes ganze Zahlen von 16 Bit "
        "gibt: Alles liegt um 9,03 tiefer."
    ),
    "The smoother starts at 1 whatever the clip, which samples in [-1, 1] take a second to forget.": (
        "Die Glättung beginnt bei jeder Aufnahme mit 1, und Abtastwerte in [-1, 1] brauchen eine Sekunde, um das zu "
        "vergessen."
    ),
    "Values are rounded to 256 levels and nothing under -52 dB is left.": (
        "Werte werden auf 256 Stufen gerundet, und unter -52 dB bleibt nichts."
    ),
    "Where hops fill the clip exactly, the library leaves the last frame 0; here it is computed.": (
        "Wo die Schritte die Aufnahme genau füllen, lässt die Bibliothek das letzte Fenster 0; hier wird es berechnet."
    ),
    (
        "Whole numbers all through, so it is called, not reproduced: each frame is scaled by its own loudest sample, "
        "and what a clip gives hangs on the clips before it."
    ): (
        "Durchweg ganze Zahlen, darum wird es aufgerufen und nicht nachgebaut: Jedes Fenster wird nach seinem eigenen "
        "lautesten Abtastwert skaliert, und was eine Aufnahme ergibt, hängt von den Aufnahmen davor ab."
    ),
    "Without an attention mask the padding counts in mean and variance.": (
        "Ohne Attention Mask zählt, was angefügt wird, bei Mittel und Varianz mit."
    ),
    "openai-whisper takes the maximum over the batch, transformers of each clip.": (
        "openai-whisper nimmt das Maximum über den Stapel, transformers das jeder Aufnahme."
    ),
}
