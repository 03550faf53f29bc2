"""What a neural network hears when someone says a word.

>>> import speechcls
>>> recogniser = speechcls.load("complex")
>>> recogniser("clip.wav").word
"""

from __future__ import annotations

import os
from importlib import import_module

TYPE_CHECKING = False  # type checkers take it for true; `typing` itself is most of what --help would import
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from speechcls.audio import AudioError, Clip, from_array, read
    from speechcls.frontends.atlas import FRONTENDS
    from speechcls.frontends.config import FrontEndConfig
    from speechcls.frontends.module import FrontEnd
    from speechcls.models.classifier import Answer, Classifier
    from speechcls.models.variants import VariantError, names

# Read by ONNX Runtime when it is imported: without it, how it is used is sent to its maker (its Privacy.md).
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

# Imported when first asked for, so that `python -m speechcls doctor` runs where torch is broken or missing.
_HOMES = {
    "audio": ("AudioError", "Clip", "from_array", "read"),
    "models.classifier": ("Answer", "Classifier"),
    "frontends.atlas": ("FRONTENDS",),
    "frontends.config": ("FrontEndConfig",),
    "frontends.module": ("FrontEnd",),
    "models.variants": ("VariantError", "names"),
}

__all__ = [
    "FRONTENDS",
    "Answer",
    "AudioError",
    "Classifier",
    "Clip",
    "FrontEnd",
    "FrontEndConfig",
    "VariantError",
    "from_array",
    "load",
    "names",
    "read",
    "teach",
]


def load(name: str | None = None) -> Classifier:
    """A trained variant by name or path, ready to answer; the best one where none is given. `names()` lists them."""
    from speechcls.models.classifier import Classifier

    return Classifier.load(name)


def teach(words: Mapping[str, Sequence[Clip]], others: Sequence[Clip] = (), name: str = "mine") -> Classifier:
    """Words of one's own, each from a few clips of it, ready to answer; `others` are sounds that are to be refused."""
    from speechcls.models.own_words import teach

    return teach(words, name, others).classifier


def __getattr__(name: str) -> Any:
    for module, names_there in _HOMES.items():
        if name in names_there:
            return getattr(import_module(f"speechcls.{module}"), name)
    raise AttributeError(f"module 'speechcls' has no attribute {name!r}")
