"""Which files are taken, in which order they are answered, and how the answers are written."""

import csv
import io
import json
import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from speechcls.evaluation import batch
from speechcls.evaluation.batch import Row
from speechcls.models.classifier import BATCH, Answer, Classifier
from synthetic import RATE, say

ROWS = [
    Row("a, b.wav", "mel", Answer(("go", "up", "no"), (0.5, 0.25, 0.125), 0.1234567, 0.01)),
    Row("longer name.wav", "complex", Answer(("up", "go", "no"), (0.98765, 0.01, 0.0), 0.0, 0.01, "unknown"), 1.23456),
]


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, say(f"go/a{len(path.name) % 10}_nohash_2.wav"), RATE, format="WAV")
    return path


def test_a_folder_is_walked_in_order_without_other_and_hidden_files(tmp_path):
    names = ["b/2.wav", "a/1.WAV", "b/1.flac", "0.mp3", "note.txt", ".hidden.wav", ".git/3.wav", "a/.x/4.wav", "wav"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "folder.wav").mkdir()
    found = [str(file.relative_to(tmp_path)) for file in batch.sound_files([tmp_path])]
    assert found == ["0.mp3", "a/1.WAV", "b/1.flac", "b/2.wav"]


def test_a_hidden_folder_that_is_named_is_walked(tmp_path):
    file = write(tmp_path / ".cache" / "1.wav")
    assert list(batch.sound_files([file.parent])) == [file]


@pytest.mark.parametrize("name", ["note.txt", "missing.wav", ".hidden.wav", "x" * 300])
def test_what_is_named_is_taken_whatever_it_is(tmp_path, name):
    assert list(batch.sound_files([tmp_path / name])) == [tmp_path / name]


def test_answers_come_in_the_order_of_the_files_each_variant_in_turn(fake, tmp_path):
    fake("first", seed=0)
    fake("second", recipe="power", seed=1)
    classifiers = [Classifier.load("first"), Classifier.load("second")]
    files = [write(tmp_path / f"{'x' * (i % 7)}{i}.wav") for i in range(BATCH + 2)]
    files[3].write_text("no sound")
    refused = []
    rows = list(batch.predict(files, classifiers, lambda file, error: refused.append((file, str(error)))))
    readable = [str(file) for file in files if file != files[3]]
    assert [(row.file, row.variant) for row in rows] == [(f, v) for f in readable for v in ("first", "second")]
    assert [file for file, _ in refused] == [files[3]]
    for row in rows[::17]:
        expected = dict(classifiers[row.variant == "second"](row.file).top(3))
        assert dict(row.answer.top(3)) == pytest.approx(expected, abs=1e-5)


def test_all_variants_hear_the_second_that_is_asked_for_or_that_the_best_chooses(fake, tmp_path, monkeypatch):
    fake("first", seed=0)
    fake("second", recipe="power", seed=1)
    classifiers = [Classifier.load("first"), Classifier.load("second")]
    file = tmp_path / "two.wav"
    soundfile.write(file, 0.3 * np.random.default_rng(0).standard_normal(3 * RATE), RATE)
    asked = list(batch.predict([file], classifiers, pytest.fail, start=1.25))
    assert [row.answer.start for row in asked] == [1.25, 1.25]
    best = Classifier.load("first")
    monkeypatch.setattr(best, "choose", lambda clips: [0.5])
    chosen = list(batch.predict([file], classifiers, pytest.fail, best=best))
    assert [row.answer.start for row in chosen] == [0.5, 0.5]
    assert asked[0].answer.probabilities == classifiers[0](file, 1.25).probabilities


def test_a_name_that_is_no_text_is_still_written(fake, tmp_path):
    fake()
    file = write(tmp_path / "name.wav").rename(tmp_path / os.fsdecode(b"\xff.wav"))
    (row,) = batch.predict([file], [Classifier.load("fake")], lambda file, error: None)
    for form in batch.FORMATS.values():
        assert "?.wav" in form([row], 1).encode().decode()


def test_csv_has_the_best_word_heard_or_not_one_line_a_file_and_variant():
    assert batch.as_csv(ROWS, 3).splitlines()[0] == "file,variant,word,probability,heard,missing"
    assert list(csv.reader(io.StringIO(batch.as_csv(ROWS, 3))))[1:] == [
        ["a, b.wav", "mel", "go", "0.5000", "true", "0.000"],
        ["longer name.wav", "complex", "up", "0.9877", "false", "1.235"],
    ]


def test_json_has_as_many_words_as_asked_for():
    first, second = json.loads(batch.as_json(ROWS, 2))
    assert first == {
        "file": "a, b.wav",
        "variant": "mel",
        "start": 0.123,
        "heard": True,
        "reason": "",
        "missing": 0.0,
        "words": [{"word": "go", "probability": 0.5}, {"word": "up", "probability": 0.25}],
    }
    assert [word["word"] for word in second["words"]] == ["up", "go"]
    assert (second["heard"], second["reason"], second["missing"]) == (False, "unknown", 1.235)


def test_the_table_is_aligned_and_has_as_many_words_as_asked_for():
    assert batch.as_table(ROWS, 2).splitlines() == [
        "a, b.wav         mel      go  50.0%  up  25.0%",
        "longer name.wav  complex  not one of its words (up  98.8%  go   1.0%)  [1.2 s could not be read]",
    ]


def test_nothing_answered_is_an_empty_table():
    assert batch.as_table([], 3) == ""
    assert json.loads(batch.as_json([], 3)) == []
