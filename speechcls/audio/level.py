"""How loud a sound is: levels in dBFS."""

from __future__ import annotations

import numpy as np

from speechcls.audio.clip import SAMPLE_RATE

LOWEST = -120.0  # dBFS, given for digital silence
LEVEL_STEPS, LEVEL_SECONDS = 100, 0.1  # steps a second, and the stretch whose level counts
FEW = 4  # waves whose copies in double precision stay in the processor's cache
QUIET = 1e-4  # root mean square below which a wave is taken to be as loud as this when noise is mixed in


def level(waves: np.ndarray) -> np.ndarray:
    """How loud the loudest tenth of a second is: (n,) in dBFS, of waves (n, 16000) with full scale at 1.

    It is the root mean square of the samples without their mean, since a constant offset can't be heard.
    """
    return level_and_rise(waves)[0]


def rise(waves: np.ndarray) -> np.ndarray:
    """How far the loudest tenth of a second stands above the quietest: (n,) in dB, of waves (n, 16000).

    White noise has less than 1 dB and a hum next to none, however loud; a word as loud as the noise around it has 3.
    """
    return level_and_rise(waves)[1]


def level_and_rise(waves: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both at once, each (n,)."""
    tenths = np.concatenate([_tenths(waves[i : i + FEW]) for i in range(0, len(waves), FEW)] or [np.empty((0, 1))])
    highest = tenths.max(axis=-1)
    return highest, highest - tenths.min(axis=-1)


def _tenths(waves: np.ndarray) -> np.ndarray:
    """Level of each tenth of a second that begins at a step, (n, 91) in dBFS."""
    centred = waves - waves.mean(axis=-1, keepdims=True, dtype=np.float64)
    parts = centred.reshape(len(waves), LEVEL_STEPS, SAMPLE_RATE // LEVEL_STEPS)
    steps = np.einsum("nsk,nsk->ns", parts, parts) / parts.shape[-1]
    sums = np.pad(np.cumsum(steps, axis=-1), ((0, 0), (1, 0)))
    width = round(LEVEL_SECONDS * LEVEL_STEPS)
    return 10 * np.log10(np.maximum((sums[:, width:] - sums[:, :-width]) / width, 10 ** (LOWEST / 10)))
