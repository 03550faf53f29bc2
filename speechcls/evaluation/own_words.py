"""How well words are learned from a few takes, by one's own voice and by new ones, and what is refused meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from speechcls.audio import FULL_SCALE
from speechcls.data import negatives
from speechcls.data.corpus import Corpus, split
from speechcls.data.waves import load_waves
from speechcls.frontends.module import FrontEnd
from speechcls.models.gaussians import FRONT_END, Head, Space, gaussian, state
from speechcls.models.networks import CompactNet, OwnWordsNet
from speechcls.models.variants import Variant

MISSED = 0.05  # share of the words at which it is measured how many other sounds are accepted
OWN_TAKES, TAKES = (1, 2, 4), (1, 2, 5, 10)
EPISODES = 5  # draws of takes for each voice, or for all new voices
LEAST_WORDS = 4  # of one voice that can be learned
FIT, TEACHERS, OTHERS, SOUNDS = 60, 60, 25, 40  # clips a word or kind
SHRINKAGE, BETWEEN = 0.1, 0.5  # of the covariances within and between words, towards a multiple of the identity
COMPACT = 0.5  # how much a number of compact counts beside one of the speech embedding


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


def projection(heard: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Matrix, offset and variance between words of what was heard of words, (n, d).

    Projected, one word's clips have variance 1, and the words' means vary independently along each axis.
    """
    words = np.unique(labels)
    means = np.stack([heard[labels == word].mean(axis=0) for word in words])
    within = heard - means[np.searchsorted(words, labels)]
    sizes, turned = np.linalg.eigh(_shrunk(within.T @ within / len(within), SHRINKAGE))
    whitened = (turned / np.sqrt(sizes)) @ turned.T
    centre = heard.mean(axis=0)
    spread = (means - centre) @ whitened
    between, axes = np.linalg.eigh(_shrunk(spread.T @ spread / len(words), BETWEEN))
    matrix = (whitened @ axes[:, ::-1]).T
    return matrix, -matrix @ centre, between[::-1].copy()


def _shrunk(covariance: np.ndarray, share: float) -> np.ndarray:
    return (1 - share) * covariance + share * np.trace(covariance) / len(covariance) * np.eye(len(covariance))


def project(heard: np.ndarray, matrix: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """As OwnWordsNet.project does."""
    vectors = heard @ matrix.T + offset
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True) * vectors.shape[1] ** 0.5


Interval = Callable[[np.ndarray, np.ndarray], tuple[float, float]]
Score = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]  # takes, their words, vectors -> (n, words)


def gaussians(space: Space) -> Score:
    """As own words are taught."""

    def score(takes: np.ndarray, words: np.ndarray, vectors: np.ndarray) -> np.ndarray:
        made = [gaussian(takes[words == word], int((words == word).sum()), space) for word in np.unique(words)]
        none = np.empty((0, 2 * len(space.between)))
        head = Head(np.array([one for one, _ in made]), np.array([offset for _, offset in made]), none, np.empty(0))
        return head.logits(vectors)

    return score


def cosines(takes: np.ndarray, words: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """The cosine to the mean of a word's takes."""
    means = np.stack([_unit(_unit(takes[words == word]).mean(axis=0)) for word in np.unique(words)])
    return _unit(vectors) @ means.T


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def regression(others: np.ndarray) -> Score:
    """Logistic regression, one word against the rest and against vectors of other sounds, over vectors of length 1."""

    def score(takes: np.ndarray, words: np.ndarray, vectors: np.ndarray) -> np.ndarray:
        classes = np.unique(words)
        given = torch.from_numpy(_unit(np.concatenate([takes, others]))).float()
        wanted = torch.from_numpy(np.r_[np.searchsorted(classes, words), np.full(len(others), len(classes))])
        weight = torch.bincount(wanted).float().reciprocal()
        layer = torch.nn.Linear(given.shape[1], len(classes) + 1)
        optimiser = torch.optim.LBFGS(layer.parameters(), max_iter=60, line_search_fn="strong_wolfe")

        def closure() -> torch.Tensor:
            optimiser.zero_grad()
            loss = torch.nn.functional.cross_entropy(layer(given), wanted, weight=weight)
            loss = loss + 1e-3 * layer.weight.square().sum()
            loss.backward()
            return loss

        torch.manual_seed(0)
        torch.nn.init.zeros_(layer.weight)
        optimiser.step(closure)
        with torch.inference_mode():
            logits = layer(torch.from_numpy(_unit(vectors)).float()).numpy()
        return logits[:, :-1] - logits[:, -1:]

    return score


def ways(space: Space, others: np.ndarray) -> dict[str, Score]:
    """The ways of learning that are compared, over the vectors of both networks."""
    width = OwnWordsNet.WIDTHS[0]
    first, second = slice(0, width), slice(width, None)
    of_first, of_second = _part(space, first), _part(space, second)

    def of(part: slice, score: Score) -> Score:
        return lambda takes, words, vectors: score(takes[:, part], words, vectors[:, part])

    return {
        "speech embedding, cosine": of(first, cosines),
        "speech embedding, Gaussians": of(first, gaussians(of_first)),
        "compact, cosine": of(second, cosines),
        "compact, Gaussians": of(second, gaussians(of_second)),
        "both, logistic regression": regression(others),
        "both, Gaussians": gaussians(space),
    }


def _part(space: Space, part: slice) -> Space:
    return Space(space.between[part], np.ones_like(space.weight[part]), space.negatives[:, part], space.groups)


def own_voice(score: Score, heard: Heard, vectors: np.ndarray, taken: int, others: dict[str, np.ndarray]) -> Trial:
    """Each voice teaches LEAST_WORDS words by so many takes and says the same words again; EPISODES draws of them."""
    rng = np.random.default_rng(0)
    trials = []
    for voice in np.unique(heard.voices):
        own = np.flatnonzero(heard.voices == voice)
        takes = {word: own[heard.labels[own] == word] for word in np.unique(heard.labels[own])}
        able = [word for word, places in takes.items() if len(places) > taken]
        for _ in range(EPISODES if len(able) >= LEAST_WORDS else 0):
            words = rng.choice(able, LEAST_WORDS, replace=False)
            drawn = {word: rng.permutation(takes[word]) for word in words}
            taught = np.concatenate([drawn[word][:taken] for word in words])
            asked = np.concatenate([drawn[word][taken:] for word in words])
            rest = own[~np.isin(heard.labels[own], words)]
            strange = {"own other words": vectors[rest]} | others
            trials.append(_asked(score, heard, vectors, taught, asked, strange))
    return _joined(trials)


def new_voices(
    score: Score, heard: Heard, vectors: np.ndarray, asked: np.ndarray, taken: int, others: dict[str, np.ndarray]
) -> Trial:
    """So many voices teach every word by one take each, and those at `asked` say them; EPISODES draws of the first."""
    rng = np.random.default_rng(0)
    teachers = np.setdiff1d(np.arange(len(heard.labels)), asked)
    trials = []
    for _ in range(EPISODES):
        order = rng.permutation(teachers)
        taught: list[int] = []
        for word in np.unique(heard.labels[asked]):
            said = order[heard.labels[order] == word]
            once = np.sort(np.unique(heard.voices[said], return_index=True)[1])
            taught.extend(said[once][:taken])
        trials.append(_asked(score, heard, vectors, np.array(taught), asked, others))
    return _joined(trials)


def _asked(
    score: Score,
    heard: Heard,
    vectors: np.ndarray,
    taught: np.ndarray,
    asked: np.ndarray,
    others: dict[str, np.ndarray],
) -> Trial:
    words = np.unique(heard.labels[taught])
    ends = np.cumsum([len(asked), *(len(some) for some in others.values())])
    logits = score(vectors[taught], heard.labels[taught], np.concatenate([vectors[asked], *others.values()]))
    own, *strange = np.split(logits, ends[:-1])
    right = words[own.argmax(axis=1)] == heard.labels[asked]
    named = {kind: some.max(axis=1) for kind, some in zip(others, strange, strict=True)}
    return Trial(right, heard.voices[asked], own.max(axis=1), named)


def _joined(trials: Sequence[Trial]) -> Trial:
    kinds = trials[0].strange
    return Trial(
        np.concatenate([trial.right for trial in trials]),
        np.concatenate([trial.voices for trial in trials]),
        np.concatenate([trial.confidence for trial in trials]),
        {kind: np.concatenate([trial.strange[kind] for trial in trials]) for kind in kinds},
    )


def compare(unseen: Variant, corpus: Corpus, interval: Interval) -> dict[str, Any]:
    """Every way of learning in every trial, ready for JSON: words that `unseen` was trained without.

    `interval` gives the middle 95 % of the mean of values over draws of voices.
    """
    left_out = [word for word in corpus.words if word not in unseen.card.words]
    made = listening(unseen)
    parts = split(corpus, "speaker", 0)
    chosen = _chosen(corpus, parts, left_out)
    waves = load_waves(corpus)
    heard = {name: _hear(made, corpus, waves, places) for name, places in chosen.items()}
    fits = [projection(part, heard["fit"].labels) for part in heard["fit"].parts]

    def vectors(parts: Sequence[np.ndarray]) -> np.ndarray:
        return np.concatenate([project(part, *fit[:2]) for part, fit in zip(parts, fits, strict=True)], axis=1)

    sounds = dict(negatives.make(negatives.material(corpus, chosen["asked"], "test"), SOUNDS, 0))
    others = {kind: vectors(hear(made, some)) for kind, some in sounds.items()}
    others["words"] = vectors(heard["others"].parts)
    fitted = vectors(heard["fit"].parts)
    weight = np.repeat([1.0, COMPACT], OwnWordsNet.WIDTHS)
    space = Space(np.concatenate([fit[2] for fit in fits]), weight, fitted[:0], np.empty(0))
    both = {name: vectors(heard[name].parts) for name in ("own", "new")}
    rows = []
    for way, score in ways(space, fitted).items():
        for taken in OWN_TAKES:
            trial = own_voice(score, heard["own"], both["own"], taken, {})
            rows.append({"trial": "own voice", "way": way, "takes": taken} | _told(trial, interval))
        for taken in TAKES:
            asked = np.flatnonzero(np.isin(heard["new"].voices, corpus.voices[chosen["asked"]]))
            trial = new_voices(score, heard["new"], both["new"], asked, taken, others)
            rows.append({"trial": "new voices", "way": way, "takes": taken} | _told(trial, interval))
    return {"words": left_out, "missed": MISSED, "rows": rows}


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


def _chosen(corpus: Corpus, parts: dict[str, np.ndarray], left_out: Sequence[str]) -> dict[str, np.ndarray]:
    """Places of the clips to learn how voices vary from, of voices that say words again, of new voices, of others."""
    rng = np.random.default_rng(0)
    out = np.isin(corpus.labels, [corpus.words.index(word) for word in left_out]) & ~corpus.pseudo_labelled
    own = _who_say_again(corpus, np.flatnonzero(out))
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


def _who_say_again(corpus: Corpus, places: np.ndarray) -> np.ndarray:
    """Voices that have at least two clips of LEAST_WORDS words among the places."""
    pairs, counts = np.unique(
        np.stack([np.unique(corpus.voices[places], return_inverse=True)[1], corpus.labels[places]]),
        axis=1,
        return_counts=True,
    )
    voices, words = np.unique(pairs[0, counts > 1], return_counts=True)
    return np.unique(corpus.voices[places])[voices[words >= LEAST_WORDS]]


def _hear(made: OwnWordsNet, corpus: Corpus, waves: np.ndarray, places: np.ndarray) -> Heard:
    return Heard(hear(made, waves[places]), corpus.labels[places], corpus.voices[places])
