"""Panels, sounds and answers as the lab sends them to a browser."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence

import numpy as np

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.models.classifier import Answer
from speechcls.models.probability import percent
from speechcls.plots.panel import Panel, PanelJson
from speechcls.ui.handlers import refusal
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.payload import Payload, choice
from speechcls.ui.protocol.answers import NetworkAnswer
from speechcls.ui.protocol.lab import Compared, Said, Sound
from speechcls.ui.selection import Selection

SHOWN = 3  # words of an answer beside an experiment


def variant(pool: ModelPool, payload: Payload) -> str:
    """The variant that the payload names, or the best."""
    return choice(payload, "variant", (pool.best, *pool.names))


def to_json(panels: Mapping[str, Panel]) -> dict[str, PanelJson]:
    return {name: panel.to_json() for name, panel in panels.items()}


def sound(clip: Clip) -> Sound:
    """A clip to play: 16-bit samples in base64, in which 32767 stands for an amplitude of `peak`."""
    peak = float(np.abs(clip.samples).max()) or 1.0
    samples = np.round(clip.samples / peak * 32767).astype("<i2")
    return {"rate": SAMPLE_RATE, "peak": peak, "samples": base64.b64encode(samples.tobytes()).decode("ascii")}


def ask(pool: ModelPool, clip: Clip, name: str) -> Said:
    """A network's answer for a clip of one second."""
    return _to_json(pool, name, pool.classifiers[name](clip, 0.0))


def compare(pool: ModelPool, selection: Selection, changed: Clip) -> list[Compared]:
    """Each network's answer for a changed second, with its answer for the original one as `before`."""
    answers: list[Compared] = []
    for name in pool.names:
        before, after = pool.classifiers[name].classify([selection.clip, changed], [selection.start, 0.0])
        answers.append({**_to_json(pool, name, after), "before": _to_json(pool, name, before)})
    return answers


def sentence(answer: Said) -> str:
    """An answer as a sentence: complex says "bird" (97%)."""
    first = answer["words"][0]
    guess = f"“{first['word']}” ({percent(first['probability'])})"
    if answer["refusal"]:
        return f"{answer['variant']}: {answer['refusal'].lower()}; the closest is {guess}"
    return f"{answer['variant']} says {guess}"


def first_word(answer: Said | NetworkAnswer) -> str:
    """The likeliest word, or the refusal where no word was heard."""
    return answer["refusal"] or answer["words"][0]["word"]


def names(variants: Sequence[str]) -> str:
    """Names as a list in a sentence: power, mel and complex."""
    return " and ".join(filter(None, (", ".join(variants[:-1]), variants[-1]))) if variants else "none"


def _to_json(pool: ModelPool, name: str, answer: Answer) -> Said:
    return {
        "variant": name,
        "words": [{"word": word, "probability": p} for word, p in answer.top(SHOWN)],
        "refusal": refusal(pool.classifiers[name].card, answer),
        "milliseconds": round(1000 * answer.seconds, 1),
    }
