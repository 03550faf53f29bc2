"""A few takes of one's own words become a variant in a second: what it may refuse, and how well it will do."""

from __future__ import annotations

import hashlib
import math
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import safetensors.numpy

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.audio.level import level as level_of
from speechcls.models.classifier import Classifier
from speechcls.models.gaussians import FRONT_END, Head, Space, embed, gaussian, space, state
from speechcls.models.rejection import FLOOR, MEASURES, RISE, Rejection, is_silence
from speechcls.models.takes import CARD, OTHER, WEIGHTS, Take, TakesError, label
from speechcls.models.variants import Card

MAX_WORDS, MAX_TAKES = 50, 400
QUIET = -45.0  # dBFS, below which a take is said to be quiet
CLIPPED = 0.001  # share of samples at full scale from which a take is said to be clipped
EDGE, NEAR_AN_END = 0.05, 0.01  # s at an end of a take, and the share of its highest power that is too much there
TEMPERATURE = 6.0  # of the log-likelihood ratios, which count 192 numbers as if they were independent
ALLOWED = 0.05  # share of one's own words, and of what is none of them, that may be judged wrongly
PRIOR = 4.0  # takes that what is known of other sounds counts for, beside one's own
FEW = 3  # takes of a word until which each helps much
SHIFTS, SPEEDS, SNR = (-0.06, 0.06), (0.9, 1.1), 15.0  # s, shares and dB by which a take is varied
TRAIN = "With so many takes, `python -m speechcls train` learns more from them than this does."
MANY = 100  # takes a word from which on a training of its own does better


@dataclass(frozen=True, eq=False)
class Taught:
    """What is learned of one take."""

    word: str
    rows: np.ndarray  # (copies, 448): itself first, then varied
    level: float  # dBFS
    warnings: tuple[str, ...]
    voice: str
    digest: str  # of its samples


@dataclass(frozen=True, eq=False)
class About:
    """What the other takes say about one."""

    at: tuple[float, float]  # on the map of all takes, from -1 to 1
    warnings: tuple[str, ...] = ()


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


@dataclass(frozen=True, eq=False)
class Lesson:
    """What came of teaching."""

    classifier: Classifier
    weights: bytes
    estimate: Estimate
    told: list[str]  # what would help, a sentence each
    takes: dict[int, About]
    seconds: float  # s that it took


def copies(wave: np.ndarray, seed: int = 0) -> np.ndarray:
    """A wave (16000,) and what it becomes a little earlier, later, slower, faster and in noise: (6, 16000)."""
    at, middle = np.arange(SAMPLE_RATE), (SAMPLE_RATE - 1) / 2
    moved = [at + round(s * SAMPLE_RATE) for s in SHIFTS] + [(at - middle) * speed + middle for speed in SPEEDS]
    varied = [np.interp(places, at, wave, left=0.0, right=0.0) for places in moved]
    noise = np.random.default_rng(seed).standard_normal(SAMPLE_RATE)
    loud = np.sqrt(np.square(wave).mean()) * 10 ** (-SNR / 20)
    return np.stack([wave, *varied, wave + loud * noise]).astype(np.float32)


def listen(take: Take) -> Taught:
    """A take as it is taught: its second as vectors, and what is wrong with it. Raises TakesError for silence."""
    wave = take.clip.second().astype(np.float32)
    if is_silence(wave[None])[0]:
        name = f" of “{take.word}”" if take.word else ""
        raise TakesError(f"This take{name} is silence: nothing in it stands out. Say it again, nearer the microphone.")
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
    edge = round(EDGE * SAMPLE_RATE)
    power = np.square(clip.samples[: len(clip.samples) // edge * edge].reshape(-1, edge)).mean(axis=1)
    return len(power) > 2 and max(power[0], power[-1]) > NEAR_AN_END * power.max()


def check(takes: Sequence[Taught], words: Sequence[str]) -> None:
    """Raise TakesError where these can't be taught together: too many, none, or one recording as two words."""
    if len(words) > MAX_WORDS:
        raise TakesError(f"{len(words)} words are more than can be taught from takes; at most {MAX_WORDS}. {TRAIN}")
    if len(takes) > MAX_TAKES:
        raise TakesError(f"{len(takes)} takes are more than are worth teaching; at most {MAX_TAKES}. {TRAIN}")
    seen: dict[str, str] = {}
    for take in takes:
        if seen.setdefault(take.digest, take.word) != take.word:
            names = " and ".join(f"“{word}”" if word else "something else" for word in (seen[take.digest], take.word))
            raise TakesError(f"The same recording stands under {names}. Keep it under one of them.")


def fit(takes: Mapping[int, Taught], words: Sequence[str], name: str = "mine") -> Lesson:
    """Teach these words from takes by number. Takes of OTHER, and what is known of other sounds, are to be refused."""
    begun = time.perf_counter()
    check(list(takes.values()), words)
    if lacking := [word for word in words if all(take.word != word for take in takes.values())] or (not words and [""]):
        raise TakesError(f"There is no take of {', '.join(map(repr, lacking))}. Say each word at least once.")
    made = head(list(takes.values()), words, space()).in_half_precision()
    held = {number: _held_out(takes, number, words) for number in takes}
    rejection = _rejection(made, takes, held, words)
    estimate = _estimate(takes, held, rejection, words)
    weights = _weights(made)
    card = _card(name, words, takes, estimate, rejection, time.perf_counter() - begun)
    card = replace(card, sha256=hashlib.sha256(weights).hexdigest())
    return Lesson(
        Classifier(TaughtVariant(card, made)),
        weights,
        estimate,
        list(_told(takes, held, words)),
        _about(takes, held, words),
        time.perf_counter() - begun,
    )


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


@dataclass(frozen=True, eq=False)
class HeldOut:
    """What is said of a take by those that remain without it."""

    logits: np.ndarray  # (words,)
    alone: bool  # whether its word has no other take, so that it can't be named


def _held_out(takes: Mapping[int, Taught], number: int, words: Sequence[str]) -> HeldOut:
    """Teach again without one take. A word that has no other keeps it, and counts as alone."""
    out = takes[number]
    left = [take for n, take in takes.items() if n != number]
    alone = out.word != OTHER and all(take.word != out.word for take in left)
    made = head([*left, out] if alone else left, words, space())
    return HeldOut(made.logits(out.rows[:1])[0] / TEMPERATURE, alone)


def _rejection(made: Head, takes: Mapping[int, Taught], held: Mapping[int, HeldOut], words: Sequence[str]) -> Rejection:
    """A threshold between what one's own takes get when they are held out and what other sounds get."""
    own = [_energy(one.logits) for n, one in held.items() if takes[n].word != OTHER and not one.alone]
    others = [_energy(one.logits) for n, one in held.items() if takes[n].word == OTHER]
    strange = np.array([*_strangers(made), *others])
    high = float(np.quantile(strange, 1 - ALLOWED))
    low = float(np.quantile(own, ALLOWED)) if own else high
    threshold = high if low >= high else (len(own) * low + PRIOR * high) / (len(own) + PRIOR)
    return Rejection(TEMPERATURE, "energy", round(threshold, 4), FLOOR, RISE)


def _energy(logits: np.ndarray) -> float:
    return float(MEASURES["energy"](logits[None])[0])


def _strangers(made: Head) -> np.ndarray:
    """The energies of recorded words of other people, but for those that one's own word may be itself."""
    energies = MEASURES["energy"](made.logits(space().negatives) / TEMPERATURE)
    groups = space().groups
    alike = [group for group in np.unique(groups) if (energies[groups == group] > 0).mean() > 0.5]
    kept = ~np.isin(groups, alike)
    return energies[kept if kept.any() else slice(None)]


def _estimate(
    takes: Mapping[int, Taught], held: Mapping[int, HeldOut], rejection: Rejection, words: Sequence[str]
) -> Estimate:
    """How often a take is named rightly, and not refused, by what the others taught."""
    asked = [n for n, one in held.items() if takes[n].word != OTHER and not one.alone]
    right = sum(
        _named(held[n], words) == takes[n].word and _energy(held[n].logits) >= rejection.threshold for n in asked
    )
    return Estimate(right, len(asked), *wilson(right, len(asked)), len({take.voice for take in takes.values()}))


def wilson(right: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share of which `right` of `count` were seen (Wilson 1927); 0 to 1 of none."""
    if not count:
        return 0.0, 1.0
    share, square = right / count, z * z / count
    half = z * math.sqrt(share * (1 - share) / count + square / (4 * count))
    middle = share + square / 2
    return max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square))


def _named(one: HeldOut, words: Sequence[str]) -> str:
    return words[int(one.logits.argmax())]


def _told(takes: Mapping[int, Taught], held: Mapping[int, HeldOut], words: Sequence[str]) -> Iterable[str]:
    """What would help most."""
    counts = {word: sum(take.word == word for take in takes.values()) for word in words}
    few = [word for word, count in counts.items() if count < FEW]
    if few:
        yield f"Say {_listed(few)} until there are {FEW} takes of each: the first few help most."
    confused = Counter(
        tuple(sorted((takes[n].word, _named(one, words))))
        for n, one in held.items()
        if takes[n].word != OTHER and not one.alone and _named(one, words) != takes[n].word
    )
    for (one, other), times in confused.most_common(1):
        total = counts[one] + counts[other]
        yield (
            f"“{one}” and “{other}” sound alike: {times} of {total} takes were taken for the other. "
            "More takes of both help, a longer word helps more."
        )
    if not any(take.word == OTHER for take in takes.values()):
        yield "Record something else, too: the room, other words, you talking. Then it refuses that."
    if max(counts.values()) >= MANY:
        yield TRAIN


def _listed(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _about(takes: Mapping[int, Taught], held: Mapping[int, HeldOut], words: Sequence[str]) -> dict[int, About]:
    places = _map(np.stack([take.rows[0] for take in takes.values()]))
    return {
        n: About((float(x), float(y)), tuple(_unlike(takes[n], held[n], words)))
        for n, (x, y) in zip(takes, places, strict=True)
    }


def _unlike(take: Taught, one: HeldOut, words: Sequence[str]) -> Iterable[str]:
    if take.word == OTHER or one.alone:
        return
    if (named := _named(one, words)) != take.word:
        yield f"sounds like “{named}”"
    elif _energy(one.logits) < 0:
        yield "unlike the other takes"


def _map(vectors: np.ndarray) -> np.ndarray:
    """The two directions in which vectors (n, 448) differ most (PCA), (n, 2), from -1 to 1."""
    centred = vectors - vectors.mean(axis=0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    places = np.zeros((len(vectors), 2))
    places[:, : min(2, len(sizes))] = (left * sizes)[:, :2]
    return np.round(places / max(float(np.abs(places).max()), 1e-9), 3)


def _weights(made: Head) -> bytes:
    """The safetensors of an OwnWordsNet that answers as this head does."""
    taught = {"ratios.weight": made.ratios, "ratios.bias": made.offsets}
    if len(made.others):
        taught |= {"others.weight": made.others, "others.bias": made.other_offsets}
    return safetensors.numpy.save(state() | {k: v.astype(np.float16) for k, v in taught.items()})


@dataclass(frozen=True, eq=False)
class TaughtVariant:
    """A card with its head over the networks that all own words share."""

    card: Card
    head: Head = field(repr=False)

    def logits(self, waves: np.ndarray) -> np.ndarray:
        """Logits (batch, words) of float32 waves (batch, 16000)."""
        return self.head.logits(embed(waves)).astype(np.float32)


def _card(
    name: str,
    words: Sequence[str],
    takes: Mapping[int, Taught],
    estimate: Estimate,
    rejection: Rejection,
    seconds: float,
) -> Card:
    counts = {word: sum(take.word == word for take in takes.values()) for word in words}
    voices = {word: len({take.voice for take in takes.values() if take.word == word}) for word in words}
    others = sum(take.word == OTHER for take in takes.values())
    share = estimate.right / estimate.takes if estimate.takes else 0.0
    return Card(
        name=name,
        front_end=FRONT_END,
        network="own-words",
        sizes={"channels": 1, "words": len(words), "others": others},
        words=tuple(words),
        metrics={"test": {"accuracy": share, "accuracy_covered": share, "loss": 0.0, "clips": estimate.takes}},
        training_clips=counts,
        training_voices=voices,
        training={
            "command": f"python -m speechcls teach FOLDER --name {name}",
            "settings": {"partition": "held-out takes", "seed": 0},
            "data": f"taught from {len(takes) - others} takes by {estimate.voices} voice{'s' * (estimate.voices != 1)}",
            "clips": {"train": len(takes)},
            "epochs": 0,
            "seconds": round(seconds, 3),
            "device": "CPU",
        },
        example={},
        rejection=rejection,
    )


def teach(words: Mapping[str, Sequence[Clip]], name: str = "mine", others: Sequence[Clip] = ()) -> Lesson:
    """Teach words, each from its clips; `others` are sounds that are to be refused."""
    takes = [Take(label(word), clip) for word, clips in words.items() for clip in clips]
    return teach_takes([*takes, *(Take(OTHER, clip) for clip in others)], name)


def teach_takes(takes: Sequence[Take], name: str = "mine") -> Lesson:
    """Teach from takes, the words in the order in which they come first."""
    taught = [listen(take) for take in takes]
    words = [word for word in dict.fromkeys(take.word for take in taught) if word != OTHER]
    return fit(dict(enumerate(taught)), words, name)


def files(lesson: Lesson) -> dict[str, bytes]:
    """The variant as Download and `teach` give it, by paths."""
    return {CARD: lesson.classifier.card.to_json().encode(), WEIGHTS: lesson.weights}
