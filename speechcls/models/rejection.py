"""Is this a word at all, and one of ours? Logits become probabilities, and a second of sound may be refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np

from speechcls.audio.level import level_and_rise

Reason = Literal["", "silence", "unknown"]  # why no word was heard; "" where one was
REASONS: tuple[Reason, ...] = get_args(Reason)  # by the numbers in `reason` of an exported file
FLOOR = -80.0  # dBFS, 30 dB below a word whose peak is at -50: the level of the last bits of a sample
RISE = 1.5  # dB: white noise stays below 1; words 5 dB below the noise around them lie above


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities (..., words) of logits (..., words)."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _energy(logits: np.ndarray) -> np.ndarray:
    highest = logits.max(axis=-1)
    return highest + np.log(np.exp(logits - highest[..., None]).sum(axis=-1))


def _margin(logits: np.ndarray) -> np.ndarray:
    ranked = np.sort(softmax(logits), axis=-1)
    return ranked[..., -1] - ranked[..., -2] if ranked.shape[-1] > 1 else ranked[..., -1]


def _negative_entropy(logits: np.ndarray) -> np.ndarray:
    probabilities = softmax(logits)
    return (probabilities * np.log(np.maximum(probabilities, 1e-30))).sum(axis=-1)


# Confidence (n,) of logits (n, words) that the sound is one of the words.
MEASURES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "probability": lambda logits: softmax(logits).max(axis=-1),
    "margin": _margin,
    "entropy": _negative_entropy,
    "energy": _energy,
}


@dataclass(frozen=True)
class Rejection:
    """Temperature and thresholds of a variant, written on its card by `python -m speechcls calibrate`."""

    temperature: float  # by which logits are divided before the softmax
    measure: str  # a name in MEASURES
    threshold: float  # of that measure; a sound below it is rejected as unknown
    floor: float  # dBFS; a second whose loudest tenth lies below it is silence
    rise: float = 0.0  # dB; so is a second whose loudest tenth stands less than this above its quietest
    measured: dict[str, Any] = field(default_factory=dict)  # part -> the error rates on it

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

    def probabilities(self, logits: np.ndarray) -> np.ndarray:
        """Calibrated probabilities (n, words) of a network's logits (n, words)."""
        return softmax(logits / self.temperature)

    def confidence(self, logits: np.ndarray) -> np.ndarray:
        """Confidence (n,) that logits (n, words) are of one of the words."""
        return MEASURES[self.measure](logits / self.temperature)

    def reasons(self, logits: np.ndarray, waves: np.ndarray) -> list[Reason]:
        """Why no word was heard in each of waves (n, 16000), whose logits are (n, words)."""
        return self.reasons_given(logits, is_silence(waves, self.floor, self.rise))

    def reasons_given(self, logits: np.ndarray, silent: np.ndarray) -> list[Reason]:
        """The same, where it is known which sounds are silence: bool (n,)."""
        unknown = self.confidence(logits) < self.threshold
        return ["silence" if s else "unknown" if u else "" for s, u in zip(silent, unknown, strict=True)]


def judge(rejection: Rejection | None, logits: np.ndarray, waves: np.ndarray) -> tuple[np.ndarray, list[Reason]]:
    """Probabilities (n, words) of logits (n, words), and why no word was heard in each of waves (n, 16000)."""
    if rejection is None:
        return softmax(logits), [""] * len(logits)
    return rejection.probabilities(logits), rejection.reasons(logits, waves)


def is_silence(waves: np.ndarray, floor: float = FLOOR, rising: float = RISE) -> np.ndarray:
    """Whether each of waves (n, 16000) lies below `floor` (dBFS), or rises by less than `rising` (dB): bool (n,)."""
    levels, rises = level_and_rise(waves)
    return (levels < floor) | (rises < rising)
