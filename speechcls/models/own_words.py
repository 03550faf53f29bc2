"""A few takes of one's own words become a variant in a second, in its files as any other."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import numpy as np
import safetensors.numpy

from speechcls.audio import Clip
from speechcls.models import held_out
from speechcls.models.advice import About, about, advise
from speechcls.models.classifier import Classifier
from speechcls.models.gaussians import FRONT_END, Head, embed, space, state
from speechcls.models.heard_takes import Taught, head, listen
from speechcls.models.held_out import TEMPERATURE, Estimate, Point
from speechcls.models.own_words_graph import onnx_bytes
from speechcls.models.rejection import FLOOR, RISE, Reason, Rejection, judge
from speechcls.models.takes import CARD, ONNX, OTHER, WEIGHTS, Take, TakesError, label
from speechcls.models.variants import Card
from speechcls.paths import write_whole

MAX_WORDS, MAX_TAKES = 50, 400
TRAIN = "For more there is `python -m speechcls train`, which wants hundreds of each word."


@dataclass(frozen=True, eq=False)
class Lesson:
    """What came of teaching."""

    classifier: Classifier
    head: Head
    estimate: Estimate
    tradeoff: list[Point]
    advice: list[str]  # what would help, a sentence each
    takes: dict[int, About]
    seconds: float  # s that it took

    @property
    def weights(self) -> bytes:
        """The safetensors of an OwnWordsNet that answers as this head does."""
        made = self.head
        taught = {"ratios.weight": made.ratios, "ratios.bias": made.offsets}
        if len(made.others):
            taught |= {"others.weight": made.others, "others.bias": made.other_offsets}
        return safetensors.numpy.save(state() | {k: v.astype(np.float16) for k, v in taught.items()})


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


def fit(takes: Mapping[int, Taught], words: Sequence[str], name: str = "mine", stricter: float = 0.0) -> Lesson:
    """Teach these words from takes by number. Takes of OTHER, and what is known of other sounds, are to be refused.

    `stricter` is added to the threshold of rejection that the takes give.
    """
    begun = time.perf_counter()
    check(list(takes.values()), words)
    counts = Counter(take.word for take in takes.values())
    if lacking := [word for word in words if not counts[word]] or (not words and [""]):
        raise TakesError(f"There is no take of {', '.join(map(repr, lacking))}. Say each word at least once.")
    made = head(list(takes.values()), words, space()).in_half_precision()
    held = held_out.hold_out(takes, words, space())
    strange = held_out.negative_confidences(made, space())
    voices = len({take.voice for take in takes.values()})
    least = round(held_out.threshold(held.values(), strange, voices), 4)
    rejection = Rejection(TEMPERATURE, "energy", least + stricter, FLOOR, RISE)
    estimate = held_out.estimate(held.values(), rejection.threshold, voices)
    card = _card(name, words, takes, estimate, rejection, time.perf_counter() - begun)
    return Lesson(
        Classifier(TaughtVariant(card, made)),
        made,
        estimate,
        held_out.tradeoff(held.values(), strange, least),
        list(advise(held.values(), words, counts)),
        about(takes, held),
        time.perf_counter() - begun,
    )


@dataclass(frozen=True, eq=False)
class TaughtVariant:
    """A card with its head over the networks that all own words share."""

    card: Card
    head: Head = field(repr=False)

    def logits(self, waves: np.ndarray) -> np.ndarray:
        """Logits (batch, words) of float32 waves (batch, 16000)."""
        return self.head.logits(embed(waves)).astype(np.float32)

    def judge(self, waves: np.ndarray) -> tuple[np.ndarray, list[Reason]]:
        """Probabilities (batch, words) of float32 waves (batch, 16000), and why no word was heard in each."""
        return judge(self.card.rejection, self.logits(waves), waves)


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
    card, weights = lesson.classifier.card, lesson.weights
    model = onnx_bytes(card, lesson.head)
    sums = [hashlib.sha256(content).hexdigest() for content in (weights, model)]
    card = replace(card, sha256=sums[0], onnx_sha256=sums[1])
    return {WEIGHTS: weights, ONNX: model, CARD: card.to_json().encode()}


def save(lesson: Lesson, folder: Path) -> Path:
    """Write the variant's files into a folder of variants. Returns its own folder."""
    place = folder / lesson.classifier.card.name
    place.mkdir(parents=True, exist_ok=True)
    for path, content in files(lesson).items():
        write_whole(place / PurePosixPath(path).name, content)
    return place
