"""Runs the experiments: each training of the plan, and the record of its results."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch

from speechcls.audio import to_float
from speechcls.data.corpus import Corpus, split
from speechcls.data.waves import load_waves
from speechcls.evaluation import rejection, robustness
from speechcls.evaluation.accuracy import compute_logits, select_known
from speechcls.frontends.atlas import by_name
from speechcls.frontends.module import FrontEnd
from speechcls.models import variants
from speechcls.models.classifier import Classifier
from speechcls.models.variants import Variant
from speechcls.results import cost, findings, records
from speechcls.results.config import TrainingConfig, non_defaults
from speechcls.results.plan import Step
from speechcls.results.records import Clips, Predictions, Run
from speechcls.training import export, loop

# Experiments whose records hold the error rates of rejection.
_WITH_REJECTION = ("ablation", "loudness", "noises", "open-set", "negatives")
_SOME_WITH_REJECTION = ("unreleased", "shipped")  # but for those from before there was rejection


def find_finished(step: Step, corpus: Corpus, folder: Path) -> Run | None:
    """The record of a step with the same settings, and with error rates of rejection where its experiment has them.

    Raises ValueError where the table has records of other data, since its arms are compared on the same.
    """
    if any(run.data != corpus.digest for run in records.runs(step.table, folder)):
        raise ValueError(
            f"{folder / step.table} has records of other data than {corpus.root}, and arms are compared on the same "
            "alone. Name another folder with --output."
        )
    found = records.find(step.table, step.name, folder)
    whole = (
        found
        and non_defaults(found.settings) == non_defaults(asdict(step.config))
        and (found.rejection or step.table not in _WITH_REJECTION)
    )
    return found if whole else None


def run(step: Step, corpus: Corpus, folder: Path, variants_folder: Path | None = None) -> Run | None:
    """Train, resuming after a kill; write the record, and for seed 0 of a shipped arm the variant.

    Of several processes that train together one writes; the others return None.
    """
    trained = loop.train(step.config, corpus)
    if not trained.leads:
        return None
    if step.table == "shipped" and step.config.seed == 0:
        target = export.export(step.config, corpus, trained, step.arm, variants_folder)
        variant = variants.load(step.arm, target.parent)
    else:
        variant, _ = export.measure(step.config, corpus, trained, step.arm)
    if variant.card.rejection is None and step.table in (*_WITH_REJECTION, *_SOME_WITH_REJECTION):
        # Arms are compared at one rate; what ships is at its own, with every seed.
        fitted, _ = rejection.calibrate(variant, corpus, balance=step.table == "shipped")
        variant = replace(variant, card=replace(variant.card, rejection=fitted))
    clips, predicted = predict_test(variant, corpus, step.config)
    done = _record(step, corpus, trained, variant)
    records.save(done, clips, predicted, trained.history, folder)
    picture(done, corpus, folder)
    return done


def measure_again(run: Run, corpus: Corpus, folder: Path, variants_folder: Path | None = None) -> None:
    """Add the robustness that the record of a shipped variant lacks where it is older than that measurement."""
    if run.table != "shipped" or run.settings["seed"] != 0 or run.robustness:
        return
    variant = variants.load(run.arm, variants_folder)
    indices = split(corpus, run.settings["partition"], 0)["test"]
    robust = robustness.measure(Classifier(variant), corpus, indices)
    records.update(replace(run, robustness={kind: told for kind, told in robust.items() if kind != "noise"}), folder)


def picture(run: Run, corpus: Corpus, folder: Path) -> None:
    """Save pictures of a finished run's most confident errors into its record, unless they are there."""
    if records.pictures(run, folder) is None:
        errors = findings.confident_errors(records.predictions(run, folder), records.clips(run.table, folder))
        if not errors:
            return
        indices = [corpus.paths.index(error.clip) for error in errors]
        records.save_pictures(run, pictures(load_waves(corpus)[indices]), folder)


def pictures(waves: np.ndarray) -> np.ndarray:
    """Log-mel spectrograms of int16 waves (clips, 16000), uint8 (clips, *records.PICTURE), the highest band first.

    0 is 60 dB below a clip's peak, 255 the peak.
    """
    with torch.inference_mode():
        levels = FrontEnd(by_name("logmel-64"))(to_float(torch.from_numpy(waves)))[:, 0].flip(1).numpy()
    decibels = 10 / np.log(10) * (levels - levels.max(axis=(1, 2), keepdims=True))
    return np.round(255 * np.clip(1 + decibels / 60, 0, 1)).astype(np.uint8)


def predict_test(variant: Variant, corpus: Corpus, config: TrainingConfig) -> tuple[Clips, Predictions]:
    """A variant's predictions for every test clip."""
    card = variant.card
    indices, _ = select_known(card, corpus, split(corpus, config.partition, config.seed)["test"])
    logits = compute_logits(Classifier(variant), load_waves(corpus), indices)
    probabilities, best = torch.softmax(logits, dim=1).max(dim=1)
    clips = Clips(
        paths=np.array([corpus.paths[i] for i in indices]),
        covered=np.array([corpus.words[corpus.labels[i]] in card.covered_words for i in indices]),
    )
    return clips, Predictions(np.array(card.words)[best], probabilities.double().numpy())


def _record(step: Step, corpus: Corpus, trained: loop.Trained, variant: Variant) -> Run:
    card = variant.card
    indices = split(corpus, step.config.partition, step.config.seed)["test"]
    robust = robustness.measure(Classifier(variant), corpus, indices)
    return Run(
        name=step.name,
        table=step.table,
        arm=step.arm,
        command=step.config.command(),
        settings=asdict(step.config),
        data=corpus.digest,
        clips=trained.clips,
        epochs=max(row["epoch"] for row in trained.history),
        seconds=round(trained.seconds),
        device=trained.device,
        precision=trained.precision,
        weights=cost.weights(trained.network),
        metrics=card.metrics,
        noise={level: told["accuracy"] for level, told in robust.pop("noise", {}).items()},
        robustness=robust,
        rejection=card.rejection.measured if card.rejection else {},
    )
