"""Known levels and measures; what is below floor or threshold is refused, the same for a clip and for a window."""

import json
import math

import numpy as np
import pytest
import torch

from speechcls import audio
from speechcls.audio import Clip
from speechcls.audio.level import LOWEST, level, rise
from speechcls.models import variants
from speechcls.models.classifier import Classifier
from speechcls.models.rejection import MEASURES, RISE, Rejection, is_silence
from synthetic import RATE, say

SECOND = np.arange(RATE) / RATE
SURE, UNSURE = np.array([8.0, 0.0, 0.0]), np.array([0.2, 0.0, 0.0])


def sine(amplitude: float, seconds: float = 1.0) -> np.ndarray:
    return (amplitude * np.sin(2 * np.pi * 1000 * SECOND) * np.less(SECOND, seconds)).astype(np.float32)


def a_rejection(**fields) -> Rejection:
    return Rejection(**{"temperature": 1.0, "measure": "probability", "threshold": 0.5, "floor": -60.0} | fields)


@pytest.mark.parametrize(("amplitude", "expected"), [(1.0, -3.01), (0.1, -23.01), (0.001, -63.01)])
@pytest.mark.parametrize("seconds", [1.0, 0.1])
def test_the_level_is_that_of_the_loudest_tenth_of_a_second(amplitude, expected, seconds):
    assert level(sine(amplitude, seconds)[None])[0] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("offset", [0.0, 0.5, -1.0])
def test_digital_silence_has_the_lowest_level_whatever_its_offset(offset):
    assert level(np.full((1, RATE), offset, np.float32))[0] == LOWEST


def test_levels_of_a_batch_are_those_of_its_waves():
    waves = np.array([sine(0.5), sine(0.01, 0.3), np.zeros(RATE, np.float32)])
    np.testing.assert_allclose(level(waves), [level(wave[None])[0] for wave in waves])


@pytest.mark.parametrize("decibels", [0, -20, -55])
@pytest.mark.parametrize("sound", ["white", "hum", "digital silence"])
def test_what_is_constant_is_silence_at_any_level(sound, decibels):
    hum = sum(np.sin(2 * np.pi * 50 * n * SECOND) / n for n in (1, 2, 3, 5))
    white = np.random.default_rng(0).normal(0, 0.3, RATE)
    wave = {"white": white, "hum": 0.3 * hum, "digital silence": np.zeros(RATE)}[sound] * 10 ** (decibels / 20)
    assert is_silence(wave[None])[0]
    assert a_rejection(floor=-80.0, rise=RISE).reasons(SURE[None], wave[None]) == ["silence"]


@pytest.mark.parametrize("decibels", [0, -20, -40])
@pytest.mark.parametrize("noise", [0.0, 0.01, 0.2])
def test_a_quiet_word_is_no_silence_nor_is_one_as_loud_as_the_noise(decibels, noise):
    word = say("go/a1_nohash_2.wav") + np.random.default_rng(0).normal(0, noise, RATE)
    assert not is_silence((word * 10 ** (decibels / 20))[None])[0]


def test_the_rise_is_the_loudest_tenth_over_the_quietest():
    noise = np.random.default_rng(0).normal(0, 0.1, RATE)
    assert rise(noise[None])[0] < 1
    loud = noise * np.where((SECOND >= 0.4) & (SECOND < 0.6), 10.0, 1.0)
    assert rise(loud[None])[0] == pytest.approx(20, abs=1)


def test_a_rejection_from_before_the_rise_was_told_refuses_by_its_floor_alone():
    assert a_rejection().reasons(SURE[None], sine(0.5)[None]) == [""]


def test_measures_of_known_scores_are_known():
    scores = np.log(np.array([[0.7, 0.2, 0.1]]))
    expected = {
        "probability": 0.7,
        "margin": 0.5,
        "entropy": 0.7 * math.log(0.7) + 0.2 * math.log(0.2) + 0.1 * math.log(0.1),
        "energy": 0.0,
    }
    assert {name: measure(scores)[0] for name, measure in MEASURES.items()} == pytest.approx(expected)


@pytest.mark.parametrize("measure", MEASURES)
def test_scores_that_stand_out_are_surer_than_scores_that_do_not(measure):
    confidence = a_rejection(measure=measure).confidence(np.array([SURE, UNSURE]))
    assert confidence[0] > confidence[1]
    assert np.isfinite(a_rejection(measure=measure).confidence(np.array([[1e4, -1e4, 0.0]]))).all()


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_probabilities_are_a_softmax_of_scores_over_the_temperature(temperature):
    scores = np.random.default_rng(0).normal(0, 3, (5, 4))
    expected = torch.softmax(torch.from_numpy(scores) / temperature, dim=1)
    np.testing.assert_allclose(a_rejection(temperature=temperature).probabilities(scores), expected)


@pytest.mark.parametrize(
    ("scores", "amplitude", "reason"),
    [(SURE, 0.5, ""), (UNSURE, 0.5, "unknown"), (SURE, 0.001, "silence"), (UNSURE, 0.0, "silence")],
)
def test_what_is_too_soft_is_silence_and_what_is_unsure_is_unknown(scores, amplitude, reason):
    assert a_rejection().reasons(scores[None], sine(amplitude)[None]) == [reason]


def test_reasons_of_a_batch_stand_in_its_order():
    waves = np.array([sine(0.0), sine(0.5), sine(0.5)])
    assert a_rejection().reasons(np.array([SURE, UNSURE, SURE]), waves) == ["silence", "unknown", ""]
    assert a_rejection().reasons(np.empty((0, 3)), np.empty((0, RATE))) == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"measure": "mood"}, "probability, margin, entropy, energy"),
        ({"temperature": 0.0}, "temperature"),
        ({"temperature": math.nan}, "temperature"),
        ({"threshold": math.inf}, "threshold"),
        ({"floor": math.nan}, "floor"),
        ({"rise": math.inf}, "rise"),
    ],
)
def test_an_impossible_rejection_is_refused(fields, told):
    with pytest.raises(ValueError, match=told):
        a_rejection(**fields)


def clip() -> Clip:
    return audio.from_array(say("go/a1_nohash_2.wav"), RATE)


def test_without_a_rejection_every_sound_is_heard_as_a_word(fake):
    fake()
    answer = Classifier.load("fake")(Clip(np.zeros(RATE, np.float32)))
    assert (answer.heard, answer.reason) == (True, "")


def test_a_refused_sound_keeps_its_ranked_words(fake):
    fake(rejection=a_rejection(threshold=1.0, temperature=2.0))
    classifier = Classifier.load("fake")
    unknown, silent = classifier.classify([clip(), Clip(np.zeros(RATE, np.float32))])
    assert (unknown.heard, unknown.reason) == (False, "unknown")
    assert (silent.heard, silent.reason) == (False, "silence")
    assert len(unknown.words) == 3 and sum(unknown.probabilities) == pytest.approx(1.0)


def test_a_window_is_judged_as_the_clip_that_holds_it(fake):
    fake(rejection=a_rejection(threshold=0.35, temperature=0.1))
    classifier = Classifier.load("fake")
    sounds = [clip(), Clip(sine(0.3)), Clip(np.zeros(RATE, np.float32))]
    probabilities, reasons = classifier.judge(np.array([sound.second(0.0) for sound in sounds]))
    answers = classifier.classify(sounds, [0.0] * 3)
    assert reasons == [answer.reason for answer in answers]
    assert [p.max() for p in probabilities] == pytest.approx([answer.probability for answer in answers], abs=1e-6)


def test_the_temperature_changes_probabilities_and_neither_words_nor_scores(fake):
    fake("plain")
    fake("tempered", rejection=a_rejection(temperature=4.0))
    plain, tempered = Classifier.load("plain"), Classifier.load("tempered")
    wave = clip().second()[None]
    np.testing.assert_array_equal(plain.logits(wave), tempered.logits(wave))
    assert plain(clip()).words == tempered(clip()).words
    assert 1 / 3 < tempered(clip()).probability < plain(clip()).probability


def test_a_card_without_a_rejection_is_read_as_before(fake):
    file = fake() / "card.json"
    known = json.loads(file.read_text())
    assert known.pop("rejection") is None
    file.write_text(json.dumps(known))
    assert variants.load("fake").card.rejection is None


@pytest.mark.parametrize("damage", [{"measure": "mood"}, {"extra": 1}, {"temperature": "hot"}])
def test_a_damaged_rejection_is_a_damaged_card(fake, damage):
    file = fake(rejection=a_rejection()) / "card.json"
    known = json.loads(file.read_text())
    known["rejection"] |= damage
    file.write_text(json.dumps(known))
    with pytest.raises(variants.VariantError, match=r"card\.json\.$"):
        variants.load("fake")
