"""A variant as one graph, from the wave to the answer: front end, network, probabilities and rejection."""

from __future__ import annotations

from typing import Literal

import torch
from torch import nn

from speechcls.audio import SAMPLE_RATE
from speechcls.audio.level import LOWEST
from speechcls.frontends.dft import MatrixFrontEnd
from speechcls.frontends.frames import tenths
from speechcls.models.rejection import REASONS, Rejection
from speechcls.models.variants import Variant

Input = Literal["wave", "features"]
OUTPUTS = ("logits", "probabilities", "heard", "reason")


class AnswerGraph(nn.Module):
    """Waves (batch, 16000), or features (batch, channels, bins, frames), to the OUTPUTS.

    `logits` and `probabilities` are (batch, words); `heard` (batch,) tells whether the sound was accepted as a word,
    `reason` (batch,) is an index into REASONS. Given features, the reason is never "silence", which needs the wave.
    With `stored` matrices, which LiteRT needs, `heard` is 0 or 1, since LiteRT.js takes no booleans.
    """

    def __init__(self, variant: Variant, given: Input = "wave", stored: bool = False) -> None:
        super().__init__()
        self.given = given
        self.stored = stored
        self.front_end = MatrixFrontEnd(variant.card.front_end, stored) if given == "wave" else nn.Identity()
        self.network = variant.network
        self.rejection = variant.card.rejection

    def forward(self, given: torch.Tensor) -> tuple[torch.Tensor, ...]:
        logits = self.network(self.front_end(given))
        tempered = logits / self.rejection.temperature if self.rejection else logits
        reason = self._reason(tempered, given)
        probabilities, heard = tempered.softmax(dim=1), reason == 0
        return logits, probabilities, heard.int() if self.stored else heard, reason

    def _reason(self, tempered: torch.Tensor, given: torch.Tensor) -> torch.Tensor:
        if self.rejection is None:  # every sound is accepted as a word
            return torch.zeros_like(tempered[:, 0], dtype=torch.int64)
        unknown = CONFIDENCES[self.rejection.measure](tempered) < self.rejection.threshold
        reason = unknown.long() * REASONS.index("unknown")
        if self.given == "wave":
            reason = torch.where(is_silence(given, self.rejection), REASONS.index("silence"), reason)
        return reason


def _energy(logits: torch.Tensor) -> torch.Tensor:
    highest = logits.amax(dim=1, keepdim=True)
    return highest[:, 0] + (logits - highest).exp().sum(dim=1).log()


def _margin(logits: torch.Tensor) -> torch.Tensor:
    ranked = logits.softmax(dim=1).topk(min(2, logits.shape[1])).values
    return ranked[:, 0] - ranked[:, 1] if logits.shape[1] > 1 else ranked[:, 0]


def _negative_entropy(logits: torch.Tensor) -> torch.Tensor:
    probabilities = logits.softmax(dim=1)
    return (probabilities * probabilities.clamp(min=1e-30).log()).sum(dim=1)


# rejection.MEASURES, in operators that a graph can hold.
CONFIDENCES = {
    "probability": lambda logits: logits.softmax(dim=1).amax(dim=1),
    "margin": _margin,
    "entropy": _negative_entropy,
    "energy": _energy,
}


def is_silence(waves: torch.Tensor, rejection: Rejection) -> torch.Tensor:
    """`rejection.is_silence` computed from powers rather than decibels."""
    centred = waves - waves.mean(-1)[..., None]  # word for word as in `levelled`: a runtime computes both once
    powers = tenths(centred, SAMPLE_RATE).clamp(min=10 ** (LOWEST / 10))
    loudest = powers.amax(dim=1)
    return (loudest < 10 ** (rejection.floor / 10)) | (loudest < powers.amin(dim=1) * 10 ** (rejection.rise / 10))
