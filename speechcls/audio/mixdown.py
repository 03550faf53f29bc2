"""Blocks of any sampling rates and channels, resampled and mixed down to one mono sound at 16 kHz."""

from __future__ import annotations

import math

import numpy as np
import soxr

from speechcls.audio.clip import MAX_SECONDS, SAMPLE_RATE, TOO_LONG, AudioError

LOWEST_RATE, HIGHEST_RATE = 4_000, 192_000  # Hz, rates that are accepted
OVERRUN = 0.25  # s that encoders and recorders add at the end; cut off instead of refused
MAX_CHANNELS = 1024  # as in libsndfile; an array with more is probably (channels, n)
SEPARATE = 8  # channels up to which each is resampled by itself, so that the loudest can be chosen
CANCELLED_DB = 12  # the average of channels that cancel each other lies this far below the loudest
RATES = f"Convert it to one between {LOWEST_RATE // 1000} and {HIGHEST_RATE // 1000} kHz."


class Mixdown:
    """Collects blocks and joins them as mono at 16 kHz. Raises AudioError for blocks that are no sound, or too long."""

    def __init__(self, subject: str, before: float = 0.0) -> None:
        self.subject = subject
        self.seconds = before  # s of sound so far, in this part and in earlier ones
        self._parts: list[_Part] = []

    def add(self, rate: float, block: np.ndarray) -> None:
        """A block (n,) or (n, channels) of floats, or of integers, which are scaled by their own width."""
        if not LOWEST_RATE <= rate <= HIGHEST_RATE:
            raise AudioError(f"{self.subject} has a sampling rate of {rate:.10g} Hz. {RATES}")
        channels = block.shape[1] if block.ndim == 2 else 1
        if not 1 <= channels <= MAX_CHANNELS:
            raise AudioError(f"{self.subject} has {channels} channels. Give it between 1 and {MAX_CHANNELS}.")
        self.seconds += len(block) / rate
        if self.seconds > MAX_SECONDS + OVERRUN:
            raise AudioError(f"{self.subject} {TOO_LONG}")
        if not self._parts or self._parts[-1].form != (rate, channels):
            self._parts.append(_Part(rate, channels))
        self._parts[-1].add(block.reshape(len(block), channels))

    def samples(self) -> np.ndarray:
        """Mono samples (n,) float32 at 16 kHz of all that was added. Called once, at the end."""
        return np.concatenate([np.zeros(0, np.float32), *(part.mono() for part in self._parts)])


class _Part:
    """Blocks of one rate and one number of channels."""

    def __init__(self, rate: float, channels: int) -> None:
        self.form = rate, channels
        self.rate = rate
        self.kept = channels if channels <= SEPARATE else 1
        self.came = 0  # samples
        self._blocks: list[np.ndarray] = []
        self._resampler = None if rate == SAMPLE_RATE else soxr.ResampleStream(rate, SAMPLE_RATE, self.kept, "float32")

    def add(self, block: np.ndarray) -> None:
        self.came += len(block)
        with np.errstate(over="ignore", invalid="ignore"):  # Clip refuses the result
            wide = as_float(block)
            if wide.shape[1] != self.kept:
                wide = wide.mean(axis=1, keepdims=True, dtype=np.float64)
            narrow = np.ascontiguousarray(wide, np.float32)
        self._blocks.append(narrow if self._resampler is None else self._resampler.resample_chunk(narrow))

    def mono(self) -> np.ndarray:
        if self._resampler is not None and self.came:
            missing = max(0, math.ceil(self.rate / SAMPLE_RATE) - self.came)  # so that any sound keeps a sample
            silence = np.zeros((missing, self.kept), np.float32)
            self._blocks.append(self._resampler.resample_chunk(silence, last=True))
        return mono(np.concatenate([np.zeros((0, self.kept), np.float32), *self._blocks]))


def as_float(samples: np.ndarray) -> np.ndarray:
    """Integers as floats with full scale at 1, unsigned ones being offset binary; floats as they are."""
    if samples.dtype.kind not in "iu":
        return samples
    full_scale = 2.0 ** (8 * samples.dtype.itemsize - 1)
    return samples / full_scale - (samples.dtype.kind == "u")


def mono(samples: np.ndarray) -> np.ndarray:
    """The average over channels, (n,), of samples (n, channels); of channels in opposite phase the loudest one.

    Two microphones wired in opposite polarity, or a stereo effect, cancel in the average and leave next to nothing.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        average = samples.mean(axis=1, dtype=np.float64).astype(np.float32)
        if samples.shape[1] == 1 or len(samples) == 0:
            return average
        powers = samples.var(axis=0, dtype=np.float64)  # variances, since an offset does not cancel
        if average.var(dtype=np.float64) < powers.max() / 10 ** (CANCELLED_DB / 10):
            return samples[:, powers.argmax()]
        return average
