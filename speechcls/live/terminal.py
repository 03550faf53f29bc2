"""Words in the terminal as they are said, above a level meter: the work of `python -m speechcls listen`."""

from __future__ import annotations

import shutil
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import numpy as np
import soundfile

from speechcls.audio import SAMPLE_RATE
from speechcls.audio.level import LOWEST
from speechcls.audio.microphone import Chunk, Microphone, MicrophoneError
from speechcls.live.detector import Detection, Listener
from speechcls.models.classifier import Classifier
from speechcls.models.probability import percent

QUIETEST = -60.0  # dBFS, where the meter begins; it ends at full scale
BAR = 30  # characters that the meter's bar takes at most
LINE = 50  # characters of the meter beside its bar
CLIPPED = 0.999  # of full scale, from which on a sample counts as clipped
MUTED = 2.0  # s of zeros alone, which no room gives


@dataclass
class Session:
    """What happened while listening."""

    samples: int = 0  # at 16 kHz, lost ones counted in
    lost: int = 0
    zeros: int = 0  # samples of digital silence up to now without a break
    words: Counter[str] = field(default_factory=Counter)

    @property
    def seconds(self) -> float:
        return self.samples / SAMPLE_RATE

    def take(self, chunk: Chunk) -> None:
        self.samples = chunk.position + len(chunk.samples)
        self.lost += chunk.lost
        self.zeros = 0 if chunk.samples.any() else self.zeros + len(chunk.samples)

    def summary(self) -> str:
        words = ", ".join(f"{word} {count}" for word, count in self.words.most_common())
        lost = f" {lost_sentence(self.lost)}" if self.lost else ""
        return f"Listened for {self.seconds:.1f} s. Detections: {words or 'none'}.{lost}"


def lost_sentence(samples: int) -> str:
    return f"About {samples / SAMPLE_RATE:.1f} s of sound were lost: this computer was too busy to take it in time."


class Screen:
    """Prints lines and, in a terminal, keeps one line below them that is overwritten."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.live = out.isatty()
        self._written = 0  # characters of the line that is written over

    @property
    def columns(self) -> int:
        return shutil.get_terminal_size().columns

    def line(self, text: str) -> None:
        self._overwrite("")
        self.out.write(f"{text}\n")
        self.out.flush()

    def status(self, text: str) -> None:
        if self.live:
            self._overwrite(text[: self.columns - 1])  # a full line would wrap, and could not be written over
            self.out.flush()

    def _overwrite(self, text: str) -> None:
        if self.live:
            room = min(self._written, self.columns - 1)  # the window may have become narrower
            self.out.write(f"\r{text:{room}}" + ("" if text else "\r"))
            self._written = len(text)


def run(wanted: str, classifier: Classifier, recording: Path | None = None) -> None:
    """Listen until Ctrl-C: detections to stdout, all else to stderr. Raises MicrophoneError where it can't go on."""
    screen, session = Screen(sys.stdout), Session()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that a recording ends whole when a program ends this
    classifier.judge(np.zeros((1, SAMPLE_RATE), np.float32))  # the first answer takes longer than the others
    with Microphone(wanted) as microphone, _recorder(recording) as recorder:
        device = f"{microphone.device.name} ({microphone.rate:g} Hz)"
        print(f"Listening to {device} with {classifier.card.name!r}. Ctrl-C ends it.", file=sys.stderr, flush=True)
        try:
            follow(microphone, classifier, screen, session, recorder)
        except KeyboardInterrupt:
            pass
        finally:
            screen.status("")
            kept = f" The sound is in {recording}." if recording else ""
            print(f"{session.summary()}{kept}", file=sys.stderr, flush=True)


def follow(
    microphone: Microphone,
    classifier: Classifier,
    screen: Screen,
    session: Session,
    recorder: soundfile.SoundFile | None = None,
) -> None:
    """Take chunks until there are no more and show their words. Where computing falls behind, windows are skipped."""
    listener = Listener(classifier.card.words)
    likeliest = ""
    for chunk in microphone:
        if chunk.lost and not session.lost:
            print(f"speechcls: {lost_sentence(chunk.lost)}", file=sys.stderr, flush=True)
        session.take(chunk)
        if recorder:
            recorder.write(np.concatenate([np.zeros(chunk.lost, np.float32), chunk.samples]))
        listener.push(chunk.samples, chunk.position)
        if listener.due and microphone.waiting < listener.smoothing.step:
            probabilities, reasons = classifier.judge(listener.window()[None])
            update = listener.update(probabilities[0], reasons[0])
            for detection in update.detections:
                session.words[detection.word] += 1
                screen.line(as_line(detection))
            word, probability = update.probabilities[0]
            likeliest = f"{word} {percent(probability)}" if update.heard else update.reason
        screen.status(meter(chunk, session, likeliest, screen.columns))


def as_line(detection: Detection) -> str:
    """Time, word and confidence of a detection, in columns that a program can split."""
    return f"{detection.seconds:9.2f} s  {detection.word:<9} {percent(detection.probability):>6}"


def meter(chunk: Chunk, session: Session, likeliest: str, columns: int) -> str:
    """One line: time, a bar of the level, the level, and a hint or the likeliest word."""
    room = max(0, min(BAR, columns - LINE))
    filled = round(room * min(1.0, max(0.0, 1 - chunk.level / QUIETEST)))
    bar = f"[{'#' * filled}{'.' * (room - filled)}] " if room else ""
    if session.zeros >= MUTED * SAMPLE_RATE:
        likeliest = "only zeros: muted or not allowed?"
    elif np.abs(chunk.samples).max() >= CLIPPED:
        likeliest = "too loud: clipped"
    shown = f"{chunk.level:4.0f} dBFS" if chunk.level > LOWEST else "  no sound"
    return f"{session.seconds:7.1f} s {bar}{shown}  {likeliest}"


@contextmanager
def _recorder(file: Path | None) -> Iterator[soundfile.SoundFile | None]:
    """The file that receives all sound, lost sound as silence, so that times in it are right."""
    if file is None:
        yield None
        return
    try:
        opened = soundfile.SoundFile(file, "w", SAMPLE_RATE, 1, "PCM_16")
    except soundfile.LibsndfileError as error:
        raise MicrophoneError(f"{file} can't be written ({error}). Name another file with --record.") from error
    with opened:
        yield opened
