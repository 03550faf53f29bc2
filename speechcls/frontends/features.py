"""How a clip becomes numbers: one recipe, one transform, for training, app and pictures alike."""

from __future__ import annotations

import functools
import math
import warnings
import zlib
from dataclasses import dataclass
from typing import Literal

import torch
import torchaudio
from torch import nn

from speechcls.audio import SAMPLE_RATE

LEVEL = -15.0  # dBFS, about the loudest tenth of a second of a clear word
HIGHEST_GAIN = 60.0  # dB, so that a last bit that flickers doesn't become as loud as a word
LOG_FLOOR = 1e-6  # added before the logarithm: the power of white noise at -60 dB of full scale


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
    "wave": FeatureRecipe(domain="wave"),
    "spectrum": FeatureRecipe(domain="spectrum"),
}


class Features(nn.Module):
    """A recipe at work: waves of shape (batch, samples) become (batch, channels, bins, frames), both float32.

    Frames are centred on multiples of the hop, the wave being mirrored at its ends, and the spectrogram is divided by
    the root of the window's energy ("normalized" in torchaudio), so that window length doesn't change its level.
    Random phases are drawn anew in training; otherwise the wave itself is their seed, so that its features repeat.

    A recipe of the domain "wave" gives the samples as (batch, 1, 1, samples), one of "spectrum" the magnitudes of the
    Fourier transform of the whole second, one a hertz, as (batch, 1, 8000, 1).
    """

    filters: torch.Tensor | None

    def __init__(self, recipe: FeatureRecipe) -> None:
        super().__init__()
        self.recipe = recipe
        self.spectrogram = torchaudio.transforms.Spectrogram(
            n_fft=recipe.n_fft,
            win_length=recipe.window_samples,
            hop_length=recipe.hop_samples,
            power=recipe.power,
            normalized=True,
        )
        filters = mel_filters(recipe.n_mels, recipe.n_fft) if recipe.n_mels else None
        self.register_buffer("filters", filters, persistent=False)
        self.eval()  # until a training says otherwise

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        if self.recipe.level is not None:
            waves = levelled(waves, self.recipe.level)
        if self.recipe.domain == "wave":
            features = waves[:, None, None]
        elif self.recipe.domain == "spectrum":
            features = torch.fft.rfft(waves, SAMPLE_RATE, norm="ortho").abs()[:, None, : self.recipe.bins, None]
        else:
            features = self._time_and_frequency(waves)
        if self.recipe.log:
            features = torch.log(features + LOG_FLOOR)
        if (self.recipe.mean, self.recipe.deviation) != (0.0, 1.0):
            features = (features - self.recipe.mean) / self.recipe.deviation
        return features.contiguous()

    def _time_and_frequency(self, waves: torch.Tensor) -> torch.Tensor:
        spectra = self.spectrogram(waves)
        if self.recipe.phase == "random":
            turns = torch.rand_like(spectra.real) if self.training else _own_turns(waves, spectra)
            spectra = torch.polar(spectra.abs(), 2 * torch.pi * turns)
        if self.recipe.power is None:
            features = torch.view_as_real(spectra).permute(0, 3, 1, 2)
        else:
            features = spectra.unsqueeze(1)
        return features if self.filters is None else self.filters.T @ features


def levelled(waves: torch.Tensor, level: float) -> torch.Tensor:
    """Waves (batch, samples) without their mean, each amplified so that its loudest tenth of a second has that level.

    In dBFS, and by HIGHEST_GAIN at most. Listening gives out one second at a time, so nothing is heard ahead of time.
    """
    waves = waves - waves.mean(dim=1, keepdim=True)
    tenth, step = SAMPLE_RATE // 10, SAMPLE_RATE // 100
    powers = nn.functional.avg_pool1d(waves.square().unsqueeze(1), tenth, step)
    loudest = powers.amax(dim=2).sqrt()
    return waves * (10 ** (level / 20) / loudest.clamp(min=10 ** ((level - HIGHEST_GAIN) / 20)))


def _own_turns(waves: torch.Tensor, spectra: torch.Tensor) -> torch.Tensor:
    """Phases in turns, of the shape of the spectra, drawn for each wave with its samples as the seed."""
    turns = torch.empty(spectra.shape, dtype=torch.float32)
    for wave, own in zip(waves.cpu(), turns, strict=True):
        own.uniform_(generator=torch.Generator().manual_seed(zlib.crc32(wave.float().numpy().tobytes())))
    return turns.to(spectra.real)


def mel_filters(n_mels: int, n_fft: int = 512) -> torch.Tensor:
    """Triangular filters on the HTK mel scale from 0 Hz to half the sampling rate, of shape (n_fft // 2 + 1, n_mels).

    At n_fft 512, 128 filters are too many: filter 0 is empty and 25 more hold a single bin. The chapter uses them all
    the same, so torchaudio's warning is silenced here, and the fact is told where the filters are shown.
    """
    return _mel_filters(n_mels, n_fft, torch.get_default_dtype())


@functools.lru_cache(maxsize=32)
def _mel_filters(n_mels: int, n_fft: int, _: torch.dtype) -> torch.Tensor:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="At least one mel filterbank has all zero values")
        return torchaudio.functional.melscale_fbanks(
            n_fft // 2 + 1, 0.0, SAMPLE_RATE / 2, n_mels, SAMPLE_RATE, norm=None, mel_scale="htk"
        )
