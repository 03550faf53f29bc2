"""Trial of identify: arrays made by the real libraries, with 0, 1 or 2 settings changed, and arrays of unknown origin.

    SPEECH_COMMANDS_DIR=DIR python -m tools.identify_trial [--arrays 200] [--seed 0] [--only NAME...] [--again]

in an environment with the libraries; where one is missing, it ends and says which. Clips are of the official test part.
Each array's outcome is written at once, and those that are there are not tried again, so it can be stopped and resumed.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from speechcls.frontends.atlas import FRONTENDS
from speechcls.frontends.differences import differences
from speechcls.frontends.identify import Match, identify
from speechcls.frontends.search import neutral
from tools.identify_changes import CALLS, LEVEL_IS_LOST, SAME, TABLE, Options
from tools.libraries import LIBRARIES
from tools.libraries_speech import torchaudio_kaldi

OUTCOMES = Path(__file__).parents[1] / "assets" / "results" / "identify.csv"


@dataclass(frozen=True)
class Outcome:
    """What was asked, and what was answered: of one array of a library, and of one of unknown origin."""

    array: int
    front_end: str
    settings: str  # that were changed at the library, and what was done to its array
    answer: str  # "none" where nothing was claimed
    changes: str
    right: bool
    asked: int  # settings that were changed
    named: int  # of these, by the answer
    seconds: float  # of a processor
    unknown: str
    claimed: str  # the front end that is said to have made the array of unknown origin; "" where none is


def int16(call: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    return lambda wave, **options: call(wave * np.float32(32768), **options)


AFTER: list[tuple[tuple[str, ...], Callable[[np.ndarray], np.ndarray]]] = [
    (("Transposed",), np.transpose),
    (("float16",), lambda array: array.astype(np.float16)),
]


def made(name: str, wave: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, list[tuple[str, ...]], Options]:
    """An array by the real library with up to two settings changed, and the words that name each of them."""
    count = int(rng.integers(0, 3))
    table = TABLE[name]
    options: Options = {}
    words: list[tuple[str, ...]] = []
    call = CALLS[name]
    usual = rng.random(count) < (0.25 if table else 1.0)
    for is_usual in usual:
        if is_usual and not words and rng.random() < 0.5 and name not in LEVEL_IS_LOST:
            call = int16(call)
            words.append(("16-bit", "Multiply", "Add"))
            continue
        picks = [c for c in table if not set(c.options) & set(options) and c.words not in words]
        if picks and not is_usual:
            picked = picks[int(rng.integers(len(picks)))]
            if "melkwargs" in picked.options and "melkwargs" in options:
                continue
            options |= picked.options
            words.append(picked.words)
    array = np.asarray(call(wave, **options))
    if len(words) < count and array.ndim == 2:
        said, after = AFTER[int(rng.integers(len(AFTER)))]
        if "float16" not in said or np.abs(array).max() < 60000:
            array = after(array)
            words.append(said)
    return array, words, options


def unknown(wave: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> tuple[str, np.ndarray]:
    """An array that no front end of the atlas made of the clip, and how it came about."""
    import soxr

    name = ["kaldi-fbank", "torchaudio-melspectrogram", "librosa-power_to_db", "python_speech_features-mfcc"]
    call = LIBRARIES[name[int(rng.integers(4))]]
    match int(rng.integers(4)):
        case 0:  # random projections
            array = call(wave)
            return "random projection", rng.standard_normal((array.shape[0], array.shape[0])) @ array
        case 1:  # another hop
            hop = float(rng.choice([7.5, 11.0, 12.5, 13.0]))
            if rng.random() < 0.5:
                return f"hop of {hop:g} ms", torchaudio_kaldi("fbank")(wave, frame_shift=hop)
            return f"hop of {hop:g} ms", LIBRARIES["librosa-power_to_db"](wave, hop_length=int(hop * 16))
        case 2:  # another rate
            rate = int(rng.choice([8_000, 11_025, 22_050, 44_100]))
            return f"rate of {rate} Hz", call(soxr.resample(wave, 16_000, rate).astype(np.float32))
    return "another clip", call(other)


def clips(folder: Path, seed: int, index: int) -> tuple[np.ndarray, np.ndarray]:
    """The clip of an array, and another one; no two arrays have the same."""
    listed = (folder / "testing_list.txt").read_text().split()
    names = np.random.default_rng(seed).permutation(listed)[2 * index : 2 * index + 2]
    one, other = (soundfile.read(folder / name, dtype="float32")[0] for name in names)
    return one, other


def right(name: str, match: Match) -> bool:
    return match.front_end == name or any({name, match.front_end} <= same for same in SAME)


def outcome(index: int, seed: int, folder: Path, names: list[str]) -> Outcome:
    """One array, drawn by its number alone, identified; and one of unknown origin."""
    rng = np.random.default_rng([seed, index])
    wave, other = clips(folder, seed, index)
    name = names[int(rng.integers(len(names)))]
    array, words, options = made(name, wave, rng)
    start = time.process_time()
    found = identify(array, wave)
    seconds = time.process_time() - start
    best = found[0] if found else Match("none", (), None)
    said = " ".join(best.changes)
    told = " ".join([said, *_own(name, best.front_end)])
    named = sum(any(word in told for word in option) for option in words)
    changed = ", ".join([*(f"{key}={_short(value)}" for key, value in options.items()), *(word[0] for word in words)])
    origin, strange = unknown(wave, other, rng)
    false = identify(strange, wave)
    claimed = false[0].front_end if false else ""
    is_right = right(name, best)
    return Outcome(
        index, name, changed, best.front_end, said, is_right, len(words), named, round(seconds, 2), origin, claimed
    )


def _own(name: str, answer: str) -> list[str]:
    """What the front end that was named has by itself, where it is that of another library with the same values."""
    if answer == name or answer not in FRONTENDS:
        return []
    return differences(neutral(FRONTENDS[name].config), neutral(FRONTENDS[answer].config))


def _short(value: Any) -> str:
    return getattr(value, "__name__", str(value))


def outcomes(file: Path = OUTCOMES) -> Iterator[Outcome]:
    """The outcomes that were written."""
    kinds: dict[str, Callable[[str], Any]] = {"int": int, "float": float, "bool": "True".__eq__, "str": str}
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield Outcome(**{field.name: kinds[str(field.type)](row[field.name]) for field in fields(Outcome)})


def summary(found: list[Outcome]) -> dict[str, float]:
    """Shares of arrays whose front end was right, of settings named, of false claims; processor seconds."""
    seconds = [one.seconds for one in found]
    return {
        "front end right": float(np.mean([one.right for one in found])),
        "its very name": float(np.mean([one.answer == one.front_end for one in found])),
        "changed settings named": sum(one.named for one in found) / max(1, sum(one.asked for one in found)),
        "false claims": float(np.mean([bool(one.claimed) for one in found])),
        "median seconds": float(np.median(seconds)),
        "longest seconds": max(seconds),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--arrays", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--output", type=Path, default=OUTCOMES)
    parser.add_argument("--again", action="store_true", help="forget the outcomes that are there")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    folder = Path(os.environ["SPEECH_COMMANDS_DIR"]) / "speech_commands_v0.01"
    if arguments.again:
        arguments.output.unlink(missing_ok=True)
    found = list(outcomes(arguments.output)) if arguments.output.exists() else []
    done = {one.array for one in found}
    with arguments.output.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [field.name for field in fields(Outcome)], lineterminator="\n")
        if not done:
            writer.writeheader()
        for index in sorted(set(range(arguments.arrays)) - done):
            one = outcome(index, arguments.seed, folder, arguments.only or list(TABLE))
            writer.writerow(asdict(one))
            stream.flush()
            found.append(one)
            if not one.right or one.named < one.asked or one.claimed:
                print(one, flush=True)
    print(*(f"{name}: {value:.3f}" for name, value in summary(found).items()), sep="\n")


if __name__ == "__main__":
    main()
