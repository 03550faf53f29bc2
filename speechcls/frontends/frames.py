"""From a wave to windowed frames: scale, padding, pre-emphasis, edges and windows, on batches in numpy or torch."""

from __future__ import annotations

import functools
import sys
from dataclasses import replace
from typing import Any

import numpy as np

from speechcls.frontends.config import CENTRED, FrontEndConfig

HIGHEST_GAIN = 60.0  # dB, so that a last bit that flickers doesn't become as loud as a word
Array = Any  # np.ndarray, or torch.Tensor: what comes in goes out


def library(array: Array) -> Any:
    """The module whose functions take the array: numpy's and torch's share the names used here."""
    return np if isinstance(array, np.ndarray) else sys.modules["torch"]


def like(constant: np.ndarray, array: Array) -> Array:
    if isinstance(array, np.ndarray):
        return constant.astype(array.real.dtype)
    return sys.modules["torch"].as_tensor(np.array(constant), dtype=array.real.dtype, device=array.device)


def prepared(config: FrontEndConfig, waves: Array, xp: Any) -> Array:
    if config.sample_scale != 1:
        waves = waves * config.sample_scale
    if config.pad_seconds:
        waves = as_long(waves, round(config.pad_seconds * config.sample_rate), -1, xp)
    if config.level is not None:
        waves = _levelled(waves, config.level, config.sample_rate, xp)
    if config.wave_eps is not None:
        centred = waves - waves.mean(-1)[..., None]
        waves = centred / ((centred**2).mean(-1)[..., None] + config.wave_eps) ** 0.5
    if config.preemphasis and config.preemphasis_of != "frame":
        first = waves[..., :1]
        if config.preemphasis_of == "wrapped wave":
            first = first - config.preemphasis * waves[..., -1:]
        waves = xp.concatenate([first, waves[..., 1:] - config.preemphasis * waves[..., :-1]], -1)
    return waves


def _levelled(waves: Array, level: float, rate: int, xp: Any) -> Array:
    """Waves without their mean, amplified by HIGHEST_GAIN at most until the loudest tenth of a second has the level."""
    waves = waves - waves.mean(-1)[..., None]
    step = rate // 100
    steps = waves.shape[-1] // step
    powers = (waves[..., : steps * step] ** 2).reshape(*waves.shape[:-1], steps, step).mean(-1)
    tenths = xp.stack([powers[..., first : first + 10].mean(-1) for first in range(steps - 9)], -1)
    loudest = (tenths.max(-1) if xp is np else tenths.amax(-1)) ** 0.5
    return waves * (10 ** (level / 20) / loudest.clip(min=10 ** ((level - HIGHEST_GAIN) / 20)))[..., None]


def as_long(array: Array, length: int, axis: int, xp: Any) -> Array:
    """Cut, or with zeros added, to a length along its last axis or the one before."""
    array = array[..., :length] if axis == -1 else array[..., :length, :]
    missing = list(array.shape)
    missing[axis] = length - missing[axis]
    return xp.concatenate([array, like(np.zeros(missing), array)], axis)


def frame_samples(config: FrontEndConfig, samples: int) -> np.ndarray:
    """Which sample each place of each frame takes, (frames, frame_samples); -1 stands for a zero."""
    return _frame_samples(
        config.edges, config.frame_samples, config.hop_samples, _frames_needed(config, samples), samples
    )


def _frames_needed(config: FrontEndConfig, samples: int) -> int:
    return replace(config, n_frames=0, pad_seconds=0.0).frames(samples)


@functools.lru_cache(maxsize=64)
def _frame_samples(edges: str, length: int, hop: int, count: int, samples: int) -> np.ndarray:
    first = {"mirror": hop // 2 - length // 2}.get(edges, -(length // 2) if edges in CENTRED else 0)
    at = first + np.arange(count)[:, None] * hop + np.arange(length)
    match edges:
        case "reflect":
            at = np.abs(at)
            at = np.where(at >= samples, 2 * (samples - 1) - at, at)
        case "mirror":
            at = np.where(at < 0, -1 - at, at)
            at = np.where(at >= samples, 2 * samples - 1 - at, at)
    at[(at < 0) | (at >= samples)] = -1
    at.setflags(write=False)
    return at


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
    """What the samples of a frame are multiplied by, (frame_samples,)."""
    values = _window(config.window, config.window_samples, config.periodic, config.window_norm)
    spare = config.frame_samples - config.window_samples
    return np.pad(values, (spare // 2, spare - spare // 2))


def framed(config: FrontEndConfig, waves: Array, xp: Any) -> Array:
    """Frames of waves, (..., frames, frame_samples), before their window."""
    at = frame_samples(config, waves.shape[-1])
    if xp is not np:
        at = xp.as_tensor(np.where(at < 0, waves.shape[-1], at), device=waves.device)
    frames = xp.concatenate([waves, xp.zeros_like(waves[..., :1])], -1)[..., at]
    return frames - frames.mean(-1)[..., None] if config.remove_dc else frames


def windowed(config: FrontEndConfig, frames: Array, xp: Any) -> Array:
    if config.preemphasis and config.preemphasis_of == "frame":
        before = xp.concatenate([frames[..., :1], frames[..., :-1]], -1)
        frames = frames - config.preemphasis * before
    return frames * like(window(config), frames)
