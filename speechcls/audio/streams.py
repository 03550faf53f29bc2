"""Frames one behind another without a container (mp3, mp2, ADTS, LOAS, AC-3, AMR): whether the last one is whole.

Nothing in such a stream tells how long it is, so that one cut between two frames looks like a whole one.
"""

from __future__ import annotations

from collections.abc import Callable

from speechcls.audio import joined

Length = Callable[[bytes], int]  # bytes of a frame that begins like this, its header included; 0 where none does

HEAD = 8  # bytes that hold any of these headers
KBPS = {  # by MPEG-1 or not, and by layer
    (True, 1): tuple(range(32, 449, 32)),
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = (44_100, 48_000, 32_000)  # Hz, of MPEG-1; half of it for MPEG-2, a quarter for 2.5
AC3_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640)
AMR, AMR_WB = b"#!AMR\n", b"#!AMR-WB\n"
AMR_SIZES = (13, 14, 16, 18, 20, 21, 27, 32, 6, 7, 6, 6, 1, 1, 1, 1)  # bytes, by the type in a frame's first byte
AMR_WB_SIZES = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1)


def is_cut(data: bytes) -> bool:
    """Whether the last frame ends beyond the last byte. False also where frames end earlier, as at a tag."""
    at, length = _begin(data)
    while at < len(data):
        size = length(data[at : at + HEAD].ljust(HEAD, b"\0"))
        if not size:
            return False
        at += size
    return at > len(data)


def _begin(data: bytes) -> tuple[int, Length]:
    """Start of the first frame, and the function that gives the length of a frame."""
    if data.startswith(AMR):
        return len(AMR), lambda head: AMR_SIZES[head[0] >> 3 & 15]
    if data.startswith(AMR_WB):
        return len(AMR_WB), lambda head: AMR_WB_SIZES[head[0] >> 3 & 15]
    return joined.id3_end(data), _length


def _length(head: bytes) -> int:
    if head[:2] == b"\x0b\x77":
        return _ac3(head)
    if head[0] == 0x56 and head[1] & 0xE0 == 0xE0:  # LOAS
        return 3 + ((head[1] & 0x1F) << 8 | head[2])
    if head[0] == 0xFF and head[1] & 0xF6 == 0xF0:  # ADTS
        return (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return _mpeg(head) if joined.is_frame(head, 0) else 0


def _mpeg(head: bytes) -> int:
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    kbps, rate = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer == 4 or kbps in (0, 15) or rate == 3:  # reserved, or a rate of the encoder's own
        return 0
    one, padded = version == 3, head[2] >> 1 & 1
    bits, hertz = 1000 * KBPS[one, layer][kbps - 1], RATES[rate] // (1 if one else 4 if version == 0 else 2)
    if layer == 1:
        return 4 * (12 * bits // hertz + padded)
    return (144 if one or layer == 2 else 72) * bits // hertz + padded


def _ac3(head: bytes) -> int:
    if head[5] >> 3 > 10:  # E-AC-3
        return 2 * (((head[2] & 7) << 8 | head[3]) + 1)
    rate, code = head[4] >> 6, head[4] & 63
    if rate == 3 or code // 2 >= len(AC3_KBPS):
        return 0
    kbps = AC3_KBPS[code // 2]
    return (4 * kbps, 2 * (320 * kbps // 147 + code % 2), 6 * kbps)[rate]
