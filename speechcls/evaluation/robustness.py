"""How accuracy falls as noise rises, as others talk and as words get quiet, on clips and noises no training heard."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from speechcls.audio import FULL_SCALE, SAMPLE_RATE
from speechcls.audio.level import QUIET
from speechcls.data.corpus import Corpus, load_noises, load_waves
from speechcls.evaluation.accuracy import known_clips
from speechcls.models.classifier import Classifier

LEVELS = (20, 10, 5, 0, -5)  # dB of the word over the noise, root mean squares of the whole second
BABBLE = (20, 10, 5, 0)  # dB of the word over the others who talk
PEAKS = (-30, -40, -50)  # dBFS to which the peak of a clip is lowered
TALKERS = 8


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
    return over(waves, np.stack(stretches), level)


def over(waves: np.ndarray, noise: np.ndarray, level: float) -> np.ndarray:
    """Waves float32 (clips, 16000) with the noise (clips, 16000) so many dB below them, within full scale."""
    wanted = np.maximum(_rms(waves), QUIET) / 10 ** (level / 20)
    return np.clip(waves + noise * wanted / np.maximum(_rms(noise), QUIET), -1, 1).astype(np.float32)


def babble(waves: np.ndarray, voices: np.ndarray, talkers: int = TALKERS, seed: int = 0) -> np.ndarray:
    """For each wave (clips, 16000) so many others of other voices (clips,) at once, equally loud: float32, as many.

    Each is turned round in its second, so that not all of them speak in its middle.
    """
    generator = np.random.default_rng(seed)
    sound = np.zeros(waves.shape, np.float32)
    for own, voice in zip(sound, voices, strict=True):
        others = np.flatnonzero(voices != voice)
        for other in generator.choice(others, min(talkers, len(others)), replace=False):
            turned = np.roll(waves[other], generator.integers(SAMPLE_RATE))
            own += turned / np.maximum(_rms(turned[None])[0], QUIET)
    return sound


def quieter(waves: np.ndarray, peak: float) -> np.ndarray:
    """Waves float32 (clips, 16000) with their peak lowered to that of so many dBFS, where it is higher, in 16 bits."""
    highest = np.abs(waves).max(axis=1, keepdims=True)
    gain = np.minimum(1, 10 ** (peak / 20) / np.maximum(highest, 1e-9))
    return (np.round(waves * gain * FULL_SCALE) / FULL_SCALE).astype(np.float32)


def _rms(waves: np.ndarray) -> np.ndarray:
    return np.sqrt(np.square(waves, dtype=np.float64).mean(axis=1, keepdims=True))


def accuracies(classifier: Classifier, corpus: Corpus, places: np.ndarray, seed: int = 0) -> dict[str, float]:
    """Accuracy over the clips of well-covered words at each of LEVELS, its dB written as the key.

    Empty where there are no such clips. Raises DatasetError where the recordings of noise are missing.
    """
    known, labels = covered_clips(classifier, corpus, places)
    if not len(known):
        return {}
    waves = load_waves(corpus)[known] / np.float32(FULL_SCALE)
    noises = load_noises(corpus, "testing")
    right = {}
    for level in LEVELS:
        scores = classifier.scores(torch.from_numpy(mixed(waves, noises, level, seed)))
        right[f"{level:d}"] = float((scores.argmax(dim=1).numpy() == labels).mean())
    return right


Robustness = dict[str, dict[str, dict[str, float]]]  # "level" or "babble" -> dB -> accuracy, refused


def robustness(classifier: Classifier, corpus: Corpus, places: np.ndarray, seed: int = 0) -> Robustness:
    """Accuracy over well-covered words at each of PEAKS and over each of BABBLE, and how many the gate refuses there.

    The accuracy is that of all clips, whatever the gate says of them. Empty where there are no such clips.
    """
    known, labels = covered_clips(classifier, corpus, places)
    if not len(known):
        return {}
    waves = load_waves(corpus)[known] / np.float32(FULL_SCALE)
    talk = babble(waves, corpus.voices[known], seed=seed)

    def at(steps: tuple[int, ...], changed: Callable[[int], np.ndarray]) -> dict[str, dict[str, float]]:
        return {f"{step:d}": _answers(classifier, changed(step), labels) for step in steps}

    return {
        "level": at(PEAKS, lambda peak: quieter(waves, peak)),
        "babble": at(BABBLE, lambda level: over(waves, talk, level)),
    }


def _answers(classifier: Classifier, waves: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    scores = classifier.scores(torch.from_numpy(waves)).numpy()
    told = {"accuracy": float((scores.argmax(axis=1) == labels).mean())}
    if classifier.gate:
        told["refused"] = float(np.mean([reason != "" for reason in classifier.gate.reasons(scores, waves)]))
    return {name: round(share, 5) for name, share in told.items()}


def covered_clips(classifier: Classifier, corpus: Corpus, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Those of the places whose word the network covers well, and for each the place of its word on the card."""
    card = classifier.card
    known, labels = known_clips(card, corpus, places)
    covered = np.array([card.words[label] in card.covered_words for label in labels])
    return known[covered], labels[covered]
