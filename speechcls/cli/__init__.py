"""The command line: options, arguments and help of each command; the work of a command lives in its package."""

from __future__ import annotations

import errno
import io
import os
import sys
from importlib import import_module

from speechcls import former

TYPE_CHECKING = False  # as in speechcls/__init__.py
if TYPE_CHECKING:
    from typing import Any

    import typer

    app: typer.Typer

# By the module that adds them to the app. With what stands here the program is helped without importing any of it.
COMMANDS = {
    "sounds": {
        "run": "Open the page in the browser, or serve it.",
        "predict": "Name the word in each sound.",
        "listen": "Name words as they are said into this computer's microphone.",
        "plot": "Draw pictures of one sound into a file.",
        "identify": "Identify the front end that made an array, and the settings in which it differs.",
        "site": "Write the page as a folder for any static host: its small networks answer in the visitor's browser.",
        "doctor": "Check what works on this machine, and say how to mend what doesn't.",
    },
    "measurements": {
        "evaluate": "Score a variant on one part of the data.",
        "evaluate-robustness": "Score variants on the well-covered words made quiet, among other voices, and in noise.",
        "evaluate-stream": "Let a variant listen to a long recording of known words and noise.",
        "calibrate": "Fit a variant's temperature and rejection on validation clips, and write both on its card.",
        "export": "Write a variant as a file for other runtimes, checked against PyTorch.",
    },
    "own_words": {
        "teach": "Teach words of one's own from a few takes of each, in seconds, and write them as a variant.",
        "evaluate-own-words": "Measure how well words that a network was never taught are learned from a few takes.",
    },
    "trainings": {
        "data": "Fetch Speech Commands v0.01 (1.4 GB).",
        "train": "Train a network and write it as a variant.",
        "study": "Train the networks of the experiments in their order.",
        "report": "Write a report on the experiments from their records: tables, figures, comparisons.",
        "find-lr": "Sweep the learning rate and plot the loss against it.",
        "curves": "Draw the learning curves of a trained variant.",
    },
}
FORMER_FLAGS = {f"--{old}".replace("_", "-"): f"--{new}".replace("_", "-") for old, new in former.SETTINGS.items()}
FULL = (errno.ENOSPC, errno.EDQUOT)


def current_flags(arguments: list[str]) -> list[str]:
    """The arguments with present flags; former flags are accepted for one release, with a note on stderr."""
    current = []
    for argument in arguments:
        flag, equals, value = argument.partition("=")
        if flag in FORMER_FLAGS:
            print(f"speechcls: {flag} is called {FORMER_FLAGS[flag]} now.", file=sys.stderr)
        current.append(FORMER_FLAGS.get(flag, flag) + equals + value)
    return current


def __getattr__(name: str) -> Any:
    """`app` with all commands."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _app(*COMMANDS)


def _app(*modules: str) -> typer.Typer:
    """The program with the commands of these modules."""
    for module in modules:
        import_module(f"speechcls.cli.{module}")
    return import_module("speechcls.cli.options").app


def overview() -> str:
    """What --help prints: every command with what it does."""
    known = {name: does for commands in COMMANDS.values() for name, does in commands.items()}
    width = max(map(len, known))
    listed = "\n".join(f"  {name:{width}}  {does}" for name, does in known.items())
    return (
        "Usage: speechcls COMMAND [OPTIONS] [ARGUMENTS]\n\nWhat a neural network hears when someone says a word.\n\n"
        f"Commands; speechcls COMMAND --help tells more of each:\n{listed}\n\n"
        "speechcls --version prints the version."
    )


def run(arguments: list[str]) -> None:
    """Run a command. Only the module that it stands in is imported: the others would take as long as many an answer."""
    asked = arguments[0] if arguments else ""
    if asked in ("", "--help"):
        print(overview())
        sys.exit(0 if asked else 2)
    if asked == "--version":
        print(f"speechcls {import_module('speechcls.cli.version').version()}")
        return
    modules = [module for module, commands in COMMANDS.items() if asked in commands]
    _app(*(modules or COMMANDS))(arguments)


def main() -> None:
    """Run a command. Where a package of the training extra is missing, say how to install it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an answer stays, whatever letters the terminal lacks
    try:
        try:
            run(current_flags(sys.argv[1:]))
        finally:
            sys.stdout.flush()
    except ModuleNotFoundError as error:
        if error.name not in ("lightning", "pooch", "torchmetrics"):
            raise
        sys.exit(f"speechcls: {error.name} is not installed. Install it: python -m pip install -e '.[training]'")
    except OSError as error:
        if error.errno not in FULL and not isinstance(error, BrokenPipeError):
            raise
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # or Python would write the rest again at its end
        if isinstance(error, BrokenPipeError):
            sys.exit(1)
        where = f" for {error.filename}" if error.filename else ""
        sys.exit(f"speechcls: The disk is full{where}: not all was written. Make room, then run the command again.")
