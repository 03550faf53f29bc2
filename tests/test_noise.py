"""Clips in noise: at the ratio that is asked for, the same stretches at every level."""

import numpy as np
import pytest

from speechcls.training.noise import mixed

RATE = 16_000


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
