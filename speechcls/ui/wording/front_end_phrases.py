"""What is said of the field's front ends, in English by lower layers, and in German: as phrases.py, which see."""

# What surprises in a front end, or what a batch does to it.
_NOTES = {
    "98 frames of a second are followed by 926 that are 0 before the mean is taken off, so 0.467 after.": (
        "Auf die 98 Fenster einer Sekunde folgen 926, die 0 sind, bevor der Mittelwert abgezogen wird, danach also "
        "0.467."
    ),
    "A quiet clip changes by tens of dB beside a loud one.": (
        "Eine leise Aufnahme ändert sich neben einer lauten um einige zehn dB."
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
        "Jede Aufnahme hat 3.000 Fenster, und ihre untere Grenze hängt an ihrem eigenen lautesten Wert."
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
        "Kaldi meint Abtastwerte von 16 Bit: Bei Abtastwerten in [-1, 1] liegt alles um 20.79 tiefer und stößt eher "
        "an die untere Grenze."
    ),
    "Left at its default rate of 22,050 Hz it gives the same shape with every band 1.38 times too high.": (
        "Bleibt es bei seiner voreingestellten Rate von 22.050 Hz, ergibt es dieselbe Form, mit jedem Band 1.38-mal "
        "zu hoch."
    ),
    "Magnitudes, not powers, go through the filters, and 0.01 is added before the logarithm.": (
        "Beträge, nicht Leistungen, gehen durch die Filter, und vor dem Logarithmus kommt 0.01 dazu."
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
        "Stille ergibt ln(2.2e-16) = -36.04, eine untere Grenze der Leistung, die keinem Maßstab der Abtastwerte folgt."
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
        "Aufnahme an ihren Nachbarn."
    ),
    (
        "The same model file as openWakeWord's, fed samples in [-1, 1] where that one feeds 16-bit integers: "
        "everything is 9.03 lower."
    ): (
        "Dieselbe Modelldatei wie bei openWakeWord, aber mit Abtastwerten in [-1, 1], wo jenes ganze Zahlen von 16 Bit "
        "gibt: Alles liegt um 9.03 tiefer."
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
        "lautesten Abtastwert skaliert, und was eine Aufnahme ergibt, hängt an den Aufnahmen davor."
    ),
    "Without an attention mask the padding counts in mean and variance.": (
        "Ohne Attention Mask zählt, was angefügt wird, bei Mittel und Varianz mit."
    ),
    "openai-whisper takes the maximum over the batch, transformers of each clip.": (
        "openai-whisper nimmt das Maximum über den Stapel, transformers das jeder Aufnahme."
    ),
}
# Settings and their values, of which differences are told.
_SETTINGS = {
    "What it gives": "Was es ergibt",
    "Sampling rate the filters are placed for": "Abtastrate, für die die Filter liegen",
    "Level": "Pegel",
    "Wave brought to mean 0 and variance 1": "Welle auf Mittel 0 und Varianz 1 gebracht",
    "Clip padded or cut to so many seconds": "Aufnahme auf so viele Sekunden verlängert oder gekürzt",
    "Pre-emphasis": "Vorverzerrung",
    "Pre-emphasis within": "Vorverzerrung innerhalb von",
    "Window length in samples": "Fensterlänge in Abtastwerten",
    "Hop in samples": "Schritt in Abtastwerten",
    "FFT length": "Länge der FFT",
    "FFT and window length": "Länge von FFT und Fenster",
    "Frames": "Fenster",
    "Window within the FFT": "Lage des Fensters in der FFT",
    "Last frame dropped": "Letztes Fenster weggelassen",
    "Mean of each frame subtracted": "Mittel jedes Fensters abgezogen",
    "Window": "Fensterform",
    "Window periodic rather than symmetric": "Fenster periodisch statt symmetrisch",
    "Window divided": "Fenster geteilt",
    "Spectrum": "Spektrum",
    "Factor on the spectrum": "Faktor am Spektrum",
    "Number of bands": "Zahl der Bänder",
    "Lowest frequency in Hz": "Tiefste Frequenz in Hz",
    "Highest frequency in Hz": "Höchste Frequenz in Hz",
    "Mel scale": "Mel-Skala",
    "Filters drawn over": "Filter gezeichnet über",
    "Norm of the filters": "Normierung der Filter",
    "First bin with a weight": "Erster Koeffizient mit einem Gewicht",
    "Bin of half the rate used": "Koeffizient der halben Rate genutzt",
    "PCEN": "PCEN",
    "Logarithm": "Logarithmus",
    "Floor of the logarithm": "Untere Grenze des Logarithmus",
    "Floor applied to": "Untere Grenze gilt für",
    "Reference of the decibels": "Bezug der Dezibel",
    "Floor below the maximum, which over a batch is that of the loudest clip": (
        "Untere Grenze unter dem Maximum, das bei einem Stapel das der lautesten Aufnahme ist"
    ),
    "Maximum taken over the": "Maximum genommen über",
    "Number of cepstral coefficients": "Zahl der Cepstrum-Koeffizienten",
    "Norm of the cosine transform": "Normierung der Kosinustransformation",
    "Lifter": "Lifter",
    "Lifter starts at": "Lifter beginnt bei",
    "Log energy": "Logarithmierte Energie",
    "Energy taken from the": "Energie genommen aus",
    "Floor of the energy": "Untere Grenze der Energie",
    "Last frame set to 0": "Letztes Fenster auf 0 gesetzt",
    "Number of frames after padding": "Zahl der Fenster nach dem Anfügen",
    "Frames padded to a multiple of": "Fenster angefügt bis zu einem Vielfachen von",
    "Mean": "Mittel",
    "Frames the mean is taken over": "Fenster, über die das Mittel geht",
    "Division by the deviation": "Division durch die Streuung",
    "Added to the variance": "Zur Varianz gezählt",
    "Deviation with n - 1": "Streuung mit n - 1",
    "Added to each value": "Zu jedem Wert gezählt",
    "Factor on each value": "Faktor an jedem Wert",
    "Limits": "Grenzen",
    "Levels": "Stufen",
    "Subtracted, as the mean of the training clips": "Abgezogen, als Mittel der Trainingsaufnahmen",
    "Divided by, as the deviation of the training clips": "Geteilt durch die Streuung der Trainingsaufnahmen",
    "no floor": "keine Grenze",
    "as recorded": "wie aufgenommen",
    "natural": "natürlich",
    "decimal": "dekadisch",
    "decibels": "Dezibel",
    "batch": "den Stapel",
    "band": "das Band",
    "spectrogram": "Spektrogramm",
    "random": "gewürfelt",
    "kept": "behalten",
    "bins": "Koeffizienten",
    "half the bins": "die Hälfte der Koeffizienten",
    "zeros": "Nullen",
    "maximum": "das Maximum",
    "added": "dazugezählt",
    "below": "das, was darunter liegt",
    "bins to the end": "Koeffizienten bis zum Ende",
    "equal": "gleich",
    "equal sides": "gleiche Seiten",
    "rectangular": "rechteckig",
    "wrapped wave": "der ganzen Welle, im Kreis",
    "Slaney's, by width": "nach Slaney, durch die Breite",
    "to a sum of 1": "auf die Summe 1",
    "linear in Hz": "linear in Hz",
    "in place of coefficient 0": "anstelle des Koeffizienten 0",
    "as a column before the bands": "als Spalte vor den Bändern",
    "subtracted from each band": "von jedem Band abgezogen",
    "subtracted from the clip": "von der Aufnahme abgezogen",
    "by its sum": "durch seine Summe",
}
# Values that a library's own name for them may follow in brackets.
_EXPLAINED = {
    "centred, the clip mirrored at its ends": "mittig, die Aufnahme an den Enden gespiegelt",
    "centred, zeros at the ends": "mittig, Nullen an den Enden",
    "inside the clip": "innerhalb der Aufnahme",
    "from the first sample on, zeros after the last": "ab dem ersten Abtastwert, Nullen nach dem letzten",
    "over the whole clip, mirrored": "über die ganze Aufnahme, gespiegelt",
    "by the root of its energy": "durch die Wurzel seiner Energie",
    "magnitude": "Betrag",
    "power": "Leistung",
}

GERMAN = {
    **_SETTINGS,
    **{f"{value} ({{0}})": f"{said} ({{0!}})" for value, said in _EXPLAINED.items()},
    **_EXPLAINED,
    **_NOTES,
    "In a batch: {0}": "In einem Stapel: {0}",
    "speechcls; the chapter's": "speechcls; die des Kapitels",
    "No setting differs: both give the same.": "Keine Einstellung ist anders: Beide ergeben dasselbe.",
    "Samples: in [-1, 1] (float) instead of as 16-bit integers (int16): add {0}.": (
        "Abtastwerte: in [-1, 1] (float) statt als ganze Zahlen von 16 Bit (int16): {0} dazu."
    ),
    "Samples: in [-1, 1] (float) instead of as 16-bit integers (int16).": (
        "Abtastwerte: in [-1, 1] (float) statt als ganze Zahlen von 16 Bit (int16)."
    ),
    "Samples: as 16-bit integers (int16) instead of in [-1, 1] (float): add {0}.": (
        "Abtastwerte: als ganze Zahlen von 16 Bit (int16) statt in [-1, 1] (float): {0} dazu."
    ),
    "Samples: as 16-bit integers (int16) instead of in [-1, 1] (float).": (
        "Abtastwerte: als ganze Zahlen von 16 Bit (int16) statt in [-1, 1] (float)."
    ),
    "Samples multiplied by {0} (scale): add {1}.": "Abtastwerte mal {0} (scale): {1} dazu.",
    "Samples multiplied by {0} (scale).": "Abtastwerte mal {0} (scale).",
    "{0}: yes instead of no ({1}).": "{0}: ja statt nein ({1!}).",
    "{0}: no instead of yes ({1}).": "{0}: nein statt ja ({1!}).",
    "{0}: yes instead of no.": "{0}: ja statt nein.",
    "{0}: no instead of yes.": "{0}: nein statt ja.",
    "{0}: on instead of none ({1}).": "{0}: an statt aus ({1!}).",
    "{0}: none instead of on ({1}).": "{0}: aus statt an ({1!}).",
    "{0}: none instead of {1}.": "{0}: nichts statt {1}.",
    "{0}: {1} instead of none.": "{0}: {1} statt nichts.",
    "{0}: start instead of centre.": "{0}: am Anfang statt in der Mitte.",
    "{0}: centre instead of start.": "{0}: in der Mitte statt am Anfang.",
    "{0}: frame instead of {1}.": "{0}: dem Fenster statt {1}.",
    "{0}: {1} instead of frame.": "{0}: {1} statt dem Fenster.",
    "{0}: frame instead of {1} ({2}).": "{0}: dem Fenster statt {1} ({2!}).",
    "{0}: {1} instead of frame ({2}).": "{0}: {1} statt dem Fenster ({2!}).",
    "{0}: clip instead of {1} ({2}).": "{0}: die Aufnahme statt {1} ({2!}).",
    "{0}: {1} instead of clip ({2}).": "{0}: {1} statt die Aufnahme ({2!}).",
    "{0}: off instead of {1} ({2}).": "{0}: aus statt {1} ({2!}).",
    "{0}: {1} instead of off ({2}).": "{0}: {1} statt aus ({2!}).",
    "{0}: none instead of {1} ({2}).": "{0}: nichts statt {1} ({2!}).",
    "{0}: {1} instead of none ({2}).": "{0}: {1} statt nichts ({2!}).",
    "{0}: {1} instead of {2} ({3}).": "{0}: {1} statt {2} ({3!}).",
    "{0}: {1} instead of {2}.": "{0}: {1} statt {2}.",
    "{0} instead of {1}": "{0} statt {1}",
    "{0}: the network {1}, trained with it, hears “{2}” ({3}).": (
        "{0!}: Das Netz {1!}, damit trainiert, hört „{2}“ ({3})."
    ),
    "{0}: the network {1}, trained with it, hears no word.": "{0!}: Das Netz {1!}, damit trainiert, hört kein Wort.",
    "The first less the second": "Das erste weniger das zweite",
    "each by its own mean and deviation": "jedes auf Mittel 0 und Streuung 1 gebracht",
    "{0}; a cell of the second is the one centred nearest": (
        "{0}; von dem zweiten zählt die Zelle, deren Mitte am nächsten liegt"
    ),
    "Difference in deviations": "Unterschied in Streuungen",
    "difference": "Unterschied",
    "Largest difference {0} deviations; root mean square {1}.": (
        "Größter Unterschied {0} Streuungen; quadratisches Mittel {1}."
    ),
    "The micro frontend is computed by pymicro-features: pip install 'speechcls[micro]'.": (
        "Das micro frontend berechnet pymicro-features: pip install 'speechcls[micro]'."
    ),
    "The array holds {0} values, over the limit of {1}.": "Es sind {0} Werte, mehr als die erlaubten {1}.",
    "{0} holds {1} bytes, over the limit of {2}.": "{0} hat {1} Bytes, mehr als die erlaubten {2}.",
    "Give one clip's features.": "Gib die Zahlen einer einzigen Aufnahme.",
    "{0} is neither .npy nor text.": "{0} ist weder .npy noch Text.",
    "{0} holds no array of numbers.": "{0} enthält keine Zahlen.",
    "{0} is no whole .npy of numbers: {1}.": "{0} ist keine vollständige .npy mit Zahlen: {1}.",
    "Save it again with numpy.save.": "Speichere sie noch einmal mit numpy.save.",
    "None of these: no front end of the atlas explains the array, not even with two settings changed.": (
        "Keins davon: Kein Frontend des Atlas erklärt die Zahlen, auch nicht mit zwei geänderten Einstellungen."
    ),
    "{0}, to {1} of the range": "{0}, bis auf {1} des Bereichs",
    "Transposed: bands and frames change places.": "Vertauscht: Bänder und Fenster tauschen die Plätze.",
    "Dithered, so equal to one run of it as two runs are to each other (dither).": (
        "Mit beigemischtem Rauschen, also so gleich wie zwei Läufe untereinander (dither)."
    ),
    "Not compared: without the clip only the shape and the range of the values speak.": (
        "Nicht verglichen: Ohne die Aufnahme sprechen nur Form und Bereich der Werte."
    ),
    "Multiply by {0} and add {1}.": "Mal {0}, dann {1} dazu.",
    "Multiply by {0}.": "Mal {0}.",
    "Add {0}.": "{0} dazu.",
    "Known are .npy, .csv, C headers, and printed numbers.": (
        "Bekannt sind .npy, .csv, C-Header und ausgedruckte Zahlen."
    ),
    "Stored as float16: values are rounded to 11 bits.": "Als float16 gespeichert: Werte sind auf 11 Bit gerundet.",
}
