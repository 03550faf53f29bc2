"""How well features explain an array: the variance that they leave over, and their largest difference from it."""

from __future__ import annotations

import numpy as np


def left_over(features: np.ndarray, target: np.ndarray) -> float:
    """Share of the array's variance that an affine map of the features does not explain, over all or of each band.

    Of each band, since a first cepstral coefficient, or a filter's norm, can hide how well all else is explained.
    Powers are compared as fourth roots.
    """
    made, seen = features.astype(np.float64), target.astype(np.float64)
    if made.min() >= 0 and seen.min() >= 0:
        made, seen = np.sqrt(np.sqrt(made)), np.sqrt(np.sqrt(seen))
    together = _unexplained(made.reshape(-1, 1), seen.reshape(-1, 1))
    return min(together, _unexplained(made, seen)) + 0.1 * together


def _unexplained(made: np.ndarray, seen: np.ndarray) -> float:
    """Share of the variance of columns, each of them counting alike, that an affine map of the others' leaves."""
    made = made - made.mean(-2, keepdims=True)
    seen = seen - seen.mean(-2, keepdims=True)
    both, own, energy = (made * seen).sum(-2), (made**2).sum(-2), (seen**2).sum(-2)
    tiny = 1e-12 * max(float(energy.max()), 1e-300)
    shares = 1 - both**2 / np.maximum(own * energy, 1e-300)
    return float(np.where(energy > tiny, shares, 0.0).mean())


def largest_difference(features: np.ndarray, target: np.ndarray, enough: float) -> tuple[float, tuple[str, ...]]:
    """Largest difference over the array's range: as it is, or after a shift, a scale, or both, which a sentence tells.

    A number more is only taken where it makes the difference three times smaller, and none where that is `enough`.
    """
    made, seen = features.astype(np.float64), target.astype(np.float64)
    spread = float(np.ptp(seen)) or 1.0
    best: tuple[float, tuple[str, ...]] = float(np.abs(made - seen).max()) / spread, ()
    added = float((seen - made).mean())
    through = float((made * seen).sum() / max((made**2).sum(), 1e-300))
    centred = made - made.mean()
    gain = float((centred * seen).sum() / max((centred**2).sum(), 1e-300))
    offset = float(seen.mean() - gain * made.mean())
    for factor, term, said in (
        (1.0, added, f"Add {added:.4g}."),
        (through, 0.0, f"Multiply by {through:.4g}."),
        (gain, offset, f"Multiply by {gain:.4g} and add {offset:.4g}."),
    ):
        if best[0] <= enough:
            break
        residual = float(np.abs(made * factor + term - seen).max()) / spread
        if residual < best[0] / 3:
            best = residual, (said,)
    return best
