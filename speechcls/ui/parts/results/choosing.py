"""Which front end to choose: the verdict from the records, and whose clips the best network gets wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from speechcls.results import records
from speechcls.results.findings import Arm
from speechcls.ui import wording
from speechcls.ui.protocol.results import ChoiceRow, Voices

FAIR, SHIPPED = "controlled", "shipped"  # experiments: one network on each front end; the networks of the page
SHOWN = 8  # voices of the most errors


def verdict(choices: Sequence[ChoiceRow], tables: Mapping[str, Mapping[str, Arm]]) -> str:
    """Two sentences: which variant to take, and which front end is best before one and the same network."""
    best = max(choices, key=lambda choice: choice["accuracy"])
    dearest = max(choices, key=lambda choice: choice["multiply_adds"])
    told = wording.take(best["name"], best["accuracy"], dearest["multiply_adds"] / best["multiply_adds"])
    arms = sorted(tables.get(FAIR, {}).values(), key=lambda arm: -arm.accuracy)
    if len(arms) < 2:
        return told
    return f"{told} {wording.fair([(arm.name, arm.accuracy, arm.interval) for arm in arms])}"


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
