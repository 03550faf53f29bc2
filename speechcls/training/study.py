"""The experiments: which networks are trained on what, in which order, and the record that each leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch

from speechcls import cost, findings, results, variants
from speechcls.classifier import Classifier
from speechcls.features import RECIPES, Features
from speechcls.results import Clips, Predictions, Run
from speechcls.training import calibrate, evaluate, loop, noise
from speechcls.training.config import TrainingConfig
from speechcls.training.dataset import Corpus, DatasetError, load_waves, split, to_float
from speechcls.training.scoring import known_clips, score
from speechcls.variants import Variant

_SHIPPED = TrainingConfig("power", partition="speaker", epochs=12, batch=64, patience=0)
_CONTROLLED = replace(_SHIPPED, per_word=500, epochs=10)
_COMPACT = TrainingConfig(
    "logmel-64",
    network="compact",
    partition="speaker",
    epochs=50,
    max_rate=0.004,
    patience=0,
    standardise=True,
    decay=0.01,
    shift=0.1,
    tempo=0.1,
    noise=0.8,
    mask=True,
    strangers=0.1,
    average=0.999,
    at_least=500,
    voices=60,
)
# What is tried alone is tried without the two that help rare words; the average is over about a tenth of its steps.
_TRIAL = replace(_COMPACT, per_word=500, epochs=10, average=0.99, at_least=0, voices=0)
_INGREDIENTS = ("standardise", "decay", "shift", "tempo", "noise", "mask", "strangers", "average")

# Table -> arm -> what is trained, in the order in which it is done. The chapter's own representations are not
# standardised, nor is scrambled, complex but for its phases; the other controls are. So power is there both ways.
TABLES: dict[str, dict[str, TrainingConfig]] = {
    "shipped": {
        "compact": _COMPACT,
        "logmel": replace(_SHIPPED, recipe="logmel", standardise=True),
        "complex": replace(_SHIPPED, recipe="complex"),
        "power": _SHIPPED,
        "mel": replace(_SHIPPED, recipe="mel"),
        # The first two steps of the chapter's ladder of ideas, with networks of their own.
        "wave": replace(_SHIPPED, recipe="wave", network="wave", standardise=True),
        "spectrum": replace(_SHIPPED, recipe="spectrum", network="spectrum", standardise=True),
    },
    "controlled": {
        "complex": replace(_CONTROLLED, recipe="complex"),
        "scrambled": replace(_CONTROLLED, recipe="scrambled"),
        "magnitude": replace(_CONTROLLED, recipe="magnitude", standardise=True),
        "power": _CONTROLLED,
        "power-standardised": replace(_CONTROLLED, standardise=True),
        "mel": replace(_CONTROLLED, recipe="mel"),
        "logpower": replace(_CONTROLLED, recipe="logpower", standardise=True),
        "logmel": replace(_CONTROLLED, recipe="logmel", standardise=True),
    },
    "ingredients": {"all": _TRIAL}
    | {f"no-{name}": replace(_TRIAL, **{name: type(getattr(_TRIAL, name))()}) for name in _INGREDIENTS},
    # What helps words that few people recorded; each beside "none".
    "few-voices": {
        "none": _TRIAL,
        "prior": replace(_TRIAL, prior=0.5),
        "repeated": replace(_TRIAL, at_least=200),
        "synthetic": replace(_TRIAL, voices=60),
        "repeated-synthetic": replace(_TRIAL, at_least=200, voices=60),
        "stronger": replace(_TRIAL, shift=0.15, tempo=0.25),
    },
    "left-out": {"compact": replace(_TRIAL, leave_out="cat,five,happy,nine,stop,up")},
    # What was tried and does not ship; each beside the shipped network that its name begins with.
    "tried": {
        "compact-unmasked": replace(_COMPACT, epochs=40, mask=False),
        "logmel-shorter": replace(_SHIPPED, recipe="logmel", standardise=True, epochs=8),
        "complex-shorter": replace(_SHIPPED, recipe="complex", epochs=8),
        "power-shorter": replace(_SHIPPED, epochs=8),
        "mel-shorter": replace(_SHIPPED, recipe="mel", epochs=8),
    },
}
_GATED = ("ingredients", "left-out")  # experiments whose records tell, too, what a gate makes of what is no word


@dataclass(frozen=True)
class Step:
    """One training of the study."""

    table: str
    arm: str
    config: TrainingConfig

    @property
    def name(self) -> str:
        return f"{self.arm}-{self.config.seed}"


def steps(tables: list[str] | None = None, seeds: int = 1, arms: list[str] | None = None) -> Iterator[Step]:
    """The study in its order, each table with so many seeds before the next; only some tables, or arms, where named."""
    if unknown := set(tables or ()) - set(TABLES):
        raise ValueError(f"No experiment is called {min(unknown)!r}. There are: {', '.join(TABLES)}.")
    chosen = {table: TABLES[table] for table in tables or TABLES}
    known = {arm: None for table in chosen.values() for arm in table}
    if unknown := set(arms or ()) - set(known):
        raise ValueError(f"No arm is called {min(unknown)!r}. There are: {', '.join(known)}.")
    for table, configs in chosen.items():
        for seed in range(seeds):
            for arm, config in configs.items():
                if arm in (arms or known):
                    yield Step(table, arm, replace(config, seed=seed))


def finished(step: Step, corpus: Corpus, folder: Path) -> Run | None:
    """Its record, if there is one, made by the same command, and with a gate where its experiment asks for one.

    Raises ValueError where the records of its table are of other data, with which this can't be compared.
    """
    if any(run.data != corpus.digest for run in results.runs(step.table, folder)):
        raise ValueError(
            f"{folder / step.table} has records of other data than {corpus.root}, and arms are compared on the same "
            "alone. Name another folder with --output."
        )
    found = results.find(step.table, step.name, folder)
    whole = found and found.command == step.config.command() and (found.gate or step.table not in _GATED)
    return found if whole else None


def run(step: Step, corpus: Corpus, folder: Path, variants_folder: Path | None = None) -> Run | None:
    """Train, or go on where a kill ended it; write the record, and the variant where it ships and has seed 0.

    Of several processes that trained together one does the rest; the others get None.
    """
    trained = loop.train(step.config, corpus)
    if not trained.leads:
        return None
    if step.table == "shipped" and step.config.seed == 0:
        target = evaluate.export(step.config, corpus, trained, step.arm, variants_folder)
        variant = variants.load(step.arm, target.parent)
    else:
        variant, _ = evaluate.measured(step.config, corpus, trained, step.arm)
    if step.table in _GATED:
        gate, _ = calibrate.calibrate(variant, corpus)
        variant = replace(variant, card=replace(variant.card, gate=gate))
    about, said = tested(variant, corpus, step.config)
    done = _record(step, corpus, trained, variant)
    results.save(done, about, said, trained.history, folder)
    picture(done, corpus, folder)
    return done


def picture(run: Run, corpus: Corpus, folder: Path) -> None:
    """Draw the clips that a finished run was most surely wrong about into its record, unless they are there."""
    if results.pictures(run, folder) is None:
        errors = findings.sure_errors(results.predictions(run, folder), results.clips(run.table, folder))
        if not errors:
            return
        places = [corpus.paths.index(error.clip) for error in errors]
        results.save_pictures(run, pictures(load_waves(corpus)[places]), folder)


def pictures(waves: np.ndarray) -> np.ndarray:
    """Log-mel spectrograms of int16 waves (clips, 16000), uint8 (clips, *results.PICTURE), the highest band first.

    0 is 60 dB below a clip's peak, 255 the peak.
    """
    with torch.inference_mode():
        levels = Features(RECIPES["logmel-64"])(to_float(torch.from_numpy(waves)))[:, 0].flip(1).numpy()
    decibels = 10 / np.log(10) * (levels - levels.max(axis=(1, 2), keepdims=True))
    return np.round(255 * np.clip(1 + decibels / 60, 0, 1)).astype(np.uint8)


def tested(variant: Variant, corpus: Corpus, config: TrainingConfig) -> tuple[Clips, Predictions]:
    """What a variant says of every test clip."""
    card = variant.card
    places, _ = known_clips(card, corpus, split(corpus, config.partition, config.seed)["testing"])
    scores = score(Classifier(variant), load_waves(corpus), places)
    probabilities, best = torch.softmax(scores, dim=1).max(dim=1)
    about = Clips(
        paths=np.array([corpus.paths[i] for i in places]),
        covered=np.array([corpus.words[corpus.labels[i]] in card.covered_words for i in places]),
    )
    return about, Predictions(np.array(card.words)[best], probabilities.double().numpy())


def _record(step: Step, corpus: Corpus, trained: loop.Trained, variant: Variant) -> Run:
    card = variant.card
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
        noise=_in_noise(step.config, corpus, variant),
        gate=card.gate.measured if card.gate else {},
    )


def _in_noise(config: TrainingConfig, corpus: Corpus, variant: Variant) -> dict[str, float]:
    places = split(corpus, config.partition, config.seed)["testing"]
    try:
        return noise.accuracies(Classifier(variant), corpus, places)
    except DatasetError:  # data of one's own, without the noise of Speech Commands
        return {}
