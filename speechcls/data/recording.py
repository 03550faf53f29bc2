"""A long recording in which every word and its time are known: real clips over real noise, and noise alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from speechcls.audio import SAMPLE_RATE, to_float
from speechcls.audio.level import amplitude, decibels, rms
from speechcls.data.corpus import Corpus, DatasetError, split
from speechcls.data.waves import load_noises, load_waves
from speechcls.models.variants import Card

LEVELS = (-60.0, -50.0, -40.0, -30.0)  # dBFS of the noise under words, whose loudest moments reach about -15
TALK, ALONE, RECORDED = 20.0, 5.0, 5.0  # s of a block: words over noise, that noise alone, and as loud as recorded
BLOCK = TALK + ALONE + RECORDED
PAUSE = (0.3, 1.5)  # s between the seconds of two words
FADE = SAMPLE_RATE // 50  # samples over which a second of a word fades in and out
FRAME = SAMPLE_RATE // 100  # samples of a frame in which a word's ends are sought
BELOW = 30.0  # dB that frames of a word lie at most below its loudest
ABOVE = 10.0  # dB that they lie at least above the clip's noise


@dataclass(frozen=True)
class Spoken:
    """A word in the recording, and where it begins and ends in it (s)."""

    word: str
    start: float
    end: float


@dataclass(frozen=True, eq=False)
class Recording:
    """Sound in which everything that is said is known."""

    samples: np.ndarray  # (n,) float32 at 16 kHz
    spoken: tuple[Spoken, ...]  # in the order of time
    noise_only: tuple[tuple[float, float], ...]  # s, stretches where nothing is said

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


def record(corpus: Corpus, card: Card, part: str, minutes: float, seed: int) -> Recording:
    """Real clips of a variant's well-covered words over real noise, both of a part that it was not trained on.

    It is a whole number of blocks long; with 8 minutes each noise comes at each level. Every word is equally frequent.
    The same seed gives the same recording.
    """
    rng = np.random.default_rng(seed)
    clips, waves, noises = _clips(corpus, card, part), load_waves(corpus), part_noises(corpus, part, rng)
    kinds = itertools.cycle(itertools.product(LEVELS, noises))
    samples, spoken, noise_only = [], [], []
    for block in range(max(1, round(minutes * 60 / BLOCK))):
        level, noise = next(kinds)
        sound = _background(noise, level, rng)
        for start in _starts(rng):
            word = rng.choice(list(clips))
            clip = to_float(waves[rng.choice(clips[word])])
            first, last = extent(clip)
            sound[start : start + SAMPLE_RATE] += fade(clip)
            begin = block * BLOCK + start / SAMPLE_RATE
            spoken.append(Spoken(str(word), begin + first, begin + last))
        samples.append(np.clip(sound, -1, 1))
        noise_only.append((block * BLOCK + TALK, (block + 1) * BLOCK))
    return Recording(np.concatenate(samples), tuple(spoken), tuple(noise_only))


def _clips(corpus: Corpus, card: Card, part: str) -> dict[str, np.ndarray]:
    """Indices of the part's clips of each well-covered word of the variant."""
    indices = split(corpus, card.training["settings"]["partition"], card.training["settings"]["seed"])[part]
    labels = corpus.labels[indices]
    known = [(word, corpus.words.index(word)) for word in card.covered_words if word in corpus.words]
    clips = {word: indices[labels == label] for word, label in known if (labels == label).any()}
    if not clips:
        raise DatasetError(
            f"{corpus.root} holds no {part} clips of the words that {card.name!r} knows from many voices: "
            f"{', '.join(card.covered_words) or 'none'}. Add clips of some of them (and to the part's list, where "
            "the split is by speaker), or name a variant that was taught the folder's words by --variant."
        )
    return clips


def part_noises(corpus: Corpus, part: str, rng: np.random.Generator) -> list[np.ndarray]:
    """The part's recordings of noise; white noise for data that has none. Validation has those of training."""
    try:
        return load_noises(corpus, "test" if part == "test" else "train")
    except DatasetError:
        return [rng.normal(0, 0.1, 60 * SAMPLE_RATE).astype(np.float32)]


def _background(noise: np.ndarray, level: float, rng: np.random.Generator) -> np.ndarray:
    """The noise of one block, float32: at `level` (dBFS), and at the end as loud as recorded."""
    start = rng.integers(len(noise))
    taken = np.take(noise, np.arange(start, start + round(BLOCK * SAMPLE_RATE)), mode="wrap")
    gain = float(amplitude(level) / rms(taken).item())
    times = np.arange(len(taken)) / SAMPLE_RATE
    return (taken * np.interp(times, [TALK + ALONE - 0.1, TALK + ALONE], [gain, 1.0])).astype(np.float32)


def _starts(rng: np.random.Generator) -> Iterator[int]:
    """Starts (samples) of the seconds of a block's words."""
    start = rng.uniform(*PAUSE)
    while start + 1 <= TALK:
        yield round(start * SAMPLE_RATE)
        start += 1 + rng.uniform(*PAUSE)


def fade(clip: np.ndarray) -> np.ndarray:
    """The clip with its ends faded, so that its own noise begins and ends without a click."""
    ramp = np.minimum(1, np.arange(1, len(clip) + 1, dtype=np.float32) / FADE)
    return clip * ramp * ramp[::-1]


def extent(clip: np.ndarray) -> tuple[float, float]:
    """Start and end (s) of the word in a clip (16000,), by the level of its frames."""
    loudness = decibels(np.square(clip).reshape(-1, FRAME).mean(axis=1) + 1e-12)
    spoken = np.flatnonzero(loudness >= max(loudness.max() - BELOW, np.percentile(loudness, 10) + ABOVE))
    if not len(spoken):  # equally loud throughout
        return 0.0, len(clip) / SAMPLE_RATE
    return float(spoken[0] * FRAME / SAMPLE_RATE), float((spoken[-1] + 1) * FRAME / SAMPLE_RATE)
