"""One training, from waves in memory to the weights of its last epoch; it resumes after a kill at any moment."""

from __future__ import annotations

import ctypes
import logging
import math
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import lightning
import numpy as np
import torch
from lightning.pytorch.callbacks import Callback, ModelCheckpoint, TQDMProgressBar
from lightning.pytorch.utilities.types import OptimizerLRSchedulerConfig
from torch import nn
from torch.utils.data import DataLoader, DistributedSampler
from torchmetrics.classification import MulticlassAccuracy

from speechcls.audio import to_float
from speechcls.data import tts, wordlists
from speechcls.data.corpus import (
    Corpus,
    DatasetError,
    Waves,
    balance,
    load_noises,
    load_waves,
    repeat_rare,
    split,
)
from speechcls.data.negatives import artificial_noises
from speechcls.frontends.atlas import by_name
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.module import FrontEnd
from speechcls.models import history
from speechcls.models.history import Row
from speechcls.models.networks import MODELS
from speechcls.results.config import TrainingConfig
from speechcls.training.augment import Augment, spec_augment
from speechcls.training.callbacks import EMA, CsvHistory, ResumableEarlyStopping, TrainingTime

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
    ) -> None:
        super().__init__()
        self.config = config
        self.augment = Augment(config, words, noises or [], spoken)
        self.front_end = FrontEnd(front_end).train()
        self.network = MODELS[config.network](channels=front_end.channels, words=words)
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
        logits = self(waves)
        loss = nn.functional.cross_entropy(logits, targets)
        words = slice(self.augment.negatives(len(waves)), None)  # negatives have no right word
        self._log("train", loss, logits[words], labels[words])
        return loss

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
    module = Recogniser(config, front_end, len(corpus.words), noises(config, corpus), spoken_negatives(config))
    last = folder / LAST
    # Our own checkpoint, so it may hold what torch.load refuses in an untrusted file.
    begun = last if last.exists() else None
    with no_false_alarms():
        trainer.fit(module, make("train"), make("validation"), ckpt_path=begun, weights_only=False)
    spans = TrainingTime.read(folder)
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


def training_parts(config: TrainingConfig, corpus: Corpus) -> dict[str, np.ndarray]:
    """Indices of the clips of each part, the training part balanced as the config says."""
    parts = split(corpus, config.partition, config.seed)
    for part, least in (("train", 2), ("validation", 1), ("test", 1)):
        if len(parts[part]) < least:
            raise DatasetError(
                f"{corpus.root} leaves {len(parts[part])} clips for {part}, by --partition {config.partition}; "
                f"at least {least} are needed. Give it more clips, or use the other partition."
            )
    if len(corpus.words) < 2:
        one = ", ".join(map(repr, corpus.words)) or "none"
        raise DatasetError(f"{corpus.root} holds too few words to tell apart: {one}. Give it folders of at least two.")
    counts = np.bincount(corpus.labels[parts["train"]], minlength=len(corpus.words))
    if untaught := [word for word, count in zip(corpus.words, counts, strict=True) if not count]:
        raise DatasetError(
            f"{corpus.root} leaves no training clip of {', '.join(map(repr, untaught))}, "
            f"by --partition {config.partition}. Give it more, or use --leave-out {','.join(untaught)}."
        )
    return parts | {"train": balance(corpus, parts["train"], config.max_per_word)}


def data_loaders(
    config: TrainingConfig, corpus: Corpus, parts: dict[str, np.ndarray], trainer: lightning.Trainer
) -> tuple[Callable[[str], DataLoader[Any]], FrontEndConfig]:
    """A maker of one part's loader, and the front end; with mean and deviation, where the config asks for them."""
    waves = load_waves(corpus)
    device = trainer.strategy.root_device
    taught = repeat_rare(corpus, parts["train"], config.min_per_word)
    sets = {
        "train": Waves(waves, corpus.labels, taught, device),
        "validation": Waves(waves, corpus.labels, validation_subset(config, corpus, parts), device),
    }
    if config.tts_clips:
        sets["train"].add(tts.training_clips(corpus.words, config.tts_clips))
    front_end = by_name(config.front_end)
    if config.standardise:
        front_end = standardised(front_end, sets["train"].waves)

    def make(part: str) -> DataLoader[Any]:
        training = part == "train"
        sampler: DistributedSampler[Any] = DistributedSampler(
            sets[part], trainer.world_size, trainer.global_rank, shuffle=training, seed=config.seed
        )
        # Batch normalisation needs more than one clip.
        drop_last = training and len(sampler) % config.batch_size == 1
        return DataLoader(sets[part], config.batch_size, sampler=sampler, collate_fn=_as_is, drop_last=drop_last)

    return make, front_end


def validation_subset(config: TrainingConfig, corpus: Corpus, parts: dict[str, np.ndarray]) -> np.ndarray:
    """Indices of the clips validated after each epoch: a fifth of `max_per_word` a word where that is set."""
    return balance(corpus, parts["validation"], math.ceil(config.max_per_word / 5))


def noises(config: TrainingConfig, corpus: Corpus) -> list[torch.Tensor]:
    """The recordings of noise to mix in, float32 (samples,) each; none where the config asks for none."""
    if not (config.noise or config.negatives):
        return []
    recordings = load_noises(corpus, "train")
    if config.artificial_noise:
        recordings += artificial_noises("train")
    return [torch.from_numpy(noise) for noise in recordings]


def spoken_negatives(config: TrainingConfig) -> torch.Tensor | None:
    """Synthetic clips of words outside the list, int16 (clips, 16000), where the config asks for them."""
    if not config.tts_negatives:
        return None
    words = wordlists.near_misses("train") + wordlists.other_words("train")
    return torch.from_numpy(tts.negatives(words, config.tts_negatives))


def adjust_logits(network: nn.Module, share: float, clips: torch.Tensor) -> None:
    """Logit adjustment (Menon et al. 2021): subtract from each word's logit a share of the log of its clips (words,).

    With a share of 1 the prior probabilities of all words become equal.
    """
    last = [layer for layer in network.modules() if isinstance(layer, nn.Linear)][-1]
    frequency = clips.clamp(min=1).to(last.bias).log()
    with torch.no_grad():
        last.bias.sub_(share * (frequency - frequency.mean()))


def _as_is(batch: Any) -> Any:
    return batch


def standardised(config: FrontEndConfig, waves: torch.Tensor, batch: int = 256) -> FrontEndConfig:
    """The front end with the mean and deviation of its values over all these int16 waves (clips, 16000)."""
    front_end = FrontEnd(config)
    total, squares, count = 0.0, 0.0, 0
    for some in waves.split(batch):
        values = front_end(to_float(some))
        values = (values.cpu() if values.is_mps else values).double()  # an Apple GPU has no float64
        total += values.sum().item()
        squares += values.square().sum().item()
        count += values.numel()
    mean = total / count
    return replace(config, mean=mean, deviation=math.sqrt(squares / count - mean**2))


def new_trainer(config: TrainingConfig, **options: Any) -> lightning.Trainer:
    """A Lightning trainer with the settings that training and the learning-rate finder share.

    Under torchrun it joins the processes that torchrun has started; otherwise it takes all GPUs.
    """
    nearby = int(os.environ.get("LOCAL_WORLD_SIZE", "0"))  # set by torchrun, as WORLD_SIZE is
    if nearby:
        options |= {"devices": nearby, "num_nodes": int(os.environ["WORLD_SIZE"]) // nearby}
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
    """Silence warnings of Lightning that don't apply here."""
    with warnings.catch_warnings():
        for message in (
            "The '.*_dataloader' does not have many workers",  # a batch is one indexing of memory
            "You defined a `validation_step` but have no `val_dataloader`",  # as in the learning-rate finder
            "Checkpoint directory .* exists and is not empty",  # as in every training that resumes
            r"`isinstance\(treespec, LeafSpec\)` is deprecated",  # Lightning 2.6's own use of torch
        ):
            warnings.filterwarnings("ignore", message)
        yield


def _precision() -> Literal["bf16-mixed", "32-true"]:
    """bf16 where it pays: on a GPU, and on processors with AVX-512."""
    fast = torch.cuda.is_available() or torch.backends.cpu.get_cpu_capability().startswith("AVX512")
    return "bf16-mixed" if fast else "32-true"


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


def keep_freed_memory() -> None:
    """Let glibc keep the memory of freed tensors, as a GPU's allocator does. Does nothing with another C library.

    By default the kernel maps and clears new pages for each large tensor, which for the activations of the first blocks
    costs time at every step; benchmarks/training.py measures how much.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    for option, value in ((-4, 0), (-1, -1), (-2, 2**30)):  # M_MMAP_MAX, M_TRIM_THRESHOLD, M_TOP_PAD, from malloc.h
        mallopt(option, value)
