"""How well words are detected in a stream: a long recording of known words and noise, treated as live sound."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from tqdm import tqdm

from speechcls.data.other_sounds import OtherSounds
from speechcls.data.recording import Recording
from speechcls.live.detector import Activity, Listener, Smoothing, activity
from speechcls.live.whole import arriving
from speechcls.models.classifier import BATCH, Classifier
from speechcls.models.rejection import FLOOR, RISE, Reason, Rejection, is_silence, softmax

NEAR = 0.3  # s that a detection may lie outside of its word
SWEEP: dict[str, tuple[float, ...]] = {
    "smoothing": (0.2, 0.3, 0.4, 0.5),
    "agreeing": (1, 2, 3),
    "threshold": (0.4, 0.5, 0.6, 0.7, 0.8),
    "refractory": (0.4, 0.6, 0.8),
}

COLUMNS = (  # of the table of a sweep: title, name in Outcome.to_json
    ("errors/100", "errors_per_100_words"),
    ("hits", "hits"),
    ("wrong", "wrong"),
    ("misses", "misses"),
    ("doubles", "doubles"),
    ("false/h", "false_accepts_per_hour"),
    ("in noise/h", "false_accepts_per_hour_of_noise"),
    ("delay", "delay_median"),
    ("95 %", "delay_95th"),
)


@dataclass(frozen=True)
class Caught:
    """A detection, and when it was known (s in the recording, computing time left out)."""

    word: str
    seconds: float
    known: float


@dataclass(frozen=True)
class Outcome:
    """Counts of detections against the words that were said."""

    words: int
    hits: int
    wrong: int  # another word was detected instead
    misses: int  # nothing was detected
    doubles: int  # further detections for the same word
    false_accepts: int  # detections where no word is
    false_accepts_in_noise: int  # those of them in stretches of noise alone
    hours: float
    hours_of_noise: float
    delays: tuple[float, ...]  # s from the end of each word detected rightly until the detection was known

    @property
    def errors(self) -> int:
        """Errors of all kinds."""
        return self.wrong + self.misses + self.doubles + self.false_accepts

    def to_json(self) -> dict[str, Any]:
        """Counts, false accepts an hour, and median and 95th percentile of the delay (s)."""
        counts = ("words", "hits", "wrong", "misses", "doubles", "false_accepts", "false_accepts_in_noise")
        median, late = np.percentile(self.delays, [50, 95]).round(3).tolist() if self.delays else (None, None)
        return {name: getattr(self, name) for name in counts} | {
            "errors_per_100_words": round(100 * self.errors / max(self.words, 1), 2),
            "minutes": round(60 * self.hours, 2),
            "false_accepts_per_hour": round(self.false_accepts / self.hours, 2),
            "false_accepts_per_hour_of_noise": round(self.false_accepts_in_noise / self.hours_of_noise, 2),
            "delay_median": median,
            "delay_95th": late,
        }


@dataclass(frozen=True, eq=False)
class WindowAnswers:
    """What a variant and a listener make of the windows of a recording, before any threshold."""

    recording: Recording | OtherSounds
    words: tuple[str, ...]
    logits: np.ndarray  # (windows, words)
    silent: np.ndarray  # (windows,) bool, by the variant's rejection
    activities: tuple[Activity, ...]


def hear(classifier: Classifier, recording: Recording | OtherSounds) -> WindowAnswers:
    """Let a variant hear all windows of a listener, in batches."""
    listener = Listener(classifier.card.words)
    windows = (listener.window() for _ in arriving(listener, recording.samples))
    rejection = classifier.card.rejection
    floor, rise = (rejection.floor, rejection.rise) if rejection else (FLOOR, RISE)
    logits: list[np.ndarray] = []
    silent: list[np.ndarray] = []
    activities: list[Activity] = []
    with tqdm(total=int(recording.seconds / listener.smoothing.step), desc="hearing", leave=False, disable=None) as bar:
        while some := list(itertools.islice(windows, BATCH)):
            waves = np.stack(some)
            logits.append(classifier.logits(waves))
            silent.append(is_silence(waves, floor, rise))
            activities += map(activity, some)
            bar.update(len(some))
    return WindowAnswers(recording, listener.words, np.concatenate(logits), np.concatenate(silent), tuple(activities))


def catch(heard: WindowAnswers, rejection: Rejection | None, smoothing: Smoothing | None = None) -> list[Caught]:
    """The detections of a listener with this rejection and smoothing."""
    listener = Listener(heard.words, smoothing)
    times = arriving(listener, heard.recording.samples)
    caught = []
    for known, answer, seen in zip(times, _answers(heard, rejection), heard.activities, strict=True):
        listener.window()
        caught += [Caught(one.word, one.seconds, known) for one in listener.update(*answer, seen).detections]
    return caught


def _answers(heard: WindowAnswers, rejection: Rejection | None) -> Iterator[tuple[np.ndarray, Reason]]:
    """Probabilities (words,) of each window, and why no word was heard in it."""
    if rejection is None:
        return zip(softmax(heard.logits), itertools.repeat(""))
    reasons = rejection.reasons_given(heard.logits, heard.silent)
    return zip(rejection.probabilities(heard.logits), reasons, strict=True)


def compare(recording: Recording, caught: Sequence[Caught]) -> Outcome:
    """Match each detection to the word with the nearest middle, if it lies within NEAR of that word, and count."""
    middles = np.array([(said.start + said.end) / 2 for said in recording.spoken])
    of: dict[int, list[Caught]] = {}
    stray = []
    for one in caught:
        nearest = int(np.argmin(np.abs(middles - one.seconds)))
        said = recording.spoken[nearest]
        if said.start - NEAR <= one.seconds <= said.end + NEAR:
            of.setdefault(nearest, []).append(one)
        else:
            stray.append(one)
    right = {i: next((c for c in some if c.word == recording.spoken[i].word), None) for i, some in of.items()}
    hit = {i: one for i, one in right.items() if one}
    return Outcome(
        words=len(recording.spoken),
        hits=len(hit),
        wrong=len(of) - len(hit),
        misses=len(recording.spoken) - len(of),
        doubles=sum(len(some) - 1 for some in of.values()),
        false_accepts=len(stray),
        false_accepts_in_noise=sum(any(a <= c.seconds < b for a, b in recording.noise_only) for c in stray),
        hours=recording.seconds / 3600,
        hours_of_noise=sum(b - a for a, b in recording.noise_only) / 3600,
        delays=tuple(one.known - recording.spoken[i].end for i, one in hit.items()),
    )


def results(classifier: Classifier, recording: Recording, sweep: bool = False) -> list[tuple[Smoothing, Outcome]]:
    """The outcome with the default smoothing, or with each of a sweep; the network runs once."""
    heard = hear(classifier, recording)
    settings = list(combinations()) if sweep else [Smoothing()]
    bar = tqdm(settings, desc="sweep", unit="setting", leave=False, disable=None if sweep else True)
    return [(one, compare(recording, catch(heard, classifier.card.rejection, one))) for one in bar]


def combinations() -> Iterator[Smoothing]:
    """Every valid combination of the values in SWEEP."""
    for values in itertools.product(*SWEEP.values()):
        with contextlib.suppress(ValueError):
            # Values of SWEEP are floats for mypy, and one field is an int.
            yield replace(Smoothing(), **dict(zip(SWEEP, values, strict=True)))  # type: ignore[arg-type]


def as_table(outcome: Outcome) -> str:
    """An outcome as text, a line for each number."""
    return "\n".join(f"{name.replace('_', ' '):32} {_number(value)}" for name, value in outcome.to_json().items())


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"


def as_json(smoothing: Smoothing, outcome: Outcome) -> dict[str, Any]:
    return asdict(smoothing) | outcome.to_json()


def sweep_table(results: Iterable[tuple[Smoothing, Outcome]], rows: int = 20) -> str:
    """The settings with the fewest errors as text, with the default ones, which are starred."""
    ranked = sorted(results, key=lambda result: (result[1].errors, result[1].false_accepts, sum(result[1].delays)))
    shown = ranked[:rows] + [result for result in ranked[rows:] if result[0] == Smoothing()]
    lines = [f"  {'  '.join(SWEEP)}  {'  '.join(title for title, _ in COLUMNS)}"]
    for smoothing, outcome in shown:
        star = "*" if smoothing == Smoothing() else " "
        told = outcome.to_json()
        settings = "  ".join(f"{getattr(smoothing, name):{len(name)}g}" for name in SWEEP)
        numbers = "  ".join(f"{_number(told[name]):>{len(title)}}" for title, name in COLUMNS)
        lines.append(f"{star} {settings}  {numbers}")
    return "\n".join(lines)
