"""Which front end to choose: the verdicts from the records, and whose clips the best network gets wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from speechcls.frontends.atlas import FRONTENDS
from speechcls.results import fair, records
from speechcls.results.findings import Arm
from speechcls.ui import wording
from speechcls.ui.protocol.results import ChoiceRow, Fair, FairRow, Voices

SHIPPED = "shipped"  # the experiment that trained the networks of the page
SHOWN = 8  # voices of the most errors


def verdict(choices: Sequence[ChoiceRow]) -> str:
    """Which variant to take, in one sentence."""
    best = max(choices, key=lambda choice: choice["accuracy"])
    dearest = max(choices, key=lambda choice: choice["multiply_adds"])
    return wording.take(best["name"], best["accuracy"], dearest["multiply_adds"] / best["multiply_adds"])


def front_ends(tables: Mapping[str, Mapping[str, Arm]]) -> Fair | None:
    """The field's front ends before one network: the verdict, and what each gives and costs."""
    arms = dict(tables.get(fair.TABLE, {}))
    if len(arms) < 2:
        return None
    found = fair.Verdict(arms)
    *_, worst = arms.values()
    alike = [one.other for one in found.alike]
    told = wording.fair(len(arms), (found.best.name, found.best.accuracy), alike, (worst.name, worst.accuracy))
    return {"text": told, "rows": [_row(fair.row(arm)) for arm in arms.values()]}


def _row(row: fair.FrontEndRow) -> FairRow:
    low, high = row.arm.interval
    quiet, quieter = row.quiet
    return {
        "name": row.arm.name,
        "source": FRONTENDS[row.arm.runs[0].settings["front_end"]].source,
        "accuracy": row.arm.accuracy,
        "low": low,
        "high": high,
        "rare": row.rare,
        "at_zero_db": row.at_zero_db,
        "quiet": quiet,
        "quieter": quieter,
        "bytes": row.size,
        "multiply_adds": row.multiply_adds,
        "shape": list(row.config.input_shape[1:]),
        "seeds": len(row.arm.runs),
    }


def voices(tables: Mapping[str, Mapping[str, Arm]], name: str) -> Voices | None:
    """The voices on whose clips a variant errs most; None where there is no record of it."""
    arm = tables.get(SHIPPED, {}).get(name)
    if arm is None:
        return None
    wrong = ~records.right(arm.predictions[0], arm.clips)
    people, of_whom = np.unique(arm.clips.voices, return_inverse=True)
    errors, clips = np.bincount(of_whom, wrong).astype(int), np.bincount(of_whom)
    most = np.argsort(-errors, kind="stable")[:SHOWN]
    return {
        "text": wording.by_voice(name, int(errors.sum()), len(people), int(errors[most[0]])),
        "rows": [{"errors": int(errors[i]), "clips": int(clips[i])} for i in most],
    }
