"""A network opened at the chosen second."""

from __future__ import annotations

from typing import TypedDict


class Tile(TypedDict):
    """A small picture: uint8 in base64, row by row."""

    rows: int
    columns: int
    values: str


class FeatureMap(TypedDict):
    channel: int
    tile: Tile  # row 0 the lowest frequency


class InsideBlock(TypedDict):
    """A block of a network with its strongest maps."""

    shape: list[int]  # channels, bins, frames of what leaves it
    kernel: list[int]  # inputs, height, width
    maps: list[FeatureMap]


class Kernel(TypedDict):
    """With what a map looks at one of its inputs; half of 255 is no weight."""

    input: int
    tile: Tile


class Brings(TypedDict):
    """What one of the last numbers brings to the lead of a word over another, in logits."""

    number: int
    value: float
    brings: float


class NearClip(TypedDict):
    """A test clip whose last numbers are like those of the sound."""

    file: str
    word: str
    alike: float  # cosine of the angle between the two


class Inside(TypedDict):
    """A network opened at the chosen second."""

    variant: str
    word: str
    rivals: list[str]  # the other words, the likeliest first
    margin: float
    bias: float
    brings: list[Brings]
    rest: float  # of all other numbers together
    numbers: Tile
    near: list[NearClip]
    blocks: list[InsideBlock]
