"""What a page says of takes: what would help most, which are unlike the others, and where each lies on the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from speechcls.models import learning_curve
from speechcls.models.heard_takes import Taught
from speechcls.models.held_out import HeldOut
from speechcls.models.takes import OTHER

FEW = 3  # takes of a word until which each helps much


@dataclass(frozen=True, eq=False)
class About:
    """What the other takes say about one."""

    at: tuple[float, float]  # on the map of all takes, from -1 to 1
    warnings: tuple[str, ...] = ()


def advise(held: Iterable[HeldOut], words: Sequence[str], counts: Mapping[str, int]) -> Iterable[str]:
    """What would help most, given how many takes there are of each word, and of OTHER."""
    few = [word for word in words if counts[word] < FEW]
    if few:
        yield f"Say {_listed(few)} until there are {FEW} takes of each: the first few help most."
    confused = Counter(tuple(sorted((one.word, one.named))) for one in held if one.asked and one.named != one.word)
    for (one, other), times in confused.most_common(1):
        total = counts[one] + counts[other]
        yield (
            f"“{one}” and “{other}” sound alike: {times} of {total} takes were taken for the other. "
            "More takes of both help, a longer word helps more."
        )
    if not counts.get(OTHER):
        yield "Record something else, too: the room, other words, you talking. Then it refuses that."
    yield from learning_curve.measured().advice(max(counts[word] for word in words))


def _listed(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def about(takes: Mapping[int, Taught], held: Mapping[int, HeldOut]) -> dict[int, About]:
    """Each take beside the others."""
    places = _map(np.stack([take.rows[0] for take in takes.values()]))
    return {n: About((float(x), float(y)), tuple(_unlike(held[n]))) for n, (x, y) in zip(takes, places, strict=True)}


def _unlike(one: HeldOut) -> Iterable[str]:
    if not one.asked:
        return
    if one.named != one.word:
        yield f"sounds like “{one.named}”"
    elif one.confidence < 0:
        yield "unlike the other takes"


def _map(vectors: np.ndarray) -> np.ndarray:
    """The two directions in which vectors (n, 448) differ most (PCA), (n, 2), from -1 to 1."""
    centred = vectors - vectors.mean(axis=0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    places = np.zeros((len(vectors), 2))
    places[:, : min(2, len(sizes))] = (left * sizes)[:, :2]
    return np.round(places / max(float(np.abs(places).max()), 1e-9), 3)
