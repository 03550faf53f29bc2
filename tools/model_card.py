"""What the cards of the trained variants say, as Markdown: tables for README and docs, and a model card each."""

from __future__ import annotations

from pathlib import Path
from string import Template

import numpy as np

from speechcls.data.negatives import NEAR, SPOKEN, SYNTHESISED, SYNTHESISERS
from speechcls.models import variants
from speechcls.models.variants import Card, device_in_words
from tools import listening
from tools.markdown import table

# Kinds of negatives, as the cards name them, that are speech.
SPEECH = (SYNTHESISED, *SPOKEN, "reversed words", "spliced words")
REJECTION = (
    "Variant",
    "False rejections",
    "Its words by espeak-ng / flite / festival rejected",
    "Noise, silence, tones, chords accepted",
    *(f"{kind.capitalize()} accepted" for kind in SPEECH),
    "AUROC by " + " / ".join(SPOKEN[kind][0] for kind in NEAR),
    "Calibration error",
)
ACCURACY = ("Part", "Well-covered words", "All words", "Loss", "Clips")
TEMPLATE = Template((Path(__file__).parent / "model_card.md").read_text(encoding="utf-8"))


def variants_table() -> str:
    """The variants, the best first, with their accuracy on test and validation clips."""
    cards = [variants.card(name) for name in variants.names()]
    some, all_ = len(cards[0].covered_words), len(cards[0].words)
    head = (
        "Variant",
        "Its input",
        f"Test, {some} words",
        f"Test, {all_} words",
        "Test loss",
        f"Validation, {some} words",
    )
    return table((*head, "Trained on", "In"), *map(_variant_row, cards))


def _variant_row(card: Card) -> tuple[str, ...]:
    test, validation, training = card.metrics["test"], card.metrics["validation"], card.training
    return (
        f"`{card.name}`",
        str(card.front_end.input_shape),
        *(f"{score:.3f}" for score in (test["accuracy_covered"], test["accuracy"], test["loss"])),
        f"{validation['accuracy_covered']:.3f}",
        f"{_trained_on(card)}, {training['epochs']} epochs",
        f"{training['seconds'] / 60:.0f} min; {device_in_words(training['device'])}",
    )


def _trained_on(card: Card) -> str:
    synthetic = f" and {card.synthetic_clips:,} synthetic" if card.synthetic_clips else ""
    return f"{card.training['clips']['train']:,} clips{synthetic}"


def commands() -> str:
    """The command that each variant was trained with."""
    return "\n".join(["```sh", *(variants.card(name).training["command"] for name in variants.names()), "```", ""])


def rejection_table() -> str:
    """False-rejection rate, false-acceptance rates by kind, and calibration error of each variant, in per cent."""
    cards = [card for card in map(variants.card, variants.names()) if card.rejection]
    return table(REJECTION, *map(_rejection_row, cards))


def _rejection_row(card: Card) -> tuple[str, ...]:
    assert card.rejection
    parts = [card.rejection.measured[part] for part in ("validation", "test")]
    missed, error = (
        " / ".join(f"{100 * part[key]:.1f}" for part in parts) for key in ("false_rejection_rate", "calibration_error")
    )
    by = card.rejection.measured["test"].get("false_rejection_by_synthesiser", {})
    synthetic = " / ".join(f"{100 * by[program]:.1f}" if program in by else "-" for program in SYNTHESISERS)
    areas = card.rejection.measured["test"].get("auroc_by_kind", {})
    apart = " / ".join(f"{areas[kind]:.3f}" if kind in areas else "-" for kind in NEAR)
    return f"`{card.name}`", missed, synthetic, *_accepted(card), apart, error


def _accepted(card: Card) -> list[str]:
    """False acceptances on test, in per cent: of noise, silence, tones and chords, then of each kind of SPEECH."""
    assert card.rejection
    heard = card.rejection.measured["test"]["false_acceptance_by_kind"]
    plain = np.mean([share for kind, share in heard.items() if kind not in SPEECH])
    return [f"{100 * plain:.1f}", *(f"{100 * heard[kind]:.1f}" if kind in heard else "-" for kind in SPEECH)]


def model_card(name: str) -> str:
    """The README.md of a variant's folder: front matter as the Hub reads it, use, limits, error rates, data."""
    card = variants.card(name)
    training = card.training
    return TEMPLATE.substitute(
        name=name,
        count=len(card.words),
        front_end=front_end(card),
        shape=card.front_end.input_shape,
        network=card.network,
        words=", ".join(card.words),
        accuracy=table(ACCURACY, *(_accuracy_row(part, card.metrics[part]) for part in ("validation", "test"))),
        partition=training["settings"]["partition"],
        covered=variants.COVERED,
        rare=", ".join(card.rare_words) or "none",
        rejection=_own_rejection(card),
        listening=listening.own(name),
        clips=_trained_on(card),
        data=training["data"],
        epochs=training["epochs"],
        minutes=f"{training['seconds'] / 60:.0f}",
        device=device_in_words(training["device"]),
        precision=training["precision"],
        command=training["command"],
    )


def _accuracy_row(part: str, measured: dict[str, float]) -> tuple[str, ...]:
    shares = (f"{measured[key]:.3f}" for key in ("accuracy_covered", "accuracy", "loss"))
    return {"test": "test"}.get(part, part), *shares, f"{measured['clips']:,}"


def front_end(card: Card) -> str:
    """What the front end gives the network, in words."""
    c = card.front_end
    level = f", each second brought to {c.level:g} dBFS" if c.level is not None else ""
    if c.domain != "spectrogram":
        return {
            "wave": "the samples themselves",
            "spectrum": "the spectrum of the whole second",
            "micro frontend": "the micro frontend of TFLite Micro",
        }[c.domain] + level
    kind = {None: "complex", 1.0: "magnitude", 2.0: "power"}.get(c.power, f"magnitude^{c.power}")
    bands = f" through {c.n_bands} mel filters" if c.n_bands else ""
    log = ", its logarithm" if c.log else ""
    window, hop = (1000 * samples / c.sample_rate for samples in (c.window_samples, c.hop_samples))
    return f"the {kind} spectrogram{bands}{log} (window {window:g} ms, hop {hop:g} ms, n_fft {c.n_fft}){level}"


def _own_rejection(card: Card) -> str:
    if not card.rejection:
        return "It has none: it names one of its words for any sound.\n"
    said = "In per cent: validation / test for the first and the last column, test for the others."
    return f"{said}\n\n{table(REJECTION[1:], _rejection_row(card)[1:])}"
