"""From a wave to windowed frames: scale, padding, pre-emphasis, edges and windows, on batches in numpy or torch."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from speechcls.audio.level import amplitude
from speechcls.frontends.config import FrontEndConfig

HIGHEST_GAIN = 60.0  # dB, so that a last bit that flickers doesn't become as loud as a word
Array = Any  # np.ndarray, or torch.Tensor: what comes in goes out


def library(array: Array) -> Any:
    """The module whose functions take the array: numpy's and torch's share the names used here."""
    return np if isinstance(array, np.ndarray) else sys.modules["torch"]


def constant(made: Callable[[FrontEndConfig], np.ndarray], config: FrontEndConfig, array: Array) -> Array:
    """A window, filters or a matrix of the settings, of the kind and precision of the array."""
    if isinstance(array, np.ndarray):
        return _cast(made, config, str(array.real.dtype))
    values = _cast(made, config, str(array.real.dtype).removeprefix("torch."))
    return sys.modules["torch"].from_numpy(values).to(array.device)


@functools.lru_cache(maxsize=64)
def _cast(made: Callable[[FrontEndConfig], np.ndarray], config: FrontEndConfig, dtype: str) -> np.ndarray:
    return made(config).astype(dtype)


def prepared(config: FrontEndConfig, waves: Array, xp: Any) -> Array:
    """Waves before they are cut into frames: scaled, padded, levelled, pre-emphasised."""
    if config.sample_scale != 1:
        waves = waves * config.sample_scale
    if config.pad_seconds:
        waves = as_long(waves, round(config.pad_seconds * config.sample_rate), -1, xp)
    if config.level is not None:
        waves = levelled(waves, config.level, config.sample_rate)
    if config.wave_eps is not None:
        centred = waves - waves.mean(-1)[..., None]
        waves = centred / ((centred**2).mean(-1)[..., None] + config.wave_eps) ** 0.5
    if config.preemphasis and config.preemphasis_of != "frame":
        first = waves[..., :1]
        if config.preemphasis_of == "wrapped wave":
            first = first - config.preemphasis * waves[..., -1:]
        waves = xp.concatenate([first, waves[..., 1:] - config.preemphasis * waves[..., :-1]], -1)
    return waves


def levelled(waves: Array, level: float, rate: int) -> Array:
    """Waves without their mean, amplified by HIGHEST_GAIN at most until the loudest tenth of a second has the level.

    The level is in dBFS. Listening gives out one second at a time, so nothing is heard ahead of time.
    """
    waves = waves - waves.mean(-1)[..., None]
    powers = tenths(waves, rate)
    loudest = (powers.max(-1) if isinstance(waves, np.ndarray) else powers.amax(-1)) ** 0.5
    return waves * (amplitude(level) / loudest.clip(min=amplitude(level - HIGHEST_GAIN)))[..., None]


def tenths(waves: Array, rate: int) -> Array:
    """Mean power of each tenth of a second of waves (..., samples) that begins at a hundredth: (..., tenths).

    A wave that is shorter than a tenth counts as one.
    """
    step = min(rate // 100, waves.shape[-1])
    steps = waves.shape[-1] // step
    width = min(10, steps)
    inside = waves[..., : steps * step]
    powers = (inside * inside).reshape(*waves.shape[:-1], steps, step).mean(-1)
    if isinstance(waves, np.ndarray):
        return np.lib.stride_tricks.sliding_window_view(powers, width, axis=-1).mean(-1)
    pooled = sys.modules["torch"].nn.functional.avg_pool1d(powers.reshape(-1, 1, steps), width, stride=1)
    return pooled.reshape(*waves.shape[:-1], steps - width + 1)


def as_long(array: Array, length: int, axis: int, xp: Any) -> Array:
    """The array cut, or padded with zeros, to a length along its last axis or the one before."""
    array = array[..., :length] if axis == -1 else array[..., :length, :]
    missing = length - array.shape[axis]
    return with_zeros(array, 0, missing, axis, xp) if missing else array


def with_zeros(array: Array, before: int, after: int, axis: int, xp: Any) -> Array:
    """The array padded with zeros before and after, along the last axis or the one before."""
    if xp is np:
        spare = [(0, 0)] * array.ndim
        spare[axis] = before, after
        return np.pad(array, spare)
    return xp.nn.functional.pad(array, (0, 0) * (-axis - 1) + (before, after))


def covered(config: FrontEndConfig, waves: Array, xp: Any) -> Array:
    """The stretch that the frames cover: the wave, mirrored or padded with zeros at its ends."""
    samples, first = waves.shape[-1], config.first_sample
    frames = config.frames_inside(samples)
    end = first + max(0, frames - 1) * config.hop_samples + config.frame_samples
    inside = waves[..., max(0, first) : min(samples, end)]
    before, after = max(0, -first), max(0, end - samples)
    if config.edges not in ("reflect", "mirror"):
        return with_zeros(inside, before, after, -1, xp) if before or after else inside
    ends = (
        _mirrored(waves, at, int(config.edges == "mirror"), xp)
        for at in (np.arange(-before, 0), np.arange(samples, samples + after))
    )
    return xp.concatenate([next(ends), inside, next(ends)], -1)


def _mirrored(waves: Array, at: np.ndarray, repeated: int, xp: Any) -> Array:
    """The samples that a mirror at each end shows at places outside; the outermost once more where it is repeated.

    What lies beyond the other end even so is 0.
    """
    samples = waves.shape[-1]
    at = np.where(at < 0, -at - repeated, at)
    at = np.where(at >= samples, 2 * (samples - 1) + repeated - at, at)
    if at.size and (at >= 0).all() and (np.diff(at) == -1).all():  # in a graph faster than looking them up
        return xp.flip(waves[..., at[-1] : at[0] + 1], (-1,))
    shown = waves[..., np.maximum(at, 0) if xp is np else xp.from_numpy(np.maximum(at, 0)).to(waves.device)]
    return shown if (at >= 0).all() else shown * xp.asarray(at >= 0)


@functools.lru_cache(maxsize=128)
def _window(kind: str, length: int, periodic: bool, norm: str) -> np.ndarray:
    turns = np.arange(length) / max(length - (not periodic), 1)
    shape = {
        "hann": lambda: 0.5 - 0.5 * np.cos(2 * np.pi * turns),
        "hamming": lambda: 0.54 - 0.46 * np.cos(2 * np.pi * turns),
        "povey": lambda: (0.5 - 0.5 * np.cos(2 * np.pi * turns)) ** 0.85,
        "blackman": lambda: 0.42 - 0.5 * np.cos(2 * np.pi * turns) + 0.08 * np.cos(4 * np.pi * turns),
        "rectangular": lambda: np.ones(length),
    }[kind]()
    return shape / {"": 1.0, "energy": np.sqrt((shape**2).sum()), "sum": shape.sum()}[norm]


def window(config: FrontEndConfig) -> np.ndarray:
    """The window by which the samples of a frame are multiplied, (frame_samples,)."""
    values = _window(config.window, config.window_samples, config.periodic, config.window_norm)
    spare = config.frame_samples - config.window_samples
    return np.pad(values, (spare // 2, spare - spare // 2))


def framed(config: FrontEndConfig, waves: Array, xp: Any) -> Array:
    """Frames of waves, (..., frames, frame_samples), before their window."""
    stretch, length, hop = covered(config, waves, xp), config.frame_samples, config.hop_samples
    if xp is np:
        frames = np.lib.stride_tricks.sliding_window_view(stretch, length, axis=-1)[..., ::hop, :]
    else:
        frames = stretch.unfold(-1, length, hop)
    frames = frames[..., : config.frames_inside(waves.shape[-1]), :]
    return frames - frames.mean(-1)[..., None] if config.remove_dc else frames


def emphasised(config: FrontEndConfig, frames: Array, xp: Any) -> Array:
    """Frames pre-emphasised one by one, where the settings say so."""
    if config.preemphasis and config.preemphasis_of == "frame":
        before = xp.concatenate([frames[..., :1], frames[..., :-1]], -1)
        frames = frames - config.preemphasis * before
    return frames


def windowed(config: FrontEndConfig, frames: Array, xp: Any) -> Array:
    return emphasised(config, frames, xp) * constant(window, config, frames)
