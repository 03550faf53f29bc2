"""The cosines and sines of a Fourier transform as matrices: stored, or looked up in a table as a graph is loaded."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import nn


class DftMatrix(nn.Module):
    """A DFT matrix: real and imaginary part of exp(-2 pi i a b / points) for all of `rows` a and `columns` b.

    Looked up in a table of cosines, unless they are to be stored. Steps of the ranges must divide the points.
    """

    table: torch.Tensor
    real: torch.Tensor | None
    imaginary: torch.Tensor | None

    def __init__(self, points: int, rows: range, columns: range, stored: bool) -> None:
        super().__init__()
        self.rows, self.columns = rows, columns
        self.length = math.lcm(points // (rows.step * columns.step), 4)  # of the table, which a quarter turn divides
        self.scale = self.length * rows.step * columns.step // points
        cosines = np.cos(2 * np.pi * np.arange(self.length) / self.length).astype(np.float32)
        self.register_buffer("table", torch.from_numpy(cosines), persistent=False)
        for name, part in zip(("real", "imaginary"), self._looked_up(), strict=True):
            self.register_buffer(name, part if stored else None, persistent=False)

    def forward(self) -> tuple[torch.Tensor, torch.Tensor]:
        if self.real is None or self.imaginary is None:
            return self._looked_up()
        return self.real, self.imaginary

    def _looked_up(self) -> tuple[torch.Tensor, torch.Tensor]:
        rows, columns = (torch.arange(r.start // r.step, r.start // r.step + len(r)) for r in (self.rows, self.columns))
        places = self.scale * rows[:, None] * columns
        real, imaginary = (self._cosine(places + ahead) for ahead in (0, self.length // 4))
        return real, imaginary

    def _cosine(self, places: torch.Tensor) -> torch.Tensor:
        return self.table.index_select(0, places.flatten() % self.length).reshape(places.shape)
