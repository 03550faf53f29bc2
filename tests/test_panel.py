"""A Panel as JSON, and long lines reduced without losing what they show."""

import base64
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from speechcls.plots.panel import MAX_POINTS, Axis, Image, Line, Panel, apart


def panel(**parts):
    return Panel("Title", Axis.time(0.0, 1.0), Axis("Level", "", 0.1, 9.0, "log"), **parts)


def image(values):
    return Image(values, 0.0, 5.0, "Power", "", -0.5, 2.5, 0.0, 2.0, "grey")


def decoded(text, kind):
    return np.frombuffer(base64.b64decode(text), kind)


def test_json_names_every_part_and_survives_json():
    line = Line("a", np.arange(2.0), np.arange(2.0), "second", dashed=True)
    whole = panel(lines=(line,), image=image(np.ones((2, 3))), span=(0.25, 0.5), subtitle="Sub", description="Seen.")
    plain = json.loads(json.dumps(whole.to_json(), allow_nan=False))
    assert plain["title"] == "Title" and plain["subtitle"] == "Sub" and plain["description"] == "Seen."
    time = {"label": "Time", "unit": "s", "low": 0.0, "high": 1.0, "scale": "linear", "names": []}
    assert plain["x"] == time | {"quantity": "time", "ticks": []}
    assert plain["y"]["scale"] == "log"
    assert plain["span"] == [0.25, 0.5]
    assert {key: plain["lines"][0][key] for key in ("name", "role", "dashed")} == {
        "name": "a",
        "role": "second",
        "dashed": True,
    }
    edges = {"x_low": -0.5, "x_high": 2.5, "y_low": 0.0, "y_high": 2.0}
    named = {
        "rows": 2,
        "columns": 3,
        "low": 0.0,
        "high": 5.0,
        "label": "Power",
        "unit": "",
        "colours": "grey",
        "decibels": None,
        "light": None,
        "factor": 1 / 60_000,
    }
    assert {key: plain["image"][key] for key in plain["image"] if key != "values"} == edges | named


@pytest.mark.parametrize(
    ("axis", "ticks"),
    [
        (Axis.frequency(31.25, 8_000.0, "log"), (50, 100, 200, 500, 1_000, 2_000, 4_000, 8_000)),
        (Axis.frequency(150.0, 2_500.0, "mel"), (250, 500, 1_000, 2_000)),
        (Axis.frequency(0.0, 8_000.0), ()),
    ],
)
def test_a_frequency_axis_is_marked_at_round_hertz_within_it_or_left_to_whoever_draws(axis, ticks):
    assert (axis.quantity, axis.unit, axis.ticks) == ("frequency", "Hz", ticks)


def test_each_mel_band_is_a_cell_around_its_index():
    axis = Axis.mel_bands(40)
    assert (axis.quantity, axis.low, axis.high) == ("mel band", -0.5, 39.5)


def test_what_a_panel_lacks_is_null_in_json():
    plain = panel().to_json()
    assert plain["image"] is None and plain["span"] is None and plain["lines"] == []


def test_line_travels_as_little_endian_float32():
    x, y = np.array([0.0, 0.5, 1.0]), np.array([0.1, -2.0, 1e-7])
    plain = Line("a", x, y).to_json()
    np.testing.assert_array_equal(decoded(plain["x"], "<f4"), x.astype(np.float32))
    np.testing.assert_array_equal(decoded(plain["y"], "<f4"), y.astype(np.float32))


def unpacked(plain):
    return decoded(plain["values"], "<f2").astype(float) * plain["factor"]


def test_image_travels_as_little_endian_float16_lowest_row_first():
    values = np.arange(6.0).reshape(2, 3)
    np.testing.assert_allclose(unpacked(image(values).to_json()), [0, 1, 2, 3, 4, 5], rtol=1e-3)


@pytest.mark.parametrize("size", [1e-12, 1.0, 1e9])
def test_image_keeps_three_digits_over_ninety_decibels_of_power_however_large_or_small(size):
    values = size * np.logspace(-9, 0, 100).reshape(10, 10) * np.where(np.arange(100) % 2, 1, -1).reshape(10, 10)
    np.testing.assert_allclose(unpacked(image(values).to_json()), values.ravel(), rtol=1e-3)


def test_image_of_silence_travels_as_silence():
    assert not unpacked(image(np.zeros((2, 3))).to_json()).any()


def test_line_in_json_has_at_most_2000_points():
    line = Line("a", np.arange(960_000.0), np.zeros(960_000))
    assert len(decoded(line.to_json()["x"], "<f4")) <= 2_000 == MAX_POINTS


def test_short_line_is_not_reduced():
    line = Line("a", np.arange(float(MAX_POINTS)), np.zeros(MAX_POINTS))
    assert line.reduced() is line


@given(
    y=arrays.arrays(np.float64, st.integers(1, 700), elements=st.floats(-1e6, 1e6)),
    points=st.integers(2, 100),
)
@settings(deadline=None)
def test_reduction_keeps_smallest_and_largest_as_points_of_the_line_in_order(y, points):
    x = np.arange(len(y)) / 10
    reduced = Line("a", x, y, "third", dashed=True).reduced(points)
    assert len(reduced.x) == len(reduced.y) <= points
    assert reduced.y.min() == y.min() and reduced.y.max() == y.max()
    assert np.all(np.diff(reduced.x) >= 0)
    np.testing.assert_array_equal(reduced.y, y[np.searchsorted(x, reduced.x)])
    assert (reduced.name, reduced.role, reduced.dashed) == ("a", "third", True)


def test_reduction_keeps_a_single_spike_at_its_place():
    y = np.zeros(50_000)
    y[31_234] = -7.0
    reduced = Line("a", np.arange(50_000.0), y).reduced()
    assert reduced.x[reduced.y.argmin()] == 31_234


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.0), (3.0, 3.0), (2.0, 1.0), (-1.0, 4.0)])
def test_limits_end_up_apart(low, high):
    first, second = apart(low, high)
    assert first == low and first < second
    assert second == high or high <= low
