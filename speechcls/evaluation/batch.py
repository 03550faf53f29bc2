"""Files and folders in, a table of answers out: the work of `python -m speechcls predict`."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from speechcls import audio
from speechcls.audio import AudioError, Clip
from speechcls.models.classifier import BATCH, Answer, Classifier

SUFFIXES = {".wav", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".webm", ".m4a", ".mp4", ".aac", ".aif", ".aiff"}

REFUSALS = {"silence": "no word heard", "unknown": "not one of its words"}


@dataclass(frozen=True)
class Row:
    """What one variant says of one file."""

    file: str
    variant: str
    answer: Answer
    missing: float = 0.0  # s of the file that could not be read


def sound_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and the sound files of the folders named, in order; hidden ones are left out."""
    for path in paths:
        if os.path.isdir(path):  # unlike path.is_dir(), no exception for a path that can't be looked at
            inside = (f for f in sorted(path.rglob("*")) if f.suffix.lower() in SUFFIXES and os.path.isfile(f))
            yield from (f for f in inside if not any(p.startswith(".") for p in f.relative_to(path).parts))
        else:
            yield path


def predict(
    files: Iterable[Path],
    classifiers: Sequence[Classifier],
    refuse: Callable[[Path, AudioError], None],
    start: float | None = None,
    best: Classifier | None = None,
) -> Iterator[Row]:
    """Answers in the order of the files, some files at a time; a file that can't be read goes to `refuse`.

    All classifiers hear the same second of a file: from `start` (s), or as `best` chooses it, or the first of them.
    """
    rest = iter(files)
    while some := list(islice(rest, BATCH)):
        read: list[tuple[Path, Clip]] = []
        for file in some:
            try:
                read.append((file, audio.read(file)))
            except AudioError as error:
                refuse(file, error)
        clips = [clip for _, clip in read]
        starts = (best or classifiers[0]).choose(clips) if start is None else [start] * len(clips)
        answers = [classifier.classify(clips, starts) for classifier in classifiers]
        for i, (file, clip) in enumerate(read):
            name = str(file).encode("utf-8", "replace").decode()  # the bytes of a name may be no text
            for classifier, answered in zip(classifiers, answers, strict=True):
                yield Row(name, classifier.card.name, answered[i], clip.missing)


def as_csv(rows: Iterable[Row], _: int = 1) -> str:
    """The best word only, one line a file and variant; beside it whether it was heard, and how many s are missing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("file", "variant", "word", "probability", "heard", "missing"))
    for row in rows:
        answer = row.answer
        heard = str(answer.heard).lower()
        writer.writerow((row.file, row.variant, answer.word, f"{answer.probability:.4f}", heard, f"{row.missing:.3f}"))
    return text.getvalue()


def as_json(rows: Iterable[Row], top: int) -> str:
    """A list of objects, each with its best words."""
    return json.dumps(
        [
            {
                "file": row.file,
                "variant": row.variant,
                "start": round(row.answer.start, 3),
                "heard": row.answer.heard,
                "reason": row.answer.reason,
                "missing": round(row.missing, 3),
                "words": [{"word": word, "probability": round(p, 6)} for word, p in row.answer.top(top)],
            }
            for row in rows
        ],
        indent=1,
    )


def as_table(rows: Iterable[Row], top: int) -> str:
    """Aligned columns for reading. What was not heard as a word keeps its best guesses, in brackets."""
    lines = [(row.file, row.variant, _words(row.answer, top) + _loss(row.missing)) for row in rows]
    widths = [max((len(line[i]) for line in lines), default=0) for i in (0, 1)]
    return "\n".join(f"{file:{widths[0]}}  {variant:{widths[1]}}  {words}" for file, variant, words in lines)


def _words(answer: Answer, top: int) -> str:
    words = "  ".join(f"{word} {p:6.1%}" for word, p in answer.top(top))
    return words if answer.heard else f"{REFUSALS[answer.reason]} ({words})"


def _loss(missing: float) -> str:
    """A note on a file that was read in part."""
    return f"  [{missing:.1f} s could not be read]" if missing else ""


FORMATS: dict[str, Callable[[Iterable[Row], int], str]] = {"table": as_table, "json": as_json, "csv": as_csv}
