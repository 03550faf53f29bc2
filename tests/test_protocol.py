"""The TypeScript that the page's modules are checked against says what the TypedDicts say."""

from typing import Literal, NotRequired, TypedDict

import pytest

from speechcls.ui.protocol.lab import LabStep
from tools import protocol


class Point(TypedDict):
    """A place."""

    x: float  # s
    names: NotRequired[list[str]]


class Marked(Point, total=False):
    kind: Literal["a", "b"] | None
    scores: list[tuple[str, int]]
    others: dict[str, Point]


def test_a_typed_dict_becomes_an_interface_with_its_docstring_and_comments():
    expected = ["/** A place. */", "export interface Point {", "  x: number; // s", "  names?: string[];", "}", ""]
    assert protocol.interface(Point).split("\n") == expected


def test_inherited_keys_stand_with_the_parent_and_optional_ones_are_marked():
    assert protocol.interface(Marked).split("\n") == [
        "export interface Marked extends Point {",
        '  kind?: "a" | "b" | null;',
        "  scores?: [string, number][];",
        "  others?: Record<string, Point>;",
        "}",
        "",
    ]


def test_a_choice_that_has_a_name_is_called_by_it():
    assert protocol.script(list[LabStep]) == "LabStep[]"


def test_a_type_that_json_has_no_twin_of_is_refused():
    with pytest.raises(TypeError, match="Expected a type that JSON has a twin of"):
        protocol.script(set[str])
