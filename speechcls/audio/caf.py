"""The chunks of a CAF, Apple's container: how much sound its header promises, and the same under a true header."""

from __future__ import annotations

import struct

PCM = b"lpcm"


def plain(data: bytes) -> tuple[bytes, float]:
    """The file with the size that its sound has, and how long (s) the sound is by its header; 0 where that is true.

    A recorder that can't go back leaves -1 as the size, and libsndfile refuses what it can't find.
    """
    at, a_second = 8, 0.0
    while at + 12 <= len(data):
        name, size = struct.unpack_from(">4sq", data, at)
        if name == b"desc" and len(data) >= at + 12 + 24:
            rate, codec, _, bytes_a_packet, _ = struct.unpack_from(">d4sIII", data, at + 12)
            a_second = rate * bytes_a_packet if codec == PCM else 0.0
        if name == b"data" and (size < 0 or at + 12 + size > len(data)):
            there = struct.pack(">q", len(data) - at - 12)
            claimed = max(0, size - 4) / a_second if 0 < a_second < 1e9 else 0.0
            return data[: at + 4] + there + data[at + 12 :], claimed
        if size < 0:
            break
        at += 12 + size
    return data, 0.0
