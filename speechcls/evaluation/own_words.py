"""How well words are learned from a few takes, by one's own voice and by new ones, and what is refused meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from speechcls.audio import FULL_SCALE
from speechcls.data import negatives
from speechcls.data.corpus import Corpus, split
from speechcls.data.waves import load_waves
from speechcls.evaluation.own_words_ways import COMPACT, TAKEN, Score, project, projection, ways
from speechcls.frontends.module import FrontEnd
from speechcls.models import held_out
from speechcls.models.classifier import Classifier
from speechcls.models.gaussians import FRONT_END, Space, state
from speechcls.models.heard_takes import Taught, head
from speechcls.models.held_out import TEMPERATURE
from speechcls.models.networks import CompactNet, OwnWordsNet
from speechcls.models.rejection import MEASURES
from speechcls.models.variants import Variant

MISSED = 0.05  # share of the words at which it is measured how many other sounds are accepted
OWN_TAKES, TAKES, CURVE = (1, 2, 4), (1, 2, 5, 10), (1, 2, 5, 10, 20, 50)
VOICES = 80  # at most that teach and are asked again
EPISODES = 5  # draws of takes for each voice, or for all new voices
FIT, TEACHERS, OTHERS, SOUNDS, KNOWN = 60, 60, 25, 40, 12  # clips a word or kind


Interval = Callable[[np.ndarray, np.ndarray], tuple[float, float]]


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


def ask(score: Score, heard: Heard, vectors: np.ndarray, episodes: Sequence[Episode]) -> Trial:
    """What one way of learning says in all episodes."""
    return _joined([_asked(score, heard, vectors, one) for one in episodes])


def _asked(score: Score, heard: Heard, vectors: np.ndarray, one: Episode) -> Trial:
    words = np.unique(heard.labels[one.taught])
    ends = np.cumsum([len(one.asked), *(len(some) for some in one.strange.values())])
    given = np.concatenate([vectors[one.asked], *one.strange.values()])
    own, *strange = np.split(score(vectors[one.taught], heard.labels[one.taught], given), ends[:-1])
    right = words[own.argmax(axis=1)] == heard.labels[one.asked]
    named = {kind: some.max(axis=1) for kind, some in zip(one.strange, strange, strict=True)}
    return Trial(right, heard.voices[one.asked], own.max(axis=1), named)


def as_taught(space: Space, heard: Heard, vectors: np.ndarray, episodes: Sequence[Episode]) -> dict[str, Any]:
    """Shares that are refused of what is named rightly, and accepted of other sounds, at the threshold that is taught.

    That threshold is chosen by the takes and by the space's negatives alone.
    """
    refused, accepted = [], defaultdict(list)
    for one in episodes:
        words = [str(word) for word in np.unique(heard.labels[one.taught])]
        takes = {n: Taught(str(heard.labels[n]), vectors[n : n + 1], 0.0, (), "", "") for n in one.taught}
        made = head(list(takes.values()), words, space)
        held = held_out.hold_out(takes, words, space).values()
        voices = len(np.unique(heard.voices[one.taught]))
        least = held_out.threshold(held, held_out.strangers(made, space), voices)
        logits = made.logits(vectors[one.asked]) / TEMPERATURE
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


def compare(
    unseen: Variant, corpus: Corpus, interval: Interval, count: int, trained: Sequence[Variant] = ()
) -> dict[str, Any]:
    """Every way of learning in every trial, ready for JSON: words that `unseen` was trained without.

    `interval` gives the middle 95 % of the mean of values over draws of voices; `count` words are taught by each voice
    that is asked them again. Beside them stand variants `trained` on these words alone.
    """
    left_out = [word for word in corpus.words if word not in unseen.card.words]
    made = listening(unseen)
    chosen = _chosen(corpus, split(corpus, "speaker", 0), left_out, count)
    waves = load_waves(corpus)
    heard = {name: _hear(made, corpus, waves, chosen[name]) for name in ("fit", "own", "new", "others")}
    fits = [projection(part, heard["fit"].labels) for part in heard["fit"].parts]

    def vectors(parts: Sequence[np.ndarray]) -> np.ndarray:
        return np.concatenate([project(part, *fit[:2]) for part, fit in zip(parts, fits, strict=True)], axis=1)

    def heard_all(sounds: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {kind: vectors(hear(made, some)) for kind, some in sounds.items()}

    strange = _sounds(corpus, "test", chosen["asked"], SOUNDS) | {"words": waves[chosen["others"]]}
    others = heard_all(strange)
    fitted = vectors(heard["fit"].parts)
    known = heard_all(_sounds(corpus, "validation", chosen["fit"], KNOWN))
    space = _space(fits, fitted, heard["fit"].labels, known)
    own, new = (vectors(heard[name].parts) for name in ("own", "new"))
    asked = np.flatnonzero(np.isin(heard["new"].voices, corpus.voices[chosen["asked"]]))
    rows = []
    for way, score in ways(space, fitted).items():
        trials = [("own voice", n, heard["own"], own, own_voice(heard["own"], own, n, count)) for n in OWN_TAKES]
        trials += [
            ("new voices", n, heard["new"], new, new_voices(heard["new"], asked, n, others))
            for n in (CURVE if way == TAKEN else TAKES)
        ]
        for trial, taken, of, at, episodes in trials:
            if episodes:
                row = {"trial": trial, "way": way, "takes": taken} | _told(ask(score, of, at, episodes), interval)
                rows.append(row | ({"taught": as_taught(space, of, at, episodes)} if way == TAKEN else {}))
    for variant in trained:
        row = {"trial": "new voices", "way": "a training", "takes": variant.card.training["settings"]["max_per_word"]}
        rows.append(row | _told(_trained(variant, corpus, chosen["asked"], strange), interval))
    return {"words": left_out, "count": count, "missed": MISSED, "rows": rows}


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
