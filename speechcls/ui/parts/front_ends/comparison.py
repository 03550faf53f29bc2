"""What the section on front ends shows: pictures of two, a sentence a setting that differs, what made an array."""

from __future__ import annotations

from pathlib import Path

from speechcls.frontends import dumps
from speechcls.frontends.atlas import FRONTENDS, name_of
from speechcls.frontends.differences import differences
from speechcls.frontends.identify import as_text, identify
from speechcls.models.probability import percent
from speechcls.plots.two_front_ends import COMPARED, side_by_side
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.payload import Payload, choice
from speechcls.ui.protocol.front_ends import FrontEndOption, FrontEndsSettings, FrontEndsTold
from speechcls.ui.selection import Selection

FIRST = "logmel-64", "whisper-80-unpadded"  # what is chosen before anybody chose
MOST_VALUES = 1_000_000  # of an array that is looked into
SHORT = 3.0  # s up to which an array is compared with the whole sound


def settings() -> FrontEndsSettings:
    """The front ends that can be chosen, and the two that are at first."""
    names: list[FrontEndOption] = [{"name": name, "text": f"{name}: {FRONTENDS[name].source}"} for name in COMPARED]
    return {"front_ends": names, "first": FIRST}


def compare(pool: ModelPool, selection: Selection, payload: Payload) -> FrontEndsTold:
    """Two front ends on the chosen second."""
    one = choice(payload, "one", (FIRST[0], *COMPARED))
    other = choice(payload, "other", (FIRST[1], *COMPARED))
    try:
        first, second, apart = side_by_side(selection.clip, selection.start, one, other)
    except ImportError as error:  # of a library that is called, and not installed
        return {"error": str(error)}
    panels = {"one": first.to_json(), "other": second.to_json()}
    if apart:
        panels["difference"] = apart.to_json()
    return {"panels": panels, "differences": _differences(one, other), "about": [*_about(pool, selection, one, other)]}


def _differences(one: str, other: str) -> list[str]:
    said = differences(FRONTENDS[one].config, FRONTENDS[other].config)
    return said or ["No setting differs: both give the same."]


def _about(pool: ModelPool, selection: Selection, *names: str) -> list[str]:
    """What is known of front ends: what surprises, and the word of networks that were trained with them."""
    told = []
    for name in dict.fromkeys(names):
        known = FRONTENDS[name]
        for note in (known.surprise, known.batch and f"In a batch: {known.batch}"):
            if note:
                told.append(f"{name}: {note}")
        for variant, classifier in pool.classifiers.items():
            if name_of(classifier.card.front_end) == name:
                answer = classifier(selection.clip, selection.start)
                word = f"hears “{answer.word}” ({percent(answer.probability)})" if answer.heard else "hears no word"
                told.append(f"{name}: the network {variant}, trained with it, {word}.")
    return told


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
