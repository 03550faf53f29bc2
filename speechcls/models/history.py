"""The log of a training, history.csv: a row for each epoch and set, read and written here alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from speechcls.paths import write_whole

FILE = "history.csv"


class Row(TypedDict):
    """One set after one epoch."""

    epoch: int
    set: str  # "train", "validation"
    loss: float  # nats
    accuracy: float


def read(file: Path) -> list[Row]:
    """The rows of a log. Raises OSError where there is none, ValueError or KeyError where it is damaged."""
    with file.open(newline="", encoding="utf-8") as table:
        try:
            return [_row(row) for row in csv.DictReader(table)]
        except csv.Error as error:
            raise ValueError(str(error)) from error


def write(file: Path, rows: Iterable[Row]) -> None:
    table = io.StringIO()
    writer = csv.DictWriter(table, Row.__annotations__, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_whole(file, table.getvalue())


def _row(text: dict[str, str]) -> Row:
    return Row(epoch=int(text["epoch"]), set=text["set"], loss=float(text["loss"]), accuracy=float(text["accuracy"]))
