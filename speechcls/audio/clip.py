"""Clip: a sound as mono float32 at 16 kHz, and the second of it to classify."""

from dataclasses import dataclass

import numpy as np

SAMPLE_RATE = 16_000  # Hz
FULL_SCALE = 32_768  # as a 16-bit sample, which is an amplitude times this
MAX_SECONDS = 60.0
MAX_AMPLITUDE = 1e10  # full scale is 1; the square of this still fits into float32 with room for sums
TAIL = 0.01  # share of a second's energy that may be lost at either end when it is centred

CUT = "Cut out the part with the word."
TOO_LONG = f"lasts longer than the limit of {MAX_SECONDS:g} s. {CUT}"
EXPORT = "Record it again, or export it again as wav, flac, mp3, ogg, webm or m4a."


class AudioError(ValueError):
    """A sound that cannot be read. The message tells a user what is wrong, what came and what to do."""


@dataclass(frozen=True, eq=False)
class Clip:
    """A sound in the one form that everything else takes. Constructing it is the gate: whatever fails is refused."""

    samples: np.ndarray  # (n,) float32 at 16 kHz, finite, 1 <= n <= 60 s; read-only, full scale is 1
    name: str = ""  # what the user calls it: the file's name without its folder
    missing: float = 0.0  # s of its file that could not be read, as far as its container tells

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
        with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite, and is refused as such
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
        length = f"{self.missing:.1f} s" if self.missing >= 0.05 else "Less than 0.1 s"
        return f"{length} of {self.name or 'the sound'} could not be read: the file is damaged or cut off."

    @property
    def times(self) -> np.ndarray:
        """When each sample was taken, in s: (n,) float64."""
        return np.arange(len(self.samples)) / SAMPLE_RATE

    def loudest_second(self) -> float:
        """Start (s) of the second to classify: the one of highest RMS, moved so that its energy sits in its middle.

        The move stays within the clip, and never cuts a long word's quiet end for the sake of balance.
        """
        last = len(self.samples) - SAMPLE_RATE
        if last <= 0 or not self.samples.any():
            return 0.0
        energy = np.square(self.samples, dtype=np.float64)
        total = np.concatenate(([0.0], np.cumsum(energy)))
        starts = np.append(np.arange(0, last, SAMPLE_RATE // 100), last)
        loudest = starts[np.argmax(total[starts + SAMPLE_RATE] - total[starts])]
        power = energy[loudest : loudest + SAMPLE_RATE]
        centre = np.average(np.arange(SAMPLE_RATE), weights=power)
        first, final = np.searchsorted(np.cumsum(power) / power.sum(), [TAIL, 1 - TAIL])
        move = np.clip(centre - SAMPLE_RATE / 2, final + 1 - SAMPLE_RATE, first)
        return round(float(np.clip(loudest + move, 0, last))) / SAMPLE_RATE

    def second(self, start: float | None = None) -> np.ndarray:
        """The second from `start` (s; moved into the clip) or the loudest: (16000,) float32, padded on the right."""
        wanted = self.loudest_second() if start is None else start
        first = round(min(max(0.0, wanted), max(0.0, self.duration - 1)) * SAMPLE_RATE)
        samples = self.samples[first : first + SAMPLE_RATE]
        return np.pad(samples, (0, SAMPLE_RATE - len(samples)))
