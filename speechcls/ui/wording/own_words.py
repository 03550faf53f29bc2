"""Sentences of own words: how sure they must be, and what this browser remembers of them."""

from __future__ import annotations

ENGLISH = {
    "own.part": "Your own words",
    "own.lead": "Teach it words of your own, in any language: name a word, say it a few times, and it listens for it.",
    "own.word": "Your word",
    "own.add": "Add word",
    "own.listen": "Listen for my words",
    "own.download": "Download zip",
    "own.open": "Open zips",
    "own.open-label": "Open zips of words",
    "own.list": "Words and their takes",
    "own.outcome": "How well will it work?",
    "own.map": "Map of all takes",
    "own.map-about": "Each dot is a take: near each other means they sound alike to the network. Click one to hear it.",
    "own.privacy": "Your takes go to the server that runs this page, which keeps them in memory until you leave the "
    "page. Download keeps them on your computer.",
    "own.strict": "How sure must it be?",
    "own.forgiving": "catches more",
    "own.stricter": "refuses more",
    "own.missed": "Here {missed} of your {takes} takes would be missed.",
    "own.alarms": "In an hour of other people's words, noise and music, about {alarms} seconds would be taken for one "
    "of your words.",
    "own.remember": "Remember my words in this browser",
    "own.forget": "Forget them",
    "own.kept": "{size} kB are kept in this browser, and nowhere else.",
    "own.back": "Your words of last time are here again.",
    "site.more": "This page has no server: to teach it words of your own, and for the story and the results, start the "
    "app on a computer, python app.py.",
}
GERMAN = {
    "own.part": "Deine eigenen Wörter",
    "own.lead": "Bring ihm eigene Wörter bei, in jeder Sprache: Schreib ein Wort auf, sag es ein paarmal, und es hört "
    "darauf.",
    "own.word": "Dein Wort",
    "own.add": "Wort hinzufügen",
    "own.listen": "Auf meine Wörter hören",
    "own.download": "Zip herunterladen",
    "own.open": "Zips öffnen",
    "own.open-label": "Zips mit Wörtern öffnen",
    "own.list": "Wörter und ihre Aufnahmen",
    "own.outcome": "Wie gut wird es klappen?",
    "own.map": "Karte aller Aufnahmen",
    "own.map-about": "Jeder Punkt ist eine Aufnahme: Nah beieinander heißt, dass sie für das Netz ähnlich klingen. "
    "Klick einen an, um ihn zu hören.",
    "own.privacy": "Deine Aufnahmen gehen an den Server, auf dem diese Seite läuft; er behält sie im Speicher, bis du "
    "die Seite verlässt. Mit „Zip herunterladen“ behältst du sie auf deinem Computer.",
    "own.strict": "Wie sicher muss es sein?",
    "own.forgiving": "hört mehr",
    "own.stricter": "weist mehr ab",
    "own.missed": "So würden {missed} deiner {takes} Aufnahmen überhört.",
    "own.alarms": "In einer Stunde mit Wörtern anderer Leute, Geräuschen und Musik würden etwa {alarms} Sekunden für "
    "eines deiner Wörter gehalten.",
    "own.remember": "Meine Wörter in diesem Browser behalten",
    "own.forget": "Vergessen",
    "own.kept": "{size} kB liegen in diesem Browser und nirgends sonst.",
    "own.back": "Deine Wörter vom letzten Mal sind wieder da.",
    "site.more": "Diese Seite hat keinen Server: Um ihr eigene Wörter beizubringen, und für die Geschichte und die "
    "Ergebnisse, starte die App auf einem Rechner, python app.py.",
}
