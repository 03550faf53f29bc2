"""Fetch the public Speech Commands archive: download with resume, verify, unpack atomically."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import tarfile
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import NoReturn

import pooch
from tqdm import tqdm

NAME = "speech_commands_v0.01"
URL = f"http://download.tensorflow.org/data/{NAME}.tar.gz"
# The sum that torchaudio's SPEECHCOMMANDS holds for this address.
SHA256 = "743935421bb51cccdb6bdd152e04c5c70274e935c82119ad7faeec31780d811d"

TRIES = 5  # in a row without a new byte
TIMEOUT = 30.0  # s without a byte
BLOCK = 2**18  # bytes
NO_WORDS = "no words (folders of <speaker>_nohash_<n>.wav)"


class DownloadError(RuntimeError):
    """The archive could not be fetched. The message says why, and what to do."""


class _BrokenOff(Exception):
    """The connection failed or ended early; asking again may help."""


def fetch(folder: Path, url: str = URL, sha256: str = SHA256, progress: bool = True, pause: float = 1.0) -> Path:
    """The folder that holds the words: the one already in `folder`, or downloaded and unpacked into it.

    What was received survives a break, a kill and a restart in `folder`, as a file ending in `.part`, and the next
    try goes on from there. An archive that someone has put into `folder` under its own name is used instead.
    `pause` is the wait before the second try in s, doubled with each further one.
    """
    folder = Path(folder).expanduser()
    target = folder / NAME
    for place in (folder, target):
        if holds_words(place):
            return place
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise DownloadError(f"{target} is there but holds {NO_WORDS}: move it away and run this again.")
    by_hand = folder / f"{NAME}.tar.gz"
    part = folder / f"{NAME}.tar.gz.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if by_hand.exists():
            _verify(by_hand, sha256)
            _unpack(by_hand, target, progress)
        else:
            _download(url, part, progress, pause, _advice(url, by_hand, target))
            _verify(part, sha256)
            _unpack(part, target, progress)
            part.unlink()
    except OSError as error:
        why = error.strerror or error
        raise DownloadError(f"{folder} cannot be written ({why}): make room there or name another folder.") from error
    return target


def holds_words(folder: Path) -> bool:
    """Whether a word lies in `folder`: a folder of wav files with speakers in their names."""
    words = (place for place in _inside(folder) if place.is_dir() and not place.name.startswith("."))
    return any(file.match("*_nohash_*.wav") for word in words for file in _inside(word))


def _inside(folder: Path) -> Iterator[Path]:
    try:
        yield from folder.iterdir()
    except OSError:  # missing, no folder, or not readable: no words in any case
        return


def _advice(url: str, by_hand: Path, target: Path) -> str:
    return (
        "Run this again when there is a connection, and it goes on from where it stopped; or bring "
        f"{url} by hand and put it at {by_hand}, or unpack it into {target}."
    )


def _download(url: str, part: Path, progress: bool, pause: float, advice: str) -> None:
    """Request the missing bytes of `part` until it is complete."""
    furthest = _size(part)
    failures = 0
    with tqdm(desc="Downloading", unit="B", unit_scale=True, disable=not progress) as bar:
        while True:
            try:
                return _receive(url, part, bar, advice)
            except _BrokenOff as broken:
                failures = 0 if _size(part) > furthest else failures + 1
                furthest = max(furthest, _size(part))
                if failures >= TRIES:
                    raise DownloadError(f"{url} could not be brought ({broken}). {advice}") from broken
                wait = pause * 2 ** max(failures - 1, 0)
                bar.set_postfix_str(f"{broken}; trying again in {wait:.0f} s")
                time.sleep(wait)


def _receive(url: str, part: Path, bar: tqdm, advice: str) -> None:
    """One request for the rest of `part`. Returns when it is complete, else raises _BrokenOff."""
    have = _size(part)
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        response = urllib.request.urlopen(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        with error:
            _refused(error, part, have, url, advice)
        return
    except (OSError, http.client.HTTPException) as error:
        raise _BrokenOff(_reason(error)) from error
    with response:
        start, total = _extent(response)
        if start != have:  # 200 instead of 206: the server sends all of it again
            have = 0
        bar.total = total
        bar.n = have
        bar.set_postfix_str("")
        with part.open("ab" if have else "wb") as file:
            for block in _blocks(response):
                file.write(block)
                bar.update(len(block))
    if total is not None and _size(part) < total:
        raise _BrokenOff(f"the connection ended after {_size(part):,} of {total:,} bytes")


def _refused(error: urllib.error.HTTPError, part: Path, have: int, url: str, advice: str) -> None:
    """Handle a status of 400 and above. Returns where it means that `part` is complete, else raises."""
    if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        total = re.fullmatch(r"bytes \*/(\d+)", error.headers.get("Content-Range", ""))
        if total and int(total[1]) == have:
            return
        part.unlink(missing_ok=True)
        raise _BrokenOff("what was there did not fit the file on the server")
    if error.code >= 500:
        raise _BrokenOff(f"the server answers {error.code} {error.reason}")
    raise DownloadError(f"{url} could not be brought (the server answers {error.code} {error.reason}). {advice}")


def _extent(response: http.client.HTTPResponse) -> tuple[int, int | None]:
    """Where the body starts in the file, and the size of the file where the server tells it, in bytes."""
    partial = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("Content-Range", ""))
    if response.status == HTTPStatus.PARTIAL_CONTENT and partial:
        return int(partial[1]), None if partial[2] == "*" else int(partial[2])
    return 0, response.length


def _blocks(response: http.client.HTTPResponse) -> Iterator[bytes]:
    while True:
        try:
            # read1 returns what has come, so that a broken connection loses no bytes that arrived.
            block = response.read1(BLOCK)
        except (OSError, http.client.HTTPException) as error:
            raise _BrokenOff(_reason(error)) from error
        if not block:
            return
        yield block


def _reason(error: BaseException) -> str:
    inner = getattr(error, "reason", error)
    return str(getattr(inner, "strerror", None) or inner or type(error).__name__)


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _verify(archive: Path, sha256: str) -> None:
    found = pooch.file_hash(str(archive), alg="sha256")
    if found != sha256:
        _reject(archive, f"has the SHA-256 {found} instead of {sha256}, so it is damaged or something else")


def _reject(archive: Path, why: str) -> NoReturn:
    """Raise DownloadError for a bad archive, deleted first if it was downloaded here, kept if someone put it there."""
    if archive.suffix == ".part":
        archive.unlink()
        raise DownloadError(f"{archive.name} {why}; it was removed: run this again to download it anew.")
    raise DownloadError(f"{archive} {why}: remove it and run this again to download it.")


def _unpack(archive: Path, target: Path, progress: bool) -> None:
    """Unpack beside `target` and rename at the end, so that `target` is never incomplete."""
    if not hasattr(tarfile, "data_filter"):
        raise DownloadError(f"This Python unpacks unsafely: use 3.11.4 or later, or unpack {archive} into {target}.")
    beside = target.with_name(f".{target.name}.unpacking")
    shutil.rmtree(beside, ignore_errors=True)  # left by a kill
    try:
        _extract(archive, beside, progress)
        root = beside / target.name if holds_words(beside / target.name) else beside
        if not holds_words(root):
            _reject(archive, f"holds {NO_WORDS}")
        if target.exists():  # empty, as fetch has seen to; Windows does not rename onto it
            target.rmdir()
        os.rename(root, target)
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        _reject(archive, f"could not be unpacked ({error})")
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _extract(archive: Path, into: Path, progress: bool) -> None:
    with (
        archive.open("rb") as raw,
        tqdm(desc="Unpacking", total=_size(archive), unit="B", unit_scale=True, disable=not progress) as bar,
        tarfile.open(fileobj=raw, mode="r:gz") as tar,
    ):
        for member in tar:
            tar.extract(member, into, filter="data")
            bar.update(raw.tell() - bar.n)
