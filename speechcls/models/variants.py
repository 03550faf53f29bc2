"""A trained variant: weights.safetensors, and card.json with everything known about them."""

from __future__ import annotations

import hashlib
import json
import logging
import math
import os
import re
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors import SafetensorError

from speechcls import former
from speechcls.frontends.atlas import name_of
from speechcls.frontends.config import FrontEndConfig
from speechcls.models.history import FILE, Row, read
from speechcls.models.rejection import Reason, Rejection, judge
from speechcls.paths import ASSETS, write_whole

if TYPE_CHECKING:
    from torch import nn

    from speechcls.frontends.module import FrontEnd

LOG = logging.getLogger(__name__)
FOLDER = ASSETS / "variants"
RESTORE = "Restore from the repository"
COVERED = 300  # real training clips from which on a word counts as well-covered
REJECTION = "rejection.json"  # the curves of rejection, beside the card
STREAM = "stream.json"  # the curve of a listener
FORMAT = 1  # of card.json; raised when older cards can no longer be read


class VariantError(ValueError):
    """A variant that isn't there, or whose files are damaged or of another format."""


@dataclass(frozen=True)
class Card:
    """Everything known about a variant: written by its training, read by everything else."""

    name: str
    front_end: FrontEndConfig
    network: str  # a name in MODELS
    sizes: dict[str, int]  # arguments of that network
    words: tuple[str, ...]  # in the order of its logits
    metrics: dict[str, dict[str, float]]  # part -> accuracy, accuracy_covered, accuracy_rare, loss, clips
    training_clips: dict[str, int]  # real training clips a word, pseudo-labelled ones left out, before --max-per-word
    training: dict[str, Any]  # command, settings, data and its digest, device, seconds, versions
    example: dict[str, Any]  # a shipped clip's name and the logits recorded for it
    sha256: str = ""  # of weights.safetensors
    training_voices: dict[str, int] = field(default_factory=dict)  # people who said these, a word; empty on older cards
    rejection: Rejection | None = None  # None accepts every sound as a word
    cost: dict[str, int] = field(default_factory=dict)  # of its network: weights, multiply_adds; empty on older cards
    onnx_sha256: str = ""  # of model.onnx, by which it answers; empty where PyTorch answers
    format: int = FORMAT

    @property
    def covered_words(self) -> tuple[str, ...]:
        """The well-covered words: those with COVERED or more real training clips."""
        return tuple(word for word in self.words if self.training_clips.get(word, 0) >= COVERED)

    @property
    def rare_words(self) -> tuple[str, ...]:
        """The rare words: all others."""
        return tuple(word for word in self.words if word not in self.covered_words)

    @property
    def synthetic_clips(self) -> int:
        """Number of synthetic training clips, beside the real ones."""
        return self.training["settings"].get("tts_clips", 0) * len(self.words)

    @property
    def accuracy_covered(self) -> float:
        """Test accuracy over the well-covered words, by which variants are ranked; NaN where there is no such word."""
        return self.metrics["test"]["accuracy_covered"] if self.covered_words else math.nan

    @classmethod
    def from_json(cls, text: str) -> Card:
        fields = former.current(json.loads(text))
        if fields.get("format") != FORMAT:
            raise VariantError(f"its card has format {fields.get('format')}, this version reads format {FORMAT}")
        rejection = Rejection(**fields["rejection"]) if fields.get("rejection") else None
        settings = {key: value for key, value in fields["front_end"].items() if key != "name"}
        front_end = FrontEndConfig.from_settings(settings)
        known = cls(**fields | {"front_end": front_end, "words": tuple(fields["words"]), "rejection": rejection})
        float(known.accuracy_covered)  # a damaged card raises here, not where variants are ranked
        return known

    def to_json(self) -> str:
        settings = {"name": name_of(self.front_end)} | self.front_end.settings()
        return json.dumps(asdict(self) | {"front_end": settings}, indent=1) + "\n"


@dataclass(frozen=True, eq=False)
class Variant:
    """A card with its network in PyTorch: for training and explaining, and for answers where there is no ONNX."""

    card: Card
    network: nn.Module = field(repr=False)

    @cached_property
    def front_end(self) -> FrontEnd:
        from speechcls.frontends.module import FrontEnd

        return FrontEnd(self.card.front_end)

    def logits(self, waves: np.ndarray) -> np.ndarray:
        """Logits (batch, words) of float32 waves (batch, 16000)."""
        from speechcls.models import weights

        return weights.logits(self.network, self.front_end, waves)

    def judge(self, waves: np.ndarray) -> tuple[np.ndarray, list[Reason]]:
        """Probabilities (batch, words) of float32 waves (batch, 16000), and why no word was heard in each."""
        return judge(self.card.rejection, self.logits(waves), waves)


def names(folder: Path | None = None) -> list[str]:
    """The names of trained variants, the highest test accuracy over well-covered words first.

    A variant whose card can't be read is left out, and a warning names it.
    """
    cards: dict[str, Card] = {}
    for name in card_names(folder):
        try:
            cards[name] = card(name, folder)
        except VariantError as error:
            LOG.warning("Left out: %s", error)
    # NaN, where no word is well covered, comes last.
    return sorted(cards, key=lambda name: -np.nan_to_num(cards[name].accuracy_covered, nan=-1.0))


def card_names(folder: Path | None = None) -> list[str]:
    """The names of all variants with a card, whether or not it can be read."""
    return sorted(file.parent.name for file in (folder or FOLDER).glob("*/card.json"))


def folder_of(name: str, folder: Path | None = None) -> Path:
    """The folder of a variant, given by its name among those of `folder` (or the shipped ones), or by its path."""
    path = Path(name)
    if len(path.parts) > 1 or (not folder and name not in card_names() and os.path.isfile(path / "card.json")):
        return path
    return (folder or FOLDER) / name


def card(name: str, folder: Path | None = None) -> Card:
    """The card of a variant, by name or path, without its weights."""
    file = folder_of(name, folder) / "card.json"
    if not name or file.parent.name not in card_names(file.parents[1]):
        known = ", ".join(names(folder)) or "none yet; train one with: python -m speechcls train power --data DIR"
        raise VariantError(f"No trained variant is called {name!r}. There are: {known}.")
    try:
        return Card.from_json(file.read_text())
    except (AttributeError, KeyError, OSError, RecursionError, TypeError, ValueError) as error:
        raise VariantError(f"The variant {name!r} can't be read: {error}. {RESTORE} {file}.") from error


def history(name: str, folder: Path | None = None) -> list[Row]:
    """The training log of a variant: rows of epoch, set ("train", "validation"), loss, accuracy."""
    card(name, folder)
    file = folder_of(name, folder) / FILE
    try:
        return read(file)
    except (KeyError, OSError, TypeError, ValueError) as error:
        raise VariantError(f"The history of {name!r} can't be read: {error}. {RESTORE} {file}.") from error


def sweep(name: str, folder: Path | None = None) -> dict[str, Any] | None:
    """The learning-rate sweep kept beside a variant (command, rates, losses, suggestion); None where none was kept."""
    return _read_json("sweep", "lr-finder.json", name, folder)


def rejection_curves(name: str, folder: Path | None = None) -> dict[str, Any] | None:
    """False acceptances against false rejections of a variant, for a picture; None where it was never calibrated."""
    return _read_json("curves of rejection", REJECTION, name, folder)


def stream(name: str, folder: Path | None = None) -> dict[str, Any] | None:
    """Missed words against false alarms an hour of a listener (command, trial, points).

    None where it was not kept, or was measured with other weights or another threshold of rejection than the card's.
    """
    kept = _read_json("curve of a listener", STREAM, name, folder)
    known = card(name, folder)
    of = known.sha256, known.rejection.threshold if known.rejection else None
    return kept if kept and (kept.get("sha256"), kept.get("threshold")) == of else None


def _read_json(what: str, file_name: str, name: str, folder: Path | None) -> dict[str, Any] | None:
    file = folder_of(name, folder) / file_name
    try:
        return json.loads(file.read_text()) if file.exists() else None
    except (OSError, ValueError) as error:
        raise VariantError(f"The {what} of {name!r} can't be read: {error}. {RESTORE} {file}.") from error


def load(name: str, folder: Path | None = None) -> Variant:
    """A variant by its name, after its format, checksum and shapes were checked. Nothing is ever unpickled."""
    from speechcls.models import weights  # imports torch, which a process that only answers doesn't need

    known = card(name, folder)
    file = folder_of(name, folder) / "weights.safetensors"
    try:
        content = file.read_bytes()
        if hashlib.sha256(content).hexdigest() != known.sha256:
            raise VariantError("its weights don't match the checksum on its card")
        network = weights.restore(known.network, known.sizes, content)
        if (known.sizes["channels"], known.sizes["words"]) != (known.front_end.channels, len(known.words)):
            raise VariantError("its network's sizes don't fit the words or the representation on its card")
    except (KeyError, OSError, SafetensorError, RuntimeError, TypeError, ValueError) as error:
        raise VariantError(f"The variant {name!r} can't be used: {error}. {RESTORE} {file}.") from error
    return Variant(known, network)


def device_in_words(device: str) -> str:
    """The device on a card or record, with its threads counted, which former trainings didn't: "1 thread"."""
    return re.sub(r"(\d+) thread\(s\)", lambda count: f"{count[1]} thread{'' if count[1] == '1' else 's'}", device)


def save(card: Card, weights: bytes, folder: Path | None = None) -> Path:
    """Write a variant's two files, with the checksum on the card. Returns its folder."""
    target = (folder or FOLDER) / card.name
    target.mkdir(parents=True, exist_ok=True)
    write_whole(target / "weights.safetensors", weights)
    checked = replace(card, sha256=hashlib.sha256(weights).hexdigest())
    write_whole(target / "card.json", checked.to_json())
    return target
