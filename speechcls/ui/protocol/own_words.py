"""What a page has taught, as its server keeps it."""

from __future__ import annotations

from typing import TypedDict


class OwnTake(TypedDict):
    number: int
    word: str  # "" for what is none of the words
    seconds: float
    level: float  # dBFS
    wave: list[float]  # largest amplitudes of equal stretches, from 0 to 1
    warnings: list[str]
    at: list[float] | None  # x and y on the map, from -1 to 1


class OwnEstimate(TypedDict):
    """How many takes were recognised by the others alone."""

    right: int
    takes: int
    low: float  # of the share, 95% interval
    high: float
    voices: int
    sentence: str


class OwnPoint(TypedDict):
    """What a threshold costs."""

    stricter: float  # than the one that the takes give
    missed: int  # of the estimate's takes
    alarms: float  # seconds taken for a word in an hour of other people's words, noise and music


class OwnState(TypedDict):
    words: list[str]
    takes: list[OwnTake]
    variant: str  # by which name /live knows what was taught; "" before
    seconds: float  # that teaching took
    estimate: OwnEstimate | None
    advice: list[str]  # what would help
    stricter: float  # by how much the threshold was moved
    tradeoff: list[OwnPoint]


class OwnLimits(TypedDict):
    words: int
    takes: int


class OwnPage(TypedDict):
    """What a page is sent first."""

    token: str
    limits: OwnLimits
