"""Clips per second in training beside the usual way: a Dataset that reads and transforms item by item in workers.

With --against, the same training as another revision does it, in a worktree that is removed again.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import lightning
import numpy as np
import soundfile
import torch
from lightning.pytorch.callbacks import Callback
from torch import nn
from torch.utils.data import DataLoader, Dataset

from benchmarks import machine, medians
from benchmarks.load import worktree
from speechcls.audio import SAMPLE_RATE
from speechcls.data.corpus import Corpus, read_corpus
from speechcls.frontends.atlas import FRONTENDS, by_name
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.module import FrontEnd
from speechcls.models.networks import MODELS, TRAINABLE
from speechcls.paths import home
from speechcls.results.config import TrainingConfig
from speechcls.training import loop, material
from speechcls.training.trainer import keep_freed_memory, new_trainer

WARM_UP = 3  # steps before the clock starts
ROOT = Path(__file__).resolve().parents[1]
FORMER = {"--front-end": "--recipe", "--batch-size": "--batch"}  # options, as earlier revisions call them


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training", description=__doc__)
    parser.add_argument("--data", type=Path, help="Speech Commands; without it, noise written for the occasion")
    add_training(parser, "power", "chapter", WAYS)
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--against", metavar="REVISION", help="of this repository, whose training is measured in turn")
    options = parser.parse_args(arguments)

    try:
        TrainingConfig(options.front_end, options.network)
    except ValueError as error:
        parser.error(str(error))
    if options.way:
        print(WAYS[options.way](options))
        return
    needed = options.batch_size * (options.steps + WARM_UP)
    with tempfile.TemporaryDirectory() as scratch, contextlib.ExitStack() as stack:
        data = options.data or _noise(Path(scratch) / "data", needed)
        if (clips := len(read_corpus(data))) < needed:
            parser.error(f"{data} holds {clips} clips, and these steps need {needed}. Give fewer --steps.")
        cache = {} if options.data else {"SPEECHCLS_HOME": scratch}  # real clips are decoded once for all trainings
        given = [
            f"--{name.replace('_', '-')}={getattr(options, name)}"
            for name in ("front_end", "network", "batch_size", "steps", "workers")
        ]
        given.append(f"--data={data.resolve()}")
        runs = {way: partial(_rate, way, given, cache) for way in WAYS}
        if options.against:
            place = stack.enter_context(worktree(options.against))
            runs[f"speechcls at {options.against}"] = partial(_rate, "speechcls", _as_known(given, place), cache, place)
        print(f"{options.front_end}, network {options.network}; {machine()}")
        print(f"clips/s, medians of {options.repeats}, batches of {options.batch_size}")
        _report(medians(runs, options.repeats))


def add_training(parser: argparse.ArgumentParser, front_end: str, network: str, ways: Iterable[str]) -> None:
    """The options that say what is trained; the representation and the network are defaults."""
    parser.add_argument("--front-end", default=front_end, choices=FRONTENDS)
    parser.add_argument("--network", default=network, choices=TRAINABLE)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="of the usual way")
    parser.add_argument("--way", choices=ways, help=argparse.SUPPRESS)  # measure this one, in this process


def _report(rates: dict[str, float]) -> None:
    for way, rate in rates.items():
        ratio = "" if way == "speechcls" else f"   speechcls is {rates['speechcls'] / rate:.2f} times as fast"
        print(f"  {way:36}{rate:10.1f}{ratio}")


def _rate(way: str, given: list[str], cache: dict[str, str], place: Path = ROOT) -> float:
    return float(in_its_own_process("training", [f"--way={way}", *given], cache, place).split()[-1])


def _as_known(given: list[str], place: Path) -> list[str]:
    """Options under the names that the benchmark in a folder has for them."""
    source = (place / "benchmarks" / "training.py").read_text(encoding="utf-8")
    former = {now: before for now, before in FORMER.items() if f'"{now}"' not in source}
    pairs = (one.split("=", 1) for one in given)
    return [f"{former.get(name, name)}={value}" for name, value in pairs]


def in_its_own_process(benchmark: str, given: list[str], cache: dict[str, str], place: Path = ROOT) -> str:
    """What one way prints. On its own, because keep_freed_memory() holds for a whole process, for good."""
    command = [sys.executable, "-m", f"benchmarks.{benchmark}", *given]
    found = os.environ | cache | {"PYTHONPATH": str(place)}
    done = subprocess.run(command, cwd=place, env=found, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


class Stopwatch:
    """Clips a second over the steps that follow the warm-up."""

    def __init__(self, batch: int, steps: int) -> None:
        self.batch, self.steps, self.done, self.rate = batch, steps, 0, float("nan")

    def step(self) -> bool:
        """Count a finished step. True while there is more to do."""
        self.done += 1
        if self.done in (WARM_UP, WARM_UP + self.steps):
            if torch.cuda.is_available():
                torch.cuda.synchronize()
            if self.done == WARM_UP:
                self.begun = time.perf_counter()
            else:
                self.rate = self.batch * self.steps / (time.perf_counter() - self.begun)
        return self.done < WARM_UP + self.steps


def ours(options: argparse.Namespace, keep: bool = True) -> float:
    """The steps of `python -m speechcls train`: waves in memory, features of a batch at a time, Lightning.

    The clips were decoded before, once for all trainings.
    """
    if keep:
        keep_freed_memory()
    watch = Stopwatch(options.batch_size, options.steps)

    class Steps(Callback):
        def on_train_batch_end(self, *_: Any) -> None:
            watch.step()

    config = TrainingConfig(options.front_end, options.network, batch_size=options.batch_size)
    corpus = read_corpus(options.data)
    trainer = new_trainer(
        config,
        max_epochs=-1,
        max_steps=WARM_UP + options.steps,
        limit_val_batches=0,
        callbacks=[Steps()],
        enable_checkpointing=False,
        enable_progress_bar=False,
        default_root_dir=home(),
    )
    places = _some(corpus, options)
    parts = {"train": places, "validation": places[: options.batch_size]}
    make, front_end = material.data_loaders(config, corpus, parts, trainer)
    lightning.seed_everything(config.seed, verbose=False)
    trainer.fit(loop.Recogniser(config, front_end, len(corpus.words)), make("train"), make("validation"))
    return watch.rate


class Clips(Dataset):
    """One clip an item, read, decoded and transformed when it is asked for."""

    def __init__(self, corpus: Corpus, places: np.ndarray, front_end: str) -> None:
        self.corpus = corpus
        self.places = places
        self.transform = FrontEnd(by_name(front_end))

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, item: int) -> tuple[torch.Tensor, int]:
        place = self.places[item]
        samples, _ = soundfile.read(self.corpus.root / self.corpus.paths[place], dtype="float32", frames=SAMPLE_RATE)
        wave = torch.from_numpy(np.pad(samples, (0, SAMPLE_RATE - len(samples))))
        return self.transform(wave[None])[0], int(self.corpus.labels[place])


def usual(options: argparse.Namespace) -> float:
    """A plain loop over that Dataset in a DataLoader with workers, in single precision."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    corpus = read_corpus(options.data)
    plain = PlainLoop(options.network, by_name(options.front_end), len(corpus.words), WARM_UP + options.steps, device)
    loader = usual_loader(Clips(corpus, _some(corpus, options), options.front_end), options, device)
    watch = Stopwatch(options.batch_size, options.steps)
    while True:
        for features, labels in loader:
            plain.step(features, labels)
            if not watch.step():
                return watch.rate


def usual_loader(clips: Clips, options: argparse.Namespace, device: torch.device, shuffle: bool = True) -> DataLoader:
    return DataLoader(
        clips,
        options.batch_size,
        shuffle=shuffle,
        drop_last=shuffle,
        num_workers=options.workers,
        persistent_workers=options.workers > 0,
        pin_memory=device.type == "cuda",
    )


class PlainLoop:
    """A network, Adam and the one-cycle schedule, as tutorials have them."""

    def __init__(self, network: str, front_end: FrontEndConfig, words: int, steps: int, device: torch.device) -> None:
        self.device = device
        self.network = MODELS[network](channels=front_end.channels, words=words).to(device)
        self.optimiser = torch.optim.Adam(self.network.parameters())
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(self.optimiser, max_lr=0.01, total_steps=steps)

    def step(self, features: torch.Tensor, labels: torch.Tensor) -> None:
        scores = self.network(features.to(self.device, non_blocking=True))
        loss = nn.functional.cross_entropy(scores, labels.to(self.device, non_blocking=True))
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()
        self.schedule.step()


def _some(corpus: Corpus, options: argparse.Namespace) -> np.ndarray:
    """Places of as many clips as the steps take, the same for every way."""
    return np.random.default_rng(0).permutation(len(corpus))[: options.batch_size * (options.steps + WARM_UP)]


WAYS: dict[str, Callable[[argparse.Namespace], float]] = {
    "speechcls": ours,
    "speechcls, freed memory given back": partial(ours, keep=False),
    "Dataset and DataLoader workers": usual,
}


def _noise(folder: Path, clips: int, words: Sequence[str] = ("no", "yes")) -> Path:
    """Seconds of noise in the layout of Speech Commands."""
    draw = np.random.default_rng(0)
    for number in range(clips):
        word = folder / words[number % len(words)]
        word.mkdir(parents=True, exist_ok=True)
        file = word / f"{number:06}_nohash_0.wav"
        soundfile.write(file, 0.1 * draw.standard_normal(SAMPLE_RATE), SAMPLE_RATE)
    return folder


if __name__ == "__main__":
    main()
