"""The command line: options, arguments and help of each command; the work of a command lives in its package."""

from __future__ import annotations

import errno
import io
import os
import sys

from speechcls import former
from speechcls.cli import measurements, own_words, sounds, trainings
from speechcls.cli.options import app

__all__ = [
    "app",
    "main",
    "measurements",
    "own_words",
    "sounds",
    "trainings",
]  # each module adds its commands to the app

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


def main() -> None:
    """Run a command. Where a package of the training extra is missing, say how to install it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an answer stays, whatever letters the terminal lacks
    try:
        try:
            app(current_flags(sys.argv[1:]))
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
