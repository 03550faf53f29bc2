"""What the lab does when something is moved: plain values in, plain values out. Nothing here knows Gradio."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.frontends import resynthesis
from speechcls.frontends.recipe import FeatureRecipe
from speechcls.plots import clip_panels, lab_panels, spectra
from speechcls.plots.lab_panels import View
from speechcls.ui import lab_networks
from speechcls.ui.asked import Asked, choice, number
from speechcls.ui.handlers import GONE, POWERS, WINDOWS, Desk, Heard
from speechcls.ui.lab_values import (
    as_json,
    compared,
    first_word,
    names,
    said,
    sentence,
    sound,
    variant,
)

FREQUENCIES = SAMPLE_RATE // 2
P6_FILTERS = 128
PHASES: dict[str, resynthesis.Phase] = {"scrambled": "scrambled", "zero": "zero"}
AGAIN = {  # how a treatment is named beside a wave
    "none": "all that it was",
    "scrambled": "its magnitudes, phases scrambled",
    "zero": "its magnitudes, phases zero",
    "reversed": "its end to its start",
}
KNOWN = {
    "none": "as it is",
    "scrambled": "with its phases scrambled",
    "zero": "with its phases zero",
    "reversed": "reversed",
}


def step(desk: Desk, heard: Heard | None, asked: Asked) -> dict[str, Any]:
    """What a step of the lab shows of the chosen second: panels by name, texts by name, answers, a sound."""
    name = str(asked.get("step"))[:20]
    if name not in STEPS:
        return {"error": f"The lab has no step {name!r}. There are: {', '.join(STEPS)}."}
    return STEPS[name](desk, heard, asked) if heard else {"error": GONE}


def guess(desk: Desk, heard: Heard) -> dict[str, Any]:
    """The three pictures of the chapter's ladder, and what each network says, for the game of guessing."""
    second = _second(heard)
    shown = {name: clip_panels.PANELS[name](second, 0.0) for name in ("waveform", "spectrum", "spectrogram")}
    answers = [{**said(desk, second, name), "sees": sees(desk.classifiers[name].card.recipe)} for name in desk.names]
    return {"panels": as_json(shown), "answers": answers}


def sees(recipe: FeatureRecipe) -> str:
    """Which picture of the game a network's input is."""
    return {"wave": "waveform", "spectrum": "spectrum"}.get(recipe.domain, "spectrogram")


def words(desk: Desk) -> list[str]:
    """Every word that some network knows, in alphabetical order."""
    return sorted({word for classifier in desk.classifiers.values() for word in classifier.card.words})


def tones() -> list[dict[str, Any]]:
    """Pairs of tones that lie equally far apart in Hz, and how far on the mel scale."""
    return [
        {"hertz": pair, "text": f"{pair[1] - pair[0]} Hz apart, {spectra.mel(pair[1]) - spectra.mel(pair[0]):.0f} mel"}
        for pair in resynthesis.TONES
    ]


def fourier(desk: Desk, heard: Heard, asked: Asked) -> dict[str, Any]:
    """The second from its strongest frequencies, or from a band of them."""
    second = _second(heard)
    if asked.get("keep") == "band":
        low, high = sorted((number(asked, "low", 0, 8_000, 300), number(asked, "high", 0, 8_000, 3_400)))
        kept, source = resynthesis.band(second, low, high), f"the band from {low:,.0f} to {high:,.0f} Hz"
    else:
        count = round(number(asked, "count", 1, FREQUENCIES, 100))
        kept, source = resynthesis.strongest(second, count), f"{count:,} of {FREQUENCIES:,} frequencies"
    changed = resynthesis.keep(second, kept)
    error = f"Largest difference from the original: {np.abs(changed.samples - second.samples).max():.2g}."
    if kept.all():
        error += " Nothing is lost: the inverse transform gives the wave back, but for rounding."
    answer = said(desk, changed, variant(desk, asked))
    shown = {
        "kept": lab_panels.kept_frequencies(heard.clip, heard.start, kept),
        "rebuilt": lab_panels.rebuilt(heard.clip, heard.start, changed, source),
    }
    return {
        "panels": as_json(shown),
        "texts": {"error": error, "said": f"From {source}, {sentence(answer)}."},
        "answers": [answer],
        "sound": sound(changed),
    }


def fewest(desk: Desk, heard: Heard, asked: Asked) -> dict[str, Any]:
    """How few of the strongest frequencies a network still names the same word from, halving their number."""
    second, name = _second(heard), variant(desk, asked)
    counts = [FREQUENCIES >> i for i in range(FREQUENCIES.bit_length())]
    clips = [resynthesis.keep(second, resynthesis.strongest(second, count)) for count in counts]
    answers = desk.classifiers[name].classify(clips, [0.0] * len(clips))
    said = [answer.word if answer.heard else "" for answer in answers]
    if not said[0]:
        return {"texts": {"fewest": f"{name} hears none of its words, even from all {FREQUENCIES:,} frequencies."}}
    lost = next((i for i, word in enumerate(said) if word != said[0]), len(counts))
    text = f"{name} says “{said[0]}” down to {counts[lost - 1]:,} of {FREQUENCIES:,} frequencies"
    if lost == len(counts):
        return {"texts": {"fewest": f"{text}: to the last one."}}
    then = f"says “{said[lost]}”" if said[lost] else "hears none of its words"
    return {"texts": {"fewest": f"{text}; from {counts[lost]:,} it {then}."}}


def spectrogram(desk: Desk, heard: Heard, asked: Asked) -> dict[str, Any]:
    """Two windows on the same second, and what one has over the other."""
    one = View(
        window=number(asked, "window", *WINDOWS, default=0.032),
        overlap=number(asked, "overlap", 0.0, 0.875, 0.5),
        power=POWERS[choice(asked, "power", tuple(POWERS))],
        scale=choice(asked, "scale", ("log", "linear", "mel")),
    )
    other = replace(one, window=number(asked, "other", *WINDOWS, default=0.128))
    shown = {
        name: lab_panels.analysed(heard.clip, heard.start, view) for name, view in (("one", one), ("other", other))
    }
    return {"panels": as_json(shown), "texts": {"traded": traded(one, other)}}


def traded(one: View, other: View) -> str:
    """One sentence on what the shorter of two windows gains and gives up."""
    short, long = sorted((one.recipe, other.recipe), key=lambda recipe: recipe.window)
    if short.window == long.window:
        return "Both windows are equally long, so nothing is traded. Make one of them longer."
    times = long.window / short.window
    return (
        f"A cell of {lab_panels.cell(short)} against one of {lab_panels.cell(long)}: the window of "
        f"{1000 * short.window:g} ms tells moments {times:.3g} times more finely, frequencies as much more coarsely."
    )


def mel(desk: Desk, heard: Heard, asked: Asked) -> dict[str, Any]:
    """Mel filters over the spectrum of a moment, Fourier against mel coefficients, and that ours are the library's."""
    filters = round(number(asked, "filters", 8, 128, 16))
    moment, log = number(asked, "moment", 0.0, 1.0, lab_panels.MOMENT), asked.get("log") is True
    difference = spectra.mel_difference(heard.clip, heard.start, moment, P6_FILTERS)
    shown = {
        "filters": lab_panels.filters_at_moment(heard.clip, heard.start, moment, filters, log),
        "against": lab_panels.fourier_and_mel(heard.clip, heard.start, moment, P6_FILTERS, log),
    }
    frame = spectra.frame_at(moment)
    texts = {
        "filters": shown["filters"].description,
        "difference": f"Largest difference in window {frame}, computed now: {difference:.3g} (the chapter: 5.96e-08).",
    }
    return {"panels": as_json(shown), "texts": texts}


def mel_sound(desk: Desk, heard: Heard, asked: Asked) -> dict[str, Any]:
    """The sound rebuilt from mel energies, to be heard, and what the networks say of it."""
    filters, own = round(number(asked, "filters", 8, 128, 16)), asked.get("phase") == "kept"
    changed = resynthesis.from_mel(_second(heard), filters, own)
    phases = "the sound's own phases" if own else "phases found by Griffin and Lim's method"
    text = f"Rebuilt from {filters} mel energies every 10 ms, with {phases}."
    return {"texts": {"sound": text}, "answers": compared(desk, heard, changed), "sound": sound(changed)}


def phase(desk: Desk, heard: Heard, asked: Asked) -> dict[str, Any]:
    """The complex spectrogram of the second with its phases changed, and which networks still know the word."""
    treatment, second = choice(asked, "treatment", tuple(AGAIN)), _second(heard)
    changed = second
    if treatment == "reversed":
        changed = resynthesis.reverse(second)
    elif treatment != "none":
        changed = resynthesis.change_phase(second, PHASES[treatment], windows=asked.get("of") != "whole")
    shown = {name: clip_panels.PANELS[f"input-{name}"](changed, 0.0) for name in ("real", "imaginary")}
    shown["phase"] = lab_panels.phase(changed, 0.0)
    shown["wave"] = lab_panels.rebuilt(second, 0.0, changed, AGAIN[treatment])
    answers = compared(desk, heard, changed)
    return {
        "panels": as_json(shown),
        "texts": {"known": known(answers, KNOWN[treatment])},
        "answers": answers,
        "sound": sound(changed),
    }


def known(answers: Sequence[Mapping[str, Any]], how: str) -> str:
    """One sentence on which networks give the same word as before."""
    same = [a["variant"] for a in answers if first_word(a) == first_word(a["before"])]
    lost = [a["variant"] for a in answers if a["variant"] not in same]
    text = f"The sound {how}: {names(same)} {'says' if len(same) < 2 else 'say'} the same word as before"
    return f"{text}; {names(lost)} {'does' if len(lost) == 1 else 'do'} not." if lost else f"{text}."


def _second(heard: Heard) -> Clip:
    return Clip(heard.clip.second(heard.start))


STEPS: dict[str, Callable[[Desk, Heard, Asked], dict[str, Any]]] = {
    "fourier": fourier,
    "fewest": fewest,
    "spectrogram": spectrogram,
    "mel": mel,
    "mel-sound": mel_sound,
    "phase": phase,
    "side": lab_networks.side_by_side,
    "evidence": lab_networks.evidence,
}
