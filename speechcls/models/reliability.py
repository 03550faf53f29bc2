"""How far probabilities can be trusted: how often the first word is right, bin by bin of its confidence."""

from __future__ import annotations

import numpy as np

BINS = 15  # of probability, equally wide, for the calibration error (Guo et al. 2017)
TENTHS = 10  # of confidence, for which pictures and page give the share of right answers


def calibration_error(top1: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error of top-1 confidences (n,), given whether each answer is right (n,) (Guo et al. 2017).

    NaN where there is no answer.
    """
    _, summed, rights = _count_by_bin(top1, right, BINS)
    return float(np.abs(summed - rights).sum() / len(right)) if len(right) else float("nan")


def tenths(top1: np.ndarray, right: np.ndarray) -> dict[str, list[int]]:
    """Answers and right answers in each tenth of the top-1 confidence (n,); `right` (n,) tells which are right."""
    counts, _, rights = _count_by_bin(top1, right, TENTHS)
    return {"clips": counts.astype(int).tolist(), "right": rights.astype(int).tolist()}


def _count_by_bin(top1: np.ndarray, right: np.ndarray, bins: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number of answers, sum of their top-1 confidences and number of right answers, in each of `bins` bins."""
    indices = np.minimum((top1 * bins).astype(int), bins - 1)
    counts, summed, rights = (np.bincount(indices, weights, bins) for weights in (None, top1, right))
    return counts, summed, rights
