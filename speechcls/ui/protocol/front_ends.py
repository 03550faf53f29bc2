"""Two front ends on the chosen second or on the last one heard, and which one made an array."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from speechcls.plots.panel import PanelJson
from speechcls.ui.protocol.sounds import ExampleSecond


class FrontEndOption(TypedDict):
    name: str
    text: str
    pcen: bool  # it has PCEN, whose parameters can be moved


class PcenSlider(TypedDict):
    """A parameter of PCEN: gain, bias, power, or time_constant in s."""

    name: str
    low: float
    high: float
    value: float  # before anybody moved it


class FrontEndsSettings(TypedDict):
    front_ends: list[FrontEndOption]
    first: tuple[str, str]  # chosen before anybody chose
    pcen: list[PcenSlider]


class FrontEndsPair(TypedDict):
    """Two front ends to be compared; parameters of PCEN by name are those of the last of them that has it."""

    one: str
    other: str
    pcen: NotRequired[dict[str, float]]


class FrontEndsQuestion(ExampleSecond):
    turn: int
    what: Literal["compare", "identify"]
    one: NotRequired[str]
    other: NotRequired[str]
    pcen: NotRequired[dict[str, float]]
    path: NotRequired[str]  # of an upload that holds an array


class FrontEndsTold(TypedDict, total=False):
    """Two front ends on the chosen second, or what made an array; an error in place of either."""

    error: str
    panels: dict[str, PanelJson]  # one, other and, where it can be drawn, difference
    differences: list[str]
    about: list[str]
    made: list[str]


class FrontEndsAnswer(FrontEndsTold):
    turn: int
    what: Literal["compare", "identify"]
