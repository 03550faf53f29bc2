"""The records of finished trainings: their predictions for every test clip, intervals and differences."""

from __future__ import annotations

import csv
import io
import json
import logging
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from speechcls import former
from speechcls.models import history as logs
from speechcls.models.history import Row
from speechcls.paths import ASSETS, write_whole
from speechcls.results.config import non_defaults

LOG = logging.getLogger(__name__)
FOLDER = ASSETS / "results"
PICTURES = "errors.png"  # of a run's most confident errors, below each other
CLIPS = "clips.csv"  # the clips of the predictions of all runs beside it, in their order
PICTURE = 64, 101  # bands, the highest first, and frames
MOST_PICTURES = 100  # in one file; a damaged header must not claim more memory
DRAWS = 2000  # resamples of a bootstrap


@dataclass(frozen=True)
class Run:
    """One finished training: its settings, its cost, its accuracy."""

    name: str  # arm and seed, "complex-0"
    table: str  # the experiment that it belongs to
    arm: str
    command: str
    settings: dict[str, Any]  # of its TrainingConfig
    data: str  # the digest of the corpus
    clips: int  # real training clips, each counted once
    epochs: int
    seconds: float
    device: str
    precision: str
    weights: int
    metrics: dict[str, dict[str, float]]  # part -> accuracy, accuracy_covered, accuracy_rare, loss, clips
    noise: dict[str, float]  # dB over held-out noise -> accuracy over the well-covered words; empty without recordings
    robustness: dict[str, Any] = field(default_factory=dict)  # condition -> dB -> accuracy, share refused
    rejection: dict[str, Any] = field(default_factory=dict)  # part -> error rates; empty where no rejection was fitted


@dataclass(frozen=True, eq=False)
class Clips:
    """The clips of a test. Arrays run over clips."""

    paths: np.ndarray  # "<word>/<voice>_nohash_<n>.wav"
    covered: np.ndarray  # bool: the word is well-covered

    @cached_property
    def words(self) -> np.ndarray:
        return np.array([path.split("/")[0] for path in self.paths])

    @cached_property
    def voices(self) -> np.ndarray:
        return np.array([path.split("/")[1].split("_nohash_")[0] for path in self.paths])


@dataclass(frozen=True, eq=False)
class Predictions:
    """One run's first word for each clip, and its top-1 confidence. Arrays run over clips."""

    words: np.ndarray
    probabilities: np.ndarray  # float64


def tables(folder: Path = FOLDER) -> list[str]:
    """The experiments that have finished runs."""
    return sorted({file.parent.parent.name for file in folder.glob("*/*/run.json")})


def runs(table: str, folder: Path = FOLDER) -> list[Run]:
    """The finished runs of an experiment, the best first."""
    found = [run for file in sorted((folder / table).glob("*/run.json")) if (run := _run(file))]
    # NaN, where no word is well covered, comes last.
    return sorted(found, key=lambda run: -np.nan_to_num(run.metrics["test"]["accuracy_covered"], nan=-1.0))


def _run(file: Path) -> Run | None:
    """A run's record; None where it is damaged, and a warning names it, so that the others can still be read."""
    try:
        run = Run(**former.current(json.loads(file.read_text())))
        float(run.metrics["test"]["accuracy_covered"]), int(run.settings["seed"])
    except (AttributeError, KeyError, OSError, RecursionError, TypeError, ValueError) as error:
        LOG.warning("Left out the record %s, which is damaged: %r. Restore it, or delete its folder.", file, error)
        return None
    return run


def find(table: str, name: str, folder: Path = FOLDER) -> Run | None:
    """The finished run of this name, or None."""
    file = folder / table / name / "run.json"
    return _run(file) if file.exists() else None


def find_like(settings: Mapping[str, Any], data: str, folder: Path = FOLDER) -> Run | None:
    """A finished run with these settings of a TrainingConfig on data of this digest, or None."""
    wanted = non_defaults(settings)
    found = (run for table in tables(folder) for run in runs(table, folder) if run.data == data)
    return next((run for run in found if non_defaults(run.settings) == wanted), None)


def history(run: Run, folder: Path = FOLDER) -> list[Row]:
    """Its training log: rows of epoch, set ("train", "validation"), loss, accuracy."""
    return logs.read(folder / run.table / run.name / logs.FILE)


def clips(table: str, folder: Path = FOLDER) -> Clips:
    paths, covered = _read(folder / table / CLIPS, "clip", "covered")
    return Clips(np.array(paths), np.array(covered) == "1")


def predictions(run: Run, folder: Path = FOLDER) -> Predictions:
    words, probabilities = _read(folder / run.table / run.name / "predictions.csv", "word", "probability")
    return Predictions(np.array(words), np.array(probabilities, np.float64))


def whole_predictions(run: Run, tested: Clips, folder: Path = FOLDER) -> Predictions | None:
    """A run's predictions; None where they are damaged or of other clips, and a warning names them."""
    try:
        predicted = predictions(run, folder)
        if len(predicted.words) == len(tested.paths) and np.isfinite(predicted.probabilities).all():
            return predicted
        problem = f"it has {len(predicted.words)} rows for {len(tested.paths)} clips, or a probability that is none"
    except (KeyError, OSError, TypeError, ValueError, csv.Error) as error:
        problem = repr(error)
    LOG.warning("Left out %s of %s: its predictions.csv is damaged: %s.", run.name, run.table, problem)
    return None


def save(run: Run, tested: Clips, predicted: Predictions, history: list[Row], folder: Path = FOLDER) -> Path:
    """Write a run's record, predictions and history. Raises ValueError if the table is about other clips."""
    target, shared = folder / run.table / run.name, folder / run.table / CLIPS
    if shared.exists() and list(clips(run.table, folder).paths) != list(tested.paths):
        raise ValueError(f"{shared} lists other clips. Runs of one table are tested on the same: give the same data.")
    target.mkdir(parents=True, exist_ok=True)
    (target / PICTURES).unlink(missing_ok=True)  # they show the errors of an earlier run
    if not shared.exists():
        _write(shared, ("clip", "covered"), zip(tested.paths, tested.covered.astype(int), strict=True))
    rows = zip(predicted.words, (f"{p:.4f}" for p in predicted.probabilities), strict=True)
    _write(target / "predictions.csv", ("word", "probability"), rows)
    logs.write(target / logs.FILE, history)
    update(run, folder)  # last: with it the run is finished
    return target


def update(run: Run, folder: Path = FOLDER) -> None:
    """Rewrite the record of a finished run; its predictions and history stay."""
    write_whole(folder / run.table / run.name / "run.json", json.dumps(asdict(run), indent=1) + "\n")


def pictures(run: Run, folder: Path = FOLDER) -> np.ndarray | None:
    """The pictures written by `save_pictures`, uint8 (clips, bands, frames); None where they are missing or damaged."""
    file = folder / run.table / run.name / PICTURES
    if not file.exists():
        return None
    try:
        with Image.open(file) as strip:
            width, height = strip.size
            if width != PICTURE[1] or height > MOST_PICTURES * PICTURE[0] or strip.mode != "L":
                raise ValueError(f"{width} x {height} in mode {strip.mode} is no strip of at most {MOST_PICTURES}")
            return np.asarray(strip).reshape(-1, *PICTURE)
    except (OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        LOG.warning("Left out the pictures in %s: %s.", file, error)
        return None


def save_pictures(run: Run, made: np.ndarray, folder: Path = FOLDER) -> Path:
    """Write pictures, uint8 (clips, *PICTURE), of a run's `findings.confident_errors`, in their order."""
    file = folder / run.table / run.name / PICTURES
    partial = file.with_suffix(".part")
    Image.fromarray(made.reshape(-1, PICTURE[1])).save(partial, "png", optimize=True)
    partial.replace(file)
    return file


def right(predicted: Predictions, tested: Clips) -> np.ndarray:
    """Whether the first word is the true one: bool (clips,)."""
    return predicted.words == tested.words


def interval(values: np.ndarray, voices: np.ndarray, seed: int = 0) -> tuple[float, float]:
    """95 % interval of the mean of values (clips,) by bootstrap over voices, since clips of one voice are alike.

    NaN where there are no clips.
    """
    drawn = _drawn_means(values.astype(np.float64), voices, seed)
    if not len(drawn):
        return math.nan, math.nan
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def difference(one: np.ndarray, other: np.ndarray, voices: np.ndarray, seed: int = 0) -> tuple[float, float, float]:
    """How much more often `one` is right than `other` on the same clips, and the 95 % interval over voices."""
    values = one.astype(np.float64) - other.astype(np.float64)
    return (float(values.mean()) if len(values) else math.nan, *interval(values, voices, seed))


def _drawn_means(values: np.ndarray, voices: np.ndarray, seed: int) -> np.ndarray:
    if not len(values):
        return np.empty(0)
    _, which = np.unique(voices, return_inverse=True)
    sums, counts = np.bincount(which, values), np.bincount(which)
    chosen = np.random.default_rng(seed).integers(len(counts), size=(DRAWS, len(counts)))
    return sums[chosen].sum(axis=1) / counts[chosen].sum(axis=1)


def _read(file: Path, *names: str) -> list[list[str]]:
    """Columns of a table, by their names. Raises ValueError where one is missing, or a row is too short."""
    with file.open(newline="", encoding="utf-8") as table:
        head, *rows = csv.reader(table)
    if any(len(row) < len(head) for row in rows):
        raise ValueError("a row is too short")
    return [[row[place] for row in rows] for place in map(head.index, names)]


def _write(file: Path, fields: tuple[str, ...], rows: Any) -> None:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows(rows)
    write_whole(file, table.getvalue())
