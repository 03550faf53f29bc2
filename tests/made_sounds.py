"""Tones, and files of any kind that hold them."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from speechcls.audio import SAMPLE_RATE


def tone(hertz: float, rate: float, seconds: float = 1.0) -> np.ndarray:
    """Half of full scale, faded in and out so that it holds nothing but its own frequency."""
    n = round(rate * seconds)
    fade = np.minimum(1, np.minimum(np.arange(n), np.arange(n)[::-1]) / (0.05 * rate))
    return 0.5 * fade * np.sin(2 * np.pi * hertz * np.arange(n) / rate)


def pitch(samples: np.ndarray) -> float:
    """Frequency of the highest peak, in Hz, to 0.25 Hz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 4 * SAMPLE_RATE))
    return float(np.argmax(spectrum)) / 4


def rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def encode(
    path: Path,
    container_name: str,
    codec: str,
    samples: np.ndarray,
    rate: int,
    title: str = "",
    coding: dict[str, str] | None = None,
    **options: str,
) -> bytes:
    """Write samples (n,) or (n, 2) with FFmpeg; `options` are the container's, `coding` the codec's."""
    channels = np.atleast_2d(samples.T).astype(np.float32)
    layout = "mono" if len(channels) == 1 else "stereo"
    with av.open(str(path), "w", format=container_name, options=options) as container:
        container.metadata["title"] = title
        stream = container.add_stream(codec, rate=rate, layout=layout, options=coding or {})
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(channels), format="fltp", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path.read_bytes()
