"""What the results show: plain values in, plain values out. Nothing here knows Gradio."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from speechcls.models import variants
from speechcls.plots import training_panels
from speechcls.plots.alluvial import alluvial
from speechcls.plots.panel import Panel, PanelJson
from speechcls.results import conclusions, cost, findings, records, reference
from speechcls.results.findings import Arm, Difference, Error, WordChange
from speechcls.results.records import Run
from speechcls.ui.handlers import DAMAGED
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.payload import Payload
from speechcls.ui.protocol.answers import Refused
from speechcls.ui.protocol.inside import Tile
from speechcls.ui.protocol.results import (
    ArmRow,
    Change,
    ChoiceRow,
    ComparedArm,
    Comparison,
    ErrorRow,
    Experiment,
    WordRow,
)

STUDY = "python -m speechcls study --data DATA"
EMPTY = f"No experiment has left a record yet. {STUDY} trains the networks and writes them; then start the page anew."
# What is compared at first, where both are there: the pair that answers the chapter's question.
FIRST = ("complex", "scrambled")
ON_PHASE = ("controlled", "levelled", "random-split")  # the experiments that have this pair


class Experiments:
    """The records of all experiments, read once; never changed."""

    def __init__(self, folder: Path = records.FOLDER) -> None:
        self.folder = folder
        self.tables: dict[str, dict[str, Arm]] = {}
        for table in records.tables(folder):
            try:
                if arms := findings.arms(table, folder):
                    self.tables[table] = arms
            except DAMAGED as error:
                records.LOG.warning("Left out the records in %s, which are damaged: %r.", folder / table, error)
        self._overviews = [_overview(table, arms, _on_phase(table, self.tables)) for table, arms in self.tables.items()]

    def overview(self) -> list[Experiment]:
        """The experiments with their arms, the best first, and which two to compare at first."""
        return self._overviews

    def on_phase(self) -> list[str]:
        """What each experiment with new voices says on phase, to be translated one by one."""
        told = (_on_phase(table, self.tables) for table in ("controlled", "levelled") if table in self.tables)
        return list(filter(None, told))

    def compare(self, payload: Payload) -> Comparison | Refused:
        """Two arms of an experiment, side by side. Names from the browser that are unknown are answered in words."""
        arms = self.tables.get(str(payload.get("table")))
        if arms is None:
            return {"error": f"There are records of: {', '.join(self.tables) or 'no experiment'}."}
        names = [str(payload.get(side)) for side in ("one", "other")]
        if unknown := [name for name in names if name not in arms]:
            return {"error": f"No arm is called {unknown[0][:40]!r}. There are: {', '.join(arms)}."}
        one, other = (arms[name] for name in names)
        pair = [one] if one is other else [one, other]
        return {
            "arms": [self._arm(arm) for arm in pair],
            "change": _change(one, other) if one is not other else {"text": _alone(arms), "words": []},
            "noise": _noise(arms, [arm.name for arm in pair]),
        }

    def _arm(self, arm: Arm) -> ComparedArm:
        """What one arm's records show, of its first seed."""
        run, predicted = arm.runs[0], arm.predictions[0]
        words, counts = findings.confusions(predicted, arm.clips)
        printed = reference.PRINTED[arm.name].history() if arm.name in reference.PRINTED else ()
        shown: tuple[Panel, ...] = (
            training_panels.confusion(words, counts),
            *self._learning(run, printed),
            training_panels.reliability({"test": findings.reliability(predicted, arm.clips)}, findings.RAW),
        )
        return {
            "name": arm.name,
            "command": run.command,
            "flows": alluvial(words, counts).to_json(),
            "panels": [panel.to_json() for panel in shown],
            "errors": self._errors(arm),
        }

    def _learning(self, run: Run, printed: Sequence[training_panels.History]) -> tuple[Panel, ...]:
        try:
            return training_panels.learning_curves(records.history(run, self.folder), printed)
        except DAMAGED as error:
            records.LOG.warning("Not drawn for the record %s of %s: %r.", run.name, run.table, error)
            return ()

    def _errors(self, arm: Arm) -> list[ErrorRow]:
        errors = findings.confident_errors(arm.predictions[0], arm.clips)
        drawn = records.pictures(arm.runs[0], self.folder)
        tiles = (
            [None] * len(errors) if drawn is None or len(drawn) != len(errors) else [_tile(values) for values in drawn]
        )
        return [_error(error, tile) for error, tile in zip(errors, tiles, strict=True)]


def choices(pool: ModelPool, folder: Path = records.FOLDER) -> list[ChoiceRow]:
    """What each network of the page costs and gives, for someone choosing a front end."""
    return [_choice(choice) for choice in cost.choices(pool.classifiers.values(), folder)]


def _choice(choice: cost.Choice) -> ChoiceRow:
    return {
        "name": choice.name,
        "shape": list(choice.shape),
        "accuracy": choice.accuracy,
        "at_zero_db": choice.at_zero_db,
        "weights": choice.weights,
        "multiply_adds": choice.multiply_adds,
    }


def _error(error: Error, picture: Tile | None) -> ErrorRow:
    return {
        "clip": error.clip,
        "said": error.said,
        "probability": error.probability,
        "true": error.true,
        "picture": picture,
    }


def times(pool: ModelPool) -> dict[str, float]:
    """The milliseconds that each network takes for an answer on the server's machine, measured now."""
    return {name: round(1000 * cost.seconds(classifier), 2) for name, classifier in pool.classifiers.items()}


def _on_phase(table: str, found: dict[str, dict[str, Arm]]) -> str:
    """What an experiment says on the chapter's claim; empty where it is about another question."""
    return conclusions.on_phase_in(table, found) if table in ON_PHASE else ""


def _overview(table: str, arms: dict[str, Arm], phase: str) -> Experiment:
    clips = next(iter(arms.values())).clips
    covered = len(set(clips.words[clips.covered]))
    best = list(arms)
    first = list(FIRST) if all(name in arms for name in FIRST) else [best[0], best[min(1, len(best) - 1)]]
    return {
        "name": table,
        "text": (
            f"Tested on {len(clips.paths):,} clips of {len(set(clips.voices))} voices. Accuracy is over the {covered} "
            f"of {len(set(clips.words))} words with {variants.COVERED} or more training clips of their own, without "
            f"any rejection. Intervals hold 95% of {records.DRAWS:,} draws of whole voices. "
            f"{conclusions.precisions(arms)}"
        ).strip(),
        "phase": phase,
        "first": first,
        "arms": [_row(arm) for arm in arms.values()],
    }


def _row(arm: Arm) -> ArmRow:
    run, (low, high) = arm.runs[0], arm.interval
    return {
        "name": arm.name,
        "accuracy": arm.accuracy,
        "low": low,
        "high": high,
        "all": float(arm.right.mean()),
        "chapter": reference.PRINTED[arm.name].test_accuracy if arm.name in reference.PRINTED else None,
        "clips": run.clips,
        "epochs": run.epochs,
        "minutes": run.seconds / 60,
        "seeds": len(arm.runs),
    }


def _alone(arms: dict[str, Arm]) -> str:
    if len(arms) == 1:
        return "One arm of this experiment has a record so far, so there is nothing to compare it with."
    return "Choose two different arms to see what changed between them."


def _change(one: Arm, other: Arm) -> Change:
    changes = findings.by_word(one, other)
    rare = set(one.clips.words[~one.clips.covered])
    return {
        "text": sentence(findings.differ(one, other)),
        "note": (
            f"Of {len(changes)} words looked at at once, one in twenty stands out by chance alone. "
            f"A word of fewer than {findings.VOICES} voices is never called beyond chance, which is that of voices: "
            "a training repeated would differ, too. "
            f"Words marked * have fewer than {variants.COVERED} training clips of their own."
        ),
        "words": [_word(change, change.word in rare) for change in changes],
    }


def sentence(change: Difference) -> str:
    """A comparison of two arms in one or two sentences."""
    better, worse = (change.one, change.other) if change.mean >= 0 else (change.other, change.one)
    low, high = (change.low, change.high) if change.mean >= 0 else (-change.high, -change.low)
    text = f"{better} is right {100 * abs(change.mean):.1f} points more often than {worse}"
    text += f" (95% of draws of voices: {100 * low:+.1f} to {100 * high:+.1f}): {change.verdict}."
    if len(change.seeds) > 1:
        text += (
            f" {change.one} less {change.other}, seed by seed: {', '.join(f'{100 * s:+.1f}' for s in change.seeds)}."
        )
    return text


def _word(change: WordChange, rare: bool) -> WordRow:
    return {
        "word": change.word,
        "clips": change.clips,
        "voices": change.voices,
        "one": change.one,
        "other": change.other,
        "low": change.low,
        "high": change.high,
        "mean": change.mean,
        "certain": change.certain,
        "rare": rare,
    }


def _tile(values: np.ndarray) -> Tile:
    """A small picture, uint8 (rows, columns), as the page draws it."""
    rows, columns = values.shape
    return {"rows": rows, "columns": columns, "values": base64.b64encode(values.tobytes()).decode("ascii")}


def _noise(arms: dict[str, Arm], loud: list[str]) -> PanelJson | None:
    """Accuracy against noise with the two arms standing out; None unless both were measured."""
    measured = {name: arm.noise for name, arm in arms.items() if arm.noise}
    return training_panels.in_noise(measured, loud).to_json() if all(name in measured for name in loud) else None
