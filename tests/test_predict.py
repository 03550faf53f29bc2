"""Which files are taken, in which order they are answered, and how the answers are written."""

import csv
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


def test_answers_come_in_the_order_of_the_files_each_variant_in_turn(fake, tmp_path):
    fake("first", seed=0)
    fake("second", front_end="power", seed=1)
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
    fake("second", front_end="power", seed=1)
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
        assert "?.wav" in "".join(form([row], 1, (0, 0))).encode().decode()


def test_csv_has_the_best_word_heard_or_not_one_line_a_file_and_variant():
    assert next(batch.as_csv(ROWS)) == "file,variant,word,probability,heard,missing"
    assert list(csv.reader(batch.as_csv(ROWS)))[1:] == [
        ["a, b.wav", "mel", "go", "0.5000", "true", "0.000"],
        ["longer name.wav", "complex", "up", "0.9877", "false", "1.235"],
    ]


def test_json_has_as_many_words_as_asked_for():
    first, second = json.loads("".join(batch.as_json(ROWS, 2)))
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
    assert list(batch.as_table(ROWS, 2, (15, 7))) == [
        "a, b.wav         mel      go    50%  up    25%",
        "longer name.wav  complex  not one of its words (up    99%  go     1%)  [1.2 s could not be read]",
    ]


@pytest.mark.parametrize("form", batch.FORMATS.values(), ids=batch.FORMATS)
def test_nothing_answered_is_no_text(form):
    assert list(form([], 3, (0, 0))) == []


@pytest.mark.parametrize("form", batch.FORMATS.values(), ids=batch.FORMATS)
def test_a_line_is_given_before_the_next_row_is_there(form):
    def rows():
        yield ROWS[0]
        pytest.fail("the next row was asked for")

    lines = form(rows(), 1, (0, 0))
    assert any("a, b.wav" in line for line in (next(lines), next(lines) if form is batch.as_csv else ""))
