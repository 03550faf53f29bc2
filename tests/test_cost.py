"""What a network costs, where it can be counted by hand."""

from dataclasses import replace

import pytest
import torch
from torch import nn

import made_records
from speechcls.frontends.atlas import FRONTENDS
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.mel import filter_bank
from speechcls.models import variants
from speechcls.models.classifier import Classifier
from speechcls.results import cost


def test_multiply_adds_of_known_layers():
    assert cost.multiply_adds(nn.Sequential(nn.Flatten(), nn.Linear(12, 5)), (1, 3, 4)) == 60
    # 4 x 2 kernels of 3 x 3 at 8 x 6 places; then each channel by itself, 1 x 5 over 8 x 6 padded places
    plain = nn.Conv2d(2, 4, 3, bias=False)
    apart = nn.Conv2d(4, 4, (1, 5), padding=(0, 2), groups=4)
    assert cost.multiply_adds(plain, (2, 10, 8)) == 8 * 6 * 4 * 2 * 9
    assert cost.multiply_adds(nn.Sequential(plain, nn.ReLU(), apart), (2, 10, 8)) == 8 * 6 * (4 * 2 * 9 + 4 * 5)


def test_counting_leaves_the_network_as_it_was():
    layer = nn.Linear(3, 2)
    cost.multiply_adds(layer, (3,))
    assert not layer._forward_hooks
    assert cost.weights(layer) == 8


def test_a_choice_takes_its_noise_from_the_record_of_the_same_training(fake, tmp_path):
    made = made_records.save(tmp_path, "mel", {0: "yes"})
    fake("known", training={"settings": made.settings, "digest": made.data}, accuracy=0.75)
    other = made.settings | {"seed": 7}
    fake("unknown", training={"settings": other, "digest": made.data}, front_end="complex")
    known, unknown = cost.choices([Classifier.load(name) for name in ("known", "unknown")], tmp_path)
    assert (known.accuracy, known.at_zero_db, known.shape) == (0.75, 0.6, (1, 128, 101))
    assert unknown.at_zero_db is None and unknown.shape == (2, 257, 101)
    assert unknown.multiply_adds > 1.9 * known.multiply_adds
    assert known.weights == sum(w.numel() for w in variants.load("known").network.parameters())


def test_the_time_of_an_answer_is_measured(fake):
    fake("one")
    assert 0 < cost.seconds(Classifier.load("one")) < 60


@pytest.mark.parametrize("name", ["conv", "linear"])
def test_a_batch_of_one_is_counted_once(name):
    layers = {"conv": nn.Conv2d(1, 1, 1), "linear": nn.Linear(7, 7)}
    assert cost.multiply_adds(layers[name], (1, 7, 7)) == {"conv": 49, "linear": 7 * 49}[name]
    assert torch.is_grad_enabled()


def test_a_front_end_costs_what_its_settings_say():
    config = FrontEndConfig(window_samples=4, hop_samples=2, n_fft=8, edges="inside", window_at="start")
    per_frame = 4 + round(1.25 * 8 * 3) + 2 * 5  # window, transform, squares of five coefficients
    assert cost.front_end_multiply_adds(config) == config.frames() * per_frame
    assert cost.front_end_bytes(config) == 4 * (4 + 8)
    banded = FrontEndConfig(n_bands=20, n_cepstra=13, log="ln", window="rectangular")
    held = int((filter_bank(banded) > 0).sum())
    assert cost.front_end_bytes(banded) == 4 * (512 + held + 20 * 13)
    plain = replace(banded, n_bands=0, n_cepstra=0, log="")
    more = cost.front_end_multiply_adds(banded) - cost.front_end_multiply_adds(plain)
    assert more == banded.frames() * (held + 20 * 13)
    assert cost.front_end_bytes(FRONTENDS["micro-frontend"].config) is None
