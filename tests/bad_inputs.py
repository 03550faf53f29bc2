"""Every kind of sound that must be refused with a sentence, each written into a folder by a function."""

import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import soundfile

WORD = np.sin(np.arange(1600) * 0.2).astype(np.float32)


def wav_bytes(
    data: bytes,
    *,
    code: int = 1,
    channels: int = 1,
    rate: int = 16_000,
    bits: int = 16,
    size: int | None = None,
    riff: int | None = None,
    tags: bytes = b"",
) -> bytes:
    """A wav with any header; `size` and `riff` are what it claims of its data and of itself, by default the truth."""
    width = channels * bits // 8
    head = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, code, channels, rate, rate * width, width, bits)
    body = head + b"data" + struct.pack("<I", len(data) if size is None else size) + data + tags
    return b"RIFF" + struct.pack("<I", len(body) if riff is None else riff) + body


def _file(name: str, data: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return write


def _flac_without_frames(folder: Path) -> Path:
    path = _sound("none.flac", WORD)(folder)
    data = bytearray(path.read_bytes()[:42])
    data[4] |= 0x80  # STREAMINFO is the last block before the frames
    path.write_bytes(data)
    return path


def _sound(name: str, samples: np.ndarray, rate: int = 16_000) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / name
        subtype = "FLOAT" if name.endswith("wav") else "PCM_16"
        soundfile.write(path, samples, rate, subtype=subtype)
        return path

    return write


def _video_without_sound(folder: Path) -> Path:
    path = folder / "video.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for moment in range(5):
            frame = av.VideoFrame.from_ndarray(np.full((32, 32, 3), 50 * moment, np.uint8), format="rgb24")
            frame.pts, frame.time_base = moment, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _m4a_cut_in_half(folder: Path) -> Path:
    path = folder / "half.m4a"
    with av.open(str(path), "w", format="ipod") as container:
        stream = container.add_stream("aac", rate=16_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(WORD[None], format="fltp", layout="mono")
        frame.sample_rate = 16_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])  # what says how to read it stands at the end
    return path


def _over_10_megabytes(folder: Path) -> Path:
    path = folder / "large.wav"
    path.write_bytes(wav_bytes(b"", size=12 * 2**20))
    with path.open("r+b") as file:
        file.truncate(12 * 2**20)
    return path


def _folder(folder: Path) -> Path:
    path = folder / "folder.wav"
    path.mkdir()
    return path


def _with(value: float) -> np.ndarray:
    return np.concatenate((WORD, [np.float32(value)], WORD))


BAD_INPUTS: dict[str, Callable[[Path], Path]] = {
    "empty file": _file("empty.wav", b""),
    "text": _file("text.wav", b"These are the words: yes, no, stop.\n" * 40),
    "text of ten bytes": _file("short.wav", b"RIFF? no.\n"),
    "playlist": _file("list.m4a", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"),
    "other bytes": _file("other.wav", bytes(range(256)) * 20),
    "truncated header": _file("header.wav", wav_bytes(bytes(3200))[:30]),
    "truncated flac header": _file("header.flac", b"fLaC\0\0\0\x22\x10"),
    "truncated m4a": _m4a_cut_in_half,
    "no audio track": _video_without_sound,
    "zero samples": _file("none.wav", wav_bytes(b"")),
    "zero samples but tags": _file("tags.wav", wav_bytes(b"", tags=b"LIST\x0e\0\0\0INFOISFT\x02\0\0\0me")),
    "zero samples of flac": _flac_without_frames,
    "NaN": _sound("nan.wav", _with(np.nan)),
    "infinite": _sound("infinite.wav", _with(-np.inf), 44_100),
    "absurdly large": _sound("absurd.wav", _with(3e38)),
    "rate 0": _file("rate0.wav", wav_bytes(bytes(3200), rate=0)),
    "rate 3 kHz": _sound("slow.wav", WORD, 3_000),
    "rate 384 kHz": _sound("fast.wav", WORD, 384_000),
    "no channels": _file("channels.wav", wav_bytes(bytes(3200), channels=0)),
    "over 10 MB": _over_10_megabytes,
    "over 60 s": _file("long.wav", wav_bytes(bytes(2 * 61 * 8_000), rate=8_000)),
    "an hour in few bytes": _sound("hour.flac", np.zeros(3600 * 4_000, np.int16), 4_000),
    "missing": lambda folder: folder / "missing.wav",
    "folder": _folder,
}
