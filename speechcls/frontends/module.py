"""A front end as a PyTorch module: what stands before a network in training, in answers and in pictures."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import nn

from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.transform import network_input


class FrontEnd(nn.Module):
    """Waves of shape (batch, samples) become a network's input (batch, channels, bins, frames), of the same precision.

    See `network_input`. Random phases are drawn anew in training; otherwise the wave itself is their seed, so that its
    features repeat.
    """

    def __init__(self, config: FrontEndConfig) -> None:
        super().__init__()
        self.config = config
        self.eval()  # until a training says otherwise

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        config = self.config
        if self.training and config.phase == "random":
            config = replace(config, phase="random anew")
        return network_input(config, waves).contiguous()
