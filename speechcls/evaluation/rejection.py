"""Fit a variant's rejection on validation clips and negatives, measure it on test, write it on the card."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from speechcls.audio import to_float
from speechcls.data import negatives
from speechcls.data.corpus import PARTS, Corpus, split
from speechcls.data.negatives import LEFT_OUT
from speechcls.data.waves import load_waves
from speechcls.evaluation.accuracy import compute_logits, select_known
from speechcls.evaluation.calibration import ENOUGH, Measured, Sounds, cross_validated_error, curves, error_rates, fit
from speechcls.models import variants
from speechcls.models.classifier import Classifier
from speechcls.models.export import ship
from speechcls.models.rejection import Rejection, is_silence
from speechcls.models.variants import Variant
from speechcls.paths import write_whole

COUNT = 300  # negatives of each kind, or as many as the part has clips
LOG = logging.getLogger(__name__)
FEW = (
    "Only %d validation clips: the temperature that they fit is drawn towards 1. "
    "Give %d or more for probabilities that can be relied on."
)


def calibrate(
    variant: Variant, corpus: Corpus, seed: int = 0, balance: bool = True
) -> tuple[Rejection, dict[str, Any]]:
    """A variant's rejection with its error rates, and its curves for JSON. Test clips have no influence on the fit.

    `balance` is as in `calibration.fit`.
    """
    classifier = Classifier(variant)
    parts = {part: measure(classifier, corpus, part, seed) for part in PARTS[1:]}
    rejection = fit(parts["validation"], balance)
    if (clips := len(parts["validation"].labels)) < ENOUGH:
        LOG.warning(FEW, clips, ENOUGH)
    costs = {part: error_rates(rejection, measured) for part, measured in parts.items()}
    costs["validation"]["calibration_error"] = round(cross_validated_error(parts["validation"]), 5)
    made = {"seed": seed, "measure": rejection.measure}
    return replace(rejection, measured=costs), made | {
        part: curves(rejection, measured) for part, measured in parts.items()
    }


def rewrite(name: str, corpus: Corpus, seed: int = 0, folder: Path | None = None) -> Rejection:
    """Calibrate a variant and write the rejection on its card; metrics and weights stay."""
    variant = variants.load(name, folder)
    rejection, drawn = calibrate(variant, corpus, seed)
    target = variants.folder_of(name, folder)
    write_whole(target / "card.json", replace(variant.card, rejection=rejection).to_json())
    write_curves(target, drawn)
    if variant.card.onnx_sha256:
        ship(name, folder)
    return rejection


def write_curves(folder: Path, drawn: dict[str, Any]) -> None:
    """Write curves into a variant's folder, where `variants.rejection_curves` reads them."""
    write_whole(folder / variants.REJECTION, json.dumps(drawn) + "\n")


def report(rejection: Rejection) -> str:
    """A rejection and its error rates as lines for reading."""
    lines = [
        f"temperature {rejection.temperature:.3f}; silence below {rejection.floor:.1f} dBFS or within "
        f"{rejection.rise:.1f} dB; "
        f"a word from a confidence of {rejection.threshold:.3f} on, measured by {rejection.measure}"
    ]
    for part, costs in rejection.measured.items():
        before, after = costs["calibration_error_before"], costs["calibration_error"]
        lines += [
            f"{part}: {costs['false_rejection_rate']:.1%} of {costs['clips']:,} words rejected, "
            f"{costs['false_acceptance_rate']:.1%} of the negatives "
            f"accepted as words, calibration error {after:.1%} ({before:.1%} at temperature 1)",
            *(f"  {kind:18} {share:6.1%}" for kind, share in costs["false_acceptance_by_kind"].items()),
            *(
                f"  its words by {program:5} {share:6.1%} rejected"
                for program, share in costs["false_rejection_by_synthesiser"].items()
            ),
            *(f"  {kind:18} {area:.3f} AUROC of its words over them" for kind, area in costs["auroc_by_kind"].items()),
        ]
    return "\n".join(lines)


def measure(classifier: Classifier, corpus: Corpus, part: str, seed: int) -> Measured:
    """Logits and silence of the clips of a part ("validation", "test") and of the negatives made for it.

    Test clips of words that the network was not trained on count as negatives. For test there are also words of the
    list by each synthesiser: a network may refuse synthetic voices rather than other words.
    """
    settings = classifier.card.training["settings"]
    indices = split(corpus, settings["partition"], settings["seed"])[part]
    known, labels = select_known(classifier.card, corpus, indices)
    count = min(COUNT, len(known))
    made = dict(negatives.make(negatives.material(corpus, known, part), count, seed))
    synthetic: dict[str, Sounds] = {}
    if part == "test":
        spoken = negatives.speak_words(classifier.card.covered_words, count, seed)
        synthetic = {program: sounds(classifier, waves) for program, waves in spoken.items()}
        out = np.setdiff1d(indices[~corpus.pseudo_labelled[indices]], known)
        outside = negatives.speak_other_words(count, seed) | {LEFT_OUT: load_waves(corpus)[out]}
        made |= {kind: waves for kind, waves in outside.items() if len(waves)}
    words = sounds(classifier, load_waves(corpus)[known])
    others = sounds(classifier, np.concatenate(list(made.values())))
    ends = np.cumsum([len(waves) for waves in made.values()])[:-1]
    by_kind = zip(made, np.split(others.logits, ends), np.split(others.silent, ends), strict=True)
    named = {kind: Sounds(logits, silent) for kind, logits, silent in by_kind}
    return Measured(words, labels, corpus.voices[known], named, synthetic)


def sounds(classifier: Classifier, waves: np.ndarray) -> Sounds:
    """Logits and silence of int16 waves (n, 16000)."""
    some = np.array_split(waves, 1 + len(waves) // 500)
    silent = [is_silence(to_float(part)) for part in some]
    return Sounds(compute_logits(classifier, waves, np.arange(len(waves))).numpy(), np.concatenate(silent))
