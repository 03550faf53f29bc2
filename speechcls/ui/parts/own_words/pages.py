"""One page's own words in the server's memory: takes, taught again after each change, gone with the page."""

from __future__ import annotations

import itertools
import secrets
import threading
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, replace

import numpy as np

from speechcls.audio import Clip
from speechcls.models import own_words
from speechcls.models.classifier import Classifier
from speechcls.models.heard_takes import Taught, listen
from speechcls.models.held_out import REACH, Estimate, Point
from speechcls.models.own_words import Lesson
from speechcls.models.own_words_graph import onnx_bytes
from speechcls.models.takes import OTHER, Take, TakesError, label, pack
from speechcls.ui.protocol.own_words import OwnEstimate, OwnPoint, OwnState, OwnTake

PREFIX = "own:"  # of the names under which /live finds what was taught
KEPT = 2  # lessons of a page that /live may still ask for: the newest, and the one it has until it is told so
FULL = "The server holds as many takes of everybody as it can. Delete some of yours, or try again in a minute."
BYTES = 2**28  # of everybody's takes


@dataclass(frozen=True, eq=False)
class Kept:
    """A take as the page knows it."""

    number: int
    take: Take
    taught: Taught

    @property
    def size(self) -> int:
        return self.take.clip.samples.nbytes + self.taught.rows.nbytes


class OwnWords:
    """What one page has taught. Its methods may be called by several threads."""

    def __init__(self, classifiers: MutableMapping[str, Classifier]) -> None:
        self.token = secrets.token_urlsafe(16)
        self.words: list[str] = []
        self._takes: dict[int, Kept] = {}
        self._numbers = itertools.count(1)
        self._versions = itertools.count(1)
        self._classifiers = classifiers  # which /live looks into
        self._names: list[str] = []  # of this page's lessons there
        self._lesson: Lesson | None = None
        self._stricter = 0.0  # what was chosen is added to each lesson's threshold
        self._lock = threading.Lock()
        self.closed = False

    @property
    def size(self) -> int:
        return sum(kept.size for kept in list(self._takes.values()))

    def add_word(self, word: str) -> None:
        with self._lock:
            word = label(word)
            if word in self.words:
                raise TakesError(f"There is a word “{word}” already. Give this one another name, or say takes of that.")
            if len(self.words) >= own_words.MAX_WORDS:
                raise TakesError(f"At most {own_words.MAX_WORDS} words can be taught. Remove one first.")
            self.words.append(word)

    def rename_word(self, old: str, new: str) -> None:
        with self._lock:
            new = label(new)
            if new in self.words:
                raise TakesError(f"There is a word “{new}” already. Give this one another name.")
            self.words[self._place(old)] = new
            for number, kept in self._takes.items():
                if kept.take.word == old:
                    self._takes[number] = _as(kept, new)
            self._teach()

    def remove_word(self, word: str) -> None:
        with self._lock:
            self.words.pop(self._place(word))
            self._takes = {n: kept for n, kept in self._takes.items() if kept.take.word != word}
            self._teach()

    def add(self, takes: list[Take], room: int) -> None:
        """Teach these as well, if their bytes fit; new words among them are added. All of them, or none."""
        with self._lock:
            new = [self._kept(take) for take in takes]
            if self.closed or sum(kept.size for kept in new) > room:
                raise TakesError(FULL)
            words = [*dict.fromkeys([*self.words, *(take.word for take in takes if take.word != OTHER)])]
            own_words.check([kept.taught for kept in [*self._takes.values(), *new]], words)
            self.words = words
            self._takes |= {kept.number: kept for kept in new}
            self._teach()

    def move(self, number: int, word: str) -> None:
        with self._lock:
            if word != OTHER:
                self._place(word)
            takes = self._takes | {number: _as(self._take(number), word)}
            own_words.check([kept.taught for kept in takes.values()], self.words)
            self._takes = takes
            self._teach()

    def delete(self, number: int) -> None:
        with self._lock:
            self._take(number)
            del self._takes[number]
            self._teach()

    def be_stricter(self, by: float) -> None:
        """Refuse more, or with a negative number less, than the takes alone would have it."""
        with self._lock:
            if not abs(by) <= REACH:
                raise TakesError(f"The threshold can be moved by at most {REACH:g} either way, not by {by:g}.")
            self._stricter = by
            self._teach()

    def clip(self, number: int) -> Clip:
        return self._take(number).take.clip

    def packed(self, bare: bool = False) -> bytes:
        """Takes and variant, as Download gives them; `bare` takes alone, from which it can be taught again."""
        with self._lock:
            takes, lesson = [kept.take for kept in self._takes.values()], self._lesson
        if not takes:
            raise TakesError("There is nothing to download yet: say a word first.")
        return pack(takes, own_words.files(lesson) if lesson and not bare else {})

    def model(self, variant: str) -> tuple[bytes, tuple[str, ...]]:
        """What was taught as an ONNX file, by which a browser can answer, and its words in the order of its outputs."""
        with self._lock:
            lesson, newest = self._lesson, self._names[-1] if self._lesson else ""
        if not lesson or variant != newest:
            raise TakesError("These words have been taught anew. Listen once more.")
        card = lesson.classifier.card
        return onnx_bytes(card, lesson.head), card.words

    def state(self) -> OwnState:
        """All that the page shows of it."""
        with self._lock:
            lesson = self._lesson
            return {
                "words": list(self.words),
                "takes": [self._shown(kept, lesson) for kept in self._takes.values()],
                "variant": self._names[-1] if lesson else "",
                "seconds": lesson.seconds if lesson else 0,
                "estimate": _estimated(lesson.estimate) if lesson else None,
                "advice": lesson.advice if lesson else [],
                "stricter": self._stricter,
                "tradeoff": [_point(point) for point in lesson.tradeoff] if lesson else [],
            }

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self.closed = True
            self._takes, self.words, self._lesson = {}, [], None
            self._publish(None)

    def _shown(self, kept: Kept, lesson: Lesson | None) -> OwnTake:
        about = lesson.takes.get(kept.number) if lesson else None
        return {
            "number": kept.number,
            "word": kept.take.word,
            "seconds": round(kept.take.clip.duration, 2),
            "level": round(kept.taught.level, 1),
            "wave": envelope(kept.take.clip.samples),
            "warnings": [*kept.taught.warnings, *(about.warnings if about else ())],
            "at": list(about.at) if about else None,
        }

    def _kept(self, take: Take) -> Kept:
        return Kept(next(self._numbers), take, listen(take))

    def _take(self, number: int) -> Kept:
        if number not in self._takes:
            raise TakesError("That take is no longer here. Say it again.")
        return self._takes[number]

    def _place(self, word: str) -> int:
        if word not in self.words:
            raise TakesError(
                f"There is no word {word[:60]!r} any more. There are: {', '.join(self.words) or 'none yet'}."
            )
        return self.words.index(word)

    def _teach(self) -> None:
        taught = {n: kept.taught for n, kept in self._takes.items()}
        words = [word for word in self.words if any(one.word == word for one in taught.values())]
        self._lesson = own_words.fit(taught, words, stricter=self._stricter) if words else None
        self._publish(self._lesson)

    def _publish(self, lesson: Lesson | None) -> None:
        """Let /live answer by the newest lesson, and by the one before until the page has asked for the new one."""
        if lesson:
            name = f"{PREFIX}{self.token}:{next(self._versions)}"
            self._classifiers[name] = lesson.classifier
            self._names.append(name)
        for name in list(_beyond(self._names, KEPT if lesson else 0)):
            self._names.remove(name)
            self._classifiers.pop(name, None)


def _beyond(names: list[str], kept: int) -> Iterator[str]:
    yield from names[: len(names) - kept]


def _estimated(estimate: Estimate) -> OwnEstimate:
    return {
        "right": estimate.right,
        "takes": estimate.takes,
        "low": estimate.low,
        "high": estimate.high,
        "voices": estimate.voices,
        "sentence": estimate.sentence,
    }


def _as(kept: Kept, word: str) -> Kept:
    return replace(kept, take=replace(kept.take, word=word), taught=replace(kept.taught, word=word))


def _point(of: Point) -> OwnPoint:
    return {"stricter": of.stricter, "missed": of.missed, "alarms": of.alarms}


def envelope(samples: np.ndarray, points: int = 48) -> list[float]:
    """The largest amplitude in each of so many equal stretches, from 0 to 1."""
    parts = np.array_split(np.abs(samples), min(points, max(len(samples), 1)))
    return [round(float(part.max(initial=0.0)), 3) for part in parts]
