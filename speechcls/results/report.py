"""The report: all trainings in tables, figures and sentences, from their records alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from speechcls.models import variants
from speechcls.models.classifier import Classifier
from speechcls.plots import mpl, training_panels
from speechcls.plots.alluvial import alluvial
from speechcls.results import conclusions, cost, findings, records, reference, rejection_tables, tables
from speechcls.results.findings import Arm
from speechcls.results.plan import TABLES

FILE = "report.md"
PICTURES = "figures"


@dataclass(frozen=True)
class Sources:
    """Where records and variants lie, and where the report goes."""

    results: Path
    variants: Path
    folder: Path

    @property
    def arms(self) -> dict[str, dict[str, Arm]]:
        return {table: findings.arms(table, self.results) for table in records.tables(self.results)}

    def picture(self, name: str) -> Path:
        return self.folder / PICTURES / f"{name}.png"


def write(folder: Path, results_folder: Path = records.FOLDER, variants_folder: Path = variants.FOLDER) -> Path:
    """Write the report and its figures into a folder, which is made if it is missing. Returns the Markdown file."""
    sources = Sources(results_folder, variants_folder, folder)
    (folder / PICTURES).mkdir(parents=True, exist_ok=True)
    found = sources.arms
    parts: list[Iterator[str]] = [_head(found), _missing(found)]
    for table, arms in found.items():
        parts += [_table(table, arms), _beside_chapter(table, arms), _pairs(table, arms), _noise(table, arms, sources)]
        parts += [_robustness(arms), _rare(arms)]
    parts += [_ablation(found), _open_set(found), _choices(sources), _finders(sources), _calibration(sources)]
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
        if told := conclusions.on_phase_in(table, found):
            yield f"*{table}*: {told}\n"


def _missing(found: dict[str, dict[str, Arm]]) -> Iterator[str]:
    """The trainings of the plan that have no record yet."""
    left = {table: [arm for arm in plan if arm not in found.get(table, {})] for table, plan in TABLES.items()}
    if any(left.values()):
        yield "## What is missing\n"
        yield from (f"* *{table}*: no record of {', '.join(arms)}." for table, arms in left.items() if arms)
        yield "\nNothing stands for them below. `python -m speechcls study --data DATA` makes them.\n"


def _table(table: str, arms: dict[str, Arm]) -> Iterator[str]:
    clips = next(iter(arms.values())).clips
    covered = len(set(clips.words[clips.covered]))
    yield f"## The experiment *{table}*\n"
    yield f"Tested on {len(clips.paths):,} clips of {len(set(clips.voices))} voices and {len(set(clips.words))} words;"
    yield f"{covered} of these have {variants.COVERED} or more training clips of their own: the first accuracy is over"
    yield "them, with its interval, the second over all.\n"
    yield tables.runs(arms).markdown()
    if mixed := conclusions.precisions(arms):
        yield f"{mixed}\n"


def _ablation(found: dict[str, dict[str, Arm]]) -> Iterator[str]:
    arms = found.get("ablation", {})
    table = tables.ablation(arms)
    if table.rows:
        yield "## Ablation: what each setting of compact gives\n"
        yield "Each was left out of one training. It gave the points by which the accuracy over the well-covered words"
        yield "of the test fell then. Last, the error rates on test of a rejection fitted to 5 % false rejections on"
        yield "validation: false rejections, and false acceptances, the mean over the kinds of negatives; synthetic"
        yield "words outside the list are counted apart.\n"
        yield table.markdown()
        yield f"{tables.ablation_verdicts(arms)}\n"


def _open_set(found: dict[str, dict[str, Arm]]) -> Iterator[str]:
    """How often a network accepts words that it was not trained on."""
    table = rejection_tables.open_set(found)
    if table.rows:
        yield "## Words that were not taught\n"
        yield "Rejection was calibrated on validation clips without these words; on the test clips:\n"
        yield table.markdown()


def _beside_chapter(table: str, arms: dict[str, Arm]) -> Iterator[str]:
    """The arms that the chapter has too, and how its data differ."""
    both = [arm for name, arm in arms.items() if name in reference.PRINTED]
    if not both:
        return
    run, clips = both[0].runs[0], both[0].clips
    yield "### The chapter's figures beside these\n"
    split = "at random" if run.settings["partition"] == "random" else "by speaker"
    yield f"The chapter had about {reference.CLIPS:,} clips of {reference.WORDS} words, split at random: 60 % for"
    yield "training, and its test holds voices that were trained on."
    yield f"Here the split is {split}, {run.clips:,} clips are for training, and"
    yield f"{len(set(clips.words[~clips.covered]))} of the {len(set(clips.words))} words have fewer than"
    yield f"{variants.COVERED} clips of their own there. So the figures are not those of one experiment.\n"
    yield tables.beside_chapter(both).markdown()


def _pairs(table: str, arms: dict[str, Arm]) -> Iterator[str]:
    yield "### Arms compared on the same clips\n"
    if len(arms) < 2:
        yield "There is one arm only, so nothing to compare.\n"
        return
    yield "Points of accuracy over the well-covered words by which the first is better, over the seeds that both"
    yield "have; where these are several, the differences of each stand beside.\n"
    yield tables.pairs(arms).markdown()


def _noise(table: str, arms: dict[str, Arm], sources: Sources) -> Iterator[str]:
    yield "### Accuracy against noise\n"
    measured = {name: arm for name, arm in arms.items() if arm.noise}
    if left := [name for name in arms if name not in measured]:
        yield f"Not measured for {', '.join(left)}.\n"
    if measured:
        panel = training_panels.in_noise({name: arm.noise for name, arm in measured.items()})
        mpl.save(sources.picture(f"{table}-noise"), panel)
        yield from _image(f"{table}-noise", f"Accuracy against noise, {table}")
        yield tables.noise(measured).markdown()


def _robustness(arms: dict[str, Arm]) -> Iterator[str]:
    """Accuracy at lower levels and in babble, and what rejection refuses there."""
    table = tables.robustness(arms)
    if table.rows:
        yield "### Quiet words, and words among other voices\n"
        yield "Accuracy over the well-covered words, before any rejection; in brackets, where there is one, the share"
        yield "that it refuses, in per cent. A peak is that of the clip, in dBFS; a cut clip ends where its word is so"
        yield "far below its peak; babble is eight other voices of the test, so many dB below the word.\n"
        yield table.markdown()


def _rare(arms: dict[str, Arm]) -> Iterator[str]:
    """How often each arm names the rare words."""
    if next(iter(arms.values())).clips.covered.all():
        return
    yield "### Words that few people recorded\n"
    yield f"Fewer than {variants.COVERED} training clips of their own. Clips named rightly, of the test's; then the"
    yield "share over all these clips, the mean of the words' own shares, and the accuracy over the other words.\n"
    yield tables.rare_words(arms).markdown()


def _choices(sources: Sources) -> Iterator[str]:
    names = variants.names(sources.variants)
    if not names:
        return
    yield "## Choosing a front end\n"
    yield "The shipped variants. Multiply-adds are the network's, for one second of sound.\n"
    loaded = (Classifier.load(name, sources.variants) for name in names)
    yield tables.choices(cost.choices(loaded, sources.results)).markdown()


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


def _calibration(sources: Sources) -> Iterator[str]:
    yield "## Rejection and calibration of the shipped variants\n"
    for name in variants.names(sources.variants):
        card = variants.card(name, sources.variants)
        if not (card.rejection and card.rejection.measured):
            yield f"{name} was not calibrated yet.\n"
            continue
        panels = [training_panels.reliability(card.rejection.measured)]
        if drawn := variants.rejection_curves(name, sources.variants):
            panels.append(training_panels.rejection_tradeoff(drawn, card.rejection.measured))
        if kept := variants.stream(name, sources.variants):
            panels.append(training_panels.listening_tradeoff(kept))
        mpl.save(sources.picture(f"rejection-{name}"), *panels)
        yield from _image(f"rejection-{name}", f"{name}: {' '.join(panel.description for panel in panels)}")


def _arm(table: str, arm: Arm, sources: Sources) -> Iterator[str]:
    """The records of one arm's first seed: curves, confusions, calibration, confident errors."""
    run, predicted, name = arm.runs[0], arm.predictions[0], f"{table}-{arm.name}"
    printed = reference.PRINTED[arm.name].history() if arm.name in reference.PRINTED else ()
    words, counts = findings.confusions(predicted, arm.clips)
    flows, matrix = alluvial(words, counts), training_panels.confusion(words, counts)
    honest = training_panels.reliability({"test": findings.reliability(predicted, arm.clips)}, findings.RAW)
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
    yield "The most confident errors:\n"
    errors = findings.confident_errors(predicted, arm.clips)
    if (drawn := records.pictures(run, sources.results)) is not None:
        titles = [f"“{error.true}”, heard “{error.said}”" for error in errors]
        mpl.save_tiles(sources.picture(f"{name}-errors"), drawn, titles)
        yield from _image(f"{name}-errors", f"Log-mel spectrograms of these clips: {'; '.join(titles)}.")
    yield tables.errors(errors).markdown()


def _image(name: str, text: str) -> Iterator[str]:
    yield f"![{text}]({PICTURES}/{name}.png)\n"
    yield f"{text}\n"
