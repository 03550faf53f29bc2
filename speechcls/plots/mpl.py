"""Panels and alluvial plots as matplotlib figures, for files and reports; the only module that imports matplotlib."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.axis import Axis as MatplotlibAxis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter, MaxNLocator, NullLocator
from PIL.Image import fromarray

from speechcls.plots.alluvial import Alluvial, Bar, Ribbon
from speechcls.plots.panel import Axis, Image, Line, Mark, Panel

WIDTH, HEIGHT = 8.0, 2.7  # inches of one panel
FAINT, ACCENT = "#d1d5db", "#2563eb"
INK, PALE = "#374151", "#cddafa"
ROLES = {  # the last four: Okabe-Ito
    "main": ACCENT,
    "quiet": "#6b7280",
    "second": "#D55E00",
    "third": "#009E73",
    "fourth": "#CC79A7",
    "fifth": "#E69F00",
}
ABOVE = 4  # names for which a legend above the axes has room
COLOURS = 48  # of a file with much detail
NAMED = 0.19  # inches between the names of an axis
# All hues at one lightness (OKLCH), so that brightness can show the magnitude; as in ui/scope/colours.js.
WHEEL = (
    "00c5e0 00bbfd 5baeff 919fff b992ff d886e7 ef7ec4 fc7b9b ff7f6f "
    "f8893f e69800 c9a900 a1b82a 6cc35f 00c98e 00caba 00c5e0"
)
MAPS = {
    "magma": colormaps["magma"],
    "grey": colormaps["gray"],
    "signed": colormaps["RdBu_r"],
    "cyclic": LinearSegmentedColormap.from_list("cyclic", [f"#{stop}" for stop in WHEEL.split()]),
}
MEL = (lambda hertz: 2595 * np.log10(1 + hertz / 700), lambda mel: 700 * (10 ** (mel / 2595) - 1))  # HTK, and back


def figure(*panels: Panel) -> Figure:
    """The panels below each other. Save it with `figure.savefig("name.png")`, or .svg, .pdf."""
    if not panels:
        raise ValueError("figure needs at least one panel.")
    layout = ConstrainedLayoutEngine(h_pad=0.12, w_pad=0.08)  # inches
    heights = [HEIGHT + NAMED * len(panel.y.names) for panel in panels]
    drawn = Figure(figsize=(WIDTH, sum(heights)), dpi=120, layout=layout)
    rows = drawn.subplots(len(panels), squeeze=False, height_ratios=heights)[:, 0]
    for axes, panel in zip(rows, panels, strict=True):
        _draw(axes, panel)
    return drawn


def save(file: Path, *panels: Panel) -> None:
    """Draw the panels below each other into a file in the format of its suffix."""
    figure(*panels).savefig(file)


def save_flows(file: Path, picture: Alluvial, title: str) -> None:
    """Draw an alluvial plot into a .png."""
    _save_in_few_colours(file, flows(picture, title))


def _save_in_few_colours(file: Path, drawn: Figure) -> None:
    """Write a .png with COLOURS colours, since many thin lines, or noise, make one with all colours large."""
    canvas = FigureCanvasAgg(drawn)
    canvas.draw()
    fromarray(np.asarray(canvas.buffer_rgba())[..., :3]).quantize(COLOURS).save(file, optimize=True)


def save_tiles(file: Path, pictures: np.ndarray, titles: Sequence[str], columns: int = 4) -> None:
    """Draw titled small pictures, uint8 (n, rows, columns) with the top row first, in a grid into a .png."""
    rows = -(-len(titles) // columns)
    drawn = Figure(figsize=(WIDTH, 1.6 * rows), dpi=120, layout="constrained")
    places = drawn.subplots(rows, columns, squeeze=False).ravel()
    for axes in places:
        axes.axis("off")
    for axes, values, title in zip(places, pictures, titles, strict=False):
        axes.imshow(values, cmap=MAPS["magma"], vmin=0, vmax=255, aspect="auto")
        axes.set_title(title, fontsize=8)
    _save_in_few_colours(file, drawn)


def flows(picture: Alluvial, title: str) -> Figure:
    """An alluvial plot: predicted words on the left, true words on the right, errors in another colour."""
    drawn = Figure(figsize=(WIDTH, 1.5 + 0.27 * len(picture.true)), dpi=100, layout="constrained")
    axes = drawn.subplots()
    axes.set(xlim=(-0.16, 1.16), ylim=(1, 0))
    axes.axis("off")
    axes.set_title(title, loc="left", fontsize=10, fontweight="bold", pad=16)
    for ribbon in picture.ribbons:
        axes.add_patch(_ribbon(ribbon))
    for x, side, bars, heading in ((0, "right", picture.predicted, "predicted"), (1, "left", picture.true, "true")):
        axes.text(x, 0, heading, ha=side, va="bottom", fontsize=8, color=INK, fontweight="bold")
        for bar in bars:
            _bar(axes, bar, x, side)
    return drawn


def _ribbon(ribbon: Ribbon) -> PathPatch:
    """A ribbon between two curves that begin and end horizontally."""
    left, right, height = ribbon.left, ribbon.right, ribbon.height
    above = [(0, left), (0.5, left), (0.5, right), (1, right)]
    below = [(x, y + height) for x, y in reversed(above)]
    curve = [Outline.CURVE4] * 3
    outline = Outline([*above, *below, above[0]], [Outline.MOVETO, *curve, Outline.LINETO, *curve, Outline.CLOSEPOLY])
    return PathPatch(outline, facecolor=ROLES["second"] if ribbon.wrong else PALE, linewidth=0)


def _bar(axes: Axes, bar: Bar, x: int, side: str) -> None:
    out = -1 if side == "right" else 1
    axes.add_patch(Rectangle((x, bar.top), 0.012 * out, bar.height, facecolor=INK, linewidth=0))
    middle = bar.top + bar.height / 2
    axes.text(x + 0.022 * out, middle, f"{bar.word} {bar.clips}", ha=side, va="center", fontsize=8, color=INK)


def _draw(axes: Axes, panel: Panel) -> None:
    _scale(axes.set_xscale, panel.x)
    _scale(axes.set_yscale, panel.y)
    axes.set(xlim=(panel.x.low, panel.x.high), ylim=(panel.y.low, panel.y.high))
    axes.set_xlabel(_label(panel.x), fontsize=9)
    axes.set_ylabel(_label(panel.y), fontsize=9)
    _set_ticks(axes.xaxis, panel.x)
    _set_ticks(axes.yaxis, panel.y)
    if panel.x.names:
        axes.tick_params("x", rotation=90)
    if panel.span and not (panel.span[0] <= panel.x.low and panel.span[1] >= panel.x.high):
        axes.axvspan(*panel.span, color=ACCENT, alpha=0.12, linewidth=0)
    if panel.image:
        _draw_image(axes, panel, panel.image)
    if panel.lines:
        _draw_lines(axes, panel)
    _draw_marks(axes, panel.marks)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[:].set_color(FAINT)
    axes.tick_params(which="both", color=FAINT, labelsize=8)
    axes.set_title(panel.title, loc="left", fontsize=10, fontweight="bold", pad=18 if panel.subtitle else 6)
    axes.annotate(panel.subtitle, (0, 1), (0, 5), "axes fraction", textcoords="offset points", fontsize=8)


def _set_ticks(side: MatplotlibAxis, axis: Axis) -> None:
    if axis.quantity == "frequency":
        side.set_major_formatter(FuncFormatter(_hertz))
    if axis.quantity == "epoch":
        side.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))  # no tick at epoch 1.5
    if axis.ticks:
        side.set_major_locator(FixedLocator(axis.ticks))
        side.set_minor_locator(NullLocator())
    if axis.names:
        side.set_major_locator(FixedLocator([i + 0.5 for i in range(len(axis.names))]))
        side.set_major_formatter(FixedFormatter(axis.names))


def _draw_marks(axes: Axes, marks: Sequence[Mark]) -> None:
    """Draw a dotted line at each mark, and its name beside it, a row lower than the one before."""
    for row, mark in enumerate(marks):
        axes.axvline(mark.at, color=ROLES["second"], linestyle=":", linewidth=1)
        at, offset = axes.get_xaxis_transform(), (3, -8 - 10 * row)
        axes.annotate(mark.name, (mark.at, 1), offset, at, textcoords="offset points", fontsize=8, color=INK)


def _draw_lines(axes: Axes, panel: Panel) -> None:
    axes.grid(color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    named = {}
    for line in map(Line.reduced, panel.lines):
        width = 0.7 if len(line.x) > 1_000 else 1.5
        style, marker = "--" if line.dashed else "-", "o" if len(line.x) == 1 else ""
        (named[line.name],) = axes.plot(line.x, line.y, style, marker=marker, color=ROLES[line.role], linewidth=width)
    if len(named) > 1:
        above = len(named) <= ABOVE
        legend = axes.legend(
            named.values(),
            named.keys(),
            loc="lower right" if above else "best",
            ncols=len(named) if above else 2,
            fontsize=8,
            frameon=False,
        )
        if above:
            legend.set_bbox_to_anchor((1, 1), axes.transAxes)  # where it hides nothing


def _draw_image(axes: Axes, panel: Panel, image: Image) -> None:
    """Draw an image, its cells cut at the axes' limits: a logarithmic axis has no room for the cell of 0 Hz."""
    rows, columns = image.values.shape
    x = np.linspace(image.x_low, image.x_high, columns + 1).clip(panel.x.low, panel.x.high)
    y = np.linspace(image.y_low, image.y_high, rows + 1).clip(panel.y.low, panel.y.high)
    colours = Normalize(image.low, image.high)
    mesh = axes.pcolormesh(x, y, image.values, norm=colours, cmap=MAPS[image.colours], rasterized=True)
    over = float(image.values.max()) > image.high, float(image.values.min()) < image.low
    extend = {(True, True): "both", (True, False): "max", (False, True): "min"}.get(over, "neither")
    bar = axes.figure.colorbar(mesh, ax=axes, pad=0.02, aspect=12, extend=extend)
    bar.set_label(f"{image.label} ({image.unit})" if image.unit else image.label, fontsize=8)
    bar.ax.tick_params(color=FAINT, labelsize=8)
    bar.outline.set_visible(False)
    if image.light is not None:
        pixels = mesh.to_rgba(image.values)
        pixels[..., :3] *= image.light[..., None]
        mesh.set_array(pixels)


def _scale(set_scale: Callable[..., None], axis: Axis) -> None:
    if axis.scale == "mel":
        set_scale("function", functions=MEL)
    else:
        set_scale(axis.scale)


def _label(axis: Axis) -> str:
    return f"{axis.label} ({axis.unit})" if axis.unit else axis.label


def _hertz(value: float, _: object) -> str:
    """500, 1k, 2k."""
    return f"{value / 1_000:g}k" if value >= 1_000 else f"{value:g}"
