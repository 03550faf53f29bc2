"""The pictures of a training, computed as Panels: the learning-rate finder, accuracy and loss over epochs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from speechcls.panel import Axis, Line, Panel, Role, apart

PARTS: dict[str, tuple[str, Role]] = {"train": ("training", "quiet"), "valid": ("validation", "main")}


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


def learning_curves(history: Sequence[Mapping[str, Any]]) -> tuple[Panel, Panel]:
    """Accuracy and loss over epochs. A row has epoch, set ("train", "valid"), loss, accuracy: numbers or their text."""
    return _curves(history, "accuracy", ""), _curves(history, "loss", "nats")


def _curves(history: Sequence[Mapping[str, Any]], measure: str, unit: str) -> Panel:
    lines, ends = [], []
    for part, (name, role) in PARTS.items():
        rows = sorted((float(row["epoch"]), float(row[measure])) for row in history if row["set"] == part)
        if rows:
            epochs, values = np.array(rows).T
            lines.append(Line(name, epochs, values, role))
            ends.append(f"{name} {values[-1]:.3f}")
    if not lines:
        raise ValueError(f'history has no row of set "train" or "valid"; it has {len(history)} rows.')
    epochs = np.concatenate([line.x for line in lines])
    highest = max(float(line.y.max()) for line in lines)
    return Panel(
        title=f"{measure.capitalize()} over epochs",
        x=Axis("Epoch", "", *apart(epochs.min(), epochs.max())),
        y=Axis(measure.capitalize(), unit, 0.0, 1.0 if measure == "accuracy" else 1.05 * highest or 1.0),
        lines=tuple(lines),
        description=f"{measure.capitalize()} after epoch {epochs.max():g}: {', '.join(ends)}.",
    )
