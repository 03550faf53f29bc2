"""A network block by block: what its layers answer to one input, with which kernels, and where on the input."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from speechcls.models.networks import SeparableBlock

WITH_KERNELS = (nn.Conv2d, nn.Linear, SeparableBlock)
SHOWN = 8  # inputs of a kernel that are shown: those with the largest weights


@dataclass(frozen=True)
class Reach:
    """Where the cells of a map lie along one axis of the input, in its cells."""

    first: float = 0.0  # centre of the first cell
    step: float = 1.0  # from one cell to the next
    size: float = 1.0  # receptive field: how many cells of the input one cell depends on

    def through(self, kernel: int, stride: int = 1, padding: int = 0) -> Reach:
        """After a layer that slides a kernel."""
        middle = (kernel - 1) / 2 - padding
        return Reach(self.first + middle * self.step, self.step * stride, self.size + (kernel - 1) * self.step)

    def cells(self, length: int, count: int) -> np.ndarray:
        """Which of `count` cells of a map lies nearest to each of `length` cells of the input: (length,)."""
        nearest = np.round((np.arange(length) - self.first) / self.step)
        return np.clip(nearest, 0, count - 1).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Block:
    """A convolution or linear layer with the normalisation, activation and pooling behind it."""

    maps: np.ndarray  # (channels, bins, frames): what leaves the block
    kernels: np.ndarray  # (channels, inputs, height, width): the weights that make each map
    bins: Reach
    frames: Reach

    @property
    def order(self) -> np.ndarray:
        """Channels by how strongly they answer, root mean squares of their maps, the strongest first."""
        return np.argsort(-np.sqrt(np.square(self.maps, dtype=np.float64).mean(axis=(1, 2))), kind="stable")

    def kernel(self, channel: int) -> tuple[np.ndarray, np.ndarray]:
        """Kernels (shown, height, width) with which one channel looks at its inputs, and which inputs those are.

        The inputs with the largest weights come first, at most SHOWN of them.
        """
        kernels = self.kernels[channel]
        most = np.argsort(-np.square(kernels).sum(axis=(1, 2)), kind="stable")[:SHOWN]
        return kernels[most], most

    def on_input(self, channel: int, bins: int, frames: int) -> np.ndarray:
        """A channel's map laid over an input of that shape: (bins, frames), each cell that of the nearest centre."""
        rows, columns = self.maps.shape[1:]
        return self.maps[channel][self.bins.cells(bins, rows)][:, self.frames.cells(frames, columns)]


@torch.inference_mode()
def blocks(network: nn.Module, features: torch.Tensor) -> list[Block]:
    """What each block of a network answers to one input (1, channels, bins, frames)."""
    found: list[Block] = []
    bins, frames, whole = Reach(), Reach(), features.shape
    values = features.contiguous(memory_format=torch.channels_last)
    for layers in _grouped(network.get_submodule("features")):
        for layer in layers:
            if isinstance(layer, nn.Linear):  # which looks at all of the input
                bins, frames = _whole(whole[2]), _whole(whole[3])
            else:
                bins, frames = _through(layer, bins, frames, values.shape)
            values = layer(values)
        kernels = next(_kernels(layer) for layer in layers if isinstance(layer, WITH_KERNELS))
        maps = values.reshape(len(kernels), *(values.shape[2:] if values.ndim == 4 else (1, 1)))
        found.append(Block(maps.numpy(), kernels, bins, frames))
    return found


def _grouped(features: nn.Module) -> Iterator[list[nn.Module]]:
    """Layers from one that has kernels to the next, without the one that averages over a whole map."""
    group: list[nn.Module] = []
    for layer in features.children():
        if isinstance(layer, WITH_KERNELS) and any(isinstance(one, WITH_KERNELS) for one in group):
            yield group
            group = []
        if not (isinstance(layer, nn.AdaptiveAvgPool2d) and layer.output_size == 1):
            group.append(layer)
    yield group


def _kernels(layer: nn.Conv2d | nn.Linear | SeparableBlock) -> np.ndarray:
    """Weights of a layer as (channels, inputs, height, width); of a separable convolution both its parts together."""
    if isinstance(layer, SeparableBlock):
        along, across = (layer.convolutions.get_parameter(f"{place}.weight") for place in (4, 5))
        return (across * along[None, :, 0]).detach().numpy()
    weight = layer.weight.detach().numpy()
    return weight if weight.ndim == 4 else weight[:, None, :, None]


def _through(layer: nn.Module, bins: Reach, frames: Reach, shape: torch.Size) -> tuple[Reach, Reach]:
    """Where cells lie after one more layer, which takes values of this shape."""
    if isinstance(layer, SeparableBlock):  # two convolutions, without what weighs a channel by its whole second
        width = layer.convolutions.get_parameter("0.weight").shape[3]
        return bins, frames.through(width, padding=width // 2).through(width, padding=width // 2)
    if isinstance(layer, nn.AdaptiveAvgPool2d):
        pooled = shape[2] // layer.output_size[0]  # type: ignore[index, operator]
        return bins.through(pooled, pooled), frames
    if isinstance(layer, nn.Conv2d | nn.MaxPool2d):
        (height, width), (down, right), (above, left) = map(_pair, (layer.kernel_size, layer.stride, layer.padding))
        return bins.through(height, down, above), frames.through(width, right, left)
    return bins, frames


def _whole(length: int) -> Reach:
    return Reach((length - 1) / 2, length, length)


def _pair(value: Any) -> tuple[int, int]:
    return value if isinstance(value, tuple) else (value, value)
