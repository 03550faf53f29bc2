"""Clips made quiet, among other voices and in noise: as quiet as asked, at the ratio that is asked for."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from speechcls.audio.level import mix
from speechcls.cli import app
from speechcls.data.corpus import read_corpus, split
from speechcls.data.waves import NOISES
from speechcls.evaluation import robustness
from speechcls.evaluation.robustness import mix_in_noises
from speechcls.models.rejection import Rejection
from synthetic import RATE, WORDS, write_corpus


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
    noisy = mix_in_noises(waves, noises, level, seed=0)
    assert noisy.dtype == np.float32 and noisy.shape == waves.shape
    np.testing.assert_allclose(decibels(waves) - decibels(noisy - waves), level, atol=0.05)


def test_every_level_takes_the_same_stretches_and_another_seed_takes_others(waves, noises):
    loud, soft, other = (mix_in_noises(waves, noises, *how) - waves for how in ((0, 0), (20, 0), (0, 1)))
    np.testing.assert_allclose(loud, 10 * soft, atol=1e-4)
    assert not np.allclose(loud, other, atol=1e-3)


def test_what_is_mixed_stays_within_full_scale_and_silence_stays_finite(noises):
    for waves in (np.ones((2, RATE), np.float32), np.zeros((2, RATE), np.float32)):
        noisy = mix_in_noises(waves, noises, -5, seed=0)
        assert np.isfinite(noisy).all() and np.abs(noisy).max() <= 1


@pytest.fixture
def noisy_corpus(tmp_path):
    """The corpus with the recordings of noise that the test is mixed with."""
    folder = write_corpus(tmp_path / "noisy")
    for name in NOISES["test"]:
        hiss = np.random.default_rng(0).normal(0, 0.1, 3 * RATE)
        soundfile.write(folder / "_background_noise_" / f"{name}.wav", hiss, RATE)
    return read_corpus(folder)


class Deaf(SimpleNamespace):
    """A network that hears "go" in what is about as loud as that word without noise, and in what is louder "up"."""

    def logits(self, waves: np.ndarray) -> np.ndarray:
        quiet = np.square(waves).mean(axis=1) < 1.5 * 0.017  # mean square of a "go": 0.3**2 * 3 / 8 / 2
        return np.eye(3)[np.where(quiet, 1, 2)] * 9


def test_robustness_is_over_the_covered_words_of_the_test_in_each_condition(noisy_corpus, card):
    made = card(training_clips={"down": 9, "go": 1000, "up": 9})  # only "go" is covered
    indices = split(noisy_corpus, "speaker", 0)["test"]
    found = robustness.measure(Deaf(card=made, rejection=None), noisy_corpus, indices)
    accuracies = {kind: {step: told["accuracy"] for step, told in steps.items()} for kind, steps in found.items()}
    assert accuracies["noise"] == {"20": 1.0, "10": 1.0, "5": 1.0, "0": 0.0, "-5": 0.0}
    assert accuracies["clear"] == {"0": 1.0} and accuracies["level"] == {"-30": 1.0, "-40": 1.0, "-50": 1.0}
    assert accuracies["cut"] == {"20": 1.0, "30": 1.0}
    assert list(accuracies["babble"]) == ["20", "10", "5", "0"] and accuracies["babble"]["20"] == 1.0


def test_what_the_rejection_refuses_is_told_beside_the_accuracy_and_not_taken_from_it(noisy_corpus, card):
    made = card(training_clips={"down": 9, "go": 1000, "up": 9})
    indices = split(noisy_corpus, "speaker", 0)["test"]
    fussy = Rejection(1.0, "probability", 0.5, -25.0)  # what is quieter is silence to it
    found = robustness.measure(Deaf(card=made, rejection=fussy), noisy_corpus, indices)
    assert found["clear"]["0"] == {"accuracy": 1.0, "refused": 0.0}
    assert found["level"]["-30"] == {"accuracy": 1.0, "refused": 1.0}


def test_without_covered_words_nothing_is_measured_and_without_recordings_no_noise(noisy_corpus, corpus, card):
    indices = split(noisy_corpus, "speaker", 0)["test"]
    few = Deaf(card=card(training_clips=dict.fromkeys(("down", "go", "up"), 9)), rejection=None)
    assert robustness.measure(few, noisy_corpus, indices) == {}
    covered = Deaf(card=card(), rejection=None)
    assert "noise" not in robustness.measure(covered, corpus, split(corpus, "speaker", 0)["test"])


@pytest.mark.parametrize("level", [20, 0])
def test_a_word_stands_over_the_babble_of_other_voices_by_the_level(waves, level):
    talk = robustness.babble(waves, np.arange(len(waves)), talkers=3)
    heard = mix(waves, talk, level)
    np.testing.assert_allclose(decibels(waves) - decibels(heard - waves), level, atol=0.05)


def test_babble_holds_as_many_other_voices_as_asked_and_never_the_own():
    waves = np.zeros((6, RATE), np.float32)
    for place, wave in enumerate(waves):
        wave[100 * place] = 0.5  # a click each
    voices = np.array(["a", "a", "b", "c", "d", "e"])
    talk = robustness.babble(waves, voices, talkers=3)
    assert ((talk != 0).sum(axis=1) == 3).all()
    np.testing.assert_allclose(talk.max(axis=1), np.sqrt(RATE), rtol=0.01)  # of a click whose root mean square is 1
    alone = robustness.babble(waves[:3], np.array(["a", "a", "b"]), talkers=8)
    assert ((alone != 0).sum(axis=1) == [1, 1, 2]).all()


def test_a_quieter_clip_has_the_peak_asked_for_and_nothing_is_made_louder():
    time = np.arange(RATE) / RATE
    waves = np.stack([0.9 * np.sin(700 * time), 0.001 * np.sin(700 * time), np.zeros(RATE)]).astype(np.float32)
    peaks = np.abs(robustness.lower_peak(waves, -40)).max(axis=1)
    np.testing.assert_allclose(peaks, [0.01, 0.001, 0], atol=1 / 32768)


def test_a_clip_that_is_cut_holds_its_word_between_stretches_of_faint_noise():
    wave = np.zeros((1, RATE), np.float32)
    wave[0, 1000:3000] = 0.5 * np.sin(np.arange(2000))
    wave[0, 3000:4000] = 0.02 * np.sin(np.arange(1000))  # 28 dB below
    for below, length in ((20, 2000), (30, 3000)):
        heard = np.flatnonzero(np.abs(robustness.cut_tightly(wave, below)[0]) > 0.01)
        assert heard[-1] - heard[0] == pytest.approx(length, abs=10)
        assert heard[0] > RATE / 4 and heard[-1] < 3 * RATE / 4


def test_the_command_prints_each_condition_with_its_interval(fake, noisy_corpus):
    fake(training_clips=dict.fromkeys(WORDS, 1000))
    asked = ["evaluate-robustness", "--data", str(noisy_corpus.root), "--variant", "fake", "--format", "json"]
    result = CliRunner().invoke(app, asked, catch_exceptions=False)
    rows = json.loads(result.stdout)
    assert [(row["condition"], row["decibels"]) for row in rows][:4] == [
        ("clear", 0),
        *(("level", p) for p in (-30, -40, -50)),
    ]
    assert all(row["low"] <= row["accuracy"] <= row["high"] and 0 <= row["refused"] <= 1 for row in rows)
