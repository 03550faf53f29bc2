"""A front end as a PyTorch module: what stands before a network in training, in answers and in pictures."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import nn

from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.transform import transform


class FrontEnd(nn.Module):
    """Waves of shape (batch, samples) become a network's input (batch, channels, bins, frames), of the same precision.

    A wave is one of 1 bin, (batch, 1, 1, samples), and a spectrum one of 1 frame, (batch, 1, 8000, 1). A floor below
    the loudest value is that of each clip, so that an answer never hangs on who else is in the batch. Random phases
    are drawn anew in training; otherwise the wave itself is their seed, so that its features repeat.
    """

    def __init__(self, config: FrontEndConfig) -> None:
        super().__init__()
        self.config = replace(config, top_over="clip", layout="bands, frames")
        self.eval()  # until a training says otherwise

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        config = self.config
        if self.training and config.phase == "random":
            config = replace(config, phase="random anew")
        features = transform(config, waves)
        if config.domain == "wave":
            features = features[:, None]
        return (features if config.power is None else features[:, None]).contiguous()
