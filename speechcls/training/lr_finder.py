"""The learning-rate finder (Smith 2017): the loss against a rising rate, as in the chapter."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import lightning
from lightning.pytorch.tuner.tuning import Tuner

from speechcls.data.corpus import Corpus
from speechcls.plots import mpl, training_panels
from speechcls.results.config import TrainingConfig
from speechcls.training.loop import new_module
from speechcls.training.material import data_loaders, training_parts
from speechcls.training.trainer import keep_freed_memory, new_trainer, no_false_alarms

STEPS = 100  # of a sweep
BETA = 0.98  # of the running average of the loss in Lightning's finder


@dataclass(frozen=True)
class Finding:
    """One sweep: the rate of each step and the smoothed loss after it."""

    command: str  # that repeats the sweep, with DATA for the data folder and FILE for this file
    rates: tuple[float, ...]
    losses: tuple[float, ...]
    suggestion: float | None  # where the loss falls most steeply; None where it never does


def find(
    config: TrainingConfig, corpus: Corpus, lowest: float = 1e-6, highest: float = 1.0, steps: int = STEPS
) -> Finding:
    """Train for `steps` steps while the rate rises exponentially; stops early where the loss explodes."""
    keep_freed_memory()
    with tempfile.TemporaryDirectory() as scratch:  # Lightning saves the weights here during the sweep
        # As many epochs as steps, so that few clips don't end the sweep.
        trainer = new_trainer(config, max_epochs=steps, default_root_dir=scratch, enable_checkpointing=False)
        make, front_end = data_loaders(config, corpus, training_parts(config, corpus), trainer)
        lightning.seed_everything(config.seed, verbose=False)
        module = new_module(config, corpus, front_end)
        with no_false_alarms():
            found = Tuner(trainer).lr_find(
                module, make("train"), min_lr=lowest, max_lr=highest, num_training=steps, update_attr=False
            )
    if found is None:
        raise RuntimeError("Lightning's learning-rate finder returned nothing.")
    # The bias correction of Lightning's running average counts one step too many, so that it begins at half the loss.
    losses = [s * (1 - BETA ** (n + 1)) / (1 - BETA**n) for n, s in enumerate(found.results["loss"], start=1)]
    found.results["loss"] = losses
    command = " ".join([config.command("find-lr"), *([f"--steps {steps}"] if steps != STEPS else []), "-o FILE"])
    return Finding(command, tuple(found.results["lr"]), tuple(losses), found.suggestion())


def write(file: Path, finding: Finding, chosen: float) -> None:
    """Keep a sweep as numbers (.json) or as a picture with the chosen rate marked (.png, .svg)."""
    if file.suffix == ".json":
        file.write_text(json.dumps(asdict(finding), indent=1) + "\n")
    else:
        mpl.save(file, training_panels.learning_rate(finding.rates, finding.losses, chosen))
