"""The recorded experiments, and two of their arms compared."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from speechcls.plots.alluvial import FlowsJson
from speechcls.plots.panel import PanelJson
from speechcls.ui.protocol.answers import Refused
from speechcls.ui.protocol.inside import Tile


class ArmRow(TypedDict):
    """One arm of an experiment in its table; shares are in [0, 1]."""

    name: str
    accuracy: float
    low: float  # 95% over draws of voices
    high: float
    all: float  # accuracy over all words
    chapter: float | None
    clips: int
    epochs: int
    minutes: float
    seeds: int


class Experiment(TypedDict):
    name: str
    text: str
    phase: str
    first: list[str]  # the two arms that are compared at first
    arms: list[ArmRow]


class ChoiceRow(TypedDict):
    """What a network of the page costs and gives."""

    name: str
    shape: list[int]  # channels, bins, frames
    accuracy: float
    at_zero_db: float | None
    weights: int
    multiply_adds: int


class FairRow(TypedDict):
    """One network with one of the field's front ends; shares are in [0, 1]."""

    name: str
    source: str
    accuracy: float
    low: float  # 95% over draws of voices
    high: float
    rare: float  # over rare words
    at_zero_db: float
    quiet: float  # words lowered by 30 dB
    quieter: float  # by 50 dB
    bytes: int | None  # of the front end's tables; None where a library is called
    multiply_adds: int | None  # of the front end, for one second of sound
    shape: list[int]  # values, frames
    seeds: int


class Fair(TypedDict):
    """The field's front ends before one network, the best first."""

    text: str
    rows: list[FairRow]


class VoiceRow(TypedDict):
    errors: int
    clips: int


class Voices(TypedDict):
    """The voices on whose clips the best network errs most."""

    text: str
    rows: list[VoiceRow]


class ResultsSettings(TypedDict):
    tables: list[Experiment]
    choices: list[ChoiceRow]
    fair: Fair | None  # None where fewer than two have a record
    voices: Voices | None  # None where there is no record of them
    empty: str  # what is said where there are no records


class ResultsQuestion(TypedDict):
    turn: int
    what: Literal["compared", "times"]
    table: NotRequired[str]
    one: NotRequired[str]
    other: NotRequired[str]


class ErrorRow(TypedDict):
    """A clip that was named wrongly."""

    clip: str
    said: str
    probability: float
    true: str
    picture: Tile | None


class ComparedArm(TypedDict):
    name: str
    command: str
    flows: FlowsJson
    panels: list[PanelJson]
    errors: list[ErrorRow]


class WordRow(TypedDict):
    """How much more often one arm than the other is right about a word; shares are in [0, 1]."""

    word: str
    clips: int
    voices: int
    one: float
    other: float
    low: float  # of the difference, 95% over draws of voices
    high: float
    mean: float
    certain: bool
    rare: bool


class Change(TypedDict):
    text: str
    words: list[WordRow]
    note: NotRequired[str]


class Comparison(TypedDict):
    arms: list[ComparedArm]
    change: Change
    noise: PanelJson | None


class ComparisonAnswer(TypedDict):
    turn: int
    what: Literal["compared"]
    told: Comparison | Refused


class TimesAnswer(TypedDict):
    turn: int
    what: Literal["times"]
    told: dict[str, float]  # ms by network
