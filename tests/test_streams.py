"""A stream without a container is told to be cut off where its last frame shows it."""

from pathlib import Path

import numpy as np
import pytest

from made_sounds import encode, tone
from speechcls.audio import read
from speechcls.audio.streams import AMR, AMR_WB, is_cut

KINDS = {
    "mp3": ("mp3", "libmp3lame", 44_100, {"write_xing": "0"}),
    "mp3 at 22 kHz": ("mp3", "libmp3lame", 22_050, {"write_xing": "0"}),
    "mp3 at 8 kHz": ("mp3", "libmp3lame", 8_000, {"write_xing": "0"}),
    "mp3 behind a tag": ("mp3", "libmp3lame", 44_100, {"write_xing": "0", "id3v2_version": "3"}),
    "mp2": ("mp2", "mp2", 44_100, {}),
    "mp2 at 16 kHz": ("mp2", "mp2", 16_000, {}),
    "ADTS": ("adts", "aac", 44_100, {}),
    "LOAS": ("latm", "aac", 44_100, {}),
    "AC-3": ("ac3", "ac3", 48_000, {}),
    "AC-3 at 44.1 kHz": ("ac3", "ac3", 44_100, {}),
    "E-AC-3": ("eac3", "eac3", 48_000, {}),
    "AMR": ("amr", "libopencore_amrnb", 8_000, {}),
}


def made(folder: Path, kind: str) -> bytes:
    container, codec, rate, options = KINDS[kind]
    return encode(folder / "sound", container, codec, tone(440, rate, 1.0), rate, title="a title", **options)


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_stream_is_not_cut_and_one_without_its_last_bytes_is(tmp_path: Path, kind: str) -> None:
    data = made(tmp_path, kind)
    assert not is_cut(data)
    assert is_cut(data[:-5])
    whole, cut = read(data), read(data[: round(0.6 * len(data)) + 1])
    assert (whole.missing, whole.warning) == (0, "")
    assert cut.missing > 0 and "could not be read" in cut.warning


def test_frames_of_wide_band_amr_are_told_by_their_first_bytes() -> None:
    frames = bytes([0x44]) + bytes(60) + bytes([0x4C]) + bytes(5) + bytes([0x7C])  # speech, comfort noise, nothing
    assert not is_cut(AMR_WB + frames)
    assert is_cut(AMR_WB + frames[:-3])
    assert not is_cut(AMR)


@pytest.mark.parametrize("codec", ["aac", "mp2"])
@pytest.mark.parametrize("share", [0.5, 0.7])
def test_a_transport_stream_is_told_to_be_cut_by_its_last_frame(tmp_path: Path, codec: str, share: float) -> None:
    rng = np.random.default_rng(0)
    sound = tone(440, 44_100, 2.0) + rng.normal(0, 0.01, 88_200)
    data = encode(tmp_path / "sound", "mpegts", codec, sound, 44_100)
    packets = round(share * len(data)) // 188
    assert read(data).missing == 0
    assert read(data[: 188 * packets]).missing > 0


def test_what_stands_behind_the_frames_is_no_frame_that_was_cut(tmp_path: Path) -> None:
    data = made(tmp_path, "mp3")
    assert not is_cut(data + b"TAG" + bytes(125))
    assert not is_cut(b"")
    assert not is_cut(bytes(range(256)))
