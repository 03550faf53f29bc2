"""What assets/results/own-words*.json say of learning from a few takes, as tables for docs/own-words.md."""

from __future__ import annotations

import json
from typing import Any

from speechcls.paths import ASSETS
from tools.markdown import table

FOLDER = ASSETS / "results"
FILES = "own-words.json", "own-words-eight.json"  # words that a network never heard, and more of them
HEAD = ("Who, how many takes", "Way", "Right, % (interval over voices)", "Other words accepted, %", "Reversed words, %")
TAUGHT = ("Who, how many takes", "Own words refused, %", "Other words accepted, %", "Reversed words, %")


def own_words_table() -> str:
    """Each way of learning in each trial: accuracy, and what is accepted at 5 % of the words missed."""
    rows = [row for row in _rows() if row["way"] != "a training"]
    trials = dict.fromkeys(_who(row) for row in rows)
    return table(HEAD, *(_compared(row) for trial in trials for row in rows if _who(row) == trial))


def as_taught_table() -> str:
    """What the threshold refuses and accepts that teaching itself chooses."""
    return table(TAUGHT, *(_as_taught(row) for row in _rows() if "taught" in row))


def curve_table() -> str:
    """Words of new voices named rightly, taught from more and more takes, or trained on as many clips."""
    rows = [row for row in _rows() if row["trial"] == "new voices" and ("taught" in row or row["way"] == "a training")]
    told = [(str(row["takes"]), row["way"], _share(row)) for row in sorted(rows, key=lambda row: row["takes"])]
    return table(("Clips of each word", "Way", "Right, % (interval over voices)"), *told)


def _rows() -> list[dict[str, Any]]:
    measured = [json.loads((FOLDER / file).read_text(encoding="utf-8")) for file in FILES if (FOLDER / file).exists()]
    return [row | {"count": one["count"]} for one in measured for row in one["rows"]]


def _who(row: dict[str, Any]) -> str:
    own = f"own voice, {row['count']} words" if row["trial"] == "own voice" else row["trial"]
    return f"{own} ({row['voices']} voices), {row['takes']}"


def _share(row: dict[str, Any]) -> str:
    low, high = row["interval"]
    return f"{100 * row['accuracy']:.1f} ({100 * low:.1f} to {100 * high:.1f})"


def _compared(row: dict[str, Any]) -> tuple[str, ...]:
    return _who(row), row["way"], _share(row), *_accepted(row["accepted"])


def _as_taught(row: dict[str, Any]) -> tuple[str, ...]:
    taught = row["taught"]
    return _who(row), f"{100 * taught['refused']:.1f}", *_accepted(taught["accepted"])


def _accepted(accepted: dict[str, float]) -> tuple[str, str]:
    shares = accepted.get("words", accepted.get("own other words")), accepted.get("reversed words")
    words, backwards = ("-" if share is None else f"{100 * share:.1f}" for share in shares)
    return words, backwards


BLOCKS = {"own-words": own_words_table, "own-words-as-taught": as_taught_table, "own-words-curve": curve_table}
