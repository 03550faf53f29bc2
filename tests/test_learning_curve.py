"""The advice to train comes from what was measured, and from nothing else."""

import json

import pytest

from speechcls.models.learning_curve import LearningCurve, measured

TAUGHT = {10: 0.9, 50: 0.95}


def test_a_curve_is_read_from_what_was_measured_of_new_voices(tmp_path):
    rows = [
        {"trial": "own voice", "way": "as taught", "takes": 4, "accuracy": 0.1, "taught": {}},
        {"trial": "new voices", "way": "as taught", "takes": 50, "accuracy": 0.95, "taught": {}},
        {"trial": "new voices", "way": "another", "takes": 50, "accuracy": 0.2},
        {"trial": "new voices", "way": "a training", "takes": 200, "accuracy": 0.9},
    ]
    file = tmp_path / "curve.json"
    file.write_text(json.dumps({"rows": rows}))
    assert LearningCurve.read(file) == LearningCurve({50: 0.95}, {200: 0.9})
    assert LearningCurve.read(tmp_path / "none.json") == LearningCurve({}, {})


@pytest.mark.parametrize(
    ("trained", "told"),
    [
        ({}, []),
        ({50: 0.7, 200: 0.9}, ["named 90% from 200 of each: it is better only with more"]),
        ({200: 0.9, 900: 0.96, 1700: 0.98}, ["From 900 of each on"]),
    ],
)
def test_a_training_is_named_where_it_named_more(trained, told):
    said = list(LearningCurve(TAUGHT, trained).advice(60))
    assert "50 of each named 95%" in said[0]
    assert len(said) == 1 + len(told) and all(part in one for part, one in zip(told, said[1:], strict=True))


def test_nothing_is_said_below_the_end_of_the_curve_nor_without_one():
    assert list(LearningCurve(TAUGHT, {200: 0.99}).advice(49)) == []
    assert list(LearningCurve({}, {}).advice(1000)) == []


def test_the_shipped_measurement_is_a_curve():
    assert len(measured().taught) > 3 and measured().trained
