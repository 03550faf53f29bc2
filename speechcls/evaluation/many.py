"""Answers for millions of sounds by Ray Data: a file for each part of the answers, and a killed run resumes.

A part is written atomically under a hash of its sounds. So a task that Ray repeats, since a process or a machine has
died, writes the same file again, and a run that is started again skips finished parts.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from tqdm import tqdm

from speechcls.audio import FULL_SCALE, AudioError
from speechcls.audio.workers import Pool
from speechcls.data.corpus import Corpus
from speechcls.evaluation.batch import Counts, Row, predict, shown
from speechcls.evaluation.sources import Place, Sound, is_tar, sounds
from speechcls.models import variants
from speechcls.models.classifier import Classifier
from speechcls.paths import write_whole

CLIPS = 256  # scored in one task
SOUNDS = 200  # of a part; a tar is one part
# Of the answers, by pyarrow's names. A sound that can't be read has a row too: its name, the reason, nothing else.
COLUMNS = {
    "file": "string",
    "variant": "string",
    "word": "string",
    "probability": "float64",
    "heard": "bool_",
    "reason": "string",
    "start": "float64",
    "missing": "float64",
    "error": "string",
}
SETTINGS = "settings.json"  # in the folder of the answers
MISSING = "Ray is not installed. Bring it with: python -m pip install -e '.[ray]'"

Form = Literal["parquet", "csv"]


class ManyError(ValueError):
    """Why a run over many sounds can't begin."""


@dataclass(frozen=True)
class Job:
    """The settings of a run, the same for all actors."""

    output: str  # a folder that all machines share
    form: Form
    names: tuple[str, ...]  # of variants
    best: str  # chooses the second
    folder: str = ""  # of variants; empty: the shipped ones
    start: float | None = None  # s

    @property
    def variants(self) -> Path | None:
        return Path(self.folder) if self.folder else None

    def settings(self) -> dict[str, Any]:
        """All settings on which the answers depend."""
        cards = {name: variants.card(name, self.variants).sha256 for name in (*self.names, self.best)}
        return {"variants": cards, "best": self.best, "start": self.start, "form": self.form}


def answer(places: Sequence[Place], job: Job, actors: int | None = None) -> Counts:
    """Answer the sounds at these places; those whose answers are there already count as answered. Raises ManyError.

    Starts Ray on this computer, or joins the cluster that RAY_ADDRESS names.
    """
    prepare(job)
    places = [
        place.absolute() if isinstance(place, Path) else place for place in places
    ]  # actors have other working directories
    rest = list(left(places, job))
    answered, refused, partly = len(places) - len(rest), 0, 0
    if answered:
        print(f"speechcls: {answered} of {len(places)} were answered before.", file=sys.stderr)
    with tqdm(total=len(rest), unit="file", leave=False, disable=None) as bar:
        for done, counts in _by_ray(list(parts(rest)), job, actors):
            answered += counts.answered
            refused += counts.refused
            partly += counts.partly
            bar.update(done)
    return Counts(answered, refused, partly)


def _by_ray(tasks: list[list[Place]], job: Job, actors: int | None) -> Iterator[tuple[int, Counts]]:
    """Number of places and counts of each part, as it is finished."""
    if not tasks:
        return
    ray = _ray(actors)
    items = [{"places": json.dumps([os.fsdecode(place) for place in task])} for task in tasks]
    made = ray.data.from_items(items, override_num_blocks=len(items)).map_batches(
        Answering,
        fn_constructor_args=(job,),
        batch_size=1,
        num_cpus=1,
        compute=_pool(actors, len(items)),
    )
    for row in made.iter_rows():
        yield int(row["places"]), Counts(int(row["answered"]), int(row["refused"]), int(row["partly"]))


def _pool(actors: int | None, tasks: int) -> Any:
    """The number of actors: as given, or one for each core, and no more than tasks."""
    import ray

    return ray.data.ActorPoolStrategy(size=min(tasks, actors or int(ray.cluster_resources().get("CPU", 1))))


def _ray(actors: int | None) -> Any:
    """Ray Data at work."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # otherwise Ray reports each run to its makers
    os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ManyError(MISSING) from error
    if not ray.is_initialized():
        alone: dict[str, Any] = {"num_cpus": actors, "include_dashboard": False}
        ours = {} if os.environ.get("RAY_ADDRESS") else alone
        ray.init(log_to_driver=False, logging_level=logging.ERROR, **ours)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.enable_operator_progress_bars = False
    return ray


def score(place: Path, corpus: Corpus, places: np.ndarray, actors: int | None = None) -> np.ndarray:
    """Logits (clips, words) of a variant, by its folder, for the clips at these places in a corpus: float32."""
    from speechcls.data.waves import load_waves  # imports PyTorch, which actors that only answer do without

    load_waves(corpus)  # decoded once, before actors map the file
    made = (
        _ray(actors)
        .data.from_items([{"clip": clip} for clip in range(len(places))], override_num_blocks=-(-len(places) // CLIPS))
        .map_batches(
            Scoring,
            fn_constructor_args=(str(place), corpus, places),
            batch_size=CLIPS,
            num_cpus=1,
            compute=_pool(actors, -(-len(places) // CLIPS)),
        )
    )
    logits = np.empty((len(places), len(variants.card(str(place)).words)), np.float32)
    with tqdm(total=len(places), desc="scoring", unit="clip", leave=False, disable=None) as bar:
        for batch in made.iter_batches(batch_size=None):
            logits[batch["clip"]] = np.stack(batch["logits"])
            bar.update(len(batch["clip"]))
    return logits


class Scoring:
    """An actor that computes logits of clips of a corpus, whose waves it maps from the disk."""

    def __init__(self, place: str, corpus: Corpus, places: np.ndarray) -> None:
        from speechcls.data.waves import load_waves

        self.classifier = Classifier.load(place)
        self.waves = load_waves(corpus)
        self.places = places

    def __call__(self, batch: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        waves = self.waves[self.places[batch["clip"]]] / np.float32(FULL_SCALE)
        return {"clip": batch["clip"], "logits": self.classifier.logits(waves)}


def prepare(job: Job) -> None:
    """Make the folder of the answers, or check that its answers are of the same job."""
    output = Path(job.output)
    try:
        output.mkdir(parents=True, exist_ok=True)
        kept = output / SETTINGS
        if not kept.exists():
            write_whole(kept, json.dumps(job.settings(), indent=1) + "\n")
        elif json.loads(kept.read_text()) != job.settings():
            raise ManyError(f"{output} holds answers by other variants or settings. Name another folder with --output.")
    except (OSError, ValueError) as error:
        if isinstance(error, ManyError):
            raise
        raise ManyError(f"{output} can't hold the answers ({error}). Name another folder with --output.") from error


def left(places: Iterable[Place], job: Job) -> Iterator[Place]:
    """The places that have no finished part yet."""
    output = Path(job.output)
    done = set[str]()
    for part in output.glob(f"*.{job.form}"):
        done.update(files_of(part))
    for place in places:
        if is_tar(place):
            if not (output / part_name([os.fsdecode(place)], job.form)).exists():
                yield place
        elif shown(place) not in done:
            yield place


def files_of(part: Path) -> set[str]:
    """The sounds that a part answers."""
    if part.suffix == ".parquet":
        import pyarrow.parquet

        return set(pyarrow.parquet.read_table(part, columns=["file"])["file"].to_pylist())
    with part.open(newline="", encoding="utf-8") as rows:
        return {row["file"] for row in csv.DictReader(rows)}


def parts(places: Iterable[Place], size: int | None = None) -> Iterator[list[Place]]:
    """The places in parts: SOUNDS sounds each, and every tar by itself."""
    part: list[Place] = []
    for place in places:
        if is_tar(place):
            yield [place]
            continue
        part.append(place)
        if len(part) == (size or SOUNDS):
            yield part
            part = []
    if part:
        yield part


def part_name(places: Sequence[str], form: Form) -> str:
    return f"{hashlib.sha256(chr(10).join(places).encode('utf-8', 'surrogateescape')).hexdigest()[:20]}.{form}"


class Answering:
    """An actor: one session of each variant, and a process that decodes."""

    def __init__(self, job: Job) -> None:
        from speechcls.models.threads import answer_on_one_core

        answer_on_one_core()
        self.job = job
        self.pool = Pool(size=1)
        self.classifiers = [Classifier.load(name, job.variants) for name in job.names]
        self.best = Classifier.load(job.best, job.variants)

    def __call__(self, batch: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        tasks = [json.loads(str(places)) for places in batch["places"]]
        counts = [asdict(self.answer(task)) | {"places": len(task)} for task in tasks]
        return {key: np.array([one[key] for one in counts]) for key in counts[0]}

    def answer(self, named: list[str]) -> Counts:
        """Write the part for these places. A part that exists already was written by an actor that died afterwards."""
        rows: list[dict[str, Any]] = []
        refused = whole = 0

        def refuse(sound: Path | Sound, error: AudioError) -> None:
            nonlocal refused
            refused += 1
            rows.append(dict.fromkeys(COLUMNS) | {"file": shown(sound), "error": str(error)})

        places: list[Place] = [name if "://" in name else Path(name) for name in named]
        for row in predict(sounds(places), self.classifiers, refuse, self.job.start, self.best, self.pool.read_all):
            rows.append(as_columns(row))
            whole += not row.missing
        each = len(self.classifiers)
        write_whole(Path(self.job.output) / part_name(named, self.job.form), packed(rows, self.job.form))
        answered = (len(rows) - refused) // each
        return Counts(answered, refused, answered - whole // each)


def as_columns(row: Row) -> dict[str, Any]:
    """Rows as columns, with the best word only; see COLUMNS."""
    answer = row.answer
    return {
        "file": row.file,
        "variant": row.variant,
        "word": answer.word,
        "probability": answer.probability,
        "heard": answer.heard,
        "reason": answer.reason,
        "start": round(answer.start, 4),
        "missing": round(row.missing, 3),
        "error": "",
    }


def packed(rows: list[dict[str, Any]], form: Form) -> bytes:
    """Rows as the bytes of a file, with the same columns and types whatever their values."""
    if form == "csv":
        text = io.StringIO(newline="")
        table = csv.DictWriter(text, list(COLUMNS))
        table.writeheader()
        for row in rows:
            heard = row["heard"]
            table.writerow(row | {"heard": heard if heard is None else str(heard).lower()})
        return text.getvalue().encode()
    import pyarrow
    import pyarrow.parquet

    file = io.BytesIO()
    schema = pyarrow.schema([(name, getattr(pyarrow, kind)()) for name, kind in COLUMNS.items()])
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema), file)
    return file.getvalue()
