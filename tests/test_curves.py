"""The pictures of a training: known curves."""

import numpy as np
import pytest

from speechcls.plots.training_panels import (
    BRIGHTEST,
    confusion,
    in_noise,
    learning_curves,
    learning_rate,
    listening_tradeoff,
    rejection_tradeoff,
    reliability,
)

HISTORY = [
    {"epoch": 1, "set": "train", "loss": 3.0, "accuracy": 0.1},
    {"epoch": 1, "set": "validation", "loss": 2.5, "accuracy": 0.2},
    {"epoch": 2, "set": "train", "loss": 2.0, "accuracy": 0.4},
    {"epoch": 2, "set": "validation", "loss": 1.5, "accuracy": 0.5},
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


MEASURED = {
    "validation": {
        "false_rejection_rate": 0.05,
        "false_acceptance_rate": 0.2,
        "calibration_error": 0.015,
        "tenths": {"clips": [0, 10, 20], "right": [0, 5, 19]},
    },
    "test": {
        "false_rejection_rate": 0.04,
        "false_acceptance_rate": 0.25,
        "calibration_error": 0.03,
        "tenths": {"clips": [1, 4, 8], "right": [0, 1, 8]},
    },
}
TRADED = {
    "measure": "margin",
    "validation": {
        "false_rejection_rate": [0.0, 0.05, 1.0],
        "false_acceptance_rate": {"margin": [1.0, 0.2, 0.0], "energy": [1.0, 0.9, 0.0]},
    },
    "test": {
        "false_rejection_rate": [0.0, 0.05, 1.0],
        "false_acceptance_rate": {"margin": [1.0, 0.24, 0.0], "energy": [1.0, 0.9, 0.0]},
    },
}


def test_the_rejections_curve_is_that_of_its_measure_and_its_own_place_is_marked():
    panel = rejection_tradeoff(TRADED, MEASURED)
    drawn = [(line.name, line.dashed, line.x.tolist(), line.y.tolist()) for line in panel.lines]
    assert drawn == [
        ("validation", False, [0, 5, 100], [100, 20, 0]),
        ("validation", True, [5, 5], [0, 100]),
        ("test", False, [0, 5, 100], [100, 24, 0]),
        ("test", True, [4, 4], [0, 100]),
    ]
    assert "5.0% of words rejected and 20.0% of negatives accepted on validation clips" in panel.description


def heard(rejection: float, average: float, missed: float, alarms: float) -> dict:
    return {
        "setting": {"rejection": rejection, "clips_rejected": 0.05, "average": average},
        "missed": missed,
        "false_alarms_per_hour": alarms,
    }


def test_a_listeners_curve_is_that_of_either_threshold_through_the_shipped_ones_on_test():
    points = [heard(2.0, 0.7, 0.2, 90), heard(3.0, 0.7, 0.4, 10), heard(1.0, 0.7, 0.1, 400), heard(2.0, 0.9, 0.25, 50)]
    points.append(heard(4.0, 0.7, 0.9, 1))
    panel = listening_tradeoff({"shipped": 0, "chosen": 3, "validation": [], "test": points})
    drawn = [(line.name, line.dashed, line.x.tolist(), line.y.tolist()) for line in panel.lines]
    assert drawn == [
        ("by rejection", False, [10, 20, 40, 90], [400, 90, 10, 1]),
        ("by averaged probability", False, [20, 25], [90, 50]),
        ("shipped", True, [20, 20], [0, panel.y.high]),
    ]
    assert panel.y.high > 400 and panel.x.high >= 90
    as_shipped, chosen = panel.description.split(". ", 1)
    assert "20.0% of words missed, 90 false alarms" in as_shipped
    assert "25.0% of words missed, 50 false alarms" in chosen


def test_how_often_an_answer_is_right_stands_over_its_probability_where_there_were_any():
    ideal, validation, test = reliability(MEASURED).lines
    assert ideal.x.tolist() == ideal.y.tolist()
    assert (validation.x.tolist(), validation.y.tolist()) == (pytest.approx([50, 250 / 3]), [50, 95])
    assert test.y.tolist() == [0, 25, 100]
    assert "validation 1.5%, test 3.0%" in reliability(MEASURED).description


def test_a_part_that_was_not_measured_is_left_out():
    panel = reliability({"test": MEASURED["test"]})
    assert [line.name for line in panel.lines] == ["ideal", "test"]
    assert panel.description == "Expected calibration error, over all words: test 3.0%."


def test_printed_stretches_stand_beside_the_curves_and_are_not_joined():
    printed = [HISTORY[:2], [row | {"epoch": 40} for row in HISTORY[2:]]]
    accuracy, loss = learning_curves(HISTORY, printed)
    drawn = [(line.name, line.x.tolist()) for line in accuracy.lines]
    assert drawn[2:] == [
        ("chapter, training", [1]),
        ("chapter, validation", [1]),
        ("chapter, training", [40]),
        ("chapter, validation", [40]),
    ]
    assert (accuracy.x.low, accuracy.x.high) == (1, 40) and loss.y.high > 3.0
    assert accuracy.description == "Accuracy after epoch 2: training 0.400, validation 0.500."


NOISY = {name: {"20": 0.9, "-5": 0.3, "0": 0.1 * i} for i, name in enumerate("abcdef")}


def test_accuracy_against_noise_is_drawn_from_the_loudest_noise_on_with_names_told_apart():
    panel = in_noise(NOISY)
    assert curve(panel, "b") == ([-5, 0, 20], [30, 10, 90])
    assert len({(line.role, line.dashed) for line in panel.lines}) == 6
    assert (panel.x.low, panel.x.high) == (-5, 20)


def test_names_that_stand_out_lie_over_the_others_that_share_one():
    panel = in_noise(NOISY, ["d", "b"])
    assert [(line.name, line.role) for line in panel.lines[-2:]] == [("d", "main"), ("b", "second")]
    assert {(line.name, line.role) for line in panel.lines[:-2]} == {("the others", "quiet")}
    assert panel.description == "At -5 dB: d 30%, b 30%."


def test_confusions_are_shares_of_each_true_word_with_the_first_word_at_the_top():
    panel = confusion(["no", "yes", "bed"], np.array([[9, 1, 0], [1, 3, 0], [0, 0, 0]]))
    assert panel.x.names == ("no", "yes", "bed") and panel.y.names == ("bed", "yes", "no")
    assert panel.image.values.tolist() == [[0, 0, 0], [25, 75, 0], [90, 10, 0]]
    assert panel.image.high == BRIGHTEST
    assert panel.description.startswith("12 of 14 clips")
