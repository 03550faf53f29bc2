"""What lower layers say in English (pictures, networks, errors), and the same in German; {0} stands for what varies.

The phrase that fits is found, what varies is taken as a phrase of its own, and what fits none is left alone. So is what
varies within „quotation marks“, or as {0!}: a word or a network's name.
"""

GERMAN = {
    "Waveform": "Welle",
    "marked: the chosen second, from {0} s": "markiert: die gewählte Sekunde, ab {0} s",
    "Loudest between {0} and {1} s; peak {2}.": "Am lautesten zwischen {0} und {1} s; Spitze {2}.",
    "Silence: every sample is 0.": "Stille: Jeder Abtastwert ist 0.",
    "Silence: every magnitude is 0.": "Stille: Jeder Betrag ist 0.",
    "Silence.": "Stille.",
    "epoch {0}": "Epoche {0}",
    "band {0}": "Band {0}",
    "the last {0} s": "die letzten {0} s",
    "window of {0} samples ({1}); 0 dB as of noise at full scale": (
        "Fenster von {0} Abtastwerten ({1}); 0 dB wie Rauschen bei Vollaussteuerung"
    ),
    "window of {0} samples ({1}), hop {2}; from {3} dB, dark, to {4} dB": (
        "Fenster von {0} Abtastwerten ({1}), Schritt {2}; von {3} dB, dunkel, bis {4} dB"
    ),
    "over {0} coefficients; energy: 1 is {1} dB, 0 is {2} dB": (
        "über {0} Koeffizienten; Energie: 1 ist {1} dB, 0 ist {2} dB"
    ),
    "Peak {0} in the last {1} s.": "Spitze {0} in den letzten {1} s.",
    "Strongest at {0}, {1}.": "Am stärksten bei {0}, {1}.",
    "Strongest {0} s ago at {1}, {2}.": "Am stärksten vor {0} s bei {1}, {2}.",
    "The filter centred on {0} collects the most energy, {1}.": "Der Filter um {0} sammelt am meisten Energie, {1}.",
    "Time": "Zeit",
    "Amplitude": "Ausschlag",
    "Frequency": "Frequenz",
    "Magnitude": "Betrag",
    "Level": "Pegel",
    "Fourier transform of the chosen second": "Fourier-Transformation der gewählten Sekunde",
    "the first {0} of {1} coefficients, one a hertz; time is gone": (
        "die ersten {0} von {1} Koeffizienten, einer je Hertz; die Zeit ist weg"
    ),
    "which pitches it holds, in decibels below the loudest possible tone; time is gone": (
        "welche Tonhöhen darin sind, in Dezibel unter dem lautesten möglichen Ton; die Zeit ist weg"
    ),
    "Strongest at {0} Hz; 95% of the energy lies below {1} Hz.": (
        "Am stärksten bei {0} Hz; 95 % der Energie liegen unter {1} Hz."
    ),
    "Loudest near {0} Hz, {1} dB.": "Am lautesten bei {0} Hz, {1} dB.",
    "Voice at {0} s: {1}.": "Stimme bei {0} s: {1}.",
    "each hertz": "jedes Hertz",
    "smoothed": "geglättet",
    "Spectrogram, window of {0} samples ({1} ms)": "Spektrogramm, Fenster von {0} Abtastwerten ({1} ms)",
    "{0} bins x {1} frames; one cell is {2}; {3}": "{0} Zeilen x {1} Spalten; eine Zelle ist {2}; {3}",
    "{0} bins x {1} frames; one cell is {2}": "{0} Zeilen x {1} Spalten; eine Zelle ist {2}",
    "power in dB": "Leistung in dB",
    "power": "Leistung",
    "magnitude": "Betrag",
    "magnitude (square root)": "Betrag (Wurzel)",
    "logarithm of {0}": "Logarithmus von: {0}",
    "amplitude": "Ausschlag",
    "Strongest at {0} s and {1} Hz, where it is {2}.": "Am stärksten bei {0} s und {1} Hz, mit {2}.",
    "Strongest at {0} s in mel band {1}, where it is {2}.": "Am stärksten bei {0} s im Mel-Band {1}, mit {2}.",
    "Strongest at {0} s in band {1}, where it is {2}.": "Am stärksten bei {0} s im Band {1}, mit {2}.",
    "Silence: every value is {0}.": "Stille: Jeder Wert ist {0}.",
    "Mel filter bank, {0} filters over {1} Fourier coefficients": (
        "Mel-Filterbank, {0} Filter über {1} Fourier-Koeffizienten"
    ),
    "Mel filter bank, {0} filters": "Mel-Filterbank, {0} Filter",
    "energy: 1 is the strongest filter, 0 is {0} dB below it": (
        "Energie: 1 ist der stärkste Filter, 0 liegt {0} dB darunter"
    ),
    "Weight; energy collected": "Gewicht; gesammelte Energie",
    "filter": "Filter",
    "threshold": "Schwelle",
    "energy collected": "gesammelte Energie",
    "{0} filters, narrow at low and wide at high frequency; {1}.": "{0} Filter, unten schmal und oben breit; {1}.",
    "in silence none collects any energy": "in der Stille sammelt keiner Energie",
    "the one centred on {0} Hz collects the most energy": "der um {0} Hz sammelt am meisten Energie",
    "{0}, the network's input": "{0}, die Eingabe des Netzes",
    "Wave": "Welle",
    "Spectrum of the whole second": "Spektrum der ganzen Sekunde",
    "Real part": "Realteil",
    "Imaginary part": "Imaginärteil",
    "Cepstrum": "Cepstrum",
    "Power spectrogram": "Leistungsspektrogramm",
    "Magnitude spectrogram": "Betragsspektrogramm",
    "Root spectrogram": "Wurzelspektrogramm",
    "Mel spectrogram": "Mel-Spektrogramm",
    "Log-mel spectrogram": "Log-Mel-Spektrogramm",
    "Log-power spectrogram": "Log-Leistungsspektrogramm",
    "Largest at {0}.": "Am größten bei {0}.",
    "Silence: every value is the same.": "Stille: Alle Werte sind gleich.",
    "{0}; standardised": "{0}; auf Mittel 0 und Streuung 1 gebracht",
    "{0}; standardised; {1}": "{0}; auf Mittel 0 und Streuung 1 gebracht; {1}",
    "{0}, logarithm of power": "{0}, Logarithmus der Leistung",
    "{0}, power": "{0}, Leistung",
    "{0}, linear power": "{0}, Leistung",
    "{0}, linear amplitude": "{0}, Ausschlag",
    "{0}, amplitude": "{0}, Ausschlag",
    "{0}; colours stop at the {1}th percentile": "{0}; die Farben enden beim {1}. Perzentil",
    "filters that hold no bin: {0}, a single bin: {1}": "Filter ohne Koeffizienten: {0}, mit einem einzigen: {1}",
    "filters that hold no bin: {0}, a single bin: {1}; {2}": (
        "Filter ohne Koeffizienten: {0}, mit einem einzigen: {1}; {2}"
    ),
    "{0}; filters that hold no bin: {1}, a single bin: {2}": (
        "{0}; Filter ohne Koeffizienten: {1}, mit einem einzigen: {2}"
    ),
    "colours stop at the {0}th percentile": "die Farben enden beim {0}. Perzentil",
    "Mel band": "Mel-Band",
    "Band": "Band",
    "Coefficient": "Koeffizient",
    "input": "Eingabe",
    "wave": "Welle",
    "{0} samples": "{0} Abtastwerte",
    "{0} ms around the loudest moment; peak {1}.": "{0} ms um den lautesten Moment; Spitze {1}.",
    "Rebuilt from {0}": "Wieder aufgebaut aus: {0}",
    "original": "Original",
    "rebuilt": "wieder aufgebaut",
    "Largest difference {0}.": "Größter Unterschied {0}.",
    "Largest difference {0}, which in all is {1} of the original's energy.": (
        "Größter Unterschied {0}, insgesamt {1} der Energie des Originals."
    ),
    "{0} of {1} frequencies kept": "{0} von {1} Frequenzen behalten",
    "{0} of {1} frequencies, with {2} of the energy.": "{0} von {1} Frequenzen, mit {2} der Energie.",
    "{0} of {1} frequencies, silence.": "{0} von {1} Frequenzen, Stille.",
    "left out": "weggelassen",
    "kept": "behalten",
    "spectrum": "Spektrum",
    "Fourier": "Fourier",
    "mel": "Mel",
    "mel energies": "Mel-Energien",
    "single bin": "ein einziger Koeffizient",
    "no bin": "kein Koeffizient",
    "{0} mel filters of shape {1}, at {2} s": "{0} Mel-Filter der Form {1}, bei {2} s",
    "{0}; 1 is the strongest, 0 is {1} dB below it": "{0}; 1 ist der stärkste, 0 liegt {1} dB darunter",
    "{0}; 1 is the strongest, no logarithm": "{0}; 1 ist der stärkste, ohne Logarithmus",
    "each holds two bins or more": "jeder fasst zwei Koeffizienten oder mehr",
    "hold no bin: {0}, a single bin: {1}": "ohne Koeffizienten: {0}, mit einem einzigen: {1}",
    "{0} filters; {1}; {2}.": "{0} Filter; {1}; {2}.",
    "strongest at {0} Hz": "am stärksten bei {0} Hz",
    "silence: all are 0": "Stille: Alle sind 0",
    "The window at {0} s: Fourier against {1} mel coefficients": (
        "Das Fenster bei {0} s: Fourier gegen {1} Mel-Koeffizienten"
    ),
    "decimal logarithm of power": "Zehnerlogarithmus der Leistung",
    "Logarithm of power": "Logarithmus der Leistung",
    "Power": "Leistung",
    "The Fourier curve peaks at coefficient {0}, the mel curve at {1}.": (
        "Die Fourier-Kurve hat ihre Spitze bei Koeffizient {0}, die Mel-Kurve bei {1}."
    ),
    "Phase as colour, magnitude as brightness": "Phase als Farbe, Betrag als Helligkeit",
    "{0}; black is {1} dB below the strongest": "{0}; Schwarz liegt {1} dB unter dem Stärksten",
    "Phase": "Phase",
    "The strongest cell, at {0} s and {1} Hz, has phase {2} rad.": (
        "Die stärkste Zelle, bei {0} s und {1} Hz, hat Phase {2} rad."
    ),
    "Where it answers": "Wo sie antwortet",
    "its input, bright there": "seine Eingabe, dort hell",
    "its answer": "ihre Antwort",
    "It doesn't answer to this sound at all.": "Auf diesen Klang antwortet sie gar nicht.",
    "It answers most {0}; each of its answers looks at {1}.": (
        "Am meisten antwortet sie {0}; jede ihrer Antworten sieht {1} an."
    ),
    "at {0} s and {1} Hz": "bei {0} s und {1} Hz",
    "at {0} s, mel band {1}": "bei {0} s, Mel-Band {1}",
    "at {0} s": "bei {0} s",
    "at {0} Hz": "bei {0} Hz",
    "{0} ms x {1} bands": "{0} ms x {1} Bänder",
    "Map {0} of block {1}. {2}": "Karte {0} von Block {1}. {2}",
    "Change of the lead, in logits": "Änderung des Vorsprungs, in Logits",
    "red speaks for it, blue against it": "Rot spricht dafür, Blau dagegen",
    "above nought speaks for it": "über null spricht dafür",
    "What covering each patch takes from “{0}”": "Was das Abdecken jeder Stelle „{0}“ nimmt",
    "What each cell brings “{0}” over “{1}”": "Was jede Zelle „{0}“ gegenüber „{1}“ bringt",
    "“{0}” leads “{1}” by {2}: {3} numbers bring {4} and take away {5}, and the two words start {6} apart.": (
        "„{0}“ liegt {2} vor „{1}“: {3} Zahlen bringen {4} und nehmen {5} weg, und die beiden Wörter beginnen {6} "
        "auseinander."
    ),
    "{0} of the picture is left, and {1} of the energy.": "Übrig sind {0} des Bildes und {1} der Energie.",
    "{0} of the picture is left.": "Übrig sind {0} des Bildes.",
    "No single patch matters: covering any one leaves “{0}” nearly as far ahead as before.": (
        "Keine einzelne Stelle ist wichtig: Deckt man irgendeine ab, liegt „{0}“ fast so weit vorn wie zuvor."
    ),
    "Learning-rate finder": "Suche nach der Lernrate",
    "loss of one batch after another while the rate rises": (
        "Verlust eines Stapels nach dem anderen, während die Rate steigt"
    ),
    "Learning rate": "Lernrate",
    "Loss": "Verlust",
    "Epoch": "Epoche",
    "Accuracy": "Genauigkeit",
    "Accuracy over epochs": "Genauigkeit über die Epochen",
    "Loss over epochs": "Verlust über die Epochen",
    "training": "Training",
    "validation": "Validierung",
    "test": "Test",
    "loss": "Verlust",
    "chosen: {0}": "gewählt: {0}",
    "What rejection costs": "Was das Zurückweisen kostet",
    "What listening costs": "Was das Zuhören kostet",
    "Missed words": "Überhörte Wörter",
    "False alarms an hour": "Fehlalarme in einer Stunde",
    "Calibration": "Kalibrierung",
    "False rejections": "Zu Unrecht zurückgewiesen",
    "Negatives heard as words": "Anderes, das als Wort gehört wurde",
    "Probability of the first word": "Wahrscheinlichkeit des ersten Wortes",
    "How often it is right": "Wie oft es stimmt",
    "ideal": "ideal",
    "Accuracy against noise": "Genauigkeit gegen Rauschen",
    "test clips of well-covered words, in noise that no training heard": (
        "Testaufnahmen gut vertretener Wörter, in Rauschen, das kein Training gehört hat"
    ),
    "Word above noise": "Wort über dem Rauschen",
    "the others": "die anderen",
    "Confusion matrix": "Verwechslungsmatrix",
    "a row for each spoken word, a column for each answer": (
        "eine Zeile für jedes gesagte Wort, eine Spalte für jede Antwort"
    ),
    "Predicted word": "Vermutetes Wort",
    "True word": "Wahres Wort",
    "Of the true word's clips": "Von den Aufnahmen des wahren Wortes",
    "How far the word is ahead": "Wie weit das Wort vorn liegt",
    "Lead (logarithm of odds)": "Vorsprung (Log-Chancen)",
    "Word over noise": "Wort über dem Rauschen",
    "Highest frequency": "Höchste Frequenz",
    "Too loud by": "Zu laut um",
    "Word over the other word": "Wort über dem anderen Wort",
    "The word is lost by {0}.": "Das Wort verlieren: {0!}.",
    "Its wave": "Seine Welle",
    "spoiled": "verdorben",
    "below 0 another word has overtaken it": "unter 0 hat ein anderes Wort es überholt",
    "{0} keeps it to the end of the slider.": "{0!} behält es bis zum Ende des Reglers.",
    "{0} keep it to the end of the slider.": "{0!} behalten es bis zum Ende des Reglers.",
    "Spectrum of this moment": "Spektrum dieses Moments",
    "Time before now": "Zeit vor jetzt",
    "It moves with the sound; freeze it to read it.": "Es bewegt sich mit dem Klang; halte es an, um es zu lesen.",
    "The upload did not arrive.": "Die Datei ist nicht angekommen.",
    "Drop in the file again.": "Öffne sie noch einmal.",
    "The server no longer has the sound.": "Der Server hat den Ton nicht mehr.",
    "Record it again, or drop in the file again.": "Nimm ihn noch einmal auf, oder öffne die Datei noch einmal.",
    "Too many people ask at the moment.": "Gerade fragen zu viele Leute.",
    "Try again in a few seconds.": "Versuch es in ein paar Sekunden noch einmal.",
}
