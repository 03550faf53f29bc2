"""Is this a word at all, and one of ours? Scores become probabilities, and a second of sound may be refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from speechcls.audio.level import level

Reason = Literal["", "silence", "unknown"]  # why no word was heard; "" where one was


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
class Gate:
    """What a variant's answers are held against. Written on its card by `python -m speechcls calibrate`."""

    temperature: float  # scores are divided by it before they become probabilities
    measure: str  # a name in MEASURES
    threshold: float  # of that measure: what lies below is no word of the list
    floor: float  # dBFS: a second whose loudest tenth lies below is silence
    measured: dict[str, Any] = field(default_factory=dict)  # part -> what was measured of this gate there

    def __post_init__(self) -> None:
        if self.measure not in MEASURES:
            raise ValueError(f"its gate measures {self.measure!r}; this version knows: {', '.join(MEASURES)}")
        if not (self.temperature > 0 and math.isfinite(self.temperature)):
            raise ValueError(f"its gate's temperature must be a positive number, not {self.temperature}")
        if not (math.isfinite(self.threshold) and math.isfinite(self.floor)):
            raise ValueError(f"its gate's threshold ({self.threshold}) and floor ({self.floor}) must be finite")

    def probabilities(self, scores: np.ndarray) -> np.ndarray:
        """Of a network's scores (n, words), as they come from it: (n, words)."""
        return softmax(scores / self.temperature)

    def sureness(self, scores: np.ndarray) -> np.ndarray:
        """The gate's measure of a network's scores (n, words): (n,)."""
        return MEASURES[self.measure](scores / self.temperature)

    def reasons(self, scores: np.ndarray, waves: np.ndarray) -> list[Reason]:
        """Why no word was heard in each of waves (n, 16000), for which the network gave scores (n, words)."""
        silent, unknown = level(waves) < self.floor, self.sureness(scores) < self.threshold
        return ["silence" if s else "unknown" if u else "" for s, u in zip(silent, unknown, strict=True)]
