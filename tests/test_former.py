"""Cards, records and flags of version 0.1 are read under the names they have now, with a warning."""

from dataclasses import replace

import pytest

from speechcls import former
from speechcls.cli import current_flags
from speechcls.frontends.atlas import by_name
from speechcls.frontends.config import FrontEndConfig

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
        "front_end": "logmel-64",
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


@pytest.mark.parametrize(
    ("old", "name"),
    [
        ({"window": 0.03, "hop": 0.01, "n_fft": 512, "power": 2.0, "n_mels": 64, "log": True}, "logmel-64"),
        ({"power": None, "phase": "kept", "domain": "spectrogram", "level": None}, "complex"),
        ({"power": 1.0, "level": -15.0}, "magnitude-levelled"),
        ({"window": 0.03, "hop": 0.01, "domain": "wave", "log": False}, "wave"),
        ({"domain": "spectrum", "n_mels": 0}, "spectrum"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_front_end_of_version_0_2_is_the_same_one_now(old, name):
    standardised = {"mean": -3.0, "deviation": 2.0}
    card = {"name": "old", "recipe": old | standardised, "training": {"settings": {"recipe": name, "seed": 1}}}
    with pytest.warns(DeprecationWarning, match=r"old has names of version 0\.2"):
        read = former.current(card)
    assert FrontEndConfig.from_settings(read["front_end"]) == replace(by_name(name), **standardised)
    assert read["training"]["settings"] == {"front_end": name, "seed": 1} and "recipe" not in read


def test_a_record_of_version_0_2_is_read_under_present_names():
    with pytest.warns(DeprecationWarning):
        read = former.current({"name": "x-0", "metrics": {}, "settings": {"recipe": "mel"}})
    assert read["settings"] == {"front_end": "mel"}


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
