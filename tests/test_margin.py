"""A last layer of cosines: its logits, its margin, and the plain layer it becomes."""

import copy

import pytest
import torch
from torch import nn

from speechcls.models.last_layer import embed, last
from speechcls.models.networks import MODELS, TRAINABLE
from speechcls.results.config import TrainingConfig
from speechcls.training import loop, margin


def cosine_network(name="compact"):
    network = MODELS[name](channels=1, words=4)
    margin.with_cosines(network)
    return network.eval()


SHAPES = {"wave": (3, 1, 1, 16000), "spectrum": (3, 1, 8000, 1)}


@pytest.mark.parametrize("name", TRAINABLE)
def test_logits_are_the_scaled_cosines_between_features_and_weights(name):
    network, features = cosine_network(name), torch.randn(SHAPES.get(name, (3, 1, 128, 101)))
    wanted = nn.functional.cosine_similarity(embed(network, features)[:, None], last(network).weight[None], dim=2)
    torch.testing.assert_close(network(features), margin.SCALE * wanted, atol=1e-4, rtol=0)


def test_the_plain_network_ranks_words_as_the_cosines_do_and_has_the_shapes_of_any_other():
    network, features = cosine_network(), torch.randn(8, 1, 64, 101)
    network.train()(features)
    network.eval()
    plain = copy.deepcopy(network)
    margin.without_cosines(plain)
    assert torch.equal(plain(features).argsort(dim=1), network(features).argsort(dim=1))
    ordinary = MODELS["compact"](channels=1, words=4).state_dict()
    assert {k: v.shape for k, v in plain.state_dict().items()} == {k: v.shape for k, v in ordinary.items()}


def test_features_of_the_mean_norm_get_the_same_logits_from_the_plain_layer():
    network, features = cosine_network(), torch.randn(1, 1, 64, 101)
    before = network(features)
    last(network).norm.copy_(embed(network, features).norm())
    margin.without_cosines(network)
    torch.testing.assert_close(network(features), before, atol=1e-4, rtol=1e-4)


def test_the_running_mean_of_the_norm_is_that_of_the_features():
    layer = margin.CosineLayer(6, 2).train()
    for _ in range(1500):
        layer(torch.full((3, 6), 2.0))
    assert layer.norm.item() == pytest.approx(2 * 6**0.5, rel=1e-3)


def test_a_margin_lowers_the_right_word_alone_and_changes_no_loss_of_negatives():
    logits = torch.tensor([[3.0, 1.0], [2.0, 5.0]])
    right, none = torch.tensor([1.0, 0.0]), torch.tensor([0.5, 0.5])
    lowered = margin.subtract_margin(logits, 0.1, torch.stack([right, none]))
    assert lowered[0].tolist() == pytest.approx([3.0 - 0.1 * margin.SCALE, 1.0])
    loss = nn.functional.cross_entropy
    assert loss(lowered[1:], none[None]).item() == pytest.approx(loss(logits[1:], none[None]).item(), rel=1e-5)


@pytest.mark.slow
def test_a_training_with_a_margin_gives_a_plain_network_that_learned_and_is_the_same_when_read_again(corpus):
    settings = {"partition": "speaker", "epochs": 3, "batch_size": 8, "patience": 0, "time_shift": 0.1}
    config = TrainingConfig("mel", network="compact", max_lr=0.004, ema_decay=0.5, am_margin=0.2, **settings)
    trained, again = loop.train(config, corpus), loop.train(config, corpus)
    losses = [row["loss"] for row in trained.history if row["set"] == "train"]
    assert losses[-1] < losses[0]
    assert type(last(trained.network)) is nn.Linear
    state = again.network.state_dict()
    assert all(torch.equal(weights, state[name]) for name, weights in trained.network.state_dict().items())
