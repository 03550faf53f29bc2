"""Say what works on this machine, what does not, and how to mend it."""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from speechcls.doctor import machine, packages
from speechcls.doctor.looks import INSTALL, Answer

MARKS = {True: "ok", None: "--", False: "no"}
WIDTH = 100  # characters


@dataclass(frozen=True)
class Check:
    """One check: `ok` is None where something optional is missing."""

    name: str
    ok: bool | None
    found: str
    remedy: str = ""


def checks(folder: Path | None = None) -> list[Check]:
    """Run all checks, on the variants in a folder or the shipped ones. An exception in one becomes its answer."""
    looks = LOOKS | ({"variants": partial(machine.variants, folder)} if folder else {})
    return [_guarded(name, look) for name, look in looks.items()]


def report(found: list[Check]) -> str:
    """The checks as a table: name, `ok`, `--` (optional, missing) or `no`, what was found; below them the remedies."""
    column = max((len(check.name) for check in found), default=0) + 2
    indent = " " * (column + 4)
    lines = []
    for check in found:
        start = f"{check.name:<{column}}{MARKS[check.ok]:<4}"
        lines += textwrap.wrap(check.found, WIDTH, initial_indent=start, subsequent_indent=indent) or [start.rstrip()]
        if check.ok is not True and check.remedy:
            lines += textwrap.wrap(check.remedy, WIDTH, initial_indent=f"{indent}> ", subsequent_indent=f"{indent}  ")
    broken = [check.name for check in found if check.ok is False]
    lines += ["", f"To mend: {', '.join(broken)}." if broken else "Everything that is needed works."]
    return "\n".join(lines)


def _guarded(name: str, look: Callable[[], Answer]) -> Check:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Check(name, *look())
    except Exception as error:
        return Check(name, False, f"{type(error).__name__}: {error}", f"Install again: {INSTALL}")


LOOKS: dict[str, Callable[[], Answer]] = {
    "Python": packages.python,
    "packages": packages.versions,
    "torch, torchaudio": packages.torch,
    "decoder soundfile": packages.soundfile,
    "decoder PyAV": packages.pyav,
    "resampler": packages.resampler,
    "decoding": machine.decoding,
    "ONNX Runtime": packages.onnx_runtime,
    "PortAudio": packages.portaudio,
    "microphones": machine.microphones,
    "GPU": machine.gpu,
    "browser": machine.browser,
    "variants": machine.variants,
    "cache folder": machine.cache_folder,
    "temporary folder": machine.temporary_folder,
    "disk": machine.disk,
}
