"""A training's settings: the chapter's by default, and a place of its own for each other one."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from speechcls.paths import home
from speechcls.results.config import TrainingConfig

OTHER = {
    "front_end": "complex",
    "partition": "speaker",
    "max_per_word": 500,
    "epochs": 10,
    "batch_size": 64,
    "max_lr": 0.02,
    "patience": 0,
    "standardise": True,
    "weight_decay": 0.01,
    "time_shift": 0.1,
    "speed_perturbation": 0.1,
    "noise": 0.8,
    "min_gain": -50.0,
    "babble": 0.4,
    "artificial_noise": True,
    "reverb": 0.2,
    "telephone": 0.1,
    "equaliser": 0.4,
    "tight_cuts": 0.15,
    "spec_augment": True,
    "negatives": 0.1,
    "background_class": True,
    "pieces": True,
    "coloured_noise": True,
    "am_margin": 0.2,
    "tts_negatives": 6,
    "ema_decay": 0.999,
    "min_per_word": 200,
    "tts_clips": 60,
    "tts_flite": "all",
    "tts_balance": True,
    "logit_adjustment": 0.5,
    "leave_out": "go,stop",
    "seed": 1,
}


def test_every_setting_is_tried_with_another_value():
    assert {field.name for field in fields(TrainingConfig)} - {"network"} == set(OTHER)


def test_the_defaults_are_the_chapters_protocol():
    config = TrainingConfig("power")
    assert (config.network, config.partition, config.max_per_word) == ("chapter", "random", 0)
    assert (config.epochs, config.batch_size, config.max_lr, config.patience) == (50, 128, 0.01, 3)
    assert not (config.standardise or config.augments or config.spec_augment or config.weight_decay or config.ema_decay)
    assert config.command() == "python -m speechcls train power --data DATA"


@pytest.mark.parametrize("field", OTHER)
def test_another_setting_is_another_command_and_another_folder(field, home):
    needed = {"noise": 0.5, "negatives": 0.5, "tts_clips": 5}  # by what says how they are
    if field == "tts_balance":
        needed["tts_negatives"] = 1
    config = TrainingConfig("power", **{name: share for name, share in needed.items() if name != field})
    changed = replace(config, **{field: OTHER[field]})
    assert changed.command() != config.command()
    # What the words owe to their frequency is taken back after the training.
    assert (changed.run_folder("data") != config.run_folder("data")) == (field != "logit_adjustment")
    assert changed.run_folder("data").is_relative_to(home)


def test_a_network_that_takes_no_spectrogram_has_a_command_that_names_it():
    command = TrainingConfig("wave", network="wave", seed=1).command()
    assert command == "python -m speechcls train wave --data DATA --network wave --seed 1"


def test_a_network_that_is_taught_is_not_trained_nor_offered():
    with pytest.raises(ValueError, match=r"'own-words' is taught from takes, .* There are: chapter, compact, "):
        TrainingConfig("wave", network="own-words")
    with pytest.raises(ValueError, match=r"give --network wave\."):
        TrainingConfig("wave", network="chapter")


def test_other_data_is_another_folder_and_the_same_is_the_same():
    config = TrainingConfig("power")
    assert config.run_folder("a") != config.run_folder("b")
    assert config.run_folder("a") == TrainingConfig("power").run_folder("a")


def test_the_cache_folder_is_told_by_the_environment(monkeypatch):
    monkeypatch.setenv("SPEECHCLS_HOME", "~/recordings")
    assert home() == Path.home() / "recordings"
    for unset in (lambda: monkeypatch.setenv("SPEECHCLS_HOME", ""), lambda: monkeypatch.delenv("SPEECHCLS_HOME")):
        unset()
        assert "speechcls" in home().parts


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"front_end": "nosuch"}, "power, mel, complex"),
        ({"network": "nosuch"}, "chapter"),
        ({"network": "wave"}, "--network chapter or compact"),
        ({"front_end": "wave"}, "--network wave"),
        ({"front_end": "wave", "network": "wave", "spec_augment": True}, "--spec-augment"),
        ({"min_per_word": -1}, "--min-per-word"),
        ({"tts_clips": -1}, "--tts-clips"),
        ({"logit_adjustment": 1.1}, "--logit-adjustment"),
        ({"partition": "voice"}, "--partition"),
        ({"epochs": 0}, "--epochs"),
        ({"batch_size": 1}, "--batch-size"),
        ({"max_per_word": -1}, "--max-per-word"),
        ({"patience": -1}, "--patience"),
        ({"speed_perturbation": 1.0}, "--speed-perturbation"),
        ({"reverb": 1.0}, "--reverb"),
        ({"telephone": -0.1}, "--telephone"),
        ({"equaliser": 1.1}, "--equaliser"),
        ({"tight_cuts": -0.1}, "--tight-cuts"),
        ({"noise": 1.0, "babble": 1.1}, "--babble"),
        ({"noise": 1.0, "min_gain": 1.0}, "--min-gain"),
        ({"tts_negatives": -1}, "--tts-negatives"),
        ({"tts_negatives": 1}, "give --negatives"),
        ({"background_class": True}, "give --negatives"),
        ({"pieces": True}, "give --negatives"),
        ({"coloured_noise": True}, "give --negatives"),
        ({"tts_flite": "all"}, "give --tts-clips"),
        ({"tts_balance": True}, "give --tts-clips"),
        ({"tts_clips": 1, "tts_balance": True}, "and --tts-negatives"),
        ({"tts_clips": 1, "tts_flite": "some"}, "--tts-flite"),
        ({"babble": 0.5}, "give --noise"),
        ({"min_gain": -50.0}, "give --noise"),
        ({"artificial_noise": True}, "give --noise"),
        ({"negatives": -0.1}, "--negatives"),
        ({"am_margin": 1.0}, "--am-margin"),
        ({"ema_decay": 1.0}, "--ema-decay"),
        ({"noise": 1.1}, "--noise"),
        ({"time_shift": 1.0}, "--time-shift"),
        ({"weight_decay": -0.1}, "--weight-decay"),
        ({"max_lr": 0.0}, "--max-lr"),
        ({"max_lr": float("nan")}, "--max-lr"),
    ],
    ids=str,
)
def test_an_impossible_setting_is_refused_with_its_flag(settings, told):
    with pytest.raises(ValueError, match=rf"{told}.*\.$"):
        TrainingConfig(**{"front_end": "power"} | settings)
