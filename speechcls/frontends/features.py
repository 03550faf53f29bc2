"""How a clip becomes numbers: one transform for every recipe, for training and pictures alike."""

from __future__ import annotations

import functools
import warnings
import zlib

import torch
import torchaudio
from torch import nn

from speechcls.audio import SAMPLE_RATE
from speechcls.frontends.recipe import FeatureRecipe

HIGHEST_GAIN = 60.0  # dB, so that a last bit that flickers doesn't become as loud as a word
LOG_FLOOR = 1e-6  # added before the logarithm: the power of white noise at -60 dB of full scale


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
