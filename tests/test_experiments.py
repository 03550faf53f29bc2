"""What is done to a sound: known answers, numpy's and scipy's transforms, and what must stay the same."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.signal import stft

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.frontends import resynthesis
from speechcls.frontends.atlas import by_name
from speechcls.frontends.module import FrontEnd

TIMES = np.arange(SAMPLE_RATE) / SAMPLE_RATE
NOISE = Clip(np.random.default_rng(7).normal(0, 0.1, SAMPLE_RATE).astype(np.float32), "noise")
LOUD, SOFT = 440, 1_000  # Hz
TWO = Clip((0.5 * np.sin(2 * np.pi * LOUD * TIMES) + 0.1 * np.sin(2 * np.pi * SOFT * TIMES)).astype(np.float32))
SILENCE = Clip(np.zeros(SAMPLE_RATE, np.float32))
SHORT = Clip(np.array([0.1, -0.2, 0.3, 0.1, -0.1], np.float32))

CHANGES = {
    "one frequency": lambda clip: resynthesis.keep(clip, resynthesis.strongest(clip, 1)),
    "a band": lambda clip: resynthesis.keep(clip, resynthesis.band(clip, 300, 3_400)),
    "reversed": resynthesis.reverse,
    "scrambled": lambda clip: resynthesis.change_phase(clip, "scrambled"),
    "scrambled as a whole": lambda clip: resynthesis.change_phase(clip, "scrambled", windows=False),
    "zero": lambda clip: resynthesis.change_phase(clip, "zero"),
    "zero as a whole": lambda clip: resynthesis.change_phase(clip, "zero", windows=False),
    "from mel": lambda clip: resynthesis.from_mel(clip, 16),
    "from mel with its phase": lambda clip: resynthesis.from_mel(clip, 128, keep_phase=True),
}


def magnitudes(clip):
    return np.abs(np.fft.rfft(clip.samples.astype(np.float64)))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("clip", [NOISE, SILENCE, SHORT], ids=["noise", "silence", "five samples"])
def test_a_clip_becomes_another_of_its_length_and_repeats(change, clip):
    changed = change(clip)
    assert len(changed.samples) == len(clip.samples) and changed.name == clip.name
    np.testing.assert_array_equal(changed.samples, change(clip).samples)
    if not clip.samples.any():
        assert not changed.samples.any()


def test_all_frequencies_give_the_wave_back_to_rounding():
    back = resynthesis.keep(NOISE, resynthesis.strongest(NOISE, 8_000))
    difference = np.abs(back.samples - NOISE.samples).max()
    assert 0 < difference < 5e-7


def test_the_strongest_frequency_of_two_tones_is_the_loud_one():
    (kept,) = np.flatnonzero(resynthesis.strongest(TWO, 1))
    assert kept == LOUD
    rebuilt = resynthesis.keep(TWO, resynthesis.strongest(TWO, 1))
    np.testing.assert_allclose(rebuilt.samples, 0.5 * np.sin(2 * np.pi * LOUD * TIMES), atol=1e-5)


def test_more_frequencies_are_never_further_from_the_original():
    errors = [
        np.sum((resynthesis.keep(NOISE, resynthesis.strongest(NOISE, count)).samples - NOISE.samples) ** 2)
        for count in (1, 10, 100, 1_000, 7_999, 8_000)
    ]
    assert errors == sorted(errors, reverse=True) and errors[0] > errors[-1]


@pytest.mark.parametrize("count", [0, -1, 8_001])
def test_a_number_of_frequencies_that_there_are_not_is_refused(count):
    with pytest.raises(ValueError, match=r"from 1 to .* 8000"):
        resynthesis.strongest(NOISE, count)


def test_a_band_keeps_what_lies_in_it_and_nothing_else():
    kept = resynthesis.band(TWO, 900, 1_100)
    assert np.flatnonzero(kept)[[0, -1]].tolist() == [900, 1_100]
    np.testing.assert_allclose(resynthesis.keep(TWO, kept).samples, 0.1 * np.sin(2 * np.pi * SOFT * TIMES), atol=1e-5)
    with pytest.raises(ValueError, match="low to high"):
        resynthesis.band(TWO, 2, 1)


def test_reversed_twice_is_the_sound_and_once_has_its_magnitudes():
    assert np.array_equal(resynthesis.reverse(resynthesis.reverse(NOISE)).samples, NOISE.samples)
    np.testing.assert_allclose(magnitudes(resynthesis.reverse(NOISE)), magnitudes(NOISE), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("phase", ["scrambled", "zero"])
def test_phases_of_the_whole_leave_every_magnitude(phase):
    changed = resynthesis.change_phase(NOISE, phase, windows=False)
    np.testing.assert_allclose(magnitudes(changed)[1:-1], magnitudes(NOISE)[1:-1], rtol=1e-3, atol=1e-3)
    assert np.abs(changed.samples - NOISE.samples).max() > 0.1


def test_zero_phase_of_the_whole_is_symmetric_and_largest_at_its_start():
    samples = resynthesis.change_phase(NOISE, "zero", windows=False).samples
    assert samples.argmax() == 0
    np.testing.assert_allclose(samples[1:], samples[:0:-1], atol=1e-4)


@pytest.mark.parametrize("windows", [True, False])
def test_kept_phases_give_the_sound_back(windows):
    np.testing.assert_allclose(resynthesis.change_phase(NOISE, "kept", windows).samples, NOISE.samples, atol=1e-5)


def test_scrambled_windows_keep_where_the_sound_is_in_time_and_frequency():
    burst = Clip(np.where((TIMES > 0.4) & (TIMES < 0.6), TWO.samples, 0).astype(np.float32))
    changed = resynthesis.change_phase(burst, "scrambled")
    _, _, cells = stft(changed.samples, SAMPLE_RATE, nperseg=512)
    energy = np.abs(cells) ** 2
    assert np.sum(changed.samples[(TIMES > 0.37) & (TIMES < 0.63)] ** 2) > 0.99 * np.sum(changed.samples**2)
    assert abs(energy.sum(axis=1).argmax() - LOUD / SAMPLE_RATE * 512) < 2


def test_another_seed_scrambles_otherwise():
    one, other = (resynthesis.change_phase(NOISE, "scrambled", seed=seed).samples for seed in (0, 1))
    assert np.abs(one - other).max() > 0.1


@pytest.mark.parametrize("n_mels", [16, 128])
@pytest.mark.parametrize("keep_phase", [True, False])
def test_a_sound_from_mel_energies_has_them(n_mels, keep_phase):
    clip = resynthesis.change_phase(TWO, "kept")
    with torch.inference_mode():
        before, after = (
            FrontEnd(replace(by_name("power"), n_bands=n_mels))(torch.tensor(c.samples)[None])[0, 0]
            for c in (clip, resynthesis.from_mel(clip, n_mels, keep_phase))
        )
    middle = slice(5, -5)
    assert (after - before)[:, middle].norm() < 0.5 * before[:, middle].norm()


def test_fewer_mel_energies_keep_less():
    errors = [np.sum((resynthesis.from_mel(NOISE, n, True).samples - NOISE.samples) ** 2) for n in (8, 32, 128)]
    assert errors == sorted(errors, reverse=True)
