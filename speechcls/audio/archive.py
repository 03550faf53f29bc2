"""The files in a zip that a stranger sent: checked before any is opened, counted as they are unpacked, in memory."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

ENTRIES = 10_000
HEADER = b"PK\x01\x02"  # of each entry in a zip's directory
BLOCK = 2**20  # bytes that are looked through at a time
NESTED = (".zip", ".jar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".zst")
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)
# What a Mac and Windows put beside files; no file of anybody's is called so.
CLUTTER = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


class ArchiveError(ValueError):
    """A zip that isn't opened. The message says what is wrong with it and what to do."""


def contents(source: IO[bytes], most: int) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each file in a zip, one after another, `most` bytes in all. Nothing is written to disk.

    Raises ArchiveError: here for what its directory tells, and at a file for which that turns out untrue. Whoever wants
    all or nothing makes a list first.
    """
    if _headers(source) > ENTRIES:
        raise ArchiveError(f"The zip holds more than {ENTRIES:,} files, the most that are opened. Make several of it.")
    try:
        archive = zipfile.ZipFile(source)
    except DAMAGED as error:
        raise ArchiveError(f"This is no zip, or it is damaged ({error}). Make it again.") from error
    entries = _files(archive)
    for entry in entries:
        _check(entry)
    if sum(entry.file_size for entry in entries) > most:
        raise _too_large(most)
    return _unpacked(archive, entries, most)


def count(source: IO[bytes]) -> int:
    """How many files `contents` gives of a zip that it took."""
    with zipfile.ZipFile(source) as archive:
        return len(_files(archive))


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [entry for entry in archive.infolist() if not entry.is_dir() and not _is_clutter(entry.filename)]


def _headers(source: IO[bytes]) -> int:
    """Headers of entries in a zip: no fewer than its directory would take memory for, whatever it says of itself."""
    source.seek(0)
    count, end = 0, b""
    while block := source.read(BLOCK):
        count += (end + block).count(HEADER)
        end = block[1 - len(HEADER) :]
    return count


def _is_clutter(path: str) -> bool:
    return any(part in CLUTTER or part.startswith("._") for part in PurePosixPath(path).parts)


def _check(entry: zipfile.ZipInfo) -> None:
    path, name = PurePosixPath(entry.filename), repr(entry.filename[:60])
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename.split("/")[0]:
        raise ArchiveError(f"The zip names a file outside of itself, {name}, so nothing of it was opened.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ArchiveError(f"The zip holds a link, {name}, so nothing of it was opened. Put the file itself into it.")
    if path.suffix.lower() in NESTED:
        raise _nested(entry)
    if entry.flag_bits & 1:
        raise ArchiveError(f"The zip is locked with a password, at {name}. Make one without.")
    if entry.compress_type not in METHODS:
        raise ArchiveError(f"The zip is packed in an unusual way, at {name}. Make one with ordinary compression.")


def _unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], most: int) -> Iterator[tuple[str, bytes]]:
    left = most
    with archive:
        for entry in entries:
            try:
                with archive.open(entry) as file:
                    content = file.read(left + 1)  # no more, whatever size the zip says it has
            except DAMAGED as error:
                raise ArchiveError(
                    f"{entry.filename[:60]!r} in the zip is damaged ({error}). Make it again."
                ) from error
            left -= len(content)
            if left < 0:
                raise _too_large(most)
            if content.startswith(b"PK\x03\x04"):
                raise _nested(entry)
            yield entry.filename, content


def _nested(entry: zipfile.ZipInfo) -> ArchiveError:
    return ArchiveError(f"The zip holds another archive, {entry.filename[:60]!r}. Unpack that one, and zip its files.")


def _too_large(most: int) -> ArchiveError:
    return ArchiveError(f"The zip unpacks to more than {most >> 20} MB, the most that is opened. Make several of it.")
