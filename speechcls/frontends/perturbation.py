"""What spoils a recording, each by one number: noise, level, speed, pitch, echo, bandwidth, clipping, another voice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import soxr

from speechcls.audio import SAMPLE_RATE, Clip, to_float, to_int16
from speechcls.audio.level import amplitude, mix

POINTS = 11  # amounts along a range at which a curve is measured
N_FFT, HOP = 512, 128  # samples, of the phase vocoder
DIRECT = -5.0  # dB of a voice over the echo of its room: far away in a church
EDGE = 2 ** (1 / 6)  # over which a low-pass fades from all to nothing, as a ratio of frequencies


def noise(clip: Clip, snr: float, kind: str = "white") -> Clip:
    """The sound with noise of a kind in NOISES at a signal-to-noise ratio (dB), by the RMS of the whole."""
    return under(clip, snr, NOISES[kind](np.random.default_rng(0), len(clip.samples)))


def under(clip: Clip, snr: float, other: np.ndarray) -> Clip:
    """The sound with another sound (n,) of the same length mixed in, so many dB below it."""
    return _of(clip, mix(clip.samples, other, snr))


def loudness(clip: Clip, peak: float) -> Clip:
    """The sound with its peak at a level (dBFS), rounded to 16 bits as a recording is: what is quieter is lost."""
    highest = float(np.abs(clip.samples).max()) or 1.0
    return _of(clip, to_float(to_int16(clip.samples * amplitude(peak) / highest)))


def speed(clip: Clip, times: float) -> Clip:
    """The sound played so many times as fast, and as much higher, as a tape is; centred in its former length."""
    return _of(clip, _centred(soxr.resample(clip.samples, SAMPLE_RATE * times, SAMPLE_RATE), len(clip.samples)))


def pitch(clip: Clip, semitones: float) -> Clip:
    """The sound so many semitones higher at the same speed, by a phase vocoder (Flanagan and Golden 1966)."""
    import torch
    import torchaudio

    times = 2 ** (semitones / 12)
    window = torch.hann_window(N_FFT)
    spectrum = torch.stft(torch.tensor(clip.samples), N_FFT, HOP, window=window, return_complex=True)
    advance = torch.linspace(0, torch.pi * HOP, len(spectrum))[:, None]
    slow = torchaudio.functional.phase_vocoder(spectrum[None], 1 / times, advance)[0]
    slowed = torch.istft(slow, N_FFT, HOP, window=window).numpy()
    return _of(clip, _centred(soxr.resample(slowed, SAMPLE_RATE * times, SAMPLE_RATE), len(clip.samples)))


def echo(clip: Clip, seconds: float) -> Clip:
    """The sound in a room of a reverberation time (s to -60 dB): decaying noise, the voice DIRECT dB above it."""
    if seconds <= 0:
        return clip
    times = np.arange(len(clip.samples)) / SAMPLE_RATE
    tail = np.random.default_rng(0).standard_normal(len(times)) * 10 ** (-3 * times / seconds)
    tail[: round(0.002 * SAMPLE_RATE)] = 0.0  # the first wall is a little away
    tail *= amplitude(-DIRECT) / max(float(np.sqrt(np.sum(tail**2))), 1e-9)
    tail[0] = 1.0
    size = 2 * len(times)  # so that none comes round to the beginning
    return _of(clip, np.fft.irfft(np.fft.rfft(clip.samples, size) * np.fft.rfft(tail, size), size)[: len(times)])


def low_pass(clip: Clip, hertz: float) -> Clip:
    """The sound without what lies above a cut-off frequency, at which half of the amplitude is left."""
    if hertz >= SAMPLE_RATE / 2:
        return clip
    frequencies = np.maximum(np.fft.rfftfreq(len(clip.samples), 1 / SAMPLE_RATE), 1e-3)
    place = np.clip(np.log(frequencies / hertz) / np.log(EDGE), -1, 1)
    return _of(clip, np.fft.irfft(np.fft.rfft(clip.samples) * (1 - np.sin(np.pi / 2 * place)) / 2, len(clip.samples)))


def clipping(clip: Clip, decibels: float) -> Clip:
    """The sound amplified by so many dB and clipped at its former peak."""
    highest = float(np.abs(clip.samples).max())
    return _of(clip, np.clip(clip.samples * amplitude(decibels), -highest, highest))


def _of(clip: Clip, samples: np.ndarray) -> Clip:
    return replace(clip, samples=samples.astype(np.float32))


def _centred(samples: np.ndarray, length: int) -> np.ndarray:
    """The middle of the samples, or the samples with as much silence before as after."""
    spare = length - len(samples)
    if spare >= 0:
        return np.pad(samples, (spare // 2, spare - spare // 2))
    return samples[-spare // 2 :][:length]


def _white(rng: np.random.Generator, count: int) -> np.ndarray:
    return rng.standard_normal(count)


def _pink(rng: np.random.Generator, count: int) -> np.ndarray:
    return pink(rng.standard_normal(count))


def pink(white: np.ndarray) -> np.ndarray:
    """White noise (..., samples) as pink noise: the same power in each octave, as rain and wind have."""
    spectrum = np.fft.rfft(white)
    spectrum[..., 1:] /= np.sqrt(np.arange(1, spectrum.shape[-1]))
    spectrum[..., 0] = 0
    return np.fft.irfft(spectrum, white.shape[-1])


def _hum(_: np.random.Generator, count: int) -> np.ndarray:
    """Mains hum: 50 Hz with nine overtones."""
    times = np.arange(count) / SAMPLE_RATE
    return np.sum([np.sin(2 * np.pi * 50 * partial * times) / partial for partial in range(1, 11)], axis=0)


NOISES: dict[str, Callable[[np.random.Generator, int], np.ndarray]] = {"white": _white, "pink": _pink, "hum": _hum}


@dataclass(frozen=True)
class Perturbation:
    """A way to spoil a sound, and the range of its amount from harmless to far too much."""

    change: Callable[..., Clip]  # (clip, amount, and for two of them which noise or what other sound)
    harmless: float
    worst: float
    unit: str
    log: bool = False  # equal ratios of amounts are equal steps

    def amounts(self, points: int = POINTS) -> list[float]:
        """The amounts from harmless to worst, in equal steps."""
        space = np.geomspace if self.log else np.linspace
        return [float(amount) for amount in space(self.harmless, self.worst, points)]


PERTURBATIONS = {
    "noise": Perturbation(noise, 40.0, -20.0, "dB"),
    "loudness": Perturbation(loudness, 0.0, -60.0, "dBFS"),
    "faster": Perturbation(speed, 1.0, 4.0, "times", log=True),
    "slower": Perturbation(speed, 1.0, 0.25, "times", log=True),
    "higher": Perturbation(pitch, 0.0, 24.0, "semitones"),
    "lower": Perturbation(pitch, 0.0, -24.0, "semitones"),
    "echo": Perturbation(echo, 0.0, 4.0, "s"),
    "low-pass": Perturbation(low_pass, 8_000.0, 125.0, "Hz", log=True),
    "clipping": Perturbation(clipping, 0.0, 60.0, "dB"),
    "another word": Perturbation(under, 40.0, -20.0, "dB"),
}
