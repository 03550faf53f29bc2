"""The front end as matrix products gives what the transform for training gives, for every front end."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from speechcls.frontends.atlas import FRONTENDS, LOG, POWER, by_name
from speechcls.frontends.dft import MatrixFrontEnd, no_graph
from speechcls.frontends.module import FrontEnd

RATE = 16_000
UNUSUAL = {
    "hop that divides neither window nor second": replace(
        POWER, window_samples=437, hop_samples=114, n_fft=441, power=1.0
    ),
    "window as long as the hop": replace(POWER, hop_samples=480),
    "25 ms, 400 points": replace(LOG, window_samples=400, n_fft=400, n_bands=40, mean=-9.0, deviation=3.0),
}
KNOWN = {name: known.config for name, known in FRONTENDS.items() if not no_graph(known.config)} | UNUSUAL


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
    # In noise, and without silence: some take logarithms of rounding noise, or divide by next to nothing.
    heard = torch.stack([waves()[0], 0.1 * waves()[1] + waves()[0], waves()[2] + 0.1 * waves()[0]])
    expected = FrontEnd(KNOWN[name])(heard)
    found = MatrixFrontEnd(KNOWN[name], stored)(heard)
    assert found.shape == expected.shape == (3, *KNOWN[name].input_shape)
    spread = float(expected.max() - expected.min())
    step = 1 / KNOWN[name].levels if KNOWN[name].levels else 0.0  # that a value may be rounded to the other way
    torch.testing.assert_close(found, expected, atol=1e-4 * spread + 1.01 * step, rtol=1e-4)


def test_silence_is_silence_in_matrix_products_too():
    for name in ("logmel-64", "whisper-80-unpadded", "kaldi-fbank", "librosa-pcen"):
        silence = waves()[3:]
        torch.testing.assert_close(MatrixFrontEnd(KNOWN[name])(silence), FrontEnd(KNOWN[name])(silence))


def test_the_transform_of_a_whole_second_is_numpys():
    expected = np.abs(np.fft.rfft(waves().double().numpy(), norm="ortho"))[:, :8_000]
    found = MatrixFrontEnd(by_name("spectrum"))(waves())[:, 0, :, 0]
    np.testing.assert_allclose(found, expected, atol=2e-5)


def test_what_no_graph_can_do_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="seed"):
        MatrixFrontEnd(by_name("scrambled"))
    with pytest.raises(ValueError, match="library"):
        MatrixFrontEnd(by_name("micro-frontend"))
