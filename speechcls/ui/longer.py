"""The words of a longer sound over time: the chosen variant hears it as if it came live."""

from __future__ import annotations

from speechcls.live import whole
from speechcls.live.detector import Smoothing
from speechcls.models.classifier import Classifier
from speechcls.ui.live_socket import packed
from speechcls.ui.protocol.live import SoundWords
from speechcls.ui.selection import Selection

LONGER = 1.5  # s; what is shorter has room for one word, which the answer names


def words(classifier: Classifier, selection: Selection | None, turn: int) -> SoundWords:
    """What is known after each window of a sound, empty for one that isn't longer, or without a sound."""
    heard = selection.clip.samples if selection and selection.clip.duration > LONGER else None
    return {
        "turn": turn,
        "variant": classifier.card.name,
        "threshold": Smoothing().threshold,
        "seconds": selection.clip.duration if selection else 0.0,
        "updates": [] if heard is None else [packed(update) for update in whole.updates(classifier, heard)],
    }
