"""What a network sees of a clip, as data: settings stored beside its weights. Needs no torch."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from speechcls.audio import SAMPLE_RATE

LEVEL = -15.0  # dBFS, about the loudest tenth of a second of a clear word


@dataclass(frozen=True)
class FeatureRecipe:
    """How a clip becomes what a network sees. Stored beside the weights it was trained with."""

    window: float = 0.030  # s
    hop: float = 0.010  # s
    n_fft: int = 512  # samples
    power: float | None = 2.0  # None keeps real and imaginary parts as two channels
    n_mels: int = 0  # 0 keeps the Fourier coefficients
    log: bool = False
    mean: float = 0.0  # over the training clips, after the logarithm
    deviation: float = 1.0
    phase: Literal["kept", "random"] = "kept"  # of a complex spectrogram; random ones leave nothing but magnitudes
    domain: Literal["spectrogram", "wave", "spectrum"] = "spectrogram"  # the others have no window, power, bands, phase
    level: float | None = None  # dBFS to which each clip's loudest tenth of a second is brought; None leaves it

    def __post_init__(self) -> None:
        if not 0 < self.hop <= self.window < math.inf:
            raise ValueError(f"hop ({self.hop} s) must be in (0, window = {self.window} s].")
        if not self.hop_samples:
            raise ValueError(f"hop ({self.hop} s) must be at least one sample, {1 / SAMPLE_RATE} s.")
        if self.window_samples > self.n_fft:
            raise ValueError(f"window ({self.window_samples} samples) must not exceed n_fft ({self.n_fft} samples).")
        if self.power is not None and not 0 < self.power < math.inf:
            raise ValueError(f"power ({self.power}) must be positive, or None for the complex spectrogram.")
        if self.power is None and (self.n_mels or self.log):
            raise ValueError("A complex spectrogram (power None) has no mel bands and no logarithm: give a power.")
        if self.phase not in ("kept", "random") or (self.phase == "random" and self.power is not None):
            raise ValueError(f"phase ({self.phase!r}) is 'kept', or 'random' for a complex spectrogram (power None).")
        if self.domain not in ("spectrogram", "wave", "spectrum"):
            raise ValueError(f"domain ({self.domain!r}) is 'spectrogram', 'wave' or 'spectrum'.")
        if self.domain != "spectrogram" and (self.power, self.n_mels, self.phase) != (2.0, 0, "kept"):
            raise ValueError(f"domain 'spectrogram' alone has a power, mel bands and phases; this is {self.domain!r}.")
        if self.domain != "spectrogram" and self.log:
            raise ValueError(f"log is for spectrograms; this is {self.domain!r}.")
        if self.n_mels < 0:
            raise ValueError(f"n_mels ({self.n_mels}) must be 0 (keep the Fourier coefficients) or more.")
        if not (0 < self.deviation < math.inf and math.isfinite(self.mean)):
            raise ValueError(f"deviation ({self.deviation}) must be positive, and mean ({self.mean}) finite.")
        if self.level is not None and not -100 <= self.level <= 0:
            raise ValueError(f"level ({self.level} dBFS) must be from -100 to 0, or None to leave it.")

    @property
    def window_samples(self) -> int:
        return round(self.window * SAMPLE_RATE)

    @property
    def hop_samples(self) -> int:
        return round(self.hop * SAMPLE_RATE)

    @property
    def channels(self) -> int:
        return 2 if self.power is None else 1

    @property
    def bins(self) -> int:
        if self.domain != "spectrogram":
            return {"wave": 1, "spectrum": SAMPLE_RATE // 2}[self.domain]
        return self.n_mels or self.n_fft // 2 + 1

    @property
    def frames(self) -> int:
        """Of a clip of one second; samples, where it is a wave."""
        if self.domain != "spectrogram":
            return {"wave": SAMPLE_RATE, "spectrum": 1}[self.domain]
        return SAMPLE_RATE // self.hop_samples + 1

    @property
    def shape(self) -> tuple[int, int, int]:
        """(channels, bins, frames) of a clip of one second."""
        return self.channels, self.bins, self.frames


RECIPES: dict[str, FeatureRecipe] = {
    "power": FeatureRecipe(),
    "mel": FeatureRecipe(n_mels=128),
    "complex": FeatureRecipe(power=None),
    "scrambled": FeatureRecipe(power=None, phase="random"),
    "magnitude": FeatureRecipe(power=1.0),
    "logpower": FeatureRecipe(log=True),
    "logmel": FeatureRecipe(n_mels=128, log=True),
    "logmel-64": FeatureRecipe(n_mels=64, log=True),
    "logmel-64-levelled": FeatureRecipe(n_mels=64, log=True, level=LEVEL),
    # The arms of the phase question once more: raw power hears how loud a clip is, and so may they.
    "power-levelled": FeatureRecipe(level=LEVEL),
    "complex-levelled": FeatureRecipe(power=None, level=LEVEL),
    "magnitude-levelled": FeatureRecipe(power=1.0, level=LEVEL),
    "wave": FeatureRecipe(domain="wave"),
    "spectrum": FeatureRecipe(domain="spectrum"),
}
