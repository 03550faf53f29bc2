"""Comparisons of runs by their predictions: confusions, differences of arms, by word, and confident errors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from speechcls.models.reliability import calibration_error, tenths
from speechcls.results import records
from speechcls.results.records import Clips, Predictions, Run

MIXED = "not shown to be more than trainings do"
RAW = "as trained, before the temperature that a card brings"  # a note on the picture of `reliability`
LISTED = 8  # errors of an arm that are listed and pictured
VOICES = 6  # with fewer, all voices agree by chance in more than one of twenty cases: 2 / 2**5 > 0.05
# 97.5 % quantile of Student's t for 1, 2, ... degrees of freedom; the last serves for more.
STUDENT = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)


@dataclass(frozen=True, eq=False)
class Arm:
    """The runs of one arm, one for each seed, and their predictions for the clips of their table."""

    name: str
    runs: tuple[Run, ...]  # by seed
    clips: Clips
    predictions: tuple[Predictions, ...]

    @property
    def seeds(self) -> set[int]:
        return {run.settings["seed"] for run in self.runs}

    def right_by(self, seeds: set[int]) -> np.ndarray:
        """Whether each of these seeds, in their order, named the word of each clip: bool (seeds, clips)."""
        both = zip(self.runs, self.predictions, strict=True)
        return np.array(
            [records.right(predicted, self.clips) for run, predicted in both if run.settings["seed"] in seeds]
        )

    @cached_property
    def right(self) -> np.ndarray:
        """Share of the seeds that named the word of each clip: float (clips,)."""
        return self.right_by(self.seeds).mean(axis=0)

    @cached_property
    def accuracy(self) -> float:
        """Accuracy over clips of well-covered words, the mean over seeds."""
        return float(self.right[self.clips.covered].mean())

    @cached_property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the accuracy by bootstrap over voices."""
        covered = self.clips.covered
        return records.interval(self.right[covered], self.clips.voices[covered])

    @property
    def noise(self) -> dict[str, float]:
        """Accuracy at each signal-to-noise ratio (dB), the mean over seeds; empty where a seed was not measured."""
        measured = [run.noise for run in self.runs]
        if not all(measured):
            return {}
        return {level: float(np.mean([one[level] for one in measured])) for level in measured[0]}

    def robustness(self, kind: str) -> dict[str, tuple[float, float]]:
        """Accuracy and share refused at each step (dB) of "clear", "level", "cut" or "babble", the means over seeds.

        Empty where a seed was not measured.
        """
        measured = [run.robustness.get(kind, {}) for run in self.runs]
        if not all(measured):
            return {}

        def mean(step: str, key: str) -> float:
            return float(np.mean([one[step][key] for one in measured]))

        return {step: (mean(step, "accuracy"), mean(step, "refused")) for step in measured[0]}


@dataclass(frozen=True)
class Difference:
    """How much more often one arm is right than another on the same clips of well-covered words."""

    one: str
    other: str
    mean: float
    low: float  # 95 % over draws of voices
    high: float
    seeds: tuple[float, ...]  # the mean for each seed that both were trained with

    @property
    def beyond_voices(self) -> bool:
        """Whether the interval over voices leaves 0 out. Repeated trainings differ, too: see `certain`."""
        return self.low > 0 or self.high < 0

    @property
    def certain(self) -> bool:
        """Whether the difference is more than chance: 0 lies outside the intervals over voices and over seeds.

        The interval over seeds is that of Student's t at 95 %, which needs two seeds at least.
        """
        freedom = len(self.seeds) - 1
        if not self.beyond_voices or freedom < 1:
            return False
        error = np.std(self.seeds, ddof=1) / np.sqrt(len(self.seeds))
        return bool(abs(np.mean(self.seeds)) > STUDENT[min(freedom, len(STUDENT)) - 1] * error)

    @property
    def verdict(self) -> str:
        """`certain` in words."""
        if not self.beyond_voices:
            return "no more than chance"
        if self.certain:
            return "more than chance"
        once = len(self.seeds) == 1
        return f"more than voices differ by chance, but {'trained once' if once else MIXED}"


@dataclass(frozen=True)
class WordChange:
    """How much more often one arm than another is right about one word."""

    word: str
    clips: int
    voices: int
    one: float
    other: float
    low: float  # of the difference, 95 % over draws of voices
    high: float

    @property
    def mean(self) -> float:
        return self.one - self.other

    @property
    def certain(self) -> bool:
        """Whether the interval over voices leaves 0 out, and rests on VOICES or more of them."""
        return self.voices >= VOICES and (self.low > 0 or self.high < 0)


@dataclass(frozen=True)
class Error:
    """A clip that was classified wrongly."""

    clip: str
    said: str  # the predicted word
    probability: float
    true: str


def arms(table: str, folder: Path = records.FOLDER) -> dict[str, Arm]:
    """The arms of an experiment that have finished runs, the best first."""
    clips = records.clips(table, folder)
    found: dict[str, list[Run]] = {}
    predicted: dict[str, Predictions] = {}
    for run in records.runs(table, folder):
        if (predictions := records.whole_predictions(run, clips, folder)) is not None:
            found.setdefault(run.arm, []).append(run)
            predicted[run.name] = predictions
    made = []
    for name, some in found.items():
        ordered = tuple(sorted(some, key=lambda run: run.settings["seed"]))
        made.append(Arm(name, ordered, clips, tuple(predicted[run.name] for run in ordered)))
    return {arm.name: arm for arm in sorted(made, key=lambda arm: -arm.accuracy)}


def differ(one: Arm, other: Arm) -> Difference:
    """The difference of two arms of one table over the well-covered words.

    It is the mean over the seeds that both have, or over all seeds of each where they share none.
    """
    clips = one.clips
    first, second = (right[:, clips.covered] for right in _on_shared_seeds(one, other))
    gain = records.difference(first.mean(axis=0), second.mean(axis=0), clips.voices[clips.covered])
    gains = (first.mean(axis=1) - second.mean(axis=1)).tolist() if one.seeds & other.seeds else []
    return Difference(one.name, other.name, *gain, seeds=tuple(gains))


def _on_shared_seeds(one: Arm, other: Arm) -> tuple[np.ndarray, np.ndarray]:
    """`right_by` of both arms for the seeds that both have, or for all seeds of each where they share none."""
    shared = one.seeds & other.seeds
    return one.right_by(shared or one.seeds), other.right_by(shared or other.seeds)


def by_word(one: Arm, other: Arm) -> list[WordChange]:
    """The difference for each word of the test, the largest gain first; over the same seeds as `differ`."""
    words, voices = one.clips.words, one.clips.voices
    ours, theirs = (right.mean(axis=0) for right in _on_shared_seeds(one, other))
    changes = []
    for word in np.unique(words):
        own = words == word
        first, second = ours[own], theirs[own]
        _, low, high = records.difference(first, second, voices[own])
        some = len(np.unique(voices[own]))
        changes.append(WordChange(str(word), int(own.sum()), some, first.mean(), second.mean(), low, high))
    return sorted(changes, key=lambda change: -change.mean)


def confusions(predicted: Predictions, clips: Clips) -> tuple[list[str], np.ndarray]:
    """The words, and counts of clips (predicted, true)."""
    words, indices = np.unique(np.concatenate([predicted.words, clips.words]), return_inverse=True)
    rows, columns = indices.reshape(2, -1)
    counts = np.zeros((len(words), len(words)), int)
    np.add.at(counts, (rows, columns), 1)
    return words.tolist(), counts


def reliability(predicted: Predictions, clips: Clips) -> dict[str, Any]:
    """Calibration error, and right answers in each tenth of the confidence, over all clips.

    The tenths on a card, by contrast, count accepted answers alone.
    """
    answers = predicted.probabilities, records.right(predicted, clips)
    return {"calibration_error": calibration_error(*answers), "tenths": tenths(*answers)}


def confident_errors(predicted: Predictions, clips: Clips, count: int = LISTED) -> list[Error]:
    """The errors with the highest confidence, the highest first."""
    wrong = np.flatnonzero(~records.right(predicted, clips))
    first = wrong[np.argsort(-predicted.probabilities[wrong], kind="stable")][:count]
    return [
        Error(str(clips.paths[i]), str(predicted.words[i]), float(predicted.probabilities[i]), str(clips.words[i]))
        for i in first
    ]
