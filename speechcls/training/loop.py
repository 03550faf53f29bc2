"""One training, from the waves in memory to the weights of its last epoch; killed at any moment, it goes on."""

from __future__ import annotations

import csv
import ctypes
import logging
import math
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import lightning
import numpy as np
import torch
from lightning.pytorch.callbacks import Callback, EarlyStopping, ModelCheckpoint, TQDMProgressBar
from lightning.pytorch.callbacks.early_stopping import EarlyStoppingReason
from lightning.pytorch.utilities.types import OptimizerLRSchedulerConfig
from torch import nn
from torch.utils.data import DataLoader, DistributedSampler
from torchmetrics.classification import MulticlassAccuracy

from speechcls.features import RECIPES, FeatureRecipe, Features
from speechcls.models import MODELS
from speechcls.training.config import TrainingConfig
from speechcls.training.dataset import Corpus, DatasetError, Waves, balanced, load_waves, split, to_float

LAST = "last.ckpt"


class Recogniser(lightning.LightningModule):
    """Waves to features to scores, with the chapter's loss, optimiser and schedule."""

    def __init__(self, config: TrainingConfig, recipe: FeatureRecipe, words: int) -> None:
        super().__init__()
        self.config = config
        self.features = Features(recipe)
        self.network = MODELS[config.network](channels=recipe.channels, words=words)
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.lr = config.max_rate  # the name under which Lightning's finder looks for it
        self.accuracy = nn.ModuleDict(
            {f"{part}_accuracy": MulticlassAccuracy(words, average="micro") for part in ("train", "valid")}
        )

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        with torch.autocast(waves.device.type, enabled=False):  # linear power needs float32
            features = self.features(to_float(waves))
        return self.network(features.to(memory_format=torch.channels_last))

    def on_train_epoch_start(self) -> None:
        # Each epoch has its own seed, so that a resumed training equals one that was never stopped.
        torch.manual_seed(self.config.seed * 1_000_003 + self.current_epoch)
        if self.trainer.fit_loop.is_resuming:
            torch.empty((), dtype=torch.int64).random_()  # later epochs make their iterator now, which draws once

    def training_step(self, batch: tuple[torch.Tensor, torch.Tensor], _: int) -> torch.Tensor:
        return self._step("train", batch)

    def validation_step(self, batch: tuple[torch.Tensor, torch.Tensor], _: int) -> None:
        self._step("valid", batch)

    def _step(self, part: str, batch: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        waves, labels = batch
        scores = self(waves)
        loss = nn.functional.cross_entropy(scores, labels)
        accuracy: Any = self.accuracy[f"{part}_accuracy"]
        accuracy(scores.float(), labels)
        shown: dict[str, Any] = {"on_step": False, "on_epoch": True, "batch_size": len(labels), "prog_bar": True}
        self.log(f"{part}_loss", loss, sync_dist=True, **shown)
        self.log(f"{part}_accuracy", accuracy, **shown)
        return loss

    def configure_optimizers(self) -> OptimizerLRSchedulerConfig:
        optimiser = torch.optim.Adam(self.network.parameters(), lr=self.lr)
        steps = int(self.trainer.estimated_stepping_batches)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=self.lr, total_steps=steps)
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}


class History(Callback):
    """Appends epoch, set, loss, accuracy to a CSV file; a resumed epoch replaces what was written of it."""

    FIELDS = ("epoch", "set", "loss", "accuracy")

    def __init__(self, file: Path) -> None:
        self.file = file

    def on_train_epoch_end(self, trainer: lightning.Trainer, _: lightning.LightningModule) -> None:
        if trainer.is_global_zero:
            epoch = trainer.current_epoch + 1
            rows = [row for row in read_history(self.file) if row["epoch"] < epoch]
            for part in ("train", "valid"):
                loss, accuracy = (float(trainer.callback_metrics[f"{part}_{m}"]) for m in ("loss", "accuracy"))
                rows.append({"epoch": epoch, "set": part, "loss": round(loss, 5), "accuracy": round(accuracy, 5)})
            write_history(self.file, rows)


def read_history(file: Path) -> list[dict]:
    """Rows of a training's CSV log, numbers as numbers; none where there is no file yet."""
    if not file.exists():
        return []
    with file.open(newline="") as table:
        return [
            {"epoch": int(r["epoch"]), "set": r["set"], "loss": float(r["loss"]), "accuracy": float(r["accuracy"])}
            for r in csv.DictReader(table)
        ]


def write_history(file: Path, rows: list[dict]) -> None:
    partial = file.with_suffix(".part")
    with partial.open("w", newline="") as table:
        writer = csv.DictWriter(table, History.FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    partial.replace(file)


@dataclass(frozen=True, eq=False)
class Trained:
    """What a finished training leaves behind."""

    network: nn.Module
    recipe: FeatureRecipe
    history: list[dict]
    parts: dict[str, np.ndarray]  # places in the corpus: all of validation and testing, and what was trained on
    seconds: float  # of all its sittings
    device: str
    precision: str


def train(config: TrainingConfig, corpus: Corpus) -> Trained:
    """Fit one network, going on from its last finished epoch where there is one."""
    keep_freed_memory()
    folder = config.run_folder(corpus.digest)
    folder.mkdir(parents=True, exist_ok=True)
    parts = training_parts(config, corpus)
    trainer = new_trainer(
        config,
        max_epochs=config.epochs,
        default_root_dir=folder,
        callbacks=_callbacks(config, folder),
        enable_checkpointing=True,
    )
    make, recipe = data_loaders(config, corpus, parts, trainer)
    lightning.seed_everything(config.seed, verbose=False)
    module = Recogniser(config, recipe, len(corpus.words))
    last = folder / LAST
    # Our own checkpoint, so what torch.load would refuse in a stranger's file is welcome in it.
    begun = last if last.exists() else None
    with no_false_alarms():
        trainer.fit(module, make("training"), make("validation"), ckpt_path=begun, weights_only=False)
    return Trained(
        network=module.network.cpu().eval(),
        recipe=recipe,
        history=read_history(folder / "history.csv"),
        parts=parts,
        seconds=Clock.read(folder),
        device=_device_name(trainer.strategy.root_device),
        precision=str(trainer.precision),
    )


def training_parts(config: TrainingConfig, corpus: Corpus) -> dict[str, np.ndarray]:
    """Places of the clips of each part, the training part balanced and reduced as the config says."""
    parts = split(corpus, config.partition, config.seed)
    for part, least in (("training", 2), ("validation", 1), ("testing", 1)):
        if len(parts[part]) < least:
            raise DatasetError(
                f"{corpus.root} leaves {len(parts[part])} clips for {part}, by --partition {config.partition}; "
                f"at least {least} are needed. Give it more clips, or use the other partition."
            )
    return parts | {"training": balanced(corpus, parts["training"], config.per_word, config.seed)}


def data_loaders(
    config: TrainingConfig, corpus: Corpus, parts: dict[str, np.ndarray], trainer: lightning.Trainer
) -> tuple[Callable[[str], DataLoader], FeatureRecipe]:
    """A maker of one part's loader, and the recipe with its mean and deviation, where the config asks for them.

    Watched after each epoch is a fifth as many validation clips a word as are trained on, where those are bounded.
    """
    waves = load_waves(corpus)
    watched = balanced(corpus, parts["validation"], math.ceil(config.per_word / 5), config.seed)
    device = trainer.strategy.root_device
    sets = {
        "training": Waves(waves, corpus.labels, parts["training"], device),
        "validation": Waves(waves, corpus.labels, watched, device),
    }
    recipe = RECIPES[config.recipe]
    if config.standardise:
        recipe = standardised(recipe, sets["training"].waves)

    def make(part: str) -> DataLoader:
        training = part == "training"
        sampler: DistributedSampler = DistributedSampler(
            sets[part], trainer.world_size, trainer.global_rank, shuffle=training, seed=config.seed
        )
        # BatchNorm can't do with a batch of one.
        drop_last = training and len(sampler) % config.batch == 1
        return DataLoader(sets[part], config.batch, sampler=sampler, collate_fn=_as_is, drop_last=drop_last)

    return make, recipe


def _as_is(batch: Any) -> Any:
    return batch


def standardised(recipe: FeatureRecipe, waves: torch.Tensor, batch: int = 256) -> FeatureRecipe:
    """The recipe with the mean and deviation of its values over all these int16 waves (clips, 16000)."""
    transform = Features(recipe).to(waves.device)
    total, squares, count = 0.0, 0.0, 0
    for some in waves.split(batch):
        values = transform(to_float(some)).double()
        total += values.sum().item()
        squares += values.square().sum().item()
        count += values.numel()
    mean = total / count
    return replace(recipe, mean=mean, deviation=math.sqrt(squares / count - mean**2))


def new_trainer(config: TrainingConfig, **options) -> lightning.Trainer:
    """A fresh Lightning trainer with the settings that fitting and the learning-rate finder share."""
    logging.getLogger("lightning.pytorch").setLevel(logging.WARNING)  # no advertisements
    return lightning.Trainer(
        precision=_precision(),
        logger=False,
        use_distributed_sampler=False,
        enable_model_summary=False,
        num_sanity_val_steps=0,
        **options,
    )


@contextmanager
def no_false_alarms() -> Iterator[None]:
    """Silence the warnings of Lightning that mean nothing here."""
    with warnings.catch_warnings():
        for message in (
            "The '.*_dataloader' does not have many workers",  # a batch is one indexing of memory
            "You defined a `validation_step` but have no `val_dataloader`",  # as in the learning-rate finder
            "Checkpoint directory .* exists and is not empty",  # that is how a training goes on
            r"`isinstance\(treespec, LeafSpec\)` is deprecated",  # Lightning 2.6's own use of torch
        ):
            warnings.filterwarnings("ignore", message)
        yield


def _precision() -> Literal["bf16-mixed", "32-true"]:
    """bf16 where it pays: on a GPU, and on processors with AVX-512; elsewhere it is several times slower."""
    fast = torch.cuda.is_available() or torch.backends.cpu.get_cpu_capability().startswith("AVX512")
    return "bf16-mixed" if fast else "32-true"


def _callbacks(config: TrainingConfig, folder: Path) -> list[Callback]:
    callbacks: list[Callback] = [
        History(folder / "history.csv"),
        Clock(folder),
        ModelCheckpoint(folder, filename="last", enable_version_counter=False, save_on_train_epoch_end=True),
        TQDMProgressBar(refresh_rate=10),
    ]
    if config.patience:
        callbacks.append(Patience("valid_loss", patience=config.patience, check_on_train_epoch_end=True))
    return callbacks


class Patience(EarlyStopping):
    """Early stopping that is still in force where a training that it ended is run again."""

    def on_train_start(self, trainer: lightning.Trainer, _: lightning.LightningModule) -> None:
        trainer.should_stop = trainer.should_stop or self.stopping_reason is not EarlyStoppingReason.NOT_STOPPED


class Clock(Callback):
    """Adds up the seconds of all sittings of a training, epoch by epoch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.since = time.monotonic()

    def on_train_epoch_end(self, trainer: lightning.Trainer, _: lightning.LightningModule) -> None:
        now = time.monotonic()
        if trainer.is_global_zero:
            (self.folder / "seconds").write_text(f"{self.read(self.folder) + now - self.since:.1f}\n")
        self.since = now

    @staticmethod
    def read(folder: Path) -> float:
        file = folder / "seconds"
        return float(file.read_text()) if file.exists() else 0.0


def _device_name(device: torch.device) -> str:
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"CPU, {torch.get_num_threads()} thread(s), {torch.backends.cpu.get_cpu_capability()}"


def keep_freed_memory() -> None:
    """Have glibc keep the memory of freed tensors, as a GPU's allocator does; elsewhere this does nothing.

    By default each large tensor is mapped anew and its pages cleared by the kernel, which for the activations of the
    first blocks costs time at every step; benchmarks/training.py measures how much.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    for option, value in ((-4, 0), (-1, -1), (-2, 2**30)):  # M_MMAP_MAX, M_TRIM_THRESHOLD, M_TOP_PAD, from malloc.h
        mallopt(option, value)
