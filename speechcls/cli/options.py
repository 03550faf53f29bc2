"""What commands share: the program itself, options, and how a command refuses."""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import Field, fields
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, TextIO, get_type_hints

import typer

from speechcls.results.config import TrainingConfig

app = typer.Typer(
    help="What a neural network hears when someone says a word.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)

DataFolder = Annotated[Path, typer.Option(help="Folder of Speech Commands, as its archive unpacks.")]
VariantsFolder = Annotated[Path | None, typer.Option("--variants", help="Folder of variants. Default: the shipped.")]
VariantName = Annotated[str, typer.Argument(help="Name or path of a trained variant.")]
BestVariant = Annotated[str, typer.Option(help="Name or path of a trained variant. Default: the best.")]
TableOrJson = Annotated[Literal["table", "json"], typer.Option("--format")]
PictureFile = Annotated[Path | None, typer.Option("--output", "-o", help="A .png or .svg file.")]
Engine = Annotated[Literal["local", "ray"], typer.Option(help="Ray takes all cores, or many machines.")]
Actors = Annotated[int | None, typer.Option(min=1, help="Actors of Ray. Default: one for each core.")]
FrontEnd = Annotated[
    str, typer.Argument(help="Name of a front end in docs/front-ends.md: power, logmel-64, ...", metavar="FRONT_END")
]


def settings(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Decorator: replace a command's **settings by an option for each of these fields of TrainingConfig, or for all."""

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
        command.__signature__ = Signature(ordered + options)  # type: ignore[attr-defined]  # read by typer
        command.__annotations__ = {p.name: p.annotation for p in ordered + options}
        return command

    return declare


def _flag(field: Field[Any]) -> list[str]:
    """The name of a switch, so that typer adds no --no-...; nothing for others, which typer names."""
    return [f"--{field.name}".replace("_", "-")] if isinstance(field.default, bool) else []


def fail(message: object) -> NoReturn:
    """Print the message on stderr, and exit with 2, the code of wrong usage."""
    print(f"speechcls: {message}", file=sys.stderr)
    raise typer.Exit(2)


def to_write(file: Path, *suffixes: str, option: str = "-o") -> Path:
    """The file, checked before the work: it has one of the suffixes and can be written, or the program exits."""
    if suffixes and file.suffix not in suffixes:
        fail(f"{file} does not end in {' or '.join(suffixes)}. Name another file with {option}.")
    if not (file.parent.is_dir() and os.access(file.parent, os.W_OK)) or file.is_dir():
        fail(f"{file} can't be written: see that its folder is there, or name another file with {option}.")
    return file


def require_writable(folder: Path, remedy: str) -> None:
    """Exit before hours of work where a folder can't be made or written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        fail(f"{folder} can't be written to ({error.strerror}). {remedy}")


def unused(file: Path) -> Path:
    """The file, or where it exists, another name: a.png, a-2.png, a-3.png."""
    names = (file.with_stem(f"{file.stem}-{number}") for number in itertools.count(2))
    return next(name for name in itertools.chain([file], names) if not os.path.lexists(name))


@contextmanager
def failing_on(*errors: type[Exception]) -> Iterator[None]:
    """Exit with the sentence of any of these errors; of the system's, with the file and why it can't be used."""
    try:
        yield
    except errors as error:
        if isinstance(error, OSError) and error.filename is not None:
            fail(f"{error.filename} can't be used: {error.strerror}.")
        fail(error)


@contextmanager
def writing(file: Path | None, encoding: str) -> Iterator[TextIO]:
    """The file to write to, or stdout without one."""
    if file is None:
        yield sys.stdout
    else:
        with failing_on(OSError):  # of opening it alone: main() tells of a full disk
            out = open(file, "w", encoding=encoding, newline="")  # noqa: SIM115  # closed below
        with out:
            yield out
