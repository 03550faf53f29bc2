"""The experiments of assets/results as Markdown: what phase gives, ablations, rare words, open set, unreleased."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from speechcls.data.negatives import LEFT_OUT
from speechcls.results import findings, records, report
from speechcls.results.findings import Arm
from tools.markdown import table


def phase() -> str:
    """The answer to the chapter's claim, and the arms that it rests on."""
    found = findings.arms("controlled")
    shipped = findings.arms("shipped")
    gain = findings.differ(shipped["complex"], shipped["power"])
    on_all = (
        f"Trained on all clips, for {shipped['power'].runs[0].epochs} epochs, complex has {100 * gain.mean:+.1f} over "
        f"power ({100 * gain.low:+.1f} to {100 * gain.high:+.1f}): {gain.verdict}."
    )
    said = (findings.on_phase(found), trainings(found), findings.precisions(found), on_all)
    return f"{' '.join(said)}\n\n{experiment('controlled')}"


def trainings(found: dict[str, Arm]) -> str:
    """How often each arm was trained, in one sentence."""
    often: dict[int, list[str]] = {}
    for arm in found.values():
        often.setdefault(len(arm.runs), []).append(arm.name)
    times = {1: "once", 2: "twice"}
    told = "; ".join(f"{times.get(n, f'{n} times')} {', '.join(names)}" for n, names in sorted(often.items()))
    return f"Trained, each time with another seed: {told}."


def unreleased() -> str:
    """What was tried and does not ship, beside the network that does; and which were trained in another precision."""
    arms, shipped = findings.arms("unreleased").values(), findings.arms("shipped")
    pairs = [(arm, shipped[arm.name.split("-")[0]]) for arm in arms]
    head = (
        "Unreleased / shipped",
        "Test, 22 words",
        "Points over what ships",
        "95 % over voices",
        "Rare words",
        "At 0 dB of noise",
        "Validation, 22 words",
    )
    rows = table(head, *(unreleased_row(*pair) for pair in pairs))
    other = [f"`{one.name}`" for one, beside in pairs if one.runs[0].precision != beside.runs[0].precision]
    return f"{rows}\nTrained in another precision than what ships: {', '.join(other) or 'none'}.\n"


def unreleased_row(arm: Arm, beside: Arm) -> tuple[str, ...]:
    assert (arm.about.paths == beside.about.paths).all()
    gain = findings.differ(arm, beside)
    test, rare, noisy, validation = (
        " / ".join(f"{value:.3f}" for value in both) for both in zip(shares(arm), shares(beside), strict=True)
    )
    span = f"{100 * gain.low:+.1f} to {100 * gain.high:+.1f}"
    return f"`{arm.name}`", test, f"{100 * gain.mean:+.1f}", span, rare, noisy, validation


def shares(arm: Arm) -> tuple[float, ...]:
    """On test its accuracy, that on rare words, that at 0 dB of noise; and its accuracy on validation."""
    validation = [run.metrics["validation"]["accuracy_covered"] for run in arm.runs]
    return arm.accuracy, arm.right[~arm.about.covered].mean(), arm.noise["0"], float(np.mean(validation))


def experiment(name: str) -> str:
    """The arms of an experiment that have records, the best first."""
    head = ("Arm", "Test, well-covered words", "95 %", "Rare words", "At 0 dB of noise")
    return table(head, *map(arm_row, findings.arms(name).values()))


def arm_row(arm: Arm) -> tuple[str, ...]:
    (accuracy, rare, noisy, _), (low, high) = shares(arm), arm.interval
    return f"`{arm.name}`", f"{accuracy:.3f}", f"{low:.3f} to {high:.3f}", f"{rare:.3f}", f"{noisy:.3f}"


def robustness() -> str:
    """The shipped variants on quiet words and among other voices."""
    return table(report.ROBUSTNESS, *report.robustness(findings.arms("shipped")))


def against_none(name: str) -> str:
    """The arms of an ablation beside "none": accuracy, what they gain, and how they do on quiet words and in babble."""
    arms = findings.arms(name)
    first = table(
        ("Arm", "Test, 22 words", "Over `none`, points", "95 % over voices", "Rare words", "At 0 dB of noise"),
        *(_against_none_row(arm, arms["none"]) for arm in arms.values()),
    )
    return f"{first}\n{table(report.ROBUSTNESS, *report.robustness(arms))}"


def _against_none_row(arm: Arm, none: Arm) -> tuple[str, ...]:
    gain = findings.differ(arm, none)
    over = ("", "") if arm is none else (f"{100 * gain.mean:+.1f}", f"{100 * gain.low:+.1f} to {100 * gain.high:+.1f}")
    accuracy, rare, noisy, _ = shares(arm)
    return f"`{arm.name}`", f"{accuracy:.3f}", *over, f"{rare:.3f}", f"{noisy:.3f}"


def rare_words() -> str:
    """The arms of that experiment, those that are best on the rare words first."""
    head = (
        "Arm",
        "Rare words",
        "Over `none`, points",
        "95 % over voices",
        "Mean over these words",
        "Other words",
    )
    arms = findings.arms("rare-words")
    rows = [rare_words_row(arm, arms["none"]) for arm in arms.values()]
    return table(head, *sorted(rows, key=lambda row: row[1], reverse=True))


def rare_words_row(arm: Arm, none: Arm) -> tuple[str, ...]:
    rare, words = ~arm.about.covered, arm.about.words
    gain, low, high = (
        100 * value for value in records.difference(arm.right[rare], none.right[rare], arm.about.voices[rare])
    )
    mean = np.mean([arm.right[words == word].mean() for word in np.unique(words[rare])])
    over = ("", "") if arm is none else (f"{gain:+.1f}", f"{low:+.1f} to {high:+.1f}")
    return f"`{arm.name}`", f"{arm.right[rare].mean():.3f}", *over, f"{mean:.3f}", f"{arm.accuracy:.3f}"


def ablation() -> str:
    """What each part of the training of `compact` gives, by leaving it out, and how far that can be relied on."""
    arms = findings.arms("ablation")
    again = findings.arms("rare-words")["none"]
    assert again.runs[0].settings == arms["all"].runs[0].settings
    return (
        f"{table(report.INGREDIENTS, *report.ingredients(arms))}\n{report.verdicts(arms)} Each was trained once, and "
        f"trained on another processor, in another precision, the same command as for nothing left out gave "
        f"{again.accuracy:.3f} in place of {arms['all'].accuracy:.3f}: a difference of a point says little.\n"
    )


def open_set() -> str:
    """How often a network accepts words that it was never taught (open set)."""
    run = findings.arms("open-set")["compact"].runs[0]
    *first, last = (f"`{word}`" for word in run.settings["leave_out"].split(","))
    tested = run.rejection["test"]
    heard, missed = (
        100 * share for share in (tested["false_acceptance_by_kind"][LEFT_OUT], tested["false_rejection_rate"])
    )
    return (
        f"`compact` was trained for {run.epochs} epochs on at "
        f"most {run.settings['max_per_word']} clips a word without {', '.join(first)} and {last}. On test, "
        f"it accepts {heard:.0f}% of the clips of these as other words, and rejects {missed:.1f}% of those that "
        "it knows.\n"
    )


BLOCKS: dict[str, Callable[[], str]] = {
    "phase": phase,
    "ablation": ablation,
    "rare-words": rare_words,
    "open-set": open_set,
    "unreleased": unreleased,
    "robustness": robustness,
    "loudness": lambda: against_none("loudness"),
}
