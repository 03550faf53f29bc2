"""A network block by block: the maps, their kernels, and where on the input a cell lies."""

import numpy as np
import pytest
import torch
from torch import nn

from speechcls.models import layers
from speechcls.models.layers import Reach, blocks
from speechcls.models.networks import MODELS, TRAINABLE, Network, SeparableBlock

COMPACT = [name for name in TRAINABLE if name.startswith("compact")]
SHAPES = {
    "chapter": (1, 1, 90, 90),
    **dict.fromkeys(COMPACT, (1, 1, 64, 101)),
    "wave": (1, 1, 1, 16_000),
    "spectrum": (1, 1, 8_000, 1),
}
COUNTS = {
    "chapter": 5,
    "compact": 8,
    "compact-narrow": 8,
    "compact-wide": 8,
    "compact-pcen": 8,
    "wave": 4,
    "spectrum": 2,
}


class Known(Network):
    """One convolution that answers where the input gets louder, and one that passes it on."""

    def __init__(self) -> None:
        super().__init__()
        convolution = nn.Conv2d(1, 2, 3, bias=False)
        rises, passes = torch.zeros(3, 3), torch.zeros(3, 3)
        rises[1] = torch.tensor([-1.0, 0.0, 1.0])
        passes[1, 1] = 0.5
        convolution.weight = nn.Parameter(torch.stack([rises, passes])[:, None])
        self.features = nn.Sequential(convolution, nn.ReLU())


def made(network: str) -> Network:
    torch.manual_seed(0)
    return MODELS[network](channels=1, words=5).eval()


def test_maps_of_known_kernels_are_what_the_kernels_say() -> None:
    step = torch.zeros(1, 1, 6, 10)
    step[..., 5:] = 2.0
    (block,) = blocks(Known(), step)
    assert block.maps.shape == (2, 4, 8)
    np.testing.assert_array_equal(block.maps[0], [[0, 0, 0, 2, 2, 0, 0, 0]] * 4)
    np.testing.assert_array_equal(block.maps[1], [[0, 0, 0, 0, 1, 1, 1, 1]] * 4)


def test_the_map_that_answers_most_comes_first() -> None:
    loud = torch.ones(1, 1, 6, 10)
    assert blocks(Known(), loud)[0].order.tolist() == [1, 0]


def test_a_map_laid_over_its_input_answers_where_the_input_is_what_it_looks_for() -> None:
    step = torch.zeros(1, 1, 6, 10)
    step[..., 5:] = 2.0
    (block,) = blocks(Known(), step)
    np.testing.assert_array_equal(block.on_input(0, 6, 10), [[0, 0, 0, 0, 2, 2, 0, 0, 0, 0]] * 6)


@pytest.mark.parametrize("network", TRAINABLE)
def test_every_trained_network_has_its_blocks_and_a_kernel_for_each_map(network: str) -> None:
    found = blocks(made(network), torch.randn(SHAPES[network]))
    assert len(found) == COUNTS[network]
    for block in found:
        shown, inputs = block.kernel(0)
        assert len(block.kernels) == len(block.maps)
        assert 1 <= len(shown) == len(inputs) <= layers.SHOWN
        strengths = np.square(shown).sum(axis=(1, 2))
        assert (np.diff(strengths) <= 0).all()


@pytest.mark.parametrize("network", ["chapter", "compact", "wave"])
def test_a_cell_depends_on_its_receptive_field_and_on_nothing_else(
    network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, features = made(network), torch.rand(SHAPES[network])
    for block in module.modules():
        if isinstance(block, nn.ReLU):
            block.forward = nn.Identity().forward  # so that no gradient is stopped
        if isinstance(block, nn.MaxPool2d):
            monkeypatch.setattr(block, "forward", nn.AvgPool2d(block.kernel_size).forward)  # nor goes to one cell only
    found = blocks(module, features)[:3]
    groups = list(layers._grouped(module.features))
    for depth, block in enumerate(found):
        input_ = features.clone().requires_grad_()
        values = input_
        for layer in (layer for group in groups[: depth + 1] for layer in group):
            values = layer(values)
        row, column = values.shape[2] // 2, values.shape[3] // 2
        values[0, :, row, column].abs().sum().backward()
        reached = input_.grad[0, 0] != 0
        for reach, place, axis in ((block.bins, row, 1), (block.frames, column, 0)):
            touched = torch.nonzero(reached.any(dim=axis)).ravel().tolist()
            middle, half = reach.first + place * reach.step, (reach.size - 1) / 2
            length = features.shape[3 - axis]
            assert (touched[0], touched[-1]) == (max(0, middle - half), min(length - 1, middle + half))


def test_kernels_of_a_separable_convolution_are_those_of_its_two_parts_in_a_row() -> None:
    block = next(module for module in made("compact").modules() if isinstance(module, SeparableBlock))
    impulse = torch.zeros(1, 128, 1, 31)
    impulse[0, 5, 0, 15] = 1.0
    along, across = block.convolutions[4], block.convolutions[5]
    answer = across(along(impulse))[0, :, 0, 11:20].detach().numpy()
    np.testing.assert_allclose(layers._kernels(block)[:, 5, 0, ::-1], answer, atol=1e-6)


def test_each_cell_of_the_input_takes_the_nearest_cell_of_a_map() -> None:
    pooled = Reach().through(3).through(2, 2)
    assert pooled == Reach(1.5, 2.0, 4.0)
    assert pooled.cells(9, 3).tolist() == [0, 0, 0, 1, 1, 2, 2, 2, 2]
