"""Mel scales and filter banks: once, for every front end."""

from __future__ import annotations

import functools

import numpy as np

from speechcls.frontends.config import FrontEndConfig

BREAK = 1000.0  # Hz, where Slaney's scale turns from linear to logarithmic
BREAK_MEL = 15.0
STEP = np.log(6.4) / 27  # of the logarithm of the frequency, a mel above the break


def to_mel(hertz: np.ndarray | float, scale: str) -> np.ndarray:
    """Frequencies (Hz) on a scale: HTK's (O'Shaughnessy), Slaney's (Auditory Toolbox), ERB rate or none."""
    hertz = np.asarray(hertz, dtype=np.float64)
    match scale:
        case "htk":
            return 2595 * np.log10(1 + hertz / 700)
        case "slaney":
            above = BREAK_MEL + np.log(np.maximum(hertz, BREAK) / BREAK) / STEP
            return np.where(hertz < BREAK, hertz * BREAK_MEL / BREAK, above)
        case "erb":
            return 21.4 * np.log10(1 + 0.00437 * hertz)
    return hertz


def to_hertz(mel: np.ndarray, scale: str) -> np.ndarray:
    """Inverse of to_mel()."""
    match scale:
        case "htk":
            return 700 * (10 ** (mel / 2595) - 1)
        case "slaney":
            above = BREAK * np.exp(STEP * (np.maximum(mel, BREAK_MEL) - BREAK_MEL))
            return np.where(mel < BREAK_MEL, mel * BREAK / BREAK_MEL, above)
        case "erb":
            return (10 ** (mel / 21.4) - 1) / 0.00437
    return np.asarray(mel)


def filter_bank(config: FrontEndConfig) -> np.ndarray:
    """Weights of the Fourier coefficients in each band, (n_fft // 2 + 1, n_bands), float64."""
    c = config
    scale = (c.f_min, c.f_max, c.mel_scale)
    return _bank(c.n_fft, c.sample_rate, c.n_bands, scale, c.triangles, c.band_norm, (c.first_bin, c.last_bin))


def mel_filters(n_bands: int) -> np.ndarray:
    """Triangles on the HTK mel scale from 0 Hz to half the sampling rate, (257, n_bands), as the chapter has them.

    Of 128 over 257 coefficients the first is empty, and 25 more hold a single one.
    """
    return filter_bank(FrontEndConfig(n_bands=n_bands))


@functools.lru_cache(maxsize=512)
def _bank(
    n_fft: int,
    rate: int,
    n_bands: int,
    placed: tuple[float, float, str],
    triangles: str,
    norm: str,
    ends: tuple[int, bool],
) -> np.ndarray:
    f_min, f_max, scale = placed
    bins = np.arange(n_fft // 2 + 1) * (rate / n_fft)
    mels = np.linspace(to_mel(f_min, scale), to_mel(f_max, scale), n_bands + 2)
    points = to_hertz(mels, scale)
    match triangles:
        case "hz":
            bank = _triangles(bins, points)
        case "mel":
            bank = _triangles(to_mel(bins, scale), mels)
        case "bins":
            bank = _triangles(np.arange(len(bins), dtype=float), np.floor((n_fft + 1) * points / rate))
        case "bins to the end":
            points[-1] -= 0.001
            bank = _closed_triangles(len(bins), np.floor((n_fft + 1) * points / rate))
        case "half the bins":
            points[-1] -= 1e-9  # its own rounding puts half the rate, 129 bins, just under
            bank = _closed_triangles(len(bins), np.floor((len(bins) + 1) * points / rate))
        case "gammatone":
            bank = _gammatone(bins / rate, n_bands, f_min / rate, f_max / rate, rate)
        case "equal sides":
            widths = np.diff(points)[:-1]
            bank = np.maximum(0, 1 - np.abs(bins[:, None] - points[1:-1]) / widths)
        case other:
            raise ValueError(f"triangles ({other!r}) is no shape of filters known here.")
    if norm == "slaney":
        bank = bank * (2 / (points[2:] - points[:-2]))
    elif norm == "sum":
        bank = bank / np.maximum(bank.sum(0), 1e-30)
    bank[: ends[0]] = 0
    if not ends[1]:
        bank[-1] = 0
    bank.setflags(write=False)
    return bank


def _triangles(at: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Triangle i rises from points[i] to points[i + 1] and falls to points[i + 2]: (len(at), len(points) - 2)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rising = (at[:, None] - points[:-2]) / (points[1:-1] - points[:-2])
        falling = (points[2:] - at[:, None]) / (points[2:] - points[1:-1])
        sides = np.where(at[:, None] < points[1:-1], rising, falling)
    return np.where((at[:, None] >= points[:-2]) & (at[:, None] < points[2:]), np.maximum(0, sides), 0.0)


def _closed_triangles(n_bins: int, points: np.ndarray) -> np.ndarray:
    """Triangles between whole bins as speechpy draws them: 1 at the peak even where both sides meet it."""
    bank = np.zeros((n_bins, len(points) - 2))
    for band, (left, middle, right) in enumerate(zip(points, points[1:], points[2:], strict=False)):
        at = np.arange(left, right + 1)
        rising = ((at > left) & (at <= middle)) * (at - left) / max(middle - left, 1)
        falling = (right - at) / max(right - middle, 1)
        bank[at.astype(int), band] = np.where((at >= middle) & (at < right), falling, rising)
    return bank


EAR_Q = 9.26449  # of Glasberg and Moore
MIN_BANDWIDTH = 24.7  # Hz


def _gammatone(turns: np.ndarray, n_bands: int, f_min: float, f_max: float, rate: int) -> np.ndarray:
    """Responses of Slaney's gammatone filters (Apple technical report 35) at frequencies in turns a sample."""
    corner = EAR_Q * MIN_BANDWIDTH / rate
    steps = np.arange(n_bands, 0, -1) / n_bands
    centres = (f_max + corner) * ((f_min + corner) / (f_max + corner)) ** steps - corner
    decay = np.exp(-1.019 * 2 * np.pi * (centres / EAR_Q + MIN_BANDWIDTH / rate))
    angle = 2 * np.pi * centres
    z = np.exp(2j * np.pi * turns)[:, None]
    at_centre = np.exp(1j * angle)

    def response(z: np.ndarray) -> np.ndarray:
        zeros = np.ones_like(z * centres)
        for root in (np.sqrt(3 + 2**1.5), np.sqrt(3 - 2**1.5)):
            for sign in (1, -1):
                zeros = zeros * (z - decay * (np.cos(angle) + sign * root * np.sin(angle)))
        poles = (z - decay * at_centre) * (z - decay * at_centre.conj())
        return np.abs(zeros) / np.abs(poles) ** 4

    return response(z) / response(at_centre[None])
