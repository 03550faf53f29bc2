"""What a network says of many files."""

from __future__ import annotations

from typing import TypedDict

from speechcls.models.rejection import Reason


class FileRow(TypedDict):
    """What a network says of one of many files."""

    file: str  # its path
    word: str
    probability: float
    heard: bool
    reason: Reason
    missing: float  # s that could not be read
    true: str  # the word that its path names; "" where it names none
    voice: str  # who speaks, by its name; "" where that doesn't tell
    error: str  # why it could not be read


class ZipLine(TypedDict, total=False):
    """A line of the answer to a zip: how many files there are, then rows as they come, or why there are no more."""

    files: int
    rows: list[FileRow]
    error: str
