"""A Panel as a matplotlib Figure, for files, reports and the README; the only importer of matplotlib."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis as MatplotlibAxis
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from speechcls.panel import Axis, Image, Line, Panel

WIDTH, HEIGHT = 8.0, 2.7  # inches of one panel
FAINT, ACCENT = "#d1d5db", "#2563eb"
ROLES = {"main": ACCENT, "quiet": "#6b7280", "second": "#D55E00", "third": "#009E73"}  # the latter two: Okabe-Ito
MAPS = {"magma": "magma", "grey": "gray", "signed": "RdBu_r"}
OCTAVES = (50, 100, 200, 500, 1_000, 2_000, 4_000, 8_000)  # Hz


def figure(*panels: Panel) -> Figure:
    """The panels below each other. Save it with `figure.savefig("name.png")`, or .svg, .pdf."""
    if not panels:
        raise ValueError("figure needs at least one panel.")
    layout = ConstrainedLayoutEngine(h_pad=0.12, w_pad=0.08)  # inches
    drawn = Figure(figsize=(WIDTH, HEIGHT * len(panels)), dpi=120, layout=layout)
    for axes, panel in zip(drawn.subplots(len(panels), squeeze=False)[:, 0], panels, strict=True):
        _draw(axes, panel)
    return drawn


def save(file: Path, *panels: Panel) -> None:
    """Draw the panels below each other into a file, of the kind that its suffix names."""
    figure(*panels).savefig(file)


def _draw(axes: Axes, panel: Panel) -> None:
    axes.set(xscale=panel.x.scale, xlim=(panel.x.low, panel.x.high))
    axes.set(yscale=panel.y.scale, ylim=(panel.y.low, panel.y.high))
    axes.set_xlabel(_label(panel.x), fontsize=9)
    axes.set_ylabel(_label(panel.y), fontsize=9)
    for side, axis in ((axes.xaxis, panel.x), (axes.yaxis, panel.y)):
        if axis.unit == "Hz":
            _tick_hertz(side, axis)
    if panel.span and not (panel.span[0] <= panel.x.low and panel.span[1] >= panel.x.high):
        axes.axvspan(*panel.span, color=ACCENT, alpha=0.12, linewidth=0)
    if panel.image:
        _draw_image(axes, panel, panel.image)
    if panel.lines:
        _draw_lines(axes, panel)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[:].set_color(FAINT)
    axes.tick_params(which="both", color=FAINT, labelsize=8)
    axes.set_title(panel.title, loc="left", fontsize=10, fontweight="bold", pad=18 if panel.subtitle else 6)
    axes.annotate(panel.subtitle, (0, 1), (0, 5), "axes fraction", textcoords="offset points", fontsize=8)


def _draw_lines(axes: Axes, panel: Panel) -> None:
    axes.grid(color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    if panel.x.scale == "linear" and all(np.all(line.x == np.round(line.x)) for line in panel.lines):
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))  # no tick at epoch 1.5
    named = {}
    for line in map(Line.reduced, panel.lines):
        width = 0.7 if len(line.x) > 1_000 else 1.5
        style, marker = "--" if line.dashed else "-", "o" if len(line.x) == 1 else ""
        (named[line.name],) = axes.plot(line.x, line.y, style, marker=marker, color=ROLES[line.role], linewidth=width)
    if len(named) > 1:
        legend = axes.legend(
            named.values(), named.keys(), loc="lower right", ncols=len(named), fontsize=8, frameon=False
        )
        legend.set_bbox_to_anchor((1, 1), axes.transAxes)  # above the axes, where it hides nothing


def _draw_image(axes: Axes, panel: Panel, image: Image) -> None:
    """Cells are cut at the axes' limits: on a logarithmic axis, the cell of 0 Hz has no place."""
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


def _label(axis: Axis) -> str:
    return f"{axis.label} ({axis.unit})" if axis.unit else axis.label


def _tick_hertz(side: MatplotlibAxis, axis: Axis) -> None:
    """Hertz as 500, 1k, 2k; on a logarithmic axis at round numbers of each decade."""
    side.set_major_formatter(FuncFormatter(lambda hertz, _: f"{hertz / 1_000:g}k" if hertz >= 1_000 else f"{hertz:g}"))
    if axis.scale == "log":
        side.set_major_locator(FixedLocator([tick for tick in OCTAVES if axis.low <= tick <= axis.high]))
        side.set_minor_locator(NullLocator())
