"""Synthetic speech by espeak-ng, flite and festival: what tests rejection, and training clips of the words."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product

import numpy as np

from speechcls import audio
from speechcls.audio import SAMPLE_RATE, to_float, to_int16
from speechcls.data.corpus import DatasetError
from speechcls.paths import home, replacing

TEST_ESPEAK = tuple(f"{a}+{s}" for a in ("en-us", "en-gb") for s in ("m1", "m3", "m7", "f1", "f3", "f4"))
TEST_FESTIVAL = ("kal_diphone", "ked_diphone", "cmu_us_slt_arctic_hts")
TEST_FLITE = ("kal16", "rms", "slt", "awb")
# Training has other voices of espeak-ng than the test of rejection; flite has only these few.
ACCENTS = ("en-us", "en-us-nyc", "en-gb", "en-gb-scotland", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029")
SPEAKERS = ("m2", "m4", "m5", "m6", "m8", "f2", "f5", "adam", "anika", "belinda", "klatt3", "linda", "shelby", "steph")
PACES = (120, 150, 180)  # words a minute
FLITE = ("kal", "kal16", "awb", "rms", "slt")
STRETCHES = (0.75, 0.85, 0.95, 1.05, 1.15, 1.3)
FEWER = "Ask for fewer clips of each word."


def voice_commands(word: str, programs: Sequence[str] = ("espeak-ng", "flite")) -> Iterator[list[str]]:
    """Commands that speak a word in each voice used to test rejection, for those of the programs that are installed."""
    if "espeak-ng" in programs and (espeak := shutil.which("espeak-ng")):
        yield from ([espeak, "-v", voice, "--stdout", word] for voice in TEST_ESPEAK)
    if "flite" in programs and (flite := shutil.which("flite")):
        yield from ([flite, "-voice", voice, "-t", word, "-o", "/dev/stdout"] for voice in TEST_FLITE)
    if "festival" in programs and (festival := shutil.which("festival")):
        spoken = f'(utt.save.wave (utt.synth (Utterance Text "{word}")) "-" (quote riff))'
        yield from ([festival, "-b", f"(voice_{voice})", spoken] for voice in TEST_FESTIVAL)


def speak_second(command: list[str]) -> Iterator[np.ndarray]:
    """The second around the spoken word, int16 (16000,); nothing where the voice fails."""
    for clip in speak(command):
        yield to_int16(clip.second() if clip.duration > 1 else audio.pad_right(clip.samples))


def speak(command: list[str]) -> Iterator[audio.Clip]:
    """The spoken text as a clip; nothing where the voice fails."""
    said = subprocess.run(command, capture_output=True, check=False)
    if said.returncode == 0 and said.stdout:
        yield audio.read(said.stdout)


def centre(wave: np.ndarray) -> np.ndarray:
    """An int16 wave as float, shifted so that half of its energy lies before the middle of the second."""
    energy = np.cumsum(wave.astype(np.float64) ** 2)
    middle = int(np.searchsorted(energy, energy[-1] / 2))
    return np.pad(to_float(wave), SAMPLE_RATE // 2)[middle : middle + SAMPLE_RATE]


def training_clips(words: Sequence[str], count: int, by_flite: bool = True) -> np.ndarray:
    """`count` synthetic clips of each word, each in another voice or at another pace: int16 (words, count, 16000).

    They are spoken once, then kept in the cache folder. Half of them, up to 30, are by flite, whose voices come from
    recordings of people; with `by_flite` false all are by espeak-ng. Raises DatasetError where a program that is to
    speak is missing, or too few voices are there.
    """
    espeak, flite = voices()
    known = f"{words} {count} {(espeak, flite) if by_flite else espeak}"
    return from_cache(known, lambda: np.stack([_clips(word, count, by_flite) for word in words]))


def negatives(words: Sequence[str], count: int, by_flite: bool = False) -> np.ndarray:
    """`count` clips of each of these words outside the list: int16 (words * count, 16000).

    Without `by_flite` none is by flite, so that negatives by flite test rejection rather than the synthesiser; with it
    half are. They are spoken once, then kept in the cache folder. Raises DatasetError where a program that is to speak
    is missing, or has too few voices.
    """
    _require(by_flite)

    def clips() -> np.ndarray:
        rng = np.random.default_rng(0)
        said: list[np.ndarray] = []
        for word in words:
            espeak, flite = commands(word)
            numbers = [(espeak, count - count // 2), (flite, count // 2)] if by_flite else [(espeak, count)]
            for some, number in numbers:
                said += [wave for command in _draw(some, number, word, rng) for wave in speak_second(command)]
        return to_int16(np.array([centre(wave) for wave in said]))

    return from_cache(f"negatives {words} {count} {voices() if by_flite else voices()[0]}", clips)


def from_cache(what: str, make: Callable[[], np.ndarray], count: int = 0) -> np.ndarray:
    """The result of `make`, from the cache folder where it was made before.

    One with fewer entries than `count` is not kept: a voice that failed today may speak tomorrow.
    """
    cache = home() / "voices" / f"{hashlib.sha256(what.encode()).hexdigest()[:16]}.npy"
    if cache.exists():
        return np.load(cache)
    made = make()
    if len(made) >= count:
        cache.parent.mkdir(parents=True, exist_ok=True)
        with replacing(cache) as partial, partial.open("wb") as file:
            np.save(file, made)
    return made


def voices() -> tuple[list[list[str]], list[list[str]]]:
    """The options for each voice, of espeak-ng and of flite."""
    espeak = [["-v", f"{a}+{s}", "-s", str(pace)] for a, s, pace in product(ACCENTS, SPEAKERS, PACES)]
    flite = [["-voice", voice, "--setf", f"duration_stretch={s}"] for voice, s in product(FLITE, STRETCHES)]
    return espeak, flite


def training_commands(word: str) -> Iterator[list[str]]:
    """Commands that speak a word in each of espeak-ng's voices of training; none where it is not installed."""
    if shutil.which("espeak-ng"):
        yield from commands(word)[0]


def commands(word: str) -> tuple[list[list[str]], list[list[str]]]:
    """Commands that say a word in each voice of training: those of espeak-ng, and those of flite."""
    espeak, flite = voices()
    return (
        [["espeak-ng", *voice, "--stdout", word] for voice in espeak],
        [["flite", *voice, "-t", word, "-o", "/dev/stdout"] for voice in flite],
    )


def _require(by_flite: bool) -> None:
    """Raise DatasetError where a program that is to speak is missing."""
    programs = ("espeak-ng", "flite") if by_flite else ("espeak-ng",)
    if missing := " ".join(program for program in programs if not shutil.which(program)):
        needed = " and ".join(programs)
        raise DatasetError(f"Synthetic clips are by {needed}. Install what is missing: apt-get install {missing}")


def _draw(some: list[list[str]], number: int, word: str, rng: np.random.Generator) -> list[list[str]]:
    """So many of one program's commands that say a word. Raises DatasetError where there are fewer."""
    if number > len(some):
        raise DatasetError(f"{some[0][0]} has only {len(some)} voices for {word!r}, not {number}. {FEWER}")
    return [some[i] for i in rng.choice(len(some), number, replace=False)]


def _clips(word: str, count: int, by_flite: bool) -> np.ndarray:
    _require(by_flite)
    rng = np.random.default_rng(list(word.encode()))
    espeak, flite = ([some[i] for i in rng.permutation(len(some))] for some in commands(word))
    said = (wave for command in flite[: count // 2 * by_flite] + espeak for wave in speak_second(command))
    clips = list(islice(said, count))
    if len(clips) < count:
        raise DatasetError(f"There are only {len(clips)} voices for {word!r}, not {count}. {FEWER}")
    return to_int16(np.array([centre(clip) for clip in clips]))
