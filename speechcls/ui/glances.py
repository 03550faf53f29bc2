"""How each variant sees the chosen second, as a thumbnail, and which word it names: the row of networks."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from speechcls.plots import input_panels
from speechcls.plots.panel import Line, Panel
from speechcls.ui.handlers import refusal
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.protocol.answers import Glance, GlanceCard, Thumbnail
from speechcls.ui.python_lines import front_end
from speechcls.ui.selection import Selection, example_files

ROWS, COLUMNS = 48, 64  # of a thumbnail, at most
POINTS = 240  # of a thumbnail that is a line


def glances(pool: ModelPool, selection: Selection) -> list[Glance]:
    """Each variant's likeliest word, and the first channel of its input as a thumbnail, in the page's order."""
    return [_glance(pool, selection, name) for name in pool.names]


def cards(pool: ModelPool) -> list[GlanceCard]:
    """How often each variant is right on real test clips, for the row before any sound."""
    known = {name: pool.classifiers[name].card for name in pool.names}
    return [
        {"variant": name, "accuracy": card.accuracy_covered, "python": front_end(card.front_end)}
        for name, card in known.items()
    ]


def words(pool: ModelPool) -> list[dict[str, Any]]:
    """The words that the best variant knows, what taught it each, and which have an example to hear."""
    card, examples = pool.classifiers[pool.best].card, example_files()
    return [
        {
            "word": word,
            "clips": card.training_clips.get(word, 0),
            "voices": card.training_voices.get(word),
            "rare": word in card.rare_words,
            "example": word in examples,
        }
        for word in card.words
    ]


def _glance(pool: ModelPool, selection: Selection, name: str) -> Glance:
    classifier = pool.classifiers[name]
    answer = classifier(selection.clip, selection.start)
    panel = input_panels.network_input(selection.clip, selection.start, classifier.card.front_end)
    return {
        "variant": name,
        "word": answer.word,
        "probability": answer.probability,
        "refusal": refusal(classifier.card, answer),
        **thumbnail(panel),
    }


def thumbnail(panel: Panel) -> Thumbnail:
    """A panel small: an image as bytes, 255 the brightest, or a line between 0 and 255."""
    if panel.image is None:
        return {"line": _packed(_heights(panel.lines[0], panel)), "image": None}
    image = panel.image
    shares = (image.values - image.low) / (image.high - image.low)
    nought = 0.5 if image.colours == "signed" else 0.0
    small = _shrunk(_shrunk(shares, ROWS, nought).T, COLUMNS, nought).T
    rows, columns = small.shape
    return {
        "line": None,
        "image": {"rows": rows, "columns": columns, "colours": image.colours, "values": _packed(small)},
    }


def _heights(line: Line, panel: Panel) -> np.ndarray:
    return (line.reduced(POINTS).y - panel.y.low) / (panel.y.high - panel.y.low)


def _shrunk(values: np.ndarray, rows: int, nought: float) -> np.ndarray:
    """(rows, ...) at most, each the furthest from nought of those that it stands for: peaks stay."""
    step = -(-len(values) // rows)
    padded = np.pad(values, ((0, -len(values) % step), (0, 0)), mode="edge").reshape(-1, step, values.shape[1])
    furthest = np.abs(padded - nought).argmax(axis=1)
    return np.take_along_axis(padded, furthest[:, None], axis=1)[:, 0]


def _packed(shares: np.ndarray) -> str:
    return base64.b64encode(np.round(255 * np.clip(shares, 0.0, 1.0)).astype("u1").tobytes()).decode("ascii")
