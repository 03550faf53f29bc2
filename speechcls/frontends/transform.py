"""A front end at work: waves become features, by any settings, one clip or a batch, in numpy or torch."""

from __future__ import annotations

import functools
import math
import zlib
from dataclasses import replace
from typing import Any

import numpy as np

from speechcls.frontends.config import FrontEndConfig, Pcen
from speechcls.frontends.frames import Array, as_long, constant, framed, library, prepared, windowed
from speechcls.frontends.mel import filter_bank
from speechcls.frontends.micro import micro_frontend


def transform(config: FrontEndConfig, waves: Array) -> Array:
    """Features of waves of shape (..., samples): (..., *config.shape(samples)), of the kind and precision given.

    Of waves that are too short for a frame there are none: one of the lengths is 0.
    """
    if waves.ndim == 1:
        return transform(config, waves[None])[0]
    xp, shape = library(waves), config.shape(waves.shape[-1])
    if 0 in shape:
        return xp.empty((*waves.shape[:-1], *shape), dtype=waves.dtype)
    if config.domain == "wave":
        return standardised(config, prepared(config, waves, xp))
    if config.domain == "micro frontend":
        features = _called(prepared(config, waves, xp), xp)
    elif config.domain == "spectrum":
        spectrum = xp.fft.rfft(prepared(config, waves, xp), config.sample_rate, norm="ortho")
        features = abs(spectrum)[..., None, : config.values]
    else:
        features = features_of(config, *spectra(config, waves, xp), xp)
    features = standardised(config, features)
    return features.swapaxes(-1, -2) if config.layout == "bands, frames" else features


def network_input(config: FrontEndConfig, waves: Array) -> Array:
    """Features of waves (batch, samples) as a network takes them: (batch, channels, bins, frames).

    A wave is one of 1 bin, (batch, 1, 1, samples), and a spectrum one of 1 frame, (batch, 1, 8000, 1). A floor below
    the loudest value is that of each clip, so that an answer never hangs on who else is in the batch.
    """
    features = transform(replace(config, top_over="clip", layout="bands, frames"), waves)
    if config.domain == "wave":
        features = features[:, None]
    return features if config.power is None else features[:, None]


def spectra(config: FrontEndConfig, waves: Array, xp: Any) -> tuple[Array, Array | None]:
    """Power or complex spectra (..., frames, bins), and the log energies (..., frames) where they are asked for."""
    raw = framed(config, prepared(config, waves, xp), xp)
    spectrum = xp.fft.rfft(windowed(config, raw, xp)[..., : config.n_fft], config.n_fft)
    if config.phase != "kept":
        spectrum = _with_random_phase(config, spectrum, waves)
    if config.power is None:
        return xp.stack([spectrum.real, spectrum.imag], -3), None
    power = power_of(config, spectrum.real, spectrum.imag)
    return power, log_energy(config, raw, power, xp)


def power_of(config: FrontEndConfig, real: Array, imaginary: Array) -> Array:
    """The spectrum's magnitude to the power of the settings."""
    power = real * real + imaginary * imaginary
    if config.power not in (2.0, None):
        power = power ** (config.power / 2)
    return power * config.spectrum_scale if config.spectrum_scale != 1 else power


def features_of(config: FrontEndConfig, spectrum: Array, log_energies: Array | None, xp: Any) -> Array:
    """Features (..., frames, values) of what spectra() gives."""
    bands = spectrum @ constant(filter_bank, config, spectrum) if config.n_bands else spectrum
    return features_of_bands(config, bands, log_energies, xp)


def features_of_bands(config: FrontEndConfig, bands: Array, log_energies: Array | None, xp: Any) -> Array:
    """Features (..., frames, values) of bands (..., frames, bands), or of bins where there are no bands."""
    features = _compressed(config, bands, xp)
    if config.n_cepstra:
        features = features @ constant(cepstral_matrix, config, features)
    if log_energies is not None:
        features = xp.concatenate([log_energies[..., None], features[..., config.energy == "c0" :]], -1)
    return _finished(config, features, xp)


def standardised(config: FrontEndConfig, features: Array) -> Array:
    """Features by the mean and deviation that the training clips of a network have."""
    return (features - config.mean) / config.deviation if config.is_standardised else features


def _called(waves: Array, xp: Any) -> Array:
    made = np.stack([micro_frontend(np.asarray(wave)) for wave in (waves if xp is np else waves.cpu())])
    return made if xp is np else xp.from_numpy(made).to(waves)


def log_energy(config: FrontEndConfig, raw: Array, power: Array, xp: Any) -> Array | None:
    """Logarithms of the energies of frames before their window, or of their spectra; None where none are asked for."""
    if not config.energy:
        return None
    energy = (raw**2 if config.energy_of == "frame" else power).sum(-1)
    if config.floored == "zeros":
        energy = xp.where(energy == 0, xp.zeros_like(energy) + config.floor, energy)
    else:
        energy = energy.clip(min=max(config.floor, config.energy_floor))
    return xp.log(energy)


def _with_random_phase(config: FrontEndConfig, spectrum: Array, waves: Array) -> Array:
    """Phases drawn for each wave, (bins, frames) at a time, anew or with its samples as they came as the seed."""
    import torch

    turns = torch.empty(spectrum.swapaxes(-1, -2).shape, dtype=torch.float32)
    if config.phase == "random anew":
        turns.uniform_()
    else:
        for wave, own in zip(waves, turns, strict=True):
            samples = np.asarray(wave.cpu() if isinstance(wave, torch.Tensor) else wave, dtype=np.float32)
            own.uniform_(generator=torch.Generator().manual_seed(zlib.crc32(samples.tobytes())))
    phases = torch.exp(2j * math.pi * turns.swapaxes(-1, -2))
    return abs(spectrum) * (phases.numpy() if isinstance(spectrum, np.ndarray) else phases.to(spectrum))


def _compressed(config: FrontEndConfig, bands: Array, xp: Any) -> Array:
    if config.pcen:
        return pcen(config.pcen, bands, config.hop_samples, xp)
    if not config.log:
        return bands
    if config.floored == "below":
        bands = bands.clip(min=config.floor)
    elif config.floored == "added":
        bands = bands + config.floor
    else:
        bands = xp.where(bands == 0, xp.zeros_like(bands) + config.floor, bands)
    factor = {"ln": 1.0, "log10": 1 / math.log(10), "db": 10 / math.log(10), "db of amplitudes": 20 / math.log(10)}
    values = xp.log(bands) * factor[config.log]
    if config.reference == "maximum":
        values = values - _maximum(values)
    if config.top is not None:
        loudest = values.max() if config.top_over == "batch" else _maximum(values)
        values = xp.maximum(values, loudest - config.top)
    return values


def _maximum(values: Array) -> Array:
    """The largest value of each clip, (..., 1, 1)."""
    return values.max((-2, -1), keepdims=True) if isinstance(values, np.ndarray) else values.amax((-2, -1), True)


def pcen(settings: Pcen, energies: Array, hop_samples: int, xp: Any = np) -> Array:
    """Per-channel energy normalisation of energies (..., frames, bands)."""
    energies = energies * settings.sample_scale
    smooth = smoothing(settings.time_constant * settings.rate / hop_samples)
    level = energies[..., 0, :]
    if settings.start == "one":
        level = xp.ones_like(level)
    levels = []
    for frame in range(energies.shape[-2]):
        level = (1 - smooth) * level + smooth * energies[..., frame, :]
        levels.append(level)
    gains = xp.exp(-settings.gain * (math.log(settings.floor) + xp.log1p(xp.stack(levels, -2) / settings.floor)))
    return settings.bias**settings.power * xp.expm1(settings.power * xp.log1p(energies * gains / settings.bias))


def smoothing(frames: float) -> float:
    """What each new frame has in an energy that is smoothed over so many of them, as librosa's PCEN has it."""
    return (math.sqrt(1 + 4 * frames**2) - 1) / (2 * frames**2)


@functools.lru_cache(maxsize=128)
def _dct(n_bands: int, n_cepstra: int, norm: str, lifter: int, lifter_from: int) -> np.ndarray:
    order = np.arange(n_cepstra)
    matrix = np.cos(np.pi / n_bands * (np.arange(n_bands)[:, None] + 0.5) * order)
    matrix *= {"ortho": math.sqrt(2 / n_bands), "equal": math.sqrt(2 / n_bands), "none": 2.0}[norm]
    if norm == "ortho":
        matrix[:, 0] /= math.sqrt(2)
    if lifter:
        matrix *= 1 + lifter / 2 * np.sin(np.pi * (order + lifter_from) / lifter)
    return matrix


def cepstral_matrix(config: FrontEndConfig) -> np.ndarray:
    """Discrete cosine transform and lifter as one matrix, (n_bands, n_cepstra)."""
    return _dct(config.n_bands, config.n_cepstra, config.dct, config.lifter, config.lifter_from)


def _finished(config: FrontEndConfig, features: Array, xp: Any) -> Array:
    if config.mean_over:
        real = features[..., :-1, :] if config.mask_last else features
        features = as_long(_normalised(config, real, xp), features.shape[-2], -2, xp)
    if (frames := config.padded(features.shape[-2])) != features.shape[-2]:
        features = as_long(features, frames, -2, xp)
    if config.offset or config.gain != 1:
        features = (features + config.offset) * config.gain
    if config.limits:
        features = features.clip(*config.limits)
    if config.levels:
        features = (features * config.levels).round() % config.levels / config.levels
    return features


def _normalised(config: FrontEndConfig, features: Array, xp: Any) -> Array:
    features = features - features[..., :1, :1] if config.mean_over == "clip" else features - features[..., :1, :]
    if config.mean_window:
        windows = _mirrored_windows(features.shape[-2], config.mean_window)
        features = features - features[..., windows, :].mean(-2)
        if config.deviation_eps is None:
            return features
        spread = features[..., windows, :]
        deviation = ((spread - spread.mean(-2)[..., None, :]) ** 2).mean(-2) ** 0.5
        return features / (deviation + config.deviation_eps)
    axes = (-2,) if config.mean_over == "band" else (-2, -1)
    features = features - features.mean(axes, keepdims=True)
    if config.deviation_eps is None:
        return features
    count = math.prod(features.shape[axis] for axis in axes)
    variance = (features**2).sum(axes, keepdims=True) / (count - config.deviation_ddof)
    deviation = (variance + config.variance_eps) ** 0.5
    return features / (deviation + config.deviation_eps)


@functools.lru_cache(maxsize=16)
def _mirrored_windows(frames: int, width: int) -> np.ndarray:
    """Which frames lie in the window about each, the ends mirrored as often as it takes: (frames, width)."""
    return np.pad(np.arange(frames), width // 2, mode="symmetric")[np.arange(frames)[:, None] + np.arange(width)]
