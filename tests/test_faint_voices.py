"""How far a clip rises above its own noise, on clips of which it is known."""

import numpy as np
import pytest

from speechcls.audio import SAMPLE_RATE
from tools.faint_voices import rise

NOISE = np.random.default_rng(0).normal(0, 0.001, SAMPLE_RATE)
TONE = np.sin(2 * np.pi * 1000 * np.arange(SAMPLE_RATE) / SAMPLE_RATE)


def test_noise_alone_hardly_rises_however_loud_it_is():
    assert rise(NOISE) < 3
    assert rise(10 * NOISE) == pytest.approx(rise(NOISE), abs=0.01)


@pytest.mark.parametrize("decibels", [20, 40])
def test_a_tone_rises_by_its_level_over_the_noise_of_the_band(decibels):
    power = 0.001**2 * 3800 / (SAMPLE_RATE / 2) * 10 ** (decibels / 10)  # of the noise between 200 and 4,000 Hz
    said = NOISE.copy()
    said[6000:9000] += np.sqrt(2 * power) * TONE[6000:9000]
    assert rise(said) == pytest.approx(decibels, abs=1)


def test_a_click_rises_less_than_a_sound_of_the_same_peak():
    click, sound = NOISE.copy(), NOISE.copy()
    click[8000:8008] += 0.1 * TONE[8000:8008]
    sound[6000:9000] += 0.1 * TONE[6000:9000]
    assert rise(click) < rise(sound) - 10
