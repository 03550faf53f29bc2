"""What the page does when something happens: plain values in, plain values out. Nothing here knows Gradio."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from speechcls.audio import MAX_BYTES, MAX_SECONDS, SAMPLE_RATE
from speechcls.frontends.atlas import name_of
from speechcls.models import variants
from speechcls.models.classifier import Answer
from speechcls.models.variants import Card, device_in_words
from speechcls.plots import clip_panels, lab_panels, training_panels
from speechcls.plots.lab_panels import View
from speechcls.plots.panel import Panel
from speechcls.ui import wording
from speechcls.ui.payload import Payload, choice, number
from speechcls.ui.protocol.answers import Training
from speechcls.ui.protocol.sounds import Limits
from speechcls.ui.selection import Selection

STORY = ("wave", "spectrum", "power", "mel", "logmel", "complex", "compact")  # in which the page tells of them
WINDOWS = (0.004, 0.256)  # s, of a spectrogram
POWERS = {"dB": None, "0.5": 0.5, "1": 1.0, "2": 2.0}  # the first of each is the page's own
SCALES: tuple[Literal["mel", "log", "linear"], ...] = ("mel", "log", "linear")
FEW = 20  # clips from which on a share of them is told
DAMAGED = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)  # what damaged files raise

SEES = {
    "power": "the power spectrogram: how much energy there is at each moment and frequency",
    "mel": "the mel spectrogram: the same energies, gathered into 128 bands as wide as the ear's",
    "complex": "the complex spectrogram: real and imaginary part, so phase is kept",
    "scrambled": "the magnitudes of the complex spectrogram, every phase drawn at random",
    "magnitude": "the magnitude spectrogram: the root of the power",
    "logpower": "the log-power spectrogram: loudness nearly as the ear scales it",
    "logmel": "the log-mel spectrogram: bands and loudness nearly as the ear scales them",
    "wave": "the wave itself, sample by sample",
    "spectrum": "the spectrum of the whole second: what frequencies there are, not when",
    "logmel-64": "the log-mel spectrogram in 64 bands: bands and loudness nearly as the ear scales them",
    "mel-64": "the mel spectrogram in 64 bands: energies, gathered into bands as wide as the ear's",
    "pcen-64": "the mel spectrogram in 64 bands, each weighed by how loud it was just before",
}  # by front end, or by the domain of one that is no spectrogram
LEVELLED = ", and a quiet voice turned up as loud as a loud one"


def pictures(selection: Selection, settings: object = None) -> dict[str, Any]:
    """The four pictures of a sound, by those of the page's settings that were changed; and where its second lies."""
    clip = selection.clip
    shown = {"start": selection.start, "earliest": clip.earliest, "latest": clip.latest, "warning": clip.warning}
    wave = {"waveform": clip_panels.waveform(clip, selection.start).to_json()}
    return {"panels": wave | set_pictures(selection, settings), **shown}


def set_pictures(selection: Selection, settings: object = None) -> dict[str, Any]:
    """Those of the four that the page's settings change, by the settings that were changed."""
    clip, start = selection.clip, selection.start
    given = settings if isinstance(settings, dict) else {}
    looked = view(given)
    shown = {
        "spectrum": clip_panels.spectrum(clip, start)
        if looked.power
        else clip_panels.levels(clip, start, looked.scale),
        "spectrogram": lab_panels.analysed(clip, start, looked),
        "mel-filters": clip_panels.mel_filter_bank(clip, start, round(number(given, "filters", 8, 128, 16))),
    }
    return {name: panel.to_json() for name, panel in shown.items()}


def view(settings: Payload) -> View:
    """How a spectrogram is made and shown. An eighth of the window is the smallest hop: so many frames can be sent."""
    window = number(settings, "window", *WINDOWS, default=clip_panels.SPECTROGRAM.window_samples / SAMPLE_RATE)
    hop = number(settings, "hop", window / 8, window, default=window / 2)
    return View(
        window=window,
        overlap=1 - hop / window,
        power=POWERS[choice(settings, "power", tuple(POWERS))],
        scale=choice(settings, "scale", SCALES),
    )


def sees(card: Card) -> str:
    """One line on what a variant's network sees."""
    config = replace(card.front_end, level=None)
    name = name_of(config)
    if known := SEES.get(config.domain) or SEES.get(name):
        return f"It sees {known}." if card.front_end.level is None else f"It sees {known}{LEVELLED}."
    _, rows, columns = card.front_end.input_shape
    return f"It sees {rows:,} numbers at each of {columns:,} moments" + (f", as {name} makes them." if name else ".")


def standing(card: Card) -> str:
    """How often this variant's first word is right, in one sentence with its source."""
    testing = card.metrics["test"]
    covered = len(card.covered_words)
    voices = "by new voices" if card.training["settings"]["partition"] == "speaker" else "of a random split"
    if not covered:
        return f"Right for {testing['accuracy']:.0%} of {testing['clips']:,.0f} test clips {voices}."
    return (
        f"Right for {testing['accuracy_covered']:.0%} of real test clips {voices} of the {covered} words with "
        f"{variants.COVERED} or more training clips ({testing['accuracy']:.0%} of all {testing['clips']:,.0f})."
    )


def as_sure(card: Card, answer: Answer) -> str:
    """How often an answer as sure as this one is right, in one sentence; empty where that was hardly ever measured.

    So it is for a rare word, of which there are few among all the words that were measured.
    """
    if not (answer.heard and card.rejection and "test" in card.rejection.measured):
        return ""
    if answer.word in card.rare_words:
        return ""
    tenths = card.rejection.measured["test"]["tenths"]
    tenth = min(int(answer.probability * len(tenths["clips"])), len(tenths["clips"]) - 1)
    clips, right = tenths["clips"][tenth], tenths["right"][tenth]
    if clips < FEW:
        return ""
    return wording.as_sure(right, clips)


def refusal(card: Card, answer: Answer) -> str:
    """The answer where the sound was none of the words; empty where it was."""
    return {"": "", "silence": "No word heard", "unknown": f"Not one of my {len(card.words)} words"}[answer.reason]


def caution(card: Card, answer: Answer) -> str:
    """What to hold against the first word; empty where nothing speaks against it, or where no word was heard."""
    if not answer.heard:
        return ""
    if answer.word not in card.covered_words:
        few = card.training_clips.get(answer.word, 0)
        return f"Few people taught it “{answer.word}”: {few} real training clips of its own. Trust this less."
    if answer.probability < 0.5:
        return "It is not sure: no word has even half of the probability."
    return ""


def rare(card: Card) -> str:
    """The words that few people taught it, with how few, and how often it is right about them; empty without any."""
    words = card.rare_words
    if not words or not card.covered_words:
        return ""
    voices = card.training_voices
    people = {word: f" ({voices[word]})" if word in voices else "" for word in words}
    listed = ", ".join(f"“{word}” {card.training_clips.get(word, 0)}{people[word]}" for word in words)
    beside = "real training clips" + (" (and people)" if voices else "")
    share = card.metrics["test"].get("accuracy_rare", math.nan)
    right = "" if math.isnan(share) else f" It is right for {share:.0%} of their test clips."
    return f"Few people taught it these words; beside each, its {beside}: {listed}.{right}"


def training(card: Card, folder: Path | None = None) -> Training:
    """How a variant of a folder was made: the sentence, the command, and its curves as panels, where they are kept."""
    made = card.training
    shown = [panel for draw in (_learning, _sweep, _tradeoff, _listening) for panel in _drawn(draw, card, folder)]
    clips = f"{made['clips']['train']:,} training clips"
    if card.synthetic_clips:
        clips += f" and {card.synthetic_clips:,} synthetic ones"
    how = (
        f"{made['data']}, split by {made['settings']['partition']}; {clips}, "
        f"{made['epochs']} epochs, {made['seconds'] / 60:.0f} minutes on {device_in_words(made['device'])}."
    )
    return {
        "text": f"{how} {standing(card)} {rare(card)}".strip(),
        "command": made["command"],
        "panels": [panel.to_json() for panel in shown],
    }


def _drawn(draw: Callable[[Card, Path | None], list[Panel]], card: Card, folder: Path | None) -> list[Panel]:
    """The pictures of a variant, or none and a warning where the file they are drawn from is damaged."""
    try:
        return draw(card, folder)
    except DAMAGED as error:
        variants.LOG.warning("Not drawn for %r: %s", card.name, error)
        return []


def _learning(card: Card, folder: Path | None) -> list[Panel]:
    return [*training_panels.learning_curves(variants.history(card.name, folder))]


def _sweep(card: Card, folder: Path | None) -> list[Panel]:
    sweep = variants.sweep(card.name, folder)
    if not sweep:
        return []
    return [training_panels.learning_rate(sweep["rates"], sweep["losses"], card.training["settings"]["max_lr"])]


def _tradeoff(card: Card, folder: Path | None) -> list[Panel]:
    drawn = variants.rejection_curves(card.name, folder)
    if not (card.rejection and drawn):
        return []
    return [
        training_panels.rejection_tradeoff(drawn, card.rejection.measured),
        training_panels.reliability(card.rejection.measured),
    ]


def _listening(card: Card, folder: Path | None) -> list[Panel]:
    kept = variants.stream(card.name, folder)
    return [training_panels.listening_tradeoff(kept)] if kept else []


def limits() -> Limits:
    """What the page may send."""
    return {"seconds": MAX_SECONDS, "bytes": MAX_BYTES}
