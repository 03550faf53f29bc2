"""The steps of the lab: what they are given, what they ask, what they show."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from speechcls.plots.panel import PanelJson
from speechcls.ui.protocol.answers import NetworkAnswer, RankedWord
from speechcls.ui.protocol.inside import Inside, Kernel, Tile
from speechcls.ui.protocol.sounds import ExampleSecond


class Tones(TypedDict):
    hertz: tuple[int, int]
    text: str


class Broken(TypedDict):
    """A way to spoil a sound, and from how little to how much."""

    name: str
    unit: str
    harmless: float
    worst: float
    log: bool


class LabSettings(TypedDict):
    words: list[str]
    examples: list[str]
    tones: list[Tones]
    broken: list[Broken]


LabStep = Literal[
    "guess", "fourier", "fewest", "spectrogram", "mel", "mel-sound", "phase", "side", "evidence",
    "inside", "map", "where", "canvas", "paint", "break", "curve",
]  # fmt: skip


class LabQuestion(ExampleSecond):
    """A step's question with the values of its controls."""

    turn: int
    step: str
    variant: NotRequired[str]
    path: NotRequired[str]
    name: NotRequired[str]
    keep: NotRequired[Literal["strongest", "band"]]
    count: NotRequired[int]
    low: NotRequired[float]  # Hz
    high: NotRequired[float]  # Hz
    window: NotRequired[float]  # s
    other: NotRequired[float]  # s
    overlap: NotRequired[float]
    power: NotRequired[str]
    scale: NotRequired[str]
    filters: NotRequired[int]
    moment: NotRequired[float]  # s
    log: NotRequired[bool]
    phase: NotRequired[str]
    treatment: NotRequired[str]
    of: NotRequired[str]
    rival: NotRequired[str]  # a word
    block: NotRequired[int]
    channel: NotRequired[int]
    method: NotRequired[Literal["occlusion", "gradients"]]
    kept: NotRequired[str]  # cells of the picture to paint on: uint8 in base64, 0 where one was painted over
    kind: NotRequired[str]  # of what spoils the sound
    amount: NotRequired[float]
    noise: NotRequired[str]
    under: NotRequired[str]  # an example, by its name


class Said(TypedDict):
    """What a network says of a sound in the lab."""

    variant: str
    words: list[RankedWord]
    refusal: str
    milliseconds: float


class Compared(Said):
    before: Said


GuessStage = Literal["waveform", "spectrum", "spectrogram"]


class GuessAnswer(Said):
    """A network's answer in the game of guessing, counted beside the stage whose picture it saw."""

    sees: GuessStage


class SideAnswer(NetworkAnswer):
    why: str


class Sound(TypedDict):
    """A sound to be played: 16-bit samples in base64, of which 32767 stands for `peak`."""

    rate: int  # Hz
    peak: float
    samples: str


class LabValues(TypedDict, total=False):
    """What a step of the lab shows."""

    error: str
    panels: dict[str, PanelJson]
    texts: dict[str, str]
    sound: Sound
    answers: list[Said] | list[Compared] | list[GuessAnswer]
    networks: list[SideAnswer]
    variant: str  # whose evidence it is
    inputs: list[PanelJson]
    evidence: str
    inside: Inside
    kernels: list[Kernel]
    tile: Tile


class LabAnswer(LabValues):
    turn: int
    step: str
