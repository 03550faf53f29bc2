"""Which cells of its input a network's decision rests on: integrated gradients (Sundararajan, Taly and Yan 2017)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.models.classifier import Classifier

STEPS = 16  # inputs on the way from silence to the sound: few, for speed; what the sum then lacks stands beside it
AT_ONCE = 4  # of them in a batch


@dataclass(frozen=True, eq=False)
class Attribution:
    """How much of a margin, the difference of two logits, each cell of the input brings.

    All cells together bring what the margin rises by from silence to the sound.
    """

    word: str
    rival: str
    margin: float  # of the sound
    silent: float  # margin of silence
    cells: np.ndarray  # (channels, bins, frames)

    @property
    def error(self) -> float:
        """By how much the cells' sum is off what it must be."""
        return float(self.cells.sum(dtype=np.float64)) - (self.margin - self.silent)


def explain(classifier: Classifier, clip: Clip, start: float, rival: str = "", steps: int = STEPS) -> Attribution:
    """What the lead of the likeliest word rests on in the chosen second: over a rival, or over the next word."""
    variant, words = classifier.variant, classifier.card.words
    features = variant.front_end(torch.tensor(clip.second(start))[None])
    silence = variant.front_end(torch.zeros(1, SAMPLE_RATE))
    with torch.inference_mode():
        logits = variant.network(torch.cat([features, silence]))
    first, second = logits[0].topk(2).indices.tolist()
    if rival in words and rival != words[first]:
        second = words.index(rival)
    cells = integrated_gradients(variant.network, features, silence, first, second, steps)
    margins = (logits[:, first] - logits[:, second]).tolist()
    return Attribution(words[first], words[second], margins[0], margins[1], cells.numpy())


def integrated_gradients(
    network: nn.Module, features: torch.Tensor, baseline: torch.Tensor, word: int, rival: int, steps: int = STEPS
) -> torch.Tensor:
    """Attributions (channels, bins, frames) of the difference of two logits, for one input over a baseline.

    The gradients at some places of the straight way between the two, weighed and summed.
    """
    gradients = torch.zeros_like(features[0])
    for shares, weights in zip(*(values.split(AT_ONCE) for values in _places(steps)), strict=True):
        inputs = baseline + shares[:, None, None, None] * (features - baseline)
        inputs = inputs.to(memory_format=torch.channels_last).requires_grad_()
        logits = network(inputs)
        (slopes,) = torch.autograd.grad(((logits[:, word] - logits[:, rival]) * weights).sum(), inputs)
        gradients += slopes.sum(dim=0)
    return (features - baseline)[0] * gradients


def _places(count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Where between 0 and 1 to take gradients, and their weights: Gauss and Legendre's, over the root of the way.

    A logit changes most near silence, where the first sound drives the activations: there the places lie closest.
    """
    nodes, weights = np.polynomial.legendre.leggauss(count)
    roots = (nodes + 1) / 2
    return torch.tensor(roots**2, dtype=torch.float32), torch.tensor(weights * roots, dtype=torch.float32)
