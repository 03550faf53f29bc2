"""What holds for every network, and the chapter's layers counted."""

from collections import Counter

import pytest
import torch
from torch import nn

from speechcls.frontends.atlas import FRONTENDS, by_name
from speechcls.models.networks import MODELS, ChapterNet
from speechcls.models.weights import pack, unpack

EVERY = pytest.mark.parametrize("network", MODELS)


def made(network: str, channels: int = 1, words: int = 5, seed: int = 0) -> nn.Module:
    torch.manual_seed(seed)
    return MODELS[network](channels=channels, words=words)


# What these networks take, and nothing else.
OWN = {name: [model.DOMAIN] for name, model in MODELS.items() if model.DOMAIN != "spectrogram"}
SPECTROGRAMS = [n for n, known in FRONTENDS.items() if known.config.gives == "spectrogram" and n != "whisper-80"]
FITTING = [
    (network, name)
    for network, model in MODELS.items()
    for name in OWN.get(network, SPECTROGRAMS)
    if min(by_name(name).input_shape[1:]) >= model.LEAST
]


def inputs(batch: int, network: str, front_end: str = "mel") -> torch.Tensor:
    """Noise of the shape of what the network takes."""
    shape = by_name(OWN.get(network, [front_end])[0]).input_shape
    return torch.randn(batch, *shape, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize(("network", "front_end"), FITTING)
def test_a_network_takes_every_representation_and_gives_a_score_a_word(network, front_end):
    scores = made(network, by_name(front_end).channels)(inputs(2, network, front_end))
    assert scores.shape == (2, 5)
    assert scores.isfinite().all()


@EVERY
def test_gradients_reach_every_weight(network):
    module = made(network).eval()  # in training, batch normalisation takes away what a bias before it does
    nn.functional.cross_entropy(module(inputs(2, network)), torch.tensor([0, 4])).backward()
    assert [name for name, weight in module.named_parameters() if weight.grad is None or not weight.grad.any()] == []


@EVERY
def test_saved_weights_loaded_into_another_network_give_the_same_scores(network):
    first, second = made(network, seed=0), made(network, seed=1)
    first(inputs(4, network))  # moves the statistics of batch normalisation
    weights = pack(first)
    second.load_state_dict(unpack(weights))
    assert pack(second) == weights
    torch.testing.assert_close(
        second.eval()(inputs(2, network)), first.eval()(inputs(2, network)), rtol=1e-2, atol=1e-2
    )


@EVERY
def test_a_batch_equals_single_clips(network):
    module = made(network).eval()
    together = module(inputs(3, network))
    assert not torch.allclose(together[0], together[1], atol=1e-4)
    for one, expected in zip(inputs(3, network), together, strict=True):
        torch.testing.assert_close(module(one[None])[0], expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(("channels", "count"), [(1, 1_849_054), (2, 1_849_342)])
def test_the_chapters_network_has_1_8_million_weights(channels, count):
    assert sum(weight.numel() for weight in ChapterNet(channels, words=30).parameters()) == count


def test_the_chapters_network_has_the_chapters_layers():
    layers = [layer for layer in ChapterNet(2, words=30).modules() if not list(layer.children())]
    assert Counter(type(layer).__name__ for layer in layers) == {
        "Conv2d": 5,
        "BatchNorm2d": 5,
        "MaxPool2d": 4,
        "AdaptiveAvgPool2d": 1,
        "Dropout2d": 5,
        "Linear": 2,
        "BatchNorm1d": 1,
        "Dropout": 1,
        "ReLU": 6,
    }
    convolutions = [layer for layer in layers if isinstance(layer, nn.Conv2d)]
    assert [(layer.in_channels, layer.out_channels) for layer in convolutions] == [
        (2, 32),
        (32, 64),
        (64, 128),
        (128, 256),
        (256, 512),
    ]
    assert {(layer.kernel_size, layer.padding, layer.stride) for layer in convolutions} == {((3, 3), (0, 0), (1, 1))}
    assert [layer.num_features for layer in layers if isinstance(layer, nn.BatchNorm2d)] == [32, 64, 128, 256, 512]
    assert {layer.kernel_size for layer in layers if isinstance(layer, nn.MaxPool2d)} == {2}
    assert {layer.p for layer in layers if isinstance(layer, nn.Dropout2d)} == {0.2}
    assert {layer.p for layer in layers if isinstance(layer, nn.Dropout)} == {0.5}
    linear = [(layer.in_features, layer.out_features) for layer in layers if isinstance(layer, nn.Linear)]
    assert linear == [(512, 512), (512, 30)]


@pytest.mark.parametrize(
    ("network", "weights"), [("compact", 273_998), ("compact-narrow", 151_178), ("compact-wide", 332_982)]
)
def test_the_compact_networks_have_as_many_weights_as_they_say(network: str, weights: int) -> None:
    assert sum(weight.numel() for weight in made(network, words=30).parameters()) == weights


def test_the_chapters_network_needs_78_bins():
    module = ChapterNet(1, words=3).eval()
    assert module(torch.zeros(1, 1, 78, 78)).shape == (1, 3)
    with pytest.raises(RuntimeError):
        module(torch.zeros(1, 1, 77, 78))
