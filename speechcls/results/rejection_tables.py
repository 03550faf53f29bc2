"""The tables of rejection: words of the list that networks refuse, and what they accept though it is none of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from speechcls.data.negatives import BACKGROUND, LEFT_OUT, NEAR, SPLICED, SPOKEN
from speechcls.results.findings import Arm
from speechcls.results.tables import Table, table


def open_set(experiments: dict[str, dict[str, Arm]]) -> Table:
    """How often networks accept words that they were not trained on; of several experiments, with their names."""
    rejecting = {
        name: [arm for arm in arms.values() if LEFT_OUT in _test(arm).get("false_acceptance_by_kind", {})]
        for name, arms in experiments.items()
    }
    several = sum(map(bool, rejecting.values())) > 1
    rows = []
    for name, arms in rejecting.items():
        for arm in arms:
            words, rates = arm.runs[0].settings["leave_out"].replace(",", ", "), _test(arm)
            shown = rates["false_rejection_rate"], rates["false_acceptance_by_kind"][LEFT_OUT]
            rows.append([f"{arm.name}, *{name}*" if several else arm.name, words, *(f"{rate:.1%}" for rate in shown)])
    return table("Arm|Words left out|Taught words rejected|Words left out, accepted as others", rows)


def _test(arm: Arm) -> dict[str, Any]:
    """The rates of the first run on test; empty where rejection was not measured."""
    return arm.runs[0].rejection.get("test", {})


def rejections(arms: dict[str, Arm]) -> Table:
    """How often arms reject words of the list, and accept what is none, on the test, in per cent.

    The last columns are the area under the ROC curve of words of the list over near misses by the same synthesiser.
    A dash stands where no training was tested on a kind: its synthesiser was not installed, say.
    """
    rows = []
    for name, arm in arms.items():
        if not all("test" in run.rejection for run in arm.runs):
            continue
        rates = [run.rejection["test"] for run in arm.runs]
        by_kind = [rate["false_acceptance_by_kind"] for rate in rates]
        shown = (*SPOKEN, SPLICED, BACKGROUND)
        accepted = [_percent([kinds[kind] for kinds in by_kind if kind in kinds]) for kind in shown]
        rejected = _percent([rate["false_rejection_rate"] for rate in rates])
        spoken = [rate.get("false_rejection_by_synthesiser", {}) for rate in rates]
        synthetic = [_percent([by[program] for by in spoken if program in by]) for program in ("flite", "festival")]
        areas = [rate.get("auroc_by_kind", {}) for rate in rates]
        apart = [_mean([by[kind] for by in areas if kind in by]) for kind in NEAR]
        rows.append([f"`{name}`", f"{arm.accuracy:.3f}", rejected, *synthetic, *accepted, *apart])
    head = ["Arm", "Test, 22 words", "Words rejected", "Words by flite rejected", "Words by festival rejected"]
    spoken = [f"{kind.split(' by ')[0].capitalize()} by {program}" for kind, (program, _) in SPOKEN.items()]
    areas = [f"AUROC by {SPOKEN[kind][0]}" for kind in NEAR]
    return table("|".join([*head, *spoken, SPLICED.capitalize(), BACKGROUND.capitalize(), *areas]), rows)


def _mean(areas: Sequence[float]) -> str:
    return f"{np.mean(areas):.3f}" if areas else "-"


def _percent(shares: Sequence[float]) -> str:
    return f"{100 * np.mean(shares):.1f}" if shares else "-"
