"""Pitch and formants of a voice: by autocorrelation (Boersma 1993), and by linear prediction (Makhoul 1975)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from speechcls.audio.clip import SAMPLE_RATE

LOWEST, HIGHEST = 75.0, 500.0  # Hz, of a pitch
FRAME, HOP = 640, 160  # samples: three periods of the lowest pitch, every 10 ms
FFT = 2_048  # samples: long enough that nothing wraps around, and 5 kHz is a whole number of bins
VOICED = 0.45  # of the autocorrelation at its peak, where 1 is a wave that repeats exactly (Boersma 1993)
OCTAVE = 0.01  # by which an octave more must repeat better, so that a double period isn't taken for one (the same)
AUDIBLE = 0.03  # of the largest amplitude, below which a frame is silent (the same)
LOUD = 0.5  # of the loudest frame's amplitude, down to which its neighbours are of the same vowel
AROUND, LEAST = 5, 3  # frames of a vowel to each side of its loudest, and at least in all
BAND, ORDER = 640, 12  # bins up to 5 kHz, below which lie five formants; two coefficients for each, two for the slope
EMPHASIS = 0.98  # raises high frequencies, which the glottis lowers, from 50 Hz on
WIDTHS = (15.0, 500.0)  # Hz, of a formant: a pure tone is narrower, the slope of a spectrum wider
PLACES = ((150.0, 1_100.0), (500.0, 3_300.0))  # Hz, where F1 and F2 of people lie


@dataclass(frozen=True)
class Voice:
    """What the loudest vowel of a second sounds like: when (s from its start), and in Hz."""

    time: float
    pitch: float
    formants: tuple[float, ...]  # F1 and F2; fewer where fewer stand out


def voice(second: np.ndarray) -> Voice | None:
    """The voice in samples (16000,); None where nothing in it repeats as a voice does."""
    frames = np.lib.stride_tricks.sliding_window_view(second.astype(np.float64), FRAME)[::HOP]
    peaks = np.abs(frames).max(axis=1)
    lags, strengths = _periods(frames)
    voiced = (strengths >= VOICED) & (peaks >= max(AUDIBLE * np.abs(second).max(), 1e-9))
    if not voiced.any():
        return None
    levels = np.where(voiced, np.sqrt(np.square(frames).mean(axis=1)), 0.0)
    middle = int(levels.argmax())
    first, last = _vowel(levels, middle)
    if last - first < LEAST:
        return None
    return Voice(
        time=(middle * HOP + FRAME / 2) / SAMPLE_RATE,
        pitch=SAMPLE_RATE / float(np.median(lags[first:last])),
        formants=_formants(frames[first:last]),
    )


def _periods(frames: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each frame the period (samples, between two where the peak is) after which it repeats best, and how well."""
    window = np.hanning(FRAME + 2)[1:-1]
    repeats = _autocorrelation((frames - frames.mean(axis=1, keepdims=True)) * window)
    repeats = repeats / np.maximum(repeats[:, :1], 1e-20) / (_autocorrelation(window) / np.sum(window**2))[None]
    low, high = int(SAMPLE_RATE / HIGHEST), int(SAMPLE_RATE / LOWEST) + 1
    before, here, after = (repeats[:, low + i : high + i] for i in (-1, 0, 1))
    lags = np.arange(low, high)
    weighed = np.where((here > before) & (here >= after), here - OCTAVE * np.log2(lags * LOWEST / SAMPLE_RATE), -1.0)
    best, rows = weighed.argmax(axis=1), np.arange(len(frames))
    y0, y1, y2 = (values[rows, best] for values in (before, here, after))
    bend = np.minimum(y0 - 2 * y1 + y2, -1e-12)
    found = weighed[rows, best] > -1.0
    return lags[best] + np.where(found, 0.5 * (y0 - y2) / bend, 0.0), np.where(found, y1, 0.0)


def _autocorrelation(values: np.ndarray) -> np.ndarray:
    """Of (..., FRAME) samples at the lags of 0 to FRAME - 1 samples."""
    return np.fft.irfft(np.abs(np.fft.rfft(values, FFT)) ** 2)[..., :FRAME]


def _vowel(levels: np.ndarray, middle: int) -> tuple[int, int]:
    """The frames around the loudest one that are voiced and nearly as loud: first, and the one after the last."""
    quiet = np.flatnonzero(levels < LOUD * levels[middle])
    after = int(np.searchsorted(quiet, middle))
    first = quiet[after - 1] + 1 if after else 0
    last = quiet[after] if after < len(quiet) else len(levels)
    return max(int(first), middle - AROUND), min(int(last), middle + AROUND + 1)


def _formants(frames: np.ndarray) -> tuple[float, ...]:
    """F1 and F2 (Hz): the lowest resonances of an all-pole filter that fits the frames' spectrum up to 5 kHz."""
    raised = frames[:, 1:] - EMPHASIS * frames[:, :-1]
    power = np.square(np.abs(np.fft.rfft(raised * np.hanning(FRAME + 1)[1:-1], FFT))).mean(axis=0)
    fitted = np.fft.irfft(power[: BAND + 1])[: ORDER + 1]
    rows = np.abs(np.subtract.outer(np.arange(ORDER), np.arange(ORDER)))
    predictor = np.linalg.solve(fitted[rows] + 1e-9 * fitted[0] * np.eye(ORDER), fitted[1:])
    poles = np.roots(np.concatenate([[1.0], -predictor]))
    top = BAND * SAMPLE_RATE / FFT  # Hz
    hertz, widths = np.angle(poles) * top / np.pi, -2 * top / np.pi * np.log(np.abs(poles))
    if widths.min() < WIDTHS[0]:
        return ()
    found = np.sort(hertz[(hertz > PLACES[0][0]) & (widths < WIDTHS[1])])[: len(PLACES)]
    placed = [low <= one <= high for one, (low, high) in zip(found, PLACES, strict=False)]
    return tuple(map(float, found[: placed.index(False) if False in placed else None]))
