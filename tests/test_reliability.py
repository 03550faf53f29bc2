"""Bins of probability, counted by hand."""

import numpy as np
import pytest

from speechcls.models.reliability import calibration_error, tenths


def test_the_calibration_error_of_a_known_table_is_known():
    top1 = np.array([0.9] * 10 + [0.7] * 10)
    right = np.array([True] * 8 + [False] * 2 + [True] * 9 + [False])
    assert calibration_error(top1, right) == pytest.approx((0.1 + 0.2) / 2)


def test_the_calibration_error_is_that_of_fifteen_bins():
    """0.62 and 0.68 are one tenth and two fifteenths; 0.68 and 0.72 are two tenths and one fifteenth."""
    assert calibration_error(np.array([0.62, 0.68]), np.array([False, True])) == pytest.approx((0.62 + 0.32) / 2)
    assert calibration_error(np.array([0.68, 0.72]), np.array([False, True])) == pytest.approx(abs(1.4 - 1) / 2)


def test_every_answer_is_counted_in_its_tenth_and_certainty_in_the_last():
    told = tenths(np.array([0.05, 0.55, 0.55, 1.0]), np.array([True, False, True, True]))
    assert told == {"clips": [1, 0, 0, 0, 0, 2, 0, 0, 0, 1], "right": [1, 0, 0, 0, 0, 1, 0, 0, 0, 1]}


def test_without_answers_there_is_no_error_and_nothing_to_count():
    nothing = np.array([])
    assert np.isnan(calibration_error(nothing, nothing.astype(bool)))
    assert tenths(nothing, nothing.astype(bool)) == {"clips": [0] * 10, "right": [0] * 10}
