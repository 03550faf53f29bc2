"""The pictures of a training: known curves, and the rows that a log may hold."""

import csv
import io

import numpy as np
import pytest

from speechcls.curves import learning_curves, learning_rate

HISTORY = [
    {"epoch": 1, "set": "train", "loss": 3.0, "accuracy": 0.1},
    {"epoch": 1, "set": "valid", "loss": 2.5, "accuracy": 0.2},
    {"epoch": 2, "set": "train", "loss": 2.0, "accuracy": 0.4},
    {"epoch": 2, "set": "valid", "loss": 1.5, "accuracy": 0.5},
]


def curve(panel, name):
    (line,) = [line for line in panel.lines if line.name == name]
    return line.x.tolist(), line.y.tolist()


def test_accuracy_is_the_first_panel_and_loss_the_second():
    accuracy, loss = learning_curves(HISTORY)
    assert curve(accuracy, "training") == ([1, 2], [0.1, 0.4])
    assert curve(accuracy, "validation") == ([1, 2], [0.2, 0.5])
    assert curve(loss, "training") == ([1, 2], [3.0, 2.0])
    assert curve(loss, "validation") == ([1, 2], [2.5, 1.5])
    assert (accuracy.y.low, accuracy.y.high) == (0.0, 1.0)
    assert loss.y.low == 0.0 and loss.y.high > 3.0 and loss.y.unit == "nats"
    assert "validation 0.500" in accuracy.description and "validation 1.500" in loss.description


def test_rows_read_from_a_csv_give_the_same_curves():
    file = io.StringIO()
    writer = csv.DictWriter(file, HISTORY[0].keys())
    writer.writeheader()
    writer.writerows(HISTORY)
    file.seek(0)
    for read, given in zip(learning_curves(list(csv.DictReader(file))), learning_curves(HISTORY), strict=True):
        assert curve(read, "training") == curve(given, "training")


def test_epochs_are_drawn_in_order_whatever_the_order_of_the_rows():
    accuracy, _ = learning_curves(HISTORY[::-1])
    assert curve(accuracy, "validation") == ([1, 2], [0.2, 0.5])


def test_one_epoch_of_one_set_still_has_axes():
    for panel in learning_curves(HISTORY[1:2]):
        assert [line.name for line in panel.lines] == ["validation"]
        assert panel.x.low < panel.x.high and panel.y.low < panel.y.high


def test_history_without_a_known_set_is_refused():
    with pytest.raises(ValueError, match="1 rows"):
        learning_curves([HISTORY[0] | {"set": "holiday"}])


def test_chosen_rate_is_marked_on_a_logarithmic_axis():
    rates = np.logspace(-5, 0, 50)
    panel = learning_rate(rates, 3.4 - np.exp(-((np.log10(rates) + 2) ** 2)), 0.01)
    loss, mark = panel.lines
    assert panel.x.scale == "log" and (panel.x.low, panel.x.high) == pytest.approx((1e-5, 1.0))
    np.testing.assert_array_equal(loss.x, rates)
    assert mark.dashed and mark.x.tolist() == [0.01, 0.01]
    assert "chosen: 0.01" in panel.description


def test_losses_that_ran_away_do_not_set_the_axis():
    panel = learning_rate([1e-4, 1e-3, 1e-2, 1e-1, 1.0], [3.4, 3.0, 2.0, 900.0, float("nan")], 0.01)
    assert panel.y.low < 2.0 < 3.4 < panel.y.high < 6.0
    assert np.all(np.isfinite(panel.lines[0].y))
    assert "2.00" in panel.description


def test_single_loss_still_has_axes():
    panel = learning_rate([0.01], [3.4], 0.01)
    assert panel.x.low < panel.x.high and panel.y.low < panel.y.high
