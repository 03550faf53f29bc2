"""A take as it is taught: its second as vectors, and what is wrong with it; takes of words as Gaussians."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.audio.level import amplitude
from speechcls.audio.level import level as level_of
from speechcls.models.gaussians import Head, Space, embed, gaussian
from speechcls.models.rejection import is_silence
from speechcls.models.takes import OTHER, Take, TakesError

QUIET = -45.0  # dBFS, below which a take is said to be quiet
CLIPPED = 0.001  # share of samples at full scale from which a take is said to be clipped
EDGE, NEAR_AN_END = 0.05, 0.01  # s at an end of a take, and the share of its highest power that is too much there
SHIFTS, SPEEDS, SNR = (-0.06, 0.06), (0.9, 1.1), 15.0  # s, shares and dB by which a take is varied


@dataclass(frozen=True, eq=False)
class Taught:
    """What is learned of one take."""

    word: str
    rows: np.ndarray  # (copies, 448): itself first, then varied
    level: float  # dBFS
    warnings: tuple[str, ...]
    voice: str
    digest: str  # of its samples


def copies(wave: np.ndarray, seed: int = 0) -> np.ndarray:
    """A wave (16000,) and what it becomes a little earlier, later, slower, faster and in noise: (6, 16000)."""
    at, middle = np.arange(SAMPLE_RATE), (SAMPLE_RATE - 1) / 2
    moved = [at + round(s * SAMPLE_RATE) for s in SHIFTS] + [(at - middle) * speed + middle for speed in SPEEDS]
    varied = [np.interp(places, at, wave, left=0.0, right=0.0) for places in moved]
    noise = np.random.default_rng(seed).standard_normal(SAMPLE_RATE)
    loud = np.sqrt(np.square(wave).mean()) * amplitude(-SNR)
    return np.stack([wave, *varied, wave + loud * noise]).astype(np.float32)


def listen(take: Take) -> Taught:
    """A take as it is taught: its second as vectors, and what is wrong with it. Raises TakesError for silence."""
    wave = take.clip.second()
    if is_silence(wave[None])[0]:
        which = f"This take of “{take.word}”" if take.word else "This take"
        raise TakesError(f"{which} is silence: nothing in it stands out. Say it again, nearer the microphone.")
    level = float(level_of(wave[None])[0])
    digest = hashlib.sha256(wave.tobytes()).hexdigest()
    return Taught(take.word, embed(copies(wave)), level, tuple(_warnings(take.clip, level)), take.voice, digest)


def _warnings(clip: Clip, level: float) -> Iterable[str]:
    if level < QUIET:
        yield "too quiet: come nearer"
    if (np.abs(clip.samples) >= 0.999).mean() > CLIPPED:
        yield "clipped: too loud for the microphone"
    if _reaches_an_end(clip):
        yield "cut off: its sound reaches an end"


def _reaches_an_end(clip: Clip) -> bool:
    """Whether a sound is loud up to its beginning or end; one of less than three edges has no middle beside them."""
    edge = round(EDGE * SAMPLE_RATE)
    squares = np.square(clip.samples)
    powers = squares[: len(squares) // edge * edge].reshape(-1, edge).mean(axis=1)
    ends = squares[:edge].mean(), squares[-edge:].mean()
    return len(powers) > 2 and bool(max(ends) > NEAR_AN_END * powers.max())


def head(takes: Sequence[Taught], words: Sequence[str], of: Space) -> Head:
    """Each word's Gaussian; each take of something else has one of its own, since no two of them need be alike."""
    own = [gaussian(*_together([take for take in takes if take.word == word]), of) for word in words]
    others = [gaussian(take.rows, 1, of) for take in takes if take.word == OTHER]
    return Head(*_stacked(own, of), *_stacked(others, of))


def _together(takes: Sequence[Taught]) -> tuple[np.ndarray, int]:
    return np.concatenate([take.rows for take in takes]), len(takes)


def _stacked(gaussians: Sequence[tuple[np.ndarray, float]], of: Space) -> tuple[np.ndarray, np.ndarray]:
    weights = np.array([one for one, _ in gaussians]).reshape(-1, 2 * len(of.between))
    return weights, np.array([offset for _, offset in gaussians])
