"""How often a network is right on one part of the data, and its logits for the clips there."""

from __future__ import annotations

import logging
from collections.abc import Callable

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from speechcls.audio import to_float
from speechcls.data.corpus import Corpus, DatasetError, Partition, split
from speechcls.data.waves import load_waves
from speechcls.models.classifier import Classifier
from speechcls.models.variants import Card, Variant

LOG = logging.getLogger(__name__)
Logits = Callable[[np.ndarray], np.ndarray]  # of indices of a corpus (clips,): float32 (clips, words)


def evaluate(
    variant: Variant, corpus: Corpus, part: str, partition: Partition | None = None, given: Logits | None = None
) -> dict[str, float]:
    """Accuracy (over all words, the well-covered, the rare), loss and clips of a part ("train", "validation", "test").

    The partition is the one on the card unless another is named; logits may be given.
    """
    settings = variant.card.training["settings"]
    parts = split(corpus, partition or settings["partition"], settings["seed"])
    return metrics(Classifier(variant), corpus, parts[part], given)


def metrics(
    classifier: Classifier, corpus: Corpus, indices: np.ndarray, given: Logits | None = None
) -> dict[str, float]:
    """The same over the clips at any indices of the corpus that are of words on the card."""
    card = classifier.card
    known, labels_on_card = select_known(card, corpus, indices)
    labels = torch.from_numpy(labels_on_card)
    logits = torch.from_numpy(given(known)) if given else compute_logits(classifier, load_waves(corpus), known)
    covered = torch.tensor([w in card.covered_words for w in card.words])[labels]
    rare = {} if covered.all() else {"accuracy_rare": _accuracy(logits[~covered], labels[~covered])}
    return {
        "accuracy": _accuracy(logits, labels),
        "accuracy_covered": _accuracy(logits[covered], labels[covered]),
        **rare,
        "loss": nn.functional.cross_entropy(logits, labels).item(),
        "clips": len(labels),
    }


def _accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    if not len(labels):
        return float("nan")
    return (logits.argmax(dim=1) == labels).float().mean().item()


def select_known(card: Card, corpus: Corpus, indices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The indices of clips that can be scored, and the label of each: the index of its word on the card.

    Clips of words that the card lacks, and pseudo-labelled ones, are left out. Raises DatasetError where none is left.
    """
    to_card = np.array([card.words.index(word) if word in card.words else -1 for word in corpus.words])
    known = indices[(to_card[corpus.labels[indices]] >= 0) & ~corpus.pseudo_labelled[indices]]
    if not len(known):
        raise DatasetError(f"{corpus.root} holds no clips of the words of {card.name!r} in this part.")
    if other := [corpus.words[label] for label in np.unique(corpus.labels[indices]) if label >= 0 > to_card[label]]:
        LOG.warning("Left out %s, which %r was not taught.", ", ".join(other), card.name)
    return known, to_card[corpus.labels[known]]


def compute_logits(classifier: Classifier, waves: np.ndarray, indices: np.ndarray, batch: int = 256) -> torch.Tensor:
    """Logits (clips, words) of the int16 waves at these indices, with a progress bar."""
    some = np.array_split(indices, max(1, len(indices) // batch))
    bar = tqdm(some, desc="scoring", unit=f"x{batch} clips", leave=False)
    return torch.from_numpy(np.concatenate([classifier.logits(to_float(waves[s])) for s in bar]))
