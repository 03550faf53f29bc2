"""How a clip becomes numbers, as data: every setting of a front end, ours or the field's."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

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
    phase: Literal["kept", "random", "random anew"] = "kept"  # drawn by the wave as the seed, or anew each time
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
    frames_multiple: int = 0  # or they are added up to a multiple of this
    mean_over: Literal["", "band", "clip"] = ""  # its mean is subtracted
    mean_window: int = 0  # frames over which; 0 takes all
    deviation_eps: float | None = None  # and it is divided by its deviation, this added
    variance_eps: float = 0.0  # added to the variance before its root
    deviation_ddof: int = 0
    offset: float = 0.0
    gain: float = 1.0  # (value + offset) * gain
    limits: tuple[float, float] | None = None
    levels: int = 0  # rounded to so many a unit; a whole unit becomes 0, as an 8-bit integer of 256 does
    mean: float = 0.0  # over the training clips of a network: subtracted last of all
    deviation: float = 1.0  # and divided by
    layout: Literal["bands, frames", "frames, bands"] = "bands, frames"  # of transform(); a network has bands first

    def __post_init__(self) -> None:
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                raise ValueError(f"{name} ({getattr(self, name)!r}) must be one of {', '.join(map(repr, choices))}.")
        for name in ("window_samples", "hop_samples", "n_fft"):
            if not (isinstance(getattr(self, name), int) and getattr(self, name) > 0):
                raise ValueError(f"{name} ({getattr(self, name)}) must be a whole number of samples, at least 1.")
        if self.n_bands < 0:
            raise ValueError(f"n_bands ({self.n_bands}) must be 0 (keep the Fourier coefficients) or more.")
        if not (0 < self.deviation < math.inf and math.isfinite(self.mean)):
            raise ValueError(f"deviation ({self.deviation}) must be positive, and mean ({self.mean}) finite.")
        if self.level is not None and not -100 <= self.level <= 0:
            raise ValueError(f"level ({self.level} dBFS) must be from -100 to 0, or None to leave it.")
        self._check_spectrum()

    def _check_spectrum(self) -> None:
        spectral = (self.power, self.n_bands, self.log, self.phase, self.pcen)
        if self.domain != "spectrogram" and spectral != (2.0, 0, "", "kept", None):
            raise ValueError(
                f"power, n_bands, log, phase and pcen belong to domain 'spectrogram'; this is {self.domain!r}."
            )
        if self.window_at == "centre" and self.window_samples > self.n_fft:
            raise ValueError(f"window_samples ({self.window_samples}) must not exceed n_fft ({self.n_fft}).")
        if self.power is not None and not 0 < self.power < math.inf:
            raise ValueError(f"power ({self.power}) must be positive, or None for the complex spectrum.")
        if self.power is None and (self.n_bands or self.log or self.pcen):
            raise ValueError("A complex spectrum (power None) has no bands, logarithm or pcen: give a power.")
        if self.power is not None and self.phase != "kept":
            raise ValueError(f"phase ({self.phase!r}) is 'kept', but for a complex spectrum (power None).")
        if self.n_bands and not 0 <= self.f_min < self.f_max <= self.sample_rate / 2:
            raise ValueError(
                f"f_min {self.f_min}, f_max {self.f_max}: 0 <= f_min < f_max <= {self.sample_rate / 2} Hz."
            )
        if self.n_cepstra and not 0 < self.n_cepstra <= self.n_bands:
            raise ValueError(f"n_cepstra ({self.n_cepstra}) must be at most n_bands ({self.n_bands}).")

    @property
    def frame_samples(self) -> int:
        """Number of samples that a frame takes from the wave."""
        return self.n_fft if self.window_at == "centre" else self.window_samples

    @property
    def first_sample(self) -> int:
        """Index of the sample at which the first frame begins; negative where that is before the wave."""
        if self.edges == "mirror":
            return self.hop_samples // 2 - self.frame_samples // 2
        return -(self.frame_samples // 2) if self.edges in CENTRED else 0

    @property
    def channels(self) -> int:
        """Number of channels of a network's input: 2 for real and imaginary part."""
        return 2 if self.power is None else 1

    @property
    def values(self) -> int:
        """Number of values of a frame: bands, cepstral or Fourier coefficients."""
        if self.domain != "spectrogram":
            return {"wave": 1, "spectrum": self.sample_rate // 2, "micro frontend": 40}[self.domain]
        return (self.n_cepstra or self.n_bands or self.n_fft // 2 + 1) + (self.energy == "first")

    @property
    def gives(self) -> Literal["spectrogram", "wave", "spectrum"]:
        """Kind of network that takes the features."""
        return "spectrogram" if self.domain == "micro frontend" else self.domain

    @property
    def input_shape(self) -> tuple[int, int, int]:
        """(channels, bins, frames) of one second, as a network gets it."""
        return self.channels, self.values, self.frames()

    @property
    def is_standardised(self) -> bool:
        return (self.mean, self.deviation) != (0.0, 1.0)

    @property
    def plain(self) -> FrontEndConfig:
        """The same settings without the mean and deviation of training clips."""
        return replace(self, mean=0.0, deviation=1.0)

    def frames(self, samples: int = SAMPLE_RATE) -> int:
        """Number of frames of a clip of so many samples."""
        return self.padded(self.frames_inside(round(self.pad_seconds * self.sample_rate) or samples))

    def padded(self, frames: int) -> int:
        """Number of frames once some are added or cut."""
        if self.frames_multiple:
            frames = math.ceil(frames / self.frames_multiple) * self.frames_multiple
        return self.n_frames or frames

    def frames_inside(self, samples: int) -> int:
        """Number of frames that lie within a wave of so many samples, nothing padded."""
        if self.domain != "spectrogram":
            return {"wave": samples, "spectrum": 1, "micro frontend": max(0, 1 + (samples - 480) // 160)}[self.domain]
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
        """Shape of the features of a clip of so many samples."""
        if self.domain == "wave":
            return (samples,)
        plane = (self.values, self.frames(samples))
        plane = plane if self.layout == "bands, frames" else plane[::-1]
        return plane if self.power is not None else (2, *plane)

    def settings(self) -> dict[str, Any]:
        """The settings that differ from their defaults, as JSON holds them."""
        given = ((field, getattr(self, field.name)) for field in fields(self))
        changed = {field.name: value for field, value in given if value != field.default}
        return {name: asdict(value) if isinstance(value, Pcen) else value for name, value in changed.items()}

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> FrontEndConfig:
        """The inverse of settings()."""
        made = dict(settings)
        if made.get("pcen"):
            made["pcen"] = Pcen(**made["pcen"])
        if made.get("limits"):
            made["limits"] = tuple(made["limits"])
        return cls(**made)


CHOICES = {name: get_args(hint) for name, hint in get_type_hints(FrontEndConfig).items() if get_origin(hint) is Literal}


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
