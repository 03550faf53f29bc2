"""Which clips of a corpus teach own words, and which are asked, when ways of learning them are compared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from speechcls.data.corpus import Corpus

VOICES = 80  # at most that teach and are asked again
FIT, TEACHERS, OTHERS = 60, 60, 25  # clips a word


def choose_clips(
    corpus: Corpus, parts: dict[str, np.ndarray], left_out: Sequence[str], count: int
) -> dict[str, np.ndarray]:
    """Indices of the clips that a comparison takes, all but `fit` and `others` of words that are `left_out`.

    `fit` are those to learn from how voices vary, `own` those of voices that say `count` words more than once, `asked`
    those of new voices, `new` those with the clips of others who teach them, and `others` those of other words.
    """
    rng = np.random.default_rng(0)
    out = np.isin(corpus.labels, [corpus.words.index(word) for word in left_out]) & ~corpus.pseudo_labelled
    own = _who_say_again(corpus, np.flatnonzero(out), count)
    if len(own) > VOICES:
        own = rng.permutation(own)[:VOICES]
    validation = rng.permutation(parts["validation"])
    fit = validation[~np.isin(corpus.voices[validation], own) & ~out[validation]]
    test = rng.permutation(parts["test"])
    teachers = rng.permutation(parts["train"])
    teachers = teachers[out[teachers]]
    asked = test[out[test]]
    return {
        "fit": _each(corpus, fit, FIT),
        "own": np.flatnonzero(out & np.isin(corpus.voices, own)),
        "asked": asked,
        "new": np.concatenate([_each(corpus, teachers, TEACHERS), asked]),
        "others": _each(corpus, test[~out[test]], OTHERS),
    }


def _each(corpus: Corpus, indices: np.ndarray, most: int) -> np.ndarray:
    """The first of the indices, at most so many of each word."""
    labels = corpus.labels[indices]
    return np.concatenate([indices[labels == label][:most] for label in np.unique(labels)])


def _who_say_again(corpus: Corpus, indices: np.ndarray, count: int) -> np.ndarray:
    """Voices that have at least two clips of `count` words among the indices."""
    pairs, counts = np.unique(
        np.stack([np.unique(corpus.voices[indices], return_inverse=True)[1], corpus.labels[indices]]),
        axis=1,
        return_counts=True,
    )
    voices, words = np.unique(pairs[0, counts > 1], return_counts=True)
    return np.unique(corpus.voices[indices])[voices[words >= count]]
