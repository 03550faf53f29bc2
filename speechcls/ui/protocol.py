"""What travels between server and browser, typed: `python -m tools.docs` writes scope/protocol.d.ts from this.

What a browser sends is untrusted whatever its type here: handlers read it through `number` and `choice`.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from speechcls.live.detector import Refusal
from speechcls.models.rejection import Reason
from speechcls.plots.alluvial import FlowsJson
from speechcls.plots.panel import AxisScale, Colours, PanelJson

# ---- What a component is given once, as the page is built.


class ExampleSound(TypedDict):
    name: str
    label: str
    url: str


class Limits(TypedDict):
    """What the page may send."""

    seconds: float
    bytes: int


class LocalFrontEnd(TypedDict):
    """How a second becomes what a network gets, as far as the browser draws it."""

    domain: str
    log: bool
    power: float
    window_samples: int
    hop_samples: int
    n_fft: int
    n_bands: int
    mean: float
    deviation: float


class LocalNetwork(TypedDict):
    """A network that runs in the browser, and what is said of each answer that it can give."""

    model: str  # address of its ONNX file
    words: list[str]  # in the order of its probabilities
    reasons: list[Reason]  # in the order of its `reason`
    front_end: LocalFrontEnd
    sees: str
    standing: str
    sure: list[str]  # by tenths of the first word's probability
    cautions: dict[str, str]  # by word
    unsure: str  # of an answer in which no word has half of the probability
    refusals: dict[str, str]  # by reason


class Smoothing(TypedDict):
    """How answers for overlapping seconds become detections: live/detector.py."""

    step: float  # s
    smoothing: float  # s
    threshold: float
    agreeing: int
    refractory: float  # s


class EngineSettings(TypedDict):
    networks: dict[str, LocalNetwork]
    smoothing: Smoothing


class SoundSettings(TypedDict):
    examples: list[ExampleSound]
    limits: Limits
    local: bool  # whether the server offers its own microphones
    served: bool  # whether there is a server at all
    engine: EngineSettings


class Training(TypedDict):
    """How a variant was made."""

    text: str
    command: str
    panels: list[PanelJson]


class TrainingSettings(TypedDict):
    best: str
    variants: dict[str, Training]


class Tones(TypedDict):
    hertz: tuple[int, int]
    text: str


class LabSettings(TypedDict):
    words: list[str]
    examples: list[str]
    tones: list[Tones]
    broken: list[Broken]


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
    voices: Voices | None  # None where there is no record of them
    empty: str  # what is said where there are no records


class FrontEndOption(TypedDict):
    name: str
    text: str


class FrontEndsSettings(TypedDict):
    front_ends: list[FrontEndOption]
    first: tuple[str, str]  # chosen before anybody chose


# ---- What the browser asks. `turn` is the number that it gave its question, and comes back with the answer.


class PageSettings(TypedDict, total=False):
    """Those of the page's settings that were changed."""

    window: float  # s
    hop: float  # s
    filters: int
    power: Literal["0.5", "1", "2", "dB"]
    scale: AxisScale
    range: float  # dB


class HearQuestion(TypedDict):
    """Have a sound heard: an example by name, or an upload by its path, with the name that its user knows."""

    turn: int
    settings: PageSettings | None
    example: NotRequired[str]
    path: NotRequired[str]
    name: NotRequired[str]


class MoveQuestion(TypedDict):
    """Choose another second of the same sound; without `start`, draw the same one by other settings."""

    turn: int
    settings: PageSettings | None
    start: NotRequired[float]  # s


LabStep = Literal[
    "guess", "fourier", "fewest", "spectrogram", "mel", "mel-sound", "phase", "side", "evidence",
    "inside", "map", "where", "canvas", "paint", "break", "curve",
]  # fmt: skip


class LabQuestion(TypedDict):
    """A step's question with the values of its controls."""

    turn: int
    step: str
    variant: NotRequired[str]
    example: NotRequired[str]
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


class ResultsQuestion(TypedDict):
    turn: int
    what: Literal["compared", "times"]
    table: NotRequired[str]
    one: NotRequired[str]
    other: NotRequired[str]


class FrontEndsQuestion(TypedDict):
    turn: int
    what: Literal["compare", "identify"]
    one: NotRequired[str]
    other: NotRequired[str]
    path: NotRequired[str]  # of an upload that holds an array


class LiveChoice(TypedDict):
    """The network that is to answer from now on."""

    variant: str


# ---- What the server answers.


class Chosen(TypedDict):
    """Where the chosen second begins, between the earliest and the latest it can, in s."""

    start: float
    earliest: float  # negative where the second may begin before the sound
    latest: float
    warning: str  # what of the file could not be read


class Pictures(Chosen):
    panels: dict[str, PanelJson]


class PicturesShown(Pictures):
    """Pictures of another sound, or of another second of it."""

    turn: int


class PicturesRedrawn(TypedDict):
    """Those that the settings change, of the same second."""

    turn: int
    panels: dict[str, PanelJson]


class PicturesRefused(TypedDict):
    turn: int
    error: str


PicturesAnswer = PicturesShown | PicturesRedrawn | PicturesRefused


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


class GlancesAnswer(TypedDict):
    turn: int
    networks: list[Glance]


class VariantsSettings(TypedDict):
    cards: list[GlanceCard]
    networks: list[Glance]  # of the sound that the page opens with


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


class PicturesSettings(TypedDict):
    """The sound that the page opens with."""

    pictures: Pictures
    example: str


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


class FileRow(TypedDict):
    """What a network says of one of many files."""

    file: str  # its path
    word: str
    probability: float
    heard: bool
    reason: Reason
    missing: float  # s that could not be read
    true: str  # the word that its path names; "" where it names none
    voice: str  # who speaks, by its name; "" where that doesn't tell
    error: str  # why it could not be read


class ZipLine(TypedDict, total=False):
    """A line of the answer to a zip: how many files there are, then rows as they come, or why there are no more."""

    files: int
    rows: list[FileRow]
    error: str


class Broken(TypedDict):
    """A way to spoil a sound, and from how little to how much."""

    name: str
    unit: str
    harmless: float
    worst: float
    log: bool


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


class Refused(TypedDict):
    error: str


class ComparisonAnswer(TypedDict):
    turn: int
    what: Literal["compared"]
    told: Comparison | Refused


class TimesAnswer(TypedDict):
    turn: int
    what: Literal["times"]
    told: dict[str, float]  # ms by network


class FrontEndsTold(TypedDict, total=False):
    """Two front ends on the chosen second, or what made an array; an error in place of either."""

    error: str
    panels: dict[str, PanelJson]  # one, other and, where it can be drawn, difference
    differences: list[str]
    about: list[str]
    made: list[str]


class FrontEndsAnswer(FrontEndsTold):
    turn: int
    what: Literal["compare", "identify"]


# ---- The WebSockets. Sound goes to /live as uint32 number, uint32 position, int16 samples, all little-endian.


class LiveDetection(TypedDict):
    word: str
    probability: float
    seconds: float  # s in the stream, the middle of the word


class LiveUpdate(TypedDict):
    """What is known after one more window."""

    seconds: float  # s in the stream, where the window ends
    scores: list[tuple[str, float]]  # the likeliest first
    heard: bool
    reason: Reason
    refused: Refusal
    detections: list[LiveDetection]


class LiveAnswer(LiveUpdate):
    number: int  # of the newest chunk that was heard
    variant: str
    threshold: float


class Microphone(TypedDict):
    """One of the server's own microphones, as /microphone/devices lists them."""

    number: int
    name: str
    system: str
    channels: int
    rate: float  # Hz
    default: bool


class MicrophoneOpened(TypedDict):
    name: str
    rate: float  # Hz


class MicrophoneOverflow(TypedDict):
    overflow: int  # samples that were lost


# ---- Own words: what a page has taught, as its server keeps it.


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


class OwnState(TypedDict):
    words: list[str]
    takes: list[OwnTake]
    variant: str  # by which name /live knows what was taught; "" before
    seconds: float  # that teaching took
    estimate: OwnEstimate | None
    told: list[str]  # what would help


class OwnLimits(TypedDict):
    words: int
    takes: int


class OwnPage(TypedDict):
    """What a page is sent first."""

    token: str
    limits: OwnLimits
