"""A long recording in which none of the words is said: other speech, pieces of words, babble, noise, silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from speechcls.audio import FULL_SCALE, SAMPLE_RATE, to_float
from speechcls.audio.level import amplitude, rms, unit
from speechcls.data import tts, wordlists
from speechcls.data.corpus import Corpus, split
from speechcls.data.recording import fade, part_noises
from speechcls.data.tts import centre
from speechcls.data.waves import load_waves
from speechcls.models.variants import Card

STRETCH = 30.0  # s of one kind before the next
LEVELS = (-50.0, -20.0)  # dBFS, RMS of a stretch; silence aside
SENTENCE = (5, 10)  # words
BETWEEN = ("and", "the", "with", "a", "my", "this", "or", "some", "very", "but")
PAUSE = 0.6  # s after a sentence
TALKERS = 8
TEST_SPEAKERS = ("espeak-ng", "festival")  # flite has the same voices in training
FAILURES = 20  # sentences in a row that nobody speaks, after which there is no speech


@dataclass(frozen=True)
class Stretch:
    """A part of the recording, of one kind, from start to end (s)."""

    kind: str
    start: float
    end: float


@dataclass(frozen=True, eq=False)
class OtherSounds:
    """Sound in which any detection is a false alarm."""

    samples: np.ndarray  # (n,) float32 at 16 kHz
    stretches: tuple[Stretch, ...]  # in the order of time, without gaps

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


def record_others(corpus: Corpus, card: Card, part: str, minutes: float, seed: int) -> OtherSounds:
    """Stretches of each kind in turn, from clips, noises and voices of a part that a variant was not trained on.

    Validation has noises of training, and speech in the words and voices of its synthetic negatives. The same seed
    gives the same recording. Speech is left out where no synthesiser is installed, or none speaks.
    """
    rng = np.random.default_rng(seed)
    made = card.training["settings"]
    clips = load_waves(corpus)[split(corpus, made["partition"], made["seed"])[part]]
    makers = [
        ("speech", _speech(part, rng)),
        ("pieces of words", _pieces(clips, rng)),
        ("babble", _babble(clips, rng)),
        ("noise", _noise(part_noises(corpus, part, rng), rng)),
        ("silence", _silence(rng)),
    ]
    length = round(STRETCH * SAMPLE_RATE)
    samples: list[np.ndarray] = []
    stretches: list[Stretch] = []
    while len(samples) * STRETCH < 60 * minutes and makers:
        kind, sounds = makers.pop(0)
        sound = _fill(sounds, length)
        if len(sound):  # otherwise its material is missing, and the kind is dropped
            makers.append((kind, sounds))
            stretches.append(Stretch(kind, len(samples) * STRETCH, (len(samples) + 1) * STRETCH))
            samples.append(sound if kind == "silence" else _at_level(sound, rng.uniform(*LEVELS)))
    return OtherSounds(np.concatenate(samples), tuple(stretches))


def _fill(sounds: Iterator[np.ndarray], length: int) -> np.ndarray:
    """`length` samples from an iterator of sounds; none where it ends before."""
    parts: list[np.ndarray] = []
    while sum(map(len, parts)) < length:
        try:
            parts.append(next(sounds))
        except StopIteration:
            return np.empty(0, np.float32)
    return np.concatenate(parts)[:length].astype(np.float32)


def _at_level(sound: np.ndarray, level: float) -> np.ndarray:
    return np.clip(sound * amplitude(level) / rms(sound).clip(min=1e-9), -1, 1).astype(np.float32)


def _speech(part: str, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Sentences of the part's other words, each in one of its voices. Validation has words and voices of training."""
    words = wordlists.other_words("test" if part == "test" else "train")
    failures = 0
    while failures < FAILURES and (commands := _speakers(part, sentence(words, rng))):
        failures += 1
        for said in tts.speak(commands[rng.integers(len(commands))]):
            failures = 0
            yield np.pad(said.samples, (0, round(PAUSE * SAMPLE_RATE)))


def _speakers(part: str, text: str) -> list[list[str]]:
    """Commands that speak a text in each of the part's voices, of the programs that are installed."""
    return list(tts.voice_commands(text, TEST_SPEAKERS) if part == "test" else tts.training_commands(text))


def sentence(words: tuple[str, ...], rng: np.random.Generator) -> str:
    """A few random words, with function words between them."""
    chosen = rng.choice(words, rng.integers(*SENTENCE))
    return " ".join(f"{rng.choice(BETWEEN)} {word}" for word in chosen)


def _pieces(clips: np.ndarray, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Half seconds of words: the first or the second half of a clip."""
    half = SAMPLE_RATE // 2
    while True:
        word = centre(clips[rng.integers(len(clips))])
        yield fade(word[:half] if rng.random() < 0.5 else word[half:])


def _babble(clips: np.ndarray, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Eight equally loud clips at once, each rotated within its second."""
    while True:
        chosen = to_float(clips[rng.choice(len(clips), min(TALKERS, len(clips)), replace=False)])
        yield sum(np.roll(one, rng.integers(SAMPLE_RATE)) for one in unit(chosen))


def _noise(noises: list[np.ndarray], rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Ten seconds of one recording, then of the next."""
    while True:
        for noise in noises:
            begin = rng.integers(len(noise))
            yield np.take(noise, np.arange(begin, begin + 10 * SAMPLE_RATE), mode="wrap")


def _silence(rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Ten seconds of zeros, then ten in which the last bit flickers."""
    while True:
        yield np.zeros(10 * SAMPLE_RATE)
        yield rng.integers(-1, 2, 10 * SAMPLE_RATE) / FULL_SCALE
