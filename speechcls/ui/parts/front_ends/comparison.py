"""What the section on front ends shows: pictures of two, a sentence a setting that differs, what made an array."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from speechcls.audio import Clip
from speechcls.frontends import dumps
from speechcls.frontends.atlas import FRONTENDS, by_name, name_of
from speechcls.frontends.differences import differences
from speechcls.frontends.identify import as_text, identify
from speechcls.models.probability import percent
from speechcls.plots.two_front_ends import COMPARED, Chosen, before_now, side_by_side
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.payload import Payload, choice, number
from speechcls.ui.protocol.front_ends import FrontEndOption, FrontEndsSettings, FrontEndsTold, PcenSlider
from speechcls.ui.selection import Selection

FIRST = "logmel-64-levelled", "whisper-80-unpadded"  # what is chosen before anybody chose
MOST_VALUES = 1_000_000  # of an array that is looked into
SHORT = 3.0  # s up to which an array is compared with the whole sound
PCEN: dict[str, tuple[float, float]] = {
    "gain": (0.0, 1.0),
    "bias": (0.1, 20.0),
    "power": (0.05, 1.0),
    "time_constant": (0.02, 2.0),  # s
}  # what can be moved, and between which limits


class Pair(NamedTuple):
    """Two front ends that are compared."""

    one: Chosen
    other: Chosen


def settings() -> FrontEndsSettings:
    """The front ends that can be chosen, and the two that are at first."""
    names: list[FrontEndOption] = [
        {"name": name, "text": f"{name}: {FRONTENDS[name].source}", "pcen": bool(FRONTENDS[name].config.pcen)}
        for name in COMPARED
    ]
    sliders: list[PcenSlider] = [
        {"name": name, "low": low, "high": high, "value": getattr(by_name("librosa-pcen").pcen, name)}
        for name, (low, high) in PCEN.items()
    ]
    return {"front_ends": names, "first": FIRST, "pcen": sliders}


def chosen(payload: Payload) -> Pair:
    """What a browser asks to be compared. Parameters of PCEN move the second front end that has it."""
    one, other = (Chosen(name, by_name(name)) for name in _names(payload))
    moved = payload.get("pcen")
    if not isinstance(moved, dict):
        return Pair(one, other)
    if other.config.pcen:
        return Pair(one, _moved(other, moved))
    return Pair(_moved(one, moved), other)


def _names(payload: Payload) -> tuple[str, str]:
    return choice(payload, "one", (FIRST[0], *COMPARED)), choice(payload, "other", (FIRST[1], *COMPARED))


def _moved(front_end: Chosen, moved: Payload) -> Chosen:
    if not (before := front_end.config.pcen):
        return front_end
    values: dict[str, Any] = {
        name: number(moved, name, *limits, getattr(before, name)) for name, limits in PCEN.items()
    }
    return front_end._replace(config=replace(front_end.config, pcen=replace(before, **values)))


def compare(pool: ModelPool, selection: Selection, payload: Payload) -> FrontEndsTold:
    """Two front ends on the chosen second."""
    pair = chosen(payload)
    words = []
    for front_end, variant in trained(pool, pair):
        answer = pool.classifiers[variant](selection.clip, selection.start)
        words.append(heard(front_end, variant, answer.word if answer.heard else "", answer.probability))
    return describe(selection.clip, selection.start, pair, words)


def describe(clip: Clip, start: float, pair: Pair, words: Sequence[str], live: bool = False) -> FrontEndsTold:
    """Pictures of two front ends and of their difference, with what is to be said of them."""
    try:
        pictures = side_by_side(clip, start, *pair)
    except ImportError as error:  # of a library that is called, and not installed
        return {"error": str(error)}
    drawn = {
        name: (before_now(panel) if live else panel).to_json()
        for name, panel in zip(("one", "other", "difference"), pictures, strict=True)
        if panel
    }
    said = differences(pair.one.config, pair.other.config) or ["No setting differs: both give the same."]
    return {"panels": drawn, "differences": said, "about": [*_about(pair), *words]}


def _about(pair: Pair) -> list[str]:
    """What surprises in two front ends, and what a batch does to them."""
    known = {name: FRONTENDS[name] for name, _ in pair}
    notes = [
        (name, note)
        for name, each in known.items()
        for note in (each.surprise, each.batch and f"In a batch: {each.batch}")
    ]
    return [f"{name}: {note}" for name, note in notes if note]


def trained(pool: ModelPool, pair: Pair) -> list[tuple[str, str]]:
    """Front ends of the two with the networks that were trained with them."""
    names = {variant: name_of(classifier.card.front_end) for variant, classifier in pool.classifiers.items()}
    wanted = dict.fromkeys(name for name, config in pair if config == by_name(name))
    return [(front_end, variant) for front_end in wanted for variant, own in names.items() if own == front_end]


def heard(front_end: str, variant: str, word: str, probability: float) -> str:
    """The word that a network names, "" where it names none."""
    hears = f"hears “{word}” ({percent(probability)})" if word else "hears no word"
    return f"{front_end}: the network {variant}, trained with it, {hears}."


def what_made(file: Path, selection: Selection) -> FrontEndsTold:
    """Which front end made the array in a file of the chosen sound. The file's name isn't told."""
    try:
        array = dumps.read_features(file)
        if array.size > MOST_VALUES:
            raise ValueError(f"The array holds {array.size:,} values, over the limit of {MOST_VALUES:,}.")
        found = identify(array, selection.clip.samples) if selection.clip.duration <= SHORT else []
        if not found:
            found = identify(array, selection.clip.second(selection.start))
    except ValueError as error:
        return {"error": str(error).replace(str(file), "The file")}
    return {"made": as_text(found).splitlines()}
