"""Clip: a sound as mono float32 at 16 kHz, and the second of it to classify; int16 <-> float."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from speechcls.audio.seconds import SAMPLE_RATE as SAMPLE_RATE
from speechcls.audio.seconds import loud_seconds

if TYPE_CHECKING:
    import torch

Samples = TypeVar("Samples", np.ndarray, "torch.Tensor")

FULL_SCALE = 32_768  # of 16-bit samples: an amplitude of 1 is this
MAX_SECONDS = 60.0
FRAME = SAMPLE_RATE // 100  # samples
# dB. Networks take exact zeros beside a word that was cut tightly for unlike any recording: of 400 validation clips cut
# 20 dB below their peak `compact` has 96.3 % right with it, 94.3 without, and takes 1.8 % of them reversed, not 2.8.
BED = 40.0
MAX_AMPLITUDE = 1e10  # full scale is 1; the square of this still fits into float32 with room for sums

CUT = "Cut out the part with the word."
TOO_LONG = f"lasts longer than the limit of {MAX_SECONDS:g} s. {CUT}"
EXPORT = "Record it again, or export it again as wav, flac, mp3, ogg, webm or m4a."


class AudioError(ValueError):
    """A sound that cannot be read. The message tells a user what is wrong, what came and what to do."""


@dataclass(frozen=True, eq=False)
class Clip:
    """A sound in the one form that everything else takes. Its constructor checks it and raises AudioError."""

    samples: np.ndarray  # (n,) float32 at 16 kHz, finite, 1 <= n <= 60 s; read-only, full scale is 1
    name: str = ""  # the name of its file, without the folder
    missing: float = 0.0  # s of the file that could not be read, by its container's length

    def __post_init__(self) -> None:
        subject = self.name or "The sound"
        samples = np.asarray(self.samples)
        if samples.ndim != 1 or samples.dtype.kind != "f":
            raise AudioError(
                f"{subject} is {samples.dtype.name} of shape {samples.shape}, not floats (n,). See from_array()."
            )
        if len(samples) == 0:
            raise AudioError(f"{subject} holds no samples. Record it again, or choose another file.")
        if len(samples) > MAX_SECONDS * SAMPLE_RATE:
            raise AudioError(f"{subject} {TOO_LONG}")
        with np.errstate(over="ignore"):  # values beyond float32 become infinite, and are refused below
            samples = samples.astype(np.float32)  # a copy, so that nobody else can write to it
        if not np.all(np.abs(samples) <= MAX_AMPLITUDE):
            raise AudioError(f"{subject} holds NaN, infinite or absurdly large samples (full scale is 1). {EXPORT}")
        samples.setflags(write=False)
        object.__setattr__(self, "samples", samples)

    @property
    def duration(self) -> float:
        """Length in s."""
        return len(self.samples) / SAMPLE_RATE

    @property
    def warning(self) -> str:
        """What was lost in reading, as a sentence; empty where the whole file was read."""
        if not self.missing:
            return ""
        length = f"At least {self.missing:.1f} s" if self.missing >= 0.05 else "A part"
        return f"{length} of {self.name or 'the sound'} could not be read: the file is damaged or cut off."

    @property
    def times(self) -> np.ndarray:
        """When each sample was taken, in s: (n,) float64."""
        return np.arange(len(self.samples)) / SAMPLE_RATE

    @cached_property
    def loud_seconds(self) -> tuple[float, ...]:
        """Starts (s) of the seconds that stand out as speech does, the loudest first; see `seconds.loud_seconds`."""
        return loud_seconds(self.samples)

    def loudest_second(self) -> float:
        """Start (s) of the second with the most energy between 120 and 4,000 Hz; see `loud_seconds`."""
        return self.loud_seconds[0]

    @property
    def earliest(self) -> float:
        """The earliest start (s) of a second: 0, or a negative time where a loud second begins before the clip."""
        return min(0.0, *self.loud_seconds)

    @property
    def latest(self) -> float:
        """The latest start (s) of a second: it ends with the clip, or later where a loud second does."""
        return max(self.duration - 1, *self.loud_seconds)

    def within(self, start: float) -> float:
        """The start (s) nearest to this one at which a second may begin, rounded to a sample."""
        return round(min(max(self.earliest, start), self.latest) * SAMPLE_RATE) / SAMPLE_RATE

    def second(self, start: float | None = None) -> np.ndarray:
        """The second from `start` (s; see `within`), or the loudest: (16000,) float32.

        Beyond the clip's ends lies faint noise, BED dB below the loudest 10 ms of the second.
        """
        first = round(self.within(self.loudest_second() if start is None else start) * SAMPLE_RATE)
        samples = self.samples[max(first, 0) : first + SAMPLE_RATE]
        if len(samples) == SAMPLE_RATE:
            return samples.copy()
        before = max(-first, 0)
        second = np.roll(noise(), -first) * (_loudest(samples) / 10 ** (BED / 20))  # it moves with the clip
        second[before : before + len(samples)] = samples
        return second.astype(np.float32)


def _loudest(samples: np.ndarray) -> float:
    """RMS of the loudest 10 ms of samples (n,); 0 of fewer samples than that."""
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    return float(np.sqrt(np.square(frames, dtype=np.float64).mean(axis=1).max(initial=0.0)))


@cache
def noise() -> np.ndarray:
    """A second of white noise with an RMS of 1, (16000,): the same everywhere, as in ui/scope/engine/clip.js."""
    values = np.empty(SAMPLE_RATE)
    state = 1
    for place in range(SAMPLE_RATE):  # the generator of Numerical Recipes (Press et al., 1992)
        state = (1_664_525 * state + 1_013_904_223) % 2**32
        values[place] = state / 2**31 - 1
    values /= np.sqrt(np.mean(values**2))
    values.setflags(write=False)
    return values


def to_float(samples: Samples) -> Samples:
    """int16 samples as float32 in [-1, 1), in numpy or in torch."""
    if isinstance(samples, np.ndarray):
        return samples.astype(np.float32) / FULL_SCALE
    return samples.float() / FULL_SCALE


def to_int16(waves: np.ndarray) -> np.ndarray:
    """Waves in [-1, 1] as int16 samples, rounded; what lies beyond full scale is clipped."""
    return np.clip(np.round(waves * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)


def pad_right(samples: np.ndarray) -> np.ndarray:
    """The first second of samples (n,): (16000,), with zeros on the right, as the chapter pads its data set."""
    return np.pad(samples[:SAMPLE_RATE], (0, max(0, SAMPLE_RATE - len(samples))))
