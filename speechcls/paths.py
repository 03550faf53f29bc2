"""Where the repository's assets and the user's cache lie, and how a file is written atomically."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

_PACKED = Path(__file__).parent / "assets"  # in a wheel; in a checkout they lie beside the package
ASSETS = _PACKED if _PACKED.is_dir() else Path(__file__).parents[1] / "assets"


def home() -> Path:
    """The folder for caches and checkpoints: SPEECHCLS_HOME, or the user's cache folder."""
    return Path(os.environ.get("SPEECHCLS_HOME") or platformdirs.user_cache_path("speechcls")).expanduser()


def write_whole(file: Path, content: str | bytes) -> None:
    """Write a file atomically: it is complete or as it was, whenever the process is killed."""
    partial = file.with_name(f"{file.name}.part")
    partial.write_bytes(content.encode() if isinstance(content, str) else content)
    partial.replace(file)


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """The path of a file to write, which then replaces this one: what is too large for `write_whole`.

    Each process has a path of its own, so that two may write at the same time. Nothing is left where writing fails.
    """
    partial = file.with_suffix(f".{os.getpid()}.part")
    try:
        yield partial
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
