"""Nothing of a file is lost in silence: each format by its reader, past damage, through joins, and what is missing."""

import io
import struct
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from bad_inputs import wav_bytes
from made_sounds import encode, pitch, rms, shortened_sphere, tone
from speechcls.audio import SAMPLE_RATE, AudioError, from_array, read
from speechcls.audio.formats import FORMATS, OTHERS, format_of

LATER = np.concatenate([np.random.default_rng(0).normal(0, 1e-4, 88_200), tone(440, 44_100), np.zeros(4_410)])
TAG = b"LIST" + struct.pack("<I", 400) + b"INFOISFT" + struct.pack("<I", 388) + b"\x7f\x40" * 194
AMR_SPEECH, AMR_COMFORT, AMR_NOTHING = 0x3C, 0x44, 0x7C  # first bytes of frames: 12.2 kbit/s, SID, no data


def written(samples: np.ndarray, rate: int, form: str, subtype: str | None = None) -> bytes:
    """A file by libsndfile."""
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=form, subtype=subtype)
    return file.getvalue()


def many_channels(channels: int, container: str, codec: str, form: str, layout: str) -> bytes:
    """A second of a tone in the first of so many channels."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as target:
        stream = target.add_stream(codec, rate=48_000, layout=layout)
        samples = np.zeros((48_000, channels))
        samples[:, 0] = tone(440, 48_000)
        scaled = (samples * 2**15).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(scaled, format=form, layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = 48_000, 0, Fraction(1, 48_000)
        target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return file.getvalue()


# The reader of each format


@pytest.mark.parametrize(
    ("begin", "name"),
    [
        (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
        (b"BW64\0\0\0\0WAVEds64", "wav"),
        (b"RIFF\0\0\0\0AVI LIST", "asf, avi"),
        (b"NIST_1A\n   1024\nsample_coding -s3 pcm\n", "sphere"),
        (b"NIST_1A\n   1024\nsample_coding -s26 pcm,embedded-shorten-v2.00\n", "compressed sphere"),
        (b"\xff\xfb\x90\0", "mp3"),
        (b"\0\0\0\x20ftypM4A ", "mp4"),
    ],
)
def test_a_format_is_known_by_its_first_bytes(begin, name):
    assert format_of(begin) is FORMATS[name]


def test_what_begins_like_no_format_is_tried_by_all():
    assert format_of(b"G" + bytes(187)) is OTHERS


def test_an_mp3_of_variable_bit_rate_without_its_header_is_read_to_the_end(tmp_path):
    options = {"coding": {"flags": "+qscale", "global_quality": "472"}, "write_xing": "0"}
    data = encode(tmp_path / "a.mp3", "mp3", "libmp3lame", LATER, 44_100, **options)
    assert len(soundfile.read(io.BytesIO(data))[0]) < 0.7 * len(LATER)  # what libsndfile guesses
    clip = read(data)
    assert clip.duration == pytest.approx(len(LATER) / 44_100, abs=0.08)
    assert clip.missing == 0
    assert rms(clip.samples[SAMPLE_RATE * 2 :]) == pytest.approx(rms(LATER[88_200:]), rel=0.05)


def test_amr_goes_on_behind_comfort_noise():
    rng = np.random.default_rng(0)
    speech = [bytes([AMR_SPEECH]) + rng.bytes(31) for _ in range(50)]
    pause = [bytes([AMR_COMFORT]) + bytes(5), *[bytes([AMR_NOTHING])] * 7] * 6 + [bytes([AMR_NOTHING])] * 2
    clip = read(b"#!AMR\n" + b"".join(speech + pause + speech))
    assert clip.duration == pytest.approx(3.0, abs=0.03)
    before, during, after = (rms(clip.samples[at : at + 12_000]) for at in (2_000, 20_000, 34_000))
    assert after > 0.3 * before
    assert during < 0.5 * before
    assert clip.missing == 0


@pytest.mark.parametrize(
    ("codec", "rate", "tolerance"), [("g722", 16_000, 0.1), ("g726", 8_000, 0.2), ("mp2", 44_100, 0.1)]
)
def test_codecs_in_wav_that_libsndfile_lacks_are_read(tmp_path, codec, rate, tolerance):
    clip = read(encode(tmp_path / "a.wav", "wav", codec, tone(440, rate), rate))
    assert clip.duration == pytest.approx(1.0, abs=0.06)
    assert pitch(clip.samples) == pytest.approx(440, abs=1)
    assert rms(clip.samples) == pytest.approx(rms(tone(440, rate)), rel=tolerance)


def test_bw64_is_read_as_rf64_is():
    data = written(tone(440, SAMPLE_RATE), SAMPLE_RATE, "RF64", "PCM_16")
    np.testing.assert_array_equal(read(b"BW64" + data[4:]).samples, read(data).samples)


def test_sphere_with_shorten_is_read_exactly():
    samples = (tone(440, SAMPLE_RATE) * 2**15).astype(np.int16)
    clip = read(shortened_sphere(samples, SAMPLE_RATE))
    np.testing.assert_array_equal(clip.samples, samples / np.float32(2**15))
    assert clip.missing == 0


def test_an_unknown_codec_is_named_as_the_reason(tmp_path):
    data = encode(tmp_path / "a.mka", "matroska", "flac", tone(440, 48_000), 48_000)
    with pytest.raises(AudioError, match="uses a codec that is not known here"):
        read(data.replace(b"A_FLAC", b"A_XLAC"))


@pytest.mark.parametrize(
    ("channels", "container", "codec", "layout"),
    [
        (8, "matroska", "flac", "7.1"),
        (8, "mov", "pcm_s16be", "7.1"),  # whose channels stand in an order of their own
        (8, "caf", "pcm_s16be", "7.1"),
        (16, "matroska", "pcm_s16le", "hexadecagonal"),
    ],
)
def test_a_sound_of_eight_or_more_channels_is_read(channels, container, codec, layout):
    code = "\n".join(
        [
            "import sys",
            "from speechcls.audio import read",
            "data = sys.stdin.buffer.read()",
            "print(*(read(data).duration for _ in range(10)))",
        ]
    )
    data = many_channels(channels, container, codec, "s16", layout)
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, timeout=60)
    assert (done.returncode, done.stdout.split()) == (0, [b"1.0"] * 10), done.stderr.decode()


# Channels


def test_channels_in_opposite_phase_give_the_louder_one():
    word = tone(440, SAMPLE_RATE)
    clip = from_array(np.column_stack([0.9 * word, -word]), SAMPLE_RATE)
    np.testing.assert_allclose(clip.samples, -word, atol=1e-6)


@pytest.mark.parametrize("kind", [("ipod", "alac"), ("ipod", "aac"), ("webm", "libopus")], ids="/".join)
def test_stereo_that_ffmpeg_reads_is_averaged_too(tmp_path, kind):
    """FFmpeg's own mono of floats would be 3 dB louder (findings/ffmpeg-mono-level.sh)."""
    one, other = tone(440, 48_000), tone(990, 48_000)
    clip = read(encode(tmp_path / "a", *kind, np.column_stack([one, other]), 48_000))
    assert rms(clip.samples[:SAMPLE_RATE]) == pytest.approx(rms((one + other) / 2), rel=0.03)


def test_channels_that_do_not_cancel_are_averaged():
    word, other = tone(440, SAMPLE_RATE), tone(700, SAMPLE_RATE)
    for right in (np.zeros_like(word), other, -0.3 * word):
        clip = from_array(np.column_stack([word, right]), SAMPLE_RATE)
        np.testing.assert_allclose(clip.samples, (word + right) / 2, atol=1e-6)


def test_an_offset_that_both_channels_share_does_not_hide_that_they_cancel():
    word = tone(440, SAMPLE_RATE)
    clip = from_array(np.column_stack([0.2 + word, 0.2 - word]), SAMPLE_RATE)
    assert pitch(clip.samples - clip.samples.mean()) == pytest.approx(440, abs=1)
    assert clip.samples.std() == pytest.approx(word.std(), rel=0.01)


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_the_default_track_is_read(tmp_path, order):
    with av.open(str(tmp_path / "two.mka"), "w") as container:
        for place, hertz in enumerate((300, 700), start=1):
            stream = container.add_stream("pcm_s16le", rate=SAMPLE_RATE, layout="mono")
            stream.disposition = av.stream.Disposition.default if place == order[0] else av.stream.Disposition(0)
            stream.metadata["hertz"] = str(hertz)
        for stream, hertz in zip(container.streams, (300, 700), strict=True):
            samples = (tone(hertz, SAMPLE_RATE) * 2**15).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
            frame.sample_rate, frame.pts = SAMPLE_RATE, 0
            container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    assert pitch(read(tmp_path / "two.mka").samples) == pytest.approx((300, 700)[order[0] - 1], abs=1)


# Files behind one another


def pieces(tmp_path: Path, kind: str) -> list[bytes]:
    """A second of 300 Hz and one of 700 Hz, at two sampling rates, the second in stereo where the kind has it."""
    sounds = ((tone(300, 16_000), 16_000), (np.column_stack([tone(700, 48_000)] * 2), 48_000))
    made = {
        "ogg": lambda x, rate: written(x, rate, "OGG", "VORBIS"),
        "opus": lambda x, rate: written(x, rate, "OGG", "OPUS"),
        "mp3": lambda x, rate: written(x, rate, "MP3"),
        "wav": lambda x, rate: written(x, rate, "WAV"),
        "flac": lambda x, rate: written(x, rate, "FLAC"),
        "aac": lambda x, rate: encode(tmp_path / "a", "adts", "aac", x, rate),
        "mp3 with tags": lambda x, rate: encode(tmp_path / "a", "mp3", "libmp3lame", x, rate, title="a"),
        "webm": lambda x, rate: encode(tmp_path / "a", "webm", "libopus", x, 48_000 if rate == 48_000 else 16_000),
        "m4a": lambda x, rate: encode(tmp_path / "a", "ipod", "aac", x, rate),
    }[kind]
    return [made(samples, rate) for samples, rate in sounds]


@pytest.mark.parametrize("kind", ["ogg", "opus", "mp3", "mp3 with tags", "wav", "flac", "aac", "webm", "m4a"])
def test_joined_files_are_read_to_the_end_each_at_its_own_rate(tmp_path, kind):
    one, two = pieces(tmp_path, kind)
    clip = read(one + two)
    whole = read(one).duration + read(two).duration
    assert clip.duration == pytest.approx(whole, abs=0.12)  # an mp3 without tags keeps its encoder's delay
    assert clip.missing == 0
    assert pitch(clip.samples[2_000:14_000]) == pytest.approx(300, abs=2)
    assert pitch(clip.samples[-13_000:-3_000]) == pytest.approx(700, abs=2)


def test_a_part_that_can_not_be_read_is_missing_by_its_share_of_the_bytes():
    data = written(tone(440, SAMPLE_RATE), SAMPLE_RATE, "FLAC")
    clip = read(data + data[:42] + bytes(len(data) - 42))
    assert clip.duration == 1.0
    assert clip.missing == pytest.approx(1.0, abs=0.01)


# Damage


def damaged(data: bytes, share: float, count: int = 200) -> bytes:
    at = round(len(data) * share)
    return data[:at] + bytes(count) + data[at + count :]


@pytest.mark.parametrize(
    ("container", "codec"),
    [
        ("flac", "flac"),
        ("ipod", "aac"),
        ("adts", "aac"),
        ("mpegts", "aac"),
        ("mp3", "libmp3lame"),
        ("matroska", "flac"),
    ],
)
@pytest.mark.parametrize("places", [(0.25,), (0.2, 0.4, 0.6)])
def test_decoding_goes_on_behind_damage_and_the_clip_says_so(tmp_path, container, codec, places):
    quiet = np.random.default_rng(0).normal(0, 0.003, 44_100 * 4)
    whole = encode(tmp_path / "a", container, codec, np.concatenate([quiet, tone(440, 44_100)]), 44_100)
    broken = whole
    for share in places if container != "ipod" else [0.9 * place for place in places]:
        broken = damaged(broken, share * (0.75 if container in ("flac", "matroska") else 0.8))
    good, clip = read(whole), read(broken)
    assert good.missing == 0
    assert 0 < clip.missing < 2.5
    assert clip.duration > good.duration - 0.3
    assert pitch(clip.samples[-13_000:-3_000]) == pytest.approx(440, abs=2)
    if container != "mp3":  # whose next frames take their bits from what was lost
        assert np.abs(clip.samples[: SAMPLE_RATE * 3]).max() < 0.1  # damage is no noise


def test_silence_stands_in_the_place_of_a_lost_flac_frame():
    data = written(np.random.default_rng(0).normal(0, 0.1, 60_000), SAMPLE_RATE, "FLAC")
    good, clip = read(data), read(damaged(data, 0.5, 40))
    assert len(clip.samples) == len(good.samples)
    lost = clip.samples != good.samples
    assert not clip.samples[lost].any()
    assert clip.missing == pytest.approx(lost.sum() / SAMPLE_RATE, abs=0.001)


def test_a_damaged_mp3_prints_nothing(tmp_path, capfd):
    data = encode(tmp_path / "a.mp3", "mp3", "libmp3lame", tone(440, 44_100, 3.0), 44_100)
    for share in (0.02, 0.3, 0.6):
        read(damaged(data, share))
    assert capfd.readouterr() == ("", "")


# Cut off


@pytest.mark.parametrize("form", ["WAV", "RF64", "AIFF", "AU", "NIST", "CAF"])
def test_what_a_header_promises_and_the_file_lacks_is_missing(form):
    data = written(tone(440, SAMPLE_RATE, 2.0), SAMPLE_RATE, form, "PCM_16")
    whole, clip = read(data), read(data[: len(data) // 2])
    assert (whole.duration, whole.missing) == (2.0, 0)
    assert clip.missing == pytest.approx(2.0 - clip.duration, abs=0.001)
    assert clip.missing > 0.9


@pytest.mark.parametrize(("container", "codec"), [("webm", "libopus"), ("asf", "wmav2"), ("avi", "libmp3lame")])
def test_a_container_that_knows_its_length_tells_what_was_cut_off(tmp_path, container, codec):
    coding = {"b": "64000"} if codec == "wmav2" else {}
    data = encode(
        tmp_path / "a",
        container,
        codec,
        tone(440, 44_100 if codec != "libopus" else 48_000, 4.0),
        44_100 if codec != "libopus" else 48_000,
        coding=coding,
    )
    clip = read(data[: len(data) // 2])
    assert clip.duration + clip.missing == pytest.approx(4.0, abs=0.2)
    assert clip.missing > 1


@pytest.mark.parametrize(("form", "subtype"), [("AIFF", "GSM610"), ("W64", "MS_ADPCM"), ("W64", "GSM610")])
def test_nothing_is_missing_where_ffmpeg_miscounts_a_whole_file(form, subtype):
    clip = read(written(tone(440, SAMPLE_RATE), SAMPLE_RATE, form, subtype))
    assert clip.duration == pytest.approx(1.0, abs=0.02)
    assert clip.missing == 0


def test_an_ogg_cut_within_a_page_says_that_a_part_is_missing():
    data = written(np.random.default_rng(0).normal(0, 0.1, 64_000), SAMPLE_RATE, "OGG", "VORBIS")
    clip = read(data[:-50])
    assert 0 < clip.missing < 0.1
    assert clip.warning.startswith("A part of the sound could not be read")


@pytest.mark.parametrize("size", [0, 2**32 - 1, 0x7FFFF000])
def test_a_tag_behind_a_streamed_wav_is_not_heard(size):
    samples = np.arange(-500, 500, dtype="<i2")
    clip = read(wav_bytes(samples.tobytes(), size=size, riff=size, tags=TAG))
    np.testing.assert_array_equal(clip.samples, samples / np.float32(2**15))
    assert clip.missing == 0


def test_sound_that_looks_like_a_tag_is_heard():
    samples = np.frombuffer(b"LIST\x20\0\0\0" * 500, "<i2")
    clip = read(wav_bytes(samples.tobytes() + b"\1\1", size=2**32 - 1, riff=2**32 - 1))
    assert len(clip.samples) == len(samples) + 1
