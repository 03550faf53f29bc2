"""How far probabilities can be trusted: how often the first word is right, bin by bin of its probability."""

from __future__ import annotations

import numpy as np

BINS = 15  # of probability, equally wide, for the calibration error (Guo et al. 2017)
TENTHS = 10  # of probability, in which a picture and the page tell how often such an answer is right


def calibration_error(surest: np.ndarray, right: np.ndarray) -> float:
    """The expected calibration error: how far the first word's probability (n,) lies from how often it is right.

    NaN where there is no answer.
    """
    _, summed, rights = _binned(surest, right, BINS)
    return float(np.abs(summed - rights).sum() / len(right)) if len(right) else float("nan")


def tenths(surest: np.ndarray, right: np.ndarray) -> dict[str, list[int]]:
    """In each tenth of the first word's probability (n,): how many answers, and how many of them are right (n,)."""
    counts, _, rights = _binned(surest, right, TENTHS)
    return {"clips": counts.astype(int).tolist(), "right": rights.astype(int).tolist()}


def _binned(surest: np.ndarray, right: np.ndarray, bins: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Answers, their summed probability, and how many are right, in each of so many bins."""
    places = np.minimum((surest * bins).astype(int), bins - 1)
    counts, summed, rights = (np.bincount(places, weights, bins) for weights in (None, surest, right))
    return counts, summed, rights
