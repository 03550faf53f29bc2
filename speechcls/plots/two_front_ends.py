"""Two front ends on the same second as pictures: each in its own cells, and their difference."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from speechcls.audio import Clip
from speechcls.frontends.atlas import FRONTENDS
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.mel import filter_bank
from speechcls.plots.clip_panels import network_input
from speechcls.plots.panel import Axis, Image, Panel
from speechcls.plots.spectra import bin_hertz, cells, centre, values_of

COMPARED = tuple(name for name, known in FRONTENDS.items() if known.config.gives == "spectrogram")
REACH = 0.05  # s beyond the second in which frames are still drawn: what follows of a padded clip is not
MOST = 4.0  # deviations at which the colours of a difference stop


def side_by_side(clip: Clip, start: float, one: str, other: str) -> tuple[Panel, Panel, Panel | None]:
    """Both front ends on the chosen second over the same time axis, and the first less the second.

    None in place of a difference where bands of the one stand for nothing in the other.
    """
    first, second = FRONTENDS[one].config, FRONTENDS[other].config
    return drawn(clip, start, one), drawn(clip, start, other), difference(clip, start, first, second)


def drawn(clip: Clip, start: float, name: str) -> Panel:
    """What a front end gives of the chosen second; of a complex one the real part."""
    panel = network_input(clip, start, FRONTENDS[name].config)
    image = panel.image
    assert image is not None
    width = (image.x_high - image.x_low) / image.values.shape[1]
    shown = min(image.values.shape[1], int((panel.x.high + REACH - image.x_low) / width))
    cut = replace(image, values=image.values[:, :shown], x_high=image.x_low + shown * width)
    return replace(panel, title=name, image=cut)


def difference(clip: Clip, start: float, one: FrontEndConfig, other: FrontEndConfig) -> Panel | None:
    """The first front end less the second, each by its own mean and deviation, in the cells of the first.

    A cell of the second is the one whose frame and band are centred nearest.
    """
    rows, columns = _hertz(one), _hertz(other)
    if rows is None or columns is None:
        return None
    start = clip.within(start)
    times = np.array([centre(one, frame) for frame in range(min(one.frames(), _within(one)))])
    there = np.array([centre(other, frame) for frame in range(min(other.frames(), _within(other)))])
    made = _standardised(values_of(clip, start, one)[0][:, : len(times)])
    theirs = _standardised(values_of(clip, start, other)[0][:, : len(there)])
    apart = made - theirs[_nearest(columns, rows)][:, _nearest(there, times)]
    most = float(np.abs(apart).max())
    image: Image = cells(apart, start, one, (-MOST, MOST), "signed")
    return Panel(
        title="The first less the second",
        subtitle="each by its own mean and deviation; a cell of the second is the one centred nearest",
        x=Axis.time(start, start + 1.0),
        y=drawn_rows(one),
        image=replace(image, label="Difference in deviations", unit="", decibels=None),
        description=f"Largest difference {most:.2g} deviations; root mean square {np.sqrt(np.mean(apart**2)):.2g}.",
    )


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
