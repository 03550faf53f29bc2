"""How accuracy falls as noise rises: test clips mixed with recordings of noise that no training heard."""

from __future__ import annotations

import numpy as np
import torch

from speechcls.audio import FULL_SCALE, SAMPLE_RATE
from speechcls.audio.level import QUIET
from speechcls.data.corpus import Corpus, load_noises, load_waves
from speechcls.evaluation.accuracy import known_clips
from speechcls.models.classifier import Classifier

LEVELS = (20, 10, 5, 0, -5)  # dB of the word over the noise, root mean squares of the whole second


def mixed(waves: np.ndarray, noises: list[np.ndarray], level: float, seed: int) -> np.ndarray:
    """Waves float32 (clips, 16000) with a stretch of one of the noises each, so many dB below them, within full scale.

    The same seed takes the same stretches at every level.
    """
    generator = np.random.default_rng(seed)
    stretches = []
    for _ in waves:
        noise = noises[generator.integers(len(noises))]
        begin = generator.integers(len(noise) - SAMPLE_RATE + 1)
        stretches.append(noise[begin : begin + SAMPLE_RATE])
    noise = np.stack(stretches)
    wanted = np.maximum(_rms(waves), QUIET) / 10 ** (level / 20)
    return np.clip(waves + noise * wanted / np.maximum(_rms(noise), QUIET), -1, 1).astype(np.float32)


def _rms(waves: np.ndarray) -> np.ndarray:
    return np.sqrt(np.square(waves, dtype=np.float64).mean(axis=1, keepdims=True))


def accuracies(classifier: Classifier, corpus: Corpus, places: np.ndarray, seed: int = 0) -> dict[str, float]:
    """Accuracy over the clips of well-covered words at each of LEVELS, its dB written as the key.

    Empty where there are no such clips. Raises DatasetError where the recordings of noise are missing.
    """
    card = classifier.card
    known, labels = known_clips(card, corpus, places)
    covered = np.array([card.words[label] in card.covered_words for label in labels])
    if not covered.any():
        return {}
    waves = load_waves(corpus)[known[covered]] / np.float32(FULL_SCALE)
    noises = load_noises(corpus, "testing")
    right = {}
    for level in LEVELS:
        scores = classifier.scores(torch.from_numpy(mixed(waves, noises, level, seed)))
        right[f"{level:d}"] = float((scores.argmax(dim=1).numpy() == labels[covered]).mean())
    return right
