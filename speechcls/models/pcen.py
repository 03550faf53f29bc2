"""Per-channel energy normalisation (PCEN) as a layer whose parameters are trained, for each band its own."""

from __future__ import annotations

import torch
from torch import nn
from torchaudio.functional import lfilter

from speechcls.audio import SAMPLE_RATE
from speechcls.frontends.config import Pcen
from speechcls.frontends.transform import smoothing


class TrainedPcen(nn.Module):
    """PCEN of energies (batch, channels, bands, frames), of that shape; negative ones count as 0.

    Gain, bias, power and smoothing begin at the values of `start`, whose smoothed energy begins at the first frame, and
    are kept as logarithms, so that they stay positive. Of other numbers of bands than BANDS they are interpolated.
    Wang et al. 2017, "Trainable frontend for robust and far-field keyword spotting".
    """

    BANDS = 64

    def __init__(self, start: Pcen, hop_samples: int) -> None:
        super().__init__()
        self.floor, self.scale = start.floor, start.sample_scale
        smooth = smoothing(start.time_constant * SAMPLE_RATE / hop_samples)
        begun = torch.tensor([start.gain, start.bias, start.power, smooth])
        self.logarithms = nn.Parameter(begun.log()[:, None].repeat(1, self.BANDS))

    def forward(self, energies: torch.Tensor) -> torch.Tensor:
        with torch.autocast(energies.device.type, enabled=False):  # small differences of large numbers need float32
            energies = energies.float().clip(min=0) * self.scale
            logarithms = nn.functional.interpolate(self.logarithms[None], size=energies.shape[-2])[0]
            gain, bias, power, smooth = logarithms.exp()[..., None]  # each (bands, 1)
            level = smoothed(energies, smooth[:, 0].clip(max=1))
            gained = energies * (self.floor + level) ** -gain
            return (gained + bias) ** power - bias**power


def smoothed(energies: torch.Tensor, smooth: torch.Tensor) -> torch.Tensor:
    """Energies (..., bands, frames), each band smoothed by its share (bands,), as if the first frame was before."""
    new, old = torch.zeros_like(smooth), 1 - smooth
    level = lfilter(
        energies, torch.stack([new + 1, -old], dim=1), torch.stack([smooth, new], dim=1), clamp=False, batching=True
    )
    ago = torch.arange(1, energies.shape[-1] + 1, device=energies.device)
    return level + energies[..., :1] * old[:, None] ** ago
