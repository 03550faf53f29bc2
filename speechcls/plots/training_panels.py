"""The pictures of trainings as Panels: learning-rate finder, learning curves, rejection, confusions, noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from speechcls.models.history import Row
from speechcls.plots.panel import Axis, Image, Line, Panel, Role, apart

History = Sequence[Row]
Measure = Literal["accuracy", "loss"]
PARTS: dict[str, tuple[str, Role]] = {"train": ("training", "quiet"), "validation": ("validation", "main")}
PRINTED: dict[str, tuple[str, Role]] = {
    "train": ("chapter, training", "third"),
    "validation": ("chapter, validation", "second"),
}
SCORED: dict[str, tuple[str, Role]] = {"validation": ("validation", "main"), "test": ("test", "third")}
TOLD_APART: tuple[Role, ...] = ("main", "second", "third", "fourth", "fifth")
BRIGHTEST = 20.0  # % of a word's clips at which a cell has full brightness


def learning_rate(rates: Sequence[float], losses: Sequence[float], chosen: float) -> Panel:
    """Loss against a rising learning rate. Losses beyond one and a half times the first are off the axis."""
    x, y = np.asarray(rates, dtype=np.float64), np.asarray(losses, dtype=np.float64)
    x, y = x[np.isfinite(y)], y[np.isfinite(y)]
    low, high = apart(0.95 * float(y.min()), 1.05 * min(float(y.max()), 1.5 * float(y[0])))
    mark = Line(f"chosen: {chosen:g}", np.array([chosen, chosen]), np.array([low, high]), "second", dashed=True)
    return Panel(
        title="Learning-rate finder",
        subtitle="loss of one batch after another while the rate rises",
        x=Axis("Learning rate", "", *apart(min(x.min(), chosen), max(x.max(), chosen)), "log"),
        y=Axis("Loss", "nats", low, high),
        lines=(Line("loss", x, y), mark),
        description=f"The loss is smallest, {y.min():.2f}, at a rate of {x[y.argmin()]:.2g}; chosen: {chosen:g}.",
    )


def learning_curves(history: History, printed: Sequence[History] = ()) -> tuple[Panel, Panel]:
    """Accuracy and loss over epochs, with the epochs that the chapter printed."""
    return _curves(history, printed, "accuracy", ""), _curves(history, printed, "loss", "nats")


def _curves(history: History, printed: Sequence[History], measure: Measure, unit: str) -> Panel:
    lines = _lines(history, measure, PARTS)
    if not lines:
        raise ValueError(f'history has no row of set "train" or "validation"; it has {len(history)} rows.')
    last = max(line.x[-1] for line in lines)
    ends = [f"{line.name} {line.y[-1]:.3f}" for line in lines]
    for stretch in printed:
        lines += _lines(stretch, measure, PRINTED)
    epochs = np.concatenate([line.x for line in lines])
    highest = max(float(line.y.max()) for line in lines)
    return Panel(
        title=f"{measure.capitalize()} over epochs",
        x=Axis.epochs(*apart(epochs.min(), epochs.max())),
        y=Axis(measure.capitalize(), unit, 0.0, 1.0 if measure == "accuracy" else 1.05 * highest or 1.0),
        lines=tuple(lines),
        description=f"{measure.capitalize()} after epoch {last:g}: {', '.join(ends)}.",
    )


def _lines(history: History, measure: Measure, parts: Mapping[str, tuple[str, Role]]) -> list[Line]:
    """A line over epochs for each set that the history has rows of."""
    lines = []
    for part, (name, role) in parts.items():
        rows = sorted((row["epoch"], row[measure]) for row in history if row["set"] == part)
        if rows:
            epochs, values = np.array(rows).T
            lines.append(Line(name, epochs, values, role))
    return lines


def rejection_tradeoff(drawn: Mapping[str, Any], measured: Mapping[str, Any]) -> Panel:
    """False acceptances against false rejections over all thresholds; the chosen threshold is marked.

    `drawn` comes from `variants.rejection_curves`, `measured` are the error rates on the card.
    """
    lines, said = [], []
    for part, (name, role) in SCORED.items():
        rejected, accepted = (100 * measured[part][key] for key in ("false_rejection_rate", "false_acceptance_rate"))
        curve = (
            _percent(drawn[part]["false_rejection_rate"]),
            _percent(drawn[part]["false_acceptance_rate"][drawn["measure"]]),
        )
        mark = Line(name, np.array([rejected, rejected]), np.array([0.0, 100.0]), role, dashed=True)
        lines += [Line(name, *curve, role), mark]
        said.append(f"{rejected:.1f}% of words rejected and {accepted:.1f}% of negatives accepted on {name} clips")
    return Panel(
        title="What rejection costs",
        subtitle=f"{drawn['measure']} against a threshold; dashed where the chosen one stands",
        x=Axis("False rejections", "%", 0.0, 30.0),
        y=Axis("Negatives heard as words", "%", 0.0, 100.0),
        lines=tuple(lines),
        description=f"At the chosen threshold: {'; '.join(said)}.",
    )


def listening_tradeoff(kept: Mapping[str, Any]) -> Panel:
    """Missed words against false alarms of a listener on test, by its two thresholds; the shipped ones are marked.

    `kept` comes from `variants.stream`.
    """
    points, shipped, chosen = kept["test"], kept["test"][kept["shipped"]], kept["test"][kept["chosen"]]
    alike = {
        held: [point for point in points if point["setting"][held] == shipped["setting"][held]]
        for held in ("average", "rejection")
    }
    highest = 1.05 * max(1.0, *(point["false_alarms_per_hour"] for point in points))
    stands = np.repeat(100 * shipped["missed"], 2)
    said = [
        f"{100 * p['missed']:.1f}% of words missed, {p['false_alarms_per_hour']:.0f} false alarms an hour"
        for p in (shipped, chosen)
    ]
    return Panel(
        title="What listening costs",
        subtitle="on test, as either threshold changes",
        x=Axis("Missed words", "%", 0.0, max(60.0, *(100 * point["missed"] for point in points))),
        y=Axis("False alarms an hour", "", 0.0, highest),
        lines=(
            Line("by rejection", *_errors(alike["average"])),
            Line("by averaged probability", *_errors(alike["rejection"]), "second"),
            Line("shipped", stands, np.array([0.0, highest]), "quiet", dashed=True),
        ),
        description=f"As shipped: {said[0]}. With the fewest errors on validation: {said[1]}.",
    )


def _errors(points: Sequence[Mapping[str, Any]]) -> tuple[np.ndarray, np.ndarray]:
    """Missed words in per cent and false alarms an hour, from the laxest setting to the strictest."""
    ordered = sorted(points, key=lambda point: (point["setting"]["rejection"], point["setting"]["average"]))
    return _percent([p["missed"] for p in ordered]), np.array([p["false_alarms_per_hour"] for p in ordered], float)


def reliability(measured: Mapping[str, Any], note: str = "") -> Panel:
    """Reliability diagram: accuracy against top-1 confidence in tenths, for each part that was measured."""
    lines = [Line("ideal", np.array([0.0, 100.0]), np.array([0.0, 100.0]), "quiet", dashed=True)]
    errors = []
    for part, (name, role) in SCORED.items():
        if part not in measured:
            continue
        errors.append(f"{name} {100 * measured[part]['calibration_error']:.1f}%")
        clips, right = (np.array(measured[part]["tenths"][key], float) for key in ("clips", "right"))
        middles = (np.arange(len(clips)) + 0.5) / len(clips)
        lines.append(Line(name, _percent(middles[clips > 0]), _percent(right[clips > 0] / clips[clips > 0]), role))
    return Panel(
        title="Calibration",
        subtitle=note,
        x=Axis("Probability of the first word", "%", 0.0, 100.0),
        y=Axis("How often it is right", "%", 0.0, 100.0),
        lines=tuple(lines),
        description=f"Expected calibration error, over all words: {', '.join(errors)}.",
    )


def in_noise(accuracies: Mapping[str, Mapping[str, float]], loud: Sequence[str] = ()) -> Panel:
    """Accuracy against signal-to-noise ratio, by name a mapping from dB to accuracy; the names in `loud` stand out."""
    lines, ends = [], []
    for name in (name for name in accuracies if loud and name not in loud):
        lines.append(Line("the others", *_levels(accuracies[name]), "quiet"))
    for i, name in enumerate(loud or accuracies):
        turn, place = divmod(i, len(TOLD_APART))
        lines.append(Line(name, *_levels(accuracies[name]), TOLD_APART[place], dashed=turn > 0))
        ends.append(f"{name} {lines[-1].y[0]:.0f}%")
    levels = np.concatenate([line.x for line in lines])
    return Panel(
        title="Accuracy against noise",
        subtitle="test clips of well-covered words, in noise that no training heard",
        x=Axis("Word above noise", "dB", *apart(levels.min(), levels.max())),
        y=Axis("Accuracy", "%", 0.0, 100.0),
        lines=tuple(lines),
        description=f"At {levels.min():g} dB: {', '.join(ends)}.",
    )


def _levels(measured: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """Rising levels in dB, and the accuracies there in per cent."""
    levels, values = np.array(sorted((float(level), value) for level, value in measured.items())).T
    return levels, 100 * values


def confusion(words: Sequence[str], counts: np.ndarray) -> Panel:
    """Confusion matrix: counts (predicted, true) in per cent of each true word; true words in rows."""
    shares = _percent(counts / np.maximum(counts.sum(axis=0), 1)).T[::-1]
    return Panel(
        title="Confusion matrix",
        subtitle="a row for each spoken word, a column for each answer",
        x=Axis("Predicted word", "", 0.0, len(words), names=tuple(words)),
        y=Axis("True word", "", 0.0, len(words), names=tuple(reversed(words))),
        image=Image(shares, 0.0, BRIGHTEST, "Of the true word's clips", "%", 0.0, len(words), 0.0, len(words)),
        description=f"{np.trace(counts):,} of {counts.sum():,} clips lie on the diagonal, where the answer is right.",
    )


def _percent(shares: Sequence[float] | np.ndarray) -> np.ndarray:
    return 100 * np.asarray(shares, dtype=np.float64)
