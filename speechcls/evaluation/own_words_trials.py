"""Trials of learning words from a few takes: who teaches what, who is asked afterwards, what is named and accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from speechcls.evaluation.own_words_ways import Score
from speechcls.models import held_out
from speechcls.models.gaussians import Space
from speechcls.models.heard_takes import Taught, head
from speechcls.models.held_out import TEMPERATURE
from speechcls.models.rejection import MEASURES

MISSED = 0.05  # share of the words at which it is measured how many other sounds are accepted
EPISODES = 5  # draws of takes for each voice, or for all new voices


@dataclass(frozen=True, eq=False)
class Heard:
    """Clips as two networks hear them. Arrays run over clips."""

    parts: tuple[np.ndarray, np.ndarray]  # (n, 192) of the speech embedding, (n, 256) of compact
    labels: np.ndarray
    voices: np.ndarray


@dataclass(frozen=True, eq=False)
class Trial:
    """What one way of learning said of clips it wasn't taught."""

    right: np.ndarray  # (n,) bool, whether a clip's word was named, of all draws
    voices: np.ndarray  # (n,)
    confidence: np.ndarray  # (n,), the highest logit
    strange: dict[str, np.ndarray]  # the highest logits of other sounds, kind by kind

    def accepted(self) -> dict[str, float]:
        """Share of each kind of other sounds that is accepted where MISSED of the words named rightly are refused."""
        threshold = np.quantile(self.confidence[self.right], MISSED)
        return {kind: float((logits >= threshold).mean()) for kind, logits in self.strange.items()}


@dataclass(frozen=True, eq=False)
class Episode:
    """One draw of takes: which of the clips teach, which are asked afterwards, and vectors of other sounds by kind."""

    taught: np.ndarray
    asked: np.ndarray
    strange: dict[str, np.ndarray]


def own_voice(heard: Heard, vectors: np.ndarray, taken: int, count: int) -> list[Episode]:
    """Each voice teaches `count` words by so many takes and says the same words again; EPISODES draws of them."""
    rng = np.random.default_rng(0)
    episodes = []
    for voice in np.unique(heard.voices):
        own = np.flatnonzero(heard.voices == voice)
        takes = {word: own[heard.labels[own] == word] for word in np.unique(heard.labels[own])}
        able = [word for word, places in takes.items() if len(places) > taken]
        for _ in range(EPISODES if len(able) >= count else 0):
            words = rng.choice(able, count, replace=False)
            drawn = {word: rng.permutation(takes[word]) for word in words}
            taught = np.concatenate([drawn[word][:taken] for word in words])
            asked = np.concatenate([drawn[word][taken:] for word in words])
            rest = own[~np.isin(heard.labels[own], words)]
            episodes.append(Episode(taught, asked, {"own other words": vectors[rest]}))
    return episodes


def new_voices(heard: Heard, asked: np.ndarray, taken: int, others: dict[str, np.ndarray]) -> list[Episode]:
    """So many voices teach every word by one take each, and those at `asked` say them; EPISODES draws of the first."""
    rng = np.random.default_rng(0)
    teachers = np.setdiff1d(np.arange(len(heard.labels)), asked)
    episodes = []
    for _ in range(EPISODES):
        order = rng.permutation(teachers)
        taught: list[int] = []
        for word in np.unique(heard.labels[asked]):
            said = order[heard.labels[order] == word]
            once = np.sort(np.unique(heard.voices[said], return_index=True)[1])
            taught.extend(said[once][:taken])
        episodes.append(Episode(np.array(taught), asked, others))
    return episodes


def ask(score: Score, heard: Heard, rows: np.ndarray, episodes: Sequence[Episode]) -> Trial:
    """What one way of learning says in all episodes. Rows (n, copies, d) are each clip's vectors, its own the first."""
    return _joined([_asked(score, heard, rows, one) for one in episodes])


def _asked(score: Score, heard: Heard, rows: np.ndarray, one: Episode) -> Trial:
    words = np.unique(heard.labels[one.taught])
    ends = np.cumsum([len(one.asked), *(len(some) for some in one.strange.values())])
    given = np.concatenate([rows[one.asked, 0], *one.strange.values()])
    taught = np.repeat(heard.labels[one.taught], rows.shape[1])
    own, *strange = np.split(score(np.concatenate(rows[one.taught]), taught, given), ends[:-1])
    right = words[own.argmax(axis=1)] == heard.labels[one.asked]
    named = {kind: some.max(axis=1) for kind, some in zip(one.strange, strange, strict=True)}
    return Trial(right, heard.voices[one.asked], own.max(axis=1), named)


def recognise(logits: np.ndarray, heard: Heard, episodes: Sequence[Episode]) -> Trial:
    """What a network says that knows the words: its logits (n, all words) of the clips, among the words taught."""
    trials = []
    for one in episodes:
        words = np.unique(heard.labels[one.taught])
        own = logits[np.ix_(one.asked, words)]
        right = words[own.argmax(axis=1)] == heard.labels[one.asked]
        trials.append(Trial(right, heard.voices[one.asked], own.max(axis=1), {}))
    return _joined(trials)


def as_taught(space: Space, heard: Heard, rows: np.ndarray, episodes: Sequence[Episode]) -> dict[str, Any]:
    """Shares that are refused of what is named rightly, and accepted of other sounds, at the threshold that is taught.

    That threshold is chosen by the takes and by the space's negatives alone.
    """
    refused, accepted = [], defaultdict(list)
    for one in episodes:
        words = [str(word) for word in np.unique(heard.labels[one.taught])]
        takes = {n: Taught(str(heard.labels[n]), rows[n], 0.0, (), "", "") for n in one.taught}
        made = head(list(takes.values()), words, space)
        held = held_out.hold_out(takes, words, space).values()
        voices = len(np.unique(heard.voices[one.taught]))
        least = held_out.threshold(held, held_out.negative_confidences(made, space), voices)
        logits = made.logits(rows[one.asked, 0]) / TEMPERATURE
        right = np.array(words)[logits.argmax(axis=1)] == heard.labels[one.asked].astype(str)
        refused.append((MEASURES["energy"](logits) < least)[right])
        for kind, some in one.strange.items():
            if len(some):
                accepted[kind].append(MEASURES["energy"](made.logits(some) / TEMPERATURE) >= least)
    shares = {kind: round(float(np.concatenate(some).mean()), 4) for kind, some in accepted.items()}
    return {"refused": round(float(np.concatenate(refused).mean()), 4), "accepted": shares}


def _joined(trials: Sequence[Trial]) -> Trial:
    kinds = trials[0].strange
    return Trial(
        np.concatenate([trial.right for trial in trials]),
        np.concatenate([trial.voices for trial in trials]),
        np.concatenate([trial.confidence for trial in trials]),
        {kind: np.concatenate([trial.strange[kind] for trial in trials]) for kind in kinds},
    )
