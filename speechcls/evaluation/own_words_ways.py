"""Ways of learning words from vectors of a few takes: Gaussians, as they are taught, cosines, logistic regression."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from speechcls.models.gaussians import Head, Space, gaussian
from speechcls.models.heard_takes import SHIFTS, SPEEDS
from speechcls.models.networks import OwnWordsNet

SHRINKAGE, BETWEEN = 0.1, 0.5  # of the covariances within and between words, towards a multiple of the identity
TAKEN = "both, Gaussians, takes varied"  # as words are taught
COPIES = 1 + len(SHIFTS) + len(SPEEDS) + 1  # of a take: itself, moved, at other speeds, and in noise
COMPACT = 0.5  # how much a number of compact counts beside one of the speech embedding


def projection(heard: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Matrix, offset and variance between words of what was heard of words, (n, d).

    Projected, one word's clips have variance 1, and the words' means vary independently along each axis.
    """
    words = np.unique(labels)
    means = np.stack([heard[labels == word].mean(axis=0) for word in words])
    within = heard - means[np.searchsorted(words, labels)]
    sizes, turned = np.linalg.eigh(_shrunk(within.T @ within / len(within), SHRINKAGE))
    whitened = (turned / np.sqrt(sizes)) @ turned.T
    centre = heard.mean(axis=0)
    spread = (means - centre) @ whitened
    between, axes = np.linalg.eigh(_shrunk(spread.T @ spread / len(words), BETWEEN))
    matrix = (whitened @ axes[:, ::-1]).T
    return matrix, -matrix @ centre, between[::-1].copy()


def _shrunk(covariance: np.ndarray, share: float) -> np.ndarray:
    return (1 - share) * covariance + share * np.trace(covariance) / len(covariance) * np.eye(len(covariance))


def project(heard: np.ndarray, matrix: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """As OwnWordsNet.project does."""
    vectors = heard @ matrix.T + offset
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True) * vectors.shape[1] ** 0.5


Score = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]  # takes, their words, vectors -> (n, words)


def gaussians(space: Space, copies: int = 1) -> Score:
    """As own words are taught, where each take counts as so many copies."""

    def score(takes: np.ndarray, words: np.ndarray, vectors: np.ndarray) -> np.ndarray:
        made = [
            gaussian(takes[words == word], int((words == word).sum()) // copies, space) for word in np.unique(words)
        ]
        none = np.empty((0, 2 * len(space.between)))
        head = Head(np.array([one for one, _ in made]), np.array([offset for _, offset in made]), none, np.empty(0))
        return head.logits(vectors)

    return score


def cosines(takes: np.ndarray, words: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """The cosine to the mean of a word's takes."""
    means = np.stack([_unit(_unit(takes[words == word]).mean(axis=0)) for word in np.unique(words)])
    return _unit(vectors) @ means.T


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def regression(others: np.ndarray) -> Score:
    """Logistic regression, one word against the rest and against vectors of other sounds, over vectors of length 1."""

    def score(takes: np.ndarray, words: np.ndarray, vectors: np.ndarray) -> np.ndarray:
        classes = np.unique(words)
        given = torch.from_numpy(_unit(np.concatenate([takes, others]))).float()
        wanted = torch.from_numpy(np.r_[np.searchsorted(classes, words), np.full(len(others), len(classes))])
        weight = torch.bincount(wanted).float().reciprocal()
        layer = torch.nn.Linear(given.shape[1], len(classes) + 1)
        optimiser = torch.optim.LBFGS(layer.parameters(), max_iter=60, line_search_fn="strong_wolfe")

        def closure() -> torch.Tensor:
            optimiser.zero_grad()
            loss = torch.nn.functional.cross_entropy(layer(given), wanted, weight=weight)
            loss = loss + 1e-3 * layer.weight.square().sum()
            loss.backward()
            return loss

        torch.manual_seed(0)
        torch.nn.init.zeros_(layer.weight)
        optimiser.step(closure)
        with torch.inference_mode():
            logits = layer(torch.from_numpy(_unit(vectors)).float()).numpy()
        return logits[:, :-1] - logits[:, -1:]

    return score


def ways(space: Space, others: np.ndarray) -> dict[str, Score]:
    """The ways of learning that are compared, over the vectors of both networks."""
    width = OwnWordsNet.WIDTHS[0]
    first, second = slice(0, width), slice(width, None)
    of_first, of_second = _part(space, first), _part(space, second)

    def of(part: slice, score: Score) -> Score:
        return lambda takes, words, vectors: score(takes[:, part], words, vectors[:, part])

    return {
        "speech embedding, cosine": of(first, cosines),
        "speech embedding, Gaussians": of(first, gaussians(of_first)),
        "compact, cosine": of(second, cosines),
        "compact, Gaussians": of(second, gaussians(of_second)),
        "both, logistic regression": regression(others),
        "both, Gaussians": gaussians(space),
        TAKEN: gaussians(space, COPIES),
    }


def _part(space: Space, part: slice) -> Space:
    return Space(space.between[part], np.ones_like(space.weight[part]), space.negatives[:, part], space.groups)
