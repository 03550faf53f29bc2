"""Clips in noise: at the ratio that is asked for, the same stretches at every level."""

from types import SimpleNamespace

import numpy as np
import pytest
import soundfile
import torch

from speechcls.data.corpus import NOISES, DatasetError, read_corpus, split
from speechcls.evaluation import robustness
from speechcls.evaluation.robustness import mixed
from synthetic import RATE, write_corpus


@pytest.fixture
def waves() -> np.ndarray:
    generator = np.random.default_rng(0)
    return (generator.standard_normal((6, RATE)) * np.linspace(0.001, 0.05, 6)[:, None]).astype(np.float32)


@pytest.fixture
def noises() -> list[np.ndarray]:
    generator = np.random.default_rng(1)
    return [generator.standard_normal(3 * RATE).astype(np.float32), np.sin(np.arange(RATE, dtype=np.float32))]


def decibels(values: np.ndarray) -> np.ndarray:
    return 10 * np.log10(np.square(values.astype(np.float64)).mean(axis=1))


@pytest.mark.parametrize("level", [20, 0, -5])
def test_the_word_stands_over_the_noise_by_the_level(waves, noises, level):
    noisy = mixed(waves, noises, level, seed=0)
    assert noisy.dtype == np.float32 and noisy.shape == waves.shape
    np.testing.assert_allclose(decibels(waves) - decibels(noisy - waves), level, atol=0.05)


def test_every_level_takes_the_same_stretches_and_another_seed_takes_others(waves, noises):
    loud, soft, other = (mixed(waves, noises, *how) - waves for how in ((0, 0), (20, 0), (0, 1)))
    np.testing.assert_allclose(loud, 10 * soft, atol=1e-4)
    assert not np.allclose(loud, other, atol=1e-3)


def test_what_is_mixed_stays_within_full_scale_and_silence_stays_finite(noises):
    for waves in (np.ones((2, RATE), np.float32), np.zeros((2, RATE), np.float32)):
        noisy = mixed(waves, noises, -5, seed=0)
        assert np.isfinite(noisy).all() and np.abs(noisy).max() <= 1


@pytest.fixture
def noisy_corpus(tmp_path):
    """The corpus with the recordings of noise that the test is mixed with."""
    folder = write_corpus(tmp_path / "noisy")
    for name in NOISES["testing"]:
        hiss = np.random.default_rng(0).normal(0, 0.1, 3 * RATE)
        soundfile.write(folder / "_background_noise_" / f"{name}.wav", hiss, RATE)
    return read_corpus(folder)


def test_accuracy_in_noise_is_over_the_covered_words_of_the_test_at_each_level(noisy_corpus, card):
    """A network that hears "go" in what is about as loud as that word without noise, and in what is louder "up"."""
    made = card(training_clips={"down": 9, "go": 1000, "up": 9})  # only "go" is covered

    def scores(waves: torch.Tensor) -> torch.Tensor:
        quiet = waves.square().mean(dim=1) < 1.5 * 0.017  # mean square of a "go": 0.3**2 * 3 / 8 / 2
        return torch.eye(3)[torch.where(quiet, 1, 2)]

    places = split(noisy_corpus, "speaker", 0)["testing"]
    measured = robustness.accuracies(SimpleNamespace(card=made, scores=scores), noisy_corpus, places)
    assert measured == {"20": 1.0, "10": 1.0, "5": 1.0, "0": 0.0, "-5": 0.0}


def test_without_covered_words_or_recordings_there_is_no_accuracy_in_noise(noisy_corpus, corpus, card):
    places = split(noisy_corpus, "speaker", 0)["testing"]
    few = SimpleNamespace(card=card(training_clips=dict.fromkeys(("down", "go", "up"), 9)))
    assert robustness.accuracies(few, noisy_corpus, places) == {}
    with pytest.raises(DatasetError, match="_background_noise_"):
        robustness.accuracies(SimpleNamespace(card=card()), corpus, split(corpus, "speaker", 0)["testing"])
