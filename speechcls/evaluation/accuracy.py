"""How often a network is right on one part of the data, and its scores for the clips there."""

from __future__ import annotations

import logging

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from speechcls.audio import FULL_SCALE
from speechcls.data.corpus import Corpus, DatasetError, Partition, load_waves, split
from speechcls.models.classifier import Classifier
from speechcls.models.variants import Card, Variant

LOG = logging.getLogger(__name__)


def evaluate(variant: Variant, corpus: Corpus, part: str, partition: Partition | None = None) -> dict[str, float]:
    """Accuracy (of all words, the covered, the rare), loss and clips of a part ("validation", "test", "train").

    The partition is the one on the card unless another is named.
    """
    settings = variant.card.training["settings"]
    parts = split(corpus, partition or settings["partition"], settings["seed"])
    return metrics(Classifier(variant), corpus, parts[part])


def metrics(classifier: Classifier, corpus: Corpus, places: np.ndarray) -> dict[str, float]:
    """The same for any places in the corpus. The words must be those that the network knows, in any number."""
    card = classifier.card
    known, places_on_card = known_clips(card, corpus, places)
    labels = torch.from_numpy(places_on_card)
    scores = score(classifier, load_waves(corpus), known)
    covered = torch.tensor([w in card.covered_words for w in card.words])[labels]
    rare = {} if covered.all() else {"accuracy_rare": _accuracy(scores[~covered], labels[~covered])}
    return {
        "accuracy": _accuracy(scores, labels),
        "accuracy_covered": _accuracy(scores[covered], labels[covered]),
        **rare,
        "loss": nn.functional.cross_entropy(scores, labels).item(),
        "clips": len(labels),
    }


def _accuracy(scores: torch.Tensor, labels: torch.Tensor) -> float:
    if not len(labels):
        return float("nan")
    return (scores.argmax(dim=1) == labels).float().mean().item()


def known_clips(card: Card, corpus: Corpus, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Those of the places that can be scored, and for each the place of its word on the card.

    Left out are words that the card doesn't have, and restored labels. Raises DatasetError where none is left.
    """
    to_card = np.array([card.words.index(word) if word in card.words else -1 for word in corpus.words])
    known = places[(to_card[corpus.labels[places]] >= 0) & ~corpus.restored[places]]
    if not len(known):
        raise DatasetError(f"{corpus.root} holds no clips of the words of {card.name!r} in this part.")
    if other := [corpus.words[label] for label in np.unique(corpus.labels[places]) if label >= 0 > to_card[label]]:
        LOG.warning("Left out %s, which %r was not taught.", ", ".join(other), card.name)
    return known, to_card[corpus.labels[known]]


def score(classifier: Classifier, waves: np.ndarray, places: np.ndarray, batch: int = 256) -> torch.Tensor:
    """Scores (clips, words) of int16 waves at these places, with a progress bar."""
    some = np.array_split(places, max(1, len(places) // batch))
    bar = tqdm(some, desc="scoring", unit=f"x{batch} clips", leave=False)
    return torch.from_numpy(np.concatenate([classifier.logits(waves[s] / np.float32(FULL_SCALE)) for s in bar]))
