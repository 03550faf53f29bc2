"""AM-softmax (additive margin; Wang et al. 2018): a last layer of cosines while training, then the plain one it is."""

from __future__ import annotations

import torch
from torch import nn

from speechcls.models.last_layer import last

SCALE = 30.0  # of the cosines, as in the paper
MOMENTUM = 0.01  # of the running mean of the features' norm


class CosineLayer(nn.Linear):
    """Logits (batch, words): SCALE times the cosines between features (batch, n) and the weights of each word."""

    norm: torch.Tensor

    def __init__(self, features: int, words: int) -> None:
        super().__init__(features, words, bias=False)
        self.register_buffer("norm", torch.ones(()))  # running mean of the features' norm

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        with torch.autocast(features.device.type, enabled=False):  # a cosine times SCALE needs float32
            features = features.float()
            if self.training:
                self.norm.lerp_(features.detach().norm(dim=1).mean(), MOMENTUM)
            return SCALE * nn.functional.linear(*(nn.functional.normalize(each) for each in (features, self.weight)))


def with_cosines(network: nn.Module) -> None:
    """Replace a network's last layer by a CosineLayer of the same shape."""
    layer = last(network)
    _replace(network, CosineLayer(layer.in_features, layer.out_features).to(layer.weight))


def without_cosines(network: nn.Module) -> None:
    """Replace a CosineLayer by a plain layer that ranks all words the same way.

    It leaves the features' norm out of its logits, but for the mean over the training.
    """
    layer = last(network)
    assert isinstance(layer, CosineLayer)
    plain = nn.Linear(layer.in_features, layer.out_features).to(layer.weight)
    with torch.no_grad():
        plain.weight.copy_(SCALE * nn.functional.normalize(layer.weight) / layer.norm)
        plain.bias.zero_()
    _replace(network, plain)


def subtract_margin(logits: torch.Tensor, margin: float, targets: torch.Tensor) -> torch.Tensor:
    """Logits (batch, words), that of the right word by `margin` of a cosine lower; `targets` are probabilities.

    Where all words are equally likely, all logits are lowered alike, which changes nothing.
    """
    return logits - SCALE * margin * targets


def _replace(network: nn.Module, layer: nn.Linear) -> None:
    name = next(name for name, each in network.named_modules() if each is last(network))
    network.set_submodule(name, layer)
