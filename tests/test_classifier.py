"""A clip's answer doesn't depend on the company it came in, and is about the second that it names."""

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

import speechcls
from speechcls import audio
from speechcls.audio import AudioError, Clip
from speechcls.data.corpus import read_corpus, split
from speechcls.models import variants
from speechcls.models.classifier import BATCH, Classifier
from synthetic import RATE, WORDS, say


@pytest.fixture
def classifier(fake) -> Classifier:
    fake()
    return Classifier.load("fake")


def clip(word: str = "go", voice: str = "a1", take: int = 2) -> Clip:
    return audio.from_array(say(f"{word}/{voice}_nohash_{take}.wav"), RATE)


def by_word(answer) -> np.ndarray:
    """Probabilities in the order of the words' names."""
    return np.array([p for _, p in sorted(zip(answer.words, answer.probabilities, strict=True))])


def test_words_come_with_their_probabilities_the_likeliest_first(classifier):
    answer = classifier(clip())
    assert sorted(answer.words) == list(WORDS)
    assert list(answer.probabilities) == sorted(answer.probabilities, reverse=True)
    assert sum(answer.probabilities) == pytest.approx(1.0, abs=1e-6)
    assert (answer.word, answer.probability) == (answer.words[0], answer.probabilities[0])
    assert answer.top(2) == tuple(zip(answer.words[:2], answer.probabilities[:2], strict=True))
    assert len(answer.top(99)) == 3


def test_each_probability_stands_beside_its_own_word(classifier):
    waves = torch.from_numpy(clip().second()[None])
    expected = torch.softmax(classifier.variant.network(classifier.variant.front_end(waves)), dim=1)[0]
    np.testing.assert_allclose(by_word(classifier(clip())), expected.detach(), atol=1e-6)


def test_a_batch_equals_single_clips_across_the_limit_of_a_pass(classifier):
    clips = [clip(WORDS[i % 3], f"x{i % 10}", i) for i in range(BATCH + 3)]
    together = classifier.classify(clips)
    for one, expected in zip(clips, together, strict=True):
        np.testing.assert_allclose(by_word(classifier(one)), by_word(expected), atol=1e-5)
    assert np.ptp([by_word(answer) for answer in together], axis=0).max() > 1e-3


def test_no_clips_give_no_answers(classifier):
    assert classifier.classify([]) == []
    assert classifier.logits(np.empty((0, RATE), np.float32)).shape == (0, 3)


@pytest.mark.parametrize("kind", [str, Path, Path.read_bytes], ids=["str", "path", "bytes"])
def test_a_path_or_bytes_are_answered_as_the_clip_they_hold(classifier, tmp_path, kind):
    path = tmp_path / "go.wav"
    soundfile.write(path, clip().samples, RATE, subtype="FLOAT")
    np.testing.assert_allclose(by_word(classifier(kind(path))), by_word(classifier(clip())), atol=1e-6)


def test_a_sound_that_cannot_be_read_is_an_audio_error(classifier, tmp_path):
    with pytest.raises(AudioError):
        classifier(tmp_path / "missing.wav")
    with pytest.raises(AudioError):
        classifier(b"no sound")


def test_the_second_from_the_given_start_is_classified(classifier):
    first, second = clip("go"), clip("up", "g7")
    both = Clip(np.concatenate((first.samples, second.samples)))
    for start, expected in ((0.0, first), (1.0, second)):
        answer = classifier(both, start)
        assert answer.start == start
        np.testing.assert_allclose(by_word(answer), by_word(classifier(expected)), atol=1e-6)
    assert [answer.start for answer in classifier.classify([both, both], [0.25, 0.5])] == [0.25, 0.5]


def test_without_a_start_the_loudest_second_is_classified(classifier):
    quiet = np.zeros(RATE, np.float32)
    answer = classifier(Clip(np.concatenate((quiet, clip().samples, quiet))))
    assert answer.start == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize(("asked", "heard"), [(-3.0, 0.0), (0.4, 0.4), (9.0, 1.5), (float("nan"), 0.0)])
def test_the_answer_names_the_start_that_was_used(classifier, asked, heard):
    assert classifier(Clip(np.ones(int(2.5 * RATE), np.float32)), asked).start == heard


def test_a_word_wins_over_louder_noise_that_the_network_refuses(fake, monkeypatch):
    fake()
    classifier = Classifier.load("fake")
    loud = np.random.default_rng(0).normal(0, 0.3, RATE // 2).astype(np.float32)
    monkeypatch.setattr(classifier, "judge", lambda waves: (None, ["unknown" if w.std() > 0.15 else "" for w in waves]))
    noise_first = Clip(np.concatenate((loud, np.zeros(RATE, np.float32), clip().samples)))
    noise_only = Clip(np.concatenate((loud, np.zeros(RATE, np.float32), loud)))
    one_second = clip()
    word, first_noise, whole = classifier.choose([noise_first, noise_only, one_second])
    assert word == pytest.approx(1.5, abs=0.1) and word in noise_first.loud_seconds[1:]
    assert first_noise == noise_only.loudest_second()
    assert whole == 0.0


@pytest.mark.parametrize(
    ("sound", "names"),
    [
        (np.zeros(RATE), "ndarray of shape (16000,). Make samples a Clip, with their rate: speechcls.from_array("),
        (torch.zeros(RATE), "Tensor of shape (16000,). Make samples"),
        ([0.0] * 9, "list. Make samples"),
        (["a.wav", "b.wav"], "list. Give one sound, or many with classify("),
        (io.BytesIO(b"RIFF"), "BytesIO. Give what its read() returns"),
        (None, "NoneType. "),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_sound_gets_a_sentence_that_names_what_serves(classifier, sound, names):
    with pytest.raises(AudioError) as refused:
        classifier(sound)
    assert str(refused.value).startswith("A recogniser takes a Clip, a file's path or its bytes, not ")
    assert names in str(refused.value)


def test_many_are_given_as_clips(classifier):
    with pytest.raises(AudioError, match=r"takes Clips, not str\. Make each with read\(\) or from_array\(\)"):
        classifier.classify(["a.wav"])


def test_an_array_is_answered_through_the_public_from_array(classifier):
    samples = say("go/a1_nohash_2.wav")
    assert classifier(speechcls.from_array(samples, RATE)).probabilities == classifier(clip("go", "a1")).probabilities


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_of_a_process_that_used_many_threads_answers():
    code = """
import os, sys, numpy as np, torch
from speechcls.models.classifier import Classifier
torch.set_num_threads(2)
torch.ones(400, 400) @ torch.ones(400, 400)
classifier = Classifier.load("compact")
waves = np.zeros((8, 16_000), np.float32)
expected = [model.logits(waves) for model in (classifier, classifier.variant)]
child = os.fork()
if child == 0:
    found = [model.logits(waves) for model in (classifier, classifier.variant)]
    os._exit(not np.allclose(found, expected, atol=1e-4))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert subprocess.run([sys.executable, "-c", code], timeout=120, check=False).returncode == 0


def test_a_start_for_each_clip_is_needed_or_none(classifier):
    with pytest.raises(ValueError):
        classifier.classify([clip(), clip()], [0.0])


@pytest.mark.skipif("SPEECH_COMMANDS_DIR" not in os.environ, reason="SPEECH_COMMANDS_DIR names no recordings")
def test_complex_names_three_of_four_real_words():
    corpus = read_corpus(os.environ["SPEECH_COMMANDS_DIR"])
    classifier = Classifier.load("complex")
    covered = [word for word, clips in classifier.card.training_clips.items() if clips >= 300]
    places = [i for i in split(corpus, "speaker", 0)["test"] if corpus.words[corpus.labels[i]] in covered]
    some = np.random.default_rng(0).choice(places, 200, replace=False)
    answers = classifier.classify([audio.read(corpus.root / corpus.paths[i]) for i in some])
    right = [a.word == corpus.words[corpus.labels[i]] for a, i in zip(answers, some, strict=True)]
    assert np.mean(right) >= 0.75 - 0.06  # two standard errors of 200 clips
    assert variants.card("complex").accuracy_covered >= 0.75
