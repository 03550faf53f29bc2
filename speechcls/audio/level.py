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
    return _tenths(waves).max(axis=-1)


def rise(waves: np.ndarray) -> np.ndarray:
    """How far the loudest tenth of a second stands above the quietest: (n,) in dB, of waves (n, 16000).

    White noise has less than 1 dB and a hum next to none, however loud; a word as loud as the noise around it has 3.
    """
    tenths = _tenths(waves)
    return tenths.max(axis=-1) - tenths.min(axis=-1)


def _tenths(waves: np.ndarray) -> np.ndarray:
    """Level of each tenth of a second that begins at a step, (n, 91) in dBFS."""
    centred = waves - waves.mean(axis=-1, keepdims=True, dtype=np.float64)
    steps = (centred**2).reshape(len(waves), LEVEL_STEPS, SAMPLE_RATE // LEVEL_STEPS).mean(axis=-1)
    sums = np.pad(np.cumsum(steps, axis=-1), ((0, 0), (1, 0)))
    width = round(LEVEL_SECONDS * LEVEL_STEPS)
    return 10 * np.log10(np.maximum((sums[:, width:] - sums[:, :-width]) / width, 10 ** (LOWEST / 10)))
