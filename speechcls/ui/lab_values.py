"""What the lab sends to a browser: panels, sounds, answers."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.models.classifier import Answer
from speechcls.models.probability import percent
from speechcls.plots.panel import Panel
from speechcls.ui.asked import Asked, choice
from speechcls.ui.handlers import Desk, Heard, refusal

SHOWN = 3  # words of an answer beside an experiment


def variant(desk: Desk, asked: Asked) -> str:
    """The network that was named, or the best."""
    return choice(asked, "variant", (desk.best, *desk.names))


def as_json(panels: Mapping[str, Panel]) -> dict[str, Any]:
    return {name: panel.to_json() for name, panel in panels.items()}


def sound(clip: Clip) -> dict[str, Any]:
    """A clip to be played: its samples as 16-bit numbers in base64, of which 32767 stands for `peak`."""
    peak = float(np.abs(clip.samples).max()) or 1.0
    samples = np.round(clip.samples / peak * 32767).astype("<i2")
    return {"rate": SAMPLE_RATE, "peak": peak, "samples": base64.b64encode(samples.tobytes()).decode("ascii")}


def said(desk: Desk, clip: Clip, name: str) -> dict[str, Any]:
    """What a network says of a clip of one second."""
    return _told(desk, name, desk.classifiers[name](clip, 0.0))


def compared(desk: Desk, heard: Heard, changed: Clip) -> list[dict[str, Any]]:
    """What each network says of a changed second, and of the one before."""
    answers = []
    for name in desk.names:
        before, after = desk.classifiers[name].classify([heard.clip, changed], [heard.start, 0.0])
        answers.append({**_told(desk, name, after), "before": _told(desk, name, before)})
    return answers


def sentence(answer: Mapping[str, Any]) -> str:
    """An answer in words: complex says "bird" (97%)."""
    first = answer["words"][0]
    guess = f"“{first['word']}” ({percent(first['probability'])})"
    if answer["refusal"]:
        return f"{answer['variant']}: {answer['refusal'].lower()}; the closest is {guess}"
    return f"{answer['variant']} says {guess}"


def first_word(answer: Mapping[str, Any]) -> str:
    """The word that a network says, or what it says instead where it hears none."""
    return answer["refusal"] or answer["words"][0]["word"]


def names(known: Sequence[str]) -> str:
    """Names in a sentence: power, mel and complex."""
    return " and ".join(filter(None, (", ".join(known[:-1]), known[-1]))) if known else "none"


def _told(desk: Desk, name: str, answer: Answer) -> dict[str, Any]:
    return {
        "variant": name,
        "words": [{"word": word, "probability": p} for word, p in answer.top(SHOWN)],
        "refusal": refusal(desk.classifiers[name].card, answer),
        "milliseconds": round(1000 * answer.seconds, 1),
    }
