"""The chunks of a wav: its codec, and where its sound ends, whatever the header says."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

MAGIC = re.compile(rb"(RIFF|RIFX|RF64|BW64)....WAVE", re.DOTALL)
PLACEHOLDER = 0x7F00_0000  # bytes; programs that stream write sizes above it, since they can't know the size
EXTENSIBLE = 0xFFFE
# Chunks that may follow the sound, recognised by their names where its size is unknown.
TAGS = re.compile(
    rb"LIST|id3 |ID3 |bext|iXML|axml|aXML|_PMX|cue |smpl|inst|plst|fact|PEAK|JUNK|FLLR|PAD |afsp|cart|DISP"
)


@dataclass(frozen=True)
class Wav:
    """Codec, rate and position of the sound in a wav. Positions and sizes are in bytes."""

    order: str  # of bytes, as struct writes it
    codec: int  # the format tag; that of the extension where there is one
    rate: int  # Hz
    bytes_a_second: float
    start: int  # of the sound
    claimed: int  # size of the sound by the header

    def end(self, data: bytes) -> int:
        """Where the sound ends: by the header where that is true, otherwise before the tags at the end."""
        known = self.start + self.claimed
        if known <= len(data) and (self.claimed or self._is_empty(data)):
            return known
        return _tags_begin(data, self.start, self.order)

    def announced(self, data: bytes) -> float:
        """Length (s) of the sound by a header that promises more than there is; 0 where it doesn't."""
        short = self.start + self.claimed > len(data) and self.claimed < PLACEHOLDER
        return self.claimed / self.bytes_a_second if short and self.bytes_a_second else 0.0

    def _is_empty(self, data: bytes) -> bool:
        """Whether a size of 0 is true: the RIFF size then accounts for whatever follows, which is tags."""
        whole = int.from_bytes(data[4:8], "little" if self.order == "<" else "big") + 8
        return self.start < whole <= len(data) + 1


def parse(data: bytes) -> Wav | None:
    """Read the chunks up to the sound; None where the bytes are no wav or hold no sound."""
    if not MAGIC.match(data):
        return None
    order, at, form, size64 = ">" if data[:4] == b"RIFX" else "<", 12, b"", 0
    while at + 8 <= len(data):
        name, (size,) = data[at : at + 4], struct.unpack_from(f"{order}I", data, at + 4)
        if name == b"data":
            return _wav(data, order, form, at + 8, size64 if size == 2**32 - 1 and size64 else size)
        if name == b"fmt ":
            form = data[at + 8 : at + 8 + size]
        if name == b"ds64" and len(data) >= at + 24:
            (size64,) = struct.unpack_from("<Q", data, at + 16)
        at += 8 + size + size % 2
    return None


def plain(data: bytes, wav: Wav) -> bytes:
    """The same sound with a true header, for readers that rely on it: RIFF, true sizes, no tags."""
    end = wav.end(data)
    magic = b"RIFX" if wav.order == ">" else b"RIFF"
    size, whole = (struct.pack(f"{wav.order}I", n) for n in (end - wav.start, end - 8))
    return magic + whole + data[8 : wav.start - 4] + size + data[wav.start : end]


def _wav(data: bytes, order: str, form: bytes, start: int, claimed: int) -> Wav | None:
    if len(form) < 16:
        return None
    codec, _, rate, average, align, _ = struct.unpack_from(f"{order}HHIIHH", form)
    if codec == EXTENSIBLE and len(form) >= 26:
        (codec,) = struct.unpack_from(f"{order}H", form, 24)
    fixed = codec in (1, 3, 6, 7)  # whose byte rate is often wrong in headers, and can be computed
    return Wav(order, codec, rate, rate * align if fixed else average, start, claimed)


def _tags_begin(data: bytes, start: int, order: str) -> int:
    """Start of the chunks that follow each other exactly to the file's end; the end where there are none."""
    dead: set[int] = set()  # starts of chunks that don't lead to the end: each is followed once
    for found in TAGS.finditer(data, start):
        at, passed = found.start(), []
        while at not in dead and at + 8 <= len(data) and all(32 <= byte < 127 for byte in data[at : at + 4]):
            passed.append(at)
            (size,) = struct.unpack_from(f"{order}I", data, at + 4)
            at += 8 + size + size % 2
        if at in (len(data), len(data) + 1):
            return found.start()
        dead.update(passed)
    return len(data)
