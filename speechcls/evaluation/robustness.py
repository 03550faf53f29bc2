"""Accuracy in noise, in babble, at low levels and cut tightly, on clips and noises that are in no training."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from speechcls.audio import SAMPLE_RATE, Clip, level, to_float, to_int16
from speechcls.data.corpus import Corpus, DatasetError
from speechcls.data.waves import load_noises, load_waves
from speechcls.evaluation.accuracy import select_known
from speechcls.models.classifier import Classifier

LEVELS = (20, 10, 5, 0, -5)  # dB, signal-to-noise ratio over the whole second
BABBLE = (20, 10, 5, 0)  # dB, of the word over the babble
PEAKS = (-30, -40, -50)  # dBFS to which the peak of a clip is lowered
CUTS = (20, 30)  # dB below a clip's peak, where it is cut off before and behind the word
TALKERS = 8


def mix_in_noises(waves: np.ndarray, noises: list[np.ndarray], snr: float, seed: int) -> np.ndarray:
    """Waves float32 (clips, 16000) with a stretch of one of the noises each, at a signal-to-noise ratio in dB.

    The same seed takes the same stretches at every ratio.
    """
    generator = np.random.default_rng(seed)
    stretches = []
    for _ in waves:
        noise = noises[generator.integers(len(noises))]
        begin = generator.integers(len(noise) - SAMPLE_RATE + 1)
        stretches.append(noise[begin : begin + SAMPLE_RATE])
    return level.mix(waves, np.stack(stretches), snr)


def babble(waves: np.ndarray, voices: np.ndarray, talkers: int = TALKERS, seed: int = 0) -> np.ndarray:
    """Babble for each wave (clips, 16000): `talkers` clips of other voices (clips,) at once, equally loud; float32.

    Each of them is rotated within its second, so that not all speak in the middle.
    """
    generator = np.random.default_rng(seed)
    sound = np.zeros(waves.shape, np.float32)
    for own, voice in zip(sound, voices, strict=True):
        others = np.flatnonzero(voices != voice)
        for other in generator.choice(others, min(talkers, len(others)), replace=False):
            own += level.unit(np.roll(waves[other], generator.integers(SAMPLE_RATE)))
    return sound


def lower_peak(waves: np.ndarray, peak: float) -> np.ndarray:
    """Waves float32 (clips, 16000) in 16 bits, the peak of each lowered to this level (dBFS) where it is higher."""
    highest = np.abs(waves).max(axis=1, keepdims=True)
    gain = np.minimum(1, level.amplitude(peak) / np.maximum(highest, 1e-9))
    return to_float(to_int16(waves * gain))


def cut_tightly(waves: np.ndarray, below: float) -> np.ndarray:
    """Waves (clips, 16000) of which only what lies between the first and last sample `below` dB under the peak is left.

    What is missing of the second is padded as `predict` pads a file: faint noise on both sides.
    """
    seconds = []
    for wave in waves:
        loud = np.flatnonzero(np.abs(wave) >= np.abs(wave).max() * level.amplitude(-below))
        seconds.append(Clip(wave[loud[0] : loud[-1] + 1]).second())
    return np.stack(seconds)


@dataclass(frozen=True, eq=False)
class Condition:
    """A variant's answers for the clips under one condition. Arrays run over clips."""

    kind: str  # "clear", "level", "cut", "babble", "noise"
    decibels: int  # the peak in dBFS for "level"; how far below it for "cut"; the ratio of word to "babble" or "noise"
    right: np.ndarray  # bool: the first word is the true one, rejected or not
    refused: np.ndarray  # bool: rejected


def conditions(classifier: Classifier, corpus: Corpus, known: np.ndarray, labels: np.ndarray) -> Iterator[Condition]:
    """The answers for the clips `known`, of these labels: as recorded, at PEAKS, by CUTS, in BABBLE and over LEVELS.

    The noise is left out where the corpus has no recordings of it.
    """
    waves = to_float(load_waves(corpus)[known])
    talk = babble(waves, corpus.voices[known])
    changes: list[tuple[str, tuple[int, ...], Callable[[int], np.ndarray]]] = [
        ("clear", (0,), lambda _: waves),
        ("level", PEAKS, lambda peak: lower_peak(waves, peak)),
        ("cut", CUTS, lambda below: cut_tightly(waves, below)),
        ("babble", BABBLE, lambda snr: level.mix(waves, talk, snr)),
    ]
    with contextlib.suppress(DatasetError):  # the user's own data, without the noise of Speech Commands
        noises = load_noises(corpus, "test")
        changes.append(("noise", LEVELS, lambda snr: mix_in_noises(waves, noises, snr, seed=0)))
    for kind, steps, changed in changes:
        for step in steps:
            heard = changed(step)
            logits = classifier.logits(heard)
            reasons = classifier.rejection.reasons(logits, heard) if classifier.rejection else [""] * len(heard)
            yield Condition(kind, step, logits.argmax(axis=1) == labels, np.array([reason != "" for reason in reasons]))


Robustness = dict[str, dict[str, dict[str, float]]]  # kind -> dB -> accuracy, refused


def measure(classifier: Classifier, corpus: Corpus, indices: np.ndarray) -> Robustness:
    """Accuracy over the clips of well-covered words and share refused in each condition; {} without such clips."""
    known, labels = select_well_covered(classifier, corpus, indices)
    found: Robustness = {}
    for one in conditions(classifier, corpus, known, labels) if len(known) else ():
        told = {"accuracy": round(float(one.right.mean()), 5), "refused": round(float(one.refused.mean()), 5)}
        found.setdefault(one.kind, {})[f"{one.decibels:d}"] = told
    return found


def select_well_covered(classifier: Classifier, corpus: Corpus, indices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The indices of clips of well-covered words, and the label of each: the index of its word on the card."""
    card = classifier.card
    known, labels = select_known(card, corpus, indices)
    covered = np.array([card.words[label] in card.covered_words for label in labels])
    return known[covered], labels[covered]
