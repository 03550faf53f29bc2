"""Lightning's trainer as trainings and the learning-rate finder use it: precision, processes, warnings, memory."""

from __future__ import annotations

import ctypes
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import lightning
import torch

from speechcls.results.config import TrainingConfig


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
