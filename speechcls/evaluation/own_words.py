"""How well words are learned from a few takes, by one's own voice and by new ones, and what is refused meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from speechcls.audio import to_float, to_int16
from speechcls.data import negatives
from speechcls.data.corpus import Corpus, split
from speechcls.data.waves import load_waves
from speechcls.evaluation.own_words_clips import choose_clips
from speechcls.evaluation.own_words_encoders import Encoders, encoder_with, hear
from speechcls.evaluation.own_words_trials import (
    MISSED,
    Episode,
    Heard,
    Trial,
    as_taught,
    ask,
    new_voices,
    own_voice,
    recognise,
)
from speechcls.evaluation.own_words_ways import COMPACT, COPIES, TAKEN, projection, ways
from speechcls.models.classifier import Classifier
from speechcls.models.gaussians import Space
from speechcls.models.heard_takes import copies
from speechcls.models.networks import OwnWordsNet
from speechcls.models.rejection import is_silence
from speechcls.models.variants import Variant

OWN_TAKES, TAKES, CURVE = (1, 2, 4), (1, 2, 5, 10), (1, 2, 5, 10, 20, 50)
SOUNDS, KNOWN = 40, 12  # clips a word or kind

KNOWN_WAY = "a network that knows the words"
Interval = Callable[[np.ndarray, np.ndarray], tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Clips:
    """Clips of own or of new voices as the ways of learning take them. Arrays run over clips."""

    heard: Heard
    rows: np.ndarray  # (n, 1, d)
    varied: np.ndarray  # (n, copies, d), with variations of those that teach
    logits: np.ndarray | None  # (n, words) of a network that knows the words

    @property
    def vectors(self) -> np.ndarray:
        return self.rows[:, 0]


def compare(
    unseen: Variant,
    corpus: Corpus,
    interval: Interval,
    count: int,
    trained: Sequence[Variant] = (),
    known: Variant | None = None,
    new: bool = True,
) -> dict[str, Any]:
    """Every way of learning in every trial, ready for JSON: words that `unseen` was trained without.

    `interval` gives the middle 95 % of the mean of values over draws of voices; `count` words are taught by each voice
    that is asked them again, and, where `new`, all words by other voices than are asked. Beside them stand variants
    `trained` on these words alone, and one to which the words are `known`.
    """
    left_out = [word for word in corpus.words if word not in unseen.card.words]
    waves = load_waves(corpus)
    chosen = choose_clips(corpus, split(corpus, "speaker", 0), left_out, count)
    silent = {name: _silent(waves[chosen[name]]) for name in ("own", "asked", "new")}
    chosen |= {name: chosen[name][~some] for name, some in silent.items()}
    made = encoder_with(unseen)
    fit = _hear(made, corpus, waves, chosen["fit"])
    encoders = Encoders(made, [projection(part, fit.labels) for part in fit.parts])

    strange = _sounds(corpus, "test", chosen["asked"], SOUNDS) | {"words": waves[chosen["others"]]}
    refused = encoders.of_sounds(_sounds(corpus, "validation", chosen["fit"], KNOWN))
    space = _space(encoders.projections, encoders.project(fit.parts), fit.labels, refused)
    asked = np.isin(corpus.voices[chosen["new"]], corpus.voices[chosen["asked"]])
    teaching = {"own": np.ones(len(chosen["own"]), bool), "new": ~asked & new}
    clips = {name: _clips(encoders, corpus, waves, chosen[name], teaching[name], known) for name in teaching}

    rows = []
    for trial, taken, of, episodes in _trials(clips, asked, encoders.of_sounds(strange), count, new):
        for way, outcome, more in _ways(space, encoders.project(fit.parts), of, episodes, taken):
            rows.append(_row(trial, way, taken, outcome, interval) | more)
    for variant in trained:
        rows.append(_row_of_training(variant, left_out, _trained(variant, corpus, chosen["asked"], strange), interval))
    return {
        "words": left_out,
        "count": count,
        "missed": MISSED,
        "network": _about(unseen),
        "silent": {name: int(some.sum()) for name, some in silent.items()},
        "rows": rows,
    }


def _clips(
    encoders: Encoders,
    corpus: Corpus,
    waves: np.ndarray,
    indices: np.ndarray,
    teaching: np.ndarray,
    known: Variant | None,
) -> Clips:
    heard = _hear(encoders.network, corpus, waves, indices)
    own = encoders.project(heard.parts)
    logits = _logits(known, waves[indices], corpus.words) if known else None
    return Clips(heard, own[:, None], _varied(own, teaching, waves[indices], encoders.vectors), logits)


def _trials(
    clips: dict[str, Clips], asked: np.ndarray, others: dict[str, np.ndarray], count: int, new: bool
) -> Iterator[tuple[str, int, Clips, list[Episode]]]:
    """Each trial that can be made of the clips: its name, takes of a word, clips and draws."""
    for taken in OWN_TAKES:
        if episodes := own_voice(clips["own"].heard, clips["own"].vectors, taken, count):
            yield "own voice", taken, clips["own"], episodes
    for taken in CURVE if new else ():
        yield "new voices", taken, clips["new"], new_voices(clips["new"].heard, np.flatnonzero(asked), taken, others)


def _ways(
    space: Space, fitted: np.ndarray, of: Clips, episodes: list[Episode], taken: int
) -> Iterator[tuple[str, Trial, dict[str, Any]]]:
    """Each way of learning in one trial, by name, with what more is said of it; some only for some counts of takes."""
    compared = taken in OWN_TAKES or taken in TAKES
    for way, score in ways(space, fitted).items():
        if way == TAKEN:
            taught = as_taught(space, of.heard, of.varied, episodes)
            yield way, ask(score, of.heard, of.varied, episodes), {"taught": taught}
        elif compared:
            yield way, ask(score, of.heard, of.rows, episodes), {}
    if of.logits is not None and compared:
        yield KNOWN_WAY, recognise(of.logits, of.heard, episodes), {}


def _row(trial: str, way: str, taken: int, outcome: Trial, interval: Interval) -> dict[str, Any]:
    return {"trial": trial, "way": way, "takes": taken} | _told(outcome, interval)


def _row_of_training(variant: Variant, words: Sequence[str], outcome: Trial, interval: Interval) -> dict[str, Any]:
    clips = sum(variant.card.training_clips[word] for word in words)
    most = variant.card.training["settings"]["max_per_word"] or round(clips / len(words))
    row = _row("new voices", "a training", most, outcome, interval)
    return row | {"command": variant.card.training["command"]}


def _about(variant: Variant) -> dict[str, Any]:
    """What the network learned from."""
    training = variant.card.training
    return {
        "clips": training["clips"]["train"],
        "epochs": training["epochs"],
        "am_margin": training["settings"].get("am_margin", 0.0),
        "command": training["command"],
    }


def _silent(waves: np.ndarray) -> np.ndarray:
    """Which of int16 waves (n, 16000) are silence, which nobody can teach, and whose word nobody can name."""
    return np.concatenate([is_silence(to_float(wave[None])) for wave in waves])


def _varied(
    own: np.ndarray, teaching: np.ndarray, waves: np.ndarray, listen: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    """Vectors (n, copies, d) of clips with those of their variations, where they teach; elsewhere their own again."""
    rows = np.repeat(own[:, None], COPIES, axis=1)
    if not teaching.any():
        return rows
    for indices in np.array_split(np.flatnonzero(teaching), 1 + teaching.sum() // 16):
        made = [copies(to_float(wave))[1:] for wave in waves[indices]]
        limited = to_int16(np.array(made)).reshape(-1, waves.shape[1])
        rows[indices, 1:] = listen(limited).reshape(len(indices), COPIES - 1, -1)
    return rows


def _logits(variant: Variant, waves: np.ndarray, words: Sequence[str]) -> np.ndarray:
    """A variant's logits (n, words) of int16 waves (n, 16000), in the order of these words."""
    classifier = Classifier(variant)
    parts = [classifier.logits(to_float(some)) for some in np.array_split(waves, 1 + len(waves) // 64)]
    return np.concatenate(parts)[:, [variant.card.words.index(word) for word in words]]


def _sounds(corpus: Corpus, part: str, indices: np.ndarray, each: int) -> dict[str, np.ndarray]:
    """Waves that are none of the words, int16 (each, 16000) of every kind, made of the clips at these indices."""
    return dict(negatives.make(negatives.material(corpus, indices, part), each, 0))


def _trained(variant: Variant, corpus: Corpus, asked: np.ndarray, strange: dict[str, np.ndarray]) -> Trial:
    """What a variant that was trained on the words says of the clips asked."""
    classifier = Classifier(variant)

    def logits(waves: np.ndarray) -> np.ndarray:
        return classifier.logits(to_float(waves))

    own = logits(load_waves(corpus)[asked])
    words = np.array([corpus.words.index(word) for word in variant.card.words])
    right = words[own.argmax(axis=1)] == corpus.labels[asked]
    named = {kind: logits(waves).max(axis=1) for kind, waves in strange.items()}
    return Trial(right, corpus.voices[asked], own.max(axis=1), named)


def _space(
    fits: Sequence[tuple[np.ndarray, ...]], fitted: np.ndarray, labels: np.ndarray, sounds: dict[str, np.ndarray]
) -> Space:
    """As tools/own_words.py makes it: what varies between words, and sounds to be refused."""
    kept = np.concatenate([np.flatnonzero(labels == word)[:KNOWN] for word in np.unique(labels)])
    strange = np.concatenate(list(sounds.values()))
    groups = np.r_[labels[kept], np.full(len(strange), labels.max() + 1)]
    weight = np.repeat([1.0, COMPACT], OwnWordsNet.WIDTHS)
    return Space(np.concatenate([fit[2] for fit in fits]), weight, np.concatenate([fitted[kept], strange]), groups)


def _told(trial: Trial, interval: Interval) -> dict[str, Any]:
    low, high = interval(trial.right, trial.voices)
    return {
        "accuracy": round(float(trial.right.mean()), 4),
        "interval": [round(low, 4), round(high, 4)],
        "voices": len(np.unique(trial.voices)),
        "accepted": {kind: round(share, 4) for kind, share in trial.accepted().items()},
    }


def _hear(made: OwnWordsNet, corpus: Corpus, waves: np.ndarray, indices: np.ndarray) -> Heard:
    return Heard(hear(made, waves[indices]), corpus.labels[indices], corpus.voices[indices])
