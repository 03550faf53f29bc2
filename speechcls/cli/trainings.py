"""Commands for trainings: data, train, study, report, find-lr, curves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from speechcls.cli.options import (
    DataFolder,
    FrontEnd,
    PictureFile,
    VariantName,
    VariantsFolder,
    app,
    failing_on,
    require_writable,
    settings,
    to_write,
)
from speechcls.results.config import TrainingConfig

FIND_LR = ("network", "partition", "max_per_word", "batch_size", "max_lr", "standardise", "seed")  # settings of find-lr


@app.command()
def data(folder: Annotated[Path, typer.Argument(help="Folder for the clips, or one that holds them already.")]) -> None:
    """Fetch Speech Commands v0.01 (1.4 GB). A broken download is resumed."""
    from speechcls.data.download import DownloadError, fetch

    with failing_on(DownloadError):
        print(fetch(folder))


@app.command()
@settings()
def train(
    front_end: FrontEnd,
    data: DataFolder,
    name: Annotated[str, typer.Option(help="Name of the variant. Default: the front end's.")] = "",
    output: Annotated[Path | None, typer.Option(help="Folder of variants. Default: assets/variants.")] = None,
    **settings: Any,
) -> None:
    """Train a network and write it as a variant. Run again after a kill, it resumes from its last epoch."""
    from speechcls.data import corpus as dataset
    from speechcls.models import variants
    from speechcls.paths import home
    from speechcls.training import export, loop

    with failing_on(ValueError):
        config = TrainingConfig(front_end, **settings)
        corpus = dataset.read_corpus(data)
        require_writable(output or variants.FOLDER, "Name another folder with --output.")
        require_writable(home(), "Name another folder for checkpoints and decoded clips: SPEECHCLS_HOME=FOLDER")
        trained = loop.train(config, corpus)
        if not trained.leads:
            return
        folder = export.export(config, corpus, trained, name or front_end, output or variants.FOLDER)
    print(folder)


@app.command()
def study(
    data: DataFolder,
    table: Annotated[list[str] | None, typer.Option(help="An experiment; may be repeated. Default: all.")] = None,
    arm: Annotated[list[str] | None, typer.Option(help="An arm of it; may be repeated. Default: all.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Trainings of each arm, with different seeds.")] = 1,
    plan: Annotated[bool, typer.Option("--plan", help="Only list what is done and what is left.")] = False,
    output: Annotated[
        Path | None, typer.Option(help="Folder for records (results/) and networks (variants/). Default: assets.")
    ] = None,
) -> None:
    """Train the networks of the experiments in their order. Finished ones are skipped; others resume after a kill."""
    from speechcls.data import corpus as dataset
    from speechcls.paths import ASSETS
    from speechcls.results.plan import steps as plan_steps
    from speechcls.training import study as work

    folder, networks = ((output or ASSETS) / name for name in ("results", "variants"))
    with failing_on(ValueError):
        steps = list(plan_steps(table, seeds, arm))
        corpus = dataset.read_corpus(data)
        for step in steps:
            done = work.find_finished(step, corpus, folder)
            print(f"{step.table} {step.name}: {'done' if done else step.config.command()}", flush=True)
            if plan:
                continue
            if done:
                work.measure_again(done, corpus, folder, networks)
                work.picture(done, corpus, folder)
            else:
                made = work.run(step, corpus, folder, networks)
                if made:
                    accuracy = made.metrics["test"]["accuracy_covered"]
                    print(f"{step.table} {step.name}: test accuracy over well-covered words {accuracy:.4f}", flush=True)


@app.command()
def report(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write into.")] = Path("report"),
    records: Annotated[Path | None, typer.Option(help="Folder of results. Default: assets/results.")] = None,
) -> None:
    """Write a report on the experiments from their records: tables, figures, comparisons."""
    from speechcls.results import report as work
    from speechcls.results.records import FOLDER

    with failing_on(OSError, ValueError):
        print(work.write(output, records or FOLDER))


@app.command("find-lr")
@settings(*FIND_LR)
def find_lr(
    front_end: FrontEnd,
    data: DataFolder,
    output: Annotated[Path, typer.Option("--output", "-o", help="A .json, .png or .svg file.")],
    steps: Annotated[int | None, typer.Option(min=10, help="Steps of the sweep. Default: 100.")] = None,
    **settings: Any,
) -> None:
    """Sweep the learning rate and plot the loss against it."""
    from speechcls.data import corpus as dataset
    from speechcls.training import lr_finder

    to_write(output, ".json", ".png", ".svg")
    with failing_on(ValueError):
        config = TrainingConfig(front_end, **settings)
        finding = lr_finder.find(config, dataset.read_corpus(data), steps=steps or lr_finder.STEPS)
    lr_finder.write(output, finding, config.max_lr)
    print(output)


@app.command()
def curves(
    variant: VariantName,
    output: PictureFile = None,
    folder: VariantsFolder = None,
) -> None:
    """Draw the learning curves of a trained variant."""
    from speechcls.models import variants
    from speechcls.plots import mpl
    from speechcls.plots import training_panels as pictures

    with failing_on(ValueError):
        drawn = pictures.learning_curves(variants.history(variant, folder))
    target = to_write(output or Path(f"{Path(variant).name}-curves.png"), ".png", ".svg")
    mpl.save(target, *drawn)
    print(target)
