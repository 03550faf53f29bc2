"""Listening. Sound goes to /live as uint32 number, uint32 position, int16 samples, all little-endian."""

from __future__ import annotations

from typing import TypedDict

from speechcls.live.detector import Refusal
from speechcls.models.rejection import Reason
from speechcls.ui.protocol.front_ends import FrontEndsPair, FrontEndsTold


class LiveChoice(TypedDict):
    """The network that is to answer from now on, and the front ends whose pictures are wanted, null for none."""

    variant: str
    front_ends: FrontEndsPair | None


class LiveFrontEnds(TypedDict):
    """Between two answers, where pictures of front ends are wanted: the last second by both."""

    front_ends: FrontEndsTold


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


class SoundWords(TypedDict):
    """The words of a longer sound over time, as live sound has them; without updates for one of hardly a second."""

    turn: int
    variant: str
    threshold: float
    seconds: float  # of the sound
    updates: list[LiveUpdate]


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
