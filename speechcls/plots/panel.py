"""Panel: a picture as data (axes with units, lines or an image), and its form as JSON."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Literal, TypedDict

import numpy as np

HALF_LIMIT = 60_000.0  # a little below the largest half-precision number
MAX_POINTS = 2_000  # of a drawn line: about as many as a screen has columns
# Hz, by scale; on a linear axis the renderer finds round numbers.
HERTZ_TICKS: dict[str, tuple[int, ...]] = {
    "linear": (),
    "log": (50, 100, 200, 500, 1_000, 2_000, 4_000, 8_000),
    "mel": (100, 250, 500, 1_000, 2_000, 4_000, 8_000),
}

AxisScale = Literal["linear", "log", "mel"]
Role = Literal["main", "quiet", "second", "third", "fourth", "fifth"]
Colours = Literal["magma", "grey", "signed", "cyclic"]
Quantity = Literal["", "time", "frequency", "mel band", "epoch"]  # by which pictures share a cursor; "" for any other


class AxisJson(TypedDict):
    label: str
    unit: str  # "" for a pure number
    low: float
    high: float
    scale: AxisScale
    names: list[str]
    quantity: Quantity
    ticks: list[float]  # values to mark; where empty, the renderer chooses


class LineJson(TypedDict):
    name: str
    role: Role
    dashed: bool
    reduced: bool  # each two points are the smallest and the largest of a stretch
    x: str  # float32 in base64
    y: str  # float32 in base64


class ImageJson(TypedDict):
    """Cells of equal size, row 0 first; see Image."""

    rows: int
    columns: int
    low: float
    high: float
    label: str
    unit: str
    x_low: float
    x_high: float
    y_low: float
    y_high: float
    colours: Colours
    decibels: float | None
    factor: float  # by which the values are to be multiplied
    values: str  # float16 in base64
    light: str | None  # uint8 in base64: how bright each cell is


class MarkJson(TypedDict):
    at: float
    name: str


class PanelJson(TypedDict):
    """One picture as it travels; see Panel."""

    title: str
    subtitle: str
    description: str
    x: AxisJson
    y: AxisJson
    lines: list[LineJson]
    image: ImageJson | None
    marks: list[MarkJson]
    span: list[float] | None  # from where to where in x something is marked


@dataclass(frozen=True)
class Axis:
    """What lies along an edge of a picture, its unit ("" for a pure number), and the stretch of it that is shown.

    Where it has names, the one at index i stands at i + 0.5.
    """

    label: str
    unit: str
    low: float
    high: float
    scale: AxisScale = "linear"
    names: tuple[str, ...] = ()
    quantity: Quantity = ""
    ticks: tuple[float, ...] = ()  # values to mark; where empty, the renderer chooses

    @classmethod
    def time(cls, start: float, end: float) -> Axis:
        return cls("Time", "s", start, end, quantity="time")

    @classmethod
    def frequency(cls, low: float, high: float, scale: AxisScale = "linear") -> Axis:
        ticks = tuple(tick for tick in HERTZ_TICKS[scale] if low <= tick <= high)
        return cls("Frequency", "Hz", low, high, scale, quantity="frequency", ticks=ticks)

    @classmethod
    def mel_bands(cls, count: int) -> Axis:
        """Bands by index, each a cell of its own."""
        return cls("Mel band", "", -0.5, count - 0.5, quantity="mel band")

    @classmethod
    def epochs(cls, first: float, last: float) -> Axis:
        return cls("Epoch", "", first, last, quantity="epoch")

    def to_json(self) -> AxisJson:
        return {
            "label": self.label,
            "unit": self.unit,
            "low": self.low,
            "high": self.high,
            "scale": self.scale,
            "names": list(self.names),
            "quantity": self.quantity,
            "ticks": list(self.ticks),
        }


@dataclass(frozen=True, eq=False)
class Line:
    """Points joined in their order. Lines with the same name share an entry in the legend."""

    name: str
    x: np.ndarray
    y: np.ndarray
    role: Role = "main"
    dashed: bool = False
    pairs: bool = False  # whether each two points are the minimum and maximum of a stretch

    def reduced(self, points: int = MAX_POINTS) -> Line:
        """The line reduced to at most `points` points: minimum and maximum of each stretch, in their order."""
        if len(self.x) <= points:
            return self
        width = -(-len(self.x) // (points // 2))
        stretches = np.pad(self.y, (0, -len(self.y) % width), mode="edge").reshape(-1, width)
        within = np.sort([stretches.argmin(axis=1), stretches.argmax(axis=1)], axis=0)
        kept = (within + np.arange(len(stretches)) * width).T.ravel()
        return Line(self.name, self.x[kept], self.y[kept], self.role, self.dashed, pairs=True)

    def to_json(self) -> LineJson:
        line = self.reduced()
        return {
            "name": self.name,
            "role": self.role,
            "dashed": self.dashed,
            "reduced": line.pairs,
            "x": _base64(line.x, "<f4"),
            "y": _base64(line.y, "<f4"),
        }


@dataclass(frozen=True, eq=False)
class Image:
    """A grid of equal cells, coloured by their values between low and high; x_low to y_high are the grid's edges."""

    values: np.ndarray  # (rows, columns), row 0 the lowest in y
    low: float
    high: float
    label: str
    unit: str
    x_low: float
    x_high: float
    y_low: float
    y_high: float
    colours: Colours = "magma"
    decibels: float | None = None  # 10 or 20, by which the decimal logarithm gives dB; None where values have none
    light: np.ndarray | None = None  # (rows, columns) in [0, 1]: how bright each cell is; None is all of them fully

    def to_json(self) -> ImageJson:
        rows, columns = self.values.shape
        # Scaled to the range of half precision, since linear power is mostly below its smallest number.
        factor = float(np.abs(self.values).max()) / HALF_LIMIT or 1.0
        return {
            "rows": rows,
            "columns": columns,
            "low": self.low,
            "high": self.high,
            "label": self.label,
            "unit": self.unit,
            "x_low": self.x_low,
            "x_high": self.x_high,
            "y_low": self.y_low,
            "y_high": self.y_high,
            "colours": self.colours,
            "decibels": self.decibels,
            "factor": factor,
            "values": _base64(self.values / factor, "<f2"),
            "light": None if self.light is None else _base64(np.round(255 * self.light), "u1"),
        }


@dataclass(frozen=True)
class Mark:
    """A place in x that has a name."""

    at: float
    name: str

    def to_json(self) -> MarkJson:
        return {"at": self.at, "name": self.name}


@dataclass(frozen=True, eq=False)
class Panel:
    """One picture. `span` marks a stretch of x; `description` says in one sentence what is to be seen."""

    title: str
    x: Axis
    y: Axis
    lines: tuple[Line, ...] = ()
    image: Image | None = None
    marks: tuple[Mark, ...] = ()
    span: tuple[float, float] | None = None
    subtitle: str = ""
    description: str = ""

    def to_json(self) -> PanelJson:
        """Ready for json.dumps: arrays in base64, little-endian, lines as float32, images as float16, row 0 first."""
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "description": self.description,
            "x": self.x.to_json(),
            "y": self.y.to_json(),
            "lines": [line.to_json() for line in self.lines],
            "image": self.image.to_json() if self.image else None,
            "marks": [mark.to_json() for mark in self.marks],
            "span": list(self.span) if self.span else None,
        }


def apart(low: float, high: float) -> tuple[float, float]:
    """Limits of an axis that differ, even where all values are the same."""
    return float(low), float(high) if high > low else float(low) + 1.0


def _base64(values: np.ndarray, kind: str) -> str:
    return base64.b64encode(np.asarray(values).astype(kind).tobytes()).decode("ascii")
