"""Trials of learning from a few takes: who teaches what, who is asked, and what a threshold lets through."""

import numpy as np
import pytest

from speechcls.evaluation.own_words import _varied
from speechcls.evaluation.own_words_trials import Heard, as_taught, ask, new_voices, own_voice, recognise
from speechcls.evaluation.own_words_ways import COPIES, cosines, gaussians, project, projection
from speechcls.models.gaussians import Space
from speechcls.models.heard_takes import copies

WIDTH = 32
WORDS, VOICES, CLIPS = 6, 5, 3


@pytest.fixture
def vectors() -> np.ndarray:
    """Clips of words that lie far apart, each voice a little beside the others: (n, WIDTH)."""
    rng = np.random.default_rng(0)
    words = 6 * rng.standard_normal((WORDS, 1, 1, WIDTH))
    voices = rng.standard_normal((1, VOICES, 1, WIDTH))
    clips = words + 0.7 * voices + 0.7 * rng.standard_normal((WORDS, VOICES, CLIPS, WIDTH))
    return clips.reshape(-1, WIDTH)


@pytest.fixture
def heard() -> Heard:
    place = np.arange(WORDS * VOICES * CLIPS)
    empty = np.empty((0, 0))
    return Heard((empty, empty), place // (VOICES * CLIPS), place // CLIPS % VOICES)


@pytest.fixture
def space() -> Space:
    strange = 6 * np.random.default_rng(1).standard_normal((40, WIDTH))
    return Space(np.full(WIDTH, 36.0), np.ones(WIDTH), strange, np.arange(40) // 2)


def test_each_voice_teaches_some_words_and_says_the_same_ones_again(heard: Heard, vectors: np.ndarray) -> None:
    episodes = own_voice(heard, vectors, taken=2, count=4)
    assert len(episodes) == 5 * VOICES
    for one in episodes:
        assert len({*heard.voices[one.taught], *heard.voices[one.asked]}) == 1
        assert set(heard.labels[one.taught]) == set(heard.labels[one.asked])
        assert not set(one.taught) & set(one.asked)
        assert (len(one.taught), len(one.asked)) == (8, 4)
        assert len(one.strange["own other words"]) == 2 * CLIPS
    assert own_voice(heard, vectors, taken=CLIPS, count=4) == []


def test_new_voices_are_asked_what_others_taught_one_take_each(heard: Heard) -> None:
    asked = np.flatnonzero(heard.voices < 2)
    for one in new_voices(heard, asked, 3, {}):
        assert not set(heard.voices[one.taught]) & {0, 1}
        for word in range(WORDS):
            voices = heard.voices[one.taught][heard.labels[one.taught] == word]
            assert len(voices) == len(set(voices)) == 3


@pytest.mark.parametrize("way", ["cosines", "gaussians"])
def test_words_that_lie_apart_are_all_named_and_what_lies_elsewhere_is_refused(
    way: str, heard: Heard, vectors: np.ndarray, space: Space
) -> None:
    score = {"cosines": cosines, "gaussians": gaussians(space)}[way]
    far = {"elsewhere": 6 * np.random.default_rng(2).standard_normal((30, WIDTH))}
    trial = ask(score, heard, vectors[:, None], new_voices(heard, np.flatnonzero(heard.voices < 2), 3, far))
    assert trial.right.all()
    assert trial.accepted() == {"elsewhere": 0.0}


def test_copies_of_a_take_count_as_the_one_take_that_they_are_of(
    heard: Heard, vectors: np.ndarray, space: Space
) -> None:
    episodes = new_voices(heard, np.flatnonzero(heard.voices < 2), 2, {})
    once = ask(gaussians(space), heard, vectors[:, None], episodes)
    copied = ask(gaussians(space, 3), heard, np.repeat(vectors[:, None], 3, axis=1), episodes)
    np.testing.assert_allclose(copied.confidence, once.confidence)


def test_a_network_that_knows_the_words_is_asked_among_those_taught_alone(heard: Heard, vectors: np.ndarray) -> None:
    episodes = own_voice(heard, vectors, taken=2, count=2)
    sure = 1.0 * (heard.labels[:, None] == np.arange(WORDS))
    assert recognise(sure, heard, episodes).right.all()
    wrong = recognise(-sure, heard, episodes)
    assert not wrong.right.any()
    assert len(wrong.right) == len(episodes) * 2


def test_the_threshold_that_is_taught_comes_from_takes_and_known_sounds_alone(
    heard: Heard, vectors: np.ndarray, space: Space
) -> None:
    far = {"elsewhere": 6 * np.random.default_rng(2).standard_normal((30, WIDTH)), "the words themselves": vectors}
    episodes = new_voices(heard, np.flatnonzero(heard.voices < 2), 3, far)
    told = as_taught(space, heard, vectors[:, None], episodes)
    assert told["refused"] < 0.05
    assert told["accepted"]["elsewhere"] == 0.0
    assert told["accepted"]["the words themselves"] > 0.95


def test_projected_clips_of_a_word_have_variance_one_and_their_means_vary_along_the_axes() -> None:
    rng = np.random.default_rng(3)
    labels = np.repeat(np.arange(200), 20)
    mixing = rng.standard_normal((4, 4))
    clips = (3 * rng.standard_normal((200, 4))[labels] + rng.standard_normal((len(labels), 4))) @ mixing
    matrix, offset, between = projection(clips, labels)
    projected = clips @ matrix.T + offset
    within = projected - np.array([projected[labels == word].mean(axis=0) for word in range(200)])[labels]
    assert np.cov(within.T).diagonal().mean() == pytest.approx(1, abs=0.35)  # shrunk towards the identity
    assert (np.diff(between) <= 0).all()
    assert np.square(project(clips, matrix, offset)).sum(axis=1) == pytest.approx(np.full(len(clips), 4.0))


def test_clips_that_teach_are_varied_as_takes_are_and_those_asked_stay_as_they_are() -> None:
    waves = np.random.default_rng(4).integers(-9000, 9000, (40, 16_000)).astype(np.int16)
    teaching = np.arange(40) % 3 > 0

    def listen(some: np.ndarray) -> np.ndarray:
        return some[:, ::4000].astype(float)

    rows = _varied(listen(waves), teaching, waves, listen)
    np.testing.assert_array_equal(rows[~teaching], np.repeat(listen(waves[~teaching])[:, None], COPIES, axis=1))
    for place in np.flatnonzero(teaching):
        wanted = listen(32_768 * copies(waves[place].astype(np.float32) / 32_768))
        np.testing.assert_allclose(rows[place], wanted, atol=0.51)
