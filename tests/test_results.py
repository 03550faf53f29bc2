"""Records of trainings come back as they were written; intervals and comparisons have known answers."""

import numpy as np
import pytest
from PIL import Image

import made_records
from speechcls.results import findings, records
from speechcls.results.records import Clips, Predictions, Run
from speechcls.ui.parts.results.comparison import Experiments

PATHS = [f"{word}/{voice}_nohash_0.wav" for voice in ("a1", "b2", "c3") for word in ("no", "yes")]


@pytest.fixture
def about() -> Clips:
    return Clips(np.array(PATHS), np.array([True, False] * 3))


def run(name: str = "complex-0", accuracy: float = 0.5) -> Run:
    scores = {"accuracy": accuracy, "accuracy_covered": accuracy, "loss": 1.0, "clips": 6}
    return Run(
        name=name,
        table="controlled",
        arm=name.rsplit("-", 1)[0],
        command="python -m speechcls train complex --data DATA",
        settings={"seed": 0},
        data="digest",
        clips=100,
        epochs=1,
        seconds=3.0,
        device="CPU",
        precision="32-true",
        weights=7,
        metrics={"test": scores},
        noise={"0": accuracy},
    )


def test_pictures_of_errors_come_back_as_they_were_written(tmp_path):
    assert records.pictures(run(), tmp_path) is None
    made = np.random.default_rng(0).integers(0, 256, (3, *records.PICTURE), dtype=np.uint8)
    (tmp_path / "controlled" / "complex-0").mkdir(parents=True)
    file = records.save_pictures(run(), made, tmp_path)
    np.testing.assert_array_equal(records.pictures(run(), tmp_path), made)
    assert [other.name for other in file.parent.iterdir()] == ["errors.png"]


def test_pictures_of_a_run_that_is_written_anew_are_gone(about, tmp_path):
    words = said(*about.words)
    records.save(run(), about, words, [], tmp_path)
    records.save_pictures(run(), np.zeros((1, *records.PICTURE), np.uint8), tmp_path)
    records.save(run(), about, words, [], tmp_path)
    assert records.pictures(run(), tmp_path) is None


def said(*words: str) -> Predictions:
    return Predictions(np.array(words), np.linspace(0.1, 0.9, len(words)))


HISTORY = [{"epoch": 1, "set": "train", "loss": 1.0, "accuracy": 0.5}]


def test_a_run_comes_back_as_it_was_written(about, tmp_path):
    predicted = said("no", "yes", "no", "no", "yes", "yes")
    records.save(run(), about, predicted, HISTORY, tmp_path)
    assert records.tables(tmp_path) == ["controlled"]
    assert records.runs("controlled", tmp_path) == [records.find("controlled", "complex-0", tmp_path)] == [run()]
    back = records.predictions(run(), tmp_path)
    assert back.words.tolist() == predicted.words.tolist()
    np.testing.assert_allclose(back.probabilities, predicted.probabilities, atol=1e-4)
    again = records.clips("controlled", tmp_path)
    assert again.paths.tolist() == PATHS and again.covered.tolist() == about.covered.tolist()
    assert again.voices.tolist() == ["a1", "a1", "b2", "b2", "c3", "c3"]


def test_the_best_run_comes_first(about, tmp_path):
    for name, accuracy in (("power-0", 0.4), ("complex-0", 0.9), ("mel-0", 0.6)):
        records.save(run(name, accuracy), about, said(*["no"] * 6), HISTORY, tmp_path)
    assert [found.arm for found in records.runs("controlled", tmp_path)] == ["complex", "mel", "power"]


def test_a_run_on_other_clips_is_refused(about, tmp_path):
    records.save(run(), about, said(*["no"] * 6), HISTORY, tmp_path)
    other = Clips(about.paths[::-1], about.covered)
    with pytest.raises(ValueError, match="other clips"):
        records.save(run("mel-0"), other, said(*["no"] * 6), HISTORY, tmp_path)
    assert records.find("controlled", "mel-0", tmp_path) is None


def test_right_is_where_the_first_word_was_the_one_spoken(about):
    assert records.right(said("no", "no", "no", "yes", "yes", "yes"), about).tolist() == [1, 0, 1, 1, 0, 1]


def test_an_interval_of_values_that_are_all_the_same_has_no_width():
    voices = np.array(["a", "a", "b", "c"])
    assert records.interval(np.ones(4), voices) == (1.0, 1.0)


def test_an_interval_is_that_of_independent_voices_not_of_clips():
    """100 voices that are always or never right: their number counts, however many clips each has."""
    generator = np.random.default_rng(1)
    able = generator.random(100) < 0.5
    voices, values = np.repeat(np.arange(100), 50), np.repeat(able, 50)
    low, high = records.interval(values, voices)
    expected = 1.96 * np.sqrt(able.mean() * (1 - able.mean()) / 100)
    assert (high - low) / 2 == pytest.approx(expected, rel=0.1)
    assert (low + high) / 2 == pytest.approx(able.mean(), abs=0.01)


def test_a_difference_is_that_of_the_same_clips():
    one, other = np.array([1, 1, 1, 0], bool), np.array([1, 0, 1, 0], bool)
    mean, low, high = records.difference(one, other, np.array(["a", "b", "c", "d"]))
    assert mean == 0.25 and low == 0.0 and 0.25 < high <= 1.0
    assert records.difference(one, one, np.array(["a", "b", "c", "d"])) == (0, 0, 0)


def test_without_clips_there_is_no_interval():
    nothing = np.array([], bool)
    assert np.isnan(records.interval(nothing, nothing)).all()
    assert np.isnan(records.difference(nothing, nothing, nothing)).all()


DAMAGES = {
    "no json": ("run.json", "{"),
    "a list": ("run.json", "[]"),
    "other fields": ("run.json", '{"name": 1}'),
    "no rows": ("predictions.csv", "word,probability\n"),
    "no numbers": ("predictions.csv", "word,probability\n" + "yes,x\n" * 24),
    "no text": ("predictions.csv", b"\xff\xfe"),
}


@pytest.mark.parametrize(("name", "content"), DAMAGES.values(), ids=DAMAGES)
def test_one_damaged_record_is_left_out_with_a_warning_and_the_others_stay(tmp_path, caplog, name, content):
    made_records.save(tmp_path, "mel", {})
    made_records.save(tmp_path, "complex", {0: "yes"})
    (tmp_path / "controlled" / "mel-0" / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    assert list(findings.arms("controlled", tmp_path)) == ["complex"]
    assert "mel-0" in caplog.text
    assert list(Experiments(tmp_path).tables["controlled"]) == ["complex"]


def test_a_table_whose_list_of_clips_is_damaged_is_left_out_and_the_others_stay(tmp_path, caplog):
    made_records.save(tmp_path, "mel", {})
    made_records.save(tmp_path, "mel", {}, table="other")
    (tmp_path / "controlled" / "clips.csv").write_text("nothing\n1\n")
    assert list(Experiments(tmp_path).tables) == ["other"]
    assert "controlled" in caplog.text


def test_what_is_drawn_beside_a_record_may_be_damaged(tmp_path, caplog):
    folder = tmp_path / "controlled" / "mel-0"
    made_records.save(tmp_path, "mel", {0: "yes"})
    (folder / "history.csv").write_text("nothing\n")
    Image.new("L", (101, 64 * 101)).save(folder / "errors.png")
    arm = Experiments(tmp_path).compare({"table": "controlled", "one": "mel", "other": "mel"})["arms"][0]
    assert len(arm["panels"]) == 2  # confusion and reliability
    assert [error["picture"] for error in arm["errors"]] == [None]
    assert "history" in caplog.text and "errors.png" in caplog.text
