"""Any file, bytes or array as a Clip: decoded, averaged over channels, resampled to 16 kHz."""

import io
import math
import os
from collections.abc import Iterator

import av
import numpy as np
import soundfile
import soxr

from speechcls.audio.clip import CUT, EXPORT, MAX_SECONDS, SAMPLE_RATE, TOO_LONG, AudioError, Clip

MAX_BYTES = 10 * 2**20
LOWEST_RATE, HIGHEST_RATE = 4_000, 192_000  # Hz, what is resampled
OVERRUN = 0.25  # s that encoders and recorders add at the end; cut off instead of refused
MAX_CHANNELS = 1024  # as in libsndfile; more is an array lying on its side

# No playlists, which name other files; no wav, whose tags FFmpeg takes for samples where there are none.
AV_FORMATS = "aac,aiff,amr,asf,avi,caf,flac,matroska,mov,mp3,mpegts,ogg"
MAGIC = (b"RIFF", b"RF64", b"FORM", b"OggS", b"fLaC", b"caff", b".snd", b"ID3", b"\x1aE\xdf\xa3")
CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\f\r"))
RATES = f"Convert it to one between {LOWEST_RATE // 1000} and {HIGHEST_RATE // 1000} kHz."

Blocks = Iterator[tuple[float, np.ndarray]]  # (sampling rate in Hz, samples (n,) or (n, channels))


def read(source: str | os.PathLike | bytes, name: str = "") -> Clip:
    """The sound in a file (path or bytes); one cut short is read as far as it goes. Every failure is an AudioError."""
    if isinstance(source, bytes):
        data = source
    else:
        path = os.fsdecode(source)
        name = name or os.path.basename(path).encode("utf-8", "replace").decode()
        data = _load(path, name or path)
    subject = name or "The sound"
    _check_size(len(data), subject)
    opened = False
    for blocks in (_soundfile_blocks(data), _av_blocks(data, subject)):
        samples, rate = _gather(_until_broken(blocks), subject)
        if len(samples):
            return Clip(_resample(samples, rate), name)
        opened = opened or rate > 0
    problem = "holds no samples" if opened else _diagnosis(data)
    raise AudioError(f"{subject} {problem}. {EXPORT}")


def from_array(samples: np.ndarray, rate: float, name: str = "") -> Clip:
    """Samples (n,) or (n, channels) at `rate` (Hz) as a clip: averaged over channels, resampled, never normalised.

    Integers are scaled by their own width, unsigned ones being offset binary; floats are taken as they are.
    """
    samples, subject = np.asarray(samples), name or "The sound"
    if samples.dtype.kind not in "iuf" or samples.ndim not in (1, 2):
        came = f"{samples.dtype.name} of shape {samples.shape}"
        raise AudioError(f"{subject} is {came}. Give integers or floats of shape (n,) or (n, channels).")
    return Clip(_resample(*_gather(iter([(rate, samples)]), subject)), name)


def _load(path: str, subject: str) -> bytes:
    """A file's bytes. Only of regular files: a pipe would wait for ever."""
    if os.path.isdir(path):
        raise AudioError(f"{subject} is a folder, not a sound file. Choose one of the files in it.")
    if not os.path.isfile(path):
        raise AudioError(f"There is no sound file {subject}. Check its path.")
    try:
        with open(path, "rb") as file:
            _check_size(os.fstat(file.fileno()).st_size, subject)
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise AudioError(f"{subject} cannot be opened ({error.strerror}). See that you may read it.") from error


def _check_size(size: int, subject: str) -> None:
    if size == 0:
        raise AudioError(f"{subject} is empty: 0 bytes. Record it again, or choose another file.")
    if size > MAX_BYTES:
        megabytes = math.ceil(size / 2**20 * 10) / 10
        raise AudioError(f"{subject} has {megabytes} MB, over the limit of {MAX_BYTES >> 20} MB. {CUT}")


class _Stream(soundfile.SoundFile):
    """A file read straight on. soundfile seeks after each read where it can, and an mp3 comes out broken."""

    def seekable(self) -> bool:
        return False


class _Bytes(io.BytesIO):
    """Damaged files send libsndfile before their start; an exception there would be printed, not raised."""

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return super().seek(max(0, offset) if whence == io.SEEK_SET else offset, whence)


def _soundfile_blocks(data: bytes) -> Blocks:
    with _Stream(_Bytes(_with_open_end(data))) as file:
        while len(block := file.read(4096, dtype="float32", always_2d=True)):
            yield file.samplerate, block
        yield file.samplerate, block  # tells a file without samples from no sound file


def _with_open_end(data: bytes) -> bytes:
    """A wav whose writer never went back to fill in the sizes, marked as one to read to its end."""
    start, end = data.find(b"data\0\0\0\0", 12) + 8, int.from_bytes(data[4:8], "little") + 8
    truly_empty = start < end <= len(data) + 1  # and the header accounts for what lies behind: tags
    streamed = data[:4] == b"RIFF" and 8 < start < len(data) and not truly_empty
    return data[: start - 4] + b"\xff" * 4 + data[start:] if streamed else data


def _av_blocks(data: bytes, subject: str) -> Blocks:
    options = {"format_whitelist": AV_FORMATS, "protocol_whitelist": ""}
    with av.open(io.BytesIO(data), "r", metadata_errors="replace", options=options) as container:
        if not container.streams.audio:
            raise AudioError(f"{subject} has no audio track. Choose a file with sound in it.")
        for frame in container.decode(audio=0):
            samples = frame.to_ndarray()
            yield frame.sample_rate, samples.T if frame.format.is_planar else samples.reshape(frame.samples, -1)


def _until_broken(blocks: Blocks) -> Blocks:
    """As far as the decoder gets. No list of what decoders raise on hostile bytes would be complete."""
    try:
        yield from blocks
    except AudioError:
        raise
    except Exception:
        return


def _gather(blocks: Blocks, subject: str) -> tuple[np.ndarray, float]:
    """Mono samples (n,) float32 and their rate (Hz; 0 where there were no blocks); stops where it gets too long."""
    parts, frames, rate = [np.zeros(0, np.float32)], 0, 0.0
    for rate, block in blocks:
        if not LOWEST_RATE <= rate <= HIGHEST_RATE:
            raise AudioError(f"{subject} has a sampling rate of {rate:.10g} Hz. {RATES}")
        frames += len(block)
        if frames > (MAX_SECONDS + OVERRUN) * rate:
            raise AudioError(f"{subject} {TOO_LONG}")
        parts.append(_mono(block, subject))
    return np.concatenate(parts)[: int(MAX_SECONDS * rate)], rate


def _mono(block: np.ndarray, subject: str) -> np.ndarray:
    """The average over channels, (n,) float32, of samples (n,) or (n, channels), with full scale at 1."""
    channels = block.shape[1] if block.ndim == 2 else 1
    if not 1 <= channels <= MAX_CHANNELS:
        raise AudioError(f"{subject} has {channels} channels. Give it between 1 and {MAX_CHANNELS}.")
    with np.errstate(over="ignore", invalid="ignore"):  # the gate refuses what comes of it
        mean = block.reshape(len(block), channels).mean(axis=1, dtype=np.float64)
        if block.dtype.kind in "iu":
            full_scale = 2.0 ** (8 * block.dtype.itemsize - 1)
            mean = mean / full_scale - (block.dtype.kind == "u")
        return mean.astype(np.float32)


def _resample(samples: np.ndarray, rate: float) -> np.ndarray:
    """The same sound at 16 kHz: what is above 8 kHz is filtered out. At least one sample stays of any."""
    if rate == SAMPLE_RATE or len(samples) == 0:
        return samples
    missing = max(0, math.ceil(rate / SAMPLE_RATE) - len(samples))
    return soxr.resample(np.pad(samples, (0, missing)), rate, SAMPLE_RATE)


def _diagnosis(data: bytes) -> str:
    """Why no decoder could read this, as the rest of a sentence that starts with the sound's name."""
    if data[:4] == b"RIFF" and 0 < (at := data.find(b"fmt ", 12)) <= len(data) - 16:
        channels, rate = (int.from_bytes(data[at + i : at + j], "little") for i, j in ((10, 12), (12, 16)))
        if channels == 0:
            return "has no channels: its header counts 0"
        if not LOWEST_RATE <= rate <= HIGHEST_RATE:
            return f"has an impossible sampling rate in its header, {rate} Hz"
    if data.startswith(MAGIC) or data[4:8] == b"ftyp":
        return "has a header that is cut off, damaged or of an unknown kind"
    if not any(byte in CONTROL_BYTES for byte in data[:1024]):
        return "is a text file, not a sound file"
    return "is not in a sound format that is known here"
