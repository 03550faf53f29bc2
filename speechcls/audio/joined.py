"""Files that consist of several files, one behind another: where each begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_PARTS = 100  # of a file; any further ones are read as a part of the last

# Bytes that only the beginning of a file holds, enough of them never to occur by chance.
BEGINNINGS = (
    re.compile(rb"(?:RIFF|RIFX|RF64|BW64)....WAVE(?=fmt |JUNK|ds64|bext|LIST)", re.DOTALL),
    re.compile(rb"FORM....AIF[FC](?=COMM|FVER|COMT|MARK)", re.DOTALL),
    re.compile(rb"fLaC[\x00\x80]\x00\x00\x22", re.DOTALL),
    re.compile(rb"#!AMR(?:-WB)?\n"),
    re.compile(rb"\x1aE\xdf\xa3(?=.{1,40}(?:webm|matroska))", re.DOTALL),
)


def parts(data: bytes) -> list[bytes]:
    """The files in these bytes, mostly one, each without a leading tag that its readers don't expect."""
    tagged = id3_end(data)
    data = data if is_frame(data, tagged) else data[tagged:]
    begins = sorted({0, *(at for at in _beginnings(data) if at > 0)})[:MAX_PARTS]
    return [data[at:end] for at, end in zip(begins, [*begins[1:], len(data)], strict=True)]


def _beginnings(data: bytes) -> Iterator[int]:
    for beginning in BEGINNINGS:
        if beginning.match(data):
            return (found.start() for found in beginning.finditer(data))
    for magic, find in (("OggS", _links), ("ftyp", _movies)):
        if magic.encode() in (data[:4], data[4:8]):
            return find(data)
    return _tagged(data)


def _links(data: bytes) -> Iterator[int]:
    """Starts of the links of a chained Ogg: each is a page that begins a stream, behind a page that doesn't."""
    at, began = data.find(b"OggS"), True
    while at >= 0 and at + 27 <= len(data):
        begins = bool(data[at + 5] & 2)
        if begins and not began:
            yield at
        began = begins
        end = page_end(data, at)
        at = data.find(b"OggS", end if data[end : end + 4] == b"OggS" else at + 4)


def page_end(data: bytes, at: int) -> int:
    """The end of the Ogg page that begins here, by the lengths in its header."""
    lengths = data[at + 27 : at + 27 + data[at + 26]] if at + 27 <= len(data) else b"\xff"
    return at + 27 + len(lengths) + sum(lengths)


def _movies(data: bytes) -> Iterator[int]:
    """Starts of the files in the top-level boxes of an mp4: each begins with an ftyp box."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if data[at + 4 : at + 8] == b"ftyp":
            yield at
        if size < 8:
            return
        at += size


def _tagged(data: bytes) -> Iterator[int]:
    """Starts of the tags before mp3 or AAC: each is followed by the first frame of a file."""
    for found in re.finditer(rb"ID3[\x02-\x04].{6}", data, re.DOTALL):
        if is_frame(data, id3_end(data, found.start())):
            yield found.start()


def is_frame(data: bytes, at: int) -> bool:
    """Whether a frame of mp3 or AAC begins here, by its sync word of eleven bits."""
    return at + 2 <= len(data) and data[at] == 0xFF and data[at + 1] & 0xE0 == 0xE0


def id3_end(data: bytes, at: int = 0) -> int:
    """The end of the ID3 tag that begins at `at`; `at` itself where none begins."""
    head = data[at : at + 10]
    if len(head) < 10 or head[:3] != b"ID3" or max(head[6:10]) > 127:
        return at
    return at + 10 + sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
