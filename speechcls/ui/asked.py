"""What a browser sends, brought within bounds before it is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

Asked = Mapping[str, Any]
Option = TypeVar("Option", bound=str)


def number(asked: Asked, name: str, low: float, high: float, default: float) -> float:
    """A number that was sent, moved between its limits; the default where none came."""
    value = asked.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return default
    return float(min(max(value, low), high))


def choice(asked: Asked, name: str, options: Sequence[Option]) -> Option:
    """One of the options that was sent; the first where it is none of them."""
    return next((option for option in options if option == asked.get(name)), options[0])
