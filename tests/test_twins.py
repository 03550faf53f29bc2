"""What Python and the page's JavaScript both hold is the same on both sides: run in node on the same values."""

import json
import shutil
import subprocess

import numpy as np
import pytest

from serving import ROOT
from speechcls.models.probability import percent
from speechcls.plots.mpl import MEL
from speechcls.plots.panel import HERTZ_TICKS
from speechcls.plots.spectra import mel_centres

NODE = shutil.which("node")

pytestmark = pytest.mark.skipif(NODE is None, reason="node, which runs the page's JavaScript, is not installed")


def in_node(module: str, expression: str) -> object:
    """The value of an expression over what a module of the page exports, as `module`."""
    script = f'import * as module from "./{module}"; console.log(JSON.stringify({expression}))'
    folder = ROOT / "speechcls" / "ui" / "scope"
    command = [str(NODE), "--input-type=module", "--eval", script]
    return json.loads(subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout)


def test_a_probability_is_written_the_same_on_both_sides() -> None:
    drawn = np.random.default_rng(5)
    values = [*drawn.random(500), *(1 - drawn.random(500) / 50), *(drawn.random(500) / 50), 0.0, 0.505, 0.985, 1.0]
    probabilities = [float(value) for value in values]
    assert in_node("percent.js", f"{probabilities}.map(module.percent)") == [percent(p) for p in probabilities]


def test_frequencies_are_marked_at_the_same_values_on_both_sides() -> None:
    assert in_node("scales.js", "module.HERTZ_TICKS") == {scale: list(ticks) for scale, ticks in HERTZ_TICKS.items()}


def test_the_mel_scale_and_the_centres_of_its_bands_are_the_same_on_both_sides() -> None:
    hertz = [0, 100, 440, 1_000, 8_000]
    to_mel, to_hertz = MEL
    np.testing.assert_allclose(in_node("scales.js", f"{hertz}.map(module.MEL)"), to_mel(np.array(hertz)), rtol=1e-12)
    back = in_node("scales.js", f"{hertz}.map((hertz) => module.HERTZ(module.MEL(hertz)))")
    np.testing.assert_allclose(back, to_hertz(to_mel(np.array(hertz))), rtol=1e-9, atol=1e-9)
    bands = in_node("scales.js", "[...Array(40).keys()].map((band) => module.bandCentre(band, 40))")
    np.testing.assert_allclose(bands, mel_centres(40), rtol=1e-9)
