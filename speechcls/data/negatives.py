"""Negatives (sounds that are no word of the list), made from a seed, to calibrate and test rejection."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from speechcls.audio import FULL_SCALE, SAMPLE_RATE, to_float, to_int16
from speechcls.audio.level import amplitude, rms
from speechcls.data import tts, wordlists
from speechcls.data.corpus import Corpus, DatasetError
from speechcls.data.tts import centre
from speechcls.data.waves import load_noises, load_waves
from speechcls.frontends.perturbation import pink

SYNTHESISED, LEFT_OUT = "synthesised words", "words left out"
SPLICED, BACKGROUND = "spliced words", "background noise"
# The test's words outside the list: who speaks them, and which. Whether a training heard the voice, its settings say.
SPOKEN = {
    "near misses": ("flite", wordlists.near_misses("test")),
    "other words": ("flite", wordlists.other_words("test")),
    "near misses by festival": ("festival", wordlists.near_misses("test")),
    "other words by festival": ("festival", wordlists.other_words("test")),
}
NEAR = ("near misses", "near misses by festival")
SYNTHESISERS = ("espeak-ng", "flite", "festival")
TEST_ONLY = (SYNTHESISED, *SPOKEN, LEFT_OUT)  # kinds without influence on the threshold or on the mean rate
# Former names of parts, kept as seeds, since other seeds would draw other sounds than those on record.
SEEDS = {"train": "training", "test": "testing"}
FADE = 80  # samples, so that cuts don't click
COMMON = wordlists.other_words("test")[:40]  # spoken by all synthesisers


@dataclass(frozen=True, eq=False)
class Material:
    """Source material of negatives: one part's clips of words, and that part's recordings of noise."""

    words: np.ndarray  # (clips, 16000) int16
    labels: np.ndarray  # (clips,) which word
    noise: tuple[np.ndarray, ...]  # each (samples,) float32, more than a second
    part: str  # its name, a part of the seed, so that parts share no tones or noises


def material(corpus: Corpus, indices: np.ndarray, part: str) -> Material:
    """The clips at these indices and the part's recordings of noise; validation has those of training."""
    try:
        noise = load_noises(corpus, "test" if part == "test" else "train")
    except DatasetError:  # the user's own data, without the noise of Speech Commands
        noise = []
    return Material(load_waves(corpus)[indices], corpus.labels[indices], tuple(noise), part)


def make(given: Material, count: int, seed: int) -> Iterator[tuple[str, np.ndarray]]:
    """Each kind of negatives with its waves, int16 (count, 16000). Kinds whose material is missing are left out."""
    for kind, sound in KINDS.items():
        rng = np.random.default_rng([seed, *f"{SEEDS.get(given.part, given.part)} {kind}".encode()])
        waves = sound(given, rng, count)
        if len(waves):
            yield kind, to_int16(waves)


def _background(given: Material, rng: np.random.Generator, count: int) -> np.ndarray:
    """Seconds of the recordings, as loud as recorded or up to 20 dB softer."""
    if not given.noise:
        return np.empty((0, SAMPLE_RATE))
    recordings = [given.noise[i] for i in rng.integers(len(given.noise), size=count)]
    starts = [int(rng.integers(len(recording) - SAMPLE_RATE)) for recording in recordings]
    seconds = np.array([r[start : start + SAMPLE_RATE] for r, start in zip(recordings, starts, strict=True)])
    return seconds * amplitude(rng.uniform(-20, 0, (count, 1)))


def _white(_: Material, rng: np.random.Generator, count: int) -> np.ndarray:
    return _at_random_level(rng.standard_normal((count, SAMPLE_RATE)), rng)


def _pink(_: Material, rng: np.random.Generator, count: int) -> np.ndarray:
    return _at_random_level(pink(rng.standard_normal((count, SAMPLE_RATE))), rng)


def _silence(_: Material, rng: np.random.Generator, count: int) -> np.ndarray:
    """Digital silence; in every second clip the last bit flickers."""
    flicker = rng.integers(-1, 2, (count, SAMPLE_RATE)) / FULL_SCALE
    flicker[::2] = 0
    return flicker


def _tone(_: Material, rng: np.random.Generator, count: int) -> np.ndarray:
    """Pure tones of 60 to 6,000 Hz, lasting between a tenth of the second and all of it."""
    hertz = 60 * 100 ** rng.random((count, 1))
    tones = np.sin(2 * np.pi * hertz * np.arange(SAMPLE_RATE) / SAMPLE_RATE)
    for tone in tones:
        begin, end = np.sort(rng.choice(np.arange(0, SAMPLE_RATE + 1, 1600), 2, replace=False))
        tone[:begin] = tone[end:] = 0
        tone[begin:end] *= np.minimum(1, np.minimum(np.arange(end - begin), np.arange(end - begin)[::-1]) / FADE)
    return _at_random_level(tones, rng)


def _chord(_: Material, rng: np.random.Generator, count: int) -> np.ndarray:
    """Music-like sound: one to four decaying chords a second, each note with six partials."""
    return _at_random_level(np.array([_music(rng) for _ in range(count)]), rng)


def _music(rng: np.random.Generator) -> np.ndarray:
    wave = np.zeros(SAMPLE_RATE)
    strokes = int(rng.integers(1, 5))
    for begin in range(0, SAMPLE_RATE, -(-SAMPLE_RATE // strokes)):
        times = np.arange(SAMPLE_RATE - begin) / SAMPLE_RATE
        envelope = np.minimum(1, times / 0.005) * np.exp(-times / rng.uniform(0.1, 0.8))
        root = rng.integers(40, 70)
        intervals = ((0, 4, 7), (0, 3, 7), (0, 4, 7, 10), (0, 5, 7))[rng.integers(4)]
        for note, partial in itertools.product(intervals, range(1, 7)):
            hertz = 440 * 2 ** ((root + note - 69) / 12) * partial
            wave[begin:] += envelope / partial * np.sin(2 * np.pi * hertz * times + rng.uniform(0, 2 * np.pi))
    return wave


def _reversed_words(given: Material, rng: np.random.Generator, count: int) -> np.ndarray:
    """Words played backwards: speech that is a word of the list only by chance."""
    return to_float(given.words[rng.integers(len(given.words), size=count), ::-1])


def _spliced_words(given: Material, rng: np.random.Generator, count: int) -> np.ndarray:
    """The first half of one word joined with the second half of another, halves by energy."""
    if len(set(given.labels.tolist())) < 2:
        return np.empty((0, SAMPLE_RATE))
    firsts = rng.integers(len(given.words), size=count)
    seconds = [rng.choice(np.flatnonzero(given.labels != given.labels[first])) for first in firsts]
    return np.array([_join_halves(given.words[i], given.words[j]) for i, j in zip(firsts, seconds, strict=True)])


def _join_halves(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    fade = np.clip((np.arange(SAMPLE_RATE) - SAMPLE_RATE // 2) / FADE + 0.5, 0, 1)
    return centre(first) * (1 - fade) + centre(second) * fade


def _at_random_level(waves: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each wave scaled to a random RMS between -60 and -10 dBFS."""
    return waves * amplitude(rng.uniform(-60, -10, (len(waves), 1))) / rms(waves)


KINDS: dict[str, Callable[[Material, np.random.Generator, int], np.ndarray]] = {
    BACKGROUND: _background,
    "white noise": _white,
    "pink noise": _pink,
    "silence": _silence,
    "tones": _tone,
    "chords": _chord,
    "reversed words": _reversed_words,
    SPLICED: _spliced_words,
}


def artificial_noises(part: str, seconds: int = 30) -> list[np.ndarray]:
    """Hums, chords and clicks to mix in, each float32 (samples,) of `seconds`; each part has its own."""
    found = []
    for kind, sound in {"hum": _hum, "chords": _chord, "clicks": _clicks}.items():
        rng = np.random.default_rng(list(f"{SEEDS.get(part, part)} {kind} noise".encode()))
        given = Material(np.empty((0, SAMPLE_RATE), np.int16), np.empty(0, np.int64), (), part)
        waves = sound(given, rng, seconds)
        found.append((waves / rms(waves)).ravel().astype(np.float32))
    return found


def _hum(_: Material, rng: np.random.Generator, count: int) -> np.ndarray:
    """Hum of mains and motors: a fundamental of 40 to 240 Hz and softer multiples of it."""
    hertz = 40 * 6 ** rng.random((count, 1))
    times = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    waves = np.zeros((count, SAMPLE_RATE))
    for partial in range(1, 13):
        loud = rng.random((count, 1)) / partial
        waves += loud * np.sin(2 * np.pi * (hertz * partial * times + rng.random((count, 1))))
    return _at_random_level(waves, rng)


def _clicks(_: Material, rng: np.random.Generator, count: int) -> np.ndarray:
    """Clicks of keys and taps: 2 to 20 a second, each a burst of noise that decays within 2 to 20 ms."""
    waves = np.zeros((count, SAMPLE_RATE))
    for wave in waves:
        for begin in rng.integers(SAMPLE_RATE, size=rng.integers(2, 21)):
            times = np.arange(SAMPLE_RATE - begin) / SAMPLE_RATE
            dying = np.exp(-times / rng.uniform(0.002, 0.02))
            wave[begin:] += rng.uniform(0.2, 1) * dying * rng.standard_normal(len(times))
    return _at_random_level(waves, rng)


def speak_other_words(count: int, seed: int) -> dict[str, np.ndarray]:
    """Synthetic words outside the list, taken from the test's word lists: int16 (n, 16000) for each kind.

    Each kind has at most `count` pairs of word and voice, of the synthesisers that are installed.
    """
    made = {SYNTHESISED: synthesise(count, seed, COMMON, ("espeak-ng", "flite"))}
    return made | {kind: synthesise(count, seed, words, (program,)) for kind, (program, words) in SPOKEN.items()}


def speak_words(words: Sequence[str], count: int, seed: int) -> dict[str, np.ndarray]:
    """Words of the list in the test's voices: int16 (n, 16000) for each synthesiser that is installed.

    A network that refuses these refuses a synthesiser's voice, whatever it says. Words of a corpus are names of its
    folders: only those of letters alone are spoken, since others could be options or code to a synthesiser.
    """
    plain = [word for word in words if word.isalpha()]
    made = {program: synthesise(count, seed, plain, (program,)) for program in SYNTHESISERS}
    return {program: waves for program, waves in made.items() if len(waves)}


def synthesise(count: int, seed: int, words: Sequence[str], programs: Sequence[str]) -> np.ndarray:
    """At most `count` pairs of word and voice by those of the programs that are installed: int16 (n, 16000).

    A voice that fails is left out; where none does, they are spoken once and then kept in the cache folder.
    """
    commands = [command for word in words for command in tts.voice_commands(word, programs)]
    drawn = [commands[i] for i in np.random.default_rng(seed).permutation(len(commands))[:count]]

    def speak() -> np.ndarray:
        waves = [wave for command in drawn for wave in tts.speak_second(command)]
        return np.array(waves, np.int16).reshape(-1, SAMPLE_RATE)

    return tts.from_cache(f"{drawn}", speak, count=len(drawn))
