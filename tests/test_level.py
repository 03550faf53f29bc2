"""RMS, decibels, mixing at a signal-to-noise ratio and int16 samples: known answers, the same in numpy and in torch."""

import numpy as np
import pytest
import torch

from speechcls.audio import to_float, to_int16
from speechcls.audio.level import QUIET, amplitude, at_snr, decibels, mix, rms, unit

WAVES = np.random.default_rng(0).normal(0, 0.1, (3, 800)).astype(np.float32)
NOISE = np.random.default_rng(1).normal(0, 0.4, (3, 800)).astype(np.float32)


def test_the_rms_of_a_sine_is_its_amplitude_over_the_root_of_two():
    sine = 0.5 * np.sin(2 * np.pi * np.arange(1000) / 100)
    assert rms(sine).item() == pytest.approx(0.5 / np.sqrt(2))
    assert rms(np.stack([sine, 2 * sine])).shape == (2, 1)


@pytest.mark.parametrize(("level", "ratio"), [(0, 1), (20, 10), (-6.0206, 0.5)])
def test_twenty_decibels_are_ten_times_the_amplitude(level: float, ratio: float):
    assert amplitude(level) == pytest.approx(ratio, rel=1e-4)
    assert decibels(np.array(ratio**2)) == pytest.approx(level, abs=1e-4)


def test_the_level_of_nothing_is_that_of_the_floor():
    assert decibels(np.zeros(1), 1e-12) == [-120.0]


@pytest.mark.parametrize("snr", [20, 0, -5])
def test_a_mix_has_the_signal_to_noise_ratio_that_was_asked_for(snr: float):
    added = mix(WAVES, NOISE, snr) - WAVES
    np.testing.assert_allclose(20 * np.log10(rms(WAVES) / rms(added)), snr, atol=0.05)


def test_silence_is_mixed_as_if_it_were_quiet_and_stays_finite():
    silence = np.zeros_like(WAVES)
    np.testing.assert_allclose(rms(at_snr(NOISE, silence, 0)), QUIET, rtol=1e-6)
    assert (unit(silence) == 0).all() and (at_snr(silence, WAVES, 0) == 0).all()


def test_a_mix_stays_within_full_scale():
    assert np.abs(mix(np.ones_like(WAVES), NOISE, -5)).max() == 1


def test_torch_gives_what_numpy_gives():
    waves, noise = torch.from_numpy(WAVES), torch.from_numpy(NOISE)
    for ours, theirs in (
        (rms(waves), rms(WAVES)),
        (unit(waves), unit(WAVES)),
        (at_snr(noise, waves, 5), at_snr(NOISE, WAVES, 5)),
    ):
        np.testing.assert_allclose(ours.numpy(), theirs, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("kind", [np.asarray, torch.as_tensor])
def test_samples_become_float32_and_return_as_they_were(kind):
    samples = np.array([-32768, -1, 0, 16384, 32767], np.int16)
    waves = to_float(kind(samples))
    assert "float32" in str(waves.dtype)
    assert waves.tolist() == [-1.0, -1 / 32768, 0.0, 0.5, 32767 / 32768]
    assert to_int16(np.asarray(waves)).tolist() == samples.tolist()


def test_what_lies_beyond_full_scale_is_clipped():
    assert to_int16(np.array([-1.5, 1.0, 1.5])).tolist() == [-32768, 32767, 32767]
