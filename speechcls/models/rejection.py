"""Is this a word at all, and one of ours? Scores become probabilities, and a second of sound may be refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from speechcls.audio.level import level_and_rise

Reason = Literal["", "silence", "unknown"]  # why no word was heard; "" where one was
FLOOR = -80.0  # dBFS, 30 dB below a word whose peak is at -50: little but the last bits of a sample
RISE = 1.5  # dB: white noise stays below 1, and words in noise that is 5 dB louder than they are lie above


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities (..., words) of scores (..., words)."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _energy(scores: np.ndarray) -> np.ndarray:
    highest = scores.max(axis=-1)
    return highest + np.log(np.exp(scores - highest[..., None]).sum(axis=-1))


def _margin(scores: np.ndarray) -> np.ndarray:
    ranked = np.sort(softmax(scores), axis=-1)
    return ranked[..., -1] - ranked[..., -2] if ranked.shape[-1] > 1 else ranked[..., -1]


def _negative_entropy(scores: np.ndarray) -> np.ndarray:
    probabilities = softmax(scores)
    return (probabilities * np.log(np.maximum(probabilities, 1e-30))).sum(axis=-1)


# How sure scores (n, words) are that there is one of the words: (n,), the surer the higher.
MEASURES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "probability": lambda scores: softmax(scores).max(axis=-1),
    "margin": _margin,
    "entropy": _negative_entropy,
    "energy": _energy,
}


@dataclass(frozen=True)
class Rejection:
    """What a variant's answers are held against. Written on its card by `python -m speechcls calibrate`."""

    temperature: float  # scores are divided by it before they become probabilities
    measure: str  # a name in MEASURES
    threshold: float  # of that measure: what lies below is no word of the list
    floor: float  # dBFS: a second whose loudest tenth lies below is silence
    rise: float = 0.0  # dB: so is one whose loudest tenth stands less above its quietest
    measured: dict[str, Any] = field(default_factory=dict)  # part -> its error rates there

    def __post_init__(self) -> None:
        if self.measure not in MEASURES:
            raise ValueError(f"its rejection measures {self.measure!r}; this version knows: {', '.join(MEASURES)}")
        if not (self.temperature > 0 and math.isfinite(self.temperature)):
            raise ValueError(f"the temperature of its rejection must be a positive number, not {self.temperature}")
        if not all(map(math.isfinite, (self.threshold, self.floor, self.rise))):
            raise ValueError(
                f"threshold ({self.threshold}), floor ({self.floor}) and rise ({self.rise}) of its rejection "
                "must be finite"
            )

    def probabilities(self, scores: np.ndarray) -> np.ndarray:
        """Of a network's scores (n, words), as they come from it: (n, words)."""
        return softmax(scores / self.temperature)

    def confidence(self, scores: np.ndarray) -> np.ndarray:
        """The confidence of a network's logits (n, words): (n,)."""
        return MEASURES[self.measure](scores / self.temperature)

    def reasons(self, scores: np.ndarray, waves: np.ndarray) -> list[Reason]:
        """Why no word was heard in each of waves (n, 16000), for which the network gave scores (n, words)."""
        unknown = self.confidence(scores) < self.threshold
        silent = is_silence(waves, self.floor, self.rise)
        return ["silence" if s else "unknown" if u else "" for s, u in zip(silent, unknown, strict=True)]


def is_silence(waves: np.ndarray, floor: float = FLOOR, rising: float = RISE) -> np.ndarray:
    """Bool (n,): whether waves (n, 16000) lie below the floor, or have nothing that rises from a constant noise."""
    levels, rises = level_and_rise(waves)
    return (levels < floor) | (rises < rising)
