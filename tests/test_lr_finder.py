"""The sweep goes through rising rates, however few clips there are, and is kept as numbers or as a picture."""

import json

import numpy as np
import pytest

from speechcls.results.config import TrainingConfig
from speechcls.training import loop, lr_finder
from speechcls.training.lr_finder import Finding

CONFIG = TrainingConfig("mel", partition="speaker", max_per_word=4, batch_size=4)
FINDING = Finding("a command", (1e-4, 1e-3, 1e-2), (3.4, 3.0, 2.5), 1e-3)


@pytest.fixture(scope="module")
def finding(corpus, tmp_path_factory) -> Finding:
    """Eight steps, of which an epoch has three."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPEECHCLS_HOME", str(tmp_path_factory.mktemp("home")))
        return lr_finder.find(CONFIG, corpus, lowest=1e-5, highest=1e-2, steps=8)


def test_rates_rise_by_the_same_factor_from_the_lowest_to_the_highest(finding):
    assert len(finding.rates) == len(finding.losses) == 8
    factors = np.diff(np.log(finding.rates))
    assert (factors > 0).all()
    assert finding.rates[0] == pytest.approx(1e-5) and finding.rates[-1] == pytest.approx(1e-2, rel=0.01)
    np.testing.assert_allclose(factors[1:], np.log(1e3) / 8, rtol=1e-3)  # the first step takes two


def test_the_loss_is_smoothed_from_its_first_value_on(corpus, monkeypatch):
    step, seen = loop.Recogniser.training_step, []

    def watched(self, *batch):
        loss = step(self, *batch)
        seen.append(loss.item())
        return loss

    monkeypatch.setattr(loop.Recogniser, "training_step", watched)
    found = lr_finder.find(CONFIG, corpus, highest=1e-3, steps=12)
    weights = [0.98 ** np.arange(n, -1, -1) for n in range(12)]
    expected = [np.average(seen[: len(w)], weights=w) for w in weights]
    np.testing.assert_allclose(found.losses, expected, rtol=1e-4)
    assert found.suggestion is None  # of twelve points, none is left to judge by


def test_a_loss_that_explodes_ends_the_sweep(corpus, monkeypatch):
    losses = iter([1.0] * 5 + [1e6] * 100)
    step = loop.Recogniser.training_step
    monkeypatch.setattr(loop.Recogniser, "training_step", lambda self, *batch: step(self, *batch) * next(losses))
    found = lr_finder.find(CONFIG, corpus, steps=12)
    assert 5 < len(found.rates) < 12
    assert len(found.losses) == len(found.rates)


def test_a_sweep_is_kept_as_numbers(tmp_path):
    lr_finder.write(tmp_path / "sweep.json", FINDING, chosen=0.01)
    kept = json.loads((tmp_path / "sweep.json").read_text())
    assert kept == {"command": "a command", "rates": [1e-4, 1e-3, 1e-2], "losses": [3.4, 3.0, 2.5], "suggestion": 1e-3}


@pytest.mark.parametrize(("name", "start"), [("sweep.png", b"\x89PNG"), ("sweep.svg", b"<?xml")])
def test_a_sweep_is_drawn(tmp_path, name, start):
    lr_finder.write(tmp_path / name, FINDING, chosen=0.01)
    assert (tmp_path / name).read_bytes().startswith(start)
