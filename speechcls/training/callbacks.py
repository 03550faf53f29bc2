"""What happens at the end of each epoch of a training: history, time, early stopping that survives a kill."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path
from typing import Any

import lightning
import torch
from lightning.pytorch.callbacks import Callback, EarlyStopping, EMAWeightAveraging
from lightning.pytorch.callbacks.early_stopping import EarlyStoppingReason

from speechcls.paths import write_whole


class History(Callback):
    """Appends epoch, set, loss, accuracy to a CSV file; a resumed epoch replaces what was written of it."""

    FIELDS = ("epoch", "set", "loss", "accuracy")

    def __init__(self, file: Path) -> None:
        self.file = file

    def on_train_epoch_end(self, trainer: lightning.Trainer, _: lightning.LightningModule) -> None:
        if trainer.is_global_zero:
            epoch = trainer.current_epoch + 1
            rows = [row for row in read_history(self.file) if row["epoch"] < epoch]
            for part in ("train", "validation"):
                loss, accuracy = (float(trainer.callback_metrics[f"{part}_{m}"]) for m in ("loss", "accuracy"))
                rows.append({"epoch": epoch, "set": part, "loss": round(loss, 5), "accuracy": round(accuracy, 5)})
            write_history(self.file, rows)


def read_history(file: Path) -> list[dict[str, Any]]:
    """Rows of a training's CSV log, numbers as numbers; none where there is no file yet."""
    if not file.exists():
        return []
    with file.open(newline="") as table:
        return [
            {"epoch": int(r["epoch"]), "set": r["set"], "loss": float(r["loss"]), "accuracy": float(r["accuracy"])}
            for r in csv.DictReader(table)
        ]


def write_history(file: Path, rows: list[dict[str, Any]]) -> None:
    partial = file.with_suffix(".part")
    with partial.open("w", newline="") as table:
        writer = csv.DictWriter(table, History.FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    partial.replace(file)


class Average(EMAWeightAveraging):
    """A running average of the weights that is what a training gives, also where nothing was left to train."""

    def on_fit_end(self, trainer: lightning.Trainer, pl_module: lightning.LightningModule) -> None:
        self.on_train_end(trainer, pl_module)  # which Lightning leaves out for a training that is already finished


class Patience(EarlyStopping):
    """Early stopping that is still in force where a training that it ended is run again."""

    def on_train_start(self, trainer: lightning.Trainer, _: lightning.LightningModule) -> None:
        trainer.should_stop = trainer.should_stop or self.stopping_reason is not EarlyStoppingReason.NOT_STOPPED


class Sittings(Callback):
    """Adds up the seconds of a training epoch by epoch, apart for each device and precision that it had."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.since = time.monotonic()

    def on_train_epoch_end(self, trainer: lightning.Trainer, _: lightning.LightningModule) -> None:
        now = time.monotonic()
        if trainer.is_global_zero:
            here = {"device": _device_name(trainer), "precision": str(trainer.precision)}
            others = self.read(self.folder)
            before = next((sitting for sitting in others if sitting.items() >= here.items()), None)
            if before:
                others.remove(before)
            seconds = (before["seconds"] if before else 0.0) + now - self.since
            write_whole(self.folder / "sittings.json", json.dumps([*others, here | {"seconds": round(seconds, 1)}]))
        self.since = now

    @staticmethod
    def read(folder: Path) -> list[dict[str, Any]]:
        """One for each device and precision, the last one last: {device, precision, seconds}."""
        file = folder / "sittings.json"
        return json.loads(file.read_text()) if file.exists() else []


def _device_name(trainer: lightning.Trainer) -> str:
    device, processes = trainer.strategy.root_device, trainer.world_size
    name = f"CPU, {torch.get_num_threads()} thread(s), {torch.backends.cpu.get_cpu_capability()}"
    if device.type == "cuda":
        name = torch.cuda.get_device_name(device)
    elif device.type != "cpu":
        name = device.type.upper()
    return name if processes == 1 else f"{processes} x {name}"
