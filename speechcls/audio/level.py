"""How loud a sound is: RMS, levels in dB and dBFS, and noise mixed in at a signal-to-noise ratio."""

from __future__ import annotations

from typing import Any

import numpy as np

from speechcls.audio.clip import SAMPLE_RATE, Samples

LOWEST = -120.0  # dBFS, given for digital silence
LEVEL_STEPS, LEVEL_SECONDS = 100, 0.1  # steps a second, and the stretch whose level counts
FEW = 4  # waves whose copies in double precision stay in the processor's cache
QUIET = 1e-4  # RMS that a quieter wave is taken to have when noise is mixed in


def amplitude(level: Any) -> Any:
    """Amplitude ratio for a level in dB: a number, or an array of numpy or torch."""
    return 10 ** (level / 20)


def decibels(power: np.ndarray, floor: float = 1e-30) -> np.ndarray:
    """Level in dB of a power ratio, which is taken to be at least `floor`."""
    return 10 * np.log10(np.maximum(power, floor))


def rms(waves: Samples) -> Samples:
    """Root mean square over the last axis, which is kept with length 1."""
    if isinstance(waves, np.ndarray):
        return np.sqrt(np.square(waves, dtype=np.float64).mean(axis=-1, keepdims=True))
    return waves.square().mean(dim=-1, keepdim=True).sqrt()


def unit(waves: Samples) -> Samples:
    """Waves (..., samples) at an RMS of 1; those quieter than QUIET are raised as if they had QUIET."""
    return waves / rms(waves).clip(min=QUIET)


def at_snr(noise: Samples, waves: Samples, snr: float | Samples) -> Samples:
    """Noise (..., samples) scaled so that the waves lie `snr` dB above it."""
    return unit(noise) * rms(waves).clip(min=QUIET) / amplitude(snr)


def mix(waves: np.ndarray, noise: np.ndarray, snr: float) -> np.ndarray:
    """Waves float32 (..., samples) with the noise (..., samples) `snr` dB below them, clipped to full scale."""
    return np.clip(waves + at_snr(noise, waves, snr), -1, 1).astype(np.float32)


def level(waves: np.ndarray) -> np.ndarray:
    """Level (n,) in dBFS of the loudest tenth of a second of waves (n, 16000), full scale being 1.

    It is the RMS of the samples without their mean, since a constant offset can't be heard.
    """
    return level_and_rise(waves)[0]


def rise(waves: np.ndarray) -> np.ndarray:
    """How far the loudest tenth of a second stands above the quietest: (n,) in dB, of waves (n, 16000).

    White noise has less than 1 dB and a hum next to none, however loud; a word as loud as the noise around it has 3.
    """
    return level_and_rise(waves)[1]


def level_and_rise(waves: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """`level` and `rise`, each (n,), computed together."""
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
    return decibels((sums[:, width:] - sums[:, :-width]) / width, 10 ** (LOWEST / 10))
