"""Two front ends on the same second as pictures: each in its own cells, and their difference."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from speechcls.audio import Clip
from speechcls.frontends.atlas import FRONTENDS
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.mel import filter_bank
from speechcls.plots.input_panels import network_input
from speechcls.plots.panel import Axis, Image, Line, Panel
from speechcls.plots.spectra import bin_hertz, cells, centre, values_of

COMPARED = tuple(FRONTENDS)
REACH = 0.05  # s beyond the second in which frames are still drawn: what follows of a padded clip is not
MOST = 4.0  # deviations at which the colours of a difference stop
DIFFERENCE = "The first less the second"
BY_THEIR_OWN = "each by its own mean and deviation"


class Chosen(NamedTuple):
    """A front end by its name in the atlas, and its settings, which may have been moved from there."""

    name: str
    config: FrontEndConfig


def side_by_side(clip: Clip, start: float, one: Chosen, other: Chosen) -> tuple[Panel, Panel, Panel | None]:
    """Both front ends on the chosen second over the same time axis, and the first less the second.

    None in place of a difference where bands of the one stand for nothing in the other.
    """
    apart = difference(clip, start, one.config, other.config)
    return drawn(clip, start, one), drawn(clip, start, other), apart


def before_now(panel: Panel) -> Panel:
    """A picture of the last second of sound that goes on: its time is counted back from the present moment."""
    if panel.x.quantity != "time":
        return panel
    x = Axis("Time before now", "s", panel.x.low - 1.0, panel.x.high - 1.0, quantity="time")
    image = panel.image and replace(panel.image, x_low=panel.image.x_low - 1.0, x_high=panel.image.x_high - 1.0)
    return replace(panel, x=x, image=image, lines=tuple(replace(line, x=line.x - 1.0) for line in panel.lines))


def drawn(clip: Clip, start: float, chosen: Chosen) -> Panel:
    """What a front end gives of the chosen second; of a complex one the real part."""
    panel = replace(network_input(clip, start, chosen.config), title=chosen.name)
    if panel.image is None:
        return panel
    image = panel.image
    width = (image.x_high - image.x_low) / image.values.shape[1]
    shown = min(image.values.shape[1], int((panel.x.high + REACH - image.x_low) / width))
    cut = replace(image, values=image.values[:, :shown], x_high=image.x_low + shown * width)
    return replace(panel, image=cut)


def difference(clip: Clip, start: float, one: FrontEndConfig, other: FrontEndConfig) -> Panel | None:
    """The first front end less the second, each by its own mean and deviation, in the cells of the first.

    A cell of the second is the one whose frame and band are centred nearest.
    """
    if one.gives == other.gives != "spectrogram":
        return _line_difference(clip, start, one, other)
    rows, columns = _hertz(one), _hertz(other)
    if rows is None or columns is None:
        return None
    start = clip.within(start)
    times = np.array([centre(one, frame) for frame in range(min(one.frames(), _within(one)))])
    there = np.array([centre(other, frame) for frame in range(min(other.frames(), _within(other)))])
    made = _standardised(values_of(clip, start, one)[0][:, : len(times)])
    theirs = _standardised(values_of(clip, start, other)[0][:, : len(there)])
    apart = made - theirs[_nearest(columns, rows)][:, _nearest(there, times)]
    image: Image = cells(apart, start, one, (-MOST, MOST), "signed")
    return Panel(
        title=DIFFERENCE,
        subtitle=f"{BY_THEIR_OWN}; a cell of the second is the one centred nearest",
        x=Axis.time(start, start + 1.0),
        y=drawn_rows(one),
        image=replace(image, label="Difference in deviations", unit="", decibels=None),
        description=_largest(apart),
    )


def _line_difference(clip: Clip, start: float, one: FrontEndConfig, other: FrontEndConfig) -> Panel:
    """Of two waves, or two spectra of the whole second."""
    made, theirs = (_standardised(values_of(clip, start, config).ravel()) for config in (one, other))
    shape, apart = network_input(clip, start, one), made - theirs
    line = Line("difference", np.linspace(shape.x.low, shape.x.high, len(apart), endpoint=False), apart)
    return replace(
        shape,
        title=DIFFERENCE,
        subtitle=BY_THEIR_OWN,
        y=Axis("Difference in deviations", "", -MOST, MOST),
        lines=(line.reduced(),),
        description=_largest(apart),
    )


def _largest(apart: np.ndarray) -> str:
    most, usual = float(np.abs(apart).max()), float(np.sqrt(np.mean(apart**2)))
    return f"Largest difference {most:.2g} deviations; root mean square {usual:.2g}."


def drawn_rows(front_end: FrontEndConfig) -> Axis:
    if front_end.n_bands:
        return Axis("Band", "", -0.5, front_end.values - 0.5)
    return Axis.frequency(0.0, front_end.sample_rate / 2)


def _within(front_end: FrontEndConfig) -> int:
    """Frames that begin their middle within the second, or shortly after."""
    first, second = centre(front_end), centre(front_end, 1)
    return int((1.0 + REACH - first) / (second - first)) + 1


def _hertz(front_end: FrontEndConfig) -> np.ndarray | None:
    """The middle of each row in Hz; None where rows are no bands: cepstra, and a library's own."""
    if front_end.n_cepstra or front_end.energy or front_end.domain != "spectrogram":
        return None
    bins = np.arange(front_end.n_fft // 2 + 1) * bin_hertz(front_end)
    if not front_end.n_bands:
        return bins
    bank = filter_bank(front_end)
    held = bank.sum(0) > 0
    middles = (bins @ bank)[held] / bank.sum(0)[held]
    order = np.arange(front_end.n_bands)
    return np.interp(order, np.flatnonzero(held), middles) + 1e-6 * order  # bands of the same single bin are told apart


def _nearest(points: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The index of the point that lies nearest to each that is wanted."""
    return np.abs(points[None] - wanted[:, None]).argmin(1)


def _standardised(values: np.ndarray) -> np.ndarray:
    deviation = float(values.std())
    return (values - values.mean()) / (deviation or 1.0)
