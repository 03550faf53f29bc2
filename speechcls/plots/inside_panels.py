"""Pictures over a network's input: lit where one of its maps answers, and as heat, what each cell brings or costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from speechcls.audio import SAMPLE_RATE
from speechcls.frontends.config import FrontEndConfig
from speechcls.plots.panel import Axis, Line, Panel
from speechcls.plots.spectra import band_name, bin_hertz, in_bands

if TYPE_CHECKING:
    from speechcls.models.layers import Block

DARK = 0.3  # of its brightness has a cell where a map doesn't answer
STRETCHES = 100  # of a wave or a spectrum, over which what its cells bring is added up
STOP = 99.5  # percentile at which the colours of heat stop, so that one cell doesn't make all others pale


def lit(panel: Panel, block: Block, channel: int, front_end: FrontEndConfig) -> Panel:
    """A network's input, bright where one map of a block answers."""
    bins, frames = front_end.input_shape[1:]
    answers = np.maximum(block.on_input(channel, bins, frames), 0)
    shares = answers / (float(answers.max()) or 1.0)
    text = _answers(panel, block, channel, shares, front_end)
    if panel.image is not None:
        image = replace(panel.image, light=DARK + (1 - DARK) * np.sqrt(shares))
        return replace(
            panel, image=image, title="Where it answers", subtitle="its input, bright there", description=text
        )
    along = shares.ravel()
    points = np.linspace(panel.x.low, panel.x.high, len(along))
    line = Line("its answer", points, panel.y.low + along * (panel.y.high - panel.y.low), "second").reduced()
    quiet = tuple(replace(line, role="quiet") for line in panel.lines)
    return replace(panel, lines=(*quiet, line), title="Where it answers", subtitle="", description=text)


def _answers(panel: Panel, block: Block, channel: int, shares: np.ndarray, front_end: FrontEndConfig) -> str:
    """One sentence on where a map answers most, and how much of the input one of its cells looks at."""
    if not shares.any():
        return "It doesn't answer to this sound at all."
    bins, frames = shares.shape
    row, column = np.unravel_index(shares.argmax(), shares.shape)
    reach = []
    if front_end.gives != "spectrum":
        seconds = (1 if front_end.gives == "wave" else front_end.hop_samples) / SAMPLE_RATE
        most, at = min(block.frames.size, frames) * seconds, panel.x.low + column * seconds
        reach.append(f"{1000 * most:,.0f} ms" if most < 0.9 else "the whole second")
        place = f"at {at:.2f} s"
    else:
        place = f"at {row:,} Hz"
        reach.append("all frequencies")
    if front_end.gives == "spectrogram":
        place += (
            f", {band_name(front_end)} {row}" if in_bands(front_end) else f" and {row * bin_hertz(front_end):,.0f} Hz"
        )
        high = min(block.bins.size, bins)
        reach.append(f"{high:.0f} bands" if in_bands(front_end) else f"{high * bin_hertz(front_end):,.0f} Hz")
    return f"It answers most {place}; each of its answers looks at {' x '.join(reach)}."


def heat(panel: Panel, cells: np.ndarray, title: str) -> Panel:
    """What each cell (bins, frames) of a network's input brings, or what covering it costs, in logits."""
    label = "Change of the lead, in logits"
    if panel.image is None:
        return _line(panel, cells.ravel(), title, label)
    limit = float(np.percentile(np.abs(cells), STOP)) or float(np.abs(cells).max()) or 1.0
    row, column = np.unravel_index(np.abs(cells).argmax(), cells.shape)
    image = replace(
        panel.image,
        values=cells,
        low=-limit,
        high=limit,
        colours="signed",
        decibels=None,
        light=None,
        label=label,
        unit="",
    )
    width = (panel.image.x_high - panel.image.x_low) / cells.shape[1]
    text = f"The most, {cells[row, column]:+.2g}, at {panel.image.x_low + (column + 0.5) * width:.2f} s."
    return replace(panel, image=image, title=title, subtitle="red speaks for it, blue against it", description=text)


def _line(panel: Panel, cells: np.ndarray, title: str, label: str) -> Panel:
    """The same of a wave or a spectrum, added up over stretches of it."""
    edges = np.linspace(0, len(cells), STRETCHES + 1).round().astype(int)
    sums = np.add.reduceat(cells.astype(np.float64), edges[:-1])
    centres = panel.x.low + (edges[:-1] + edges[1:]) / 2 / len(cells) * (panel.x.high - panel.x.low)
    most = int(np.abs(sums).argmax())
    limit = float(np.abs(sums).max()) or 1.0
    return replace(
        panel,
        y=Axis(label, "", -limit, limit),
        lines=(Line("brings", centres, sums),),
        title=title,
        subtitle="above nought speaks for it",
        description=f"The most, {sums[most]:+.2g}, at {centres[most]:,.2f} {panel.x.unit}.",
    )
