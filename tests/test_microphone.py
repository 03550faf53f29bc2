"""A microphone gives what it hears, bit for bit or resampled, counts what it lost, and says what went wrong with it."""

import importlib
import sys
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest

import alsa
from speechcls import audio
from speechcls.audio import microphone
from speechcls.audio.microphone import BACKLOG, BLOCK, CHUNK, Device, Microphone, MicrophoneError
from synthetic import say

RATE = 16_000
OWN = 44_100  # Hz, the rate that PortAudio names for the device of alsa.py
CHANNELS = 128  # and how many it names
FINE, LATE = SimpleNamespace(input_overflow=False), SimpleNamespace(input_overflow=True)
KNOWN = [
    Device(0, "Built-in", "Core Audio", 1, 48_000.0, False),
    Device(3, "USB camera", "Core Audio", 2, 32_000.0, True),
    Device(4, "USB headset", "Core Audio", 1, 16_000.0, False),
    Device(7, "USB", "Core Audio", 1, 16_000.0, False),
    Device(8, "USB camera", "JACK", 1, 16_000.0, False),
]


def noise(count: int) -> np.ndarray:
    return np.random.default_rng(1).integers(-32768, 32768, count).astype(np.int16)


@pytest.fixture
def refusing(monkeypatch):
    """Has PortAudio refuse what `refused(samplerate, channels)` holds of, and else do as it does."""

    def make(refused):
        sounddevice = importlib.import_module("sounddevice")
        usual = sounddevice.InputStream

        def open_stream(**asked):
            if refused(asked["samplerate"], asked["channels"]):
                raise sounddevice.PortAudioError("Invalid sample rate", -9997)
            return usual(**asked)

        monkeypatch.setattr(sounddevice, "InputStream", open_stream)

    return make


class Stream:
    """A device without PortAudio: the test is the one that hands over blocks."""

    def __init__(self, rate: float) -> None:
        self.samplerate, self.open = rate, True

    def start(self) -> None:
        pass

    def abort(self, ignore_errors: bool) -> None:
        pass

    def close(self, ignore_errors: bool) -> None:
        self.open = False


@pytest.fixture
def silent(monkeypatch):
    """Makes a Microphone of which nothing comes by itself."""
    monkeypatch.setattr(microphone, "devices", lambda: KNOWN)

    def make(rate: float = RATE) -> Microphone:
        monkeypatch.setattr(Microphone, "_open", lambda self: Stream(rate))
        return Microphone()

    return make


def receive(heard: Microphone, samples: np.ndarray, status=FINE) -> None:
    heard._receive(samples.astype(np.int16)[:, None], len(samples), None, status)


def test_what_a_device_hears_comes_bit_for_bit_in_chunks_of_a_tenth_of_a_second(plug):
    sound = noise(2 * RATE)
    plug(sound)
    with Microphone() as heard:
        chunks = [heard.read() for _ in range(20)]
        assert (heard.device.name, heard.rate) == (alsa.NAME, RATE)
    assert [chunk.position for chunk in chunks] == list(range(0, 2 * RATE, CHUNK))
    assert {(chunk.samples.shape, chunk.samples.dtype.name, chunk.lost) for chunk in chunks} == {
        ((1600,), "float32", 0)
    }
    assert np.array_equal(np.concatenate([chunk.samples for chunk in chunks]) * 32768, sound)


def test_a_device_that_refuses_16_khz_is_resampled_from_its_own_rate_as_a_file_would_be(plug, refusing):
    word = audio.from_array(say("up/a1_nohash_0.wav"), RATE).samples
    sound = (np.interp(np.arange(OWN) / OWN, np.arange(RATE) / RATE, word) * 32768).astype(np.int16)
    plug(sound)
    refusing(lambda rate, channels: rate == RATE)
    with Microphone() as heard:
        assert heard.rate == OWN
        came = np.concatenate([heard.read().samples for _ in range(10)])
    expected = audio.from_array(sound, OWN).samples
    assert np.abs(expected).max() > 0.2
    assert np.abs(came - expected)[:-400].max() < 1e-4  # a file ends there, the stream goes on with silence


def test_a_device_that_refuses_mono_is_averaged_over_channels(plug, refusing):
    plug(np.tile(np.arange(0, 100 * CHANNELS, 100), (OWN // 2, 1)))
    refusing(lambda rate, channels: channels == 1)
    with Microphone() as heard:
        samples = np.concatenate([heard.read().samples for _ in range(4)])
    assert samples[1000:5000] * 32768 == pytest.approx(50 * (CHANNELS - 1), rel=1e-3)


def test_what_nobody_reads_in_time_is_lost_and_counted(plug):
    plug(noise(RATE))
    with Microphone() as heard:
        while heard.waiting < BACKLOG:
            time.sleep(0.01)
        before = [heard.read() for _ in range(round(BACKLOG * RATE / CHUNK))]
        after = next(chunk for chunk in heard if chunk.lost)
    assert {chunk.lost for chunk in before} == {0}
    assert after.position >= before[-1].position + CHUNK + after.lost


def test_sound_before_and_after_a_gap_is_never_joined(silent):
    heard = silent()
    receive(heard, np.full(CHUNK // 2, 1000))
    receive(heard, np.full(CHUNK, 2000), LATE)
    receive(heard, np.full(CHUNK, 3000))
    first, second = heard.read(), heard.read()
    assert set(first.samples * 32768) == {2000}
    assert (first.lost, first.position) == (CHUNK // 2 + CHUNK, CHUNK // 2 + CHUNK)  # what was begun, and one block
    assert set(second.samples * 32768) == {3000}
    assert (second.lost, second.position) == (0, first.position + CHUNK)


def test_a_resampler_begins_anew_after_a_gap(silent):
    heard, fresh = silent(48_000), silent(48_000)
    receive(heard, noise(9600))
    receive(heard, 10_000 * np.ones(19_200), LATE)
    receive(fresh, 10_000 * np.ones(19_200))
    assert np.array_equal(next(c for c in heard if c.lost).samples, fresh.read().samples)


def test_loss_is_counted_at_16_khz_whatever_the_devices_rate(silent):
    heard = silent(48_000)
    blocks = round(BACKLOG / BLOCK)
    for _ in range(blocks + 50):  # the last fifty find no room: one second
        receive(heard, np.zeros(960))
    while heard.waiting > BLOCK + CHUNK / RATE:
        heard.read()
    receive(heard, np.zeros(9600))
    lost = next(chunk.lost for chunk in heard if chunk.lost)
    assert RATE <= lost < RATE + CHUNK


def test_an_unplugged_device_ends_with_a_sentence_after_its_last_sound(silent):
    heard = silent()
    receive(heard, np.zeros(CHUNK))
    heard._end()  # as PortAudio does
    assert heard.read().position == 0
    for _ in range(2):
        with pytest.raises(MicrophoneError, match=r"^USB camera .*unplugged.*Plug it in.*\.$"):
            heard.read()


def test_portaudio_itself_tells_of_a_stream_that_ends(plug):
    plug(noise(RATE))
    with Microphone() as heard:
        heard._stream.abort()
        with pytest.raises(MicrophoneError, match="unplugged"):
            list(heard)


def test_a_device_that_falls_silent_without_a_word_counts_as_unplugged(silent, monkeypatch):
    monkeypatch.setattr(microphone, "PATIENCE", 0.05)
    with pytest.raises(MicrophoneError, match="unplugged"):
        silent().read()


def test_closing_ends_a_reader_that_waits_in_another_thread(silent):
    heard, came = silent(), []
    reader = threading.Thread(target=lambda: came.append(list(heard)))
    reader.start()
    heard.close()
    reader.join(timeout=30)
    assert came == [[]]
    heard.close()


def test_leaving_lets_go_of_the_device(silent):
    with silent() as heard:
        stream = heard._stream
        assert stream.open
    assert not stream.open


def test_a_device_in_use_is_told_with_its_name_and_a_remedy(plug, refusing):
    plug(noise(RATE))
    refusing(lambda rate, channels: True)
    with pytest.raises(MicrophoneError, match=rf"^{alsa.NAME} can't be opened \(.*\)\. Close .*--list-devices$"):
        Microphone()


def test_a_device_that_does_not_start_is_let_go_of(silent, monkeypatch):
    streams = []

    def broken(self):
        streams.append(self)
        raise RuntimeError("Unanticipated host error")

    monkeypatch.setattr(Stream, "start", broken)
    with pytest.raises(MicrophoneError, match=r"USB camera can't be opened \(Unanticipated host error\)"):
        silent()
    assert not streams[0].open


@pytest.mark.parametrize(
    ("wanted", "number"),
    [(None, 3), ("", 3), (0, 0), ("4", 4), ("head", 4), ("HEADSET", 4), ("usb", 7), ("camera", 3), (8, 8)],
)
def test_a_device_is_found_by_number_name_or_a_part_of_it(monkeypatch, wanted, number):
    monkeypatch.setattr(microphone, "devices", lambda: KNOWN)
    assert microphone.find(wanted).number == number


@pytest.mark.parametrize(
    ("wanted", "names"), [("us", "3 'USB camera', 4 'USB headset', 7 'USB'"), ("x", "0 'Built-in'")]
)
def test_a_device_that_is_not_one_is_answered_with_those_there_are(monkeypatch, wanted, names):
    monkeypatch.setattr(microphone, "devices", lambda: KNOWN)
    with pytest.raises(MicrophoneError, match=rf"'{wanted}'\. Give the number of one of: .*{names}"):
        microphone.find(wanted)


def test_without_a_usual_one_the_only_one_is_taken_and_of_several_none(monkeypatch):
    monkeypatch.setattr(microphone, "devices", lambda: KNOWN[:1])
    assert microphone.find() == KNOWN[0]
    monkeypatch.setattr(microphone, "devices", lambda: KNOWN[2:4])
    with pytest.raises(MicrophoneError, match="--device"):
        microphone.find()


def test_devices_are_those_that_record(plug):
    plug(noise(10))
    assert microphone.devices() == [Device(0, alsa.NAME, "ALSA", CHANNELS, OWN, True)]


def test_a_computer_without_a_microphone_says_so(plug, monkeypatch):
    sounddevice = importlib.import_module("sounddevice")
    monkeypatch.setattr(sounddevice, "query_devices", lambda: [{"max_input_channels": 0}])
    with pytest.raises(MicrophoneError, match="no microphone"):
        microphone.devices()


def test_the_table_stars_the_usual_device():
    assert microphone.as_table(KNOWN[:2]).splitlines() == [
        "    0  Built-in     48000 Hz  Core Audio",
        "*   3  USB camera   32000 Hz  Core Audio",
    ]


@pytest.mark.parametrize(
    ("raised", "remedy"),
    [
        ("OSError('PortAudio library not found')", "apt-get install libportaudio2"),
        ("ImportError()", "requirements.txt"),
    ],
)
def test_a_missing_library_is_told_with_what_brings_it(tmp_path, monkeypatch, raised, remedy):
    (tmp_path / "sounddevice.py").write_text(f"raise {raised}\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    with pytest.raises(MicrophoneError, match=remedy):
        microphone.devices()


def test_where_alsa_or_portaudio_is_missing_a_test_is_reported_as_not_run_and_fails_in_ci(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(alsa, "missing", lambda: "")
    alsa.required()
    monkeypatch.setattr(alsa, "missing", lambda: "PortAudio is missing")
    with pytest.raises(pytest.skip.Exception, match=f"Not run: PortAudio is missing.*{alsa.INSTALL}"):
        alsa.required()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=alsa.INSTALL):
        alsa.required()
