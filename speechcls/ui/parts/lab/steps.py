"""The steps of the lab: what each shows of the chosen second for the values set. Nothing here knows Gradio."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.frontends import resynthesis
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.mel import to_mel
from speechcls.plots import clip_panels, lab_panels, spectra
from speechcls.plots.lab_panels import View
from speechcls.ui import wording
from speechcls.ui.handlers import POWERS, SCALES, WINDOWS
from speechcls.ui.model_pool import GONE, ModelPool
from speechcls.ui.parts.break_it import steps as break_it
from speechcls.ui.parts.lab import networks
from speechcls.ui.parts.lab.answers import ask, compare, first_word, names, sentence, sound, to_json, variant
from speechcls.ui.payload import Payload, choice, number
from speechcls.ui.protocol.lab import Compared, GuessAnswer, GuessStage, LabValues, Tones
from speechcls.ui.selection import Selection

Step = Callable[[ModelPool, Selection, Payload], LabValues]

INSIDE = ("inside", "map", "where", "canvas", "paint")  # the names of inside.STEPS
FREQUENCIES = SAMPLE_RATE // 2
CHAPTER_FILTERS = 128
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


def step(pool: ModelPool, selection: Selection | None, payload: Payload) -> LabValues:
    """What a step of the lab shows of the chosen second: panels by name, texts by name, answers, a sound."""
    name = str(payload.get("step"))[:20]
    if name not in (*STEPS, *INSIDE):
        return {"error": f"The lab has no step {name!r}. There are: {', '.join((*STEPS, *INSIDE))}."}
    if selection is None:
        return {"error": GONE}
    return (STEPS if name in STEPS else _looking_inside())[name](pool, selection, payload)


def _looking_inside() -> dict[str, Step]:
    """Steps that need PyTorch, which takes seconds to import: never before the page is there."""
    from speechcls.ui.parts.inside import steps as inside

    return inside.STEPS


def guess(pool: ModelPool, selection: Selection) -> LabValues:
    """The three pictures of the chapter's ladder, and what each network says, for the game of guessing."""
    second = _second(selection)
    shown = {name: clip_panels.PANELS[name](second, 0.0) for name in ("waveform", "spectrum", "spectrogram")}
    answers: list[GuessAnswer] = [
        {**ask(pool, second, name), "sees": sees(pool.classifiers[name].card.front_end)} for name in pool.names
    ]
    return {"panels": to_json(shown), "answers": answers}


def sees(front_end: FrontEndConfig) -> GuessStage:
    """Which picture of the game a network's input is."""
    if front_end.gives == "wave":
        return "waveform"
    return "spectrum" if front_end.gives == "spectrum" else "spectrogram"


def words(pool: ModelPool) -> list[str]:
    """Every word that some network knows, in alphabetical order."""
    return sorted({word for classifier in pool.classifiers.values() for word in classifier.card.words})


def tones() -> list[Tones]:
    """Pairs of tones that lie equally far apart in Hz, and how far on the mel scale."""
    return [
        {"hertz": pair, "text": f"{np.ptp(pair)} Hz apart, {np.ptp(to_mel(np.array(pair), 'htk')):.0f} mel"}
        for pair in resynthesis.TONES
    ]


def air(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """A stretch of the second around its loudest moment, down to a millisecond, and some of its numbers."""
    span = number(payload, "span", 0.001, 1.0, 1.0)
    panel, samples = lab_panels.zoomed(_second(selection), span)
    return {"panels": to_json({"zoomed": panel}), "texts": {"numbers": wording.numbers(span, samples.tolist())}}


def fourier(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """The second from its strongest frequencies, or from a band of them."""
    second = _second(selection)
    if payload.get("keep") == "band":
        low, high = sorted((number(payload, "low", 0, 8_000, 300), number(payload, "high", 0, 8_000, 3_400)))
        kept, source = resynthesis.band(second, low, high), f"the band from {low:,.0f} to {high:,.0f} Hz"
    else:
        count = round(number(payload, "count", 1, FREQUENCIES, 100))
        kept, source = resynthesis.strongest(second, count), f"{count:,} of {FREQUENCIES:,} frequencies"
    changed = resynthesis.keep(second, kept)
    error = f"Largest difference from the original: {np.abs(changed.samples - second.samples).max():.2g}."
    if kept.all():
        error += " Nothing is lost: the inverse transform gives the wave back, but for rounding."
    answer = ask(pool, changed, variant(pool, payload))
    shown = {
        "kept": lab_panels.kept_frequencies(selection.clip, selection.start, kept),
        "rebuilt": lab_panels.rebuilt(selection.clip, selection.start, changed, source),
    }
    return {
        "panels": to_json(shown),
        "texts": {"error": error, "said": f"From {source}, {sentence(answer)}."},
        "answers": [answer],
        "sound": sound(changed),
    }


def fewest(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """How few of the strongest frequencies a network still names the same word from, halving their number."""
    second, name = _second(selection), variant(pool, payload)
    counts = [FREQUENCIES >> i for i in range(FREQUENCIES.bit_length())]
    clips = [resynthesis.keep(second, resynthesis.strongest(second, count)) for count in counts]
    answers = pool.classifiers[name].classify(clips, [0.0] * len(clips))
    heard = [answer.word if answer.heard else "" for answer in answers]
    if not heard[0]:
        return {"texts": {"fewest": f"{name} hears none of its words, even from all {FREQUENCIES:,} frequencies."}}
    lost = next((i for i, word in enumerate(heard) if word != heard[0]), len(counts))
    text = f"{name} says “{heard[0]}” down to {counts[lost - 1]:,} of {FREQUENCIES:,} frequencies"
    if lost == len(counts):
        return {"texts": {"fewest": f"{text}: to the last one."}}
    then = f"says “{heard[lost]}”" if heard[lost] else "hears none of its words"
    return {"texts": {"fewest": f"{text}; from {counts[lost]:,} it {then}."}}


def spectrogram(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """Two windows on the same second, and what one has over the other."""
    one = View(
        window=number(payload, "window", *WINDOWS, default=0.032),
        overlap=number(payload, "overlap", 0.0, 0.875, 0.5),
        power=POWERS[choice(payload, "power", tuple(POWERS))],
        scale=choice(payload, "scale", SCALES),
    )
    other = replace(one, window=number(payload, "other", *WINDOWS, default=0.128))
    shown = {
        name: lab_panels.analysed(selection.clip, selection.start, view)
        for name, view in (("one", one), ("other", other))
    }
    return {"panels": to_json(shown), "texts": {"traded": traded(one, other)}}


def traded(one: View, other: View) -> str:
    """One sentence on what the shorter of two windows gains and gives up."""
    short, long = sorted((one.front_end, other.front_end), key=lambda front_end: front_end.window_samples)
    if short.window_samples == long.window_samples:
        return "Both windows are equally long, so nothing is traded. Make one of them longer."
    times = long.window_samples / short.window_samples
    return (
        f"A cell of {lab_panels.cell(short)} against one of {lab_panels.cell(long)}: the window of "
        f"{spectra.window_ms(short):g} ms tells moments {times:.3g} times more finely, "
        "frequencies as much more coarsely."
    )


def mel(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """Mel filters over the spectrum of a moment, Fourier against mel coefficients, and that ours are the library's."""
    filters = round(number(payload, "filters", 8, 128, 16))
    moment, log = number(payload, "moment", 0.0, 1.0, lab_panels.MOMENT), payload.get("log") is True
    difference = spectra.mel_difference(selection.clip, selection.start, moment, CHAPTER_FILTERS)
    shown = {
        "filters": lab_panels.filters_at_moment(selection.clip, selection.start, moment, filters, log),
        "against": lab_panels.fourier_and_mel(selection.clip, selection.start, moment, CHAPTER_FILTERS, log),
    }
    frame = spectra.frame_at(moment)
    texts = {
        "filters": shown["filters"].description,
        "difference": f"Largest difference in window {frame}, computed now: {difference:.3g} (the chapter: 5.96e-08).",
    }
    return {"panels": to_json(shown), "texts": texts}


def mel_sound(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """The sound rebuilt from mel energies, to be played, and what the networks say of it."""
    filters, own = round(number(payload, "filters", 8, 128, 16)), payload.get("phase") == "kept"
    changed = resynthesis.from_mel(_second(selection), filters, own)
    phases = "the sound's own phases" if own else "phases found by Griffin and Lim's method"
    text = f"Rebuilt from {filters} mel energies every 10 ms, with {phases}."
    return {"texts": {"sound": text}, "answers": compare(pool, selection, changed), "sound": sound(changed)}


def phase(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """The complex spectrogram of the second with its phases changed, and which networks still know the word."""
    treatment, second = choice(payload, "treatment", tuple(AGAIN)), _second(selection)
    changed = second
    if treatment == "reversed":
        changed = resynthesis.reverse(second)
    elif treatment != "none":
        changed = resynthesis.change_phase(second, PHASES[treatment], windows=payload.get("of") != "whole")
    shown = {name: clip_panels.PANELS[f"input-{name}"](changed, 0.0) for name in ("real", "imaginary")}
    shown["phase"] = lab_panels.phase(changed, 0.0)
    shown["wave"] = lab_panels.rebuilt(second, 0.0, changed, AGAIN[treatment])
    answers = compare(pool, selection, changed)
    return {
        "panels": to_json(shown),
        "texts": {"known": known(answers, KNOWN[treatment])},
        "answers": answers,
        "sound": sound(changed),
    }


def known(answers: Sequence[Compared], how: str) -> str:
    """One sentence on which networks give the same word as before."""
    same = [a["variant"] for a in answers if first_word(a) == first_word(a["before"])]
    lost = [a["variant"] for a in answers if a["variant"] not in same]
    text = f"The sound {how}: {names(same)} {'says' if len(same) < 2 else 'say'} the same word as before"
    return f"{text}; {names(lost)} {'does' if len(lost) == 1 else 'do'} not." if lost else f"{text}."


def _second(selection: Selection) -> Clip:
    return Clip(selection.clip.second(selection.start))


STEPS: dict[str, Step] = {
    "air": air,
    "fourier": fourier,
    "fewest": fewest,
    "spectrogram": spectrogram,
    "mel": mel,
    "mel-sound": mel_sound,
    "phase": phase,
    "side": networks.side_by_side,
    "evidence": networks.evidence,
    **break_it.STEPS,
}
