"""How loud a sound is: levels in dBFS."""

from __future__ import annotations

import numpy as np

from speechcls.audio.clip import SAMPLE_RATE

LOWEST = -120.0  # dBFS, given for digital silence
LEVEL_STEPS, LEVEL_SECONDS = 100, 0.1  # steps a second, and the stretch whose level counts
QUIET = 1e-4  # root mean square below which a wave is taken to be as loud as this when noise is mixed in


def level(waves: np.ndarray) -> np.ndarray:
    """How loud the loudest tenth of a second is: (n,) in dBFS, of waves (n, 16000) with full scale at 1.

    It is the root mean square of the samples without their mean, since a constant offset can't be heard.
    """
    centred = waves - waves.mean(axis=-1, keepdims=True, dtype=np.float64)
    steps = (centred**2).reshape(len(waves), LEVEL_STEPS, SAMPLE_RATE // LEVEL_STEPS).mean(axis=-1)
    sums = np.pad(np.cumsum(steps, axis=-1), ((0, 0), (1, 0)))
    width = round(LEVEL_SECONDS * LEVEL_STEPS)
    loudest = (sums[:, width:] - sums[:, :-width]).max(axis=-1) / width
    return 10 * np.log10(np.maximum(loudest, 10 ** (LOWEST / 10)))
