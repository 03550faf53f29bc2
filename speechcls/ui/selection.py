"""The sound that one person has chosen: an example or an upload, and which of its seconds is classified."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from speechcls.audio import AudioError, Clip, workers
from speechcls.paths import ASSETS
from speechcls.ui.payload import Payload

EXAMPLES = ASSETS / "clips"


@dataclass(frozen=True, eq=False)
class Selection:
    """One person's chosen sound, kept for the session."""

    clip: Clip
    start: float  # s, where the classified second begins
    turn: int = 0  # number of the page's request that chose it

    def at(self, start: object) -> Selection:
        """The same sound with another second chosen; a start that came from the browser is bounded to the clip."""
        wanted = float(start) if isinstance(start, int | float) and start == start else self.start
        return Selection(self.clip, self.clip.within(wanted))


def example_files() -> dict[str, Path]:
    """The shipped example sounds by name."""
    return {file.stem: file for file in sorted(EXAMPLES.glob("*.flac"))}


def quiz_files() -> dict[str, Path]:
    """The clips of the game of guessing, by names of the form quiz/WORD-VOICE."""
    return {f"quiz/{file.stem}": file for file in sorted((EXAMPLES / "quiz").glob("*.flac"))}


def named_file(name: object) -> Path:
    """The file of an example, or of a clip of the game of guessing. Raises AudioError, which names the examples."""
    known = example_files()
    if file := (known | quiz_files()).get(str(name)):
        return file
    raise AudioError(f"No example is called so. There are: {', '.join(known)}.")


def asked_about(payload: Payload, chosen: Selection | None) -> Selection | None:
    """The sound that a question is about: the one that the server was given, unless the question names an example.

    It does while the browser answers, which then gives the server no sound. Raises AudioError for an unknown example.
    """
    if "example" not in payload:
        return chosen
    return Selection(workers.read(named_file(payload["example"])), 0.0).at(payload.get("start"))


def word_of(name: str) -> str:
    """The word that is said in an example or a clip of the quiz, as its name has it."""
    return name.removeprefix("quiz/").partition("-")[0]


def uploaded_file(path: object, folder: Path) -> Path:
    """The path of an upload as the browser named it, refused unless it lies in the server's upload folder."""
    with contextlib.suppress(ValueError, OSError):  # no file can have such a name
        file = Path(str(path)).resolve()
        if file.is_relative_to(folder.resolve()) and file.is_file():  # a device isn't
            return file
    raise AudioError("The upload did not arrive. Drop in the file again.")
