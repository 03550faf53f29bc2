"""What is fitted to scores: a temperature that makes probabilities honest, and the gate that hears least amiss."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from speechcls.data.negatives import TEST_ONLY
from speechcls.models.rejection import FLOOR, MEASURES, RISE, Gate, softmax
from speechcls.models.reliability import calibration_error, tenths

ALLOWED = 0.05  # share of true words that may be missed, and of what is none that may be heard as a word
FOLDS = 5
ENOUGH = 100  # clips from which on a temperature is taken as it is fitted
SHARES = np.unique(np.round(np.r_[np.linspace(0, 0.1, 21), np.linspace(0.1, 1, 19)], 4))  # of words missed, in curves


@dataclass(frozen=True, eq=False)
class Sounds:
    """What a network and the test for silence say of some sounds."""

    scores: np.ndarray  # (n, words), before any softmax
    silent: np.ndarray  # (n,) bool


@dataclass(frozen=True, eq=False)
class Measured:
    """One part of the data: its clips of the network's words, and sounds that are none of them, kind by kind."""

    words: Sounds
    labels: np.ndarray  # (n,) places among the network's words
    voices: np.ndarray  # (n,) str
    negatives: dict[str, Sounds]


def fit(part: Measured) -> Gate:
    """Temperature, and of all measures the one that hears least amiss where ALLOWED true words are missed.

    Its threshold then misses and hears amiss as little as it can of both, where both can be kept to ALLOWED.
    """
    temperature = shrunk(fit_temperature(part.words.scores, part.labels), len(part.labels))
    best: Gate = min(
        (at_share(Gate(temperature, measure, 0.0, FLOOR, RISE), part, ALLOWED) for measure in MEASURES),
        key=lambda gate: mean_heard(gate, part),
    )
    shares = np.arange(int(ALLOWED * len(part.labels)) + 1) / len(part.labels)
    both = [(max(share, mean_heard(gate, part)), gate) for share in shares for gate in [at_share(best, part, share)]]
    worse, balanced = min(both, key=lambda pair: pair[0])
    return balanced if worse <= ALLOWED else best


def fit_temperature(scores: np.ndarray, labels: np.ndarray) -> float:
    """The temperature of least negative log-likelihood (Guo et al. 2017), between 1/50 and 50.

    The likelihood is concave in the inverse of the temperature, so its slope is followed to its only root.
    """
    own = scores[np.arange(len(labels)), labels].mean()
    low, high = 1 / 50, 50.0
    for _ in range(40):
        inverse = (low * high) ** 0.5
        expected = (softmax(scores * inverse) * scores).sum(axis=1).mean()
        low, high = (low, inverse) if expected > own else (inverse, high)
    return round(1 / inverse, 4)


def shrunk(temperature: float, clips: int) -> float:
    """The temperature fitted on so many clips, drawn towards 1 where they are fewer than ENOUGH.

    A handful that are all right would fit the lowest there is, and every answer would be certain.
    """
    return round(temperature ** min(1.0, clips / ENOUGH), 4)


def crossed_error(part: Measured) -> float:
    """The calibration error where each fifth of the voices has the temperature fitted on the others."""
    fold = np.unique(part.voices, return_inverse=True)[1] % FOLDS
    probabilities = np.empty(part.words.scores.shape)
    for held in range(FOLDS):
        out = fold == held
        if out.any() and not out.all():
            temperature = shrunk(fit_temperature(part.words.scores[~out], part.labels[~out]), int((~out).sum()))
        else:
            temperature = shrunk(fit_temperature(part.words.scores, part.labels), len(out))
        probabilities[out] = softmax(part.words.scores[out] / temperature)
    return calibration_error(*_answers(probabilities, part.labels))


def _answers(probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first word's probability (n,), and whether it is right, of probabilities (n, words)."""
    return probabilities.max(axis=1), probabilities.argmax(axis=1) == labels


def sureness(gate: Gate, sounds: Sounds) -> np.ndarray:
    """The gate's measure of each sound (n,), -inf where it is silence."""
    return np.where(sounds.silent, -np.inf, gate.sureness(sounds.scores))


def at_share(gate: Gate, part: Measured, share: float) -> Gate:
    """The gate with the highest threshold that misses no more than this share of the true words."""
    ranked = np.append(np.sort(sureness(gate, part.words)), np.inf)
    threshold = ranked[int(share * len(part.labels) + 1e-9)]
    return replace(gate, threshold=float(np.clip(threshold, -1e9, 1e9)))


def missed(gate: Gate, part: Measured) -> float:
    """Share of the true words that the gate doesn't hear."""
    return float((sureness(gate, part.words) < gate.threshold).mean())


def heard(gate: Gate, part: Measured) -> dict[str, float]:
    """Share of each kind of negative that the gate hears as a word."""
    return {k: float((sureness(gate, sounds) >= gate.threshold).mean()) for k, sounds in part.negatives.items()}


def mean_heard(gate: Gate, part: Measured) -> float:
    """The same as a mean over the kinds that both parts have; 0 where there is none."""
    shares = [share for kind, share in heard(gate, part).items() if kind not in TEST_ONLY]
    return float(np.mean(shares)) if shares else 0.0


def cost(gate: Gate, part: Measured) -> dict[str, Any]:
    """What a gate with its temperature does to a part, in shares from 0 to 1, ready for a card.

    The tenths count the answers that it lets through, the calibration errors every word.
    """
    surest, right = _answers(gate.probabilities(part.words.scores), part.labels)
    refused = sureness(gate, part.words) < gate.threshold
    plain = calibration_error(*_answers(softmax(part.words.scores), part.labels))
    return {
        "clips": len(part.labels),
        "missed": _rounded(refused.mean()),
        "missed_right": _rounded(refused[right].mean() if right.any() else 0.0),  # of the words it names rightly
        "heard": _rounded(mean_heard(gate, part)),
        "heard_by_kind": {kind: _rounded(share) for kind, share in heard(gate, part).items()},
        "calibration_error": _rounded(calibration_error(surest, right)),
        "calibration_error_before": _rounded(plain),
        "tenths": tenths(surest[~refused], right[~refused]),
    }


def curves(gate: Gate, part: Measured) -> dict[str, Any]:
    """Share of negatives heard as words at each of SHARES of words missed: by measure, and by kind for the gate's."""
    measures = {
        name: [_rounded(mean_heard(at_share(replace(gate, measure=name), part, share), part)) for share in SHARES]
        for name in MEASURES
    }
    gates = [at_share(gate, part, share) for share in SHARES]
    kinds = {kind: [_rounded(heard(at, part)[kind]) for at in gates] for kind in part.negatives}
    return {"missed": SHARES.tolist(), "heard": measures, "heard_by_kind": kinds}


def _rounded(share: float) -> float:
    return round(float(share), 5)
