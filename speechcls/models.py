"""The networks: a representation in, one score per word out."""

from __future__ import annotations

import torch
from torch import nn


class ChapterNet(nn.Module):
    """The chapter's convolutional network: five blocks over (batch, channels, bins, frames), then two linear layers.

    Scores of shape (batch, words) come out, before any softmax. Needs at least 78 bins and 78 frames, since nothing
    is padded.
    """

    WIDTHS = (32, 64, 128, 256, 512)

    def __init__(self, channels: int, words: int) -> None:
        super().__init__()
        blocks: list[nn.Module] = []
        for i, width in enumerate(self.WIDTHS):
            last = i == len(self.WIDTHS) - 1
            blocks += [
                nn.Conv2d(channels if i == 0 else self.WIDTHS[i - 1], width, kernel_size=3),
                nn.BatchNorm2d(width),
                *((nn.ReLU(), nn.AdaptiveAvgPool2d(1)) if last else (nn.MaxPool2d(2), nn.ReLU())),
                nn.Dropout2d(0.2),
            ]
        self.features = nn.Sequential(*blocks)
        hidden = self.WIDTHS[-1]
        self.classifier = nn.Sequential(
            nn.Linear(hidden, 512), nn.BatchNorm1d(512), nn.ReLU(), nn.Dropout(0.5), nn.Linear(512, words)
        )

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.classifier(self.features(features).flatten(1))


MODELS: dict[str, type[nn.Module]] = {"chapter": ChapterNet}
