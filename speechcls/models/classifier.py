"""Clips in, ranked words out, or the reason why no word was heard."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Protocol

import numpy as np

from speechcls import audio
from speechcls.audio import AudioError, Clip
from speechcls.models import runtime, variants
from speechcls.models.rejection import Reason
from speechcls.models.runtime import OnnxVariant
from speechcls.models.variants import Card, Variant, VariantError

BATCH = 32  # clips a pass: more are no faster, and take more memory


@dataclass(frozen=True)
class Answer:
    """The words of one clip with their probabilities, the likeliest first, and the second that was classified."""

    words: tuple[str, ...]
    probabilities: tuple[float, ...]
    start: float  # s, where the classified second begins in the clip; negative where it begins before it
    seconds: float  # s of computing a clip: those of the batch over its size
    reason: Reason = ""  # why no word was heard

    @property
    def heard(self) -> bool:
        """Whether the sound was accepted as one of the words; always so for a variant without rejection."""
        return not self.reason

    @property
    def word(self) -> str:
        return self.words[0]

    @property
    def probability(self) -> float:
        return self.probabilities[0]

    def top(self, count: int) -> tuple[tuple[str, float], ...]:
        return tuple(zip(self.words[:count], self.probabilities[:count], strict=True))


class Answering(Protocol):
    """Whatever gives logits for waves and judges them, with the card that says what that means."""

    @property
    def card(self) -> Card: ...

    def logits(self, waves: np.ndarray) -> np.ndarray: ...

    def judge(self, waves: np.ndarray) -> tuple[np.ndarray, list[Reason]]: ...


class Classifier:
    """A variant that answers for clips: `Classifier.load("complex")("clip.wav").word`."""

    def __init__(self, answering: Answering) -> None:
        self.card = answering.card
        self.rejection = answering.card.rejection
        self._answering = answering

    @classmethod
    def load(cls, name: str | None = None, folder: Path | None = None) -> Classifier:
        """A trained variant by its name, in a folder of variants or the shipped ones, or by its path.

        Without a name, the best there is. It answers through ONNX Runtime, or where it was never exported through
        PyTorch. Raises VariantError if it can't be used.
        """
        if name is None:
            name = next(iter(variants.names(folder)), "")
        return cls(runtime.load(name, folder) or variants.load(name, folder))

    @cached_property
    def variant(self) -> Variant:
        """The variant in PyTorch, for code that looks into its network."""
        if isinstance(self._answering, Variant):
            return self._answering
        if isinstance(self._answering, OnnxVariant):
            return variants.load(str(self._answering.folder))
        raise VariantError("This was taught and lies in memory alone. Save it first: its files load in PyTorch.")

    def __call__(self, sound: Clip | str | os.PathLike[str] | bytes, start: float | None = None) -> Answer:
        """Answer for one sound: a Clip, or a file's path or bytes. Raises AudioError if it can't be read."""
        return self.classify([_clip(sound)], None if start is None else [start])[0]

    def classify(self, clips: Sequence[Clip], starts: Sequence[float] | None = None) -> list[Answer]:
        """Answer for many clips, each by the second at its start (s), by default the one that `choose` finds."""
        if strange := [clip for clip in clips if not isinstance(clip, Clip)]:
            raise AudioError(f"classify() takes Clips, not {_kind(strange[0])}. Make each with read() or from_array().")
        begun = time.perf_counter()
        if starts is None:
            starts = self.choose(clips)
        starts = [clip.within(start) for clip, start in zip(clips, starts, strict=True)]
        waves = np.array([clip.second(start) for clip, start in zip(clips, starts, strict=True)], np.float32)
        probabilities, reasons = self.judge(waves.reshape(-1, audio.SAMPLE_RATE))
        seconds = (time.perf_counter() - begun) / max(len(clips), 1)
        judged = zip(probabilities, reasons, starts, strict=True)
        return [self._answer(p, start, seconds, reason) for p, reason, start in judged]

    def choose(self, clips: Sequence[Clip]) -> list[float]:
        """Start (s) of the second to classify in each clip: the loudest in which a word is heard, or else the loudest.

        So a door or a cough before the word isn't preferred to it. The network runs only for clips in which several
        seconds stand out.
        """
        several = [clip for clip in clips if len(clip.loud_seconds) > 1]
        waves = np.array([clip.second(start) for clip in several for start in clip.loud_seconds], np.float32)
        reasons = iter(self.judge(waves.reshape(-1, audio.SAMPLE_RATE))[1])
        chosen = {clip: _first_heard(clip.loud_seconds, reasons) for clip in several}
        return [chosen.get(clip, clip.loudest_second()) for clip in clips]

    def judge(self, waves: np.ndarray) -> tuple[np.ndarray, list[Reason]]:
        """Probabilities (batch, words) of float32 waves (batch, 16000), and why no word was heard in each."""
        parts = [self._answering.judge(waves[i : i + BATCH]) for i in range(0, len(waves), BATCH)]
        probabilities = [np.empty((0, len(self.card.words)), np.float32), *(part for part, _ in parts)]
        return np.concatenate(probabilities), [reason for _, reasons in parts for reason in reasons]

    def logits(self, waves: np.ndarray) -> np.ndarray:
        """Logits (batch, words) of float32 waves (batch, 16000)."""
        parts = [self._answering.logits(waves[i : i + BATCH]) for i in range(0, len(waves), BATCH)]
        return np.concatenate([np.empty((0, len(self.card.words)), np.float32), *parts])

    def _answer(self, probabilities: np.ndarray, start: float, seconds: float, reason: Reason) -> Answer:
        order = np.argsort(-probabilities, kind="stable").tolist()
        return Answer(
            words=tuple(self.card.words[i] for i in order),
            probabilities=tuple(probabilities[order].tolist()),
            start=start,
            seconds=seconds,
            reason=reason,
        )


def _clip(sound: Clip | str | os.PathLike[str] | bytes) -> Clip:
    if isinstance(sound, Clip):
        return sound
    if isinstance(sound, str | bytes | os.PathLike):
        return audio.read(Path(sound) if isinstance(sound, str) else sound)
    if isinstance(sound, bytearray | memoryview):
        return audio.read(bytes(sound))
    if hasattr(sound, "read"):
        remedy = "Give what its read() returns, if those are the bytes of a sound file"
    elif isinstance(sound, list | tuple) and any(isinstance(one, Clip | str | os.PathLike | bytes) for one in sound):
        remedy = "Give one sound, or many with classify([speechcls.read(path), ...])"
    else:
        remedy = "Make samples a Clip, with their rate: speechcls.from_array(samples, 44_100)"
    raise AudioError(f"A recogniser takes a Clip, a file's path or its bytes, not {_kind(sound)}. {remedy}.")


def _kind(thing: object) -> str:
    """The type of a thing, and its shape where it has one, for an error message."""
    shape = getattr(thing, "shape", None)
    return type(thing).__name__ + (f" of shape {tuple(shape)}" if shape is not None else "")


def _first_heard(starts: Sequence[float], reasons: Iterator[Reason]) -> float:
    """The first start whose reason is empty, or the first of all; takes one reason from the iterator for each start."""
    refused = [bool(reason) for reason in islice(reasons, len(starts))]
    return starts[refused.index(False) if False in refused else 0]
