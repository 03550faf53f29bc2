"""The report: all trainings in tables, figures and sentences, from their own records and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from speechcls.data.negatives import LEFT_OUT, SYNTHESISED
from speechcls.models import variants
from speechcls.plots import mpl, training_panels
from speechcls.plots.alluvial import alluvial
from speechcls.results import cost, findings, records, reference
from speechcls.results.findings import Arm, Difference
from speechcls.results.plan import TABLES
from speechcls.results.records import Run

FILE = "report.md"
PICTURES = "figures"
INGREDIENTS = (
    "Without",
    "Test",
    "It gave",
    "95 % over voices",
    "Words of few voices",
    "At 0 dB",
    "False rejections, %",
    "Other sounds heard, %",
    "Synthesised words heard, %",
)

LEVELS, BABBLE = ("-30", "-40", "-50"), ("20", "10", "5", "0")  # of evaluation/robustness.py, which is no layer below
ROBUSTNESS = (
    *("Arm", "Clear"),
    *(f"Peak {level} dBFS" for level in LEVELS),
    *(f"Babble at {level} dB" for level in BABBLE),
)


@dataclass(frozen=True)
class Sources:
    """Where records and variants lie, and where the report goes."""

    results: Path
    variants: Path
    folder: Path

    @property
    def found(self) -> dict[str, dict[str, Arm]]:
        return {table: findings.arms(table, self.results) for table in records.tables(self.results)}

    def picture(self, name: str) -> Path:
        return self.folder / PICTURES / f"{name}.png"


def write(folder: Path, results_folder: Path = records.FOLDER, variants_folder: Path = variants.FOLDER) -> Path:
    """Write the report and its figures into a folder, made if need be. Returns the markdown file."""
    sources = Sources(results_folder, variants_folder, folder)
    (folder / PICTURES).mkdir(parents=True, exist_ok=True)
    found = sources.found
    parts: list[Iterator[str]] = [_head(found), _missing(found)]
    for table, arms in found.items():
        parts += [_table(table, arms), _beside_chapter(table, arms), _pairs(table, arms), _noise(table, arms, sources)]
        parts += [_robustness(arms), _rare(arms)]
    parts += [_ingredients(found), _left_out(found), _choices(sources), _finders(sources), _calibrated(sources)]
    parts += [_arm(table, arm, sources) for table, arms in found.items() for arm in arms.values()]
    file = folder / FILE
    file.write_text("\n".join(line for part in parts for line in part) + "\n", encoding="utf-8")
    return file


def _head(found: dict[str, dict[str, Arm]]) -> Iterator[str]:
    yield "# What the trainings found\n"
    yield "Written by `python -m speechcls report` from the records of the trainings. Accuracy is that of the first"
    yield f"word, without any rejection. Intervals hold 95 % of {records.DRAWS:,} draws of whole voices, since clips of"
    yield "one voice are alike.\n"
    yield "## Does phase help?\n"
    for table in (table for table, plan in TABLES.items() if "scrambled" in plan):
        yield f"{findings.on_phase(found.get(table, {}))}\n"


def _missing(found: dict[str, dict[str, Arm]]) -> Iterator[str]:
    """Which trainings of the study have no record yet."""
    left = {table: [arm for arm in plan if arm not in found.get(table, {})] for table, plan in TABLES.items()}
    if any(left.values()):
        yield "## What is missing\n"
        yield from (f"* *{table}*: no record of {', '.join(arms)}." for table, arms in left.items() if arms)
        yield "\nNothing stands for them below. `python -m speechcls study --data DATA` makes them.\n"


def _table(table: str, arms: dict[str, Arm]) -> Iterator[str]:
    about = next(iter(arms.values())).about
    covered = len(set(about.words[about.covered]))
    yield f"## The experiment *{table}*\n"
    yield f"Tested on {len(about.paths):,} clips of {len(set(about.voices))} voices and {len(set(about.words))} words;"
    yield f"{covered} of these have {variants.COVERED} or more training clips of their own: the first accuracy is over"
    yield "them, with its interval, the second over all.\n"
    heads = f"Arm|Split|Schedule|Seed|{covered} words|95 %|All words|Loss|Clips|Epochs|Minutes|Device|Command"
    yield from _markdown(
        heads.split("|"), [_row(arm, run, i) for arm in arms.values() for i, run in enumerate(arm.runs)]
    )
    if mixed := findings.precisions(arms):
        yield f"{mixed}\n"


def _row(arm: Arm, run: Run, place: int) -> list[str]:
    tested, covered = run.metrics["test"], arm.about.covered
    right = records.right(arm.said[place], arm.about)[covered]
    low, high = records.interval(right, arm.about.voices[covered])
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
        f"{run.device}; {run.precision}",
        f"`{run.command}`",
    ]


def schedule(run: Run) -> str:
    """A run's schedule in words."""
    planned, patience = run.settings["epochs"], run.settings["patience"]
    ends = f"stops after {patience} epochs without progress" if patience else "completes"
    return f"one cycle of {planned} epochs to {run.settings['max_lr']:g}, {ends}"


def _ingredients(found: dict[str, dict[str, Arm]]) -> Iterator[str]:
    arms = found.get("ablation", {})
    if rows := ingredients(arms):
        yield "## What each ingredient of compact gives\n"
        yield "Each was left out of one training. It gave the points by which the test of the well-covered words fell"
        yield "then. Last, what a rejection of 5 % of the words of validation makes of the test: how many words it"
        yield "misses, and how many other sounds it hears as words, the mean over their kinds; words outside the list"
        yield "that a synthesiser said are counted apart.\n"
        yield from _markdown(INGREDIENTS, rows)
        yield f"{verdicts(arms)}\n"


def ingredients(arms: dict[str, Arm]) -> list[list[str]]:
    """Rows under INGREDIENTS: the training that has all first, then what gave most; none without both."""
    if "all" not in arms or len(arms) < 2:
        return []
    rows = [_ingredient("nothing", arms["all"], "", "")]
    for name, gain in _gains(arms).items():
        rows.append(_ingredient(name, arms[f"no-{name}"], f"{100 * gain.mean:+.1f}", _span(gain)))
    return rows


def verdicts(arms: dict[str, Arm]) -> str:
    """Whether what each ingredient gave is more than chance, in one sentence."""
    by_verdict: dict[str, list[str]] = {}
    for name, gain in _gains(arms).items():
        by_verdict.setdefault(gain.verdict, []).append(name)
    told = "; ".join(f"{', '.join(names)}: {verdict}" for verdict, names in by_verdict.items())
    return f"Of what they gave, {told}."


def _gains(arms: dict[str, Arm]) -> dict[str, Difference]:
    """What each ingredient gave, the most first."""
    gave = {name.removeprefix("no-"): findings.differ(arms["all"], arm) for name, arm in arms.items() if name != "all"}
    return dict(sorted(gave.items(), key=lambda item: -item[1].mean))


def _ingredient(without: str, arm: Arm, gave: str, span: str) -> list[str]:
    rare = arm.right[~arm.about.covered]
    rejections = [run.rejection["test"] for run in arm.runs if run.rejection]
    synthesised = [
        rejection["false_acceptance_by_kind"][SYNTHESISED]
        for rejection in rejections
        if SYNTHESISED in rejection["false_acceptance_by_kind"]
    ]
    return [
        without,
        f"{arm.accuracy:.3f}",
        gave,
        span,
        _mean(rare, "{:.3f}"),
        f"{arm.noise['0']:.3f}" if arm.noise else "not measured",
        *(
            _mean([100 * rejection[key] for rejection in rejections], "{:.1f}")
            for key in ("false_rejection_rate", "false_acceptance_rate")
        ),
        _mean([100 * share for share in synthesised], "{:.1f}"),
    ]


def _span(gain: Difference) -> str:
    return f"{100 * gain.low:+.1f} to {100 * gain.high:+.1f}"


def _mean(values: Sequence[float] | np.ndarray, form: str) -> str:
    return form.format(np.mean(values)) if len(values) else "not measured"


def _left_out(found: dict[str, dict[str, Arm]]) -> Iterator[str]:
    """How often a network accepts words that it was never taught (open set)."""
    rows = []
    for table, arms in found.items():
        for arm in arms.values():
            run = arm.runs[0]
            tested = run.rejection.get("test", {})
            if LEFT_OUT not in tested.get("false_acceptance_by_kind", {}):
                continue
            words, heard = run.settings["leave_out"].replace(",", ", "), tested["false_acceptance_by_kind"][LEFT_OUT]
            rows.append([f"{arm.name}, *{table}*", words, f"{tested['false_rejection_rate']:.1%}", f"{heard:.1%}"])
    if rows:
        yield "## Words that were not taught\n"
        yield "Rejection was calibrated on validation clips without these words; on the test clips:\n"
        yield from _markdown(
            ["Arm", "Words left out", "Taught words rejected", "Words left out, accepted as others"], rows
        )


def _beside_chapter(table: str, arms: dict[str, Arm]) -> Iterator[str]:
    """The arms that the chapter has too, and how its data differ."""
    both = [arm for name, arm in arms.items() if name in reference.PRINTED]
    if not both:
        return
    run, about = both[0].runs[0], both[0].about
    yield "### The chapter's figures beside these\n"
    split = "at random" if run.settings["partition"] == "random" else "by speaker"
    yield f"The chapter had about {reference.CLIPS:,} clips of {reference.WORDS} words, split at random: 60 % for"
    yield "training, and its test holds voices that were trained on."
    yield f"Here the split is {split}, {run.clips:,} clips are for training, and"
    yield f"{len(set(about.words[~about.covered]))} of the {len(set(about.words))} words have fewer than"
    yield f"{variants.COVERED} clips of their own there. So the figures are not those of one experiment.\n"
    rows = []
    for arm in both:
        printed, tested = reference.PRINTED[arm.name], arm.runs[0].metrics["test"]
        theirs = [f"{printed.test_accuracy:.4f}", f"{printed.test_loss:.4f}", f"{printed.epochs} of {reference.EPOCHS}"]
        ours = [f"{tested[key]:.4f}" for key in ("accuracy", "accuracy_covered", "loss")]
        rows.append([arm.name, *theirs, *ours, str(arm.runs[0].epochs)])
    heads = "Arm|Chapter: accuracy|loss|epochs|Here: all words|well-covered words|loss|epochs"
    yield from _markdown(heads.split("|"), rows)


def _pairs(table: str, arms: dict[str, Arm]) -> Iterator[str]:
    yield "### Arms compared on the same clips\n"
    if len(arms) < 2:
        yield "There is one arm only, so nothing to compare.\n"
        return
    yield "Points of accuracy over the well-covered words by which the first is better, over the seeds that both"
    yield "have; where these are several, the differences of each stand beside.\n"
    rows = []
    for one, other in combinations(arms.values(), 2):
        told = findings.differ(one, other)
        seeds = ", ".join(f"{100 * gain:+.1f}" for gain in told.seeds) if len(told.seeds) > 1 else "one seed"
        rows.append([one.name, other.name, f"{100 * told.mean:+.1f}", _span(told), seeds, told.verdict])
    yield from _markdown(["One", "Other", "Difference", "95 %", "By seed", "It is"], rows)


def _noise(table: str, arms: dict[str, Arm], sources: Sources) -> Iterator[str]:
    yield "### Accuracy against noise\n"
    heard = {name: arm.noise for name, arm in arms.items() if arm.noise}
    if left := [name for name in arms if name not in heard]:
        yield f"Not measured for {', '.join(left)}.\n"
    if heard:
        levels = sorted(next(iter(heard.values())), key=float, reverse=True)
        mpl.save(sources.picture(f"{table}-noise"), training_panels.in_noise(heard))
        yield from _image(f"{table}-noise", f"Accuracy against noise, {table}")
        rows = [[name, *(f"{measured[level]:.3f}" for level in levels)] for name, measured in heard.items()]
        yield from _markdown(["Arm", *(f"{level} dB" for level in levels)], rows)


def _robustness(arms: dict[str, Arm]) -> Iterator[str]:
    """Accuracy at lower levels and among other voices, and what a rejection refuses there."""
    if rows := robustness(arms):
        yield "### Quiet words, and words among other voices\n"
        yield "Accuracy over the well-covered words, before any rejection; in brackets, where there is one, the share"
        yield "that it refuses, in per cent. A peak is that of the clip, in dBFS; babble is eight other voices of the"
        yield "test, so many dB below the word.\n"
        yield from _markdown(ROBUSTNESS, rows)


def robustness(arms: dict[str, Arm]) -> list[list[str]]:
    """Rows under ROBUSTNESS of the arms that were measured."""
    steps = [("clear", "0"), *(("level", step) for step in LEVELS), *(("babble", step) for step in BABBLE)]
    rows = []
    for arm in arms.values():
        if all(arm.robustness(kind) for kind, _ in steps):
            shares = (arm.robustness(kind)[step] for kind, step in steps)
            gated = all(run.rejection for run in arm.runs)
            told = (f"{right:.3f}" + f" ({100 * refused:.0f})" * gated for right, refused in shares)
            rows.append([f"`{arm.name}`", *told])
    return rows


def _rare(arms: dict[str, Arm]) -> Iterator[str]:
    """How often each arm names the words that few people recorded."""
    about = next(iter(arms.values())).about
    words, rare = about.words, ~about.covered
    if not rare.any():
        return
    yield "### Words that few people recorded\n"
    yield f"Fewer than {variants.COVERED} training clips of their own. Clips named rightly, of the test's; then the"
    yield "share over all these clips, the mean of the words' own shares, and the accuracy over the other words.\n"
    some = sorted(set(words[rare]))
    rows = []
    for arm in arms.values():
        own = [arm.right[words == word] for word in some]
        shares = [arm.right[rare].mean(), np.mean([right.mean() for right in own]), arm.accuracy]
        cells = [f"{right.sum():.3g}/{len(right)}" for right in own]
        rows.append([arm.name, *cells, *(f"{share:.3f}" for share in shares)])
    yield from _markdown(["Arm", *some, "These clips", "These words", "Other words"], rows)


def _choices(sources: Sources) -> Iterator[str]:
    names = variants.names(sources.variants)
    if not names:
        return
    yield "## Choosing a front end\n"
    yield "The shipped variants. Multiply-adds are the network's, for one second of sound.\n"
    loaded = (variants.load(name, sources.variants) for name in names)
    rows = [
        [
            c.name,
            f"{c.accuracy:.4f}",
            "not measured" if c.at_zero_db is None else f"{c.at_zero_db:.3f}",
            "x".join(map(str, c.shape)),
            f"{c.weights:,}",
            f"{c.multiply_adds / 1e6:,.0f} million",
        ]
        for c in cost.choices(loaded, sources.results)
    ]
    yield from _markdown(["Variant", "Accuracy", "At 0 dB", "Input", "Weights", "Multiply-adds"], rows)


def _finders(sources: Sources) -> Iterator[str]:
    yield "## Learning-rate finder\n"
    for name in variants.names(sources.variants):
        if not (sweep := variants.sweep(name, sources.variants)):
            yield f"No sweep was kept for {name}.\n"
            continue
        chosen = variants.card(name, sources.variants).training["settings"]["max_lr"]
        panel = training_panels.learning_rate(sweep["rates"], sweep["losses"], chosen)
        mpl.save(sources.picture(f"lr-finder-{name}"), panel)
        yield f"`{sweep['command']}`\n"
        yield from _image(f"lr-finder-{name}", f"{name}: {panel.description}")


def _calibrated(sources: Sources) -> Iterator[str]:
    yield "## Rejection and calibration of the shipped variants\n"
    for name in variants.names(sources.variants):
        card = variants.card(name, sources.variants)
        if not (card.rejection and card.rejection.measured):
            yield f"{name} was not calibrated yet.\n"
            continue
        panels = [training_panels.reliability(card.rejection.measured)]
        if drawn := variants.rejection_curves(name, sources.variants):
            panels.append(training_panels.rejection_tradeoff(drawn, card.rejection.measured))
        mpl.save(sources.picture(f"rejection-{name}"), *panels)
        yield from _image(f"rejection-{name}", f"{name}: {' '.join(panel.description for panel in panels)}")


def _arm(table: str, arm: Arm, sources: Sources) -> Iterator[str]:
    """What only one arm's records show: curves, confusions, calibration, errors that were sure; of its first seed."""
    run, said, name = arm.runs[0], arm.said[0], f"{table}-{arm.name}"
    printed = reference.PRINTED[arm.name].history() if arm.name in reference.PRINTED else ()
    words, counts = findings.confusions(said, arm.about)
    flows, matrix = alluvial(words, counts), training_panels.confusion(words, counts)
    honest = training_panels.reliability({"test": findings.reliability(said, arm.about)}, findings.RAW)
    mpl.save(
        sources.picture(f"{name}-curves"),
        *training_panels.learning_curves(records.history(run, sources.results), printed),
    )
    mpl.save_flows(sources.picture(f"{name}-flows"), flows, f"{arm.name}: who was taken for whom")
    mpl.save(sources.picture(f"{name}-matrix"), matrix)
    mpl.save(sources.picture(f"{name}-reliability"), honest)
    yield f"## {arm.name}, *{table}*, seed {run.settings['seed']}\n"
    yield from _image(
        f"{name}-curves", f"Learning curves of {arm.name}" + ", the chapter's printed points beside" * bool(printed)
    )
    yield from _image(f"{name}-flows", flows.description)
    yield from _image(f"{name}-matrix", matrix.description)
    yield from _image(f"{name}-reliability", f"Calibration, {findings.RAW}. {honest.description}")
    yield "Wrong and most sure of it:\n"
    errors = findings.confident_errors(said, arm.about)
    if (drawn := records.pictures(run, sources.results)) is not None:
        titles = [f"“{error.true}”, heard “{error.said}”" for error in errors]
        mpl.save_tiles(sources.picture(f"{name}-errors"), drawn, titles)
        yield from _image(f"{name}-errors", f"Log-mel spectrograms of these clips: {'; '.join(titles)}.")
    rows = [[f"`{error.clip}`", error.true, error.said, f"{error.probability:.3f}"] for error in errors]
    yield from _markdown(["Clip", "Spoken", "Heard", "Probability"], rows)


def _image(name: str, text: str) -> Iterator[str]:
    yield f"![{text}]({PICTURES}/{name}.png)\n"
    yield f"{text}\n"


def _markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for row in (heads, ["---"] * len(heads), *rows):
        yield f"| {' | '.join(row)} |"
    yield ""
