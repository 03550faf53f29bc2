"""What assets/results/own-words.json says of learning from a few takes, as a table for docs/own-words.md."""

from __future__ import annotations

import json
from typing import Any

from speechcls.paths import ASSETS
from tools.markdown import table

FILE = ASSETS / "results" / "own-words.json"
HEAD = ("Who, how many takes", "Way", "Right, % (interval over voices)", "Other words accepted, %", "Reversed words, %")


def own_words_table() -> str:
    """Each way of learning in each trial: accuracy, and what is accepted at 5 % of the words missed."""
    rows: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["rows"]
    trials = dict.fromkeys((row["trial"], row["takes"]) for row in rows)
    ordered = [row for trial in trials for row in rows if (row["trial"], row["takes"]) == trial]
    return table(HEAD, *map(_row, ordered))


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    low, high = row["interval"]
    accepted = row["accepted"]
    words = accepted.get("words", accepted.get("own other words"))
    reversed_words = accepted.get("reversed words")
    return (
        f"{row['trial']} ({row['voices']} voices), {row['takes']}",
        row["way"],
        f"{100 * row['accuracy']:.1f} ({100 * low:.1f} to {100 * high:.1f})",
        f"{100 * words:.1f}",
        "-" if reversed_words is None else f"{100 * reversed_words:.1f}",
    )


BLOCKS = {"own-words": own_words_table}
