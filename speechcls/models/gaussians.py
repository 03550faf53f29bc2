"""Words as Gaussians in what two networks make of a second, and what is known of how words and voices vary in there."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import safetensors.numpy

from speechcls.frontends.atlas import LEVEL, by_name
from speechcls.models.rejection import MEASURES
from speechcls.models.runtime import PASS, Session
from speechcls.models.variants import RESTORE, VariantError
from speechcls.paths import ASSETS

SPACE = ASSETS / "own-words" / "space.safetensors"  # both networks, and what is known of their vectors
LISTENER = ASSETS / "own-words" / "listener.onnx"  # both networks, from waves to vectors
FRONT_END = replace(by_name("wave"), level=LEVEL)


@dataclass(frozen=True, eq=False)
class Space:
    """How words and voices lie in the vectors of OwnWordsNet, where one word's takes have variance 1."""

    between: np.ndarray  # (448,), variance of the words' means
    weight: np.ndarray  # (448,), how much each number counts
    negatives: np.ndarray  # (n, 448), recorded words and other sounds of many people
    groups: np.ndarray  # (n,), which of them are the same word


@functools.cache
def space() -> Space:
    return Space(**{name: _known()[name].astype(np.float32) for name in Space.__dataclass_fields__})


def state() -> dict[str, np.ndarray]:
    """The weights of OwnWordsNet before it is taught words, the same for everybody, in half precision."""
    return {k: v for k, v in _known().items() if k not in Space.__dataclass_fields__}


@functools.cache
def _known() -> dict[str, np.ndarray]:
    return safetensors.numpy.load(read(SPACE))


@functools.cache
def _session() -> Session:
    return Session(read(LISTENER))


def read(file: Path) -> bytes:
    if not file.exists():
        raise VariantError(f"{file} is missing, without which nothing can be taught. {RESTORE} that file.")
    return file.read_bytes()


def embed(waves: np.ndarray) -> np.ndarray:
    """Vectors (batch, 448) of float32 waves (batch, 16000)."""
    parts = [_session().answer(waves[i : i + PASS])["vectors"] for i in range(0, len(waves), PASS)]
    return np.concatenate([np.empty((0, len(space().between)), np.float32), *parts])


@dataclass(frozen=True, eq=False)
class Head:
    """Gaussians of words as OwnWordsNet holds them: weights of the squares of a vector's numbers, then of these."""

    ratios: np.ndarray  # (words, 896)
    offsets: np.ndarray  # (words,)
    others: np.ndarray  # (others, 896)
    other_offsets: np.ndarray  # (others,)

    def in_half_precision(self) -> Head:
        """As it is carried, so that it answers here as it will there."""
        return Head(*(values.astype(np.float16).astype(np.float64) for values in vars(self).values()))

    def logits(self, vectors: np.ndarray) -> np.ndarray:
        """Logits (n, words) of vectors (n, 448)."""
        terms = np.concatenate([np.square(vectors), vectors], axis=1)
        logits = terms @ self.ratios.T + self.offsets
        if not len(self.others):
            return logits
        anything = np.concatenate([np.zeros((len(terms), 1)), terms @ self.others.T + self.other_offsets], axis=1)
        return logits - MEASURES["energy"](anything)[:, None]


def gaussian(vectors: np.ndarray, count: int, of: Space) -> tuple[np.ndarray, float]:
    """Weights (896,) and offset of the log-likelihood ratio of a word, of which `count` takes have these vectors.

    Its mean is drawn towards that of all words, the more the fewer takes there are; how uncertain it then still is,
    widens the Gaussian.
    """
    between = of.between
    mean = between / (between + 1 / count) * vectors.mean(axis=0)
    variance = 1 + between / (count * between + 1)
    squares, itself = 0.5 / (1 + between) - 0.5 / variance, mean / variance
    offset = 0.5 * (np.log((1 + between) / variance) - np.square(mean) / variance)
    return np.concatenate([of.weight * squares, of.weight * itself]), float((of.weight * offset).sum())
