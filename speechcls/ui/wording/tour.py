"""The tour: what to try at each of the story's steps."""

ENGLISH = {
    "tour": "Tour",
    "tour.waits": "The tour is on its way.",
    "tour.stop": "Tour, stop {stop} of {stops}",
    "tour.next": "Next stop",
    "tour.back": "Stop before",
    "tour.end": "End the tour",
    "tour.close": "Close the tour",
    "tour.air": "Move the slider to the left, from a whole second down to a thousandth of it. The word's shape "
    "dissolves into single numbers: that is all a computer gets.",
    "tour.sines": "Move the three sliders and press Play. Three simple tones already make something new. Further down "
    "your own word is taken apart into 8,000 of them.",
    "tour.spectrogram": "Make one window very short and the other very long. One picture shows sharply when something "
    "sounds, the other which pitch it has.",
    "tour.mel": "Play both pairs of tones. The step is 40 Hz each time, yet high up you will hardly hear it: that is "
    "why the network, too, gets wide bands there.",
    "tour.phase": "Choose “phase scrambled” and press Play. It sounds odd, but you still know the word, and so do most "
    "of the networks.",
    "tour.inside": "Here the network is open: one small picture for each pattern that it looks for. Click the "
    "brightest. Further down you can paint over the sound.",
    "tour.break": "Move the slider until the network on the right no longer finds the word. Then listen: would you "
    "still know it?",
    "tour.teach": "Type a word that nobody taught it, in any language, and say it a few times. That was the tour; "
    "everything stays here to play with.",
}

GERMAN = {
    "tour": "Rundgang",
    "tour.waits": "Der Rundgang ist unterwegs.",
    "tour.stop": "Rundgang, Station {stop} von {stops}",
    "tour.next": "Nächste Station",
    "tour.back": "Station davor",
    "tour.end": "Rundgang beenden",
    "tour.close": "Rundgang schließen",
    "tour.air": "Schieb den Regler nach links, von einer ganzen Sekunde bis zu einer tausendstel. Die Form des Wortes "
    "löst sich in einzelne Zahlen auf: Mehr bekommt ein Computer nicht.",
    "tour.sines": "Beweg die drei Regler und drück auf Abspielen. Schon drei einfache Töne ergeben etwas Neues. Weiter "
    "unten wird dein eigenes Wort in 8.000 davon zerlegt.",
    "tour.spectrogram": "Mach das eine Fenster ganz kurz und das andere ganz lang. Das eine Bild zeigt scharf, wann "
    "etwas klingt, das andere, welche Tonhöhe es hat.",
    "tour.mel": "Spiel beide Paare von Tönen ab. Der Schritt ist jedes Mal 40 Hz, aber weit oben hörst du ihn kaum: "
    "Darum bekommt auch das Netz dort breite Bänder.",
    "tour.phase": "Wähle „Phasen gewürfelt“ und drück auf Abspielen. Es klingt seltsam, aber du erkennst das Wort "
    "noch, und die meisten Netze auch.",
    "tour.inside": "Hier ist das Netz offen: ein kleines Bild für jedes Muster, nach dem es sucht. Klick das hellste "
    "an. Weiter unten kannst du den Klang übermalen.",
    "tour.break": "Schieb den Regler, bis das Netz rechts das Wort nicht mehr findet. Dann hör hin: Würdest du es noch "
    "erkennen?",
    "tour.teach": "Tipp ein Wort ein, das ihm niemand beigebracht hat, in irgendeiner Sprache, und sag es ein paarmal. "
    "Das war der Rundgang; alles bleibt hier zum Ausprobieren.",
}
