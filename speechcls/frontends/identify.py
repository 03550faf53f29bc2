"""Which front end made this array? The atlas and its usual mistakes, ranked by how well they explain it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace

import numpy as np

from speechcls.frontends.atlas import FRONTENDS
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.differences import differences
from speechcls.frontends.micro import as_int8
from speechcls.frontends.search import EQUAL, Search, Solution, neutral
from speechcls.frontends.transform import transform

MOST_CHANGES = 4  # more of them explain nothing
TRANSPOSED = "Transposed: bands and frames change places."
ROUNDED = "Stored as float16: values are rounded to 11 bits."
DITHERED = "Dithered, so equal to one run of it as two runs are to each other (dither)."
UNCOMPARED = "Not compared: without the clip only the shape and the range of the values speak."


@dataclass(frozen=True)
class Match:
    """A front end of the atlas that explains an array, with what has to be changed for it."""

    front_end: str
    changes: tuple[str, ...]
    residual: float | None  # largest difference over the array's range; None where there was no clip to compare


def identify(array: np.ndarray, clip: np.ndarray | None = None) -> list[Match]:
    """Front ends that explain an array, best first; none where nothing does.

    The clip is (samples,) float32 in [-1, 1] at 16 kHz, the very sound the array was made of. Without it only shape
    and range can be compared, and every front end is named that they allow.
    """
    array = _as_features(array)
    if np.ptp(array) == 0:  # one value throughout fits every front end, and tells of none
        return []
    if clip is None:
        return _by_shape(array)
    clip = np.asarray(clip, dtype=np.float32)
    found = _direct(array, clip)
    if found or (array.ndim == 1 and array.size == clip.size):
        return found
    search = Search(array.astype(np.float32), clip, _rounding(array))

    def enough(solutions: list[Solution], changes: int) -> bool:
        return any(
            len(_changes(name, solution)) <= changes + 1 and not solution.affine and solution.residual <= search.equal
            for solution in solutions
            for name in FRONTENDS
        )

    stored = (ROUNDED,) if array.dtype == np.float16 else ()
    return [
        replace(match, changes=match.changes + stored)
        for match in _named(search.solutions(enough), search.equal, array.ndim > 1)
    ]


def _as_features(array: np.ndarray) -> np.ndarray:
    array = np.squeeze(np.asarray(array))
    if array.ndim == 0 or array.size == 0 or array.dtype.kind not in "fiuc" or array.ndim > 3:
        raise ValueError(f"Features are one array of numbers, (bands, frames) or flattened; got {array.shape}.")
    if not np.isfinite(array).all():
        raise ValueError("The array holds NaN or infinite values: nothing can be compared with those.")
    if array.dtype.kind == "c":
        array = np.stack([array.real, array.imag])
    if array.ndim == 3 and 2 not in (array.shape[0], array.shape[-1]):
        raise ValueError(f"That is a batch of {array.shape[0]}: give one clip's features, array[0], and its clip.")
    return array


def _rounding(array: np.ndarray) -> float:
    """Half the step in which the array's values were stored, over its range."""
    spread = float(np.ptp(array.astype(np.float64))) or 1.0
    if array.dtype == np.float16:
        return float(np.abs(array).max()) * 2.0**-11 / spread
    return 0.5 / spread if np.array_equal(array, np.round(array)) else 0.0


def _direct(array: np.ndarray, clip: np.ndarray) -> list[Match]:
    """Front ends without settings to search among: waves, phases drawn at random, and libraries that are called."""
    found = []
    for name, known in FRONTENDS.items():
        if known.config.domain != "spectrogram" or known.config.phase == "random":
            made = [
                Match(name, changes, residual)
                for values, changes in _variants(known.config, array, clip)
                if (residual := _difference(values, array)) <= EQUAL + _rounding(array)
            ]
            found += sorted(made, key=lambda match: len(match.changes))[:1]
    return sorted(found, key=lambda match: len(match.changes))


def _variants(
    config: FrontEndConfig, array: np.ndarray, clip: np.ndarray
) -> Iterator[tuple[np.ndarray, tuple[str, ...]]]:
    """Features of the clip by such a front end, where they may be the array, and their usual variants."""
    if math.prod(config.shape(len(clip))) != array.size:
        return
    try:
        made = np.squeeze(transform(config, clip))
    except ImportError:  # of a library that is called, and not installed
        return
    yield made, ()
    if array.shape == made.T.shape != made.shape:
        yield made.T, (TRANSPOSED,)
    if config.domain == "micro frontend":
        yield as_int8(made), ("As 8-bit integers: (v * 256 + 333) // 666 - 128, as micro_speech feeds its network.",)
    else:
        scaled = replace(config, sample_scale=32768.0)
        yield np.squeeze(transform(scaled, clip)), tuple(differences(config, scaled))


def _difference(values: np.ndarray, array: np.ndarray) -> float:
    values, array = values.astype(np.float64), array.astype(np.float64)
    return float(np.abs(values - array.reshape(values.shape)).max() / (np.ptp(array) or 1.0))


def _by_shape(array: np.ndarray) -> list[Match]:
    """Front ends whose number of values the array has, where its range allows it."""
    found = []
    for name, known in FRONTENDS.items():
        config = known.config
        signed = bool(config.log or config.n_cepstra or config.mean_over)
        if config.domain == "spectrogram" and config.power and array.ndim == 2 and (signed or array.min() >= 0):
            as_given = array.shape[1 if config.layout == "frames, bands" else 0] == config.values
            if config.values in array.shape:
                found.append(Match(name, (UNCOMPARED,) if as_given else (TRANSPOSED, UNCOMPARED), None))
    return sorted(found, key=lambda match: len(match.changes))


def _changes(name: str, solution: Solution) -> tuple[str, ...]:
    """What has to be changed at a front end to get the solution."""
    config = FRONTENDS[name].config
    laid = (TRANSPOSED,) if solution.frames_first != (config.layout == "frames, bands") else ()
    said = (*differences(neutral(config), solution.config), *solution.affine, *laid)
    return (*said, DITHERED) if solution.dithered else said


def _named(solutions: list[Solution], equal: float, told_apart: bool) -> list[Match]:
    """For each front end its simplest solution; of those equally simple the one listed first in the atlas.

    A flattened array does not tell in which order it was laid.
    """
    best: dict[str, tuple[tuple[float, ...], Match]] = {}
    for place, name in enumerate(FRONTENDS):
        for solution in solutions:
            changes = _changes(name, solution)
            cepstra = bool(solution.config.n_cepstra) == bool(FRONTENDS[name].config.n_cepstra)
            if not cepstra or (not told_apart and TRANSPOSED in changes):
                continue
            native = solution.dithered and "native" in name  # dithers by default
            excess = max(0.0, solution.residual - equal) // 1e-3
            roundabout = bool(FRONTENDS[name].setting_of and changes)  # nearer said of what it is a setting of
            order = (excess, len(changes) + 0.5 * bool(solution.affine) - native + roundabout, place)
            if len(changes) <= MOST_CHANGES and (name not in best or order < best[name][0]):
                best[name] = order, Match(name, changes, solution.residual)
    ranked = sorted(best.values(), key=lambda pair: pair[0])
    fewest = min((order[1] for order, _ in ranked), default=0.0)
    return [match for order, match in ranked if order[1] <= fewest + 2]


def as_text(matches: list[Match]) -> str:
    """The best match in full and the next in a line each."""
    if not matches:
        return "None of these: no front end of the atlas explains the array, not even with two settings changed."
    return "\n".join(_in_lines(match) for match in matches[:5])


def _in_lines(match: Match) -> str:
    residual = "" if match.residual is None else f", to {match.residual:.1e} of the range"
    head = f"{match.front_end} ({FRONTENDS[match.front_end].source}){residual}"
    return "\n".join([head, *(f"  {change}" for change in match.changes)])


def as_json(matches: list[Match]) -> str:
    return json.dumps([asdict(match) for match in matches], indent=2)


FORMATS: dict[str, Callable[[list[Match]], str]] = {"text": as_text, "json": as_json}
