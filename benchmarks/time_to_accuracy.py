"""Validation accuracy against seconds of training, beside the usual way of training the same network (training.py)."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import lightning
import numpy as np
import torch
from lightning.pytorch.callbacks import Callback

from benchmarks import machine
from benchmarks.training import Clips, PlainLoop, add_training, in_its_own_process, usual_loader
from speechcls.data.corpus import read_corpus
from speechcls.data.waves import load_waves
from speechcls.frontends.atlas import by_name
from speechcls.paths import home
from speechcls.plots import mpl
from speechcls.plots.panel import Axis, Line, Panel, Role
from speechcls.results.config import TrainingConfig
from speechcls.training import loop, material
from speechcls.training.trainer import keep_freed_memory, new_trainer, no_false_alarms

ROLES: tuple[Role, ...] = ("main", "second")
Curve = list[tuple[float, float]]  # after each epoch: s since the start, validation accuracy


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.time_to_accuracy", description=__doc__)
    parser.add_argument("--data", type=Path, help="Speech Commands, with the lists of its split")
    add_training(parser, "logmel-64", "compact", WAYS)
    parser.add_argument("--max-per-word", type=int, default=100)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--output", type=Path, help="a .png or .svg file for the picture")
    options = parser.parse_args(arguments)

    if not options.data:
        parser.exit(0, "Not run, since noise can't be learned: name a folder of Speech Commands with --data.\n")
    try:
        _config(options)
    except ValueError as error:
        parser.error(str(error))
    if options.way:
        print(json.dumps(WAYS[options.way](options)))
        return
    given = [f"--{name.replace('_', '-')}={value}" for name, value in vars(options).items() if name in SHARED]
    given.append(f"--data={options.data.resolve()}")
    print(f"{options.front_end}, network {options.network}, {options.max_per_word} clips a word; {machine()}")
    curves: dict[str, Curve] = {}
    for way in WAYS:
        said = in_its_own_process("time_to_accuracy", [f"--way={way}", *given], {})
        curves[way] = json.loads(said.splitlines()[-1])
    print(report(curves))
    if options.output:
        mpl.save(options.output, picture(curves))
        print(options.output)


SHARED = ("front_end", "network", "max_per_word", "epochs", "batch_size", "workers")


def report(curves: dict[str, Curve]) -> str:
    """The curves in words, and how long each way took to the best accuracy that all of them reach."""
    goal = min(max(accuracy for _, accuracy in curve) for curve in curves.values())
    first = {way: next(s for s, accuracy in curve if accuracy >= goal) for way, curve in curves.items()}
    lines = [
        f"  {way:32}" + "  ".join(f"{seconds:.0f} s {accuracy:.3f}" for seconds, accuracy in curve)
        for way, curve in curves.items()
    ]
    lines += [f"  {way:32}reaches {goal:.3f} after {seconds:.0f} s" for way, seconds in first.items()]
    ours, *others = first.values()
    return "\n".join([*lines, *(f"  speechcls is there {other / ours:.2f} times as fast" for other in others)])


def picture(curves: dict[str, Curve]) -> Panel:
    drawn = [np.array([(0.0, 0.0), *curve]).T for curve in curves.values()]
    lines = [Line(way, x, y, role) for way, (x, y), role in zip(curves, drawn, ROLES, strict=True)]
    return Panel(
        title="Time to accuracy",
        subtitle="the same network on the same clips, on one machine",
        x=Axis("Training time", "s", 0.0, max(float(x[-1]) for x, _ in drawn)),
        y=Axis("Validation accuracy", "", 0.0, 1.0),
        lines=tuple(lines),
        description=report(curves),
    )


def ours(options: argparse.Namespace) -> Curve:
    """As `python -m speechcls train` does it; the clips were decoded before, once for all trainings."""
    keep_freed_memory()
    curve: Curve = []

    class Watch(Callback):
        def on_validation_end(self, trainer: lightning.Trainer, *_: Any) -> None:
            curve.append((time.perf_counter() - begun, float(trainer.callback_metrics["validation_accuracy"])))

    config = _config(options)
    corpus = read_corpus(options.data)
    parts = material.training_parts(config, corpus)
    load_waves(corpus)  # decodes them, where that was not done before
    begun = time.perf_counter()
    trainer = new_trainer(
        config,
        max_epochs=config.epochs,
        callbacks=[Watch()],
        enable_checkpointing=False,
        enable_progress_bar=False,
        default_root_dir=home(),
    )
    make, front_end = material.data_loaders(config, corpus, parts, trainer)
    lightning.seed_everything(config.seed, verbose=False)
    with no_false_alarms():
        trainer.fit(loop.Recogniser(config, front_end, len(corpus.words)), make("train"), make("validation"))
    return curve


def usual(options: argparse.Namespace) -> Curve:
    """A plain loop over a Dataset that reads and transforms item by item, in a DataLoader with workers."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    config = _config(options)
    corpus = read_corpus(options.data)
    parts = material.training_parts(config, corpus)
    torch.manual_seed(config.seed)
    begun = time.perf_counter()
    loader = usual_loader(Clips(corpus, parts["train"], config.front_end), options, device)
    watched = Clips(corpus, material.validation_subset(config, corpus, parts), config.front_end)
    validation = usual_loader(watched, options, device, shuffle=False)
    front_end, steps = by_name(config.front_end), config.epochs * len(loader)
    plain = PlainLoop(config.network, front_end, len(corpus.words), steps, device)
    curve: Curve = []
    for _ in range(config.epochs):
        plain.network.train()
        for features, labels in loader:
            plain.step(features, labels)
        plain.network.eval()
        right = 0
        with torch.inference_mode():
            for features, labels in validation:
                right += int((plain.network(features.to(device)).argmax(dim=1).cpu() == labels).sum())
        curve.append((time.perf_counter() - begun, right / len(watched)))
    return curve


def _config(options: argparse.Namespace) -> TrainingConfig:
    return TrainingConfig(
        options.front_end,
        options.network,
        partition="speaker",
        max_per_word=options.max_per_word,
        epochs=options.epochs,
        batch_size=options.batch_size,
        patience=0,
    )


WAYS: dict[str, Callable[[argparse.Namespace], Curve]] = {"speechcls": ours, "Dataset and DataLoader workers": usual}


if __name__ == "__main__":
    main()
