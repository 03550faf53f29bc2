"""The front end as matrix products gives what the transform for training gives, for every recipe."""

import numpy as np
import pytest
import torch

from speechcls.frontends.dft import MatrixFeatures
from speechcls.frontends.features import Features
from speechcls.frontends.recipe import RECIPES, FeatureRecipe

RATE = 16_000
UNUSUAL = {
    "hop that divides neither window nor second": FeatureRecipe(window=0.0273, hop=0.0071, n_fft=441, power=1.0),
    "window as long as the hop": FeatureRecipe(window=0.03, hop=0.03),
    "25 ms, 400 points": FeatureRecipe(window=0.025, n_fft=400, n_mels=40, log=True, mean=-9.0, deviation=3.0),
}
KNOWN = {name: recipe for name, recipe in RECIPES.items() if recipe.phase == "kept"} | UNUSUAL


def waves() -> torch.Tensor:
    """Noise, a tone at full scale, a click, silence."""
    made = np.zeros((4, RATE), np.float32)
    made[0] = 0.1 * np.random.default_rng(0).standard_normal(RATE)
    made[1] = np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)
    made[2, 7_000] = 1.0
    return torch.from_numpy(made)


@pytest.mark.parametrize("stored", [False, True], ids=["from a table", "stored"])
@pytest.mark.parametrize("name", KNOWN)
def test_matrix_products_give_the_features_of_the_transform(name, stored):
    expected = Features(KNOWN[name])(waves())
    found = MatrixFeatures(KNOWN[name], stored)(waves())
    assert found.shape == expected.shape == (4, *KNOWN[name].shape)
    torch.testing.assert_close(found, expected, atol=1e-4 if KNOWN[name].log else 2e-5, rtol=1e-4)


def test_the_transform_of_a_whole_second_is_numpys():
    expected = np.abs(np.fft.rfft(waves().double().numpy(), norm="ortho"))[:, :8_000]
    found = MatrixFeatures(RECIPES["spectrum"])(waves())[:, 0, :, 0]
    np.testing.assert_allclose(found, expected, atol=2e-5)


def test_random_phases_are_refused_since_no_graph_can_draw_them():
    with pytest.raises(ValueError, match="seed"):
        MatrixFeatures(RECIPES["scrambled"])
