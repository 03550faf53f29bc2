"""The last second of arriving sound; probabilities averaged over time into detections."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from speechcls.audio import SAMPLE_RATE, to_float
from speechcls.models.rejection import Reason, is_silence

FRAME = SAMPLE_RATE // 100  # samples over which energy is summed
CLOSURE = 12  # frames of silence within a word: the stop of "eight" or "six"
OLDEST = 0.5  # s between the oldest and the newest averaged window at most
CENTRAL = (0.3, 0.75)  # s of a second between which a word's middle must lie
APART = 0.25  # s at least between the middles of two different words
REMEMBERED = 8  # detections that a new one is compared with

Answered = tuple[np.ndarray, Reason]  # probabilities (words,), and why no word was heard, "" where one was


# unknown: the windows sound like none of the words; brief: too few windows agree; cut: its stretch of sound doesn't
# begin and end within a second; near: it lies too close to another word. "" where nothing was refused.
Refusal = Literal["", "unknown", "brief", "cut", "near"]


@dataclass(frozen=True)
class Smoothing:
    """How answers for overlapping seconds become detections. The defaults were chosen by `evaluate-stream --sweep`."""

    step: float = 0.1  # s between windows
    smoothing: float = 0.4  # s of steps whose probabilities are averaged
    threshold: float = 0.7  # of the averaged probability
    agreeing: int = 2  # averaged windows in which the word came first
    refractory: float = 0.6  # s at least between the middles of two detections of the same word

    def __post_init__(self) -> None:
        if not 0 < self.step <= self.smoothing <= 1:
            raise ValueError(
                f"step ({self.step} s) must be in (0, smoothing = {self.smoothing} s], and that within 1 s."
            )
        if not 1 <= self.agreeing <= self.windows:
            raise ValueError(f"agreeing ({self.agreeing}) must be between 1 and the {self.windows} windows averaged.")

    @property
    def windows(self) -> int:
        """How many windows are averaged."""
        return round(self.smoothing / self.step)


@dataclass(frozen=True)
class Detection:
    """A word that was said."""

    word: str
    probability: float  # averaged, when it was detected
    seconds: float  # s in the stream, the middle of the word


@dataclass(frozen=True)
class Update:
    """The state of a stream after one more window."""

    seconds: float  # s in the stream, where the window ends
    probabilities: tuple[tuple[str, float], ...]  # every word with its averaged probability, the likeliest first
    heard: bool
    reason: Reason  # why no word was heard in the window; "" where one was
    detections: tuple[Detection, ...]
    refused: Refusal = ""  # why the likeliest word, its average over the threshold, is no detection


class Activity(NamedTuple):
    """What a second of sound shows without a network."""

    silent: bool
    middle: float | None  # s in the second, of the word; see `middle`


class _Answer(NamedTuple):
    """The answer for a window, kept while it counts towards the average."""

    end: int  # samples, where it ends
    probabilities: np.ndarray  # (words,)
    first: int | None  # index of the likeliest word; None where no word was heard
    place: float | None  # s in the stream, the middle of the word; None where no word lies whole in the window


class Listener:
    """One stream of sound: takes samples as they come, gives out windows, and takes the answers for them.

    It keeps one second of sound, the answers that are averaged, and the last few detections; nothing else.
    """

    def __init__(self, words: Sequence[str], smoothing: Smoothing | None = None) -> None:
        self.smoothing = smoothing or Smoothing()
        self._second = np.zeros(SAMPLE_RATE, np.float32)
        self._end = 0  # samples from the stream's start to the second's end
        self._due = 0  # samples from the stream's start to the earliest end of the next window
        self._found: deque[Detection] = deque(maxlen=REMEMBERED)
        self.switch(words)

    def switch(self, words: Sequence[str]) -> None:
        """Continue with another variant, which has these words. Sound and detections are kept.

        An answer for the window last given out is refused from now on: it would be of the words before.
        """
        self.words = tuple(words)
        self._asked: tuple[np.ndarray, int, deque[_Answer]] | None = None  # the window last given out
        self._run: deque[_Answer] = deque(maxlen=self.smoothing.windows)

    def push(self, samples: np.ndarray, position: int) -> None:
        """Take in sound, (n,) int16 or float32 at 16 kHz, that begins at `position` (samples since the stream began).

        Sound that doesn't follow directly on the last starts a new second.
        """
        if samples.dtype.kind == "i":
            samples = to_float(samples)
        if position != self._end:
            self._second = np.zeros(SAMPLE_RATE, np.float32)
            self._run = deque(maxlen=self.smoothing.windows)
            self._due = 0
        self._end = position + len(samples)
        samples = samples[-SAMPLE_RATE:]
        self._second = np.concatenate([self._second[len(samples) :], samples], dtype=np.float32)

    @property
    def due(self) -> bool:
        """Whether a step of new sound has come since the last window."""
        return self._end >= self._due

    @property
    def second(self) -> np.ndarray:
        """The last second, (16000,) float32, for other uses than an answer."""
        return self._second

    def window(self) -> np.ndarray:
        """The last second, (16000,) float32, beginning with zeros where less has come."""
        self._asked = (self._second, self._end, self._run)
        self._due = self._end + round(self.smoothing.step * SAMPLE_RATE)
        return self._second

    def update(self, probabilities: np.ndarray, reason: Reason = "", known: Activity | None = None) -> Update:
        """Take in the answer for the window last given out: probabilities (words,), or why no word was heard.

        The window's activity is computed unless it is known.
        """
        if self._asked is None:
            raise ValueError("There is no window that this could be the answer for. Call window() first.")
        wave, end, run = self._asked  # more sound may have come since, or a gap
        silent, place = known or activity(wave)
        if silent:  # whatever the variant's rejection says
            reason = "silence"
        if reason == "silence":  # a network trained only on words names one for silence, too
            probabilities = np.zeros(len(self.words))
        first = None if reason else int(np.argmax(probabilities))
        if place is not None:
            place = end / SAMPLE_RATE - 1 + place if CENTRAL[0] <= place <= CENTRAL[1] else None
        run.append(_Answer(end, probabilities, first, place))
        while end - run[0].end > OLDEST * SAMPLE_RATE:
            run.popleft()
        mean = np.mean([one.probabilities for one in run], axis=0)
        detections, refused = self._detect(run, mean)
        return Update(
            seconds=end / SAMPLE_RATE,
            probabilities=tuple((self.words[i], float(mean[i])) for i in np.argsort(-mean)),
            heard=not reason,
            reason=reason,
            detections=detections,
            refused=refused,
        )

    def _detect(self, run: deque[_Answer], mean: np.ndarray) -> tuple[tuple[Detection, ...], Refusal]:
        """The new detection, if there is one; or why the word whose average is over the threshold is no detection."""
        best = int(np.argmax(mean))
        agreeing = [one for one in run if one.first == best]
        places = [one.place for one in agreeing if one.place is not None]
        if mean[best] < self.smoothing.threshold:
            return (), ""
        if len(agreeing) < self.smoothing.agreeing:
            return (), "unknown" if any(one.first is None for one in run) else "brief"
        if not places:
            return (), "cut"
        new = Detection(self.words[best], float(mean[best]), places[-1])
        if same := [old.word for old in self._found if self._same(new, old)]:
            return (), "" if new.word in same else "near"
        self._found.append(new)
        return (new,), ""

    def _same(self, new: Detection, old: Detection) -> bool:
        """Whether two detections lie so close that they must be of one utterance."""
        apart = self.smoothing.refractory if new.word == old.word else APART
        return abs(new.seconds - old.seconds) < apart


def activity(wave: np.ndarray) -> Activity:
    """Whether a second (16000,) is silence, and the middle of the word in it."""
    return Activity(bool(is_silence(wave[None])[0]), middle(wave))


def middle(wave: np.ndarray) -> float | None:
    """The middle (s) of the word in a second (16000,).

    It is the centre of energy of the loudest stretch of sound, stretches near the second's middle being weighted
    higher. None where nothing stands out from the background, and where the stretch is cut by an end of the second:
    it may be part of another word, or of a sentence.
    """
    frames = np.square(wave - wave.mean()).reshape(-1, FRAME).sum(axis=1, dtype=np.float64)
    energy = np.maximum(0.0, frames - 2 * np.percentile(frames, 10))
    loud = np.flatnonzero(energy > 0.02 * energy.max())
    if len(loud) == 0:
        return None
    islands = np.split(loud, np.flatnonzero(np.diff(loud) > CLOSURE) + 1)
    hann = np.hanning(len(energy) + 2)[1:-1]
    word = max(islands, key=lambda island: (energy * hann)[island].sum())
    if word[0] == 0 or word[-1] == len(energy) - 1:
        return None
    inside = slice(word[0], word[-1] + 1)
    return float(np.average(np.arange(len(energy))[inside] + 0.5, weights=energy[inside]) * FRAME / SAMPLE_RATE)
