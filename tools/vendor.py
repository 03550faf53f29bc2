"""Fetch what the page brings of others' code, by the versions and checksums of vendored.json: python -m tools.vendor.

Each package comes by npm, which compares it with the registry's own checksum; of it only the files that are used are
kept, the large ones packed. --check compares what lies here, without network.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "speechcls" / "ui" / "scope" / "vendor"
LIST = FOLDER / "vendored.json"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.vendor", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare what lies here with its checksums")
    if not parser.parse_args(arguments).check:
        for folder, package in packages().items():
            fetch(FOLDER / folder, package)
    if wrong := differing():
        sys.exit(f"Not as {LIST.name} says: {', '.join(wrong)}. Bring them with: python -m tools.vendor")


def packages() -> dict[str, Any]:
    """What is vendored, by folder: {package, version, licence, files}; a file's checksum is that of it unpacked."""
    return json.loads(LIST.read_text())


def fetch(folder: Path, package: dict[str, Any]) -> None:
    """Bring one package's files into its folder."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        name = f"{package['package']}@{package['version']}"
        subprocess.run(["npm", "pack", "--silent", name], cwd=scratch, check=True)
        (archive,) = Path(scratch).glob("*.tgz")
        with tarfile.open(archive) as packed:
            for file, source in package["files"].items():
                if source["from"] is None:  # a licence that the package names and doesn't hold
                    continue
                member = packed.extractfile(f"package/{source['from']}")
                assert member, f"{name} holds no {source['from']}"
                content = member.read()
                (folder / file).write_bytes(gzip.compress(content, 9, mtime=0) if file.endswith(".gz") else content)


def differing() -> list[str]:
    """The files that aren't there, aren't listed, or aren't what the list says."""
    listed = {FOLDER / folder / file for folder, package in packages().items() for file in package["files"]}
    there = {file for file in FOLDER.rglob("*") if file.is_file()} - {LIST}
    wrong = [
        FOLDER / folder / file
        for folder, package in packages().items()
        for file, source in package["files"].items()
        if FOLDER / folder / file in there and checksum(FOLDER / folder / file) != source["sha256"]
    ]
    return sorted(str(file.relative_to(FOLDER)) for file in {*wrong, *(listed ^ there)})


def checksum(file: Path) -> str:
    """SHA-256 of a file, unpacked."""
    content = file.read_bytes()
    return hashlib.sha256(gzip.decompress(content) if file.suffix == ".gz" else content).hexdigest()


if __name__ == "__main__":
    main()
