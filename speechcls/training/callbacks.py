"""What happens at the end of each epoch of a training: history, time, early stopping that survives a kill."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import lightning
import torch
from lightning.pytorch.callbacks import Callback, EarlyStopping, EMAWeightAveraging
from lightning.pytorch.callbacks.early_stopping import EarlyStoppingReason

from speechcls.models import history
from speechcls.models.history import Row
from speechcls.paths import write_whole


class CsvHistory(Callback):
    """Appends loss and accuracy of both sets to a CSV file; a resumed epoch replaces its former rows."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def on_train_epoch_end(self, trainer: lightning.Trainer, _: lightning.LightningModule) -> None:
        if trainer.is_global_zero:
            epoch = trainer.current_epoch + 1
            rows = [row for row in history.read(self.file) if row["epoch"] < epoch] if self.file.exists() else []
            for part in ("train", "validation"):
                loss, accuracy = (
                    round(float(trainer.callback_metrics[f"{part}_{m}"]), 5) for m in ("loss", "accuracy")
                )
                rows.append(Row(epoch=epoch, set=part, loss=loss, accuracy=accuracy))
            history.write(self.file, rows)


class EMA(EMAWeightAveraging):
    """Exponential moving average of the weights, also put in place where a finished training is run again."""

    def on_fit_end(self, trainer: lightning.Trainer, pl_module: lightning.LightningModule) -> None:
        self.on_train_end(trainer, pl_module)  # which Lightning leaves out for a training that is already finished


class ResumableEarlyStopping(EarlyStopping):
    """Early stopping that is still in force where a training that it ended is run again."""

    def on_train_start(self, trainer: lightning.Trainer, _: lightning.LightningModule) -> None:
        trainer.should_stop = trainer.should_stop or self.stopping_reason is not EarlyStoppingReason.NOT_STOPPED


class TrainingTime(Callback):
    """Adds up the seconds of a training epoch by epoch, apart for each device and precision that it had."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.since = time.monotonic()

    def on_train_epoch_end(self, trainer: lightning.Trainer, _: lightning.LightningModule) -> None:
        now = time.monotonic()
        if trainer.is_global_zero:
            here = {"device": _device_name(trainer), "precision": str(trainer.precision)}
            others = self.read(self.folder)
            before = next((span for span in others if span.items() >= here.items()), None)
            if before:
                others.remove(before)
            seconds = (before["seconds"] if before else 0.0) + now - self.since
            spans = [*others, here | {"seconds": round(seconds, 1)}]
            write_whole(self.folder / "training_time.json", json.dumps(spans))
        self.since = now

    @staticmethod
    def read(folder: Path) -> list[dict[str, Any]]:
        """Spans {device, precision, seconds}, one for each device and precision, the last one last."""
        for name in ("training_time.json", "sittings.json"):  # the latter was written by version 0.1
            if (file := folder / name).exists():
                return json.loads(file.read_text())
        return []


def _device_name(trainer: lightning.Trainer) -> str:
    device, processes = trainer.strategy.root_device, trainer.world_size
    threads = torch.get_num_threads()
    name = f"CPU, {threads} thread{'' if threads == 1 else 's'}, {torch.backends.cpu.get_cpu_capability()}"
    if device.type == "cuda":
        name = torch.cuda.get_device_name(device)
    elif device.type != "cpu":
        name = device.type.upper()
    return name if processes == 1 else f"{processes} x {name}"
