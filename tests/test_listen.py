"""Listening in the terminal: each word once, a meter that keeps to its line, and an end that says what there was."""

import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

import alsa
from speechcls.audio import SAMPLE_RATE, microphone, read
from speechcls.audio.microphone import CHUNK, Chunk, Device, MicrophoneError
from speechcls.cli import app
from speechcls.live import terminal
from speechcls.live.terminal import Screen, Session
from speechcls.ui.selection import example_files

ROOT = Path(__file__).parents[1]
SLOW = "import alsa, speechcls.audio.microphone as m; m.Microphone._receive = alsa.in_real_time()\n"
START = f"{SLOW}import speechcls.cli as program; program.main()"
WORDS = ("go", "stop", "up")
RUSTLE = 0.001 * np.random.default_rng(0).standard_normal(CHUNK).astype(np.float32)

SAID = [(RUSTLE, 0)] * 5 + [(200 * RUSTLE, 0)] * 2 + [(RUSTLE, 0)] * 8  # something stands out from its background


class Terminal(io.StringIO):
    """An output that says whether it is a terminal, and knows what can be seen in one."""

    def __init__(self, live: bool) -> None:
        super().__init__()
        self.live = live

    def isatty(self) -> bool:
        return self.live

    @property
    def seen(self) -> list[str]:
        """The lines as they stand there: what is written after a carriage return covers what was."""
        lines = []
        for line in self.getvalue().split("\n"):
            shown = ""
            for part in line.split("\r"):
                shown = part + shown[len(part) :]
            lines.append(shown.rstrip())
        return lines


class Sure:
    """A classifier that hears the same word in every second, and counts how often it is asked."""

    def __init__(self, word: str = "stop") -> None:
        self.card = SimpleNamespace(name="sure", words=WORDS)
        self.asked = 0
        self.answer = np.array([0.98 if known == word else 0.01 for known in WORDS])

    def judge(self, waves: np.ndarray) -> tuple[np.ndarray, list[str]]:
        self.asked += len(waves)
        return self.answer[None], [""]


class Recorded:
    """A microphone whose chunks are known: (samples, lost before it). Then it ends, or breaks with `error`."""

    device, rate, waiting = Device(2, "desk", "ALSA", 1, 48_000.0, True), 16_000, 0.0

    def __init__(self, *chunks: tuple[np.ndarray, int], error: Exception | None = None) -> None:
        self.chunks, self.error, self.open = chunks, error, False

    def __enter__(self) -> "Recorded":
        self.open = True
        return self

    def __exit__(self, *_: object) -> None:
        self.open = False

    def __iter__(self):
        position = 0
        for samples, lost in self.chunks:
            yield Chunk(samples, position + lost, lost)
            position += lost + len(samples)
        if self.error:
            raise self.error


def run(heard: Recorded, *options: object, patch: pytest.MonkeyPatch):
    """(exit code, stdout, stderr) of the command with this microphone."""
    patch.setattr(terminal, "Microphone", lambda wanted: heard)
    patch.setattr("speechcls.models.classifier.Classifier.load", lambda name, folder: Sure())
    result = CliRunner().invoke(app, ["listen", *map(str, options)], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def stop() -> np.ndarray:
    """Half a second of silence, the example "stop", and silence: int16."""
    word = (read(example_files()["stop"]).samples * 32768).astype(np.int16)
    return np.pad(word, (SAMPLE_RATE // 2, SAMPLE_RATE))


@pytest.mark.slow
def test_a_word_is_printed_once_until_ctrl_c_and_the_sound_is_kept(tmp_path, stop, monkeypatch):
    alsa.required()
    for name, value in (alsa.hearing(tmp_path, stop) | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}).items():
        monkeypatch.setenv(name, value)
    kept = tmp_path / "kept.wav"
    words = [sys.executable, "-c", START, "listen", "--record", str(kept)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        giving_up = threading.Timer(60, program.send_signal, [signal.SIGINT])  # a starved machine may miss the word
        giving_up.start()
        first = program.stdout.readline()
        giving_up.cancel()
        program.send_signal(signal.SIGINT)
        rest, told = program.communicate(timeout=60)
    assert program.returncode == 0, told
    assert re.fullmatch(r" +[01]\.\d\d s  stop +>?\d+(\.\d)?%\n", first) and rest == ""
    assert re.search(rf"^Listening to {alsa.NAME} \(16000 Hz\) with '\w+'\. Ctrl-C ends it\.$", told, re.MULTILINE)
    assert re.search(
        r"^Listened for \d\.\d s\. Detections: stop 1\. The sound is in .*kept\.wav\.$", told, re.MULTILINE
    )
    assert "Traceback" not in told and "lost" not in told
    samples, rate = soundfile.read(kept, dtype="int16")
    assert rate == SAMPLE_RATE and len(samples) >= SAMPLE_RATE
    assert np.array_equal(samples[: len(stop)], stop[: len(samples)])


def test_where_nobody_looks_there_is_one_line_a_detection_and_nothing_else(monkeypatch):
    code, out, told = run(Recorded(*SAID), patch=monkeypatch)
    assert code == 0
    assert re.fullmatch(r" +\d\.\d\d s  stop +\d+%\n", out)
    assert told.splitlines() == [
        "Listening to desk (16000 Hz) with 'sure'. Ctrl-C ends it.",
        "Listened for 1.5 s. Detections: stop 1.",
    ]


def test_in_a_terminal_the_meter_is_written_over_and_never_wraps(monkeypatch):
    for columns in (120, 60, 30):
        monkeypatch.setenv("COLUMNS", str(columns))
        shown = Terminal(live=True)
        terminal.follow(Recorded(*SAID), Sure(), Screen(shown), Session())
        detected, meter = shown.seen
        assert re.fullmatch(r" +\d\.\d\d s  stop +\d+%", detected)
        assert meter.startswith("    1.5 s ") and ("[" in meter) == (columns > terminal.LINE)
        assert max(len(part) for part in re.split("[\r\n]", shown.getvalue())) < columns


def test_a_shorter_line_leaves_nothing_of_the_longer_one_behind():
    terminal = Terminal(live=True)
    screen = Screen(terminal)
    for text in ("a long status", "short", ""):
        screen.status(text)
        assert terminal.seen == [text]
    screen.status("a long status")
    screen.line("kept")
    assert terminal.seen == ["kept", ""]


@pytest.mark.parametrize(
    ("amplitude", "filled", "level"),
    [(0.0, 0, "no sound"), (1e-4, 0, "-83 dBFS"), (0.0447, 15, "-30 dBFS"), (1.0, 28, "-3 dBFS")],
)
def test_the_bar_shows_the_level_from_60_dbfs_below_full_scale(amplitude, filled, level):
    tone = amplitude * np.sin(2 * np.pi * 100 * np.arange(CHUNK) / SAMPLE_RATE).astype(np.float32)
    shown = terminal.meter(Chunk(tone, 0, 0), Session(), "", columns=100)
    assert level in shown
    assert shown.count("#") == pytest.approx(filled, abs=1)
    assert shown.count("#") + shown.count(".") - 1 == terminal.BAR


def test_the_meter_tells_of_clipping_and_of_digital_silence():
    loud, session = Chunk(np.ones(CHUNK, np.float32), 0, 0), Session()
    assert "clipped" in terminal.meter(loud, session, "stop 99%", 100)
    for i in range(20):
        quiet = Chunk(np.zeros(CHUNK, np.float32), i * CHUNK, 0)
        session.take(quiet)
        assert ("muted" in terminal.meter(quiet, session, "silence", 100)) == (i == 19)
    session.take(loud)
    assert "stop 9%" in terminal.meter(Chunk(RUSTLE, 0, 0), session, "stop 9%", 100)


def test_one_that_falls_behind_answers_only_the_newest():
    heard, classifier = Recorded(*[(RUSTLE, 0)] * 20), Sure()
    behind = iter([5.0] * 15 + [0.0] * 5)
    type(heard).waiting = property(lambda self: next(behind))
    try:
        terminal.follow(heard, classifier, Screen(Terminal(live=False)), Session())
    finally:
        type(heard).waiting = 0.0
    assert classifier.asked == 5


def test_lost_sound_is_told_once_and_is_silence_in_the_recording(monkeypatch, tmp_path):
    kept = tmp_path / "kept.flac"
    heard = Recorded((RUSTLE, 0), (RUSTLE, 800), (RUSTLE, 0), (RUSTLE, 16_000))
    code, _, told = run(heard, "--record", kept, patch=monkeypatch)
    assert code == 0
    assert [line for line in told.splitlines() if line.startswith("speechcls:")] == [
        f"speechcls: {terminal.lost_sentence(800)}"
    ]
    assert "About 1.1 s of sound were lost" in told.splitlines()[-1]
    samples, _ = soundfile.read(kept)
    assert len(samples) == 4 * CHUNK + 16_800
    assert not samples[CHUNK : CHUNK + 800].any() and samples[CHUNK + 800 : 2 * CHUNK + 800].any()


def test_an_unplugged_microphone_ends_with_summary_and_sentence(monkeypatch):
    heard = Recorded((RUSTLE, 0), error=MicrophoneError("desk was unplugged. Plug it in."))
    code, out, told = run(heard, patch=monkeypatch)
    assert (code, out, heard.open) == (2, "", False)
    assert told.splitlines()[1:] == [
        "Listened for 0.1 s. Detections: none.",
        "speechcls: desk was unplugged. Plug it in.",
    ]


def test_ctrl_c_lets_go_of_the_microphone(monkeypatch):
    heard = Recorded((RUSTLE, 0), error=KeyboardInterrupt())
    assert run(heard, patch=monkeypatch)[0] == 0
    assert not heard.open


def test_a_program_that_ends_this_one_leaves_a_whole_recording(monkeypatch, tmp_path):
    class Ended(Recorded):
        def __iter__(self):
            yield from super().__iter__()
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(60)

    usual = signal.getsignal(signal.SIGTERM)
    code, _, told = run(Ended((RUSTLE, 0)), "--record", tmp_path / "kept.wav", patch=monkeypatch)
    signal.signal(signal.SIGTERM, usual)
    assert code == 0 and "Listened for 0.1 s." in told
    assert soundfile.info(tmp_path / "kept.wav").frames == CHUNK


@pytest.mark.parametrize("name", ["kept.mp3", "nosuch/kept.wav", "folder.wav"])
def test_a_recording_that_cannot_be_written_is_refused_before_listening(monkeypatch, tmp_path, name):
    (tmp_path / "folder.wav").mkdir()
    heard = Recorded((RUSTLE, 0))
    code, out, told = run(heard, "--record", tmp_path / name, patch=monkeypatch)
    assert (code, out) == (2, "") and name in told and "--record" in told and told.count("\n") == 1


def test_the_microphones_are_listed_without_loading_a_network(monkeypatch):
    monkeypatch.setattr(microphone, "devices", lambda: [Recorded.device])
    monkeypatch.setitem(sys.modules, "speechcls.models.classifier", None)
    result = CliRunner().invoke(app, ["listen", "--list-devices"], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (0, "*   2  desk   48000 Hz  ALSA\n")


def test_an_unknown_variant_or_microphone_is_wrong_usage(monkeypatch):
    monkeypatch.setattr(microphone, "devices", lambda: [Recorded.device])
    for options, told in ((["--variant", "nosuch"], "There are: "), (["--device", "nosuch"], "2 'desk'")):
        result = CliRunner().invoke(app, ["listen", *options], catch_exceptions=False)
        assert (result.exit_code, result.stdout) == (2, "") and told in result.stderr
