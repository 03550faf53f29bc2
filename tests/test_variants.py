"""Variants that are shipped are whole; those that are damaged, foreign or not there are refused with a sentence."""

import hashlib
import json
import math
import os
import pickle
import shlex
from pathlib import Path

import numpy as np
import pytest
import torch

from speechcls import audio
from speechcls.models import variants
from speechcls.models.classifier import Classifier
from speechcls.models.networks import ChapterNet
from speechcls.models.rejection import Rejection
from speechcls.models.variants import Card, VariantError
from speechcls.models.weights import pack
from speechcls.paths import ASSETS
from speechcls.results.config import TrainingConfig

SHIPPED = ("power", "mel", "complex")
THERE = sorted(file.parent.name for file in variants.FOLDER.glob("*/card.json"))
SENTENCE = r"^[A-Z].*\.$"


def edit(folder: Path, **fields) -> None:
    """Change a written card, the checksum included where the weights are another file now."""
    file = folder / "card.json"
    known = json.loads(file.read_text())
    known["sha256"] = hashlib.sha256((folder / "weights.safetensors").read_bytes()).hexdigest()
    file.write_text(json.dumps(known | fields))


def refusal(name: str = "fake") -> str:
    with pytest.raises(VariantError, match=SENTENCE) as caught:
        variants.load(name)
    return str(caught.value)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_chapters_three_networks_are_shipped(name):
    assert name in THERE


@pytest.mark.parametrize("name", THERE)
def test_a_shipped_variant_repeats_its_recorded_scores(name):
    classifier = Classifier.load(name)
    example = classifier.card.example
    wave = audio.read(ASSETS / "clips" / example["clip"]).second()
    np.testing.assert_allclose(classifier.logits(wave[None])[0], example["scores"], atol=2e-3)


@pytest.mark.parametrize("name", THERE)
def test_a_shipped_variant_says_all_about_itself(name):
    loaded = variants.load(name)
    card = loaded.card
    assert card.name == name
    assert list(card.words) == sorted(set(card.words))
    assert set(card.training_clips) == set(card.words)
    assert {"validation", "test"} <= set(card.metrics)
    for measured in card.metrics.values():
        assert 0 < measured["accuracy"] <= 1 and 0 < measured["accuracy_covered"] <= 1 and measured["clips"] > 0
    assert all(weight.isfinite().all() for weight in loaded.network.state_dict().values())
    assert {row["set"] for row in variants.history(name)} == {"train", "validation"}


@pytest.mark.parametrize("name", THERE)
def test_the_command_on_a_shipped_card_gives_the_settings_on_it(name):
    card = variants.card(name)
    front_end = shlex.split(card.training["command"])[4]
    config = TrainingConfig(**card.training["settings"])
    assert (config.front_end, config.network) == (front_end, card.network)
    named = f" --name {name}" if name != front_end else ""
    assert config.command() + named == card.training["command"]


def test_a_written_card_is_read_back_unchanged(card):
    made = card(
        rejection=Rejection(1.5, "entropy", -2.0, -60.0, 1.5, {"validation": {"false_rejection_rate": 0.05}}),
        words=("a", "b"),
        training={"settings": {"seed": 3}, "seconds": 12},
    )
    assert Card.from_json(made.to_json()) == made


def test_a_saved_variant_is_loaded_ready_to_answer_in_half_the_bytes(fake):
    folder = fake()
    assert [file.name for file in sorted(folder.iterdir())] == ["card.json", "weights.safetensors"]
    loaded = variants.load("fake")
    assert loaded.card.sha256 == hashlib.sha256((folder / "weights.safetensors").read_bytes()).hexdigest()
    assert not any(module.training for module in loaded.network.modules())
    assert {weight.dtype for weight in loaded.network.parameters()} == {torch.float32}
    weights = sum(weight.numel() for weight in loaded.network.parameters())
    assert weights == sum(weight.numel() for weight in ChapterNet(1, 3).parameters())
    assert (folder / "weights.safetensors").stat().st_size < 2.1 * weights


def test_saving_again_replaces_a_variant(fake):
    fake(seed=0)
    fake(seed=1, accuracy=0.75)
    assert variants.load("fake").card.accuracy_covered == 0.75


def test_names_are_ordered_by_accuracy_over_well_covered_words(fake):
    fake("a", accuracy=0.6)
    fake("b", accuracy=math.nan)
    fake("c", accuracy=0.9)
    fake("d", accuracy=0.6)
    assert variants.names() == ["c", "a", "d", "b"]


def test_the_best_is_loaded_where_no_name_is_given(fake):
    fake("worse", accuracy=0.6)
    fake("better", accuracy=0.9)
    assert Classifier.load().card.name == "better"


def test_another_folder_can_be_looked_into(fake, tmp_path):
    folder = fake()
    folder.rename(tmp_path / "moved")
    assert variants.names() == []
    assert variants.names(tmp_path) == ["moved"]
    assert variants.load("moved", tmp_path).card.name == "fake"


@pytest.mark.parametrize("name", ["nosuch", "", "../variants/a", "a/../a", "A" * 300])
def test_an_unknown_name_is_answered_with_the_valid_ones(fake, name):
    fake("a", accuracy=0.6)
    fake("b", accuracy=0.9)
    assert "There are: b, a." in refusal(name)
    assert repr(name) in refusal(name)


def test_where_there_is_no_variant_the_answer_says_how_to_train_one(fake):
    assert "python -m speechcls train" in refusal("power")
    with pytest.raises(VariantError, match="python -m speechcls train"):
        Classifier.load()


def test_a_card_of_another_format_is_refused(fake):
    edit(fake(), format=2)
    assert "format 2" in refusal() and f"format {variants.FORMAT}" in refusal()


@pytest.mark.parametrize("left", [0, 10, 400])
def test_a_card_cut_short_is_refused(fake, left):
    file = fake() / "card.json"
    file.write_text(file.read_text()[:left])
    assert "card.json" in refusal()
    assert variants.names() == []


@pytest.mark.parametrize("text", ["[]", "null", "7", '"card"', "{}", '{"format": 1}', "\0", "[" * 100_000])
def test_a_card_that_is_something_else_is_refused(fake, text):
    (fake() / "card.json").write_text(text)
    assert "card.json" in refusal()


@pytest.mark.parametrize(
    "fields",
    [
        {"metrics": {}},
        {"metrics": {"test": {"accuracy_covered": "high"}}},
        {"front_end": {}, "words": None},
        {"front_end": {"hop_samples": -1}},
        {"recipe": {"hop": -1}},
        {"front_end": {"colour": "red"}},
        {"recipe": {"colour": "red"}},
        {"front_end": None},
        {"recipe": None},
        {"colour": "red"},
        {"network": "nosuch"},
        {"sizes": {}},
        {"sizes": None},
        {"sizes": {"channels": 1, "words": 4}},
        {"sizes": {"channels": 2, "words": 3}},
        {"sizes": {"channels": 1, "words": 10**12}},
        {"sizes": {"channels": -1, "words": 3}},
        {"sizes": {"channels": "one", "words": 3}},
        {"words": ["down", "go"]},
        {"front_end": {"power": None}},
    ],
    ids=str,
)
@pytest.mark.filterwarnings("ignore:.* has names of version")
def test_a_card_that_does_not_fit_is_refused(fake, fields):
    edit(fake(), **fields)
    assert "'fake'" in refusal()


def test_a_card_that_is_no_file_is_refused(fake):
    folder = fake()
    (folder / "card.json").unlink()
    (folder / "card.json").mkdir()
    assert "card.json" in refusal()


@pytest.mark.parametrize("place", [100, 100_000, -1])
def test_a_flipped_bit_in_the_weights_is_noticed(fake, place):
    file = fake() / "weights.safetensors"
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    assert "checksum" in refusal() and "weights.safetensors" in refusal()


def test_missing_weights_are_refused(fake):
    (fake() / "weights.safetensors").unlink()
    assert "weights.safetensors" in refusal()


def test_weights_of_other_shapes_are_refused_whatever_their_checksum(fake):
    folder = fake()
    (folder / "weights.safetensors").write_bytes(pack(ChapterNet(1, 4)))
    edit(folder)
    assert "shapes" in refusal()


def test_weights_with_a_tensor_missing_are_refused(fake):
    folder = fake()
    (folder / "weights.safetensors").write_bytes(pack(ChapterNet(1, 3).classifier))
    edit(folder)
    assert "shapes" in refusal()


class Trap:
    """Makes a folder when it is unpickled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (str(self.folder),)


@pytest.mark.parametrize("write", [pickle.dump, torch.save], ids=["pickle", "torch"])
def test_a_pickle_in_place_of_the_weights_is_refused_and_never_unpickled(fake, tmp_path, write):
    folder = fake()
    with (folder / "weights.safetensors").open("wb") as file:
        write({"weight": Trap(tmp_path / "sprung")}, file)
    edit(folder)
    assert "weights.safetensors" in refusal()
    assert not (tmp_path / "sprung").exists()


def test_the_history_is_rows_of_numbers(fake):
    (fake() / "history.csv").write_text("epoch,set,loss,accuracy\n1,train,3.3,0.1\n1,validation,3.1,0.2\n")
    assert variants.history("fake")[1] == {"epoch": 1, "set": "validation", "loss": 3.1, "accuracy": 0.2}


def test_a_missing_history_is_told_with_its_file(fake):
    fake()
    with pytest.raises(VariantError, match=r"history\.csv\.$"):
        variants.history("fake")
    with pytest.raises(VariantError, match="There are: fake"):
        variants.history("nosuch")


def test_a_variant_is_known_by_its_path_too_and_by_its_name_in_its_folder(fake, tmp_path, monkeypatch):
    folder = fake("mine")
    elsewhere = folder.parent.rename(tmp_path / "elsewhere")
    for name, inside in ((str(elsewhere / "mine"), None), ("mine", elsewhere)):
        assert variants.load(name, inside).card.name == "mine"
        assert Classifier.load(name, inside).card.name == "mine"
    monkeypatch.chdir(tmp_path)
    assert variants.card("elsewhere/mine").name == "mine"
    monkeypatch.chdir(elsewhere)
    assert variants.card("mine").name == "mine"
    assert "other" in refusal(str(elsewhere / "other"))


def test_a_broken_card_is_left_out_with_a_warning_and_the_others_stay(fake, caplog):
    fake("good")
    (fake("bad") / "card.json").write_text("{")
    assert variants.names() == ["good"]
    assert Classifier.load().card.name == "good"
    assert "'bad'" in caplog.text


def test_sizes_that_a_damaged_card_names_take_no_memory(fake):
    folder = fake()
    edit(folder, sizes=json.loads((folder / "card.json").read_text())["sizes"] | {"words": 10**12})
    assert "shapes" in refusal()


def test_a_device_is_named_with_its_threads_counted() -> None:
    assert variants.device_in_words("CPU, 1 thread(s), AVX512") == "CPU, 1 thread, AVX512"
    assert variants.device_in_words("CPU, 12 thread(s), AVX2 and an H200") == "CPU, 12 threads, AVX2 and an H200"
