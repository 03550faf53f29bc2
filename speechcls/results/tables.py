"""The tables of the experiments, each built once as rows of text: for the report and for docs/experiments.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from speechcls.data.negatives import SYNTHESISED
from speechcls.models.networks import MODELS
from speechcls.models.variants import device_in_words
from speechcls.results import cost, fair, findings, records, reference
from speechcls.results.cost import Choice
from speechcls.results.findings import Arm, Difference, Error
from speechcls.results.records import Run

PEAKS, CUTS, BABBLE = ("-30", "-40", "-50"), ("20", "30"), ("20", "10", "5", "0")  # dB, as in evaluation/robustness.py
NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Table:
    """A head and rows of text cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def markdown(self) -> str:
        lines = (self.head, ("---",) * len(self.head), *self.rows)
        return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def table(head: str, rows: Iterable[Sequence[str]]) -> Table:
    """A table whose head is written with | between its cells."""
    return Table(tuple(head.split("|")), tuple(map(tuple, rows)))


def runs(arms: dict[str, Arm]) -> Table:
    """Every run of an experiment with its settings, accuracy and cost."""
    clips = next(iter(arms.values())).clips
    covered = len(set(clips.words[clips.covered]))
    head = f"Arm|Split|Schedule|Seed|{covered} words|95 %|All words|Loss|Clips|Epochs|Minutes|Device|Command"
    return table(head, (_run(arm, run, i) for arm in arms.values() for i, run in enumerate(arm.runs)))


def _run(arm: Arm, run: Run, index: int) -> list[str]:
    tested, covered = run.metrics["test"], arm.clips.covered
    right = records.right(arm.predictions[index], arm.clips)[covered]
    low, high = records.interval(right, arm.clips.voices[covered])
    return [
        arm.name,
        run.settings["partition"],
        schedule(run),
        str(run.settings["seed"]),
        f"{tested['accuracy_covered']:.4f}",
        f"{low:.3f} to {high:.3f}",
        f"{tested['accuracy']:.4f}",
        f"{tested['loss']:.4f}",
        f"{run.clips:,}",
        str(run.epochs),
        f"{run.seconds / 60:.0f}",
        f"{device_in_words(run.device)}; {run.precision}",
        f"`{run.command}`",
    ]


def schedule(run: Run) -> str:
    """A run's schedule in words."""
    planned, patience = run.settings["epochs"], run.settings["patience"]
    ends = f"stops after {patience} epochs without progress" if patience else "completes"
    return f"one cycle of {planned} epochs to {run.settings['max_lr']:g}, {ends}"


def accuracies(arms: dict[str, Arm]) -> Table:
    """The arms of an experiment: accuracy with its interval, on rare words, and at 0 dB of noise."""
    rows = []
    for arm in arms.values():
        (low, high), (accuracy, rare, noisy, _) = arm.interval, shares(arm)
        rows.append([f"`{arm.name}`", f"{accuracy:.3f}", f"{low:.3f} to {high:.3f}", f"{rare:.3f}", f"{noisy:.3f}"])
    return table("Arm|Test, well-covered words|95 %|Rare words|At 0 dB of noise", rows)


def shares(arm: Arm) -> tuple[float, ...]:
    """Accuracy on test, on its rare words, at 0 dB of noise; and on validation."""
    validation = [run.metrics["validation"]["accuracy_covered"] for run in arm.runs]
    return arm.accuracy, arm.right[~arm.clips.covered].mean(), arm.noise["0"], float(np.mean(validation))


def gains(arms: dict[str, Arm], baseline: Arm) -> Table:
    """The arms of an experiment beside its baseline."""
    rows = []
    for arm in arms.values():
        accuracy, *others = (f"{share:.3f}" for share in shares(arm))
        over = ("", "") if arm is baseline else _gain(findings.differ(arm, baseline))
        rows.append([f"`{arm.name}`", accuracy, *over, *others])
    head = f"Arm|Test, 22 words|Over `{baseline.name}`, points|95 % over voices|Rare words|At 0 dB of noise"
    return table(f"{head}|Validation, 22 words", rows)


def pairs(arms: dict[str, Arm]) -> Table:
    """The difference of each pair of arms, and whether it is more than chance."""
    rows = []
    for one, other in combinations(arms.values(), 2):
        gain = findings.differ(one, other)
        seeds = ", ".join(f"{100 * each:+.1f}" for each in gain.seeds) if len(gain.seeds) > 1 else "one seed"
        rows.append([one.name, other.name, *_gain(gain), seeds, gain.verdict])
    return table("One|Other|Difference|95 %|By seed|It is", rows)


def _gain(gain: Difference) -> tuple[str, str]:
    """A difference in points, and its interval."""
    return f"{100 * gain.mean:+.1f}", f"{100 * gain.low:+.1f} to {100 * gain.high:+.1f}"


def ablation(arms: dict[str, Arm]) -> Table:
    """The training with all settings first, then those without one, the most useful first; no rows without both."""
    rows = []
    if "all" in arms and len(arms) > 1:
        rows = [_without("nothing", arms["all"], ("", ""))]
        rows += [_without(name, arms[f"no-{name}"], _gain(gain)) for name, gain in _contributions(arms).items()]
    head = "Without|Test|It gave|95 % over voices|Rare words|At 0 dB|False rejections, %"
    return table(f"{head}|False acceptances, %|False acceptances of synthesised words, %", rows)


def ablation_verdicts(arms: dict[str, Arm]) -> str:
    """Whether the contribution of each setting is more than chance, in one sentence."""
    by_verdict: dict[str, list[str]] = {}
    for name, gain in _contributions(arms).items():
        by_verdict.setdefault(gain.verdict, []).append(name)
    verdicts = (f"{', '.join(names)}: {verdict}" for verdict, names in by_verdict.items())
    return f"Of what they gave, {'; '.join(verdicts)}."


def _contributions(arms: dict[str, Arm]) -> dict[str, Difference]:
    """What each setting adds to the accuracy, the most first."""
    gave = {name.removeprefix("no-"): findings.differ(arms["all"], arm) for name, arm in arms.items() if name != "all"}
    return dict(sorted(gave.items(), key=lambda item: -item[1].mean))


def _without(name: str, arm: Arm, gave: tuple[str, str]) -> list[str]:
    rates = [run.rejection["test"] for run in arm.runs if run.rejection]
    by_kind = [rate["false_acceptance_by_kind"] for rate in rates]
    return [
        name,
        f"{arm.accuracy:.3f}",
        *gave,
        _mean(arm.right[~arm.clips.covered], ".3f"),
        f"{arm.noise['0']:.3f}" if arm.noise else NOT_MEASURED,
        *(_mean([100 * rate[f"false_{kind}_rate"] for rate in rates], ".1f") for kind in ("rejection", "acceptance")),
        _mean([100 * kinds[SYNTHESISED] for kinds in by_kind if SYNTHESISED in kinds], ".1f"),
    ]


def _mean(values: Sequence[float] | np.ndarray, form: str) -> str:
    return format(float(np.mean(values)), form) if len(values) else NOT_MEASURED


def robustness(arms: dict[str, Arm]) -> Table:
    """Accuracy of the arms that were measured at each level and in babble; in brackets the per cent rejected.

    Cut clips have columns where any arm was measured on them.
    """
    measured = [arm for arm in arms.values() if all(arm.robustness(kind) for kind in ("clear", "level", "babble"))]
    conditions = {("clear", "0"): "Clear"} | {("level", step): f"Peak {step} dBFS" for step in PEAKS}
    if any(arm.robustness("cut") for arm in measured):
        conditions |= {("cut", step): f"Cut at -{step} dB" for step in CUTS}
    conditions |= {("babble", step): f"Babble at {step} dB" for step in BABBLE}
    rows = [[f"`{arm.name}`", *(_heard(arm, *condition) for condition in conditions)] for arm in measured]
    return table("|".join(["Arm", *conditions.values()]), rows)


def _heard(arm: Arm, kind: str, step: str) -> str:
    """Accuracy under one condition, with the share rejected where each run rejects."""
    if not (steps := arm.robustness(kind)):
        return "-"
    right, refused = steps[step]
    return f"{right:.3f}" + f" ({100 * refused:.0f})" * all(run.rejection for run in arm.runs)


def front_ends(arms: dict[str, Arm]) -> Table:
    """Arms that differ in their front end: accuracy in each condition, and what front end and network cost."""
    head = "Front end|Test, well-covered words|95 %|Rare words|At 0 dB of noise|Peak -30 dBFS|Peak -50 dBFS|Output"
    return table(f"{head}|Tables, kB|Multiply-adds, millions|Network's, millions|Seeds", map(_front_end, arms.values()))


def _front_end(arm: Arm) -> list[str]:
    row, (low, high) = fair.row(arm), arm.interval
    network = MODELS[arm.runs[0].settings["network"]](channels=row.config.channels, words=len(set(arm.clips.words)))
    network_adds = cost.multiply_adds(network.eval(), row.config.input_shape)
    counts = ((row.size, 1e3), (row.multiply_adds, 1e6), (network_adds, 1e6))
    return [
        f"`{arm.name}`",
        f"{arm.accuracy:.3f}",
        f"{low:.3f} to {high:.3f}",
        *(f"{share:.3f}" for share in (row.rare, row.at_zero_db, *row.quiet)),
        "x".join(map(str, row.config.input_shape[1:])),
        *("not counted" if count is None else f"{count / unit:.1f}" for count, unit in counts),
        str(len(arm.runs)),
    ]


def rare_words(arms: dict[str, Arm]) -> Table:
    """Right test clips of each rare word, and accuracy over their clips, over these words, and over the others."""
    clips = next(iter(arms.values())).clips
    words, rare = clips.words, ~clips.covered
    some = sorted(set(words[rare]))
    rows = []
    for arm in arms.values():
        own = [arm.right[words == word] for word in some]
        counts = [f"{right.sum():.3g}/{len(right)}" for right in own]
        means = arm.right[rare].mean(), np.mean([right.mean() for right in own]), arm.accuracy
        rows.append([arm.name, *counts, *(f"{mean:.3f}" for mean in means)])
    return table("|".join(["Arm", *some, "These clips", "These words", "Other words"]), rows)


def rare_word_gains(arms: dict[str, Arm], baseline: Arm) -> Table:
    """The arms beside a baseline on the rare words, the best first."""
    rare, words, voices = ~baseline.clips.covered, baseline.clips.words, baseline.clips.voices
    rows = []
    for arm in sorted(arms.values(), key=lambda arm: -arm.right[rare].mean()):
        gain = Difference(arm.name, "", *records.difference(arm.right[rare], baseline.right[rare], voices[rare]), ())
        over = ("", "") if arm is baseline else _gain(gain)
        mean = np.mean([arm.right[words == word].mean() for word in np.unique(words[rare])])
        rows.append([f"`{arm.name}`", f"{arm.right[rare].mean():.3f}", *over, f"{mean:.3f}", f"{arm.accuracy:.3f}"])
    head = f"Arm|Rare words|Over `{baseline.name}`, points|95 % over voices|Mean over these words|Other words"
    return table(head, rows)


def unreleased(compared: Iterable[tuple[Arm, Arm]]) -> Table:
    """Unreleased arms, each beside the shipped one."""
    rows = []
    for arm, shipped in compared:
        assert (arm.clips.paths == shipped.clips.paths).all()
        both = zip(shares(arm), shares(shipped), strict=True)
        test, rare, noisy, validation = (" / ".join(f"{share:.3f}" for share in pair) for pair in both)
        rows.append([f"`{arm.name}`", test, *_gain(findings.differ(arm, shipped)), rare, noisy, validation])
    head = "Unreleased / shipped|Test, 22 words|Points over what ships|95 % over voices|Rare words|At 0 dB of noise"
    return table(f"{head}|Validation, 22 words", rows)


def beside_chapter(arms: Iterable[Arm]) -> Table:
    """Arms that the chapter has, too, beside what it printed."""
    rows = []
    for arm in arms:
        printed, run = reference.PRINTED[arm.name], arm.runs[0]
        tested = run.metrics["test"]
        theirs = [f"{printed.test_accuracy:.4f}", f"{printed.test_loss:.4f}", f"{printed.epochs} of {reference.EPOCHS}"]
        rare = f"{tested['accuracy_rare']:.4f}" if "accuracy_rare" in tested else NOT_MEASURED
        ours = [f"{tested['accuracy']:.4f}", f"{tested['accuracy_covered']:.4f}", rare, f"{tested['loss']:.4f}"]
        rows.append([arm.name, *theirs, *ours, str(run.epochs)])
    return table("Arm|Chapter: accuracy|loss|epochs|Here: all words|well-covered words|rare words|loss|epochs", rows)


def noise(arms: dict[str, Arm]) -> Table:
    """Accuracy of arms that were measured in noise, the least noise first."""
    levels = sorted(next(iter(arms.values())).noise, key=float, reverse=True)
    rows = [[name, *(f"{arm.noise[level]:.3f}" for level in levels)] for name, arm in arms.items()]
    return table("|".join(["Arm", *(f"{level} dB" for level in levels)]), rows)


def choices(choices: Iterable[Choice]) -> Table:
    """Cost and accuracy of the variants."""
    rows = [
        [
            choice.name,
            f"{choice.accuracy:.4f}",
            NOT_MEASURED if choice.at_zero_db is None else f"{choice.at_zero_db:.3f}",
            "x".join(map(str, choice.shape)),
            f"{choice.weights:,}",
            f"{choice.multiply_adds / 1e6:,.0f} million",
        ]
        for choice in choices
    ]
    return table("Variant|Accuracy|At 0 dB|Input|Weights|Multiply-adds", rows)


def errors(errors: Iterable[Error]) -> Table:
    """Errors with their confidence."""
    rows = [[f"`{error.clip}`", error.true, error.said, f"{error.probability:.3f}"] for error in errors]
    return table("Clip|Spoken|Heard|Probability", rows)
