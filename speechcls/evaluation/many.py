"""Answers for millions of sounds by Ray Data, in parts; and scores of a corpus.

A task that Ray repeats, since a process or a machine has died, writes the same part again.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from speechcls.audio import AudioError, to_float
from speechcls.audio.workers import Pool
from speechcls.data.corpus import Corpus
from speechcls.evaluation import parts
from speechcls.evaluation.batch import Counts, predict, shown
from speechcls.evaluation.parts import Job, ManyError
from speechcls.evaluation.sources import Place, Sound, sounds
from speechcls.models import variants
from speechcls.models.classifier import Classifier

CLIPS = 256  # scored in one task
MISSING = "Ray is not installed. Bring it with: python -m pip install -e '.[ray]'"


def answer(places: Sequence[Place], job: Job, actors: int | None = None) -> Counts:
    """Answer the sounds at these places; those whose answers are there already count as answered. Raises ManyError.

    Starts Ray on this computer, or joins the cluster that RAY_ADDRESS names.
    """
    parts.prepare(job)
    # Actors have other working directories.
    places = [place.absolute() if isinstance(place, Path) else place for place in places]
    rest = list(parts.left(places, job))
    total = Counts(answered=len(places) - len(rest))
    if total.answered:
        print(f"speechcls: {total.answered} of {len(places)} were answered before.", file=sys.stderr)
    with tqdm(total=len(rest), unit="file", leave=False, disable=None) as bar:
        for done, counts in _by_ray(list(parts.in_parts(rest)), job, actors):
            total.answered += counts.answered
            total.refused += counts.refused
            total.partly += counts.partly
            bar.update(done)
    return total


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


def score(folder: Path, corpus: Corpus, indices: np.ndarray, actors: int | None = None) -> np.ndarray:
    """Logits (clips, words) of a variant, by its own folder, for the clips at these indices of a corpus: float32."""
    from speechcls.data.waves import load_waves  # imports PyTorch, which actors that only answer do without

    load_waves(corpus)  # decoded once, before actors map the file
    items, tasks = [{"clip": clip} for clip in range(len(indices))], -(-len(indices) // CLIPS)
    made = (
        _ray(actors)
        .data.from_items(items, override_num_blocks=tasks)
        .map_batches(
            Scoring,
            fn_constructor_args=(str(folder), corpus, indices),
            batch_size=CLIPS,
            num_cpus=1,
            compute=_pool(actors, tasks),
        )
    )
    logits = np.empty((len(indices), len(variants.card(str(folder)).words)), np.float32)
    with tqdm(total=len(indices), desc="scoring", unit="clip", leave=False, disable=None) as bar:
        for batch in made.iter_batches(batch_size=None):
            logits[batch["clip"]] = np.stack(batch["logits"])
            bar.update(len(batch["clip"]))
    return logits


class Scoring:
    """An actor that computes logits of clips of a corpus, whose waves it maps from the disk."""

    def __init__(self, folder: str, corpus: Corpus, indices: np.ndarray) -> None:
        from speechcls.data.waves import load_waves

        self.classifier = Classifier.load(folder)
        self.waves = load_waves(corpus)
        self.indices = indices

    def __call__(self, batch: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        waves = to_float(self.waves[self.indices[batch["clip"]]])
        return {"clip": batch["clip"], "logits": self.classifier.logits(waves)}


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
        counts = Counts()

        def refuse(sound: Path | Sound, error: AudioError) -> None:
            counts.refused += 1
            rows.append(dict.fromkeys(parts.COLUMNS) | {"file": shown(sound), "error": str(error)})

        places: list[Place] = [name if "://" in name else Path(name) for name in named]
        for row in predict(sounds(places), self.classifiers, refuse, self.job.start, self.best, self.pool.read_all):
            rows.append(parts.as_columns(row))
            counts.take(row, self.classifiers[0])
        parts.write(rows, named, self.job)
        return counts
