"""Arrays of features from files: npy, csv, C headers, and the text that Edge Impulse and TFLite Micro print."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np

MAX_BYTES = 64 * 2**20
NUMBER = r"[-+]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
NUMBERS = re.compile(rf"(?<![\w.]){NUMBER}(?=[fFuUlL]{{0,2}}(?![\w.]))")
COMMENTS = re.compile(r"/\*.*?\*/|//[^\n]*|^\s*#[^\n]*", re.DOTALL | re.MULTILINE)
DECLARED = re.compile(r"((?:\[\s*\d+\s*\])+)\s*(?:[A-Z_]\w*\s*(?:\([^)]*\))?\s*)*=\s*$")
KINDS = "Known are .npy, .csv, C headers, and printed numbers."


class DumpError(ValueError):
    """A file that holds no array of features. The message says what is wrong and what to do."""


def read_features(file: Path) -> np.ndarray:
    """The array in a file: of its shape where the file tells one, else flat."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise DumpError(f"{file} holds {size:,} bytes, over the limit of {MAX_BYTES:,}. Give one clip's features.")
        data = file.read_bytes()
    except OSError as error:
        raise DumpError(f"{file} can't be read: {error.strerror or error}.") from error
    if data.startswith(b"\x93NUMPY"):
        return _npy(file, len(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DumpError(f"{file} is neither .npy nor text. {KINDS}") from error
    array = parse(text)
    if array.size < 2:
        raise DumpError(f"{file} holds no array of numbers. {KINDS}")
    return array


def _npy(file: Path, size: int) -> np.ndarray:
    """The array, after its header was seen to promise no more than the file holds."""
    try:
        with file.open("rb") as stream:
            version = np.lib.format.read_magic(stream)
            header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
            shape, _, dtype = header(stream)
            promised = math.prod(shape) * dtype.itemsize
            if dtype.hasobject or promised > size - stream.tell():
                raise ValueError(f"{shape} of {dtype} is not what its {size:,} bytes hold")
            stream.seek(0)
            return np.lib.format.read_array(stream, allow_pickle=False)
    except (ValueError, OverflowError) as error:
        raise DumpError(f"{file} is no whole .npy of numbers: {error}. Save it again with numpy.save.") from error


def parse(text: str) -> np.ndarray:
    """Numbers in a text: the longest initialiser of C, a table of rows of one length, or all of them, flat."""
    text = COMMENTS.sub(" ", text)
    if "{" in text:
        return _initialiser(text)
    rows = [_numbers(line.rpartition(":")[2]) for line in text.splitlines()]
    rows = [row for row in rows if row]
    lengths = [len(row) for row in rows]
    usual = max(set(lengths), key=lambda length: length * lengths.count(length), default=0)
    table = [row for row in rows if len(row) == usual]
    if len(table) > 1 and usual > 1 and usual * len(table) > 0.9 * sum(lengths):
        return np.array(table, dtype=np.float32)
    return np.array([value for row in rows for value in row], dtype=np.float32)


def _initialiser(text: str) -> np.ndarray:
    """The largest { ... } of a C file, of the shape it was declared with."""
    best = np.empty(0, dtype=np.float32)
    shape: tuple[int, ...] = ()
    for part in text.split(";"):
        before, _, inside = part.partition("{")
        values = np.array(_numbers(inside), dtype=np.float32)
        if values.size > best.size:
            declared = DECLARED.search(before)
            best, shape = values, tuple(map(int, re.findall(r"\d+", declared[1]))) if declared else ()
    return best.reshape(shape) if math.prod(shape) == best.size and shape else best


def _numbers(text: str) -> list[float]:
    return [float(int(found, 16)) if "x" in found.lower() else float(found) for found in NUMBERS.findall(text)]
