"""Commands that measure a variant: evaluate, evaluate-robustness, evaluate-stream, calibrate, export."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from speechcls.cli.options import (
    Actors,
    BestVariant,
    DataFolder,
    Engine,
    TableOrJson,
    VariantName,
    VariantsFolder,
    app,
    fail,
    failing_on,
    to_write,
)

if TYPE_CHECKING:
    from speechcls.data.corpus import Corpus
    from speechcls.models.classifier import Classifier


@app.command()
def evaluate(
    data: DataFolder,
    variant: BestVariant = "",
    split: Annotated[Literal["train", "validation", "test"], typer.Option(help="Part of the data to score.")] = "test",
    partition: Annotated[Literal["speaker", "random"] | None, typer.Option(help="Default: the card's.")] = None,
    output: TableOrJson = "table",
    folder: VariantsFolder = None,
    engine: Engine = "local",
    actors: Actors = None,
) -> None:
    """Score a variant on one part of the data: accuracy over all, well-covered and rare words; loss; clips."""
    from speechcls.data import corpus as dataset
    from speechcls.evaluation import accuracy as work
    from speechcls.models import variants

    with failing_on(ValueError):
        loaded = variants.load(variant or next(iter(variants.names(folder)), ""), folder)
        corpus = dataset.read_corpus(data)
        by_ray = None
        if engine == "ray":
            from speechcls.evaluation import many

            place = variants.folder_of(variant or loaded.card.name, folder).absolute()
            by_ray = partial(many.score, place, corpus, actors=actors)
        measured = work.evaluate(loaded, corpus, split, partition, by_ray)
    if output == "json":
        print(json.dumps({"variant": loaded.card.name, "split": split} | measured, indent=1))
    else:
        for key, value in measured.items():
            print(f"{key:18} {value:.4f}" if isinstance(value, float) else f"{key:18} {value}")


@app.command("evaluate-robustness")
def evaluate_robustness(
    data: DataFolder,
    variant: Annotated[list[str] | None, typer.Option(help="A trained variant; may be repeated. Default: all.")] = None,
    split: Annotated[Literal["validation", "test"], typer.Option(help="Part of the data to score.")] = "test",
    output: TableOrJson = "table",
    folder: VariantsFolder = None,
) -> None:
    """Score variants on the well-covered words made quiet, among other voices, and in noise.

    Prints accuracy, its 95 % interval by bootstrap over voices, and the share of clips that is rejected.
    """
    from speechcls.data import corpus as dataset
    from speechcls.evaluation import robustness as work
    from speechcls.models import variants
    from speechcls.models.classifier import Classifier
    from speechcls.results.records import interval

    rows = []
    with failing_on(ValueError):
        corpus = dataset.read_corpus(data)
        for name in variant or variants.names(folder):
            classifier = Classifier.load(name, folder)
            settings = classifier.card.training["settings"]
            parts = dataset.split(corpus, settings["partition"], settings["seed"])
            known, labels = work.select_well_covered(classifier, corpus, parts[split])
            for one in work.conditions(classifier, corpus, known, labels):
                shares = float(one.right.mean()), *interval(one.right, corpus.voices[known]), float(one.refused.mean())
                told = dict(zip(("accuracy", "low", "high", "refused"), (round(s, 4) for s in shares), strict=True))
                rows.append({"variant": name, "condition": one.kind, "decibels": one.decibels} | told)
                if output == "table":
                    print(*(f"{value:<9}" for value in rows[-1].values()), flush=True)
    if output == "json":
        print(json.dumps(rows, indent=1))


@app.command("evaluate-stream")
def evaluate_stream(
    data: DataFolder,
    variant: BestVariant = "",
    split: Annotated[
        Literal["validation", "test"] | None,
        typer.Option(help="Part of the data to take words from. Default: validation; with -o both."),
    ] = None,
    minutes: Annotated[float, typer.Option(min=0.5, max=600, help="Length of the recording.")] = 8.0,
    seed: Annotated[int, typer.Option(help="Seed of the recording.")] = 0,
    sweep: Annotated[bool, typer.Option("--sweep", help="Compare settings of the smoothing.")] = False,
    others: Annotated[
        float,
        typer.Option(min=0, max=600, help="Minutes of a second recording, of other speech, babble, noise and silence."),
    ] = 0.0,
    file: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A .json file: keep the curve of --others, on validation and test."),
    ] = None,
    output: TableOrJson = "table",
    folder: VariantsFolder = None,
) -> None:
    """Let a variant listen to a long recording of known words and noise: hits, misses and false alarms.

    With --others it also listens to a recording without any of the words, and missed words are printed against false
    alarms an hour: as rejection gets stricter, then as the threshold of the averaged probability rises.
    """
    from speechcls.data import corpus as dataset
    from speechcls.models.classifier import Classifier
    from speechcls.paths import write_whole

    if file and not others:
        fail("-o keeps the curve, which needs other sounds. Give their minutes: --others 60.")
    if file and split:
        fail("-o keeps the curve on validation and on test. Leave out --split.")
    if sweep and others:
        fail("--sweep compares settings in the recording of words alone. Give either --sweep or --others.")
    if file:
        to_write(file, ".json")
    part = split or "validation"
    with failing_on(ValueError):
        classifier = Classifier.load(variant or None, folder)
        corpus = dataset.read_corpus(data)
    if others:
        parts = ("validation", "test") if file else (part,)
        measured, table = _missed_against_alarms(classifier, corpus, parts, minutes, others, seed)
    else:
        measured, table = _hits_and_alarms(classifier, corpus, part, minutes, seed, sweep)
    if file:
        write_whole(file, json.dumps(measured) + "\n")
    print(json.dumps(measured, indent=1) if output == "json" else table)


def _missed_against_alarms(
    classifier: Classifier, corpus: Corpus, parts: Sequence[str], minutes: float, others: float, seed: int
) -> tuple[dict[str, Any], str]:
    """The curve of a listener on parts of the data, as JSON and as a table."""
    from speechcls.evaluation import stream_curve as work

    trial = work.Trial(minutes, others, seed)
    with failing_on(ValueError):
        curves = work.curves(classifier, corpus, parts, trial)
    tables = (f"{part}\n{work.table(points)}" for part, points in curves.items())
    return work.to_json(classifier.card, trial, curves), "\n".join(tables)


def _hits_and_alarms(
    classifier: Classifier, corpus: Corpus, part: str, minutes: float, seed: int, sweep: bool
) -> tuple[dict[str, Any], str]:
    """What a listener catches and misses in a recording of words, by one smoothing or many: as JSON and as a table."""
    from speechcls.data import recording
    from speechcls.evaluation import streaming as work

    with failing_on(ValueError):
        made = recording.record(corpus, classifier.card, part, minutes, seed)
    results = work.results(classifier, made, sweep)
    told = [work.as_json(smoothing, outcome) for smoothing, outcome in results]
    measured = {"variant": classifier.card.name, "split": part, "seed": seed, "results": told}
    return measured, work.sweep_table(results) if sweep else work.as_table(results[0][1])


@app.command()
def calibrate(
    variant: VariantName,
    data: DataFolder,
    seed: Annotated[int, typer.Option(help="Seed of the negatives.")] = 0,
    folder: VariantsFolder = None,
) -> None:
    """Fit a variant's temperature and rejection on validation clips, and write both on its card."""
    from speechcls.data import corpus as dataset
    from speechcls.evaluation import rejection as work

    with failing_on(ValueError):
        fitted = work.rewrite(variant, dataset.read_corpus(data), seed, folder)
    print(work.report(fitted))


@app.command()
def export(
    name: Annotated[str, typer.Argument(help="Name or path of a trained variant; with --in-place 'all', too.")],
    to: Annotated[Literal["onnx", "litert"], typer.Option("--to", help="ONNX, or LiteRT for phones.")] = "onnx",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="An .onnx or .tflite file.")] = None,
    given: Annotated[Literal["wave", "features"], typer.Option("--input", help="Input of the file.")] = "wave",
    test: Annotated[
        Path | None, typer.Option(help="Speech Commands, or a folder of sounds, to check on. Default: the examples.")
    ] = None,
    record: Annotated[Path | None, typer.Option(help="A .json file for what was compared; needs --test.")] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Write the variant's own ONNX file.")] = False,
    folder: VariantsFolder = None,
) -> None:
    """Write a variant as a file for other runtimes, checked against PyTorch. Exit code 1: the answers differ."""
    from speechcls.evaluation import exported
    from speechcls.models import export as work
    from speechcls.models import variants
    from speechcls.models.threads import answer_on_one_core
    from speechcls.paths import write_whole

    answer_on_one_core()
    with failing_on(ValueError):
        if in_place:
            for one in variants.names(folder) if name == "all" else [name]:
                print(work.ship(one, folder))
            return
        suffix = {"onnx": ".onnx", "litert": ".tflite"}[to]
        file = to_write(output or Path(Path(name).name + suffix), suffix)
        if record:
            to_write(record, ".json")
        variant = variants.load(name, folder)
        waves, labels = exported.sounds(test, variant.card)
        if record and labels is None:
            fail("--record keeps the accuracy, too, which needs labels. Give Speech Commands: --test DATA.")
        model, answer = exported.build(variant, to, given)
    agreement = exported.compare(variant, answer, waves, labels)
    print(exported.report(agreement, len(model)))
    if not agreement.ok:
        print(f"speechcls: {file} was not written, since its answers differ from those of PyTorch.", file=sys.stderr)
        raise typer.Exit(1)
    if record:
        write_whole(record, exported.to_json(agreement, variant.card, to, len(model)))
    for written in work.write(file, model, variant.card, given):
        print(written)
