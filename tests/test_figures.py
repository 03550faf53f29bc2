"""Panels drawn by matplotlib: every one of them, in its place, colours and ticks."""

import io
import subprocess
import sys

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.plots.alluvial import alluvial
from speechcls.plots.clip_panels import PANELS
from speechcls.plots.mpl import figure, flows, save_flows
from speechcls.plots.panel import Axis, Image, Line, Panel
from speechcls.plots.training_panels import learning_curves, learning_rate

NOISE = np.random.default_rng(22).standard_normal(2 * SAMPLE_RATE).astype(np.float32)
CLIPS = {
    "silence": Clip(np.zeros(SAMPLE_RATE, np.float32)),
    "five samples": Clip(NOISE[:5]),
    "almost nothing": Clip(np.float32(1e-30) * NOISE),
    "noise": Clip(np.float32(0.1) * NOISE),
}


def saved(drawn, kind="png"):
    file = io.BytesIO()
    drawn.savefig(file, format=kind)
    return file.getvalue()


TIME, LEVEL = Axis.time(0.0, 1.0), Axis("Level", "", 0.0, 1.0)


def panel(x=TIME, y=LEVEL, **parts):
    return Panel("Title", x, y, **parts)


def ticks(axis):
    axis.figure.draw_without_rendering()
    return [label.get_text() for label in axis.get_ticklabels()]


@pytest.mark.parametrize("clip", CLIPS.values(), ids=CLIPS)
@pytest.mark.parametrize("make", PANELS.values(), ids=PANELS)
def test_every_panel_becomes_a_png_of_moderate_size(make, clip):
    png = saved(figure(make(clip, 0.0)))
    assert png.startswith(b"\x89PNG") and len(png) < 200_000


@pytest.mark.parametrize("make", PANELS.values(), ids=PANELS)
def test_every_panel_becomes_an_svg_of_moderate_size(make):
    svg = saved(figure(make(CLIPS["noise"], 0.0)), "svg")
    assert b"<svg" in svg and len(svg) < 500_000


def test_training_curves_are_drawn():
    history = [{"epoch": 1, "set": "validation", "loss": 3.0, "accuracy": 0.1}]
    drawn = figure(learning_rate([1e-4, 1e-3, 1e-2], [3.0, 2.0, 9.0], 1e-3), *learning_curves(history))
    assert saved(drawn).startswith(b"\x89PNG")


def test_panels_are_stacked_in_order_with_titles_and_units():
    panels = [make(CLIPS["noise"], 0.5) for make in PANELS.values()]
    drawn = figure(*panels)
    drawn.draw_without_rendering()
    titled = [axes for axes in drawn.axes if axes.get_title(loc="left")]
    assert [axes.get_title(loc="left") for axes in titled] == [panel.title for panel in panels]
    heights = [axes.get_position().y0 for axes in titled]
    assert heights == sorted(heights, reverse=True)
    assert titled[0].get_xlabel() == "Time (s)" and titled[0].get_ylabel() == "Amplitude"
    assert titled[1].get_xlabel() == "Frequency (Hz)"
    assert len({round(axes.get_position().x1, 6) for axes in titled}) == 1  # so that times lie below each other


def test_no_panel_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        figure()


def test_logarithmic_frequencies_are_ticked_at_round_hertz():
    (axes, _) = figure(PANELS["spectrogram"](CLIPS["noise"], 0.0)).axes
    assert axes.get_yscale() == "log"
    assert ticks(axes.yaxis) == ["50", "100", "200", "500", "1k", "2k", "4k", "8k"]


def test_epochs_are_ticked_at_whole_numbers():
    line = Line("loss", np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.4, 0.3]))
    (axes,) = figure(panel(x=Axis.epochs(1.0, 3.0), lines=(line,))).axes
    assert ticks(axes.xaxis) == ["1", "2", "3"]


def test_lines_of_several_names_have_a_legend_with_each_name_once():
    x = np.array([0.0, 0.5])
    lines = Line("filter", x, x), Line("filter", x, x + 0.2), Line("energy", x, x, "second", dashed=True)
    (axes,) = figure(panel(lines=lines)).axes
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["filter", "energy"]
    assert axes.get_lines()[0].get_color() == "#2563eb" and axes.get_lines()[2].get_linestyle() == "--"
    (axes,) = figure(panel(lines=lines[:2])).axes
    assert axes.get_legend() is None


def test_span_is_shaded_unless_it_is_the_whole_axis():
    assert len(figure(panel(span=(0.2, 0.4))).axes[0].patches) == 1
    assert len(figure(panel(span=(0.0, 1.0))).axes[0].patches) == 0


def test_image_is_drawn_with_its_first_row_lowest_and_its_first_column_left():
    values = np.array([[1.0, 0.0], [0.0, 0.0]])
    drawn = figure(panel(image=Image(values, 0.0, 1.0, "Level", "", 0.0, 1.0, 0.0, 1.0, "grey")))
    canvas = FigureCanvasAgg(drawn)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[::-1, :, 0]  # lowest row first
    seen = [
        [pixels[*map(round, drawn.axes[0].transAxes.transform((x, y))[::-1])] for x in (0.25, 0.75)]
        for y in (0.25, 0.75)
    ]
    assert seen == [[255, 0], [0, 0]]


def test_image_is_cut_where_a_logarithmic_axis_begins():
    image = Image(np.ones((3, 2)), 0.0, 1.0, "Level", "dB", -0.1, 1.1, -50.0, 250.0)
    axes, bar = figure(panel(y=Axis.frequency(100.0, 200.0, "log"), image=image)).axes
    corners = axes.collections[0].get_coordinates()
    assert corners[..., 0].min() == 0.0 and corners[..., 0].max() == 1.0
    assert corners[..., 1].min() == 100.0 and corners[..., 1].max() == 200.0
    assert bar.get_ylabel() == "Level (dB)"


def test_signed_image_is_white_at_zero_and_differs_between_the_signs():
    image = Image(np.array([[-1.0, 0.0, 1.0]]), -1.0, 1.0, "Amplitude", "", 0.0, 1.0, 0.0, 1.0, "signed")
    mesh = figure(panel(image=image)).axes[0].collections[0]
    below, zero, above = mesh.to_rgba(image.values)[0, :, :3]
    assert zero.min() > 0.95
    assert below[2] > below[0] and above[0] > above[2]


def test_cells_are_as_bright_as_their_light_says():
    light = np.array([[1.0, 0.5, 0.0]])
    image = Image(
        np.array([[-3.0, 0.0, 3.0]]), -np.pi, np.pi, "Phase", "rad", 0.0, 1.0, 0.0, 1.0, "cyclic", light=light
    )
    drawn = figure(panel(image=image))
    drawn.draw_without_rendering()
    mesh = drawn.axes[0].collections[0]
    full, half, none = np.asarray(mesh.get_array())[0, :, :3]
    assert full.max() > 0.7 and none.max() == 0.0
    assert half == pytest.approx(0.5 * np.array(mesh.cmap(0.5))[:3], abs=0.01)


def test_the_colours_of_phase_meet_at_the_ends():
    image = Image(np.zeros((1, 1)), -np.pi, np.pi, "Phase", "rad", 0.0, 1.0, 0.0, 1.0, "cyclic")
    cmap = figure(panel(image=image)).axes[0].collections[0].cmap
    assert cmap(0.0) == pytest.approx(cmap(1.0)) and cmap(0.5) != pytest.approx(cmap(0.0))


def test_figures_leave_pyplot_alone():
    code = "import sys, speechcls.plots.mpl; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=120).returncode == 0


def test_names_stand_at_the_middle_of_their_places():
    axis = Axis("Word", "", 0.0, 3.0, names=("no", "yes", "bed"))
    image = Image(np.eye(3), 0.0, 1.0, "Share", "", 0.0, 3.0, 0.0, 3.0)
    axes = figure(Panel("Title", axis, axis, image=image)).axes[0]
    assert ticks(axes.xaxis) == ticks(axes.yaxis) == ["no", "yes", "bed"]
    assert axes.get_yticks().tolist() == [0.5, 1.5, 2.5]


def test_a_legend_of_many_names_lies_within_the_axes_where_it_hides_no_title():
    x = np.array([0.0, 0.5])
    drawn = figure(panel(lines=tuple(Line(f"name {i}", x, x) for i in range(7))))
    drawn.draw_without_rendering()
    (axes,) = drawn.axes
    assert axes.get_legend().get_window_extent().y1 < axes.get_window_extent().y1


def test_flows_are_drawn_with_wrong_ones_in_another_shade_and_names_with_their_clips(tmp_path):
    picture = alluvial(["no", "yes"], np.array([[8, 1], [0, 9]]))
    (axes,) = flows(picture, "Title").axes
    colours = [patch.get_facecolor() for patch in axes.patches[:3]]
    assert colours[0] == colours[1] != colours[2]
    assert {text.get_text() for text in axes.texts} == {"predicted", "true", "no 9", "yes 9", "no 8", "yes 10"}
    save_flows(tmp_path / "flows.png", picture, "Title")
    assert (tmp_path / "flows.png").read_bytes().startswith(b"\x89PNG")
