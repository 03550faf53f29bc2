"""What the networks say of the chosen second, and what is told of them."""

from __future__ import annotations

from typing import TypedDict

from speechcls.plots.panel import Colours, PanelJson
from speechcls.ui.protocol.sounds import ExampleSecond


class Refused(TypedDict):
    error: str


class RankedWord(TypedDict):
    word: str
    probability: float


class WithoutSound(TypedDict):
    """What a network would see; `gone` says why nothing was answered."""

    variant: str
    sees: str
    gone: str


class NetworkAnswer(TypedDict):
    """A network's words for the chosen second, the likeliest first, with its exact input."""

    variant: str
    sees: str
    words: list[RankedWord]
    refusal: str  # said in place of the first word; "" where a word was heard
    milliseconds: float
    standing: str
    caution: str
    inputs: list[PanelJson]


class NoAnswer(WithoutSound):
    turn: int  # of the question that chose the sound


class WordsAnswer(NetworkAnswer):
    turn: int  # of the question that chose the sound and its second


AnswerShown = WordsAnswer | NoAnswer


class AnswerSettings(TypedDict):
    answer: WordsAnswer  # for the sound that the page opens with


class Small(TypedDict):
    """A picture as a thumbnail: uint8 in base64, row 0 the lowest."""

    rows: int
    columns: int
    colours: Colours
    values: str


class Thumbnail(TypedDict):
    """One of the two."""

    image: Small | None
    line: str | None  # heights, uint8 in base64


class Glance(Thumbnail):
    """What a network makes of the chosen second, in the row of networks."""

    variant: str
    word: str
    probability: float
    refusal: str


class GlanceCard(TypedDict):
    variant: str
    accuracy: float
    python: str  # lines that make what it gets, with {file} and {start}


class GlancesQuestion(ExampleSecond):
    turn: int


class GlancesAnswer(TypedDict):
    turn: int
    networks: list[Glance]


class VariantsSettings(TypedDict):
    cards: list[GlanceCard]
    networks: list[Glance]  # of the sound that the page opens with; empty where the page has to ask


class Training(TypedDict):
    """How a variant was made."""

    text: str
    command: str
    panels: list[PanelJson]


class TrainingSettings(TypedDict):
    best: str
    variants: dict[str, Training]
