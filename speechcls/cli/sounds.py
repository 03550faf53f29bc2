"""Commands for sounds: run, predict, listen, plot, identify, doctor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from speechcls.cli.options import (
    Actors,
    BestVariant,
    Engine,
    PictureFile,
    VariantsFolder,
    app,
    fail,
    failing_on,
    to_write,
    unused,
    writing,
)

if TYPE_CHECKING:
    from speechcls.evaluation.files import Found
    from speechcls.evaluation.parts import Form
    from speechcls.evaluation.sources import Place
    from speechcls.models.classifier import Classifier

BY_RAY: dict[str, Form] = {"csv": "csv", "parquet": "parquet"}  # formats that Ray writes


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
    from speechcls.models.threads import answer_on_one_core

    answer_on_one_core()
    from speechcls.audio import workers

    if engine == "local":
        workers.start()  # while everything else is imported

    from speechcls.evaluation import batch

    _check_output(output, form, engine)
    with failing_on(ValueError):
        classifiers, (chooses, best) = _classifiers(variant, folder)
        found, passed_over = _sounds(paths)
    if engine == "ray":
        from speechcls.evaluation import many, parts

        with failing_on(ValueError):
            written, within = BY_RAY[form], str(folder.absolute()) if folder else ""
            job = parts.Job(str(output), written, tuple(classifiers), chooses, within, start)
            counts = many.answer(found, job, actors)
        print(output)
    else:
        with writing(output, "utf-8-sig" if form == "csv" else "utf-8") as out:  # a mark by which Excel knows it
            counts = batch.answer(found, list(classifiers.values()), best, start, form, top, out)
    whole = not (counts.refused or counts.partly or passed_over.may_lack_sounds)
    raise typer.Exit(0 if whole else 1 if counts.answered else 2)


def _check_output(output: Path | None, form: str, engine: str) -> None:
    """End the program where an engine doesn't write such answers, or not there."""
    from speechcls.evaluation import batch

    forms = BY_RAY if engine == "ray" else tuple(batch.FORMATS)
    if form not in forms:
        fail(f"--engine {engine} doesn't write {form}. Name with --format one of: {', '.join(forms)}.")
    if output and engine == "local":
        to_write(output)
    if not output and engine == "ray":
        fail("Name a folder for the answers with --output.")


def _sounds(paths: list[str]) -> tuple[list[Place], Found]:
    """The sounds at the paths, and what was passed over, which is told. Ends the program where there are none."""
    from speechcls.audio.kinds import SUFFIXES
    from speechcls.evaluation import sources

    found, passed_over = sources.find(paths)
    if summary := passed_over.summary():
        print(f"speechcls: {summary}", file=sys.stderr)
    if not found:
        fail(f"No sound files in {', '.join(paths)}. Looked for: {' '.join(sorted(SUFFIXES))}.")
    return found, passed_over


def _classifiers(variant: str, folder: Path | None) -> tuple[dict[str, Classifier], tuple[str, Classifier]]:
    """The classifiers of a variant, or of 'all', by their names or paths; and the one that chooses the second.

    That is the first of them, but the best of its folder for a single variant of it.
    """
    from speechcls.models import variants
    from speechcls.models.classifier import Classifier

    loaded: dict[str, Classifier] = {}
    for given in (variants.names(folder) if variant == "all" else [variant]) or [""]:
        classifier = Classifier.load(given or None, folder)
        loaded[given or classifier.card.name] = classifier
    if variant in ("", "all") or variants.folder_of(variant, folder).parent != (folder or variants.FOLDER):
        return loaded, next(iter(loaded.items()))
    best = Classifier.load(None, folder)
    return loaded, (best.card.name, best)


@app.command()
def listen(
    device: Annotated[str, typer.Option(help="Number of a microphone, or part of its name. Default: the usual.")] = "",
    variant: BestVariant = "",
    record: Annotated[Path | None, typer.Option(help="A .wav or .flac file that records all sound.")] = None,
    list_devices: Annotated[bool, typer.Option("--list-devices", help="List the microphones and exit.")] = False,
    folder: VariantsFolder = None,
) -> None:
    """Name words as they are said into this computer's microphone. Ctrl-C ends it."""
    from speechcls.audio import microphone

    if record:
        to_write(record, ".wav", ".flac", option="--record")
    with failing_on(microphone.MicrophoneError, ValueError):
        if list_devices:
            print(microphone.as_table(microphone.devices()))
            return
        from speechcls.live import terminal as work
        from speechcls.models.classifier import Classifier
        from speechcls.models.threads import answer_on_one_core

        answer_on_one_core()
        work.run(device, Classifier.load(variant or None, folder), record)


@app.command()
def plot(
    clip: Annotated[Path, typer.Argument(help="A sound file.")],
    panel: Annotated[list[str] | None, typer.Option(help="Name of a picture; may be repeated. Default: four.")] = None,
    output: PictureFile = None,
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
def identify(
    features: Annotated[Path, typer.Argument(help="An array: .npy, .csv, a C header, or numbers as text.")],
    clip: Annotated[Path | None, typer.Argument(help="The sound file that the array was made from.")] = None,
    form: Annotated[Literal["text", "json"], typer.Option("--format")] = "text",
) -> None:
    """Identify the front end that made an array, and the settings in which it differs."""
    from speechcls.models.threads import answer_on_one_core

    answer_on_one_core()
    from speechcls.frontends import dumps

    with failing_on(ValueError):
        array = dumps.read_features(features)
        samples = None
        if clip:
            from speechcls.audio import read

            samples = read(clip).samples
        from speechcls.frontends import identify as work

        print(work.FORMATS[form](work.identify(array, samples)))


@app.command()
def site(
    target: Annotated[Path, typer.Argument(help="A folder that is empty or isn't there yet.")],
    folder: VariantsFolder = None,
) -> None:
    """Write the page as a folder for any static host: its small networks answer in the visitor's browser."""
    from speechcls.models.threads import answer_on_one_core

    answer_on_one_core()
    from speechcls.ui import site as work

    with failing_on(ValueError, OSError):
        index = work.write(target, folder)
    print(index)
    print(f"To see it: python -m http.server --directory {target}")


@app.command()
def doctor(folder: VariantsFolder = None) -> None:
    """Check what works on this machine, and say how to mend what doesn't."""
    from speechcls import doctor as work

    checks = work.checks(folder)
    print(work.report(checks))
    raise typer.Exit(any(check.ok is False for check in checks))
