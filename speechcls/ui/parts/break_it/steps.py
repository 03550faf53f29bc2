"""The step "Break it": a second spoiled by degrees, what each network still says, and where each gives way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from speechcls.audio import Clip, workers
from speechcls.frontends.spoiling import SPOILS
from speechcls.plots import lab_panels
from speechcls.plots.panel import Axis, Line, Panel, Role
from speechcls.ui import wording
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.parts.lab.answers import compare, first_word, names, sound, to_json
from speechcls.ui.payload import Payload, choice, number
from speechcls.ui.protocol import LabValues
from speechcls.ui.selection import Selection, example_files

STRENGTHS = np.linspace(0.0, 1.0, 11)
OTHERS = ("seven", "happy")  # the word underneath; the second where the first is the sound itself
ROLES: tuple[Role, ...] = ("main", "second", "third", "fourth", "fifth")


def spoil(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """The second spoiled as asked, to be seen and heard, and what each network says of it."""
    how, strength = choice(payload, "how", tuple(SPOILS)), number(payload, "amount", 0.0, 100.0, 50.0) / 100
    second = Clip(selection.clip.second(selection.start))
    changed = Clip(SPOILS[how](second.samples, strength, _other(pool, selection)))
    answers = compare(pool, selection, changed)
    same = [a["variant"] for a in answers if first_word(a) == first_word(a["before"])]
    return {
        "panels": to_json({"spoiled": lab_panels.rebuilt(second, 0.0, changed, wording.spoiled(how, strength))}),
        "texts": {"known": wording.still_known(wording.spoiled(how, strength), names(same), len(same), len(answers))},
        "answers": answers,
        "sound": sound(changed),
    }


def curve(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """How sure each network stays of its own word as the sound is spoiled more and more, and where it gives way."""
    how = choice(payload, "how", tuple(SPOILS))
    second, other = selection.clip.second(selection.start), _other(pool, selection)
    clips = [Clip(SPOILS[how](second, float(strength), other)) for strength in STRENGTHS]
    lines, ends = [], {}
    for i, name in enumerate(pool.names):
        answers = pool.classifiers[name].classify(clips, [0.0] * len(clips))
        word = answers[0].word
        shares = [100 * dict(zip(answer.words, answer.probabilities, strict=True))[word] for answer in answers]
        lines.append(Line(name, 100 * STRENGTHS, np.array(shares), ROLES[i % len(ROLES)], dashed=i >= len(ROLES)))
        ends[name] = _end([answer.word == word and answer.heard for answer in answers])
    panel = Panel(
        title=wording.SAY["break.curve-title"],
        subtitle=wording.SAY["break.curve-about"],
        x=Axis(wording.SAY["break.strength"], "%", 0.0, 100.0),
        y=Axis(wording.SAY["break.certainty"], "%", 0.0, 102.0),
        lines=tuple(lines),
        description=wording.gives_way(ends),
    )
    return {"panels": to_json({"curve": panel}), "texts": {"gives": wording.gives_way(ends)}}


def _end(still: Sequence[bool]) -> float | None:
    """The strength in percent at which a network first says something else; None if it never does."""
    return next((float(100 * s) for s, known in zip(STRENGTHS, still, strict=True) if not known), None)


def _other(pool: ModelPool, selection: Selection) -> np.ndarray:
    """The second of another word than the one chosen."""
    said = pool.classifiers[pool.best](selection.clip, selection.start).word
    name = next(other for other in OTHERS if other != said)
    clip = workers.read(example_files()[name], name)
    return clip.second(0.0)
