"""The sound files that paths name, and what was passed over in their folders."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from speechcls.audio.kinds import HEAD, begins_as_sound, is_named_as_sound

HIDDEN = "hidden, and named as a sound"
UNREADABLE = "folder that can't be opened"
BROKEN = "named as a sound, but no file: a broken link, a pipe or a device"
OTHER = "no sound by name and first bytes"
HIDDEN_OTHER = "hidden"
SEEN = "folder looked at already"
LOST = (HIDDEN, UNREADABLE, BROKEN)  # where a sound may have been left out


@dataclass
class Found:
    """The files to read, in their order, and how many were passed over for which reason."""

    files: list[Path] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)

    @property
    def may_lack_sounds(self) -> bool:
        """Whether something that looked like sound was passed over."""
        return any(self.passed_over[reason] for reason in LOST)

    def summary(self) -> str:
        """One line on what was passed over; empty where nothing was."""
        counts = "; ".join(f"{count} ({reason})" for reason, count in sorted(self.passed_over.items()))
        return f"Passed over: {counts}." if counts else ""


def find_sounds(paths: Iterable[Path], others: Callable[[Path], bool] = lambda path: False) -> Found:
    """The files named, whatever they are, and the sounds in the folders named. Linked folders are followed once.

    `others` are files that are taken from folders beside the sounds.
    """
    found, seen = Found(), set[tuple[int, int]]()
    for path in paths:
        if os.path.isdir(path):  # unlike path.is_dir(), no exception for a path that can't be looked at
            _walk(path, found, seen, others)
        else:
            found.files.append(path)
    return found


def _walk(folder: Path, found: Found, seen: set[tuple[int, int]], others: Callable[[Path], bool]) -> None:
    try:
        stat = folder.stat()
        inside = sorted(folder.iterdir())
    except OSError:
        found.passed_over[UNREADABLE] += 1
        return
    if (stat.st_dev, stat.st_ino) in seen:
        found.passed_over[SEEN] += 1
        return
    seen.add((stat.st_dev, stat.st_ino))
    for path in inside:
        hidden = path.name.startswith(".")
        if os.path.isdir(path) and not hidden:
            _walk(path, found, seen, others)
        elif others(path) and not hidden and os.path.isfile(path):
            found.files.append(path)
        elif reason := _reason_against(path, hidden):
            found.passed_over[reason] += 1
        else:
            found.files.append(path)


def _reason_against(path: Path, hidden: bool) -> str:
    """Why a file or hidden folder is passed over; empty where it is read."""
    named = is_named_as_sound(path) and not path.name.startswith("._")  # which macOS puts beside a file
    if hidden:
        return HIDDEN if named and not os.path.isdir(path) else HIDDEN_OTHER
    if not os.path.isfile(path):
        return BROKEN if named else OTHER
    return "" if named or _begins_as_sound(path) else OTHER


def _begins_as_sound(path: Path) -> bool:
    try:
        with open(path, "rb") as file:
            return begins_as_sound(file.read(HEAD))
    except OSError:
        return False
