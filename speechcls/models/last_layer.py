"""The last layer: the numbers that it sums into logits, what each brings to two words, and test clips near by them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from speechcls.models import variants

TABLE = "test-clips.npz"  # in a variant's folder; written by `python -m tools.near_clips`


def embed(network: nn.Module, features: torch.Tensor) -> torch.Tensor:
    """The numbers (batch, n) that the last layer takes, for features (batch, channels, bins, frames)."""
    values: torch.Tensor = network.get_submodule("features")(features)
    if values.ndim == 4:
        values = values.mean(dim=(2, 3))
    head = network.get_submodule("classifier")
    return head[:-1](values) if isinstance(head, nn.Sequential) else values


def last(network: nn.Module) -> nn.Linear:
    """The layer that makes the logits."""
    head = network.get_submodule("classifier")
    layer = head[-1] if isinstance(head, nn.Sequential) else head
    assert isinstance(layer, nn.Linear)
    return layer


@dataclass(frozen=True, eq=False)
class Sum:
    """How the lead of one word over another adds up: the bias, and what each of the last numbers brings."""

    numbers: np.ndarray  # (n,)
    brings: np.ndarray  # (n,): each number times the difference of its two weights
    bias: float  # difference of the two words' biases

    @property
    def margin(self) -> float:
        """Difference of the two logits."""
        return self.bias + float(self.brings.sum(dtype=np.float64))

    @property
    def order(self) -> np.ndarray:
        """Indices of the numbers, those that bring or cost most first."""
        return np.argsort(-np.abs(self.brings), kind="stable")


@torch.inference_mode()
def compare(network: nn.Module, features: torch.Tensor, word: int, rival: int) -> Sum:
    """What the logit of a word over that of a rival consists of, for features (1, channels, bins, frames)."""
    numbers, layer = embed(network, features)[0], last(network)
    brings = numbers * (layer.weight[word] - layer.weight[rival])
    return Sum(numbers.numpy(), brings.numpy(), float(layer.bias[word] - layer.bias[rival]))


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Clips of the test part with their last numbers, by which those near to a sound are found."""

    files: tuple[str, ...]  # bird/0a7c2a8d_nohash_0.wav, below the data set's folder
    numbers: np.ndarray  # (clips, n), each clip's to a factor of its own, which its direction does not depend on

    @classmethod
    def of(cls, files: Sequence[str], numbers: np.ndarray) -> Neighbours:
        """A table of these clips' numbers (clips, n), each clip's rounded to int8 with its largest as 127."""
        largest = np.maximum(np.abs(numbers).max(axis=1, keepdims=True), 1e-9)
        return cls(tuple(files), np.round(127 * numbers / largest).astype(np.int8))

    def nearest(self, numbers: np.ndarray, count: int) -> list[tuple[str, float]]:
        """The clips whose numbers point most the same way, with the cosine of the angle between; the nearest first."""
        known = self.numbers.astype(np.float32)
        lengths = np.linalg.norm(known, axis=1) * np.linalg.norm(numbers)
        cosines = known @ numbers / np.maximum(lengths, 1e-9)
        return [(self.files[i], float(cosines[i])) for i in np.argsort(-cosines, kind="stable")[:count]]

    def save(self, file: Path) -> None:
        np.savez_compressed(file, files=np.array(self.files, "S"), numbers=self.numbers)


def neighbours(name: str, folder: Path | None = None) -> Neighbours | None:
    """The table that is shipped beside a variant; None where there is none, or where it can't be read."""
    file = variants.folder_of(name, folder) / TABLE
    try:
        with np.load(file, allow_pickle=False) as table:
            files = tuple(name.decode("ascii") for name in table["files"].tolist())
            return Neighbours(files, table["numbers"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, UnicodeError, zipfile.BadZipFile) as error:
        variants.LOG.warning("Left out the test clips beside %r: %s", name, error)
        return None
