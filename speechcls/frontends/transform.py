"""A front end at work: waves become features, for every configuration, one clip or a batch, in numpy or torch."""

from __future__ import annotations

import functools
import math
import zlib
from typing import Any

import numpy as np

from speechcls.frontends.config import FrontEndConfig, Pcen
from speechcls.frontends.frames import Array, as_long, framed, library, like, prepared, windowed
from speechcls.frontends.mel import filter_bank
from speechcls.frontends.micro import micro_frontend


def transform(config: FrontEndConfig, waves: Array) -> Array:
    """Features of waves of shape (..., samples): (..., *config.shape(samples)), of the kind and precision given."""
    if waves.ndim == 1:
        return transform(config, waves[None])[0]
    xp = library(waves)
    waves = prepared(config, waves, xp)
    if config.domain == "wave":
        return waves
    if config.domain == "micro frontend":
        made = np.stack([micro_frontend(np.asarray(wave)) for wave in waves])
        return _shaped(config, like(made, waves))
    if config.domain == "spectrum":
        bins = xp.abs(xp.fft.rfft(waves, config.sample_rate, norm="ortho"))[..., : config.values]
        return _shaped(config, bins[..., None, :])
    return _shaped(config, features_of(config, *spectra(config, waves, xp), xp))


def spectra(config: FrontEndConfig, prepared_waves: Array, xp: Any) -> tuple[Array, Array | None]:
    """Power or complex spectra (..., frames, bins), and the log energies (..., frames) where they are asked for."""
    raw = framed(config, prepared_waves, xp)
    frames = windowed(config, raw, xp)
    if config.power is None:
        return _complex_spectrum(config, frames, prepared_waves, xp), None
    power = _power_spectrum(config, frames, xp)
    if not config.energy:
        return power, None
    return power, _log_energy(config, (raw**2 if config.energy_of == "frame" else power).sum(-1), xp)


def features_of(config: FrontEndConfig, spectrum: Array, log_energy: Array | None, xp: Any) -> Array:
    """Features (..., frames, values) of what spectra() gives."""
    bands = spectrum @ like(filter_bank(config), spectrum) if config.n_bands else spectrum
    features = _compressed(config, bands, xp)
    if config.n_cepstra:
        features = features @ like(cepstral_matrix(config), features)
    if log_energy is not None:
        features = xp.concatenate([log_energy[..., None], features[..., config.energy == "c0" :]], -1)
    return _finished(config, features, xp)


def _log_energy(config: FrontEndConfig, energy: Array, xp: Any) -> Array:
    if config.floored == "zeros":
        energy = xp.where(energy == 0, xp.zeros_like(energy) + config.floor, energy)
    else:
        energy = energy.clip(min=max(config.floor, config.energy_floor))
    return xp.log(energy)


def _spectrum(config: FrontEndConfig, frames: Array, xp: Any) -> Array:
    return xp.fft.rfft(frames[..., : config.n_fft], config.n_fft)


def _power_spectrum(config: FrontEndConfig, frames: Array, xp: Any) -> Array:
    spectrum = _spectrum(config, frames, xp)
    power = spectrum.real**2 + spectrum.imag**2
    if config.power not in (2.0, None):
        power = power ** (config.power / 2)
    return power * config.spectrum_scale if config.spectrum_scale != 1 else power


def _complex_spectrum(config: FrontEndConfig, frames: Array, waves: Array, xp: Any) -> Array:
    """Real and imaginary parts, (..., 2, frames, bins)."""
    spectrum = _spectrum(config, frames, xp)
    if config.phase == "random":
        spectrum = _with_random_phase(spectrum, waves)
    return xp.stack([spectrum.real, spectrum.imag], -3)


def _with_random_phase(spectrum: Array, waves: Array) -> Array:
    """Phases drawn for each wave with its samples as the seed, as (bins, frames), so that its features repeat."""
    import torch

    turns = torch.empty(spectrum.swapaxes(-1, -2).shape, dtype=torch.float32)
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
    """Of each clip, with two axes of 1."""
    return values.max((-2, -1), keepdims=True) if isinstance(values, np.ndarray) else values.amax((-2, -1), True)


def pcen(settings: Pcen, energies: Array, hop_samples: int, xp: Any = np) -> Array:
    """Per-channel energy normalisation of energies (..., frames, bands)."""
    energies = energies * settings.sample_scale
    frames = settings.time_constant * settings.rate / hop_samples
    smooth = (math.sqrt(1 + 4 * frames**2) - 1) / (2 * frames**2)
    level = energies[..., 0, :]
    if settings.start == "one":
        level = xp.ones_like(level)
    levels = []
    for frame in range(energies.shape[-2]):
        level = (1 - smooth) * level + smooth * energies[..., frame, :]
        levels.append(level)
    gains = xp.exp(-settings.gain * (math.log(settings.floor) + xp.log1p(xp.stack(levels, -2) / settings.floor)))
    return settings.bias**settings.power * xp.expm1(settings.power * xp.log1p(energies * gains / settings.bias))


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
    if config.n_frames:
        features = as_long(features, config.n_frames, -2, xp)
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


def _shaped(config: FrontEndConfig, features: Array) -> Array:
    return features.swapaxes(-1, -2) if config.layout == "bands, frames" else features
