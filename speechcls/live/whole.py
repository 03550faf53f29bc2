"""A whole recording heard as if it came live: its windows, and what is known after each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from speechcls.audio import SAMPLE_RATE
from speechcls.live.detector import Listener, Update
from speechcls.models.classifier import BATCH, Classifier

AFTER = 0.7  # s of silence behind the end, in which a word that is said at the very end comes to a window's middle


def arriving(listener: Listener, samples: np.ndarray) -> Iterator[float]:
    """Push a recording step by step, and yield the time (s) whenever a window is due."""
    step = round(listener.smoothing.step * SAMPLE_RATE)
    for position in range(0, len(samples), step):
        listener.push(samples[position : position + step], position)
        if listener.due:
            yield min(position + step, len(samples)) / SAMPLE_RATE


def updates(classifier: Classifier, samples: np.ndarray) -> list[Update]:
    """What a listener knows after each window of a recording, (n,) float32 at 16 kHz; answered in batches."""
    sound = np.pad(samples, (0, round(AFTER * SAMPLE_RATE)))
    asking, listener = Listener(classifier.card.words), Listener(classifier.card.words)
    windows = (asking.window() for _ in arriving(asking, sound))
    times = arriving(listener, sound)
    found = []
    while some := list(itertools.islice(windows, BATCH)):
        for probabilities, reason in zip(*classifier.judge(np.stack(some)), strict=True):
            next(times)
            listener.window()
            found.append(listener.update(probabilities, reason))
    return found
