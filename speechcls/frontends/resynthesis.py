"""What can be done to a sound to learn what a network listens to: Clip in, Clip out, of the same length."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Literal

import numpy as np

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.frontends.atlas import POWER
from speechcls.frontends.frames import window
from speechcls.frontends.mel import mel_filters, to_mel

Phase = Literal["kept", "scrambled", "zero"]
TONES = ((440, 480), (8_000, 8_040))  # Hz, pairs that lie equally far apart, for the ear to compare
ROUNDS = 32  # of Griffin and Lim's search for a phase, and of the search for a power spectrum
MOMENTUM = 0.99  # of the search for a phase: Perraudin, Balazs and Søndergaard 2013


def strongest(clip: Clip, count: int) -> np.ndarray:
    """A mask of the Fourier coefficients with the largest magnitudes: booleans (samples // 2 + 1,), from 0 Hz.

    Half as many as samples are ranked, as in the chapter; the one after them, at 8 kHz, belongs to all of them only.
    """
    magnitudes = np.abs(np.fft.rfft(clip.samples))
    if not 1 <= count <= len(clip.samples) // 2:
        raise ValueError(f"count ({count}) must be from 1 to half the number of samples, {len(clip.samples) // 2}.")
    if count == len(clip.samples) // 2:
        return np.ones(len(magnitudes), bool)
    kept = np.zeros(len(magnitudes), bool)
    kept[np.argsort(-magnitudes[: len(clip.samples) // 2], kind="stable")[:count]] = True
    return kept


def band(clip: Clip, low: float, high: float) -> np.ndarray:
    """A mask of the Fourier coefficients from `low` to `high` (Hz): booleans (samples // 2 + 1,)."""
    if not low <= high:
        raise ValueError(f"A band goes from low to high; {low} to {high} Hz came.")
    frequencies = np.arange(len(clip.samples) // 2 + 1) / clip.duration
    return (frequencies >= low) & (frequencies <= high)


def keep(clip: Clip, kept: np.ndarray) -> Clip:
    """The sound made of these Fourier coefficients alone. All of them give it back, but for rounding to float32."""
    return replace(clip, samples=np.fft.irfft(np.fft.rfft(clip.samples) * kept, len(clip.samples)))


def reverse(clip: Clip) -> Clip:
    """The sound played backwards: the magnitudes of the whole stay, their phases change sign."""
    return replace(clip, samples=clip.samples[::-1])


def change_phase(clip: Clip, phase: Phase, windows: bool = True, seed: int = 0) -> Clip:
    """The sound with the same magnitudes and other phases, random or all zero: of each window, or of the whole.

    Zero is counted from the middle of a window, and from the start of the whole. Windows overlap, and no sound has
    just these values in all of them: what comes out is their overlap-add, whose magnitudes are near the given ones.
    """
    spectrum = _stft(clip) if windows else np.fft.rfft(clip.samples)[:, None]
    if phase == "scrambled":
        angles = 2 * np.pi * np.random.default_rng(seed).random(spectrum.shape, np.float32)
        angles[[0, -1]] = 0.0  # the two ends of a real sound's spectrum are real
        spectrum = spectrum * np.exp(1j * angles)
    elif phase == "zero":
        spectrum = np.abs(spectrum) * (_to_middle(len(spectrum)) if windows else 1.0)
    if windows:
        return replace(clip, samples=_istft(spectrum, len(clip.samples)))
    return replace(clip, samples=np.fft.irfft(spectrum[:, 0], len(clip.samples)))


def paint(clip: Clip, kept: np.ndarray) -> Clip:
    """The sound without the cells of time and frequency that were taken away.

    `kept` (rows, columns) lies between 0 and 1, row 0 the lowest; its rows are equally high on the mel scale (HTK) from
    0 to 8,000 Hz, its columns equally long.
    """
    spectrum = _stft(clip)
    rows, columns = kept.shape
    heights = to_mel(np.arange(spectrum.shape[0]) * SAMPLE_RATE / POWER.n_fft, "htk") / to_mel(SAMPLE_RATE / 2, "htk")
    times = np.arange(spectrum.shape[1]) * POWER.hop_samples / SAMPLE_RATE / clip.duration
    row, column = _cells(heights, rows), _cells(times, columns)
    return replace(clip, samples=_istft(spectrum * kept[row][:, column], len(clip.samples)))


def _cells(shares: np.ndarray, count: int) -> np.ndarray:
    """Index of the one of `count` equal parts of [0, 1] in which each share lies."""
    return np.clip(shares * count, 0, count - 1).astype(np.int64)


def from_mel(clip: Clip, n_mels: int, keep_phase: bool = False, seed: int = 0) -> Clip:
    """The sound rebuilt from the energies of so many mel filters alone.

    A power spectrum with these energies is searched for (Lee and Seung's multiplicative steps); its phases are the
    sound's own, or searched for by Griffin and Lim's method from seeded random ones.
    """
    spectrum = _stft(clip)
    filters = mel_filters(n_mels).astype(np.float32)
    magnitudes = np.sqrt(_power_from_mel(filters.T @ np.abs(spectrum) ** 2, filters))
    if keep_phase:
        rebuilt = _polar(magnitudes, np.angle(spectrum))
    else:
        rebuilt = _griffin_lim(magnitudes, max(len(clip.samples), POWER.n_fft), seed)
    return replace(clip, samples=_istft(rebuilt, len(clip.samples)))


def _power_from_mel(energies: np.ndarray, filters: np.ndarray) -> np.ndarray:
    """A power spectrum (bins, frames), nowhere negative, with these mel energies (filters, frames)."""
    power = filters @ energies / (filters.sum(axis=1, keepdims=True) + 1e-12)
    given = filters @ energies
    for _ in range(ROUNDS):
        power = power * given / (filters @ (filters.T @ power) + 1e-12)
    return power


def _griffin_lim(magnitudes: np.ndarray, samples: int, seed: int) -> np.ndarray:
    """Phases for the magnitudes (bins, frames) that are nearly those of a sound's overlapping windows."""
    angles = 2 * np.pi * np.random.default_rng(seed).random(magnitudes.shape, np.float32)
    guess = _polar(magnitudes, angles)
    before = np.zeros_like(guess)
    for _ in range(ROUNDS):
        consistent = _stft_of(_istft(guess, samples))
        ahead = consistent + MOMENTUM / (1 + MOMENTUM) * (consistent - before)
        guess, before = _polar(magnitudes, np.angle(ahead)), consistent
    return guess


def _polar(magnitudes: np.ndarray, angles: np.ndarray) -> np.ndarray:
    return magnitudes * np.exp(1j * angles)


def _to_middle(bins: int) -> np.ndarray:
    """(bins, 1) signs that move an impulse from the start of a window to its middle."""
    return 1.0 - 2.0 * (np.arange(bins)[:, None] % 2)


def _stft(clip: Clip) -> np.ndarray:
    """(bins, frames) complex. What is shorter than a window is padded."""
    return _stft_of(np.pad(clip.samples, (0, max(0, POWER.n_fft - len(clip.samples)))))


def _stft_of(samples: np.ndarray) -> np.ndarray:
    """(bins, frames) of frames centred on every hop, the sound mirrored at its ends."""
    mirrored = np.pad(samples, POWER.n_fft // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(mirrored, POWER.n_fft)[:: POWER.hop_samples]
    return np.fft.rfft(frames * _window()).T


def _istft(spectrum: np.ndarray, samples: int) -> np.ndarray:
    """(samples,) float32, by overlap-add: frames weighted by the window, over the sum of its squares."""
    frames = np.fft.irfft(spectrum.T, POWER.n_fft) * _window()
    sound, weight = np.zeros((2, POWER.hop_samples * (len(frames) - 1) + POWER.n_fft))
    for number, frame in enumerate(frames):
        at = slice(number * POWER.hop_samples, number * POWER.hop_samples + POWER.n_fft)
        sound[at] += frame
        weight[at] += _window() ** 2
    inside = slice(POWER.n_fft // 2, POWER.n_fft // 2 + samples)
    return (sound[inside] / weight[inside]).astype(np.float32)


@functools.cache
def _window() -> np.ndarray:
    return window(replace(POWER, window_norm="")).astype(np.float32)
