"""What a network or a front end costs, beside its accuracy: weights, multiply-adds, bytes, time of an answer."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from speechcls.audio import SAMPLE_RATE
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.mel import filter_bank
from speechcls.models.classifier import Classifier
from speechcls.results import records

if TYPE_CHECKING:  # only what counts imports PyTorch: cards say what was counted before
    import torch
    from torch import nn

ANSWERS = 9  # answers that are timed, after one to warm up


@dataclass(frozen=True)
class Choice:
    """Cost and accuracy of one variant, for someone choosing a front end."""

    name: str
    shape: tuple[int, int, int]  # of its input: channels, bins, frames
    accuracy: float  # over test clips of well-covered words
    at_zero_db: float | None  # accuracy at 0 dB of noise; None where it was not measured
    weights: int
    multiply_adds: int  # of the network, for one second of sound


def choices(loaded: Iterable[Classifier], folder: Path | None = None) -> list[Choice]:
    """Cost and accuracy of each variant; accuracy in noise is from the record of its training."""
    return [_choice(classifier, folder or records.FOLDER) for classifier in loaded]


def _choice(classifier: Classifier, folder: Path) -> Choice:
    card = classifier.card
    made = card.training
    run = records.find_like(made.get("settings", {}), made.get("digest", ""), folder)
    return Choice(
        name=card.name,
        shape=card.front_end.input_shape,
        accuracy=card.accuracy_covered,
        at_zero_db=run.noise.get("0") if run else None,
        **(card.cost or counted(classifier.variant.network, card.front_end.input_shape)),
    )


def counted(network: nn.Module, shape: tuple[int, ...]) -> dict[str, int]:
    """Weights and multiply-adds of a network, as its card holds them."""
    return {"weights": weights(network), "multiply_adds": multiply_adds(network, shape)}


def weights(network: nn.Module) -> int:
    return sum(weight.numel() for weight in network.parameters())


def multiply_adds(network: nn.Module, shape: tuple[int, ...]) -> int:
    """Multiply-adds of the convolutions and linear layers for one input (channels, bins, frames).

    Normalisation, pooling and activation are left out, as is usual.
    """
    import torch
    from torch import nn

    total = 0

    def count(layer: nn.Module, _: object, out: torch.Tensor) -> None:
        nonlocal total
        weight = layer.weight
        assert isinstance(weight, torch.Tensor)
        total += out.numel() * (weight.numel() // len(weight))  # each output has its own row of weights

    layers = [layer for layer in network.modules() if isinstance(layer, nn.Conv1d | nn.Conv2d | nn.Linear)]
    hooks = [layer.register_forward_hook(count) for layer in layers]
    try:
        with torch.inference_mode():
            network(torch.zeros(1, *shape))
    finally:
        for hook in hooks:
            hook.remove()
    return total


def front_end_multiply_adds(config: FrontEndConfig) -> int | None:
    """Multiply-adds of a front end for one second, counted by its settings; None where a library is called.

    Window, pre-emphasis, a real Fourier transform at 1.25 n log2 n, magnitudes, filters where they have weight, cosine
    transform. Logarithms, normalisation and PCEN are left out, as activations are of networks.
    """
    if config.domain != "spectrogram":
        return None
    frame = config.window_samples * (1 + bool(config.preemphasis))
    frame += round(1.25 * config.n_fft * math.log2(config.n_fft)) + 2 * (config.n_fft // 2 + 1)
    filters = int(np.count_nonzero(filter_bank(config))) if config.n_bands else 0
    return config.frames() * (frame + filters + config.n_bands * config.n_cepstra)


def front_end_bytes(config: FrontEndConfig) -> int | None:
    """Bytes of a front end's tables in single precision: window, sines of the transform, filters, cosine transform."""
    if config.domain != "spectrogram":
        return None
    window = config.window_samples if config.window != "rectangular" else 0
    filters = np.count_nonzero(filter_bank(config)) if config.n_bands else 0
    return 4 * (window + config.n_fft + int(filters) + config.n_bands * config.n_cepstra)


def seconds(classifier: Classifier) -> float:
    """The median time of an answer for one second of sound on this machine, features and rejection included."""
    wave = np.random.default_rng(0).normal(0, 0.1, (1, SAMPLE_RATE)).astype(np.float32)
    classifier.judge(wave)
    return statistics.median(_timed(classifier, wave) for _ in range(ANSWERS))


def _timed(classifier: Classifier, wave: np.ndarray) -> float:
    begun = time.perf_counter()
    classifier.judge(wave)
    return time.perf_counter() - begun
