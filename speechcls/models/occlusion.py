"""Occlusion (Zeiler and Fergus 2014): how far covering each patch of the input lowers the word's margin in logits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.models.classifier import BATCH, Classifier

ROWS, COLUMNS = 6, 8  # patches over the input; ROWS x COLUMNS along an input that has only bins or only frames
SHARE = 0.5  # of the largest fall, from which a patch counts as evidence
MATTERS = 0.1  # of the margin; where no patch lowers it by more, none counts


@dataclass(frozen=True, eq=False)
class Evidence:
    """How far the word's margin falls when a patch sounds like silence: (rows, columns), row 0 the lowest.

    The margin is the word's logit less the largest other logit. The probability is saturated and would hardly change.
    """

    word: str
    margin: float
    falls: np.ndarray
    rival: str  # the likeliest other word once the strongest patch is covered
    bins: int  # of the input
    frames: int

    @property
    def strongest(self) -> tuple[int, int]:
        """Row and column of the patch with the largest fall."""
        row, column = np.unravel_index(self.falls.argmax(), self.falls.shape)
        return int(row), int(column)

    def decisive(self) -> list[tuple[int, int]]:
        """Rows and columns of the patches whose fall is at least SHARE of the largest; none if none matters."""
        if self.falls.max() <= MATTERS * self.margin:
            return []
        return [(int(r), int(c)) for r, c in np.argwhere(self.falls >= SHARE * self.falls.max())]

    def cells(self) -> np.ndarray:
        """The fall of the patch that each cell of the input lies in: (bins, frames)."""
        lengths = zip((self.bins, self.frames), self.falls.shape, strict=True)
        rows, columns = (np.diff(_cuts(length, parts)) for length, parts in lengths)
        return self.falls.repeat(rows, axis=0).repeat(columns, axis=1)

    def edges(self, row: int, column: int) -> tuple[int, int, int, int]:
        """First bin, bin after the last, first frame, frame after the last, of a patch."""
        rows, columns = self.falls.shape
        b, f = _cuts(self.bins, rows), _cuts(self.frames, columns)
        return b[row], b[row + 1], f[column], f[column + 1]


@torch.inference_mode()
def occlusion(classifier: Classifier, clip: Clip, start: float) -> Evidence:
    """Replace each patch by its values in silence and compute the logits again: one batch of ROWS x COLUMNS inputs."""
    features = classifier.variant.front_end(torch.tensor(clip.second(start))[None])
    silence = classifier.variant.front_end(torch.zeros(1, SAMPLE_RATE))
    bins, frames = features.shape[2:]
    rows, columns = _grid(bins, frames)
    covered = features.repeat(ROWS * COLUMNS + 1, 1, 1, 1)
    b, f = _cuts(bins, rows), _cuts(frames, columns)
    for row in range(rows):
        for column in range(columns):
            at = (slice(None), slice(b[row], b[row + 1]), slice(f[column], f[column + 1]))
            covered[row * columns + column][at] = silence[0][at]
    parts = covered.to(memory_format=torch.channels_last).split(BATCH)
    logits = torch.cat([classifier.variant.network(part) for part in parts]).numpy()
    best, words = int(logits[-1].argmax()), classifier.card.words
    others = logits.copy()
    others[:, best] = -np.inf
    margins = logits[:, best] - others.max(axis=1)
    falls = margins[-1] - margins[:-1]
    rival = words[int(others[falls.argmax()].argmax())]
    return Evidence(words[best], float(margins[-1]), falls.reshape(rows, columns), rival, bins, frames)


def _grid(bins: int, frames: int) -> tuple[int, int]:
    """Rows and columns of patches."""
    if bins == 1:
        return 1, ROWS * COLUMNS
    return (ROWS * COLUMNS, 1) if frames == 1 else (ROWS, COLUMNS)


def _cuts(length: int, parts: int) -> list[int]:
    return [round(i * length / parts) for i in range(parts + 1)]
