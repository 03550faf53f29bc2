"""The experiments of assets/results as Markdown: what phase gives, ablations, rare words, open set, unreleased."""

from __future__ import annotations

from collections.abc import Callable

from speechcls.data.negatives import LEFT_OUT
from speechcls.results import conclusions, findings, records, tables
from speechcls.results.findings import Arm
from speechcls.results.plan import TABLES

CANDIDATES = {"MFCC": "kaldi-mfcc", "PCEN": "librosa-pcen"}  # that might have become variants of their own


def phase() -> str:
    """The answer to the chapter's claim, and the arms that it rests on."""
    found = findings.arms("controlled")
    shipped = findings.arms("shipped")
    gain = findings.differ(shipped["complex"], shipped["power"])
    on_all = (
        f"Trained on all clips, for {shipped['power'].runs[0].epochs} epochs, complex has {100 * gain.mean:+.1f} over "
        f"power ({100 * gain.low:+.1f} to {100 * gain.high:+.1f}): {gain.verdict}."
    )
    said = (conclusions.on_phase(found), trainings(found), conclusions.precisions(found), on_all)
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
    """Trainings that don't ship, beside the shipped ones; and which of them had another precision."""
    arms, shipped = findings.arms("unreleased").values(), findings.arms("shipped")
    pairs = [(arm, shipped[arm.name.split("-")[0]]) for arm in arms]
    other = [f"`{one.name}`" for one, beside in pairs if one.runs[0].precision != beside.runs[0].precision]
    rows = tables.unreleased(pairs).markdown()
    return f"{rows}\nTrained in another precision than what ships: {', '.join(other) or 'none'}.\n"


def recorded(name: str) -> dict[str, Arm]:
    """The arms of an experiment that have records, the best first; none where it has not begun."""
    return findings.arms(name) if name in records.tables() else {}


def experiment(name: str) -> str:
    """The arms of an experiment that have records, the best first."""
    return tables.accuracies(findings.arms(name)).markdown()


def robustness() -> str:
    """The shipped variants on quiet words and in babble."""
    return tables.robustness(findings.arms("shipped")).markdown()


def against_none(name: str) -> str:
    """The arms of an experiment beside "none": accuracy, gains, and how they do on quiet words and in babble."""
    arms = findings.arms(name)
    return f"{tables.gains(arms, arms['none']).markdown()}\n{tables.robustness(arms).markdown()}"


def rare_words() -> str:
    """The arms of the experiment on rare words, the best on them first."""
    arms = findings.arms("rare-words")
    return tables.rare_word_gains(arms, arms["none"]).markdown()


def front_ends() -> str:
    """The field's front ends before one network: the verdict and the table."""
    arms = recorded("front-ends")
    verdict = conclusions.on_front_ends(arms, tuple(TABLES["front-ends"]))
    if not arms:
        return f"{verdict}\n"
    shipping = conclusions.on_shipping(arms, TABLES["shipped"]["compact"].front_end, CANDIDATES)
    return f"{verdict}\n\n{tables.front_ends(arms).markdown()}\n{shipping}\n"


def ablation() -> str:
    """What each part of the training of `compact` gives, by leaving it out, and how far that can be relied on."""
    arms = findings.arms("ablation")
    again = findings.arms("rare-words")["none"]
    assert again.runs[0].settings == arms["all"].runs[0].settings
    return (
        f"{tables.ablation(arms).markdown()}\n{tables.ablation_verdicts(arms)} Each was trained once, and "
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


def strangers() -> str:
    """What words outside the list, taught in the voices that teach the list, do to rejection."""
    if not (arms := recorded("strangers")):
        return "No network was trained for this yet.\n"
    return tables.strangers(arms).markdown()


BLOCKS: dict[str, Callable[[], str]] = {
    "phase": phase,
    "ablation": ablation,
    "fair-table": front_ends,
    "rare-words": rare_words,
    "open-set": open_set,
    "strangers": strangers,
    "unreleased": unreleased,
    "robustness": robustness,
    "loudness": lambda: against_none("loudness"),
}
