"""What assets/results/own-words*.json say of learning from a few takes, as tables for docs/own-words.md."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from speechcls.paths import ASSETS
from tools.markdown import table

FOLDER = ASSETS / "results"
FILES = "own-words.json", "own-words-eight.json"  # words that a network never heard, and more of them
HEAD = ("Who, how many takes", "Way", "Right, % (interval over voices)", "Other words accepted, %", "Reversed words, %")
NETWORKS = "own-words-eight-few.json", "own-words-eight.json", "own-words-eight-margin.json"
NAME = re.compile(r"--name (\S+)")
MEASURE = "python -m speechcls evaluate-own-words --data DATA --unseen"
MORE = (
    " -o assets/results/own-words.json",
    " --words 8 --no-new-voices -o assets/results/own-words-eight.json",
)
OF_NETWORKS = ("compact trained on", "Way", "One take: right, %", "Other words accepted, %", "Two takes: right, %")
ALONE, TOGETHER = "compact, Gaussians", "both, Gaussians, takes varied"
TAUGHT = ("Who, how many takes", "Own words refused, %", "Other words accepted, %", "Reversed words, %")


def own_words_table() -> str:
    """Each way of learning in each trial: accuracy, and what is accepted at 5 % of the words missed."""
    rows = [row for row in _rows() if row["way"] != "a training"]
    trials = dict.fromkeys(_who(row) for row in rows)
    return table(HEAD, *(_compared(row) for trial in trials for row in rows if _who(row) == trial))


def networks_table() -> str:
    """Own voice, eight words: what more clips and a loss made for new words bring."""
    return table(OF_NETWORKS, *(row for file in NETWORKS for row in _of_network(_read(file))))


def _of_network(measured: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    network = measured["network"]
    loss = f"AM-softmax, margin {network['am_margin']:g}" if network["am_margin"] else "cross-entropy"
    name = f"{network['clips']:,} clips, {network['epochs']} epochs, {loss}"
    for way in (ALONE, TOGETHER):
        once, twice = (next(row for row in measured["rows"] if (row["way"], row["takes"]) == (way, n)) for n in (1, 2))
        yield name, way, _share(once), _accepted(once["accepted"])[0], _share(twice)


def commands() -> str:
    """How the networks were trained and the files measured."""
    lines = [f"{_read(file)['network']['command']} --output VARIANTS" for file in FILES]
    measured = [f"{MEASURE} VARIANTS/{NAME.search(line)[1]}" for line in lines]  # type: ignore[index]
    alone = [f"{row['command']} --output VARIANTS" for row in _rows() if row["way"] == "a training"]
    trained = "".join(f" --trained VARIANTS/{NAME.search(line)[1]}" for line in alone)  # type: ignore[index]
    lines += [*alone, measured[0] + trained + MORE[0], measured[1] + MORE[1]]
    return "\n".join(["```sh", *lines, "python -m tools.docs", "```", ""])


def protocol_sentence() -> str:
    """What the networks learned from, and which clips neither taught nor were asked."""
    learned = (f"{of['clips']:,} clips in {of['epochs']} epochs" for of in (_read(file)["network"] for file in FILES))
    return "The networks learned from {} (six words) and {} (eight). ".format(*learned) + _silence()


def _silence() -> str:
    left = [(file, _read(file)["silent"]) for file in FILES]
    counts = "; ".join(f"{some['own']} of own voices, {some['new']} of new ones (`{file}`)" for file, some in left)
    return f"Clips that are silence, which `teach` refuses, neither taught nor were asked: {counts}.\n"


def as_taught_table() -> str:
    """What the threshold refuses and accepts that teaching itself chooses."""
    return table(TAUGHT, *(_as_taught(row) for row in _rows() if "taught" in row))


def curve_table() -> str:
    """Words of new voices named rightly, taught from more and more takes, or trained on as many clips."""
    rows = [row for row in _rows() if row["trial"] == "new voices" and ("taught" in row or row["way"] == "a training")]
    told = [(str(row["takes"]), row["way"], _share(row)) for row in sorted(rows, key=lambda row: row["takes"])]
    return table(("Clips of each word", "Way", "Right, % (interval over voices)"), *told)


def _rows() -> list[dict[str, Any]]:
    measured = [_read(file) for file in FILES]
    return [row | {"count": one["count"]} for one in measured for row in one["rows"]]


def _read(file: str) -> dict[str, Any]:
    return json.loads((FOLDER / file).read_text(encoding="utf-8"))


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


BLOCKS = {
    "own-words": own_words_table,
    "own-words-networks": networks_table,
    "own-words-commands": commands,
    "own-words-protocol": protocol_sentence,
    "own-words-as-taught": as_taught_table,
    "own-words-curve": curve_table,
}
