"""What the predictions of runs show: confusions, how arms differ, words gained and lost, errors that were sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from speechcls import results
from speechcls.results import Clips, Predictions, Run

TENTHS = 10  # of probability
SURE = 8  # errors of an arm that are listed and pictured
VOICES = 6  # below which all voices may agree by chance in more than one of twenty cases: 2 / 2**5 > 0.05


@dataclass(frozen=True, eq=False)
class Arm:
    """The runs of one arm, one for each seed, and what they said of the clips of their table."""

    name: str
    runs: tuple[Run, ...]  # by seed
    about: Clips
    said: tuple[Predictions, ...]

    @property
    def right(self) -> np.ndarray:
        """(clips,) float: the share of its seeds that named the word."""
        return np.mean([results.right(said, self.about) for said in self.said], axis=0)

    @property
    def accuracy(self) -> float:
        """Over clips of well-covered words, the mean over its seeds."""
        return float(self.right[self.about.covered].mean())

    @property
    def interval(self) -> tuple[float, float]:
        """Where 95 % of that lie over draws of voices."""
        covered = self.about.covered
        return results.interval(self.right[covered], self.about.voices[covered])


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
    def certain(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.low > 0 or self.high < 0


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
        """Whether the interval leaves 0 out, and rests on voices enough."""
        return self.voices >= VOICES and (self.low > 0 or self.high < 0)


@dataclass(frozen=True)
class Error:
    """A clip that was named wrongly."""

    clip: str
    said: str
    probability: float
    true: str


def arms(table: str, folder: Path = results.FOLDER) -> dict[str, Arm]:
    """The arms of an experiment that have finished runs, the best first."""
    about = results.clips(table, folder)
    found: dict[str, list[Run]] = {}
    for run in results.runs(table, folder):
        found.setdefault(run.arm, []).append(run)
    made = []
    for name, some in found.items():
        ordered = tuple(sorted(some, key=lambda run: run.settings["seed"]))
        made.append(Arm(name, ordered, about, tuple(results.predictions(run, folder) for run in ordered)))
    return {arm.name: arm for arm in sorted(made, key=lambda arm: -arm.accuracy)}


def differ(one: Arm, other: Arm) -> Difference:
    """The comparison of two arms of one table, over the well-covered words; seeds are averaged before."""
    covered = one.about.covered
    gain = results.difference(one.right[covered], other.right[covered], one.about.voices[covered])
    return Difference(one.name, other.name, *gain, seeds=tuple(_seed_by_seed(one, other)))


def _seed_by_seed(one: Arm, other: Arm) -> list[float]:
    other_seeds = {run.settings["seed"]: said for run, said in zip(other.runs, other.said, strict=True)}
    covered, gains = one.about.covered, []
    for run, said in zip(one.runs, one.said, strict=True):
        if (rival := other_seeds.get(run.settings["seed"])) is not None:
            both = (results.right(some, one.about)[covered].mean() for some in (said, rival))
            gains.append(float(np.subtract(*both)))
    return gains


def by_word(one: Arm, other: Arm) -> list[WordChange]:
    """Each word of the test, the one that gained most first."""
    words, voices = one.about.words, one.about.voices
    changes = []
    for word in np.unique(words):
        own = words == word
        first, second = one.right[own], other.right[own]
        _, low, high = results.difference(first, second, voices[own])
        some = len(np.unique(voices[own]))
        changes.append(WordChange(str(word), int(own.sum()), some, first.mean(), second.mean(), low, high))
    return sorted(changes, key=lambda change: -change.mean)


def confusions(said: Predictions, about: Clips) -> tuple[list[str], np.ndarray]:
    """The words, and counts of clips (predicted, true)."""
    words, places = np.unique(np.concatenate([said.words, about.words]), return_inverse=True)
    predicted, true = places.reshape(2, -1)
    counts = np.zeros((len(words), len(words)), int)
    np.add.at(counts, (predicted, true), 1)
    return words.tolist(), counts


def reliability(said: Predictions, about: Clips) -> dict[str, Any]:
    """How often the first word is right in each tenth of its probability, over all clips.

    The calibration error is that of the tenths. (A card's tenths count only what its gate lets through.)
    """
    right = results.right(said, about)
    places = np.minimum((said.probabilities * TENTHS).astype(int), TENTHS - 1)
    clips, rights, summed = (np.bincount(places, w, TENTHS) for w in (None, right, said.probabilities))
    return {
        "calibration_error": float(np.abs(summed - rights).sum() / len(right)),
        "tenths": {"clips": clips.astype(int).tolist(), "right": rights.astype(int).tolist()},
    }


def sure_errors(said: Predictions, about: Clips, count: int = SURE) -> list[Error]:
    """The wrongly named clips that were given the highest probability."""
    wrong = np.flatnonzero(~results.right(said, about))
    first = wrong[np.argsort(-said.probabilities[wrong], kind="stable")][:count]
    return [
        Error(str(about.paths[i]), str(said.words[i]), float(said.probabilities[i]), str(about.words[i])) for i in first
    ]


def on_phase(found: dict[str, Arm]) -> str:
    """The answer to the chapter's claim in one sentence; which records are missing for it, where they are."""
    if missing := [name for name in ("complex", "scrambled", "power") if name not in found]:
        return f"Whether phase helps can't be told yet; records that are missing: {', '.join(missing)}."
    gain = differ(found["complex"], found["scrambled"])
    beyond = found["complex"].accuracy - found["power"].accuracy
    return results.phase_answer((gain.mean, gain.low, gain.high), gain.seeds, beyond)


def labelled(runs: Sequence[Run]) -> str:
    """The seeds of an arm's runs in words."""
    seeds = [str(run.settings["seed"]) for run in runs]
    return f"seed{'s' * (len(seeds) > 1)} {', '.join(seeds)}"
