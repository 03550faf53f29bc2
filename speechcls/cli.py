"""The command line: names, options, help. Each command's work lives in its module."""

from __future__ import annotations

import errno
import io
import itertools
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import Field, fields
from functools import partial
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, TextIO, get_type_hints

import typer

from speechcls import former
from speechcls.results.config import TrainingConfig

app = typer.Typer(
    help="What a neural network hears when someone says a word.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)

DataFolder = Annotated[Path, typer.Option(help="Folder of Speech Commands, as its archive unpacks.")]
VariantsFolder = Annotated[Path | None, typer.Option("--variants", help="Folder of variants. Default: the shipped.")]
Engine = Annotated[Literal["local", "ray"], typer.Option(help="Ray takes all cores, or many machines.")]
BY_RAY = ("csv", "parquet")  # what it writes
Actors = Annotated[int | None, typer.Option(min=1, help="Of Ray. Default: one for each core.")]
FrontEnd = Annotated[
    str, typer.Argument(help="Name of a front end in docs/front-ends.md: power, logmel-64, ...", metavar="FRONT_END")
]
FIND_LR = ("network", "partition", "max_per_word", "batch_size", "max_lr", "standardise", "seed")  # settings it takes
FORMER_FLAGS = {f"--{old}".replace("_", "-"): f"--{new}".replace("_", "-") for old, new in former.SETTINGS.items()}


def settings(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command, in place of **settings, an option for each of these fields of TrainingConfig, or for all."""

    def declare(command: Callable[..., None]) -> Callable[..., None]:
        own = [p for p in signature(command, eval_str=True).parameters.values() if p.kind is not p.VAR_KEYWORD]
        types = get_type_hints(TrainingConfig)
        taken = [field for field in fields(TrainingConfig) if field.metadata and (not names or field.name in names)]
        options = [
            Parameter(
                field.name,
                Parameter.KEYWORD_ONLY,
                default=field.default,
                annotation=Annotated[types[field.name], typer.Option(*_flag(field), help=field.metadata["help"])],
            )
            for field in taken
        ]
        ordered = [p.replace(kind=Parameter.KEYWORD_ONLY) for p in own]
        command.__signature__ = Signature(ordered + options)  # type: ignore[attr-defined]
        command.__annotations__ = {p.name: p.annotation for p in ordered + options}
        return command

    return declare


def _flag(field: Field[Any]) -> list[str]:
    """Of a switch its name alone, so that there is no --no-...; of others what typer makes of it."""
    return [f"--{field.name}".replace("_", "-")] if isinstance(field.default, bool) else []


def fail(message: object) -> NoReturn:
    """Say what is wrong on stderr, and end with the exit code of wrong usage."""
    print(f"speechcls: {message}", file=sys.stderr)
    raise typer.Exit(2)


def to_write(file: Path, *suffixes: str, option: str = "-o") -> Path:
    """The file, if it can be written there: asked before the work is done."""
    if suffixes and file.suffix not in suffixes:
        fail(f"{file} does not end in {' or '.join(suffixes)}. Name another file with {option}.")
    if not (file.parent.is_dir() and os.access(file.parent, os.W_OK)) or file.is_dir():
        fail(f"{file} can't be written: see that its folder is there, or name another file with {option}.")
    return file


def require_writable(folder: Path, remedy: str) -> None:
    """Say so before hours of work where a folder can't be made or written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        fail(f"{folder} can't be written to ({error.strerror}). {remedy}")


def unused(file: Path) -> Path:
    """The file, or where there is one already, a name of its own: a.png, a-2.png, a-3.png."""
    names = (file.with_stem(f"{file.stem}-{number}") for number in itertools.count(2))
    return next(name for name in itertools.chain([file], names) if not os.path.lexists(name))


@contextmanager
def writing(file: Path | None, encoding: str) -> Iterator[TextIO]:
    """The file to write to, or stdout without one."""
    if file is None:
        yield sys.stdout
    else:
        with open(file, "w", encoding=encoding, newline="") as out:
            yield out


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
    options_metavar="[--help] [OPTIONS]",
)
def run(context: typer.Context) -> None:
    """Open the page in the browser, or serve it. Its options: speechcls run --help."""
    from speechcls.ui import serve

    serve.main(context.args, "speechcls run")


@app.command()
def predict(
    paths: Annotated[
        list[str],
        typer.Argument(help="Sound files, folders of them, globs, tars, or addresses as s3://...", metavar="PATH..."),
    ],
    variant: Annotated[str, typer.Option(help="Name or path of a trained variant, or 'all'. Default: the best.")] = "",
    top: Annotated[int, typer.Option(min=1, help="Words an answer, in table and json.")] = 3,
    form: Annotated[
        Literal["table", "json", "csv", "parquet"], typer.Option("--format", help="With Ray csv or parquet.")
    ] = "table",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file for the answers, in UTF-8; with Ray a folder.")
    ] = None,
    folder: VariantsFolder = None,
    start: Annotated[
        float | None, typer.Option(help="Where the second begins, in s. Default: where the best variant hears a word.")
    ] = None,
    engine: Engine = "local",
    actors: Actors = None,
) -> None:
    """Name the word in each sound. Exit code 0: all answered, 1: some not, or read only in part, 2: none."""
    from speechcls.audio.kinds import SUFFIXES
    from speechcls.evaluation import batch, sources
    from speechcls.models import variants
    from speechcls.models.classifier import Classifier
    from speechcls.models.threads import answer_on_one_core

    answer_on_one_core()
    forms = BY_RAY if engine == "ray" else tuple(batch.FORMATS)
    if form not in forms:
        fail(f"--engine {engine} doesn't write {form}. Name with --format one of: {', '.join(forms)}.")
    if output and engine == "local":
        to_write(output)
    if not output and engine == "ray":
        fail("Name a folder for the answers with --output.")
    try:
        wanted = variants.names(folder) if variant == "all" else [variant]
        classifiers = [Classifier.load(name or None, folder) for name in wanted or [""]]
        by_itself = variant in ("", "all") or variants.folder_of(variant, folder).parent != (folder or variants.FOLDER)
        best = classifiers[0] if by_itself else Classifier.load(None, folder)
        places, passed = sources.find(paths)
    except ValueError as error:
        fail(error)
    if summary := passed.summary():
        print(f"speechcls: {summary}", file=sys.stderr)
    if not places:
        fail(f"No sound files in {', '.join(paths)}. Looked for: {' '.join(sorted(SUFFIXES))}.")
    if engine == "ray":
        from speechcls.evaluation import many

        names = [name or classifiers[0].card.name for name in wanted or [""]]
        chooses = names[0] if by_itself else best.card.name
        try:
            written: many.Form = "csv" if form == "csv" else "parquet"
            job = many.Job(str(output), written, tuple(names), chooses, str(folder.absolute()) if folder else "", start)
            counts = many.answer(places, job, actors)
        except ValueError as error:
            fail(error)
        print(output)
    else:
        with writing(output, "utf-8-sig" if form == "csv" else "utf-8") as out:  # a mark by which Excel knows it
            counts = batch.answer(places, classifiers, best, start, form, top, out)
    whole = not (counts.refused or counts.partly or passed.may_lack_sounds)
    raise typer.Exit(0 if whole else 1 if counts.answered else 2)


@app.command()
def listen(
    device: Annotated[str, typer.Option(help="Number or part of the name. Default: the usual one.")] = "",
    variant: Annotated[str, typer.Option(help="Name or path of a trained variant. Default: the best.")] = "",
    record: Annotated[Path | None, typer.Option(help="A .wav or .flac file to keep all sound in.")] = None,
    list_devices: Annotated[bool, typer.Option("--list-devices", help="Name the microphones, and end.")] = False,
    folder: VariantsFolder = None,
) -> None:
    """Name words as they are said into this computer's microphone, until Ctrl-C."""
    from speechcls.audio import microphone

    if record:
        to_write(record, ".wav", ".flac", option="--record")
    try:
        if list_devices:
            print(microphone.as_table(microphone.devices()))
            return
        from speechcls.live import terminal as work
        from speechcls.models.classifier import Classifier
        from speechcls.models.threads import answer_on_one_core

        answer_on_one_core()
        work.run(device, Classifier.load(variant or None, folder), record)
    except (microphone.MicrophoneError, ValueError) as error:
        fail(error)


@app.command()
def plot(
    clip: Annotated[Path, typer.Argument(help="A sound file.")],
    panel: Annotated[list[str] | None, typer.Option(help="Name of a picture; may be repeated. Default: four.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A .png or .svg file.")] = None,
    start: Annotated[float | None, typer.Option(help="Where the second begins, in s. Default: the loudest.")] = None,
) -> None:
    """Draw pictures of one sound into a file."""
    from speechcls.audio import AudioError, workers
    from speechcls.plots import clip_panels, mpl

    chosen = panel or ["waveform", "spectrum", "spectrogram", "mel-filters"]
    if unknown := [name for name in chosen if name not in clip_panels.PANELS]:
        fail(f"No picture is called {unknown[0]!r}. There are: {', '.join(clip_panels.PANELS)}.")
    target = to_write(output or unused(Path(f"{clip.stem}.png")), ".png", ".svg")
    try:
        sound = workers.read(clip)
    except AudioError as error:
        fail(f"{clip}: {error}")
    begin = sound.loudest_second() if start is None else start
    mpl.save(target, *(clip_panels.PANELS[name](sound, begin) for name in chosen))
    print(target)


@app.command()
def data(folder: Annotated[Path, typer.Argument(help="Where the clips are to lie, or lie already.")]) -> None:
    """Fetch Speech Commands v0.01 (1.4 GB), going on where a broken download stopped."""
    from speechcls.data.download import DownloadError, fetch

    try:
        print(fetch(folder))
    except DownloadError as error:
        fail(error)


@app.command()
@settings()
def train(
    front_end: FrontEnd,
    data: DataFolder,
    name: Annotated[str, typer.Option(help="Name of the variant. Default: the front end's.")] = "",
    output: Annotated[Path | None, typer.Option(help="Folder of variants. Default: assets/variants.")] = None,
    **settings: Any,
) -> None:
    """Train a network and write it as a variant. Run again after a kill, it goes on from its last epoch."""
    from speechcls.data import corpus as dataset
    from speechcls.models import variants
    from speechcls.paths import home
    from speechcls.training import export, loop

    try:
        config = TrainingConfig(front_end, **settings)
        corpus = dataset.read_corpus(data)
        require_writable(output or variants.FOLDER, "Name another folder with --output.")
        require_writable(home(), "Name another folder for checkpoints and decoded clips: SPEECHCLS_HOME=FOLDER")
        trained = loop.train(config, corpus)
        if not trained.leads:
            return
        folder = export.export(config, corpus, trained, name or front_end, output or variants.FOLDER)
    except ValueError as error:
        fail(error)
    print(folder)


@app.command()
def study(
    data: DataFolder,
    table: Annotated[list[str] | None, typer.Option(help="An experiment; may be repeated. Default: all.")] = None,
    arm: Annotated[list[str] | None, typer.Option(help="An arm of it; may be repeated. Default: all.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="How often each is trained.")] = 1,
    plan: Annotated[bool, typer.Option("--plan", help="Only say what is done and what is left.")] = False,
    output: Annotated[
        Path | None, typer.Option(help="Folder that gets records in results, networks in variants. Default: assets.")
    ] = None,
) -> None:
    """Train all networks of the experiments in their order. What is done is skipped; kill it whenever you like."""
    from speechcls.data import corpus as dataset
    from speechcls.paths import ASSETS
    from speechcls.results.plan import steps as plan_steps
    from speechcls.training import study as work

    folder, networks = ((output or ASSETS) / name for name in ("results", "variants"))
    try:
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
    except ValueError as error:
        fail(error)


@app.command()
def report(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write into.")] = Path("report"),
    records: Annotated[Path | None, typer.Option(help="Folder of results. Default: assets/results.")] = None,
) -> None:
    """Write what the experiments found, from their records: tables, figures, comparisons."""
    from speechcls.results import report as work
    from speechcls.results.records import FOLDER

    try:
        print(work.write(output, records or FOLDER))
    except (OSError, ValueError) as error:
        fail(error)


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
    try:
        config = TrainingConfig(front_end, **settings)
        finding = lr_finder.find(config, dataset.read_corpus(data), steps=steps or lr_finder.STEPS)
    except ValueError as error:
        fail(error)
    lr_finder.write(output, finding, config.max_lr)
    print(output)


@app.command()
def curves(
    variant: Annotated[str, typer.Argument(help="Name or path of a trained variant.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A .png or .svg file.")] = None,
    folder: VariantsFolder = None,
) -> None:
    """Draw the learning curves of a trained variant."""
    from speechcls.models import variants
    from speechcls.plots import mpl
    from speechcls.plots import training_panels as pictures

    try:
        drawn = pictures.learning_curves(variants.history(variant, folder))
    except ValueError as error:
        fail(error)
    target = to_write(output or Path(f"{Path(variant).name}-curves.png"), ".png", ".svg")
    mpl.save(target, *drawn)
    print(target)


@app.command()
def evaluate(
    data: DataFolder,
    variant: Annotated[str, typer.Option(help="Name or path of a trained variant. Default: the best.")] = "",
    split: Annotated[Literal["train", "validation", "test"], typer.Option(help="The part to score.")] = "test",
    partition: Annotated[Literal["speaker", "random"] | None, typer.Option(help="Default: the card's.")] = None,
    output: Annotated[Literal["table", "json"], typer.Option("--format")] = "table",
    folder: VariantsFolder = None,
    engine: Engine = "local",
    actors: Actors = None,
) -> None:
    """Score a variant on one part of the data: accuracy of all words, the well-covered, the rare; loss; clips."""
    from speechcls.data import corpus as dataset
    from speechcls.evaluation import accuracy as work
    from speechcls.models import variants

    try:
        loaded = variants.load(variant or next(iter(variants.names(folder)), ""), folder)
        corpus = dataset.read_corpus(data)
        by_ray = None
        if engine == "ray":
            from speechcls.evaluation import many

            place = variants.folder_of(variant or loaded.card.name, folder).absolute()
            by_ray = partial(many.score, place, corpus, actors=actors)
        measured = work.evaluate(loaded, corpus, split, partition, by_ray)
    except ValueError as error:
        fail(error)
    if output == "json":
        print(json.dumps({"variant": loaded.card.name, "split": split} | measured, indent=1))
    else:
        for key, value in measured.items():
            print(f"{key:18} {value:.4f}" if isinstance(value, float) else f"{key:18} {value}")


@app.command("evaluate-robustness")
def evaluate_robustness(
    data: DataFolder,
    variant: Annotated[list[str] | None, typer.Option(help="A trained variant; may be repeated. Default: all.")] = None,
    split: Annotated[Literal["validation", "test"], typer.Option(help="The part to score.")] = "test",
    output: Annotated[Literal["table", "json"], typer.Option("--format")] = "table",
    folder: VariantsFolder = None,
) -> None:
    """Score variants on the well-covered words made quiet, among eight other voices, and in noise.

    Accuracy of all clips, the middle 95 % of it over draws of voices, and the share that is refused.
    """
    from speechcls.data import corpus as dataset
    from speechcls.evaluation import robustness as work
    from speechcls.models import variants
    from speechcls.models.classifier import Classifier
    from speechcls.results.records import interval

    rows = []
    try:
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
    except ValueError as error:
        fail(error)
    if output == "json":
        print(json.dumps(rows, indent=1))


@app.command()
def export(
    name: Annotated[str, typer.Argument(help="Name or path of a trained variant; with --in-place 'all', too.")],
    to: Annotated[Literal["onnx", "litert"], typer.Option("--to", help="ONNX, or LiteRT for phones.")] = "onnx",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="An .onnx or .tflite file.")] = None,
    given: Annotated[Literal["wave", "features"], typer.Option("--input", help="What the file is to take.")] = "wave",
    test: Annotated[
        Path | None, typer.Option(help="Speech Commands, or a folder of sounds, to check on. Default: the examples.")
    ] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Write the ONNX by which the variant answers.")] = False,
    folder: VariantsFolder = None,
) -> None:
    """Write a variant as a file for other runtimes, checked against PyTorch. Exit code 1: it answers otherwise."""
    from speechcls.evaluation import exported
    from speechcls.models import export as work
    from speechcls.models import variants
    from speechcls.models.threads import answer_on_one_core

    answer_on_one_core()
    try:
        if in_place:
            for one in variants.names(folder) if name == "all" else [name]:
                print(work.ship(one, folder))
            return
        suffix = {"onnx": ".onnx", "litert": ".tflite"}[to]
        file = to_write(output or Path(Path(name).name + suffix), suffix)
        variant = variants.load(name, folder)
        waves, labels = exported.sounds(test, variant.card)
        model, answer = exported.build(variant, to, given)
    except ValueError as error:
        fail(error)
    agreement = exported.compare(variant, answer, waves, labels)
    print(exported.report(agreement, len(model)))
    if not agreement.ok:
        print(f"speechcls: {file} was not written, since it would answer otherwise than PyTorch.", file=sys.stderr)
        raise typer.Exit(1)
    for written in work.write(file, model, variant.card, given):
        print(written)


@app.command()
def calibrate(
    variant: Annotated[str, typer.Argument(help="Name or path of a trained variant.")],
    data: DataFolder,
    seed: Annotated[int, typer.Option(help="Of the sounds that are no words.")] = 0,
    folder: VariantsFolder = None,
) -> None:
    """Fit a variant's temperature and rejection on validation clips, and write both on its card."""
    from speechcls.data import corpus as dataset
    from speechcls.evaluation import rejection as work

    try:
        fitted = work.rewrite(variant, dataset.read_corpus(data), seed, folder)
    except ValueError as error:
        fail(error)
    print(work.report(fitted))


@app.command("evaluate-stream")
def evaluate_stream(
    data: DataFolder,
    variant: Annotated[str, typer.Option(help="Name or path of a trained variant. Default: the best.")] = "",
    split: Annotated[Literal["validation", "test"], typer.Option(help="The part to take words from.")] = "validation",
    minutes: Annotated[float, typer.Option(min=0.5, max=600, help="Length of the recording.")] = 8.0,
    seed: Annotated[int, typer.Option(help="Of the recording.")] = 0,
    sweep: Annotated[bool, typer.Option("--sweep", help="Compare settings of the smoothing.")] = False,
    others: Annotated[
        float, typer.Option(min=0, max=600, help="Minutes of other speech, babble, noise and silence: a curve.")
    ] = 0.0,
    output: Annotated[Literal["table", "json"], typer.Option("--format")] = "table",
    folder: VariantsFolder = None,
) -> None:
    """Let a variant listen to a long recording of known words and noise: what it caught, missed and made up.

    With --others it listens to a second one, too, in which none of the words is said: false alarms an hour against
    misses, threshold by threshold.
    """
    from speechcls.data import corpus as dataset
    from speechcls.data import other_sounds, recording
    from speechcls.evaluation import streaming as work
    from speechcls.models.classifier import Classifier

    try:
        classifier = Classifier.load(variant or None, folder)
        corpus = dataset.read_corpus(data)
        made = recording.record(corpus, classifier.card, split, minutes, seed)
    except ValueError as error:
        fail(error)
    if others:
        partition = classifier.card.training["settings"]["partition"]
        rows = work.curve(classifier, made, other_sounds.record_others(corpus, partition, split, others, seed))
        curve = {"variant": classifier.card.name, "split": split, "seed": seed, "curve": rows}
        print(json.dumps(curve, indent=1) if output == "json" else work.curve_table(rows))
        return
    results = work.results(classifier, made, sweep)
    if output == "json":
        told = [work.as_json(smoothing, outcome) for smoothing, outcome in results]
        print(json.dumps({"variant": classifier.card.name, "split": split, "seed": seed, "results": told}, indent=1))
    else:
        print(work.sweep_table(results) if sweep else work.as_table(results[0][1]))


@app.command()
def identify(
    features: Annotated[Path, typer.Argument(help="An array: .npy, .csv, a C header, or numbers as text.")],
    clip: Annotated[Path | None, typer.Argument(help="The sound file it was made of.")] = None,
    form: Annotated[Literal["text", "json"], typer.Option("--format")] = "text",
) -> None:
    """Tell which of the field's front ends made an array, and with which settings changed."""
    from speechcls.frontends import dumps

    try:
        array = dumps.read_features(features)
        samples = None
        if clip:
            from speechcls.audio import read

            samples = read(clip).samples
        from speechcls.frontends import identify as work

        print(work.FORMATS[form](work.identify(array, samples)))
    except ValueError as error:
        fail(error)


@app.command()
def doctor(folder: VariantsFolder = None) -> None:
    """Say what works on this machine, and how to mend what doesn't."""
    from speechcls import doctor as work

    checks = work.checks(folder)
    print(work.report(checks))
    raise typer.Exit(any(check.ok is False for check in checks))


FULL = (errno.ENOSPC, errno.EDQUOT)


def current_flags(arguments: list[str]) -> list[str]:
    """Arguments with flags under their present names; former ones are read for one release, and said on stderr."""
    said = []
    for argument in arguments:
        flag, equals, value = argument.partition("=")
        if flag in FORMER_FLAGS:
            print(f"speechcls: {flag} is called {FORMER_FLAGS[flag]} now.", file=sys.stderr)
        said.append(FORMER_FLAGS.get(flag, flag) + equals + value)
    return said


def main() -> None:
    """Run a command; those of training say how to install what they need, where it is missing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a letter that the terminal lacks must not lose the answers
    try:
        try:
            app(current_flags(sys.argv[1:]))
        finally:
            sys.stdout.flush()
    except ModuleNotFoundError as error:
        if error.name not in ("lightning", "pooch", "torchmetrics"):
            raise
        sys.exit(f"speechcls: {error.name} is not installed. Bring it with: python -m pip install -e '.[training]'")
    except OSError as error:
        if error.errno not in FULL and not isinstance(error, BrokenPipeError):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python writes the rest again at its end
        if isinstance(error, BrokenPipeError):
            sys.exit(1)
        where = f" for {error.filename}" if error.filename else ""
        sys.exit(f"speechcls: The disk is full{where}: not all was written. Make room, then run the command again.")
