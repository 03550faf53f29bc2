"""What a look answers, and what all looks share: libraries that are imported late, and a tone to try them on."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np

INSTALL = "python -m pip install -r requirements.txt"

Answer: TypeAlias = tuple[bool | None, str, str]  # the fields of a Check after its name


def load(name: str) -> ModuleType:
    """A module, imported only now, so that the check of a missing or broken one fails alone."""
    return importlib.import_module(name)


def tone(rate: int) -> np.ndarray:
    """(rate / 10,) float32: a tenth of a second of 440 Hz."""
    np = load("numpy")
    return (0.5 * np.sin(2 * np.pi * 440 * np.arange(rate // 10) / rate)).astype(np.float32)
