"""The learning curve of own words as measured: what more takes bring, and when a training of its own is better."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from speechcls.paths import ASSETS

FILE = ASSETS / "results" / "own-words.json"  # of evaluate-own-words


@dataclass(frozen=True)
class LearningCurve:
    """Share of words by new voices that are named rightly, by clips of each word."""

    taught: dict[int, float]
    trained: dict[int, float]  # from nothing, on these words alone

    @classmethod
    def read(cls, file: Path = FILE) -> LearningCurve:
        """What evaluate-own-words wrote; empty where nothing did."""
        rows = json.loads(file.read_text(encoding="utf-8"))["rows"] if file.exists() else []
        new = [row for row in rows if row["trial"] == "new voices"]
        return cls(
            {row["takes"]: row["accuracy"] for row in new if "taught" in row},
            {row["takes"]: row["accuracy"] for row in new if row["way"] == "a training"},
        )

    @property
    def better_from(self) -> int | None:
        """Clips of each word from which on a training names more than any number of takes that was taught."""
        best = max(self.taught.values(), default=1.0)
        return min((clips for clips, share in self.trained.items() if share > best), default=None)

    def advice(self, takes: int) -> Iterator[str]:
        """What there is to say to who has so many takes of a word."""
        if not self.taught or takes < max(self.taught):
            return
        most = max(self.taught)
        yield f"More takes add little from here: {most} of each named {self.taught[most]:.0%} of new people's words."
        if clips := self.better_from:
            yield f"From {clips} of each on a training of its own names more: `python -m speechcls train`."
        elif self.trained:
            clips = max(self.trained)
            yield (
                f"A training of its own, `python -m speechcls train`, named {self.trained[clips]:.0%} "
                f"from {clips} of each: it is better only with more."
            )


@functools.cache
def measured() -> LearningCurve:
    return LearningCurve.read()
