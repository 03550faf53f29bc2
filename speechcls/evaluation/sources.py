"""Where sounds come from: files, folders, globs, tar shards (WebDataset), and addresses that fsspec opens."""

from __future__ import annotations

import glob
import os
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from speechcls.audio import MAX_BYTES, AudioError
from speechcls.audio.kinds import HEAD, begins_as_sound, is_named_as_sound
from speechcls.evaluation.files import Found, find_sounds

TARS = (".tar", ".tar.gz", ".tgz")
Place = Path | str  # a file of this computer, or an address with "://"


@dataclass(frozen=True)
class Sound:
    """A sound that is no local file: its bytes, or the reason why there are none."""

    name: str  # an address, or that of its tar with the member's name behind it
    data: bytes | AudioError


def find(named: Iterable[str]) -> tuple[list[Place], Found]:
    """Files and addresses to read, in their order, and what was passed over in folders. Raises ValueError.

    What is named may be a file, a folder, a glob or an address, and a tar stands for all sounds in it.
    """
    places: list[Place] = []
    passed = Found()
    for one in named:
        if "://" in one:
            places += _find_far(one)
            continue
        paths = [Path(one)]
        if not os.path.lexists(one) and glob.has_magic(one):
            paths = [Path(path) for path in sorted(glob.glob(one, recursive=True))]
            if not paths:
                raise ValueError(f"Nothing is called like {one}. See that the pattern is right.")
        found = find_sounds(paths, others=is_tar)
        places += found.files
        passed.passed_over += found.passed_over
    return places, passed


def is_tar(place: Place) -> bool:
    return os.fsdecode(place).lower().endswith(TARS)


def _find_far(address: str) -> list[Place]:
    """The sounds and tars that an address names, or that lie below it."""
    system, path = _system(address)
    try:
        if glob.has_magic(path):
            found = sorted(system.glob(path))
        elif system.isdir(path):
            found = [one for one in sorted(system.find(path)) if is_tar(one) or is_named_as_sound(PurePosixPath(one))]
        else:
            return [address]
    except Exception as error:  # each kind of storage has its own
        raise ValueError(
            f"{address} can't be listed ({_said(error)}). See that it is right and may be read."
        ) from error
    return [system.unstrip_protocol(one) for one in found]


def _system(address: str) -> tuple[Any, str]:
    import fsspec

    try:
        return fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise ValueError(f"{address} can't be opened: {error}") from error


def sounds(places: Iterable[Place]) -> Iterator[Path | Sound]:
    """The sounds at these places, one after another; an unreadable one comes with its reason."""
    for place in places:
        if is_tar(place):
            yield from _members(place)
        elif isinstance(place, Path):
            yield place
        else:
            yield Sound(place, _fetch(place))


def _fetch(address: str) -> bytes | AudioError:
    try:
        with _open(address) as file:
            return _bounded(file)
    except Exception as error:
        return AudioError(f"{address} can't be fetched ({_said(error)}). See that it is right and may be read.")


def _members(place: Place) -> Iterator[Sound]:
    """The sounds in a tar, read as a stream: the tar is never held in memory."""
    shown = os.fsdecode(place)
    try:
        with _open(place) as file, tarfile.open(fileobj=file, mode="r|*") as tar:
            for member in tar:
                part = tar.extractfile(member) if member.isfile() else None
                if part is None:
                    continue
                head = part.read(HEAD)
                if is_named_as_sound(PurePosixPath(member.name)) or begins_as_sound(head):
                    yield Sound(f"{shown}/{member.name}", head + _bounded(part))
    except Exception as error:
        yield Sound(shown, AudioError(f"{shown} can't be read to its end ({_said(error)}). Fetch or pack it again."))


def _open(place: Place) -> Any:
    if isinstance(place, Path):
        return place.open("rb")
    system, path = _system(place)
    return system.open(path, "rb")


def _bounded(file: IO[bytes]) -> bytes:
    """The bytes of a file; of one over the limit a byte more than that, by which reading it refuses it."""
    return file.read(MAX_BYTES + 1)


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
