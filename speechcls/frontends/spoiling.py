"""Ways to spoil a sound by degrees, to learn where a network gives way: a second in, a second out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from speechcls.audio import SAMPLE_RATE
from speechcls.audio.level import amplitude, mix, rms

NYQUIST = SAMPLE_RATE / 2  # Hz
SNRS = (30.0, -20.0)  # dB of the word over what is mixed in, at no and at full strength
QUIETEST = -60.0  # dB
FASTEST = 2.5  # times as fast
MUFFLED = 250.0  # Hz, above which nothing is left at full strength
DRIVE = 50.0  # dB over full scale, where distortion is strongest
ROOM = 1.5  # s until the echo of the largest room has fallen by 60 dB
SEED = 0  # of noise and echo: the same each time, so that only the strength changes

Spoil = Callable[[np.ndarray, float, np.ndarray], np.ndarray]  # (wave, strength in [0, 1], another word) -> wave


def snr(strength: float) -> float:
    """How far the word lies above what is mixed in, in dB."""
    return SNRS[0] + strength * (SNRS[1] - SNRS[0])


def noise(wave: np.ndarray, strength: float, other: np.ndarray) -> np.ndarray:
    """White noise in the background."""
    return mix(wave, np.random.default_rng(SEED).normal(0.0, 1.0, len(wave)).astype(np.float32), snr(strength))


def word(wave: np.ndarray, strength: float, other: np.ndarray) -> np.ndarray:
    """Another word underneath."""
    return mix(wave, other, snr(strength))


def loudness(wave: np.ndarray, strength: float, other: np.ndarray) -> np.ndarray:
    """The same, more quietly."""
    return wave * np.float32(amplitude(strength * QUIETEST))


def speed(wave: np.ndarray, strength: float, other: np.ndarray) -> np.ndarray:
    """Played faster, and so higher; it stays in the middle of its second."""
    times = FASTEST**strength
    places = (np.arange(len(wave)) - len(wave) / 2) * times + len(wave) / 2
    return np.interp(places, np.arange(len(wave)), wave, left=0.0, right=0.0).astype(np.float32)


def muffled(wave: np.ndarray, strength: float, other: np.ndarray) -> np.ndarray:
    """Without what lies above a frequency, as through a blanket."""
    spectrum = np.fft.rfft(wave)
    spectrum[np.fft.rfftfreq(len(wave), 1 / SAMPLE_RATE) > cutoff(strength)] = 0.0
    return np.fft.irfft(spectrum, len(wave)).astype(np.float32)


def cutoff(strength: float) -> float:
    """The frequency in Hz above which a muffled sound has nothing."""
    return NYQUIST * (MUFFLED / NYQUIST) ** strength


def clipped(wave: np.ndarray, strength: float, other: np.ndarray) -> np.ndarray:
    """Cut off at a limit, as by a microphone turned up too far, then as loud as before."""
    peak = float(np.abs(wave).max())
    if not (peak and strength):
        return wave
    limit = peak / amplitude(strength * DRIVE)
    cut = np.clip(wave, -limit, limit)
    return (cut * (rms(wave) / rms(cut))).clip(-1.0, 1.0).astype(np.float32)


def echo(wave: np.ndarray, strength: float, other: np.ndarray) -> np.ndarray:
    """In a room whose echo lasts longer and longer."""
    if not strength:
        return wave
    times = np.arange(len(wave)) / SAMPLE_RATE
    room = np.random.default_rng(SEED).normal(0.0, 1.0, len(wave)) * 10 ** (-3 * times / (ROOM * strength))
    room *= strength / np.sqrt(np.sum(room**2))
    room[0] += 1.0
    size = 2 * len(wave)
    sound = np.fft.irfft(np.fft.rfft(wave, size) * np.fft.rfft(room, size), size)[: len(wave)]
    return sound.clip(-1.0, 1.0).astype(np.float32)


SPOILS: dict[str, Spoil] = {
    "noise": noise,
    "loudness": loudness,
    "speed": speed,
    "muffled": muffled,
    "clipped": clipped,
    "echo": echo,
    "word": word,
}
