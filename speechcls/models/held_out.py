"""What the other takes say of each take, taught again without it: the estimate, the threshold and its tradeoff."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from speechcls.models.gaussians import Head, Space
from speechcls.models.heard_takes import Taught, head
from speechcls.models.rejection import MEASURES
from speechcls.models.takes import OTHER

TEMPERATURE = 6.0  # of the log-likelihood ratios, which count 192 numbers as if they were independent
ALLOWED = 0.05  # share of one's own words, and of what is none of them, that may be judged wrongly
PRIOR = 4.0  # takes that what is known of other sounds counts for, beside one's own
REACH, POINTS = 6.0, 61  # up to which a threshold may be moved, and thresholds whose cost is told
SECONDS = 3600  # an hour


@dataclass(frozen=True)
class Estimate:
    """How many takes were recognised by the others alone."""

    right: int
    takes: int
    low: float  # 95 % interval of the share (Wilson 1927)
    high: float
    voices: int  # that said them

    @property
    def sentence(self) -> str:
        if not self.takes:
            return "Say each word at least twice, and it can be told how well it will work."
        return (
            f"{self.right} of {self.takes} takes were recognised from the others alone: "
            f"expect between {self.low:.0%} and {self.high:.0%} of your words to be."
        )


@dataclass(frozen=True)
class HeldOut:
    """What is said of a take by those that remain without it."""

    word: str  # its own
    named: str  # the likeliest
    confidence: float
    alone: bool  # whether its word has no other take, so that it can't be named

    @property
    def asked(self) -> bool:
        """Whether it tells how well the words are recognised."""
        return self.word != OTHER and not self.alone


@dataclass(frozen=True)
class Point:
    """What a threshold costs."""

    stricter: float  # by how much it lies above the one that was chosen
    missed: int  # takes, of those that the estimate is about
    alarms: float  # seconds taken for a word in an hour of other people's words, noise and music


def hold_out(takes: Mapping[int, Taught], words: Sequence[str], of: Space) -> dict[int, HeldOut]:
    """Teach again without each take in turn. A word that has no other keeps it, and counts as alone."""
    return {number: _without(takes, number, words, of) for number in takes}


def _without(takes: Mapping[int, Taught], number: int, words: Sequence[str], of: Space) -> HeldOut:
    out = takes[number]
    left = [take for n, take in takes.items() if n != number]
    alone = out.word != OTHER and all(take.word != out.word for take in left)
    logits = head([*left, out] if alone else left, words, of).logits(out.rows[:1]) / TEMPERATURE
    return HeldOut(out.word, words[int(logits.argmax())], float(MEASURES["energy"](logits)[0]), alone)


def negative_confidences(made: Head, of: Space) -> list[np.ndarray]:
    """Confidences in recorded seconds of other people: in words, and in other sounds, which are the last group.

    Words that one's own word may be itself are left out.
    """
    confidences = MEASURES["energy"](made.logits(of.negatives) / TEMPERATURE)
    words = of.groups < of.groups.max()
    alike = [group for group in np.unique(of.groups[words]) if (confidences[of.groups == group] > 0).mean() > 0.5]
    kept = words & ~np.isin(of.groups, alike)
    return [confidences[kept if kept.any() else words], confidences[~words]]


def threshold(held: Iterable[HeldOut], strange: Iterable[np.ndarray], voices: int) -> float:
    """A threshold between what one's own takes get when they are held out and what other sounds get.

    One's own count the more the more there are. Where one voice said all of them, and better than anything else, it
    lies no higher than halfway: what is said later is less like the takes than they, said in one go, are alike.
    """
    held = list(held)
    own = [one.confidence for one in held if one.asked]
    others = np.array([one.confidence for one in held if one.word == OTHER])
    high = max(float(np.quantile(some, 1 - ALLOWED)) for some in [*strange, others] if len(some))
    low = float(np.quantile(own, ALLOWED)) if own else high
    share = len(own) / (len(own) + PRIOR)
    if low > high and voices == 1:
        share = min(share, 0.5)
    return high + share * (low - high)


def estimate(held: Iterable[HeldOut], least: float, voices: int) -> Estimate:
    """How often a take is named rightly by what the others taught, and not refused where `least` is asked for."""
    asked = [one for one in held if one.asked]
    right = len(asked) - _missed(asked, least)
    return Estimate(right, len(asked), *wilson(right, len(asked)), voices)


def _missed(asked: Iterable[HeldOut], least: float) -> int:
    return sum(one.named != one.word or one.confidence < least for one in asked)


def tradeoff(held: Iterable[HeldOut], strange: Sequence[np.ndarray], chosen: float) -> list[Point]:
    """What thresholds around the chosen one cost."""
    asked = [one for one in held if one.asked]
    moved = np.linspace(-REACH, REACH, POINTS).round(2).tolist()
    heard = np.concatenate(strange)
    alarms = [SECONDS * float((heard >= chosen + by).mean()) for by in moved]
    return [Point(by, _missed(asked, chosen + by), round(some, 1)) for by, some in zip(moved, alarms, strict=True)]


def wilson(right: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share of which `right` of `count` were seen (Wilson 1927); 0 to 1 of none."""
    if not count:
        return 0.0, 1.0
    share, square = right / count, z * z / count
    half = z * math.sqrt(share * (1 - share) / count + square / (4 * count))
    middle = share + square / 2
    return max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square))
