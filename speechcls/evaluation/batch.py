"""Files and folders in, a table of answers out: the work of `python -m speechcls predict`."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from tqdm import tqdm

from speechcls.audio import AudioError, Clip, workers
from speechcls.evaluation.sources import Place, Sound, is_tar, sounds
from speechcls.models.classifier import BATCH, Answer, Classifier
from speechcls.models.probability import percent

FEW = 50  # sounds from which on a progress bar is shown
REFUSALS = {"silence": "no word heard", "unknown": "not one of its words"}


@dataclass(frozen=True)
class Row:
    """One variant's answer for one file."""

    file: str
    variant: str
    answer: Answer
    missing: float = 0.0  # s of the file that could not be read


@dataclass
class Counts:
    """Numbers of sounds that were answered, answered in part and refused."""

    answered: int = 0
    refused: int = 0
    partly: int = 0  # answered, but read only in part

    def take(self, row: Row, first: Classifier) -> None:
        """Count a sound by the row of the first of the variants, of which each has a row."""
        if row.variant == first.card.name:
            self.answered += 1
            self.partly += bool(row.missing)


def answer(
    places: Sequence[Place],
    classifiers: Sequence[Classifier],
    best: Classifier,
    start: float | None,
    form: str,
    top: int,
    out: TextIO,
) -> Counts:
    """Answer the sounds at these places in one of FORMATS. Rows are written and not kept, so memory stays constant."""
    counts = Counts()

    def refuse(sound: Path | Sound, error: AudioError) -> None:
        counts.refused += 1
        tqdm.write(f"speechcls: {shown(sound)}: {error}", file=sys.stderr)

    def rows() -> Iterator[Row]:
        for row in predict(bar, classifiers, refuse, start, best):
            counts.take(row, classifiers[0])
            yield row

    packed = any(map(is_tar, places))  # with nobody knows how many
    few = len(places) <= FEW and not packed
    total = None if packed else len(places)
    bar = tqdm(sounds(places), total=total, unit="file", leave=False, disable=True if few else None)
    widths = max(len(shown(place)) for place in places), max(len(one.card.name) for one in classifiers)
    for line in FORMATS[form](rows(), top, widths):
        tqdm.write(line, file=out)
        out.flush()  # so that answers stay, whatever happens later
    return counts


def predict(
    files: Iterable[Path | Sound],
    classifiers: Sequence[Classifier],
    refuse: Callable[[Path | Sound, AudioError], None],
    start: float | None = None,
    best: Classifier | None = None,
    read_all: Callable[[Sequence[Path | bytes | AudioError]], Sequence[Clip | AudioError]] | None = None,
) -> Iterator[Row]:
    """Answers in the order of the files, a batch of files at a time; a file that can't be read goes to `refuse`.

    All classifiers get the same second of a file: from `start` (s), or the one that `best` or the first chooses.
    """
    rest = iter(files)
    while some := list(islice(rest, BATCH)):
        read: list[tuple[Path | Sound, Clip]] = []
        sources = [file.data if isinstance(file, Sound) else file for file in some]
        for file, clip in zip(some, (read_all or workers.read_all)(sources), strict=True):
            if isinstance(clip, AudioError):
                refuse(file, clip)
            else:
                read.append((file, clip))
        clips = [clip for _, clip in read]
        starts = (best or classifiers[0]).choose(clips) if start is None else [start] * len(clips)
        answers = [classifier.classify(clips, starts) for classifier in classifiers]
        for i, (file, clip) in enumerate(read):
            for classifier, answered in zip(classifiers, answers, strict=True):
                yield Row(shown(file), classifier.card.name, answered[i], clip.missing)


def shown(file: Place | Sound) -> str:
    """A file's path, or a sound's name, as text, since bytes of a path may be no valid text."""
    return str(file.name if isinstance(file, Sound) else file).encode("utf-8", "replace").decode()


def as_csv(rows: Iterable[Row], *_: object) -> Iterator[str]:
    """CSV with one line a file and variant: best word, whether it was accepted, and seconds missing of the file."""
    for number, row in enumerate(rows):
        if number == 0:
            yield "file,variant,word,probability,heard,missing"
        text, answer = io.StringIO(), row.answer
        heard = str(answer.heard).lower()
        cells = (row.file, row.variant, answer.word, f"{answer.probability:.4f}", heard, f"{row.missing:.3f}")
        csv.writer(text, lineterminator="").writerow(cells)
        yield text.getvalue()


def as_json(rows: Iterable[Row], top: int, *_: object) -> Iterator[str]:
    """A JSON list of objects, each with its best words; empty text where there are no rows."""
    before = "["
    for row in rows:
        said = {
            "file": row.file,
            "variant": row.variant,
            "start": round(row.answer.start, 3),
            "heard": row.answer.heard,
            "reason": row.answer.reason,
            "missing": round(row.missing, 3),
            "words": [{"word": word, "probability": round(p, 6)} for word, p in row.answer.top(top)],
        }
        yield before + json.dumps(said)
        before = ","
    if before == ",":
        yield "]"


def as_table(rows: Iterable[Row], top: int, widths: tuple[int, int] = (0, 0)) -> Iterator[str]:
    """Aligned columns. A rejected sound has its best guesses in brackets."""
    for row in rows:
        words = _words(row.answer, top) + _loss(row.missing)
        yield f"{row.file:{widths[0]}}  {row.variant:{widths[1]}}  {words}"


def _words(answer: Answer, top: int) -> str:
    words = "  ".join(f"{word} {percent(p):>6}" for word, p in answer.top(top))
    return words if answer.heard else f"{REFUSALS[answer.reason]} ({words})"


def _loss(missing: float) -> str:
    """A note on a file that was read in part."""
    return f"  [{missing:.1f} s could not be read]" if missing else ""


# Each yields its lines as the rows come.
FORMATS: dict[str, Callable[[Iterable[Row], int, tuple[int, int]], Iterator[str]]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
}
