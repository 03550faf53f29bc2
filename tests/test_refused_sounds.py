"""What is no sound, or damaged, is refused with a sentence that says what is wrong; nothing else comes of it."""

import io
import re

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from bad_inputs import BAD_INPUTS, wav_bytes
from made_sounds import encode, tone
from speechcls.audio import SAMPLE_RATE, AudioError, Clip, from_array, read
from speechcls.audio.mixdown import Mixdown

SAYS = {
    "empty file": "is empty",
    "text": "is a text file",
    "text of ten bytes": "header",
    "playlist": "is a text file",
    "other bytes": "is not in a sound format",
    "truncated header": "header that is cut off",
    "truncated flac header": "header that is cut off",
    "truncated m4a": "header that is cut off",
    "no audio track": "has no audio track",
    "zero samples": "holds no samples",
    "zero samples but tags": "holds no samples",
    "zero samples of flac": "holds no samples",
    "NaN": "NaN",
    "infinite": "infinite",
    "absurdly large": "absurdly large",
    "rate 0": "sampling rate in its header, 0 Hz",
    "rate 3 kHz": "3000 Hz. Convert it to one between 4 and 192 kHz.",
    "rate 384 kHz": "384000 Hz. Convert it to one between 4 and 192 kHz.",
    "no channels": "has no channels",
    "over 10 MB": "has 12.0 MB, over the limit of 10 MB",
    "over 60 s": "longer than the limit of 60 s",
    "an hour in few bytes": "longer than the limit of 60 s",
    "missing": "There is no sound file missing.wav",
    "folder": "is a folder",
}


def assert_is_one_or_two_sentences(message: str) -> None:
    assert re.fullmatch(r"\S.*\.", message)
    assert 1 <= len(re.findall(r"\.(?= [A-Z]|$)", message)) <= 2
    assert not re.search(r"Errno|Error|object at|<|>|\n", message)


def test_every_bad_input_has_its_sentence():
    assert SAYS.keys() == BAD_INPUTS.keys()


@pytest.mark.parametrize("kind", BAD_INPUTS)
def test_a_bad_input_is_refused_with_a_sentence_that_says_what_is_wrong(tmp_path, kind):
    path = BAD_INPUTS[kind](tmp_path)
    with pytest.raises(AudioError) as refusal:
        read(path)
    message = str(refusal.value)
    assert SAYS[kind] in message
    assert path.name in message
    assert_is_one_or_two_sentences(message)
    if path.is_file():
        with pytest.raises(AudioError) as refusal:
            read(path.read_bytes())
        assert str(refusal.value) == message.replace(path.name, "The sound")


def test_a_file_that_may_not_be_read_is_refused_with_a_sentence(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "locked.wav"
    path.write_bytes(wav_bytes(bytes(100)))
    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(AudioError, match=r"locked\.wav cannot be opened \(Permission denied\)\. See that you may read"):
        read(path)


@pytest.mark.parametrize("path", ["", "a\0b.wav", "nowhere/\udcff.wav", "n" * 5000])
def test_an_impossible_path_is_refused_with_a_sentence_that_can_be_printed(path):
    with pytest.raises(AudioError, match="There is no sound file") as refusal:
        read(path)
    str(refusal.value).encode()


@pytest.mark.parametrize("size", range(45))
def test_a_wav_cut_anywhere_in_its_header_is_refused(size):
    with pytest.raises(AudioError):
        read(wav_bytes(bytes(3200))[:size])


def test_a_file_that_points_before_its_own_start_is_refused_without_a_printed_traceback(capfd):
    aiff = io.BytesIO()
    soundfile.write(aiff, np.zeros(300), SAMPLE_RATE, format="AIFF", subtype="PCM_16")
    damaged = bytearray(aiff.getvalue())
    damaged[40] = 128  # in the size of a chunk
    with pytest.raises(AudioError, match="has a header that is cut off, damaged or of an unknown kind"):
        read(bytes(damaged))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("rate", [0, -16_000, 3_999, 192_001, float("nan"), float("inf")])
def test_an_array_at_an_impossible_rate_is_refused(rate):
    with pytest.raises(AudioError, match="sampling rate"):
        from_array(np.zeros(100), rate)


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0),
        np.zeros((100, 0)),
        np.zeros((1, 16_000)),  # channels first
        np.zeros((2, 2, 2)),
        np.float64(0.5),
        np.zeros(100, bool),
        np.zeros(100, complex),
        np.array(["a", "b"]),
        np.zeros(61 * SAMPLE_RATE),
        np.full((5, 2), [np.inf, -np.inf]),
    ],
)
def test_an_array_that_is_no_sound_is_refused_with_a_sentence(samples):
    with pytest.raises(AudioError) as refusal:
        from_array(samples, SAMPLE_RATE, "it")
    assert str(refusal.value).startswith("it ")
    assert_is_one_or_two_sentences(str(refusal.value))


def test_decoding_stops_at_the_limit_of_length(tmp_path, monkeypatch):
    def count(self, rate, block):
        decoded.append(len(block) / rate)
        add(self, rate, block)

    add = Mixdown.add
    monkeypatch.setattr(Mixdown, "add", count)
    three_minutes = np.zeros(180 * 8_000)
    for container, codec in (("flac", "flac"), ("matroska", "flac"), ("wav", "pcm_s16le")):
        decoded = []
        with pytest.raises(AudioError, match="longer than the limit of 60 s"):
            read(encode(tmp_path / container, container, codec, three_minutes, 8_000))
        assert 60 < sum(decoded) < 62


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0, np.float32),
        np.zeros((2, 100), np.float32),
        np.zeros(100, np.int16),
        np.array([0, np.nan]),
        np.array([0, -np.inf]),
        np.array([1e300]),
    ],
)
def test_a_clip_takes_nothing_but_finite_mono_floats(samples):
    with pytest.raises(AudioError) as refusal:
        Clip(samples, "it")
    assert str(refusal.value).startswith("it ")
    assert_is_one_or_two_sentences(str(refusal.value))


@pytest.fixture(scope="module")
def good_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    wav, flac = io.BytesIO(), io.BytesIO()
    soundfile.write(wav, tone(440, 16_000, 0.2), 16_000, format="WAV")
    soundfile.write(flac, tone(440, 16_000, 0.2), 16_000, format="FLAC")
    webm = encode(folder / "a.webm", "webm", "libopus", tone(440, 48_000, 0.2), 48_000)
    m4a = encode(folder / "a.m4a", "ipod", "aac", tone(440, 48_000, 0.2), 48_000)
    return wav.getvalue(), flac.getvalue(), webm, m4a


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_damaged_bytes_give_a_clip_or_a_sentence(good_files, data):
    damaged = bytearray(data.draw(st.sampled_from(good_files)))
    places = st.integers(0, 200) | st.integers(0, len(damaged) - 1)
    for place, value in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=12)):
        damaged[place] = value
    try:
        clip = read(bytes(damaged[: data.draw(st.integers(0, len(damaged)))]))
    except AudioError as refusal:
        assert_is_one_or_two_sentences(str(refusal))
    else:
        assert np.isfinite(clip.samples).all()


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=150)
def test_any_bytes_give_a_clip_or_a_sentence(data):
    try:
        read(data)
    except AudioError as refusal:
        assert_is_one_or_two_sentences(str(refusal))
