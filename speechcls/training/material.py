"""What a training reads: loaders of the clips, noise, synthetic speech, and the front end with mean and deviation."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import lightning
import numpy as np
import torch
from torch.utils.data import DataLoader, DistributedSampler

from speechcls.audio import to_float
from speechcls.data import tts, wordlists
from speechcls.data.corpus import Corpus, DatasetError, balance, repeat_rare, split
from speechcls.data.negatives import artificial_noises
from speechcls.data.waves import Waves, load_noises, load_waves
from speechcls.frontends.atlas import by_name
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.module import FrontEnd
from speechcls.results.config import TrainingConfig


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
    if config.tts_clips and not config.tts_balance:
        sets["train"].add(synthetic_words(config, corpus.words))
    front_end = by_name(config.front_end)
    if config.standardise:
        front_end = standardise(front_end, sets["train"].waves)

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


def synthetic_words(config: TrainingConfig, words: Sequence[str]) -> np.ndarray:
    """Synthetic clips of the words of the list, int16 (words, clips, 16000)."""
    return tts.training_clips(words, config.tts_clips, config.tts_flite != "nothing")


def balancing_words(config: TrainingConfig, words: Sequence[str]) -> torch.Tensor | None:
    """Synthetic clips of the words, int16 (words, clips, 16000), where negatives are balanced by them."""
    return torch.from_numpy(synthetic_words(config, words)) if config.tts_balance else None


def spoken_negatives(config: TrainingConfig) -> torch.Tensor | None:
    """Synthetic clips of words outside the list, int16 (clips, 16000), where the config asks for them."""
    if not config.tts_negatives:
        return None
    words = wordlists.near_misses("train") + wordlists.other_words("train")
    return torch.from_numpy(tts.negatives(words, config.tts_negatives, config.tts_flite == "all"))


def _as_is(batch: Any) -> Any:
    return batch


def standardise(config: FrontEndConfig, waves: torch.Tensor, batch: int = 256) -> FrontEndConfig:
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
