"""Trial of identify: arrays made by the real libraries, with 0, 1 or 2 settings changed, and arrays of unknown origin.

    SPEECH_COMMANDS_DIR=DIR python -m tools.identify_trial [--arrays 200] [--seed 0] [--only NAME...]

in an environment with the libraries (those missing are left out and said). Clips are of the official test part.
"""

from __future__ import annotations

import argparse
import os
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

from speechcls.frontends.identify import Match, identify
from tools.identify_changes import CALLS, LEVEL_IS_LOST, SAME, TABLE, Options
from tools.libraries import LIBRARIES
from tools.libraries_speech import torchaudio_kaldi


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


def unknown(wave: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """An array that no front end of the atlas made of the clip."""
    import soxr

    name = ["kaldi-fbank", "torchaudio-melspectrogram", "librosa-power_to_db", "python_speech_features-mfcc"]
    call = LIBRARIES[name[int(rng.integers(4))]]
    match int(rng.integers(4)):
        case 0:  # random projections
            array = call(wave)
            return rng.standard_normal((array.shape[0], array.shape[0])) @ array
        case 1:  # another hop
            hop = float(rng.choice([7.5, 11.0, 12.5, 13.0]))
            if rng.random() < 0.5:
                return torchaudio_kaldi("fbank")(wave, frame_shift=hop)
            return LIBRARIES["librosa-power_to_db"](wave, hop_length=int(hop * 16))
        case 2:  # another rate
            rate = int(rng.choice([8_000, 11_025, 22_050, 44_100]))
            return call(soxr.resample(wave, 16_000, rate).astype(np.float32))
    return call(other)  # another clip


def clips(folder: Path, rng: np.random.Generator, count: int) -> list[np.ndarray]:
    listed = (folder / "testing_list.txt").read_text().split()
    return [soundfile.read(folder / name, dtype="float32")[0] for name in rng.choice(listed, count, replace=False)]


def right(name: str, match: Match) -> bool:
    return match.front_end == name or any({name, match.front_end} <= same for same in SAME)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--arrays", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", default=[])
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(arguments.seed)
    waves = clips(Path(os.environ["SPEECH_COMMANDS_DIR"]) / "speech_commands_v0.01", rng, 2 * arguments.arrays)
    names, missing = arguments.only or list(TABLE), set()
    front, settings, exact, seconds, claims, unknowns = [], [], 0, [], 0, 0
    for index in range(arguments.arrays):
        wave = waves[index]
        name = names[int(rng.integers(len(names)))]
        try:
            array, words, options = made(name, wave, rng)
        except ImportError as error:
            missing.add(str(error))
            continue
        start = time.process_time()
        found = identify(array, wave)
        seconds.append(time.process_time() - start)
        best = found[0] if found else Match("none", (), 1.0)
        if seconds[-1] > 1.5:
            print(f"slow: {name} {options} {words} {array.shape}: {seconds[-1]:.1f} s")
        front.append(right(name, best))
        exact += best.front_end == name
        text = " ".join(best.changes)
        named = [any(word in text for word in option) for option in words]
        settings += named
        if not front[-1] or not all(named):
            print(
                f"{name} {options} {words} {array.shape} {array.dtype} -> "
                f"{best.front_end} {best.changes} {best.residual:.1e}"
            )
        false = identify(unknown(wave, waves[-1 - index], rng), wave)
        unknowns += 1
        claims += bool(false)
        if false:
            print(f"unknown -> {false[0]}")
    print(f"front end right: {np.mean(front):.3f} of {len(front)} (its very name: {exact / len(front):.3f})")
    print(f"changed settings named: {np.mean(settings):.3f} of {len(settings)}")
    print(f"false claims on arrays of unknown origin: {claims / unknowns:.3f} of {unknowns}")
    print(f"processor seconds: median {np.median(seconds):.2f}, longest {max(seconds):.2f}")
    if missing:
        print("left out:", *sorted(missing))


if __name__ == "__main__":
    main()
