"""The chunks of a CAF (Apple's container): how much sound its header promises, and a copy whose header is true."""

from __future__ import annotations

import struct

PCM = b"lpcm"


def plain(data: bytes) -> tuple[bytes, float]:
    """The file with the true size in its header, and the length (s) that the header claimed; 0 where it was true.

    A recorder that can't seek leaves -1 as the size; a size beyond the file's end makes libsndfile refuse the file.
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
