"""PCEN as a trained layer: it begins as the front end with the same parameters, and learns."""

import numpy as np
import pytest
import torch

from speechcls.frontends.atlas import PCEN, by_name
from speechcls.frontends.transform import pcen, transform
from speechcls.models.pcen import TrainedPcen, smoothed

HOP = 160


def energies(bands: int = 64, frames: int = 101) -> torch.Tensor:
    loud = torch.rand((2, 1, bands, frames), generator=torch.Generator().manual_seed(0))
    return 10 ** (6 * loud - 7)


@pytest.mark.parametrize("bands", [64, 40])
def test_it_begins_as_the_front_end_with_the_same_parameters(bands: int) -> None:
    layer, given = TrainedPcen(PCEN, HOP), energies(bands)
    told = pcen(PCEN, given.double().swapaxes(-1, -2).numpy(), HOP).swapaxes(-1, -2)
    np.testing.assert_allclose(layer(given).detach(), told, rtol=1e-3, atol=1e-4)


def test_a_second_through_it_is_the_front_end_pcen_64() -> None:
    wave = 0.1 * np.random.default_rng(1).standard_normal(16_000).astype(np.float32)
    bands = torch.from_numpy(transform(by_name("mel-64"), wave[None]))[None].float()
    np.testing.assert_allclose(
        TrainedPcen(PCEN, HOP)(bands)[0].detach(), transform(by_name("pcen-64"), wave[None]), rtol=2e-3, atol=1e-3
    )


def test_an_energy_is_smoothed_from_the_first_frame_on_and_by_each_band_its_own() -> None:
    given = torch.tensor([[4.0, 8.0, 0.0], [1.0, 2.0, 3.0]])
    told = torch.tensor([[4.0, 5.0, 3.75], [1.0, 2.0, 3.0]])
    torch.testing.assert_close(smoothed(given, torch.tensor([0.25, 1.0])), told)


def test_a_steady_level_is_taken_out_as_far_as_its_gain_tells() -> None:
    layer = TrainedPcen(PCEN, HOP)
    with torch.no_grad():
        layer.logarithms[0] = 0.0  # a gain of 1
    quiet, loud = layer(energies() * 1e-2), layer(energies())
    torch.testing.assert_close(quiet, loud, rtol=1e-3, atol=1e-3)


def test_every_parameter_learns_and_silence_stays_finite() -> None:
    layer = TrainedPcen(PCEN, HOP)
    layer(energies()).square().sum().backward()
    assert (layer.logarithms.grad != 0).all()
    for given in (torch.zeros(1, 1, 64, 101), -energies()):
        layer.zero_grad()
        made = layer(given)
        made.sum().backward()
        assert (made == 0).all() and layer.logarithms.grad.isfinite().all()
