"""How well words are detected in a stream: a long recording of known words and noise, treated as live sound."""

from __future__ import annotations

import contextlib
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from tqdm import tqdm

from speechcls.data.other_sounds import OtherSounds
from speechcls.data.recording import Recording
from speechcls.live.detector import Listener, Smoothing
from speechcls.live.whole import arriving
from speechcls.models.classifier import BATCH, Classifier
from speechcls.models.rejection import Reason

NEAR = 0.3  # s that a detection may lie outside of its word
SWEEP: dict[str, tuple[float, ...]] = {
    "smoothing": (0.2, 0.3, 0.4, 0.5),
    "agreeing": (1, 2, 3),
    "threshold": (0.4, 0.5, 0.6, 0.7, 0.8),
    "refractory": (0.4, 0.6, 0.8),
}
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98)  # of a curve

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
    def errors(self) -> float:
        """Errors of all kinds for each 100 words."""
        return 100 * (self.wrong + self.misses + self.doubles + self.false_accepts) / max(self.words, 1)

    def to_json(self) -> dict[str, Any]:
        """Counts, false accepts an hour, and median and 95th percentile of the delay (s)."""
        counts = ("words", "hits", "wrong", "misses", "doubles", "false_accepts", "false_accepts_in_noise")
        median, late = np.percentile(self.delays, [50, 95]).round(3).tolist() if self.delays else (None, None)
        return {name: getattr(self, name) for name in counts} | {
            "errors_per_100_words": round(self.errors, 2),
            "minutes": round(60 * self.hours, 2),
            "false_accepts_per_hour": round(self.false_accepts / self.hours, 2),
            "false_accepts_per_hour_of_noise": round(self.false_accepts_in_noise / self.hours_of_noise, 2),
            "delay_median": median,
            "delay_95th": late,
        }


Answered = tuple[np.ndarray, Reason]  # probabilities (words,) of a window, and why no word was heard in it


def answers(classifier: Classifier, recording: Recording | OtherSounds) -> list[Answered]:
    """The variant's answers for all windows of a listener, computed in batches."""
    listener = Listener(classifier.card.words)
    windows = (listener.window() for _ in arriving(listener, recording.samples))
    step = listener.smoothing.step
    bar = tqdm(total=int(recording.seconds / step), desc="hearing", unit="window", leave=False, disable=None)
    found: list[Answered] = []
    while some := list(itertools.islice(windows, BATCH)):
        found += zip(*classifier.judge(np.stack(some)), strict=True)
        bar.update(len(some))
    bar.close()
    return found


def catch(
    words: Sequence[str],
    recording: Recording | OtherSounds,
    answered: Iterable[Answered],
    smoothing: Smoothing | None = None,
) -> list[Caught]:
    """The detections of a listener with this smoothing, given the answers for its windows."""
    listener = Listener(words, smoothing)
    caught = []
    for known, (probabilities, reason) in zip(arriving(listener, recording.samples), answered, strict=True):
        listener.window()
        for found in listener.update(probabilities, reason).detections:
            caught.append(Caught(found.word, found.seconds, known))
    return caught


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
    answered = answers(classifier, recording)
    settings = list(combinations()) if sweep else [Smoothing()]
    bar = tqdm(settings, desc="sweep", unit="setting", leave=False, disable=None if sweep else True)
    words = classifier.card.words
    return [(smoothing, compare(recording, catch(words, recording, answered, smoothing))) for smoothing in bar]


def curve(classifier: Classifier, recording: Recording, others: OtherSounds) -> list[dict[str, Any]]:
    """Misses in a recording of words against false alarms an hour in one without words, at each of THRESHOLDS.

    Rows also hold the false alarms an hour by kind of sound. The network runs once.
    """
    words = classifier.card.words
    in_words, in_others = answers(classifier, recording), answers(classifier, others)
    rows = []
    for threshold in THRESHOLDS:
        smoothing = replace(Smoothing(), threshold=threshold)
        outcome = compare(recording, catch(words, recording, in_words, smoothing))
        alarms = catch(words, others, in_others, smoothing)
        rows.append(
            {
                "threshold": threshold,
                "false_rejection_rate": round(1 - outcome.hits / max(outcome.words, 1), 4),
                "delay": outcome.to_json()["delay_median"],
                "false_alarms_per_hour": round(len(alarms) * 3600 / others.seconds, 2),
                "by_kind": alarms_by_kind(others, alarms),
            }
        )
    return rows


def alarms_by_kind(others: OtherSounds, alarms: Sequence[Caught]) -> dict[str, float]:
    """False alarms an hour of each kind of sound."""
    seconds: dict[str, float] = defaultdict(float)
    count: Counter[str] = Counter()
    for stretch in others.stretches:
        seconds[stretch.kind] += stretch.end - stretch.start
        count[stretch.kind] += sum(stretch.start <= alarm.seconds < stretch.end for alarm in alarms)
    return {kind: round(count[kind] * 3600 / seconds[kind], 2) for kind in seconds}


def curve_table(rows: Sequence[dict[str, Any]]) -> str:
    """The rows of a curve as text, a line for each threshold, the default one starred."""
    kinds = list(rows[0]["by_kind"])
    lines = ["  " + "  ".join(["threshold", "missed", "false/h", *kinds])]
    for row in rows:
        star = "*" if row["threshold"] == Smoothing().threshold else " "
        numbers = [f"{row['by_kind'][kind]:{len(kind)}g}" for kind in kinds]
        shown = [
            f"{row['threshold']:9g}",
            f"{row['false_rejection_rate']:6.1%}",
            f"{row['false_alarms_per_hour']:7g}",
            *numbers,
        ]
        lines.append(f"{star} {'  '.join(shown)}")
    return "\n".join(lines)


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
