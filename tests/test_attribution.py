"""What a decision rests on: sums that must come out, and networks whose answer is known."""

import numpy as np
import pytest
import torch
from torch import nn

from speechcls import audio
from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.frontends.atlas import by_name
from speechcls.models import last_layer, variants
from speechcls.models.attribution import explain, integrated_gradients
from speechcls.models.classifier import Classifier
from speechcls.models.last_layer import Neighbours
from speechcls.models.networks import MODELS, TRAINABLE, Network
from speechcls.paths import ASSETS


class Linear(Network):
    """The first word's logit is twice a cell, the second's thrice another one."""

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return torch.stack([2 * features[:, 0, 1, 2], 3 * features[:, 0, 4, 4]], dim=1)


class Squared(Network):
    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return torch.stack([features.square().sum(dim=(1, 2, 3)), torch.zeros(len(features))], dim=1)


@pytest.fixture
def clip() -> Clip:
    rng = np.random.default_rng(0)
    return Clip((0.1 * rng.standard_normal(SAMPLE_RATE)).astype(np.float32))


def test_of_a_linear_network_only_the_cells_that_it_looks_at_bring_anything() -> None:
    features = torch.rand(1, 1, 5, 5)
    found = integrated_gradients(Linear(), features, torch.zeros_like(features), 0, 1, steps=1)
    wanted = torch.zeros(1, 5, 5)
    wanted[0, 1, 2], wanted[0, 4, 4] = 2 * features[0, 0, 1, 2], -3 * features[0, 0, 4, 4]
    torch.testing.assert_close(found, wanted)


def test_of_a_square_each_cell_brings_its_own_square() -> None:
    features = torch.randn(1, 2, 3, 4)
    found = integrated_gradients(Squared(), features, torch.zeros_like(features), 0, 1)
    torch.testing.assert_close(found, features[0].square())


class Saturating(Network):
    """A logit that has nearly all of its rise close to silence, as that of a network on raw power."""

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return torch.stack([torch.tanh(20 * features.sum(dim=(1, 2, 3))), torch.zeros(len(features))], dim=1)


def test_few_steps_are_enough_where_a_logit_rises_close_to_silence() -> None:
    features = torch.full((1, 1, 2, 2), 0.25)
    found = integrated_gradients(Saturating(), features, torch.zeros_like(features), 0, 1)
    torch.testing.assert_close(found.sum(), torch.tensor(1.0), rtol=0.01, atol=0.0)


def test_a_cell_that_is_as_in_silence_brings_nothing() -> None:
    features = torch.rand(1, 1, 90, 90)
    baseline = torch.rand(1, 1, 90, 90)
    baseline[0, 0, :40] = features[0, 0, :40]
    torch.manual_seed(0)
    found = integrated_gradients(MODELS["chapter"](channels=1, words=3).eval(), features, baseline, 0, 1)
    assert not found[0, :40].any() and found[0, 40:].any()


def test_what_all_cells_bring_is_the_difference_of_margins_between_sound_and_silence() -> None:
    word = audio.read(ASSETS / "clips" / "stop.flac")
    found = explain(Classifier.load("compact"), word, word.loudest_second(), steps=32)
    assert found.word == "stop"
    assert abs(found.error) < 0.05 * (found.margin - found.silent)


@pytest.mark.parametrize("network", ["wave", "spectrum"])
def test_every_network_brings_together_what_its_logits_differ_by(network: str) -> None:
    torch.manual_seed(0)
    module = MODELS[network](channels=1, words=3).eval()
    features = 0.1 * torch.randn(1, *by_name(network).input_shape)
    silence = torch.zeros_like(features)
    found = integrated_gradients(module, features, silence, 0, 1, steps=32)
    with torch.inference_mode():
        logits = module(torch.cat([features, silence]))
    wanted = float(logits[0, 0] - logits[0, 1] - (logits[1, 0] - logits[1, 1]))
    assert float(found.sum()) == pytest.approx(wanted, rel=0.05, abs=1e-3)


def test_the_rival_may_be_chosen_and_the_margin_is_then_over_it(clip: Clip) -> None:
    classifier = Classifier.load("compact")
    logits = classifier.logits(clip.second(0.0)[None])[0]
    first, *others = np.argsort(-logits)
    for rival in (others[0], others[7]):
        found = explain(classifier, clip, 0.0, rival=classifier.card.words[rival], steps=1)
        assert (found.word, found.rival) == (classifier.card.words[first], classifier.card.words[rival])
        assert found.margin == pytest.approx(logits[first] - logits[rival], abs=1e-3)


@pytest.mark.parametrize("name", ["compact", "mel", "wave", "spectrum"])
def test_what_the_last_numbers_bring_adds_up_to_the_difference_of_two_logits(name: str, clip: Clip) -> None:
    classifier = Classifier.load(name)
    variant, logits = classifier.variant, classifier.logits(clip.second(0.0)[None])[0]
    features = variant.front_end(torch.tensor(clip.second(0.0))[None])
    total = last_layer.compare(variant.network, features, 3, 8)
    assert total.margin == pytest.approx(logits[3] - logits[8], abs=2e-3)
    assert (np.diff(np.abs(total.brings[total.order])) <= 0).all()


@pytest.mark.parametrize("network", TRAINABLE)
def test_the_last_layer_of_the_last_numbers_gives_the_logits(network: str) -> None:
    torch.manual_seed(0)
    module = MODELS[network](channels=1, words=4).eval()
    features = torch.randn(2, *by_name({"wave": "wave", "spectrum": "spectrum"}.get(network, "mel")).input_shape)
    assert isinstance(last_layer.last(module), nn.Linear)
    torch.testing.assert_close(last_layer.last(module)(last_layer.embed(module, features)), module(features))


def test_the_nearest_clip_is_the_one_whose_numbers_point_the_same_way_however_long() -> None:
    table = Neighbours(("a/1.wav", "b/2.wav", "c/3.wav"), np.array([[1, 0], [3, 3], [0, 2]], np.float16))
    found = table.nearest(np.array([5.0, 4.9], np.float32), 2)
    assert [name for name, _ in found] == ["b/2.wav", "a/1.wav"]
    assert found[0][1] == pytest.approx(1.0, abs=1e-3)


def test_a_table_read_back_is_the_one_that_was_saved(fake, tmp_path) -> None:
    fake("one")
    table = Neighbours(("a/1.wav", "b/2.wav"), np.array([[1, 0.5], [0, 2]], np.float16))
    assert last_layer.neighbours("one") is None
    table.save(variants.folder_of("one") / last_layer.TABLE)
    read = last_layer.neighbours("one")
    assert read.files == table.files
    np.testing.assert_array_equal(read.numbers, table.numbers)


def test_a_damaged_table_is_left_out_and_named(fake, caplog) -> None:
    fake("one")
    (variants.folder_of("one") / last_layer.TABLE).write_bytes(b"no table")
    assert last_layer.neighbours("one") is None
    assert "'one'" in caplog.text


SHIPPED = variants.names()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_table_is_small_and_has_clips_of_every_word(name: str) -> None:
    table, card = last_layer.neighbours(name), variants.card(name)
    assert (variants.folder_of(name) / last_layer.TABLE).stat().st_size < 200_000
    assert table.numbers.dtype == np.int8
    assert {file.split("/")[0] for file in table.files} == set(card.words)
    assert table.numbers.shape == (len(table.files), last_layer.last(variants.load(name).network).in_features)


@pytest.mark.parametrize("name", SHIPPED)
def test_clips_near_each_other_say_the_same_word_to_all_networks_but_the_one_of_the_whole_spectrum(name: str) -> None:
    table = last_layer.neighbours(name)
    same = [
        np.mean([near.split("/")[0] == file.split("/")[0] for near, _ in table.nearest(numbers, 6)[1:]])
        for file, numbers in zip(table.files, table.numbers.astype(np.float32), strict=True)
    ]
    assert (np.mean(same) > 0.5) == (name != "spectrum")


def test_numbers_rounded_to_eight_bits_point_the_same_way() -> None:
    numbers = np.random.default_rng(0).exponential(size=(20, 256)) * np.geomspace(1e-3, 1e3, 20)[:, None]
    table = Neighbours.of([f"a/{i}.wav" for i in range(20)], numbers)
    for i, row in enumerate(numbers):
        ((name, cosine),) = table.nearest(row.astype(np.float32), 1)
        assert name == f"a/{i}.wav" and cosine == pytest.approx(1.0, abs=1e-3)
    assert not Neighbours.of(["a/0.wav"], np.zeros((1, 4))).numbers.any()
