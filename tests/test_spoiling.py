"""A sound spoiled by degrees: unharmed at none, and by the amount that is named."""

import numpy as np
import pytest

from speechcls.audio import SAMPLE_RATE
from speechcls.audio.level import rms
from speechcls.frontends import spoiling
from speechcls.frontends.spoiling import SPOILS

TIMES = np.arange(SAMPLE_RATE) / SAMPLE_RATE
TONE = (0.1 * np.sin(2 * np.pi * 1000 * TIMES)).astype(np.float32)
OTHER = (0.3 * np.sin(2 * np.pi * 400 * TIMES)).astype(np.float32)


@pytest.mark.parametrize("how", SPOILS)
@pytest.mark.parametrize("strength", [0.0, 0.4, 1.0])
def test_a_second_stays_a_second_finite_and_within_full_scale(how: str, strength: float) -> None:
    for wave in (TONE, np.zeros(SAMPLE_RATE, np.float32)):
        spoiled = SPOILS[how](wave, strength, OTHER)
        assert spoiled.shape == wave.shape
        assert spoiled.dtype == np.float32
        assert np.isfinite(spoiled).all()
        assert np.abs(spoiled).max() <= 1


@pytest.mark.parametrize("how", sorted(set(SPOILS) - {"noise", "word"}))
def test_at_no_strength_nothing_is_changed(how: str) -> None:
    assert SPOILS[how](TONE, 0.0, OTHER) == pytest.approx(TONE, abs=1e-6)


@pytest.mark.parametrize("how", ["noise", "word"])
def test_what_is_mixed_in_lies_as_far_below_as_is_said(how: str) -> None:
    added = SPOILS[how](TONE, 0.5, OTHER) - TONE
    assert 20 * np.log10(rms(TONE) / rms(added)).item() == pytest.approx(spoiling.snr(0.5), abs=0.1)


def test_full_strength_takes_sixty_decibels_away() -> None:
    quiet = spoiling.loudness(TONE, 1.0, OTHER)
    assert 20 * np.log10(rms(quiet) / rms(TONE)).item() == pytest.approx(-60, abs=0.01)


def test_speed_raises_the_pitch_as_many_times() -> None:
    fast = spoiling.speed(TONE, 1.0, OTHER)
    assert np.abs(np.fft.rfft(fast)).argmax() == pytest.approx(1000 * spoiling.FASTEST, abs=5)


def test_a_blanket_leaves_nothing_above_its_frequency() -> None:
    muffled = spoiling.muffled(TONE + OTHER, 0.8, OTHER)
    spectrum = np.abs(np.fft.rfft(muffled))
    cutoff = spoiling.cutoff(0.8)
    assert 400 < cutoff < 1000
    assert spectrum[int(cutoff) + 2 :].max() < 1e-3 * spectrum[400]


def test_distortion_keeps_the_loudness_and_cuts_the_peaks() -> None:
    clipped = spoiling.clipped(TONE, 0.5, OTHER)
    assert rms(clipped).item() == pytest.approx(rms(TONE).item(), rel=1e-3)
    assert np.abs(clipped).max() < 0.8 * np.abs(TONE).max()


def test_an_echo_goes_on_after_the_sound_has_ended() -> None:
    click = np.zeros(SAMPLE_RATE, np.float32)
    click[1000] = 0.5
    assert np.abs(spoiling.echo(click, 1.0, OTHER)[5000:]).max() > 0.001
