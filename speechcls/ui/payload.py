"""What a browser sends: the values of a payload, brought within bounds before they are used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

Payload = Mapping[str, Any]
Option = TypeVar("Option", bound=str)


def from_browser(data: object) -> dict[str, Any]:
    """The payload of an event with the number of its request as `turn`, 0 where none came; empty if no object came."""
    payload = data if isinstance(data, dict) else {}
    turn = payload.get("turn")
    return payload | {"turn": turn if isinstance(turn, int) else 0}


def number(payload: Payload, name: str, low: float, high: float, default: float) -> float:
    """A number that was sent, moved between its limits; the default where none came."""
    value = payload.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return default
    return float(min(max(value, low), high))


def choice(payload: Payload, name: str, options: Sequence[Option]) -> Option:
    """One of the options that was sent; the first where it is none of them."""
    return next((option for option in options if option == payload.get(name)), options[0])
