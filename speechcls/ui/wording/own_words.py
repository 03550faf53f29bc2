"""Sentences of own words: how sure they must be, and what this browser remembers of them."""

from __future__ import annotations

ENGLISH = {
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
