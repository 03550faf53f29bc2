"""The experiments of assets/results as Markdown: what phase gives, ablations, rare words, open set, unreleased."""

from __future__ import annotations

from collections.abc import Callable

from speechcls.results import conclusions, findings, records, rejection_tables, tables
from speechcls.results.findings import Arm
from speechcls.results.plan import TABLES

NOT_YET = "No network was trained for this yet."
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


def phase_again(name: str) -> str:
    """The chapter's claim under other conditions than those of the controlled experiment."""
    if not (found := recorded(name)):
        return f"{NOT_YET}\n"
    level = conclusions.on_level(found, findings.arms("controlled")) if name == "levelled" else ""
    said = (level, conclusions.on_controls(found, "complex"), trainings(found))
    return f"{' '.join(filter(None, said))}\n\n{experiment(name)}"


def chapter() -> str:
    """The chapter's own protocol, here and as it printed it."""
    if not (found := recorded("chapter")):
        return f"{NOT_YET}\n"
    return f"{conclusions.on_controls(found, 'complex')}\n\n{tables.beside_chapter(found.values()).markdown()}"


def learning() -> str:
    """What `compact` lacks: itself beside its training cut short, made larger, or of fewer clips."""
    if "as-shipped" not in (found := recorded("learning")):
        return f"{NOT_YET}\n"
    return tables.gains({"compact": findings.arms("shipped")["compact"]} | found, found["as-shipped"]).markdown()


def trainings(found: dict[str, Arm]) -> str:
    """How often each arm was trained, in one sentence."""
    often: dict[int, list[str]] = {}
    for arm in found.values():
        often.setdefault(len(arm.runs), []).append(arm.name)
    times = {1: "once", 2: "twice"}
    told = "; ".join(f"{times.get(n, f'{n} times')} {', '.join(names)}" for n, names in sorted(often.items()))
    return f"Trained, each time with another seed: {told}."


def unreleased() -> str:
    """Trainings that don't ship, beside the shipped ones, and which of them had another precision.

    Those of `compact` stand beside it once more, on quiet words, in babble, and on what is no word of the list.
    """
    arms, shipped = findings.arms("unreleased"), findings.arms("shipped")
    pairs = [(arm, shipped[arm.name.split("-")[0]]) for arm in arms.values()]
    other = [f"`{one.name}`" for one, beside in pairs if one.runs[0].precision != beside.runs[0].precision]
    rows = tables.unreleased(pairs).markdown()
    compact = {name: arm for name, arm in (shipped | arms).items() if name.split("-")[0] == "compact"}
    precisions = f"Trained in another precision than what ships: {', '.join(other) or 'none'}."
    return (
        f"{rows}\n{again(shipped['compact'])} {precisions}\n\n"
        f"{tables.robustness(compact).markdown()}\n{rejection_tables.rejections(compact).markdown()}"
    )


def recorded(name: str) -> dict[str, Arm]:
    """The arms of an experiment that have records, the best first; none where it has not begun."""
    return findings.arms(name) if name in records.tables() else {}


def experiment(name: str) -> str:
    """The arms of an experiment that have records, the best first."""
    return tables.accuracies(findings.arms(name)).markdown()


def robustness() -> str:
    """The shipped variants on quiet words and in babble."""
    shipped = findings.arms("shipped")
    return f"{tables.robustness(shipped).markdown()}\n{again(shipped['compact'])}\n"


def again(arm: Arm) -> str:
    """What each seed of an arm came to, in one sentence, where a table has their mean and one of them ships."""
    each = ", ".join(f"{run.metrics['test']['accuracy_covered']:.3f}" for run in arm.runs)
    return f"`{arm.name}` is there the mean of {len(arm.runs)} seeds, {each} of the test's 22 words; the first ships."


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
    """How often networks accept words that they were never taught (open set)."""
    return rejection_tables.open_set({"open-set": findings.arms("open-set")}).markdown()


def negatives() -> str:
    """What each way of teaching negatives does to rejection."""
    if not (arms := recorded("negatives")):
        return f"{NOT_YET}\n"
    return rejection_tables.rejections(arms).markdown()


BLOCKS: dict[str, Callable[[], str]] = {
    "phase": phase,
    "levelled": lambda: phase_again("levelled"),
    "random-split": lambda: phase_again("random-split"),
    "chapter": chapter,
    "learning": learning,
    "ablation": ablation,
    "fair-table": front_ends,
    "rare-words": rare_words,
    "open-set": open_set,
    "negatives": negatives,
    "unreleased": unreleased,
    "robustness": robustness,
    "loudness": lambda: against_none("loudness"),
    "noises": lambda: against_none("noises"),
}
