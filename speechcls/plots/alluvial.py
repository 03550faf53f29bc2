"""The alluvial plot of confusions laid out, ribbons from predicted to true words; mpl.py and alluvial.js draw it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

import numpy as np

RARE = 1 / 1000  # of the test clips: wrong pairs rarer than this are hidden
SPACED = 0.42  # share of the height between the words, so that the names of rare words don't overlap


class RibbonJson(TypedDict):
    predicted: str
    true: str
    count: int
    left: float  # heights run from 0 (top) to 1 (bottom)
    right: float
    height: float


class BarJson(TypedDict):
    word: str
    clips: int
    top: float
    height: float


class FlowsJson(TypedDict):
    """An alluvial picture as it travels; see Alluvial."""

    predicted: list[BarJson]
    true: list[BarJson]
    ribbons: list[RibbonJson]
    clips: int
    hidden: int
    description: str


@dataclass(frozen=True)
class Ribbon:
    """The clips of one true word that were predicted as one word. Heights run from 0 (top) to 1 (bottom)."""

    predicted: str
    true: str
    count: int
    left: float  # where it begins in the column of predicted words, its upper edge
    right: float  # where it ends in the column of true words, its upper edge
    height: float

    @property
    def wrong(self) -> bool:
        return self.predicted != self.true

    def to_json(self) -> RibbonJson:
        return {
            "predicted": self.predicted,
            "true": self.true,
            "count": self.count,
            "left": self.left,
            "right": self.right,
            "height": self.height,
        }


@dataclass(frozen=True)
class Bar:
    """A word in one of the columns, with all of its ribbons."""

    word: str
    clips: int  # of the test, those of hidden pairs included
    top: float
    height: float  # of the ribbons that are drawn

    def to_json(self) -> BarJson:
        return {"word": self.word, "clips": self.clips, "top": self.top, "height": self.height}


@dataclass(frozen=True)
class Alluvial:
    """Predicted words on the left, true words on the right, both in alphabetical order."""

    predicted: tuple[Bar, ...]
    true: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]  # wrong ones last, so that they lie on top
    clips: int
    hidden: int  # clips of pairs too rare to be drawn

    @property
    def description(self) -> str:
        wrong = sorted((r for r in self.ribbons if r.wrong), key=lambda r: -r.count)[:3]
        right = sum(r.count for r in self.ribbons if not r.wrong)
        told = ", ".join(f"{r.true} taken for {r.predicted} ({r.count})" for r in wrong)
        rare = f" {self.hidden} clips of rare pairs are not drawn." if self.hidden else ""
        return f"{right:,} of {self.clips:,} clips are right; most often wrong: {told or 'none'}.{rare}"

    def to_json(self) -> FlowsJson:
        return {
            "predicted": [bar.to_json() for bar in self.predicted],
            "true": [bar.to_json() for bar in self.true],
            "ribbons": [ribbon.to_json() for ribbon in self.ribbons],
            "clips": self.clips,
            "hidden": self.hidden,
            "description": self.description,
        }


def alluvial(words: list[str], counts: np.ndarray) -> Alluvial:
    """The alluvial plot of counts (predicted, true) of these words, as in the chapter, with rare wrong pairs hidden."""
    clips = int(counts.sum())
    drawn = np.where((counts >= RARE * clips) | np.eye(len(words), dtype=bool), counts, 0)
    left = tuple(_bars(words, drawn.sum(axis=1), counts.sum(axis=1)))
    right = tuple(_bars(words, drawn.sum(axis=0), counts.sum(axis=0)))
    ribbons = _ribbons(words, drawn, left, right)
    return Alluvial(left, right, tuple(sorted(ribbons, key=lambda r: r.wrong)), clips, clips - int(drawn.sum()))


def _bars(words: list[str], drawn: np.ndarray, clips: np.ndarray) -> Iterator[Bar]:
    """A column of words, as high as the clips that are drawn, with equal spaces between them."""
    unit = (1 - SPACED) / max(drawn.sum(), 1)
    space = SPACED / len(words)
    top = space / 2
    for word, shown, every in zip(words, drawn, clips, strict=True):
        yield Bar(word, int(every), top, float(shown * unit))
        top += shown * unit + space


def _ribbons(words: list[str], drawn: np.ndarray, left: tuple[Bar, ...], right: tuple[Bar, ...]) -> Iterator[Ribbon]:
    """The ribbons of each word, in the order of the words at their other ends, so that few cross."""
    unit = (1 - SPACED) / max(drawn.sum(), 1)
    before_left, before_right = (np.cumsum(drawn, axis=axis) - drawn for axis in (1, 0))
    for i, j in np.argwhere(drawn > 0):
        yield Ribbon(
            words[i],
            words[j],
            int(drawn[i, j]),
            float(left[i].top + unit * before_left[i, j]),
            float(right[j].top + unit * before_right[i, j]),
            float(unit * drawn[i, j]),
        )
