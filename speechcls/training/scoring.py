"""A network's scores for clips of a corpus, and which of these clips are of its words."""

from __future__ import annotations

import numpy as np
import torch
from tqdm import tqdm

from speechcls.classifier import Classifier
from speechcls.training.dataset import Corpus, DatasetError, to_float
from speechcls.variants import Card


def known_clips(card: Card, corpus: Corpus, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Those of the places that can be scored, and for each the place of its word on the card.

    Left out are words that the card doesn't have, and restored labels. Raises DatasetError where none is left.
    """
    to_card = np.array([card.words.index(word) if word in card.words else -1 for word in corpus.words])
    known = places[(to_card[corpus.labels[places]] >= 0) & ~corpus.restored[places]]
    if not len(known):
        raise DatasetError(f"{corpus.root} holds no clips of the words of {card.name!r} in this part.")
    return known, to_card[corpus.labels[known]]


def score(classifier: Classifier, waves: np.ndarray, places: np.ndarray, batch: int = 256) -> torch.Tensor:
    """Scores (clips, words) of int16 waves at these places, with a progress bar."""
    some = np.array_split(places, max(1, len(places) // batch))
    bar = tqdm(some, desc="scoring", unit=f"x{batch} clips", leave=False)
    return torch.cat([classifier.scores(to_float(torch.from_numpy(waves[s]))) for s in bar])
