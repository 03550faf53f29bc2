"""Calibration: the temperature and the threshold of rejection fitted to logits, and their error rates."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from speechcls.data.negatives import SPLICED, SPOKEN, TEST_ONLY
from speechcls.models.rejection import FLOOR, MEASURES, RISE, Rejection, softmax
from speechcls.models.reliability import calibration_error, tenths

ALLOWED = 0.05  # highest false-rejection and false-acceptance rate aimed at
FOLDS = 5
ENOUGH = 100  # clips from which on a temperature is not shrunk
# False-rejection rates of the points of a curve.
SHARES = np.unique(np.round(np.r_[np.linspace(0, 0.1, 21), np.linspace(0.1, 1, 19)], 4))


@dataclass(frozen=True, eq=False)
class Sounds:
    """Logits of sounds, and which of them are silence."""

    logits: np.ndarray  # (n, words)
    silent: np.ndarray  # (n,) bool


@dataclass(frozen=True, eq=False)
class Measured:
    """One part of the data: its clips of the network's words, and negatives by kind."""

    words: Sounds
    labels: np.ndarray  # (n,) indices into the network's words
    voices: np.ndarray  # (n,) str
    negatives: dict[str, Sounds]
    synthetic: dict[str, Sounds] = field(default_factory=dict)  # words of the list, by synthesiser


def fit(part: Measured, balance: bool = True) -> Rejection:
    """Fit temperature, measure of confidence and threshold to validation clips.

    The measure is the one with the fewest false acceptances at ALLOWED false rejections. Where both rates can be kept
    to ALLOWED, the threshold makes the larger of them as small as possible. Spliced words have no say in that, since
    most still hold one of their words. Without `balance` the threshold is always that of ALLOWED, to compare networks.
    """
    temperature = shrink(fit_temperature(part.words.logits, part.labels), len(part.labels))
    best: Rejection = min(
        (
            at_false_rejection_rate(Rejection(temperature, measure, 0.0, FLOOR, RISE), part, ALLOWED)
            for measure in MEASURES
        ),
        key=lambda rejection: mean_false_acceptance(rejection, part),
    )
    if not balance:
        return best
    part = replace(part, negatives={kind: heard for kind, heard in part.negatives.items() if kind != SPLICED})
    shares = np.arange(int(ALLOWED * len(part.labels)) + 1) / len(part.labels)
    both = [
        (max(share, mean_false_acceptance(rejection, part)), rejection)
        for share in shares
        for rejection in [at_false_rejection_rate(best, part, share)]
    ]
    worse, balanced = min(both, key=lambda pair: pair[0])
    return balanced if worse <= ALLOWED else best


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature of least negative log-likelihood (Guo et al. 2017), between 1/50 and 50.

    The likelihood is concave in the inverse temperature, so bisection finds the only root of its derivative.
    """
    own = logits[np.arange(len(labels)), labels].mean()
    low, high = 1 / 50, 50.0
    for _ in range(40):
        inverse = (low * high) ** 0.5
        expected = (softmax(logits * inverse) * logits).sum(axis=1).mean()
        low, high = (low, inverse) if expected > own else (inverse, high)
    return round(1 / inverse, 4)


def shrink(temperature: float, clips: int) -> float:
    """The temperature fitted on `clips` clips, shrunk towards 1 where they are fewer than ENOUGH.

    A few clips that are all right would otherwise fit the lowest temperature, and every answer would be certain.
    """
    return round(temperature ** min(1.0, clips / ENOUGH), 4)


def cross_validated_error(part: Measured) -> float:
    """Calibration error by cross-validation: each fold of voices has the temperature fitted on the others."""
    fold = np.unique(part.voices, return_inverse=True)[1] % FOLDS
    probabilities = np.empty(part.words.logits.shape)
    for held in range(FOLDS):
        out = fold == held
        if out.any() and not out.all():
            temperature = shrink(fit_temperature(part.words.logits[~out], part.labels[~out]), int((~out).sum()))
        else:
            temperature = shrink(fit_temperature(part.words.logits, part.labels), len(out))
        probabilities[out] = softmax(part.words.logits[out] / temperature)
    return calibration_error(*_answers(probabilities, part.labels))


def _answers(probabilities: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Top-1 confidence (n,) of probabilities (n, words), and whether the first word is right (n,)."""
    return probabilities.max(axis=1), probabilities.argmax(axis=1) == labels


def confidence(rejection: Rejection, sounds: Sounds) -> np.ndarray:
    """The confidence of each sound (n,), -inf where it is silence."""
    return np.where(sounds.silent, -np.inf, rejection.confidence(sounds.logits))


def at_false_rejection_rate(rejection: Rejection, part: Measured, share: float) -> Rejection:
    """The rejection with the highest threshold whose false-rejection rate is no more than this share."""
    ranked = np.append(np.sort(confidence(rejection, part.words)), np.inf)
    threshold = ranked[int(share * len(part.labels) + 1e-9)]
    return replace(rejection, threshold=float(np.clip(threshold, -1e9, 1e9)))


def false_rejection_rate(rejection: Rejection, part: Measured) -> float:
    """Share of the true words that are rejected."""
    return float((confidence(rejection, part.words) < rejection.threshold).mean())


def false_acceptance_rates(rejection: Rejection, part: Measured) -> dict[str, float]:
    """Share of each kind of negatives that is accepted as a word."""
    return {
        k: float((confidence(rejection, sounds) >= rejection.threshold).mean()) for k, sounds in part.negatives.items()
    }


def mean_false_acceptance(rejection: Rejection, part: Measured) -> float:
    """Mean false-acceptance rate over the kinds that validation and test both have; 0 where there is none."""
    shares = [share for kind, share in false_acceptance_rates(rejection, part).items() if kind not in TEST_ONLY]
    return float(np.mean(shares)) if shares else 0.0


def error_rates(rejection: Rejection, part: Measured) -> dict[str, Any]:
    """Error rates of rejection and calibration on a part, in shares from 0 to 1, as a card keeps them.

    Tenths count accepted answers; calibration errors are over all words.
    """
    top1, right = _answers(rejection.probabilities(part.words.logits), part.labels)
    refused = confidence(rejection, part.words) < rejection.threshold
    plain = calibration_error(*_answers(softmax(part.words.logits), part.labels))
    return {
        "clips": len(part.labels),
        "false_rejection_rate": _round(refused.mean()),
        # Of the words it names rightly.
        "false_rejection_rate_right": _round(refused[right].mean() if right.any() else 0.0),
        "false_rejection_by_synthesiser": {
            program: _round((confidence(rejection, sounds) < rejection.threshold).mean())
            for program, sounds in part.synthetic.items()
        },
        "auroc_by_kind": {kind: _round(area) for kind, area in same_voice_auroc(rejection, part).items()},
        "false_acceptance_rate": _round(mean_false_acceptance(rejection, part)),
        "false_acceptance_by_kind": {
            kind: _round(share) for kind, share in false_acceptance_rates(rejection, part).items()
        },
        "calibration_error": _round(calibration_error(top1, right)),
        "calibration_error_before": _round(plain),
        "tenths": tenths(top1[~refused], right[~refused]),
    }


def same_voice_auroc(rejection: Rejection, part: Measured) -> dict[str, float]:
    """Area under the ROC curve (AUROC) of words of the list over each kind of negatives by the same synthesiser.

    It has no threshold, and a network that only refuses the synthesiser's voice gains nothing by that.
    """
    return {
        kind: auroc(confidence(rejection, part.synthetic[program]), confidence(rejection, part.negatives[kind]))
        for kind, (program, _) in SPOKEN.items()
        if program in part.synthetic and kind in part.negatives
    }


def auroc(words: np.ndarray, negatives: np.ndarray) -> float:
    """The share of pairs in which a word's confidence (n,) is above a negative's (m,); equal ones count half."""
    ranked = np.sort(negatives)
    below = np.searchsorted(ranked, words, "left") + np.searchsorted(ranked, words, "right")
    return float(below.mean() / 2 / len(ranked))


def curves(rejection: Rejection, part: Measured) -> dict[str, Any]:
    """False-acceptance rate at each false-rejection rate in SHARES: by measure, and by kind for the chosen one."""
    measures = {
        name: [
            _round(mean_false_acceptance(at_false_rejection_rate(replace(rejection, measure=name), part, share), part))
            for share in SHARES
        ]
        for name in MEASURES
    }
    rejections = [at_false_rejection_rate(rejection, part, share) for share in SHARES]
    kinds = {kind: [_round(false_acceptance_rates(at, part)[kind]) for at in rejections] for kind in part.negatives}
    return {
        "false_rejection_rate": SHARES.tolist(),
        "false_acceptance_rate": measures,
        "false_acceptance_by_kind": kinds,
    }


def _round(share: float) -> float:
    return round(float(share), 5)
