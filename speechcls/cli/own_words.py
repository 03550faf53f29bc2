"""Commands for words of one's own: teach, evaluate-own-words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from speechcls.cli.options import DataFolder, app, failing_on, require_writable, to_write


@app.command()
def teach(
    sources: Annotated[
        list[Path], typer.Argument(help="Folders of takes, one folder a word in each, named after it; or zips of them.")
    ],
    name: Annotated[str, typer.Option(help="Name of the variant.")] = "mine",
    output: Annotated[Path | None, typer.Option(help="Folder of variants. Default: assets/variants.")] = None,
) -> None:
    """Teach words of one's own from a few takes of each, in seconds, and write them as a variant.

    Several folders or zips are pooled: takes of a word of the same name teach it together.
    """
    from speechcls.models import own_words as work
    from speechcls.models import takes, variants

    target = output or variants.FOLDER
    require_writable(target, "Name another folder with --output.")
    with failing_on(OSError, ValueError):
        lesson = work.teach_takes(takes.pool(sources), name)
        place = work.save(lesson, target)
    print(lesson.estimate.sentence, *lesson.advice, place, sep="\n")


@app.command("evaluate-own-words")
def evaluate_own_words(
    data: DataFolder,
    unseen: Annotated[str, typer.Option(help="Variant of network compact trained with --leave-out.")],
    count: Annotated[int, typer.Option("--words", help="Words that each voice teaches and says again.")] = 4,
    trained: Annotated[
        list[str] | None, typer.Option(help="Variant trained on the words left out alone, to stand beside.")
    ] = None,
    known: Annotated[str, typer.Option(help="Variant that was trained on all words, to stand beside.")] = "compact",
    new_voices: Annotated[bool, typer.Option(help="Whether new voices are asked, too.")] = True,
    output: Annotated[Path, typer.Option("--output", "-o", help="A .json file.")] = Path("own-words.json"),
) -> None:
    """Measure how well words that a network was never taught are learned from a few takes."""
    from speechcls.data import corpus as dataset
    from speechcls.evaluation import own_words as work
    from speechcls.models import variants
    from speechcls.results.records import interval

    to_write(output, ".json")
    with failing_on(ValueError):
        beside = [variants.load(name) for name in trained or ()]
        measured = work.compare(
            variants.load(unseen),
            dataset.read_corpus(data),
            interval,
            count,
            beside,
            variants.load(known),
            new_voices,
        )
    output.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    print(output)
