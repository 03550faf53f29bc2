"""A sound to be heard, and the pictures of its chosen second."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from speechcls.plots.panel import AxisScale, PanelJson
from speechcls.ui.protocol.engine import EngineSettings


class ExampleSound(TypedDict):
    name: str
    label: str
    url: str


class ExampleSecond(TypedDict, total=False):
    """What a question is about while the browser answers, and the server has no sound: a second of an example."""

    example: str
    start: float  # s


class Limits(TypedDict):
    """What the page may send."""

    seconds: float
    bytes: int


class PageSettings(TypedDict, total=False):
    """Those of the page's settings that were changed."""

    window: float  # s
    hop: float  # s
    filters: int
    power: Literal["0.5", "1", "2", "dB"]
    scale: AxisScale
    range: float  # dB


class HearQuestion(TypedDict):
    """Have a sound heard: an example by name, or an upload by its path, with the name that its user knows."""

    turn: int
    settings: PageSettings | None
    example: NotRequired[str]
    path: NotRequired[str]
    name: NotRequired[str]


class MoveQuestion(TypedDict):
    """Choose another second of the same sound; without `start`, draw the same one by other settings."""

    turn: int
    settings: PageSettings | None
    start: NotRequired[float]  # s


class Chosen(TypedDict):
    """Where the chosen second begins, between the earliest and the latest it can, in s."""

    start: float
    earliest: float  # negative where the second may begin before the sound
    latest: float
    warning: str  # what of the file could not be read


class Pictures(Chosen):
    panels: dict[str, PanelJson]


class PicturesShown(Pictures):
    """Pictures of another sound, or of another second of it."""

    turn: int


class PicturesRedrawn(TypedDict):
    """Those that the settings change, of the same second."""

    turn: int
    panels: dict[str, PanelJson]


class PicturesRefused(TypedDict):
    turn: int
    error: str


PicturesAnswer = PicturesShown | PicturesRedrawn | PicturesRefused


class PicturesSettings(TypedDict):
    """The sound that the page opens with."""

    pictures: Pictures
    example: str
    python: dict[str, str]  # the lines that compute each of them, see scope/python.js


class SoundSettings(TypedDict):
    examples: list[ExampleSound]
    limits: Limits
    local: bool  # whether the server offers its own microphones
    served: bool  # whether there is a server at all
    engine: EngineSettings
