"""Memory that was freed goes back to the system, which glibc alone puts off for as long as anything lies above it."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable


def give_back() -> None:
    """Have glibc return what was freed (malloc_trim). Does nothing under another C library."""
    if trim := _trim():
        trim(0)


@functools.cache
def _trim() -> Callable[[int], int] | None:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # macOS and musl lack it; Windows has no library without a name
        return None
