"""What listeners miss and mistake, as Markdown: by kind of sound, and over their thresholds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from speechcls.models import variants
from tools.markdown import table

CURVE_OF = "compact"


def by_kind() -> str:
    """Missed words and false alarms an hour by kind of sound on test, of each variant that was measured, as shipped."""
    kept = {name: found for name in variants.names() if (found := variants.stream(name))}
    if not kept:
        return "No variant was measured yet.\n"
    kinds = list(dict.fromkeys(kind for one in kept.values() for kind in _shipped(one)["by_kind"]))
    rows = ((f"`{name}`", *_rates(_shipped(one), kinds)) for name, one in kept.items())
    return table(("Variant", *_head(kinds)), *rows)


def own(name: str) -> str:
    """The same for one variant, with the sentence of what it listened to; empty where it was not measured."""
    if not (kept := variants.stream(name)):
        return ""
    shipped = _shipped(kept)
    kinds = list(shipped["by_kind"])
    return f"## Listening\n\n{trial(kept)} On test:\n\n{table(_head(kinds), _rates(shipped, kinds))}\n"


def curve() -> str:
    """Each measured setting of one variant's two thresholds, validation / test; and what was chosen."""
    if not (kept := variants.stream(CURVE_OF)):
        return f"`{CURVE_OF}` was not measured yet.\n"
    head = ("Clips rejected, %", "Average from", "Missed words, %", "False alarms an hour", "Errors an hour", "")
    notes = {"shipped": "shipped", "chosen": "fewest errors on validation"}
    pairs = enumerate(zip(kept["validation"], kept["test"], strict=True))
    rows = ((*_both(*pair), ", ".join(note for key, note in notes.items() if kept[key] == i)) for i, pair in pairs)
    return f"{table(head, *rows)}\n{trial(kept)} `{kept['command']}`\n"


def _both(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    """The setting of a point on validation and on test, and its rates on both."""
    setting = one["setting"]
    missed = " / ".join(f"{100 * point['missed']:.1f}" for point in (one, other))
    counts = (
        " / ".join(f"{point[name]:,.0f}" for point in (one, other))
        for name in ("false_alarms_per_hour", "errors_per_hour")
    )
    return f"{100 * setting['clips_rejected']:.1f}", f"{setting['average']:g}", missed, *counts


def sentence() -> str:
    """What the best variant misses and mistakes while it listens."""
    name = variants.names()[0]
    if not (kept := variants.stream(name)):
        return f"How often `{name}` errs while it listens was not measured yet.\n"
    shipped = _shipped(kept)
    kinds = ", ".join(f"{rate:,.0f} of {kind}" for kind, rate in shipped["by_kind"].items())
    return (
        f"While it listens, `{name}` misses {100 * shipped['missed']:.1f}% of the words of test said over noise, and "
        f"names one {shipped['false_alarms_per_hour']:,.0f} times in an hour of other sounds: in an hour of each kind, "
        f"{kinds}. {trial(kept)}\n"
    )


def trial(kept: Mapping[str, Any]) -> str:
    """What a variant listened to, in one sentence."""
    minutes = kept["others"] / len(_shipped(kept)["by_kind"])
    return (
        f"Measured over {kept['minutes']:g} minutes of words over noise and {kept['others']:g} minutes of other "
        f"sounds, {minutes:.3g} of each kind."
    )


def _shipped(kept: Mapping[str, Any]) -> dict[str, Any]:
    return kept["test"][kept["shipped"]]


def _head(kinds: list[str]) -> tuple[str, ...]:
    return "Missed words, %", "False alarms an hour", *(f"In {kind}" for kind in kinds)


def _rates(point: Mapping[str, Any], kinds: list[str]) -> tuple[str, ...]:
    """The rates of a point, and that of each kind of sound; a dash where a kind was not listened to."""
    alarms = (point["false_alarms_per_hour"], *(point["by_kind"].get(kind) for kind in kinds))
    return f"{100 * point['missed']:.1f}", *("-" if rate is None else f"{rate:,.0f}" for rate in alarms)


BLOCKS: dict[str, Callable[[], str]] = {"listening": by_kind, "listening-curve": curve, "listening-sentence": sentence}
