"""The package audio: any file comes out as mono float32 at 16 kHz, or is refused with a sentence."""

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from bad_inputs import wav_bytes
from made_sounds import encode, pitch, rms, tone
from speechcls.audio import SAMPLE_RATE, AudioError, Clip, from_array, read
from speechcls.audio.clip import MAX_AMPLITUDE

RATES = (4_000, 8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000)
DTYPES = ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "float16", "float32", "float64")
# extension, soundfile's subtype; and extension, FFmpeg's container and codec
WITH_SOUNDFILE = (
    *(("wav", subtype) for subtype in ("PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE")),
    ("flac", "PCM_16"),
    ("flac", "PCM_24"),
    ("mp3", "MPEG_LAYER_III"),
    ("ogg", "VORBIS"),
    ("ogg", "OPUS"),
)
WITH_AV = (
    ("opus", "opus", "libopus"),
    ("webm", "webm", "libopus"),
    ("mkv", "matroska", "flac"),
    ("m4a", "ipod", "aac"),
    ("mp4", "mp4", "aac"),
    ("aac", "adts", "aac"),
)


def assert_is_the_tone(clip: Clip) -> None:
    assert clip.duration == pytest.approx(1.0, abs=0.06)
    assert pitch(clip.samples) == pytest.approx(440, abs=1)
    assert rms(clip.samples) * np.sqrt(clip.duration) == pytest.approx(rms(tone(440, SAMPLE_RATE)), rel=0.04)


@pytest.mark.parametrize(("extension", "subtype"), WITH_SOUNDFILE)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_format_that_soundfile_writes_is_read(tmp_path, extension, subtype, channels):
    path = tmp_path / f"tone.{extension}"
    soundfile.write(path, np.column_stack([tone(440, 48_000)] * channels), 48_000, subtype=subtype)
    clip = read(path)
    assert clip.name == path.name
    assert_is_the_tone(clip)


@pytest.mark.parametrize(("extension", "container", "codec"), WITH_AV)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_format_of_browsers_and_phones_is_read(tmp_path, extension, container, codec, channels):
    path = tmp_path / f"tone.{extension}"
    encode(path, container, codec, np.column_stack([tone(440, 48_000)] * channels), 48_000)
    assert_is_the_tone(read(path))


def test_mp4_in_fragments_as_safari_records_it_is_read(tmp_path):
    data = encode(tmp_path / "f.mp4", "mp4", "aac", tone(440, 44_100), 44_100, movflags="frag_keyframe+empty_moov")
    assert_is_the_tone(read(data))


def test_a_title_that_is_not_utf_8_does_not_keep_a_file_from_being_read(tmp_path):
    data = encode(tmp_path / "a.mkv", "matroska", "flac", tone(440, 48_000), 48_000, title="Zebra")
    assert b"Zebra" in data
    assert_is_the_tone(read(data.replace(b"Zebra", b"Z\xe9bra")))


def test_a_file_is_known_by_its_bytes_not_by_its_extension(tmp_path):
    path = tmp_path / "tone.wav"
    encode(path, "webm", "libopus", tone(440, 48_000), 48_000)
    assert_is_the_tone(read(path))


def test_path_string_and_bytes_give_the_same_clip_and_a_given_name_wins(tmp_path):
    path = tmp_path / "yes.wav"
    path.write_bytes(wav_bytes(np.arange(-500, 500, dtype="<i2").tobytes()))
    clips = [read(path), read(str(path)), read(path.read_bytes(), "yes.wav"), read(path, name="other")]
    assert [clip.name for clip in clips] == ["yes.wav", "yes.wav", "yes.wav", "other"]
    for clip in clips:
        np.testing.assert_array_equal(clip.samples, np.arange(-500, 500) / 2**15)


@pytest.mark.parametrize(("extension", "subtype"), WITH_SOUNDFILE)
def test_reading_in_blocks_gives_what_reading_at_once_gives(tmp_path, extension, subtype):
    path = tmp_path / f"noise.{extension}"
    soundfile.write(path, np.random.default_rng(0).normal(0, 0.1, 40_000), SAMPLE_RATE, subtype=subtype)
    np.testing.assert_allclose(read(path).samples, soundfile.read(path, dtype="float32")[0], atol=5e-6)


@pytest.mark.parametrize(
    ("bits", "code", "stored", "expected"),
    [
        (8, 1, bytes([0, 128, 192, 255]), [-1, 0, 0.5, 127 / 128]),
        (16, 1, np.array([-(2**15), 0, 2**14, 2**15 - 1], "<i2").tobytes(), [-1, 0, 0.5, 1 - 2**-15]),
        (24, 1, bytes.fromhex("000080 000000 000040 ffff7f"), [-1, 0, 0.5, 1 - 2**-23]),
        (32, 1, np.array([-(2**31), 0, 2**30, 2**8], "<i4").tobytes(), [-1, 0, 0.5, 2**-23]),
        (32, 3, np.array([-3, 0, 0.5, 1.25], "<f4").tobytes(), [-3, 0, 0.5, 1.25]),
        (64, 3, np.array([-3, 0, 0.5, 1.25], "<f8").tobytes(), [-3, 0, 0.5, 1.25]),
    ],
)
def test_a_wav_is_scaled_by_its_own_width_and_floats_are_kept(bits, code, stored, expected):
    np.testing.assert_array_equal(read(wav_bytes(stored, bits=bits, code=code)).samples, np.float32(expected))


@pytest.mark.parametrize(
    ("dtype", "values", "expected"),
    [
        ("int8", [-128, 0, 64], [-1, 0, 0.5]),
        ("uint8", [0, 128, 192], [-1, 0, 0.5]),
        ("int16", [-(2**15), 0, 2**14], [-1, 0, 0.5]),
        ("uint16", [0, 2**15, 2**15 + 2**14], [-1, 0, 0.5]),
        ("int32", [-(2**31), 0, 2**30], [-1, 0, 0.5]),
        ("float16", [-2.5, 0, 0.5], [-2.5, 0, 0.5]),
        ("float64", [-2.5, 0, 0.5], [-2.5, 0, 0.5]),
    ],
)
def test_an_array_is_scaled_by_its_own_width_and_floats_are_kept(dtype, values, expected):
    np.testing.assert_array_equal(from_array(np.array(values, dtype), SAMPLE_RATE).samples, np.float32(expected))


def test_a_quiet_sound_stays_quiet():
    quiet = 0.01 * tone(440, 44_100)
    assert rms(from_array(quiet, 44_100).samples) == pytest.approx(rms(quiet), rel=0.001)


def test_stereo_is_averaged_over_channels_not_over_time(tmp_path):
    stereo = np.array([[1.0, 0.0], [0.5, 0.5], [-1.0, 1.0], [0.25, 0.5]])
    expected = np.float32([0.5, 0.5, 0.0, 0.375])
    soundfile.write(tmp_path / "stereo.wav", stereo, SAMPLE_RATE, subtype="FLOAT")
    np.testing.assert_array_equal(read(tmp_path / "stereo.wav").samples, expected)
    np.testing.assert_array_equal(from_array(stereo, SAMPLE_RATE).samples, expected)


def test_channels_of_a_packed_and_of_a_planar_codec_are_not_mixed_up_with_time(tmp_path):
    left_only = np.column_stack((tone(440, 48_000), np.zeros(48_000)))
    for container, codec in (("matroska", "flac"), ("mp4", "aac")):
        clip = read(encode(tmp_path / container, container, codec, left_only, 48_000))
        assert pitch(clip.samples) == pytest.approx(440, abs=1)
        assert rms(clip.samples) == pytest.approx(rms(tone(440, SAMPLE_RATE)) / 2, rel=0.05)


def test_a_wav_of_64_channels_is_averaged():
    frames = np.tile(np.arange(64, dtype="<i2") * 512, (100, 1))
    samples = read(wav_bytes(frames.tobytes(), channels=64)).samples
    np.testing.assert_array_equal(samples, np.full(100, 31.5 * 512 / 2**15, np.float32))


@pytest.mark.parametrize("rate", RATES)
def test_440_hertz_stay_440_hertz_at_any_rate(rate):
    clip = from_array(tone(440, rate), rate)
    assert len(clip.samples) == SAMPLE_RATE
    assert pitch(clip.samples) == pytest.approx(440, abs=0.25)
    np.testing.assert_allclose(clip.samples, tone(440, SAMPLE_RATE), atol=0.002)


@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000, 192_000])
def test_what_is_above_8_kilohertz_is_removed_not_folded_down(rate):
    assert rms(from_array(tone(9_500, rate), rate).samples) < 1e-4


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize(("dtype", "zero"), [("uint8", 128), ("int16", 0), ("float32", 0)])
def test_silence_stays_exactly_silence(rate, dtype, zero):
    assert not from_array(np.full((rate, 2), zero, dtype), rate).samples.any()


def test_one_sample_at_the_highest_rate_is_still_a_clip():
    assert len(from_array(np.ones(1), 192_000).samples) == 1


@pytest.mark.parametrize(
    ("size", "riff"),
    [(64_000, None), (2**32 - 1, 2**32 - 1), (2**31 - 1, 2**31 + 35), (0, 0), (0, 36), (0, 2**32 - 1)],
)
def test_a_wav_whose_header_promises_something_else_is_read_as_far_as_it_goes(size, riff):
    samples = np.arange(1000, dtype="<i2")
    clip = read(wav_bytes(samples.tobytes(), size=size, riff=riff))
    np.testing.assert_array_equal(clip.samples, samples / np.float32(2**15))


def test_a_wav_cut_within_a_sample_loses_that_sample():
    assert len(read(wav_bytes(bytes(2001), size=4000)).samples) == 1000


@pytest.mark.parametrize(("container", "codec"), [("webm", "libopus"), ("adts", "aac"), ("flac", "flac")])
def test_other_formats_cut_short_are_read_as_far_as_they_go(tmp_path, container, codec):
    data = encode(tmp_path / "whole", container, codec, tone(440, 48_000, 4.0), 48_000)
    clip = read(data[: len(data) // 2])
    assert 1.0 < clip.duration < 3.0
    assert pitch(clip.samples[8_000:16_000]) == pytest.approx(440, abs=1)


def test_a_minute_to_which_its_encoder_added_a_frame_is_read(tmp_path):
    data = encode(tmp_path / "minute.aac", "adts", "aac", tone(440, SAMPLE_RATE, 60.0), SAMPLE_RATE)
    assert read(data).duration == 60.0


def test_exactly_60_seconds_are_read_and_a_clip_may_not_be_a_sample_longer():
    assert from_array(np.zeros(60 * 44_100, np.int16), 44_100).duration == 60.0
    with pytest.raises(AudioError, match="60 s"):
        Clip(np.zeros(60 * SAMPLE_RATE + 1, np.float32))


def test_nobody_can_change_the_samples_of_a_clip():
    mine = np.zeros(20_000, np.float32)
    clip = Clip(mine)
    mine[:] = 1
    clip.second()[:] = 1
    assert not clip.samples.any()
    with pytest.raises(ValueError, match="read-only"):
        clip.samples[0] = 1


def test_times_are_seconds():
    clip = Clip(np.zeros(24_000))
    assert clip.duration == 1.5
    np.testing.assert_array_equal(clip.times[[0, 1, 16_000]], [0, 1 / 16_000, 1])


@pytest.mark.parametrize(
    ("start", "first"),
    [(0, 0), (0.5, 8_000), (-3, 0), (1.2, 16_000), (1e300, 16_000), (float("inf"), 16_000), (float("nan"), 0)],
)
def test_the_second_is_moved_into_the_clip(start, first):
    clip = Clip(np.sin(np.arange(32_000)))  # as loud throughout
    np.testing.assert_array_equal(clip.second(start), clip.samples[first : first + 16_000])


@st.composite
def sounds(draw) -> tuple[np.ndarray, float]:
    """Samples of any kind and a rate; extreme values come from hypothesis, length from repeating them."""
    dtype = np.dtype(draw(st.sampled_from(DTYPES)))
    channels = draw(st.integers(0, 5))  # 0: one channel, (n,)
    shape = draw(st.integers(1, 40)), *([channels] if channels else [])
    if dtype.kind == "f":
        highest = min(float(np.finfo(dtype).max), MAX_AMPLITUDE / 100)
        elements = hnp.from_dtype(dtype, allow_nan=False, min_value=-highest, max_value=highest)
    else:
        elements = hnp.from_dtype(dtype)
    samples = draw(hnp.arrays(dtype, shape, elements=elements))
    repeats = draw(st.sampled_from([1, 7, 900]))
    rate = draw(st.sampled_from(RATES) | st.floats(4_000, 192_000))
    return np.concatenate([samples] * repeats), rate


@given(sounds())
@settings(deadline=None, max_examples=150)
def test_any_array_becomes_finite_mono_float32_of_the_same_duration(sound):
    samples, rate = sound
    clip = from_array(samples, rate)
    assert clip.samples.dtype == np.float32
    assert clip.samples.ndim == 1
    assert np.isfinite(clip.samples).all()
    assert len(clip.samples) == pytest.approx(max(1, len(samples) * SAMPLE_RATE / rate), abs=1)
    assert clip.second().shape == (16_000,)
    assert clip.second().dtype == np.float32


@given(st.sampled_from(RATES), st.floats(0, 1), st.sampled_from([np.nan, np.inf, -np.inf]), st.integers(1, 3))
@settings(deadline=None, max_examples=60)
def test_a_single_sample_that_is_not_finite_is_refused_wherever_it_stands(rate, place, value, channels):
    samples = np.zeros((rate // 10, channels), np.float32)
    samples[round(place * (len(samples) - 1)), -1] = value
    with pytest.raises(AudioError, match="NaN, infinite"):
        from_array(samples, rate)


def test_beyond_the_ends_lies_noise_40_db_below_the_loudest_moment():
    word = tone(440, 16_000, 0.3).astype(np.float32)
    second, inside = Clip(word).second(), round(-16_000 * Clip(word).loudest_second())
    np.testing.assert_array_equal(second[inside : inside + len(word)], word)
    outside = np.concatenate([second[:inside], second[inside + len(word) :]])
    loudest = rms(word[2_400:2_560])
    assert 20 * np.log10(loudest / rms(outside)) == pytest.approx(40, abs=0.3)
    assert Clip(2 * word).second() == pytest.approx(2 * second)  # louder is the same but louder
    assert not Clip(np.zeros(3_000, np.float32)).second().any()
