"""Many sounds are answered in parts: nothing is lost and nothing comes twice, whatever is killed in between."""

import contextlib
import csv
import os
import signal
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from speechcls.audio import FULL_SCALE
from speechcls.data.corpus import read_corpus
from speechcls.data.waves import load_waves
from speechcls.evaluation import many, parts
from speechcls.evaluation.batch import Counts
from speechcls.evaluation.many import Answering
from speechcls.evaluation.parts import Job, ManyError
from speechcls.models.classifier import Classifier
from synthetic import RATE, say, write_corpus
from test_sources import tar

pytestmark = pytest.mark.slow


@pytest.fixture
def clips(fake, tmp_path: Path) -> list[Path]:
    """Seven clips, of which one is none."""
    fake("mine")
    files = [tmp_path / f"{number}.wav" for number in range(7)]
    for number, file in enumerate(files):
        soundfile.write(file, say(f"go/a{number}_nohash_2.wav"), RATE)
    files[3].write_text("no sound")
    return files


@pytest.fixture
def job(tmp_path: Path) -> Job:
    made = Job(str(tmp_path / "answers"), "csv", ("mine",), "mine", str(tmp_path / "variants"))
    (tmp_path / "answers").mkdir()
    return made


def rows(job: Job) -> list[dict[str, str]]:
    """All answers in the order of their files."""
    found = []
    for part in Path(job.output).glob("*.csv"):
        with part.open(newline="") as table:
            found += csv.DictReader(table)
    return sorted(found, key=lambda row: row["file"])


def names(places: list[Path]) -> list[str]:
    return [str(place) for place in places]


def test_a_part_holds_each_answer_and_of_a_bad_file_the_reason(clips: list[Path], job: Job) -> None:
    counts = Answering(job).answer(names(clips))
    assert (counts.answered, counts.refused, counts.partly) == (6, 1, 0)
    found = rows(job)
    assert [row["file"] for row in found] == names(clips)
    assert found[3]["word"] == "" and "is a text file" in found[3]["error"]
    expected = Classifier.load("mine")(clips[0])
    assert (found[0]["word"], found[0]["error"]) == (expected.word, "")
    assert float(found[0]["probability"]) == pytest.approx(expected.probability, abs=1e-5)
    assert list(found[0]) == list(parts.COLUMNS)


def test_every_variant_answers_every_sound_and_sounds_are_counted_once(fake, clips: list[Path], job: Job) -> None:
    fake("other", seed=1)
    both = replace(job, names=("mine", "other"))
    counts = Answering(both).answer(names(clips))
    assert (counts.answered, counts.refused, counts.partly) == (6, 1, 0)
    assert Counter(row["variant"] for row in rows(both)) == {"mine": 6, "other": 6, "": 1}


def test_a_part_that_is_made_again_is_the_same_file(clips: list[Path], job: Job) -> None:
    actor = Answering(job)
    for _ in range(2):
        actor.answer(names(clips))
    assert len(rows(job)) == len(clips)


def test_what_is_answered_is_left_out_and_what_is_new_is_not(clips: list[Path], job: Job, tmp_path: Path) -> None:
    shard = tar(tmp_path / "shard.tar", **{"1.wav": clips[0].read_bytes(), "2.wav": b""})
    actor = Answering(job)
    actor.answer(names(clips[:4]))
    assert list(parts.left([*clips, shard], job)) == [*clips[4:], shard]
    actor.answer([str(shard)])
    assert list(parts.left([*clips, shard], job)) == clips[4:]
    assert [row["file"] for row in rows(job) if ".tar" in row["file"]] == [f"{shard}/1.wav", f"{shard}/2.wav"]


def test_parts_are_bounded_and_a_tar_is_one_of_its_own() -> None:
    places = [*map(Path, "abcde"), "s3://x/1.tar", Path("f")]
    assert list(parts.in_parts(places, 3)) == [
        [Path("a"), Path("b"), Path("c")], ["s3://x/1.tar"], [Path("d"), Path("e"), Path("f")],
    ]  # fmt: skip


def test_a_folder_that_holds_other_answers_is_not_added_to(fake, clips: list[Path], job: Job) -> None:
    parts.prepare(job)
    parts.prepare(job)
    fake("other", seed=1)
    for other in (replace(job, names=("other",)), replace(job, start=0.5)):
        with pytest.raises(ManyError, match="other variants or settings"):
            parts.prepare(other)


@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_scores_by_actors_are_those_of_one_process(fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray")
    monkeypatch.setattr(many, "CLIPS", 7)
    monkeypatch.setenv("SPEECHCLS_HOME", str(tmp_path / "home"))
    place, corpus = fake("mine"), read_corpus(write_corpus(tmp_path / "data"))
    places = np.arange(len(corpus))[::-1]
    expected = Classifier.load("mine").logits(load_waves(corpus)[places] / np.float32(FULL_SCALE))
    try:
        assert many.score(place, corpus, places, actors=2) == pytest.approx(expected, abs=1e-4)
    finally:
        ray.shutdown()


class Mortal(Answering):
    """Is killed twice over all actors: before its first part is written, and once right after one is."""

    def answer(self, named: list[str]) -> Counts:
        self.die_once("before")
        counts = super().answer(named)
        self.die_once("after")
        return counts

    def die_once(self, when: str) -> None:
        with contextlib.suppress(FileExistsError):
            (Path(self.job.output) / f"died {when}").touch(exist_ok=False)
            os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_two_actors_answer_all_and_once_though_they_are_killed_midway(
    clips: list[Path], job: Job, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ray = pytest.importorskip("ray")
    monkeypatch.setattr(parts, "SOUNDS", 5)
    monkeypatch.setattr(many, "Answering", Mortal)
    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])  # which actors can't import
    more = [tmp_path / f"more-{number}.wav" for number in range(40)]
    for file in more:
        os.link(clips[0], file)
    try:
        counts = many.answer([*clips, *more], job, actors=2)
    finally:
        ray.shutdown()
    assert sorted(left.name for left in Path(job.output).glob("died*")) == ["died after", "died before"]
    assert (counts.answered, counts.refused) == (46, 1)
    assert [row["file"] for row in rows(job)] == sorted(names([*clips, *more]))
    assert many.answer([*clips, *more], job, actors=2).answered == 47  # all is there: Ray isn't even started
    assert not ray.is_initialized()
