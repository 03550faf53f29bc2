"""Cards, records and flags of version 0.1 are read under the names they have now, with a warning."""

import pytest

from speechcls import former
from speechcls.cli import current_flags

CARD = {
    "name": "old",
    "network": "compact",
    "metrics": {"testing": {"accuracy": 0.9}, "validation": {"accuracy": 0.8}},
    "training": {
        "command": "python -m speechcls train logmel-64 --data DATA --network compact --mask",
        "settings": {"mask": True, "per_word": 500, "seed": 1},
        "clips": {"training": 12},
    },
    "gate": {"temperature": 0.8, "measured": {"testing": {"missed": 0.05, "heard_by_kind": {"tones": 0.1}}}},
}


def test_a_card_of_version_0_1_is_read_under_present_names():
    with pytest.warns(DeprecationWarning, match=r"old has names of version 0\.1"):
        card = former.current(CARD)
    assert card["metrics"] == {"test": {"accuracy": 0.9}, "validation": {"accuracy": 0.8}}
    assert card["training"]["settings"] == {
        "recipe": "logmel-64",
        "network": "compact",
        "spec_augment": True,
        "max_per_word": 500,
        "seed": 1,
    }
    assert card["training"]["clips"] == {"train": 12} and "gate" not in card
    measured = card["rejection"]["measured"]
    assert measured == {"test": {"false_rejection_rate": 0.05, "false_acceptance_by_kind": {"tones": 0.1}}}


def test_a_record_of_version_0_1_is_read_under_present_names():
    record = {
        "name": "x-0",
        "metrics": {"testing": {}},
        "settings": {"voices": 60},
        "gate": {"testing": {"heard": 0.2}},
    }
    with pytest.warns(DeprecationWarning):
        read = former.current(record)
    assert read["settings"] == {"tts_clips": 60}
    assert read["rejection"] == {"test": {"false_acceptance_rate": 0.2}}


def test_present_names_are_left_as_they_are():
    now = {"name": "new", "metrics": {"test": {}}, "rejection": None}
    assert former.current(now) == now


def test_former_flags_are_read_and_said(capsys):
    given = ["train", "mel", "--per-word", "5", "--max-rate=0.1", "--mask", "--seed", "1"]
    assert current_flags(given) == [
        "train",
        "mel",
        "--max-per-word",
        "5",
        "--max-lr=0.1",
        "--spec-augment",
        "--seed",
        "1",
    ]
    assert capsys.readouterr().err.count("is called") == 3
