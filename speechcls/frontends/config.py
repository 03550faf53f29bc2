"""How a clip becomes numbers, as data: every setting of a front end, ours or the field's."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from speechcls.audio import SAMPLE_RATE

Edges = Literal["reflect", "zeros", "inside", "end", "mirror"]
CENTRED = ("reflect", "zeros")


@dataclass(frozen=True)
class Pcen:
    """Per-channel energy normalisation: (E / (floor + M)^gain + bias)^power - bias^power, M the smoothed E.

    Wang et al. 2017, "Trainable frontend for robust and far-field keyword spotting".
    """

    gain: float = 0.98
    bias: float = 2.0
    power: float = 0.5
    time_constant: float = 0.4  # s
    floor: float = 1e-6
    sample_scale: float = 1.0  # the energies are multiplied by this first
    rate: int = SAMPLE_RATE  # Hz, from which the time constant becomes frames
    start: Literal["one", "first frame"] = "one"  # what the smoothed energy was before the clip


@dataclass(frozen=True)
class FrontEndConfig:
    """Settings in the order in which they act. Lengths are in samples at `sample_rate`."""

    domain: Literal["spectrogram", "wave", "spectrum", "micro frontend"] = "spectrogram"
    sample_rate: int = SAMPLE_RATE  # Hz, from which filters take their frequencies
    sample_scale: float = 1.0  # 32768 where samples are expected as 16-bit integers
    level: float | None = None  # dBFS to which the loudest tenth of a second is brought, without the mean
    wave_eps: float | None = None  # the wave is brought to mean 0 and variance 1, this added to the variance
    pad_seconds: float = 0.0  # zeros are added, or the rest cut, up to this length
    preemphasis: float = 0.0
    preemphasis_of: Literal["wave", "wrapped wave", "frame"] = "wave"  # where the first sample's predecessor is from

    window_samples: int = 400
    hop_samples: int = 160
    n_fft: int = 512
    edges: Edges = "reflect"  # frames centred on multiples of the hop; or inside the clip, padded at its end, mirrored
    window_at: Literal["centre", "start"] = "centre"  # of the n_fft samples
    drop_last: bool = False
    remove_dc: bool = False
    window: Literal["hann", "hamming", "povey", "rectangular", "blackman"] = "hann"
    periodic: bool = True
    window_norm: Literal["", "energy", "sum"] = ""  # the window is divided by the root of its energy, or its sum

    power: float | None = 2.0  # of magnitudes; None keeps the complex spectrum as two channels
    phase: Literal["kept", "random"] = "kept"
    spectrum_scale: float = 1.0
    n_bands: int = 0  # 0 keeps the Fourier coefficients
    f_min: float = 0.0  # Hz
    f_max: float = SAMPLE_RATE / 2  # Hz
    mel_scale: Literal["htk", "slaney", "linear", "erb"] = "htk"
    triangles: Literal["hz", "mel", "bins", "bins to the end", "half the bins", "equal sides", "gammatone"] = "hz"
    band_norm: Literal["", "slaney", "sum"] = ""
    first_bin: int = 0  # those below have no weight
    last_bin: bool = True  # False leaves out that of half the sampling rate

    pcen: Pcen | None = None
    log: Literal["", "ln", "log10", "db", "db of amplitudes"] = ""
    floor: float = 1e-10
    floored: Literal["below", "added", "zeros"] = "below"  # raised to it; added to everything; zeros alone replaced
    reference: Literal["one", "maximum"] = "one"
    top: float | None = None  # what lies further below the maximum is raised to that
    top_over: Literal["clip", "batch"] = "clip"

    n_cepstra: int = 0
    dct: Literal["ortho", "equal", "none"] = "ortho"  # equal: the first row times the root of 2; none: sums times 2
    lifter: int = 0
    lifter_from: int = 0
    energy: Literal["", "c0", "first"] = ""  # log energy in place of the first cepstrum, or before the bands
    energy_of: Literal["frame", "spectrum"] = "frame"
    energy_floor: float = 0.0

    mask_last: bool = False  # the last frame takes no part in what follows, and becomes 0
    n_frames: int = 0  # frames of zeros are added, or the rest cut, up to this many
    mean_over: Literal["", "band", "clip"] = ""  # its mean is subtracted
    mean_window: int = 0  # frames over which; 0 takes all
    deviation_eps: float | None = None  # and it is divided by its deviation, this added
    variance_eps: float = 0.0  # added to the variance before its root
    deviation_ddof: int = 0
    offset: float = 0.0
    gain: float = 1.0  # (value + offset) * gain
    limits: tuple[float, float] | None = None
    levels: int = 0  # rounded to so many a unit; a whole unit becomes 0, as an 8-bit integer of 256 does
    layout: Literal["bands, frames", "frames, bands"] = "bands, frames"

    def __post_init__(self) -> None:
        if not self.hop_samples > 0:
            raise ValueError(f"hop_samples ({self.hop_samples}) must be at least 1.")
        if self.window_at == "centre" and self.window_samples > self.n_fft:
            raise ValueError(f"window_samples ({self.window_samples}) must not exceed n_fft ({self.n_fft}).")
        if self.power is not None and not 0 < self.power < math.inf:
            raise ValueError(f"power ({self.power}) must be positive, or None for the complex spectrum.")
        if self.power is None and (self.n_bands or self.log):
            raise ValueError("A complex spectrum (power None) has no bands and no logarithm: give a power.")
        if self.n_bands and not 0 <= self.f_min < self.f_max <= self.sample_rate / 2:
            raise ValueError(
                f"f_min {self.f_min}, f_max {self.f_max}: 0 <= f_min < f_max <= {self.sample_rate / 2} Hz."
            )
        if self.n_cepstra and not 0 < self.n_cepstra <= self.n_bands:
            raise ValueError(f"n_cepstra ({self.n_cepstra}) must be at most n_bands ({self.n_bands}).")

    @property
    def frame_samples(self) -> int:
        """Samples a frame takes from the wave."""
        return self.n_fft if self.window_at == "centre" else self.window_samples

    @property
    def values(self) -> int:
        """Values of a frame: bands, cepstra or Fourier coefficients."""
        if self.domain != "spectrogram":
            return {"wave": 1, "spectrum": self.sample_rate // 2, "micro frontend": 40}[self.domain]
        return (self.n_cepstra or self.n_bands or self.n_fft // 2 + 1) + (self.energy == "first")

    def frames(self, samples: int = SAMPLE_RATE) -> int:
        """Frames of a clip of so many samples."""
        if self.domain != "spectrogram":
            return {"wave": samples, "spectrum": 1, "micro frontend": max(0, 1 + (samples - 480) // 160)}[self.domain]
        if self.n_frames:
            return self.n_frames
        samples = round(self.pad_seconds * self.sample_rate) or samples
        match self.edges:
            case "reflect" | "zeros":
                count = 1 + (samples + self.n_fft // 2 * 2 - self.n_fft) // self.hop_samples
            case "inside":
                count = 1 + (samples - self.frame_samples) // self.hop_samples
            case "end":
                count = 1 + max(0, math.ceil((samples - self.frame_samples) / self.hop_samples))
            case "mirror":
                count = (samples + self.hop_samples // 2) // self.hop_samples
        return max(0, count - self.drop_last)

    def shape(self, samples: int = SAMPLE_RATE) -> tuple[int, ...]:
        """Shape of the array of a clip of so many samples."""
        if self.domain == "wave":
            return (samples,)
        plane = (self.values, self.frames(samples))
        plane = plane if self.layout == "bands, frames" else plane[::-1]
        return plane if self.power is not None else (2, *plane)


@dataclass(frozen=True)
class KnownFrontEnd:
    """A front end of the atlas: its settings, where they are from, and what is known of it."""

    config: FrontEndConfig
    source: str  # library and function
    version: str = ""  # at which parity holds
    aliases: tuple[str, ...] = ()
    tolerance: float = 1e-4  # largest difference from the library, over the range of its values
    reason: str = ""  # why the tolerance is not 1e-4, or why it was not run
    batch: str = ""  # what a batch or its padding does to a clip
    surprise: str = ""
    setting_of: str = ""  # the front end that this one is, at settings of its own
