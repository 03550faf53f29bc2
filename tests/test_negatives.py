"""What is none of the words: reversed, spliced and synthesised words, and noise, to fit and measure rejection by."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from speechcls.audio import FULL_SCALE
from speechcls.audio.level import level
from speechcls.data import negatives, tts, wordlists
from speechcls.data.corpus import DatasetError, split
from speechcls.models.classifier import Classifier
from synthetic import RATE, TESTED, WATCHED

WORD_KINDS = ("reversed words", "spliced words")


@pytest.fixture
def given(corpus) -> negatives.Material:
    made = negatives.material(corpus, split(corpus, "speaker", 0)["validation"], "validation")
    return replace(made, noise=(np.random.default_rng(0).normal(0, 0.1, 2 * RATE),))


def test_negatives_repeat_with_their_seed_and_differ_with_another_and_in_another_part(given):
    first, again, other = (dict(negatives.make(given, 4, seed)) for seed in (1, 1, 2))
    assert list(first) == list(negatives.KINDS)
    for kind, waves in first.items():
        assert (waves.shape, waves.dtype) == ((4, RATE), np.int16)
        np.testing.assert_array_equal(waves, again[kind])
        assert (waves != other[kind]).any()
    for kind, waves in negatives.make(replace(given, part="test"), 4, 1):
        assert (waves != first[kind]).any()


def test_negatives_are_what_they_are_called(given):
    made = dict(negatives.make(given, 6, 0))
    assert np.abs(made["silence"]).max() == 1 and not made["silence"][::2].any()
    backwards = {wave[::-1].tobytes() for wave in made["reversed words"]}
    assert backwards <= {wave.tobytes() for wave in np.asarray(given.words)}
    levels = level(made["white noise"] / FULL_SCALE)
    assert ((levels > -61) & (levels < -9)).all()
    for tone in made["tones"]:
        power = np.abs(np.fft.rfft(tone)) ** 2
        peak = power.argmax()
        assert power[max(0, peak - 40) : peak + 41].sum() > 0.9 * power.sum()
    octaves = [(np.abs(np.fft.rfft(made["pink noise"][0]))[low : 2 * low] ** 2).sum() for low in (200, 800, 3200)]
    assert max(octaves) < 1.5 * min(octaves)


def test_a_splice_joins_two_words_where_half_of_their_energy_lies():
    first, second = np.zeros(RATE, np.int16), np.zeros(RATE, np.int16)
    first[2000:4000], second[10_000:12_000] = 1000, 500
    joined = negatives._join_halves(first, second) * FULL_SCALE
    assert joined[7002:7900] == pytest.approx(1000) and joined[8100:8900] == pytest.approx(500)
    assert not joined[:6900].any() and not joined[9100:].any()


def test_without_noise_recordings_or_a_second_word_these_kinds_are_left_out(given):
    poor = replace(given, noise=(), labels=np.zeros_like(given.labels))
    assert set(negatives.KINDS) - set(dict(negatives.make(poor, 2, 0))) == {"background noise", "spliced words"}


def test_negatives_of_words_are_made_from_the_clips_of_their_own_part(corpus):
    for part_, voices in (("validation", WATCHED), ("test", TESTED)):
        indices = split(corpus, "speaker", 0)[part_]
        made = negatives.material(corpus, indices, part_)
        assert set(corpus.voices[indices]) == set(voices) and len(made.words) == len(indices)


def test_synthesised_words_are_left_out_where_no_synthesiser_is_installed(monkeypatch):
    monkeypatch.setattr(tts.shutil, "which", lambda _: None)
    assert {kind: waves.shape for kind, waves in negatives.speak_other_words(5, 0).items()} == dict.fromkeys(
        (negatives.SYNTHESISED, *negatives.SPOKEN), (0, RATE)
    )


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
def test_synthesised_words_are_spoken():
    said = negatives.synthesise(3, 0, negatives.COMMON, ("espeak-ng",))
    assert said.shape == (3, RATE)
    assert (level(said / FULL_SCALE) > -40).all()


def test_near_misses_and_other_words_of_the_test_are_each_spoken_by_one_synthesiser(monkeypatch):
    asked = []
    monkeypatch.setattr(tts.shutil, "which", lambda program: program)
    monkeypatch.setattr(tts, "speak_second", lambda command: asked.append(command) or iter([np.zeros(RATE, np.int16)]))
    made = negatives.speak_other_words(3, 0)
    assert all(waves.shape == (3, RATE) for waves in made.values())
    by_kind = dict(zip(made, zip(*[iter(asked)] * 3, strict=True), strict=True))
    for kind, (program, words) in negatives.SPOKEN.items():
        for command in by_kind[kind]:
            assert command[0] == program and set(re.findall(r"\w+", " ".join(command[3:]))) & set(words)


def test_words_of_the_list_are_spoken_by_each_synthesiser_that_is_installed(monkeypatch):
    monkeypatch.setattr(tts.shutil, "which", lambda program: program if program != "flite" else None)
    monkeypatch.setattr(tts, "speak_second", lambda command: iter([np.zeros(RATE, np.int16)]))
    said = negatives.speak_words(("go", "stop"), 5, 0)
    assert {program: waves.shape for program, waves in said.items()} == dict.fromkeys(
        ("espeak-ng", "festival"), (5, RATE)
    )


def test_only_words_of_letters_reach_a_synthesiser(monkeypatch):
    asked = []
    monkeypatch.setattr(tts.shutil, "which", lambda program: program)
    monkeypatch.setattr(tts, "speak_second", lambda command: asked.append(command) or iter([np.zeros(RATE, np.int16)]))
    negatives.speak_words(("-go", 'st"op', "über"), 100, 0)
    assert asked and all("über" in " ".join(command) for command in asked)
    assert negatives.speak_words(("-go",), 100, 0) == {}


@pytest.mark.skipif(not shutil.which("festival"), reason="festival is not installed")
def test_festival_speaks_in_a_voice_that_is_installed():
    said = negatives.synthesise(3, 0, ("bread",), ("festival",))
    assert len(said) and (level(said / FULL_SCALE) > -40).all()


def test_ci_installs_every_synthesiser_that_rejection_is_tested_with():
    installed = (Path(__file__).parents[1] / ".ci" / "run").read_text().split()
    assert {"espeak-ng", *(program for program, _ in negatives.SPOKEN.values())} <= set(installed)


def test_the_words_of_the_test_are_many_and_in_no_training_and_none_is_of_the_list():
    test = (*wordlists.near_misses("test"), *wordlists.other_words("test"))
    training = (*wordlists.near_misses("train"), *wordlists.other_words("train"))
    assert len(wordlists.near_misses("test")) >= 120 and len(wordlists.other_words("test")) >= 300
    assert len(set(test)) == len(test) and len(set(training)) == len(training)
    assert not set(test) & set(training)
    version_2 = {"backward", "follow", "forward", "learn", "visual"}
    assert not (set(test) | set(training)) & (set(Classifier.load().card.words) | version_2)
    assert set(wordlists.NEAR_MISSES["test"]) == set(wordlists.NEAR_MISSES["train"])


def test_negatives_of_a_training_are_spoken_by_espeak_alone_in_voices_of_no_test(monkeypatch, home):
    asked = []
    monkeypatch.setattr(tts.shutil, "which", lambda program: program)
    monkeypatch.setattr(tts, "speak_second", lambda command: asked.append(command) or iter([np.ones(RATE, np.int16)]))
    made = tts.negatives(("apple", "bread"), 3)
    assert made.shape == (6, RATE) and made.dtype == np.int16
    assert {command[0] for command in asked} == {"espeak-ng"}
    assert not {command[2] for command in asked} & set(tts.TEST_ESPEAK)
    np.testing.assert_array_equal(tts.negatives(("apple", "bread"), 3), made)
    assert len(asked) == 6  # kept from the first time
    monkeypatch.setattr(tts.shutil, "which", lambda _: None)
    with pytest.raises(DatasetError, match="apt-get install"):
        tts.negatives(("apple",), 3)
