"""The curve of a listener: what stricter thresholds cost and save, and which setting is chosen."""

import itertools
import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from typer.testing import CliRunner

from speechcls.audio import Clip
from speechcls.cli import app
from speechcls.data import other_sounds, tts
from speechcls.data.other_sounds import OtherSounds, Stretch
from speechcls.evaluation import stream_curve
from speechcls.evaluation.calibration import Measured, Sounds
from speechcls.evaluation.stream_curve import Point, Setting
from speechcls.evaluation.streaming import Caught
from speechcls.live.detector import Smoothing
from speechcls.models import variants
from speechcls.models.classifier import Classifier
from speechcls.models.rejection import Rejection

RATE = 16_000
REJECTION = Rejection(1.0, "energy", 2.5, -80.0)


def loudness(waves: np.ndarray) -> np.ndarray:
    """Logits of a network that is the surer of "go" the louder the sound, whatever it is."""
    return 160 * np.abs(waves).mean(axis=1)[:, None] * [0.1, 1.0, 0.1]


@pytest.fixture
def loud(card, monkeypatch) -> SimpleNamespace:
    """The variant that is loaded knows loudness alone; no synthesiser is installed."""
    for commands in ("voice_commands", "training_commands"):
        monkeypatch.setattr(tts, commands, lambda *given: [])
    monkeypatch.setattr(other_sounds, "STRETCH", 10.0)
    made = SimpleNamespace(card=card(rejection=REJECTION, sha256="0" * 64), logits=loudness)
    monkeypatch.setattr(Classifier, "load", lambda name, folder: made)
    return made


def clips(energies: np.ndarray) -> Measured:
    """Clips whose confidence, measured as energy over one word, is given."""
    return Measured(
        Sounds(energies[:, None], np.zeros(len(energies), bool)), np.zeros(len(energies), int), np.array(["v"]), {}
    )


def point(missed: float, errors: float, alarms: float = 0.0) -> Point:
    return Point(Setting(0.0, 0.05, 0.7), missed, None, alarms, {"noise": alarms}, errors)


def run(*words: object):
    result = CliRunner().invoke(app, ["evaluate-stream", *map(str, words)], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_false_alarms_are_counted_an_hour_of_their_kind():
    sounds = OtherSounds(
        np.zeros(120 * RATE, np.float32),
        (Stretch("babble", 0, 30), Stretch("noise", 30, 60), Stretch("babble", 60, 90), Stretch("noise", 90, 120)),
    )
    alarms = [Caught("go", seconds, seconds) for seconds in (3.0, 59.9, 60.0)]
    assert stream_curve.alarms_by_kind(sounds, alarms) == {"babble": 120.0, "noise": 60.0}


def test_settings_begin_with_the_shipped_one_and_change_one_threshold_each():
    shipped, *others = stream_curve.settings(REJECTION, clips(np.linspace(0, 10, 1000, endpoint=False)))
    assert shipped == Setting(2.5, 0.25, Smoothing().threshold)
    for one in others:
        assert (one.rejection == shipped.rejection) != (one.average == shipped.average)
    refused = {one.clips_rejected: one.rejection for one in others if one.average == shipped.average}
    assert refused == pytest.approx({share: 10 * share for share in stream_curve.SHARES})
    assert [one.average for one in others if one.rejection == shipped.rejection] == list(stream_curve.AVERAGES)


def test_stricter_thresholds_miss_more_and_raise_fewer_false_alarms(loud, corpus):
    trial = stream_curve.Trial(minutes=1.0, others=1.0, seed=0)
    [points] = stream_curve.curves(loud, corpus, ("validation",), trial).values()
    by_rejection = sorted(
        (one for one in points if one.setting.average == Smoothing().threshold), key=lambda one: one.setting.rejection
    )
    by_average = sorted(
        (one for one in points if one.setting.rejection == REJECTION.threshold), key=lambda one: one.setting.average
    )
    for some in (by_rejection, by_average):
        for one, other in itertools.pairwise(some):
            assert one.missed <= other.missed
            assert one.false_alarms_per_hour >= other.false_alarms_per_hour
        assert some[0].false_alarms_per_hour > some[-1].false_alarms_per_hour
    assert all(one.by_kind["silence"] == 0 for one in points)


@pytest.mark.parametrize("threshold", [0.5, 0.503, 0.497])
def test_a_share_that_the_card_refuses_already_is_measured_once(threshold):
    at = Rejection(1.0, "energy", threshold, -80.0)
    settings = stream_curve.settings(at, clips(np.linspace(0, 10, 10_000, endpoint=False)))
    refused = [one.clips_rejected for one in settings if one.average == Smoothing().threshold]
    assert refused == [pytest.approx(0.05, abs=4e-4), *(share for share in stream_curve.SHARES if share != 0.05)]


def test_parts_with_different_kinds_of_sounds_are_not_compared_and_what_to_install_is_said(loud, corpus, monkeypatch):
    monkeypatch.setattr(tts, "training_commands", lambda text: [["say", text]])
    monkeypatch.setattr(tts, "speak", lambda command: iter([Clip(np.ones(RATE, np.float32))]))
    trial = stream_curve.Trial(minutes=0.5, others=1.0, seed=0)
    with pytest.raises(
        ValueError, match=r"of validation have speech, those of test have not.*apt-get install espeak-ng"
    ):
        stream_curve.curves(loud, corpus, ("validation", "test"), trial)
    assert list(stream_curve.curves(loud, corpus, ("validation",), trial)) == ["validation"]


@pytest.mark.parametrize(
    ("points", "chosen"),
    [
        ([point(0.1, 300), point(0.2, 250), point(0.4, 400)], 1),
        ([point(0.3, 250), point(0.2, 250), point(0.1, 300)], 1),
        ([point(0.1, 0)], 0),
    ],
)
def test_the_setting_with_the_fewest_errors_is_chosen_and_of_equal_ones_that_with_fewer_misses(points, chosen):
    assert stream_curve.choose(points) == chosen


def test_the_table_stars_the_shipped_setting_and_marks_the_one_with_the_fewest_errors():
    heading, *lines = stream_curve.table([point(0.1, 300, 90), point(0.2, 250, 20)]).splitlines()
    assert heading.split()[-1] == "noise" and len(lines) == 2
    assert [line[0] for line in lines] == ["*", " "] and [line[-1] for line in lines] == ["0", "<"]


def test_the_command_keeps_both_parts_and_what_was_chosen_on_validation(loud, data, tmp_path):
    file = tmp_path / "stream.json"
    code, out, _ = run("--data", data, "--minutes", 0.5, "--others", 0.5, "-o", file)
    kept = json.loads(file.read_text())
    assert code == 0 and out.count("clips refused") == 2
    assert (kept["minutes"], kept["others"], kept["seed"], kept["sha256"]) == (0.5, 0.5, 0, loud.card.sha256)
    assert kept["command"].startswith("python -m speechcls evaluate-stream --data DATA --variant fake --minutes 0.5 ")
    assert kept["threshold"] == kept["test"][kept["shipped"]]["setting"]["rejection"] == REJECTION.threshold
    assert [one["setting"] for one in kept["validation"]] == [one["setting"] for one in kept["test"]]
    fewest = min(one["errors_per_hour"] for one in kept["validation"])
    assert kept["validation"][kept["chosen"]]["errors_per_hour"] == fewest


def test_a_curve_is_told_until_its_weights_or_its_threshold_are_others(tmp_path, card):
    saved = variants.save(card(rejection=REJECTION), b"weights", tmp_path)
    made = variants.card("fake", tmp_path)
    kept = stream_curve.to_json(made, stream_curve.Trial(20, 60, 0), {"test": [point(0.1, 300)]})
    (saved / variants.STREAM).write_text(json.dumps(kept))
    assert variants.stream("fake", tmp_path) == kept
    variants.save(replace(made, rejection=replace(REJECTION, threshold=2.6)), b"weights", tmp_path)
    assert variants.stream("fake", tmp_path) is None
    variants.save(made, b"other weights", tmp_path)
    assert variants.stream("fake", tmp_path) is None
    variants.save(made, b"weights", tmp_path)
    assert variants.stream("fake", tmp_path) == kept


def test_a_curve_of_test_alone_chooses_nothing(loud, data):
    code, out, _ = run("--data", data, "--minutes", 0.5, "--others", 0.5, "--split", "test", "--format", "json")
    measured = json.loads(out)
    assert code == 0 and "test" in measured and not {"validation", "chosen"} & set(measured)


@pytest.mark.parametrize(
    ("given", "told"), [(("-o", "stream.json", "--split", "test"), "--split"), (("--sweep",), "--sweep")], ids=str
)
def test_options_that_have_no_effect_on_a_curve_are_wrong_usage(loud, data, tmp_path, monkeypatch, given, told):
    monkeypatch.chdir(tmp_path)
    code, out, error = run("--data", data, "--minutes", 0.5, "--others", 0.5, *given)
    assert (code, out) == (2, "") and told in error and not list(tmp_path.glob("*.json"))


def test_a_curve_needs_other_sounds_and_a_rejection(loud, data, tmp_path, card):
    code, _, told = run("--data", data, "-o", tmp_path / "stream.json")
    assert code == 2 and "--others" in told
    loud.card = card()
    code, _, told = run("--data", data, "--minutes", 0.5, "--others", 0.5)
    assert code == 2 and "calibrate" in told


def test_the_curves_that_ship_are_of_the_weights_and_the_threshold_that_ship():
    for file in variants.FOLDER.glob(f"*/{variants.STREAM}"):
        kept, card = json.loads(file.read_text()), variants.card(file.parent.name)
        assert (kept["sha256"], kept["threshold"]) == (card.sha256, card.rejection.threshold), kept["command"]
