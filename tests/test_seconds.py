"""The second that is classified: where the word is, in its middle, whatever else there is to hear."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_sounds import rms
from speechcls.audio import SAMPLE_RATE, Clip, pad_right
from speechcls.audio.seconds import MOST, TAIL, loud_seconds, speech_energy


def tone(hertz: float, seconds: float) -> np.ndarray:
    """Half of full scale, faded in and out."""
    n = round(SAMPLE_RATE * seconds)
    return 0.5 * np.hanning(n) * np.sin(2 * np.pi * hertz * np.arange(n) / SAMPLE_RATE)


def at(*sounds: tuple[float, np.ndarray], seconds: float = 3.0) -> Clip:
    """Sounds at their onsets (s) in faint noise."""
    samples = np.random.default_rng(0).normal(0, 0.0003, round(seconds * SAMPLE_RATE))
    for onset, sound in sounds:
        first = round(onset * SAMPLE_RATE)
        samples[first : first + len(sound)] += sound[: len(samples) - first]
    return Clip(samples)


WORD = tone(300, 0.4)

# Where the word stands in its second


@pytest.mark.parametrize("onset", [0.0, 0.1, 0.31, 0.8, 1.234, 1.9, 2.29, 2.6])
def test_a_word_ends_up_in_the_middle_even_at_an_end_of_the_clip(onset):
    clip = at((onset, WORD))
    assert clip.loudest_second() == pytest.approx(onset + 0.2 - 0.5, abs=0.005)
    energy = np.square(clip.second())
    assert np.average(np.arange(SAMPLE_RATE), weights=energy) / SAMPLE_RATE == pytest.approx(0.5, abs=0.005)


def test_beyond_the_ends_of_a_clip_there_is_nothing_but_faint_noise():
    samples = np.concatenate((WORD, 1e-6 * np.ones(2 * SAMPLE_RATE))).astype(np.float32)
    second = Clip(samples).second()
    before = round(-Clip(samples).loudest_second() * SAMPLE_RATE)
    assert rms(second[:before]) == pytest.approx(np.abs(WORD).max() / np.sqrt(2) / 100, rel=0.05)
    np.testing.assert_array_equal(second[before:], samples[: SAMPLE_RATE - before])


@pytest.mark.parametrize("seconds", [0.25, 0.4, 0.9])
def test_a_word_cut_tightly_is_centred(seconds):
    samples = tone(300, seconds).astype(np.float32)
    second = Clip(samples).second()
    before = (SAMPLE_RATE - len(samples)) // 2
    assert np.flatnonzero(second == samples[len(samples) // 3]).size  # unchanged
    np.testing.assert_allclose(second[before : before + len(samples)], samples, atol=0.01)
    assert rms(second[: before - 80]) < 0.02 * rms(samples)  # all of it is in the middle


@given(st.integers(1, SAMPLE_RATE - 1), st.integers(0, 2**32))
@settings(deadline=None, max_examples=50)
def test_nothing_of_a_clip_shorter_than_a_second_is_lost(n, seed):
    samples = np.random.default_rng(seed).normal(0, 1, n) ** 5
    before = round(-SAMPLE_RATE * Clip(samples).loudest_second())
    np.testing.assert_array_equal(Clip(samples).second()[before : before + n], samples.astype(np.float32))


@given(st.integers(0, 2**32), st.sampled_from([None, 0.0, -3.0, 0.2, 9.0]))
@settings(deadline=None, max_examples=30)
def test_a_clip_of_exactly_a_second_is_taken_as_it_is(seed, start):
    samples = np.random.default_rng(seed).normal(0, 0.3, SAMPLE_RATE).astype(np.float32)
    samples[: seed % SAMPLE_RATE] = 0  # the sound stands anywhere
    np.testing.assert_array_equal(Clip(samples).second(start), samples)
    assert Clip(samples).loud_seconds == (0.0,)


@pytest.mark.parametrize("n", [1, 10_000, 16_000, 20_000])
def test_the_padding_of_the_chapter_is_on_the_right(n):
    samples = np.arange(1, n + 1, dtype=np.int16)
    padded = pad_right(samples)
    assert padded.dtype == np.int16
    assert padded.tolist() == [*range(1, min(n, SAMPLE_RATE) + 1), *[0] * max(0, SAMPLE_RATE - n)]


def test_a_quiet_last_syllable_is_not_cut_to_centre_a_loud_first_one():
    word = np.concatenate((tone(300, 0.3), np.zeros(4_800), 0.5 * tone(900, 0.3)))
    start = at((1.0, word)).loudest_second()  # the word lasts from 1.0 to 1.9 s
    assert start <= 1.0
    assert start + 1 >= 1.8  # from there on it fades out


def test_a_click_after_the_last_whole_step_is_heard():
    samples = np.zeros(SAMPLE_RATE + 88)
    samples[-1] = 1
    assert Clip(samples).second().max() == 1


@pytest.mark.parametrize("n", [50_000, 16_001])
def test_silence_starts_at_0(n):
    assert Clip(np.zeros(n)).loud_seconds == (0.0,)


# Which second

T = np.arange(SAMPLE_RATE) / SAMPLE_RATE
NOISES = {
    "thump": 0.9 * np.sin(2 * np.pi * 50 * T) * np.exp(-T / 0.08),
    "offset that settles": 0.6 * np.exp(-T / 0.12),
    "80 Hz": 0.5 * np.sin(2 * np.pi * 80 * T) * np.hanning(SAMPLE_RATE),
    "constant offset": np.full(SAMPLE_RATE, 0.3),
    "above 4 kHz": tone(6_000, 1.0),
}


@pytest.mark.parametrize("noise", NOISES.values(), ids=NOISES)
def test_what_lies_outside_the_band_of_speech_does_not_win_over_a_word_30_db_below_it(noise):
    clip = at((0.0, noise), (1.8, 0.1 * WORD))
    assert np.sum(np.square(noise)) > 50 * np.sum(np.square(0.1 * WORD))
    assert clip.loudest_second() == pytest.approx(1.5, abs=0.02)


@pytest.mark.parametrize(("hertz", "kept"), [(60, 0), (80, 0), (150, 1), (1_000, 1), (3_000, 1), (4_500, 0)])
def test_energy_is_that_between_120_and_4000_hertz(hertz, kept):
    wave = np.sin(2 * np.pi * hertz * np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE)
    middle = speech_energy(wave)[1_000:2_000]
    assert len(middle) == 1_000
    assert middle.sum() == pytest.approx(kept * np.sum(np.square(wave[16_000:32_000])) / 2, rel=0.02, abs=1)


def test_the_louder_of_two_words_comes_first_and_both_are_named():
    quiet, loud = at((0.5, 0.5 * WORD), (2.0, WORD)).loud_seconds[::-1]
    assert (quiet, loud) == (pytest.approx(0.2, abs=0.01), pytest.approx(1.7, abs=0.01))


def test_what_is_more_than_30_db_quieter_does_not_stand_out():
    assert len(at((0.5, 0.02 * WORD), (2.0, WORD)).loud_seconds) == 1
    assert len(at((0.5, 0.05 * WORD), (2.0, WORD)).loud_seconds) == 2


@given(st.integers(SAMPLE_RATE, 60_000), st.integers(0, 2**32), st.floats(1, 40), st.floats(0, 4))
@settings(deadline=None, max_examples=60)
def test_the_loudest_second_keeps_the_energy_of_the_best_one_within_the_clip(n, seed, sharpness, middle):
    rng = np.random.default_rng(seed)
    envelope = np.exp(-sharpness * np.square(np.arange(n) / SAMPLE_RATE - middle))
    samples = rng.normal(0, 1, n) * (envelope + 0.01)
    starts = loud_seconds(samples)
    assert 1 <= len(starts) <= MOST and len(set(starts)) == len(starts)
    energy = speech_energy(samples)
    total = np.concatenate(([0.0], np.cumsum(energy)))
    first = round(starts[0] * 1_000)
    held = total[min(max(first + 1_000, 0), len(energy))] - total[max(first, 0)]
    assert held >= (1 - 2 * TAIL) * np.max(total[1_000:] - total[:-1_000]) * (1 - 1e-5)


def test_a_start_that_is_asked_for_is_kept_within_the_clip_and_its_loudest_second():
    clip = at((0.0, WORD))  # the second begins 0.3 s before the clip
    assert (clip.earliest, clip.latest) == (pytest.approx(-0.3, abs=0.005), 2.0)
    assert [clip.within(start) for start in (-9.0, 1.25, 9.0)] == [clip.earliest, 1.25, 2.0]
    assert clip.within(float("nan")) == clip.earliest
