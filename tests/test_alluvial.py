"""The alluvial picture: what is drawn where, and what is too rare to be drawn."""

import json

import numpy as np
import pytest

from speechcls.plots.alluvial import alluvial

WORDS = ["no", "tree", "yes"]
COUNTS = np.array([[600, 1, 0], [0, 9, 8], [2, 30, 650]])  # (predicted, true), 1,300 clips


@pytest.fixture
def picture():
    return alluvial(WORDS, COUNTS)


def test_wrong_pairs_rarer_than_a_thousandth_of_the_test_are_hidden_and_counted(picture):
    wrong = {(ribbon.predicted, ribbon.true): ribbon.count for ribbon in picture.ribbons if ribbon.wrong}
    assert wrong == {("tree", "yes"): 8, ("yes", "no"): 2, ("yes", "tree"): 30}
    assert (picture.clips, picture.hidden) == (1300, 1)
    assert [bar.clips for bar in picture.true] == [602, 40, 658]


def test_right_answers_are_drawn_however_rare():
    told = alluvial(WORDS, COUNTS * np.array([[1, 1, 1], [1, 0, 1], [1, 1, 1]]) + np.diag([0, 1, 0]) * 1)
    assert [ribbon.count for ribbon in told.ribbons if ribbon.predicted == ribbon.true == "tree"] == [1]


def test_a_ribbon_is_as_high_as_its_clips_and_each_bar_is_filled_without_gaps(picture):
    unit = picture.ribbons[0].height / picture.ribbons[0].count
    for side, bars, name in (("left", picture.predicted, "predicted"), ("right", picture.true, "true")):
        for bar in bars:
            own = sorted((getattr(r, side), r.height) for r in picture.ribbons if getattr(r, name) == bar.word)
            assert [height for _, height in own] == pytest.approx([height / unit * unit for _, height in own])
            edges = np.cumsum([bar.top, *(height for _, height in own)])
            assert [at for at, _ in own] == pytest.approx(edges[:-1].tolist())
            assert edges[-1] == pytest.approx(bar.top + bar.height)


def test_bars_lie_under_each_other_within_the_picture_and_apart(picture):
    for bars in (picture.predicted, picture.true):
        ends = [bar.top + bar.height for bar in bars]
        assert bars[0].top > 0 and ends[-1] < 1
        assert all(after.top - end == pytest.approx(0.14) for end, after in zip(ends[:-1], bars[1:], strict=True))


def test_wrong_ribbons_are_drawn_last(picture):
    assert [ribbon.wrong for ribbon in picture.ribbons] == sorted(ribbon.wrong for ribbon in picture.ribbons)


def test_it_is_told_in_a_sentence_and_travels_as_json(picture):
    sent = json.loads(json.dumps(picture.to_json()))
    assert sent["description"].startswith("1,259 of 1,300 clips are right; most often wrong: tree taken for yes (30)")
    assert "1 clips of rare pairs are not drawn" in sent["description"]
    assert sent["ribbons"][0]["count"] == 600
