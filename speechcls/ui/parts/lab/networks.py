"""The lab's last step: all networks side by side, why they disagree, and the evidence for a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from speechcls.models.probability import percent
from speechcls.plots import input_panels, lab_panels
from speechcls.plots.panel import Panel
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.parts.lab.answers import first_word, variant
from speechcls.ui.payload import Payload
from speechcls.ui.protocol.answers import RankedWord
from speechcls.ui.protocol.lab import LabValues
from speechcls.ui.selection import Selection

if TYPE_CHECKING:
    from speechcls.models.occlusion import Evidence


def side_by_side(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """Every network's exact input, five words and time for the same second, and why networks disagree."""
    answers = [pool.answer(selection, name) for name in pool.names]
    firsts = Counter(first_word(answer) for answer in answers)
    ((most, votes),) = firsts.most_common(1)
    agreed = f"All {len(answers)} networks say “{most}”."  # a word, or a refusal
    if votes < len(answers):
        agreed = f"They disagree: {votes} of {len(answers)} say “{most}”." if votes > 1 else "Each says something else."
    spent = sum(answer["milliseconds"] for answer in answers)
    return {
        "texts": {"agreed": f"{agreed} Together they took {spent:.0f} ms."},
        "networks": [{**answer, "why": "" if answer["refusal"] else why(answer["words"], most)} for answer in answers],
    }


def why(ranked: Sequence[RankedWord], most: str) -> str:
    """One line on a network's ranked words beside the word that most networks say."""
    first, second = ranked[:2]
    ahead = 100 * (first["probability"] - second["probability"])
    if first["word"] == most:
        return f"“{most}” is {ahead:.0f} points ahead of “{second['word']}”, its second."
    place = next((i for i, entry in enumerate(ranked) if entry["word"] == most), None)
    if place is None:
        return f"Apart from most: “{most}” is not even among its five words."
    near = "a near thing" if ahead < 20 else "not a near thing"
    lead = f"“{first['word']}” leads “{second['word']}” by {ahead:.0f} points, {near}"
    return f"Apart from most: “{most}” is its number {place + 1}, at {percent(ranked[place]['probability'])}; {lead}."


def evidence(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """A network's input with the patches outlined whose occlusion lowers its word's margin most."""
    from speechcls.models.occlusion import occlusion  # imports PyTorch

    name = variant(pool, payload)
    classifier = pool.classifiers[name]
    found = occlusion(classifier, selection.clip, selection.start)
    inputs = input_panels.network_inputs(selection.clip, selection.start, classifier.card.front_end)
    outlined = [lab_panels.outline(panel, patches(found, inputs[0])).to_json() for panel in inputs]
    return {"variant": name, "inputs": outlined, "evidence": costs(found, inputs[0])}


def patches(found: Evidence, panel: Panel) -> list[tuple[float, float, float, float]]:
    """Where the decisive patches lie, in units of the axes: from and to in x, from and to in y."""
    return [_extent(panel, found, place) for place in found.decisive()]


def costs(found: Evidence, panel: Panel) -> str:
    """One sentence on the patch that costs most."""
    if not found.decisive():
        return f"No single patch matters: covering any one leaves “{found.word}” nearly as far ahead as before."
    where = _place(panel, *_extent(panel, found, found.strongest))
    after = found.margin - float(found.falls.max())
    lead = f"its logit's lead falls from {found.margin:.1f} to {after:.1f}"
    if after < 0:
        lead = f"“{found.rival}” overtakes it, by {-after:.1f} in logits, where it led by {found.margin:.1f}"
    return f"Covering {where} costs “{found.word}” most: {lead}. Outlined is what costs at least half as much."


def _place(panel: Panel, x0: float, x1: float, y0: float, y1: float) -> str:
    """The position of a patch in words."""
    along = f"{x0:.2f} to {x1:.2f} s" if panel.x.unit == "s" else f"{x0:,.0f} to {x1:,.0f} Hz"
    if not panel.image:
        return along
    return along + (
        f", {max(y0, 0):,.0f} to {y1:,.0f} Hz," if panel.y.unit else f", bands {y0 + 0.5:.0f} to {y1 - 0.5:.0f},"
    )


def _extent(panel: Panel, found: Evidence, place: tuple[int, int]) -> tuple[float, float, float, float]:
    """The edges of a patch in units of the axes: low and high in x, low and high in y."""
    image = panel.image
    b0, b1, f0, f1 = found.edges(*place)
    if image is None:  # a wave or a spectrum, whose values all lie along x
        step = (panel.x.high - panel.x.low) / (found.bins * found.frames)
        first, last = (f0, f1) if found.bins == 1 else (b0, b1)
        return panel.x.low + first * step, panel.x.low + last * step, panel.y.low, panel.y.high
    rows, columns = image.values.shape
    width, height = (image.x_high - image.x_low) / columns, (image.y_high - image.y_low) / rows
    return image.x_low + f0 * width, image.x_low + f1 * width, image.y_low + b0 * height, image.y_low + b1 * height
