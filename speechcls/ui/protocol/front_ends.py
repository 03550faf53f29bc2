"""Two front ends on the chosen second, and which one made an array."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from speechcls.plots.panel import PanelJson


class FrontEndOption(TypedDict):
    name: str
    text: str


class FrontEndsSettings(TypedDict):
    front_ends: list[FrontEndOption]
    first: tuple[str, str]  # chosen before anybody chose


class FrontEndsQuestion(TypedDict):
    turn: int
    what: Literal["compare", "identify"]
    one: NotRequired[str]
    other: NotRequired[str]
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
