"""What this browser needs in order to answer without a server."""

from __future__ import annotations

from typing import TypedDict

from speechcls.models.rejection import Reason


class LocalFrontEnd(TypedDict):
    """How a second becomes what a network gets, as far as the browser draws it."""

    domain: str
    level: float | None
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
