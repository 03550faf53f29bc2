"""How well words are learned from a few takes, by one's own voice and by new ones, and what is refused meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from speechcls.audio import FULL_SCALE
from speechcls.data import negatives
from speechcls.data.corpus import Corpus, split
from speechcls.data.waves import load_waves
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
from speechcls.evaluation.own_words_ways import COMPACT, COPIES, TAKEN, project, projection, ways
from speechcls.frontends.module import FrontEnd
from speechcls.models.classifier import Classifier
from speechcls.models.gaussians import FRONT_END, Space, state
from speechcls.models.heard_takes import copies
from speechcls.models.networks import CompactNet, OwnWordsNet
from speechcls.models.rejection import is_silence
from speechcls.models.variants import Variant

OWN_TAKES, TAKES, CURVE = (1, 2, 4), (1, 2, 5, 10), (1, 2, 5, 10, 20, 50)
VOICES = 80  # at most that teach and are asked again
FIT, TEACHERS, OTHERS, SOUNDS, KNOWN = 60, 60, 25, 40, 12  # clips a word or kind


KNOWN_WAY = "a network that knows the words"
Interval = Callable[[np.ndarray, np.ndarray], tuple[float, float]]


@torch.inference_mode()
def hear(network: OwnWordsNet, waves: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What both networks make of int16 waves (n, 16000)."""
    front_end = FrontEnd(FRONT_END)
    parts = [
        network.hear(front_end(torch.from_numpy(some.astype(np.float32) / FULL_SCALE))[:, 0, 0])
        for some in np.array_split(waves, 1 + len(waves) // 32)
    ]
    embedded, compact = (torch.cat(part).numpy() for part in zip(*parts, strict=True))
    return embedded, compact


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
    made = listening(unseen)
    waves = load_waves(corpus)
    chosen = _chosen(corpus, split(corpus, "speaker", 0), left_out, count)
    silent = {name: _silent(waves[chosen[name]]) for name in ("own", "asked", "new")}
    chosen |= {name: chosen[name][~some] for name, some in silent.items()}
    heard = {name: _hear(made, corpus, waves, chosen[name]) for name in ("fit", "own", "new")}
    fits = [projection(part, heard["fit"].labels) for part in heard["fit"].parts]

    def vectors(parts: Sequence[np.ndarray]) -> np.ndarray:
        return np.concatenate([project(part, *fit[:2]) for part, fit in zip(parts, fits, strict=True)], axis=1)

    def heard_all(sounds: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {kind: vectors(hear(made, some)) for kind, some in sounds.items()}

    strange = _sounds(corpus, "test", chosen["asked"], SOUNDS) | {"words": waves[chosen["others"]]}
    others = heard_all(strange)
    fitted = vectors(heard["fit"].parts)
    sounds = heard_all(_sounds(corpus, "validation", chosen["fit"], KNOWN))
    space = _space(fits, fitted, heard["fit"].labels, sounds)
    at = {name: vectors(heard[name].parts) for name in ("own", "new")}
    asked = np.isin(heard["new"].voices, corpus.voices[chosen["asked"]])
    trials: list[tuple[str, int, str, list[Episode]]] = []
    for taken in OWN_TAKES:
        trials.append(("own voice", taken, "own", own_voice(heard["own"], at["own"], taken, count)))
    for taken in CURVE if new else ():
        trials.append(("new voices", taken, "new", new_voices(heard["new"], np.flatnonzero(asked), taken, others)))
    teaching = {"own": np.ones(len(at["own"]), bool), "new": ~asked & new}
    rows = {name: at[name][:, None] for name in at}
    varied = {
        name: _varied(at[name], teaching[name], waves[chosen[name]], lambda w: vectors(hear(made, w))) for name in at
    }
    logits = {name: _logits(known, waves[chosen[name]], corpus.words) for name in at} if known else {}
    told: list[dict[str, Any]] = []

    def tell(trial: str, taken: int, way: str, what: Trial, **more: Any) -> None:
        told.append({"trial": trial, "way": way, "takes": taken} | _told(what, interval) | more)

    for trial, taken, of, episodes in trials:
        if not episodes:
            continue
        for way, score in ways(space, fitted).items():
            if way == TAKEN:
                taught = as_taught(space, heard[of], varied[of], episodes)
                tell(trial, taken, way, ask(score, heard[of], varied[of], episodes), taught=taught)
            elif taken in OWN_TAKES or taken in TAKES:
                tell(trial, taken, way, ask(score, heard[of], rows[of], episodes))
        if known and (taken in OWN_TAKES or taken in TAKES):
            tell(trial, taken, KNOWN_WAY, recognise(logits[of], heard[of], episodes))
    for variant in trained:
        clips = sum(variant.card.training_clips[word] for word in left_out)
        most = variant.card.training["settings"]["max_per_word"] or round(clips / len(left_out))
        of_it = _trained(variant, corpus, chosen["asked"], strange)
        tell("new voices", most, "a training", of_it, command=variant.card.training["command"])
    left = {name: int(some.sum()) for name, some in silent.items()}
    about = unseen.card.training
    margin = about["settings"].get("am_margin", 0.0)
    network = {
        "clips": about["clips"]["train"],
        "epochs": about["epochs"],
        "am_margin": margin,
        "command": about["command"],
    }
    return {
        "words": left_out,
        "count": count,
        "missed": MISSED,
        "network": network,
        "silent": left,
        "rows": told,
    }


def _silent(waves: np.ndarray) -> np.ndarray:
    """Which of int16 waves (n, 16000) are silence, which nobody can teach, and whose word nobody can name."""
    return np.concatenate([is_silence(wave[None].astype(np.float32) / FULL_SCALE) for wave in waves])


def _varied(
    own: np.ndarray, teaching: np.ndarray, waves: np.ndarray, listen: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    """Vectors (n, copies, d) of clips with those of their variations, where they teach; elsewhere their own again."""
    rows = np.repeat(own[:, None], COPIES, axis=1)
    if not teaching.any():
        return rows
    for places in np.array_split(np.flatnonzero(teaching), 1 + teaching.sum() // 16):
        made = [copies(wave.astype(np.float32) / FULL_SCALE)[1:] for wave in waves[places]]
        limited = np.clip(np.round(np.array(made) * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
        rows[places, 1:] = listen(limited.reshape(-1, waves.shape[1])).reshape(len(places), COPIES - 1, -1)
    return rows


def _logits(variant: Variant, waves: np.ndarray, words: Sequence[str]) -> np.ndarray:
    """A variant's logits (n, words) of int16 waves (n, 16000), in the order of these words."""
    classifier = Classifier(variant)
    parts = [
        classifier.logits(some.astype(np.float32) / FULL_SCALE) for some in np.array_split(waves, 1 + len(waves) // 64)
    ]
    return np.concatenate(parts)[:, [variant.card.words.index(word) for word in words]]


def _sounds(corpus: Corpus, part: str, places: np.ndarray, each: int) -> dict[str, np.ndarray]:
    """Waves that are none of the words, int16 (each, 16000) of every kind, made of the clips at these places."""
    return dict(negatives.make(negatives.material(corpus, places, part), each, 0))


def _trained(variant: Variant, corpus: Corpus, asked: np.ndarray, strange: dict[str, np.ndarray]) -> Trial:
    """What a variant that was trained on the words says of the clips asked."""
    classifier = Classifier(variant)

    def logits(waves: np.ndarray) -> np.ndarray:
        return classifier.logits(waves.astype(np.float32) / FULL_SCALE)

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


def listening(variant: Variant) -> OwnWordsNet:
    """The networks of own words, with that of this variant in the place of compact."""
    made = OwnWordsNet(channels=1, words=1)
    shared = {k: torch.from_numpy(v.astype(np.float32)) for k, v in state().items() if k.startswith("embedding.")}
    made.load_state_dict(made.state_dict() | shared)
    place_compact(made, variant)
    return made.eval()


def place_compact(made: OwnWordsNet, variant: Variant) -> None:
    """Take over the layers before the last of a variant of network compact, and the values that it was trained on."""
    if not isinstance(variant.network, CompactNet):
        raise ValueError(
            f"{variant.card.name!r} is of network {variant.card.network}; one of network compact is needed."
        )
    made.compact.load_state_dict(variant.network.features.state_dict())
    standard = variant.card.front_end
    values = {"running_mean": standard.mean, "running_var": standard.deviation**2}
    made.standard.load_state_dict(
        {k: torch.tensor([v]) for k, v in values.items()} | {"num_batches_tracked": torch.tensor(0)}
    )


def _chosen(corpus: Corpus, parts: dict[str, np.ndarray], left_out: Sequence[str], count: int) -> dict[str, np.ndarray]:
    """Places of the clips to learn how voices vary from, of voices that say words again, of new voices, of others."""
    rng = np.random.default_rng(0)
    out = np.isin(corpus.labels, [corpus.words.index(word) for word in left_out]) & ~corpus.pseudo_labelled
    own = _who_say_again(corpus, np.flatnonzero(out), count)
    if len(own) > VOICES:
        own = rng.permutation(own)[:VOICES]
    validation = rng.permutation(parts["validation"])
    fit = validation[~np.isin(corpus.voices[validation], own) & ~out[validation]]
    test = rng.permutation(parts["test"])
    teachers = rng.permutation(parts["train"])
    teachers = teachers[out[teachers]]
    asked = test[out[test]]
    return {
        "fit": _each(corpus, fit, FIT),
        "own": np.flatnonzero(out & np.isin(corpus.voices, own)),
        "asked": asked,
        "new": np.concatenate([_each(corpus, teachers, TEACHERS), asked]),
        "others": _each(corpus, test[~out[test]], OTHERS),
    }


def _each(corpus: Corpus, places: np.ndarray, most: int) -> np.ndarray:
    """The first so many places of each word."""
    labels = corpus.labels[places]
    return np.concatenate([places[labels == label][:most] for label in np.unique(labels)])


def _who_say_again(corpus: Corpus, places: np.ndarray, count: int) -> np.ndarray:
    """Voices that have at least two clips of `count` words among the places."""
    pairs, counts = np.unique(
        np.stack([np.unique(corpus.voices[places], return_inverse=True)[1], corpus.labels[places]]),
        axis=1,
        return_counts=True,
    )
    voices, words = np.unique(pairs[0, counts > 1], return_counts=True)
    return np.unique(corpus.voices[places])[voices[words >= count]]


def _hear(made: OwnWordsNet, corpus: Corpus, waves: np.ndarray, places: np.ndarray) -> Heard:
    return Heard(hear(made, waves[places]), corpus.labels[places], corpus.voices[places])
