"""Any file, bytes or array as a Clip: the reader that its format takes, and what could not be read."""

import math
import os
from dataclasses import dataclass

import av
import numpy as np

from speechcls.audio import joined
from speechcls.audio.account import Account, Blocks, Reader, Unreadable
from speechcls.audio.clip import CUT, EXPORT, MAX_SECONDS, SAMPLE_RATE, AudioError, Clip
from speechcls.audio.formats import format_of
from speechcls.audio.mixdown import HIGHEST_RATE, LOWEST_RATE, Mixdown

MAX_BYTES = 10 * 2**20
AT_LEAST = 0.02  # s counted as missing where a decoder broke off and the length is unknown
MAGIC = (b"RIFF", b"RF64", b"BW64", b"FORM", b"OggS", b"fLaC", b"caff", b".snd", b"ID3", b"\x1aE\xdf\xa3", b"NIST_1A")
CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\f\r"))


def read(source: str | os.PathLike[str] | bytes, name: str = "") -> Clip:
    """The sound in a file (path or bytes); one cut short is read as far as it goes. Every failure is an AudioError.

    The decoder runs in this process, which a malicious file can crash. For untrusted files use
    `speechcls.audio.workers.read`, as the page, the API and `predict` do.
    """
    return from_bytes(*load(source, name))


def load(source: str | os.PathLike[str] | bytes, name: str = "") -> tuple[bytes, str]:
    """A file's bytes and its name: `name` where one is given, otherwise the file's own without its folder."""
    if isinstance(source, bytes):
        data = source
    else:
        path = os.fsdecode(source)
        name = name or os.path.basename(path).encode("utf-8", "replace").decode()
        data = _load(path, name or path)
    _check_size(len(data), name or "The sound")
    return data, name


def from_bytes(data: bytes, name: str = "") -> Clip:
    """The sound in a file's bytes."""
    samples, missing = _decode(data, name or "The sound")
    return Clip(samples, name, missing)


def from_array(samples: np.ndarray, rate: float, name: str = "") -> Clip:
    """Samples (n,) or (n, channels) at `rate` (Hz) as a clip: averaged over channels, resampled, never normalised.

    Integers are scaled by their own width, unsigned ones being offset binary; floats are taken as they are.
    """
    samples, subject = np.asarray(samples), name or "The sound"
    if samples.dtype.kind not in "iuf" or samples.ndim not in (1, 2):
        came = f"{samples.dtype.name} of shape {samples.shape}"
        raise AudioError(f"{subject} is {came}. Give integers or floats of shape (n,) or (n, channels).")
    mixdown = Mixdown(subject)
    mixdown.add(rate, samples)
    return Clip(mixdown.samples()[: round(MAX_SECONDS * SAMPLE_RATE)], name)


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


def _decode(data: bytes, subject: str) -> tuple[np.ndarray, float]:
    """Mono samples (n,) at 16 kHz of a file, or of several files joined in one, and the seconds that are missing."""
    samples, before, missing, unread, opened = [np.zeros(0, np.float32)], 0.0, 0.0, 0, False
    for part in joined.parts(data):
        reading, lost = _best(part, subject, before)
        samples.append(reading.samples)
        before += reading.seconds
        missing += lost if reading.seconds else 0.0
        unread += 0 if reading.seconds else len(part)
        opened = opened or reading.account.opened
    if before == 0:
        raise AudioError(f"{subject} {'holds no samples' if opened else _diagnosis(data)}. {EXPORT}")
    missing += before * unread / (len(data) - unread)  # an unreadable part counts by its share of the bytes
    return np.concatenate(samples)[: round(MAX_SECONDS * SAMPLE_RATE)], missing


@dataclass(frozen=True, eq=False)
class _Reading:
    """The result of one reader."""

    samples: np.ndarray  # (n,) float32 at 16 kHz
    seconds: float  # s, with the silence put in for packets that failed
    account: Account

    def missing(self, announced: float) -> float:
        """Seconds that this reader lacks of a file that claims this length."""
        short = announced - self.seconds
        lost = self.account.lost + (short if short > self.account.tolerance else 0.0)
        return max(lost, AT_LEAST) if self.account.broken else lost


def _best(data: bytes, subject: str, before: float) -> tuple[_Reading, float]:
    """Samples of the first reader that misses nothing, else of the one that read most, and the seconds it misses."""
    readings: list[_Reading] = []
    announced = 0.0
    for reader in format_of(data).readers:
        reading = _read_with(reader, data, subject, before)
        announced = max(announced, reading.account.announced)
        readings.append(reading)
        if reading.seconds and not reading.missing(announced):
            return reading, 0.0
    best = max(readings, key=lambda one: (round(one.seconds - one.account.lost, 1), one.seconds))
    return best, best.missing(announced)


def _read_with(reader: Reader, data: bytes, subject: str, before: float) -> _Reading:
    account, mixdown = Account(), Mixdown(subject, before)
    for rate, block in _until_broken(reader(data, account), account, subject):
        mixdown.add(rate, block)
    return _Reading(mixdown.samples(), mixdown.seconds - before, account)


def _until_broken(blocks: Blocks, account: Account, subject: str) -> Blocks:
    """Blocks up to the first exception of any kind: no list of what decoders raise on hostile bytes is complete."""
    try:
        yield from blocks
    except Unreadable as reason:
        raise AudioError(f"{subject} {reason}") from reason
    except MemoryError as error:
        if not isinstance(error, av.FFmpegError):  # which asks for what an absurd size in a header names
            raise
        account.broken = True
    except Exception:
        account.broken = True


def _diagnosis(data: bytes) -> str:
    """Why no decoder could read the file: the rest of a sentence that begins with its name."""
    if data[:4] == b"RIFF" and 0 < (at := data.find(b"fmt ", 12)) <= len(data) - 16:
        channels, rate = (int.from_bytes(data[at + i : at + j], "little") for i, j in ((10, 12), (12, 16)))
        if channels == 0:
            return "has no channels: its header counts 0"
        if not LOWEST_RATE <= rate <= HIGHEST_RATE:
            return f"has an impossible sampling rate in its header, {rate} Hz"
    if data.startswith(MAGIC) or data[4:8] == b"ftyp":
        return "has a header that is cut off, damaged or of an unknown kind"
    text = data[:1024]
    if not any(byte in CONTROL_BYTES for byte in text) and sum(byte < 128 for byte in text) > 0.7 * len(text):
        return "is a text file, not a sound file"
    return "is not in a sound format that is known here"
