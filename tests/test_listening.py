"""What is written of listeners is what was kept of them."""

import json
from pathlib import Path

import pytest

from speechcls.models import variants
from tools import listening


def point(missed: float, alarms: float, average: float = 0.7) -> dict:
    return {
        "setting": {"rejection": 2.0, "clips_rejected": 0.05, "average": average},
        "missed": missed,
        "delay": 0.1,
        "false_alarms_per_hour": alarms,
        "by_kind": {"speech": alarms / 2, "babble": 3 * alarms / 2},
        "errors_per_hour": 1000 * missed + alarms,
    }


KEPT = {
    "command": "python -m speechcls evaluate-stream --data DATA -o FILE",
    "sha256": "",
    "threshold": None,
    "minutes": 20,
    "others": 60,
    "shipped": 0,
    "chosen": 1,
    "validation": [point(0.1, 400), point(0.15, 90, 0.9)],
    "test": [point(0.12, 2000), point(0.2, 100, 0.9)],
}


def keep(folder: Path, **fields) -> None:
    """Keep a curve, with some fields of its own, of the weights in a folder."""
    card = variants.card(folder.name)
    (folder / variants.STREAM).write_text(json.dumps(KEPT | {"sha256": card.sha256} | fields))


@pytest.fixture
def measured(fake, monkeypatch) -> str:
    """The one variant there is, with a curve."""
    keep(fake())
    monkeypatch.setattr(listening, "CURVE_OF", "fake")
    return "fake"


def cells(text: str) -> list[list[str]]:
    """The rows of the first table in a text, without the rule under its head."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [rows[0], *rows[2:]]


def test_each_measured_variant_has_a_row_of_the_test_as_shipped(measured, fake):
    fake("unmeasured")
    head, *rows = cells(listening.by_kind())
    assert head[-2:] == ["In speech", "In babble"]
    assert rows == [["`fake`", "12.0", "2,000", "1,000", "3,000"]]


def test_rates_stand_under_their_kind_and_a_kind_that_one_did_not_hear_has_a_dash(measured, fake):
    tested = [one | {"by_kind": {"babble": 7, "silence": 1}} for one in KEPT["test"]]
    keep(fake("other", accuracy=0.1), test=tested)
    head, *rows = cells(listening.by_kind())
    assert head[-3:] == ["In speech", "In babble", "In silence"]
    assert [row[0] for row in rows] == ["`fake`", "`other`"]
    assert [row[-3:] for row in rows] == [["1,000", "3,000", "-"], ["-", "7", "1"]]


def test_the_minutes_of_each_kind_are_told_by_the_number_of_kinds():
    assert "60 minutes of other sounds, 30 of each kind." in listening.trial(KEPT)
    alone = KEPT | {"others": 10, "test": [one | {"by_kind": dict.fromkeys("abcd", 1)} for one in KEPT["test"]]}
    assert "10 minutes of other sounds, 2.5 of each kind." in listening.trial(alone)


def test_a_curve_has_a_row_for_each_setting_and_says_which_ships_and_which_was_chosen(measured):
    _, *rows = cells(listening.curve())
    assert rows == [
        ["5.0", "0.7", "10.0 / 12.0", "400 / 2,000", "500 / 2,120", "shipped"],
        ["5.0", "0.9", "15.0 / 20.0", "90 / 100", "240 / 300", "fewest errors on validation"],
    ]
    assert KEPT["command"] in listening.curve()


def test_a_setting_that_ships_and_was_chosen_is_told_as_both(measured):
    keep(variants.FOLDER / measured, chosen=0)
    assert cells(listening.curve())[1][-1] == "shipped, fewest errors on validation"


def test_the_sentence_and_the_model_card_tell_the_same_rates(measured):
    assert "misses 12.0% of the words of test said over noise, and names one 2,000 times" in listening.sentence()
    assert "1,000 of speech, 3,000 of babble." in listening.sentence()
    assert all(listening.trial(KEPT) in told for told in (listening.sentence(), listening.own("fake")))
    assert cells(listening.own("fake"))[1] == ["12.0", "2,000", "1,000", "3,000"]


def test_where_nothing_was_measured_that_is_said_and_a_model_card_is_silent(fake, monkeypatch):
    fake()
    monkeypatch.setattr(listening, "CURVE_OF", "fake")
    for told in (listening.by_kind(), listening.curve(), listening.sentence()):
        assert "not measured yet" in told or "was measured yet" in told
    assert listening.own("fake") == ""
