"""What breaking a sound shows: the spoiled second, every network's answer, and at which amount each gives way."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np

from speechcls.audio import Clip, read
from speechcls.frontends.perturbation import NOISES, PERTURBATIONS, Perturbation
from speechcls.models.classifier import Classifier
from speechcls.plots import lab_panels
from speechcls.plots.panel import Axis, Line, Panel, Role
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.parts.lab.answers import ask, names, sound, to_json, variant
from speechcls.ui.payload import Payload, choice, number
from speechcls.ui.protocol.lab import Broken, LabValues
from speechcls.ui.selection import Selection, example_files

AMOUNTS = {  # what the amount of each is
    "noise": "Word over noise",
    "loudness": "Peak",
    "faster": "Speed",
    "slower": "Speed",
    "higher": "Pitch",
    "lower": "Pitch",
    "echo": "Echo",
    "low-pass": "Highest frequency",
    "clipping": "Too loud by",
    "another word": "Word over the other word",
}
ROLES: tuple[Role, ...] = ("main", "third", "fourth", "fifth", "quiet")  # of networks that aren't chosen
LEAST = -10.0  # below which a lead is drawn as this: the word is long lost


def kinds() -> list[Broken]:
    """The ways to spoil a sound, for the page's slider."""
    return [
        {
            "name": name,
            "unit": one.unit,
            "harmless": one.harmless,
            "worst": one.worst,
            "log": one.log,
        }
        for name, one in PERTURBATIONS.items()
    ]


def spoil(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """The second spoiled by an amount, to be heard, and what every network says of it."""
    second = Clip(selection.clip.second(selection.start))
    kind = choice(payload, "kind", tuple(PERTURBATIONS))
    one = PERTURBATIONS[kind]
    low, high = sorted((one.harmless, one.worst))
    amount = number(payload, "amount", low, high, default=one.harmless)
    changed = one.change(second, amount, *_more(kind, payload))
    drawn = lab_panels.rebuilt(second, 0.0, changed)
    spoiled, original = replace(drawn.lines[1], name="spoiled"), drawn.lines[0]
    return {
        "panels": to_json({"broken": replace(drawn, title="Its wave", lines=(spoiled, original))}),
        "answers": [ask(pool, changed, name) for name in pool.names],
        "sound": sound(changed),
    }


def curve(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """How far each network's word is ahead along the whole slider, and where it gives way."""
    second = Clip(selection.clip.second(selection.start))
    kind = choice(payload, "kind", tuple(PERTURBATIONS))
    one, more = PERTURBATIONS[kind], _more(kind, payload)
    amounts = one.amounts()
    waves = np.array([one.change(second, amount, *more).samples for amount in amounts])
    leads = {name: leads_of(pool.classifiers[name], second.samples, waves) for name in pool.names}
    panel = _panel(kind, amounts, {name: lead for name, (_, lead) in leads.items()}, variant(pool, payload))
    found = {name: gives_way(amounts, lead, one.log) for name, (_, lead) in leads.items()}
    return {"panels": to_json({"curve": panel}), "texts": {"ways": _ways(one, found)}}


def _more(kind: str, payload: Payload) -> tuple[Any, ...]:
    """What two of the ways need beside an amount: which noise, or which other word."""
    if kind == "noise":
        return (choice(payload, "noise", tuple(NOISES)),)
    if kind == "another word":
        files = example_files()
        other = read(files[choice(payload, "under", tuple(files))])
        return (other.second(),)
    return ()


def leads_of(classifier: Classifier, clear: np.ndarray, waves: np.ndarray) -> tuple[str, np.ndarray]:
    """The word that a network says of the clear second, and its lead over all others in each of waves (n, 16000).

    A lead is the logarithm of how many times likelier it is than the next: below 0 another word is.
    """
    logits = classifier.logits(np.concatenate([clear[None], waves]))
    logits = logits / (classifier.rejection.temperature if classifier.rejection else 1.0)
    word = int(logits[0].argmax())
    others = np.delete(logits[1:], word, axis=1).max(axis=1)
    return classifier.card.words[word], logits[1:, word] - others


def gives_way(amounts: list[float], leads: np.ndarray, log: bool) -> float | None:
    """The amount at which a lead is first gone, between the two that were measured; None where it never is."""
    lost = np.flatnonzero(leads <= 0)
    if len(lost) == 0 or lost[0] == 0:
        return amounts[0] if len(lost) else None
    last = int(lost[0]) - 1
    share = leads[last] / (leads[last] - leads[last + 1])
    before, after = (np.log(a) if log else a for a in amounts[last : last + 2])
    place = before + share * (after - before)
    return float(np.exp(place) if log else place)


def _ways(one: Perturbation, found: dict[str, float | None]) -> str:
    """Who holds out, and who gives way where, the first to do so first."""
    lost = {name: amount for name, amount in found.items() if amount is not None}
    first = sorted(lost, key=lambda name: abs(lost[name] - one.harmless))
    text = ", ".join(f"{name} ({_rounded(one, lost[name])} {one.unit})" for name in first)
    holding = [name for name, amount in found.items() if amount is None]
    parts = [f"The word is lost by {text}."] if text else []
    if holding:
        parts.append(f"{names(holding)} {'keeps' if len(holding) == 1 else 'keep'} it to the end of the slider.")
    return " ".join(parts)


def _rounded(one: Perturbation, amount: float) -> str:
    """An amount as exactly as it means anything: a hundredth of its range, or of itself."""
    if one.log:
        return f"{float(f'{amount:.2g}'):,g}"
    digits = 0 if abs(one.worst - one.harmless) >= 20 else 1
    return f"{round(amount, digits) + 0.0:.{digits}f}"  # the sum has no -0


def _panel(kind: str, amounts: list[float], leads: dict[str, np.ndarray], chosen: str) -> Panel:
    one, at = PERTURBATIONS[kind], np.array(amounts)
    low, high = sorted((one.harmless, one.worst))
    order = np.argsort(at)
    others = [name for name in leads if name != chosen]
    roles = dict(zip(others, itertools.cycle(ROLES), strict=False))
    lines = [
        Line(
            name=name,
            x=at[order],
            y=np.maximum(leads[name], LEAST)[order],
            role=roles.get(name, "second"),
            dashed=name in others[len(ROLES) :],
        )
        for name in [*others, chosen]
    ]
    return Panel(
        title="How far the word is ahead",
        subtitle="below 0 another word has overtaken it",
        x=Axis(AMOUNTS[kind], one.unit, low, high, "log" if one.log else "linear"),
        y=Axis("Lead (logarithm of odds)", "", LEAST, max(1.0, *(float(lead.max()) for lead in leads.values()))),
        lines=tuple(lines),
        description="; ".join(f"{name} from {lead[0]:.1f} to {lead[-1]:.1f}" for name, lead in leads.items()) + ".",
    )


STEPS = {"break": spoil, "curve": curve}
