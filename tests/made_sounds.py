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


def shortened_sphere(samples: np.ndarray, rate: int) -> bytes:
    """int16 samples as a SPHERE file whose data shorten has packed, as speech corpora were sold (Robinson, 1994).

    First differences, Rice-coded with ten low bits; every number of the header is preceded by its own width.
    """
    bits: list[int] = []

    def rice(value: int, low: int) -> None:
        bits.extend([0] * (value >> low) + [1] + [value >> i & 1 for i in reversed(range(low))])

    def number(value: int) -> None:
        width = max(1, value.bit_length())
        rice(width, 2)
        rice(value, width)

    for value in (3, 1, len(samples), 0, 0, 0):  # int16, a channel, a block's samples; no predictor, no mean, no skip
        number(value)
    rice(9, 2)  # of what stood before the sound: nothing
    rice(0, 5)
    rice(1, 2)  # a block of first differences
    rice(10, 3)
    for step in np.diff(samples.astype(int), prepend=0).tolist():
        rice(2 * step if step >= 0 else -2 * step - 1, 11)
    rice(4, 2)  # the end
    bits.extend([0] * (-len(bits) % 32))
    head = (
        f"NIST_1A\n   1024\nchannel_count -i 1\nsample_rate -i {rate}\nsample_count -i {len(samples)}\n"
        "sample_n_bytes -i 2\nsample_byte_format -s2 10\nsample_coding -s26 pcm,embedded-shorten-v2.00\nend_head\n"
    )
    return head.encode().ljust(1024) + b"ajkg\2" + np.packbits(bits).tobytes()
