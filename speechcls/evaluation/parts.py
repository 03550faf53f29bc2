"""Answers to very many sounds in parts, a file each under a hash of its sounds, so that a killed run resumes.

A part is written atomically, and the same file again by whoever repeats the work. So a run that is started again skips
finished parts.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from speechcls.evaluation.batch import Row, shown
from speechcls.evaluation.sources import Place, is_tar
from speechcls.models import variants
from speechcls.paths import write_whole

SOUNDS = 200  # of a part; a tar is one part
# Of the answers, by pyarrow's names. A sound that can't be read has a row too: its name, the reason, nothing else.
COLUMNS = {
    "file": "string",
    "variant": "string",
    "word": "string",
    "probability": "float64",
    "heard": "bool_",
    "reason": "string",
    "start": "float64",
    "missing": "float64",
    "error": "string",
}
SETTINGS = "settings.json"  # in the folder of the answers

Form = Literal["parquet", "csv"]


class ManyError(ValueError):
    """Why a run over many sounds can't begin."""


@dataclass(frozen=True)
class Job:
    """The settings of a run, the same for all actors."""

    output: str  # a folder that all machines share
    form: Form
    names: tuple[str, ...]  # of variants
    best: str  # chooses the second
    folder: str = ""  # of variants; empty: the shipped ones
    start: float | None = None  # s

    @property
    def variants(self) -> Path | None:
        return Path(self.folder) if self.folder else None

    def settings(self) -> dict[str, Any]:
        """All settings on which the answers depend."""
        cards = {name: variants.card(name, self.variants).sha256 for name in (*self.names, self.best)}
        return {"variants": cards, "best": self.best, "start": self.start, "form": self.form}


def prepare(job: Job) -> None:
    """Make the folder of the answers, or check that its answers are of the same job. Raises ManyError."""
    output, settings = Path(job.output), job.settings()
    kept = output / SETTINGS
    try:
        output.mkdir(parents=True, exist_ok=True)
        if not kept.exists():
            write_whole(kept, json.dumps(settings, indent=1) + "\n")
        same = json.loads(kept.read_text()) == settings
    except (OSError, ValueError) as error:
        raise ManyError(f"{output} can't hold the answers ({error}). Name another folder with --output.") from error
    if not same:
        raise ManyError(f"{output} holds answers by other variants or settings. Name another folder with --output.")


def left(places: Iterable[Place], job: Job) -> Iterator[Place]:
    """The places that have no finished part yet."""
    output = Path(job.output)
    done = set[str]()
    for part in output.glob(f"*.{job.form}"):
        done.update(files_of(part))
    for place in places:
        if is_tar(place):
            if not (output / part_name([os.fsdecode(place)], job.form)).exists():
                yield place
        elif shown(place) not in done:
            yield place


def files_of(part: Path) -> set[str]:
    """The sounds that a part answers."""
    if part.suffix == ".parquet":
        import pyarrow.parquet

        return set(pyarrow.parquet.read_table(part, columns=["file"])["file"].to_pylist())
    with part.open(newline="", encoding="utf-8") as rows:
        return {row["file"] for row in csv.DictReader(rows)}


def in_parts(places: Iterable[Place], size: int | None = None) -> Iterator[list[Place]]:
    """The places in parts: SOUNDS sounds each, and every tar by itself."""
    part: list[Place] = []
    for place in places:
        if is_tar(place):
            yield [place]
            continue
        part.append(place)
        if len(part) == (size or SOUNDS):
            yield part
            part = []
    if part:
        yield part


def part_name(places: Sequence[str], form: Form) -> str:
    return f"{hashlib.sha256(chr(10).join(places).encode('utf-8', 'surrogateescape')).hexdigest()[:20]}.{form}"


def write(rows: list[dict[str, Any]], places: Sequence[str], job: Job) -> None:
    """Write the part that answers these places."""
    write_whole(Path(job.output) / part_name(places, job.form), packed(rows, job.form))


def as_columns(row: Row) -> dict[str, Any]:
    """A row by COLUMNS, with the best word only."""
    answer = row.answer
    return {
        "file": row.file,
        "variant": row.variant,
        "word": answer.word,
        "probability": answer.probability,
        "heard": answer.heard,
        "reason": answer.reason,
        "start": round(answer.start, 4),
        "missing": round(row.missing, 3),
        "error": "",
    }


def packed(rows: list[dict[str, Any]], form: Form) -> bytes:
    """Rows as the bytes of a file, with the same columns and types whatever their values."""
    if form == "csv":
        text = io.StringIO(newline="")
        table = csv.DictWriter(text, list(COLUMNS))
        table.writeheader()
        for row in rows:
            heard = row["heard"]
            table.writerow(row | {"heard": heard if heard is None else str(heard).lower()})
        return text.getvalue().encode()
    import pyarrow
    import pyarrow.parquet

    file = io.BytesIO()
    schema = pyarrow.schema([(name, getattr(pyarrow, kind)()) for name, kind in COLUMNS.items()])
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema), file)
    return file.getvalue()
