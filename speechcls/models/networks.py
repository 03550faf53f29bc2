"""The networks: the values of a front end in, one logit a word out."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from speechcls.audio import SAMPLE_RATE
from speechcls.frontends.atlas import PCEN, by_name
from speechcls.frontends.dft import MatrixFrontEnd
from speechcls.models.pcen import TrainedPcen
from speechcls.models.speech_embedding import WIDTH, SpeechEmbedding

SPECTRUM = SAMPLE_RATE // 2  # magnitudes below half the sampling rate, one a hertz


class Network(nn.Module):
    """Interface of the networks: values of a front end of DOMAIN in, logits (batch, words) out."""

    DOMAIN = "spectrogram"  # which of what FrontEndConfig.gives it takes
    LEAST = 1  # bins and frames
    TRAINED = True  # from clips, by gradient; otherwise taught from takes


class ChapterNet(Network):
    """The chapter's convolutional network: five blocks over (batch, channels, bins, frames), then two linear layers.

    Gives logits (batch, words). Needs at least 78 bins and 78 frames, since nothing is padded.
    """

    LEAST = 78
    WIDTHS = (32, 64, 128, 256, 512)

    def __init__(self, channels: int, words: int) -> None:
        super().__init__()
        blocks: list[nn.Module] = []
        for i, width in enumerate(self.WIDTHS):
            last = i == len(self.WIDTHS) - 1
            blocks += [
                nn.Conv2d(channels if i == 0 else self.WIDTHS[i - 1], width, kernel_size=3),
                nn.BatchNorm2d(width),
                # The chapter has ReLU before max pooling; after it the result is the same, for a quarter of the work.
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


class CompactNet(Network):
    """A small residual network for log-mel spectrograms (batch, 1, bands, frames): 273,998 weights for 30 words.

    Two convolutions over bands and frames, so that a higher voice gives the same pattern; one over all remaining
    bands; then blocks of time-channel separable convolutions as in MatchboxNet (Majumdar and Ginsburg 2020) with
    squeeze and excitation (Hu et al. 2018). Gives logits (batch, words).
    """

    BANDS = 16  # left by the first two convolutions
    WIDTH = 128
    KERNELS = (9, 11, 13, 15)  # frames of 20 ms, one block each

    def __init__(self, channels: int, words: int) -> None:
        super().__init__()
        width = self.WIDTH
        self.features = nn.Sequential(
            *_convolution(channels, 16, 3, stride=2, padding=1),
            *_convolution(16, 32, 3, stride=(2, 1), padding=1),
            nn.AdaptiveAvgPool2d((self.BANDS, None)),
            *_convolution(32, width, (self.BANDS, 1)),
            *(SeparableBlock(width, kernel) for kernel in self.KERNELS),
            *_convolution(width, 2 * width, 1),
        )
        self.classifier = nn.Linear(2 * width, words)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.classifier(self.features(features).mean(dim=(2, 3)))


class NarrowCompactNet(CompactNet):
    """CompactNet with 151 thousand weights, to tell whether it has more than it needs."""

    WIDTH = 88


class WideCompactNet(CompactNet):
    """CompactNet with 333 thousand weights, to tell whether it has too few."""

    WIDTH = 144


class PcenCompactNet(CompactNet):
    """CompactNet behind a PCEN that is trained with it, for mel bands whose energies are as they are."""

    def __init__(self, channels: int, words: int) -> None:
        super().__init__(channels, words)
        pcen = TrainedPcen(PCEN, by_name("pcen-64").hop_samples)
        self.features = nn.Sequential(pcen, nn.BatchNorm2d(channels), *self.features)


class SeparableBlock(nn.Module):
    """Residual block of two separable convolutions over (batch, width, 1, frames), with squeeze and excitation.

    The convolutions are 2-D over one bin, since PyTorch has no channels-last memory format in 1-D.
    """

    def __init__(self, width: int, kernel: int) -> None:
        super().__init__()
        size, padding = (1, kernel), (0, kernel // 2)
        along: dict[str, Any] = {"kernel_size": size, "padding": padding, "groups": width, "bias": False}
        self.convolutions = nn.Sequential(
            nn.Conv2d(width, width, **along),
            *_convolution(width, width, 1),
            nn.Conv2d(width, width, **along),
            *_convolution(width, width, 1)[:-1],
        )
        self.excitation = nn.Sequential(
            nn.Linear(width, width // 8), nn.ReLU(), nn.Linear(width // 8, width), nn.Sigmoid()
        )

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        change = self.convolutions(features)
        weights = self.excitation(change.mean(dim=(2, 3)))
        return torch.relu(features + change * weights[:, :, None, None])


class SampleNet(Network):
    """A network on samples (batch, 1, 1, samples): M5 of Dai et al. (2017), half as wide, 154 thousand weights.

    Its first layer learns 64 filters of 10 ms, where those of a spectrogram are fixed. Gives logits (batch, words).
    """

    DOMAIN = "wave"
    WIDTHS = (64, 64, 128, 256)
    FIRST = 160, 8  # samples: length of a filter, and stride

    def __init__(self, channels: int, words: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for i, width in enumerate(self.WIDTHS):
            kernel, stride = (3, 1) if i else self.FIRST
            before = self.WIDTHS[i - 1] if i else channels
            layers += [*_convolution(before, width, (1, kernel), stride=(1, stride)), nn.MaxPool2d((1, 4))]
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(self.WIDTHS[-1], words)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.classifier(self.features(features).mean(dim=(2, 3)))


class SpectrumNet(Network):
    """A feed-forward network on a spectrum (batch, 1, 8000, 1), which has no time axis. Gives logits (batch, words)."""

    DOMAIN = "spectrum"
    HIDDEN = 256

    def __init__(self, channels: int, words: int) -> None:
        super().__init__()
        hidden = self.HIDDEN
        self.features = nn.Sequential(
            *(nn.Flatten(), nn.Linear(channels * SPECTRUM, hidden), nn.BatchNorm1d(hidden), nn.ReLU(), nn.Dropout(0.5)),
            *(nn.Linear(hidden, hidden), nn.BatchNorm1d(hidden), nn.ReLU(), nn.Dropout(0.5)),
        )
        self.classifier = nn.Linear(hidden, words)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.classifier(self.features(features))


class OwnWordsNet(Network):
    """Words taught from a few takes, on samples (batch, 1, 1, samples): how likely each word made what was heard.

    Two networks that never learned these words listen: Google's speech embedding, and CompactNet without its last
    layer. What each gives is projected so that voices differ as little and words as much as they can, and brought to
    one length. In there a word is a Gaussian, and so is everything that is said: logits (batch, words) are
    log-likelihood ratios between the two (probabilistic linear discriminant analysis, Prince and Elder 2007), where
    `others`, Gaussians of sounds that are none of the words, may stand beside everything.
    """

    DOMAIN = "wave"
    TRAINED = False
    WIDTHS = 2 * WIDTH, 2 * CompactNet.WIDTH

    def __init__(self, channels: int, words: int, others: int = 0) -> None:
        super().__init__()
        self.embedding = SpeechEmbedding()
        with torch.device("cpu"):  # also where shapes alone are wanted: its filters are computed once for everybody
            self.front_end = MatrixFrontEnd(by_name("logmel-64"))
        self.compact = CompactNet(channels, 1).features
        self.standard = nn.BatchNorm2d(1, affine=False)  # mean and variance of what compact was trained on
        self.projections = nn.ModuleList(nn.Linear(width, width) for width in self.WIDTHS)
        self.ratios = nn.Linear(2 * sum(self.WIDTHS), words)
        self.others = nn.Linear(2 * sum(self.WIDTHS), others) if others else None

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.score(self.vectors(features[:, 0, 0]))

    def vectors(self, waves: torch.Tensor) -> torch.Tensor:
        """What both networks make of waves (batch, samples), (batch, 448)."""
        return torch.cat(self.project(*self.hear(waves)), dim=1)

    def hear(self, waves: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean and maximum over the speech embeddings, (batch, 192), and compact's last layer but one, (batch, 256)."""
        windows = self.embedding(waves)
        compact = self.compact(self.standard(self.front_end(waves))).mean(dim=(2, 3))
        return torch.cat([windows.mean(dim=2), windows.amax(dim=2)], dim=1), compact

    def project(self, *heard: torch.Tensor) -> list[torch.Tensor]:
        projected = (layer(one) for layer, one in zip(self.projections, heard, strict=True))
        return [nn.functional.normalize(one) * one.shape[1] ** 0.5 for one in projected]

    def score(self, vectors: torch.Tensor) -> torch.Tensor:
        """Logits (batch, words) of vectors (batch, 448)."""
        terms = torch.cat([vectors.square(), vectors], dim=1)
        logits = self.ratios(terms)
        if self.others is None:
            return logits
        anything = torch.cat([torch.zeros_like(logits[:, :1]), self.others(terms)], dim=1)
        return logits - anything.logsumexp(dim=1, keepdim=True)


def _convolution(channels: int, width: int, kernel: int | tuple[int, int], **options: Any) -> tuple[nn.Module, ...]:
    return nn.Conv2d(channels, width, kernel, bias=False, **options), nn.BatchNorm2d(width), nn.ReLU()


MODELS: dict[str, type[Network]] = {
    "chapter": ChapterNet,
    "compact": CompactNet,
    "compact-narrow": NarrowCompactNet,
    "compact-wide": WideCompactNet,
    "compact-pcen": PcenCompactNet,
    "wave": SampleNet,
    "spectrum": SpectrumNet,
    "own-words": OwnWordsNet,
}
TRAINABLE = {name: model for name, model in MODELS.items() if model.TRAINED}
