"""One training, from waves in memory to the weights of its last epoch; it resumes after a kill at any moment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightning
import torch
from lightning.pytorch.callbacks import Callback, ModelCheckpoint, TQDMProgressBar
from lightning.pytorch.utilities.types import OptimizerLRSchedulerConfig
from torch import nn
from torchmetrics.classification import MulticlassAccuracy

from speechcls.audio import to_float
from speechcls.data.corpus import (
    Corpus,
    DatasetError,
)
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.module import FrontEnd
from speechcls.models import history
from speechcls.models.history import Row
from speechcls.models.networks import MODELS
from speechcls.results.config import TrainingConfig
from speechcls.training import margin
from speechcls.training.augment import Augment, spec_augment
from speechcls.training.callbacks import EMA, CsvHistory, ResumableEarlyStopping, TrainingTime
from speechcls.training.material import balancing_words, data_loaders, noises, spoken_negatives, training_parts
from speechcls.training.trainer import keep_freed_memory, new_trainer, no_false_alarms

LAST = "last.ckpt"


class Recogniser(lightning.LightningModule):
    """Front end and network with the chapter's loss, optimiser and schedule: waves to logits."""

    def __init__(
        self,
        config: TrainingConfig,
        front_end: FrontEndConfig,
        words: int,
        noises: list[torch.Tensor] | None = None,
        spoken: torch.Tensor | None = None,
        balance: torch.Tensor | None = None,
    ) -> None:
        super().__init__()
        self.config = config
        self.augment = Augment(config, words, noises or [], spoken, balance)
        self.front_end = FrontEnd(front_end).train()
        self.network = MODELS[config.network](channels=front_end.channels, words=words)
        if config.am_margin:
            margin.with_cosines(self.network)
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # as in models/weights.py
        self.lr = config.max_lr  # Lightning's learning-rate finder looks for this name
        self.accuracy = nn.ModuleDict(
            {f"{part}_accuracy": MulticlassAccuracy(words, average="micro") for part in ("train", "validation")}
        )

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        """Logits (batch, words) of float32 waves (batch, 16000)."""
        with torch.autocast(waves.device.type, enabled=False):  # linear power needs float32
            features = self.front_end(waves)
        if self.training and self.config.spec_augment:
            features = spec_augment(features)
        return self.network(features.to(memory_format=torch.channels_last))

    def on_train_epoch_start(self) -> None:
        # Each epoch has its own seed, so that a resumed training equals one that was never stopped.
        torch.manual_seed(self.config.seed * 1_000_003 + self.current_epoch + 7_919 * self.global_rank)
        if self.trainer.fit_loop.is_resuming:
            torch.empty(
                (), dtype=torch.int64
            ).random_()  # a later epoch draws one number here, when it makes its iterator

    def training_step(self, batch: tuple[torch.Tensor, torch.Tensor], _: int) -> torch.Tensor:
        waves, labels = to_float(batch[0]), batch[1]
        targets = labels
        if self.config.augments:
            waves, targets = self.augment(waves, labels)
            labels = targets.argmax(dim=1)
        logits = self(waves)
        loss = self._loss(logits, targets)
        words = slice(self.augment.negatives(len(waves)), None)  # negatives have no right word
        self._log("train", loss, logits[words], labels[words])
        return loss

    def _loss(self, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Cross-entropy with labels (batch,) or probabilities (batch, words)."""
        if self.config.am_margin:
            of_words = nn.functional.one_hot(targets, logits.shape[1]) if targets.ndim == 1 else targets
            logits = margin.subtract_margin(logits, self.config.am_margin, of_words)
        if self.config.background_class:
            logits, targets = with_background(logits, targets)
        return nn.functional.cross_entropy(logits, targets)

    def validation_step(self, batch: tuple[torch.Tensor, torch.Tensor], _: int) -> None:
        logits = self(to_float(batch[0]))
        self._log("validation", nn.functional.cross_entropy(logits, batch[1]), logits, batch[1])

    def _log(self, part: str, loss: torch.Tensor, logits: torch.Tensor, labels: torch.Tensor) -> None:
        accuracy: Any = self.accuracy[f"{part}_accuracy"]
        accuracy(logits.float(), labels)
        shown: dict[str, Any] = {"on_step": False, "on_epoch": True, "batch_size": len(labels), "prog_bar": True}
        self.log(f"{part}_loss", loss, sync_dist=True, **shown)
        self.log(f"{part}_accuracy", accuracy, **shown)

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        checkpoint["processes"] = self.trainer.world_size

    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        begun, now = checkpoint.get("processes", self.trainer.world_size), self.trainer.world_size
        if begun != now and checkpoint["epoch"] + 1 < self.config.epochs:
            raise DatasetError(
                f"This training was begun by {begun} process(es), whose steps its schedule counts, and can't go on "
                f"with {now}. Start as many again, or remove {self.trainer.default_root_dir} to begin anew."
            )

    def configure_optimizers(self) -> OptimizerLRSchedulerConfig:
        optimiser = torch.optim.AdamW(self.network.parameters(), lr=self.lr, weight_decay=self.config.weight_decay)
        steps = int(self.trainer.estimated_stepping_batches)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=self.lr, total_steps=steps)
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}


def new_module(config: TrainingConfig, corpus: Corpus, front_end: FrontEndConfig) -> Recogniser:
    """An untrained network with all that its clips are augmented with."""
    spoken, balance = spoken_negatives(config), balancing_words(config, corpus.words)
    return Recogniser(config, front_end, len(corpus.words), noises(config, corpus), spoken, balance)


@dataclass(frozen=True, eq=False)
class Trained:
    """The result of a finished training."""

    network: nn.Module
    words: tuple[str, ...]  # in the order of the logits
    front_end: FrontEndConfig
    history: list[Row]
    clips: int  # real training clips, each counted once
    seconds: float  # of training, each time that it ran
    device: str
    precision: str
    leads: bool  # whether this process reports for all those that trained together


def train(config: TrainingConfig, corpus: Corpus) -> Trained:
    """Train one network, resuming from its last finished epoch where there is one."""
    keep_freed_memory()
    folder = config.run_folder(corpus.digest)
    if config.leave_out:
        corpus = corpus.without(config.leave_out.split(","))
    folder.mkdir(parents=True, exist_ok=True)
    parts = training_parts(config, corpus)
    trainer = new_trainer(
        config,
        max_epochs=config.epochs,
        default_root_dir=folder,
        callbacks=_callbacks(config, folder),
        enable_checkpointing=True,
    )
    make, front_end = data_loaders(config, corpus, parts, trainer)
    taught: Any = make("train").dataset
    lightning.seed_everything(config.seed, verbose=False)
    module = new_module(config, corpus, front_end)
    last = folder / LAST
    # Our own checkpoint, so it may hold what torch.load refuses in an untrusted file.
    begun = last if last.exists() else None
    with no_false_alarms():
        trainer.fit(module, make("train"), make("validation"), ckpt_path=begun, weights_only=False)
    spans = TrainingTime.read(folder)
    if config.am_margin:
        margin.without_cosines(module.network)
    adjust_logits(module.network, config.logit_adjustment, taught.labels.bincount(minlength=len(corpus.words)))
    return Trained(
        network=module.network.cpu().eval(),
        words=corpus.words,
        front_end=front_end,
        history=history.read(folder / history.FILE),
        clips=len(parts["train"]),
        seconds=sum(span["seconds"] for span in spans),
        device=" and ".join(dict.fromkeys(span["device"] for span in spans)),
        precision=" and ".join(dict.fromkeys(span["precision"] for span in spans)),
        leads=trainer.is_global_zero,
    )


def with_background(logits: torch.Tensor, targets: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits and probabilities (batch, words) with one class more, its logit 0 and its probability what is left of 1.

    So the log of the summed powers of the logits, their "energy", is taught to be the log odds of any word at all.
    """
    return nn.functional.pad(logits, (0, 1)), torch.cat([targets, 1 - targets.sum(dim=1, keepdim=True)], dim=1)


def adjust_logits(network: nn.Module, share: float, clips: torch.Tensor) -> None:
    """Logit adjustment (Menon et al. 2021): subtract from each word's logit a share of the log of its clips (words,).

    With a share of 1 the prior probabilities of all words become equal.
    """
    last = [layer for layer in network.modules() if isinstance(layer, nn.Linear)][-1]
    frequency = clips.clamp(min=1).to(last.bias).log()
    with torch.no_grad():
        last.bias.sub_(share * (frequency - frequency.mean()))


def _callbacks(config: TrainingConfig, folder: Path) -> list[Callback]:
    callbacks: list[Callback] = [
        CsvHistory(folder / history.FILE),
        TrainingTime(folder),
        ModelCheckpoint(folder, filename="last", enable_version_counter=False, save_on_train_epoch_end=True),
        TQDMProgressBar(refresh_rate=10),
    ]
    if config.ema_decay:
        callbacks.append(EMA(decay=config.ema_decay))
    if config.patience:
        stopping = ResumableEarlyStopping("validation_loss", patience=config.patience, check_on_train_epoch_end=True)
        callbacks.append(stopping)
    return callbacks
