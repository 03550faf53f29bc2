"""Sound becomes words once each, at their place; whoever waits is answered, whatever happens to the others."""

from dataclasses import replace

import numpy as np
import pytest

from speechcls.live.detector import Listener, Smoothing, middle

RATE = 16_000  # Hz
STEP = 1_600  # samples
WORDS = ("go", "stop", "up")
UNSURE = np.array([0.4, 0.3, 0.3])
THREE = Smoothing(step=0.1, smoothing=0.3, threshold=0.7, agreeing=2, refractory=0.6)  # whatever the defaults are
NOISE = 0.003  # of full scale, beside words at 0.3


def said(word: str, probability: float = 0.96) -> np.ndarray:
    """The answer of a network that gives this word that probability, and the others what is left."""
    rest = (1 - probability) / (len(WORDS) - 1)
    return np.array([probability if word == known else rest for known in WORDS])


def sound(seconds: float, *bursts: tuple[float, float], noise: float = NOISE) -> np.ndarray:
    """Noise of that length, louder from and to the given seconds; float32 (n,)."""
    samples = noise * np.random.default_rng(0).standard_normal(round(seconds * RATE)).astype(np.float32)
    for start, end in bursts:
        samples[round(start * RATE) : round(end * RATE)] *= 0.3 / noise / 3
    return samples


def hear(listener: Listener, samples: np.ndarray, answers, reason: str = "", start: int = 0) -> list:
    """Updates for a sound that comes in steps. `answers` gives probabilities for the place (s) where a window ends."""
    updates = []
    for first in range(0, len(samples) - STEP + 1, STEP):
        listener.push(samples[first : first + STEP], start + first)
        assert listener.due
        listener.window()
        assert not listener.due
        updates.append(listener.update(answers((start + first + STEP) / RATE), reason))
    return updates


def detected(updates: list) -> list[tuple[str, float]]:
    return [(d.word, d.seconds) for update in updates for d in update.detections]


def script(*words: tuple[str, float, float]):
    """A network that is sure of each word in windows that end between its two places (s), and else unsure."""
    return lambda end: next((said(word) for word, first, last in words if first <= end <= last + 1e-9), UNSURE)


def test_a_window_is_the_last_second_with_zeros_where_none_came_yet():
    listener, samples = Listener(WORDS, THREE), sound(1.5)
    listener.push(samples[:4_000], 0)
    np.testing.assert_array_equal(listener.window(), np.pad(samples[:4_000], (12_000, 0)))
    listener.push(samples[4_000:9_000], 4_000)
    listener.push(samples[9_000:], 9_000)
    np.testing.assert_array_equal(listener.window(), samples[-RATE:])


def test_integers_and_floats_are_the_same_sound():
    numbers = np.array([-32768, -1, 0, 1, 32767], np.int16)
    one, other = Listener(WORDS, THREE), Listener(WORDS, THREE)
    one.push(numbers, 0)
    other.push((numbers / 32768).astype(np.float32), 0)
    np.testing.assert_array_equal(one.window(), other.window())
    assert one.window().dtype == np.float32


def test_more_than_a_second_at_once_leaves_its_end():
    listener, samples = Listener(WORDS, THREE), sound(3)
    listener.push(samples, 0)
    np.testing.assert_array_equal(listener.window(), samples[-RATE:])


@pytest.mark.parametrize("position", [0, 1_599, 1_601, 2**32 - 1])
def test_a_gap_starts_a_new_second(position):
    listener = Listener(WORDS, THREE)
    listener.push(np.ones(1_600, np.float32), 0)
    listener.window()
    listener.push(np.full(800, 0.5, np.float32), position)
    assert listener.due
    np.testing.assert_array_equal(listener.window(), np.pad(np.full(800, 0.5), (15_200, 0)))


def test_a_window_is_due_once_a_step_however_the_sound_is_cut():
    listener, samples = Listener(WORDS, THREE), sound(2)
    windows = 0
    for first in range(0, len(samples), 100):
        listener.push(samples[first : first + 100], first)
        if listener.due:
            listener.window()
            windows += 1
    assert windows == len(samples) / STEP


def test_what_is_kept_does_not_grow_with_the_length_of_the_stream():
    listener = Listener(WORDS, THREE)
    hear(listener, sound(20, *((s, s + 0.4) for s in range(20))), lambda end: said(WORDS[int(end) % 3]))
    kept = [value for value in vars(listener).values() if hasattr(value, "__len__")]
    assert all(len(value) <= RATE for value in kept)
    assert len(listener._found) <= 8 and len(listener._run) <= 3


def test_scores_are_the_mean_of_the_last_windows_probabilities():
    listener = Listener(WORDS, replace(THREE, threshold=1.0))
    answers = [np.array(a) for a in ([0.9, 0.1, 0.0], [0.2, 0.5, 0.3], [0.1, 0.1, 0.8], [0.0, 0.9, 0.1])]
    updates = hear(listener, sound(0.4), lambda end: answers[round(end / 0.1) - 1])
    assert dict(updates[0].probabilities) == pytest.approx({"go": 0.9, "stop": 0.1, "up": 0.0})
    assert dict(updates[2].probabilities) == pytest.approx({"go": 0.4, "stop": 0.7 / 3, "up": 1.1 / 3})
    assert updates[3].probabilities == (
        ("stop", pytest.approx(0.5)),
        ("up", pytest.approx(0.4)),
        ("go", pytest.approx(0.1)),
    )
    assert [update.seconds for update in updates] == pytest.approx([0.1, 0.2, 0.3, 0.4])


def test_a_word_is_detected_once_at_its_middle():
    updates = hear(Listener(WORDS, THREE), sound(3, (1.0, 1.4)), script(("stop", 1.4, 2.0)))
    ((word, seconds),) = detected(updates)
    assert (word, seconds) == ("stop", pytest.approx(1.2, abs=0.02))


def test_a_word_is_detected_as_soon_as_its_average_passes_the_threshold():
    updates = hear(Listener(WORDS, THREE), sound(3, (1.0, 1.4)), script(("stop", 1.4, 2.0)))
    # The means of stop are 0.52, 0.74, 0.96: the third window of all, and the second that passes no earlier.
    (found,) = [update for update in updates if update.detections]
    assert found.seconds == pytest.approx(1.5)
    assert found.detections[0].probability == pytest.approx((0.3 + 0.96 + 0.96) / 3)


@pytest.mark.parametrize(("agreeing", "found"), [(1, 1), (2, 0)])
def test_one_sure_window_is_not_enough_where_two_must_agree(agreeing, found):
    smoothing = replace(THREE, threshold=0.5, agreeing=agreeing)
    updates = hear(Listener(WORDS, smoothing), sound(3, (1.0, 1.4)), script(("stop", 1.5, 1.5)))
    assert len(detected(updates)) == found


def test_a_word_said_twice_with_a_pause_is_two():
    updates = hear(Listener(WORDS, THREE), sound(3, (1.0, 1.3), (1.8, 2.1)), script(("stop", 1.4, 2.7)))
    assert detected(updates) == [("stop", pytest.approx(1.15, abs=0.03)), ("stop", pytest.approx(1.95, abs=0.03))]


def test_another_word_soon_after_is_not_swallowed():
    answers = script(("stop", 1.4, 1.6), ("go", 1.7, 2.1))
    updates = hear(Listener(WORDS, THREE), sound(3, (1.0, 1.25), (1.4, 1.65)), answers)
    assert detected(updates) == [("stop", pytest.approx(1.125, abs=0.03)), ("go", pytest.approx(1.525, abs=0.03))]


def test_an_utterance_that_is_taken_for_another_word_later_stays_the_first():
    answers = script(("stop", 1.4, 1.6), ("up", 1.7, 2.0))
    assert [word for word, _ in detected(hear(Listener(WORDS, THREE), sound(3, (1.0, 1.4)), answers))] == ["stop"]


@pytest.mark.parametrize("ends", [(1.0, 1.2), (2.2, 2.5)])
def test_a_word_that_is_cut_by_the_end_of_its_second_is_not_believed(ends):
    assert detected(hear(Listener(WORDS, THREE), sound(3, (1.0, 1.6)), script(("up", *ends)))) == []


@pytest.mark.parametrize("reason", ["silence", "unknown"])
def test_what_the_rejection_keeps_out_is_no_word(reason):
    updates = hear(Listener(WORDS, THREE), sound(3, (1.0, 1.4)), script(("stop", 1.4, 2.0)), reason)
    assert detected(updates) == []
    assert not any(update.heard for update in updates)
    assert {update.reason for update in updates if 1.4 <= update.seconds <= 2.0} == {reason}


def test_no_word_is_heard_in_silence_whatever_the_network_says_and_without_a_rejection():
    for samples in (np.zeros(2 * RATE, np.float32), np.full(2 * RATE, 0.2, np.float32), sound(2, noise=1e-4)):
        updates = hear(Listener(WORDS, THREE), samples, lambda end: said("stop"))[
            13:
        ]  # past the jump to what is constant
        assert detected(updates) == []
        assert all(update.reason == "silence" for update in updates)
        assert all(score == 0 for update in updates for _, score in update.probabilities)


def test_a_stream_that_begins_again_detects_again():
    listener, samples, answers = Listener(WORDS, THREE), sound(2.4, (1.0, 1.4)), script(("stop", 1.4, 2.0))
    first = detected(hear(listener, samples, answers))
    assert detected(hear(listener, sound(3), lambda end: UNSURE, start=len(samples))) == []
    again = sound(3.4, (2.0, 2.4))
    assert len(first) == len(detected(hear(listener, again, script(("stop", 2.4, 3.0))))) == 1


def test_another_variant_takes_over_and_knows_what_was_detected():
    listener, samples = Listener(WORDS, THREE), sound(3, (1.0, 1.4))
    before = hear(listener, samples[: round(1.6 * RATE)], script(("stop", 1.4, 2.0)))
    listener.switch(("stop", "bird"))
    sure = np.array([1.0, 0.0])
    after = hear(listener, samples[round(1.6 * RATE) :], lambda end: sure, start=round(1.6 * RATE))
    assert [word for word, _ in detected(before)] == ["stop"]
    assert detected(after) == []
    assert dict(after[0].probabilities) == {"stop": 1.0, "bird": 0.0}


def test_an_answer_for_sound_before_a_gap_does_not_count_for_what_came_after_it():
    listener = Listener(WORDS, replace(THREE, threshold=1.0))
    listener.push(sound(1, (0.3, 0.7)), 0)
    listener.window()
    listener.push(sound(1, (0.3, 0.7)), 10 * RATE)
    late = listener.update(said("stop"))
    listener.window()
    now = listener.update(said("go"))
    assert (late.seconds, now.seconds) == (1.0, 11.0)
    assert dict(now.probabilities)["stop"] == pytest.approx(0.02)


def test_an_answer_of_the_variant_before_is_refused():
    listener = Listener(WORDS, THREE)
    listener.push(sound(1, (0.3, 0.7)), 0)
    listener.window()
    listener.switch(("stop", "bird"))
    with pytest.raises(ValueError, match=r"Call window\(\) first"):
        listener.update(said("stop"))


def test_an_answer_without_a_window_is_refused():
    with pytest.raises(ValueError, match="window"):
        Listener(WORDS, THREE).update(UNSURE)


def test_long_steps_still_let_two_windows_agree():
    listener, samples = Listener(WORDS, THREE), sound(3, (1.0, 1.4))
    found = []
    for first in range(0, len(samples) - 5_333, 5_333):  # three windows a second
        listener.push(samples[first : first + 5_333], first)
        listener.window()
        end = (first + 5_333) / RATE
        found += listener.update(said("stop") if 1.4 <= end <= 2.1 else UNSURE).detections
    assert [one.word for one in found] == ["stop"]


@pytest.mark.parametrize(
    "wrong",
    [{"step": 0.0}, {"step": 0.4, "smoothing": 0.3}, {"smoothing": 1.5}, {"agreeing": 0}, {"agreeing": 5}],
)
def test_smoothing_that_can_never_detect_is_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        replace(Smoothing(smoothing=0.4), **wrong)


@pytest.mark.parametrize("start", [0.05, 0.2, 0.35, 0.5])
def test_the_middle_of_a_word_is_found_in_noise_at_any_place(start):
    for noise in (0.0, NOISE, 0.02):
        assert middle(sound(1, (start, start + 0.4), noise=noise or 1e-9)) == pytest.approx(start + 0.2, abs=0.02)


def test_a_word_with_a_closure_is_one_and_its_neighbour_another():
    assert middle(sound(1, (0.3, 0.5), (0.6, 0.7))) == pytest.approx(0.467, abs=0.03)  # weighted by energy
    assert middle(sound(1, (0.05, 0.2), (0.4, 0.7))) == pytest.approx(0.55, abs=0.03)


@pytest.mark.parametrize("samples", [np.zeros(RATE, np.float32), np.full(RATE, 0.3, np.float32), sound(1)])
def test_where_nothing_stands_out_there_is_no_middle(samples):
    assert middle(samples) is None


@pytest.mark.parametrize("burst", [(0.0, 0.6), (0.4, 1.0), (0.0, 1.0)])
def test_a_word_that_may_go_on_outside_its_second_has_no_middle(burst):
    assert middle(sound(1, burst)) is None


def test_nothing_is_detected_in_sound_that_goes_on():
    assert detected(hear(Listener(WORDS, THREE), sound(6, (0.5, 5.5)), script(("stop", 1.0, 6.0)))) == []


def refusals(updates: list) -> list[str]:
    return [update.refused for update in updates if update.refused]


def test_a_word_over_the_threshold_that_is_not_detected_says_why():
    alone = sound(2.0, (0.8, 1.2))
    updates = hear(Listener(WORDS, THREE), alone, script(("stop", 1.5, 1.8)))
    assert detected(updates) and "unknown" not in refusals(updates)
    refused = hear(Listener(WORDS, THREE), alone, script(("stop", 1.4, 2.0)), reason="unknown")
    assert set(refusals(refused)) == {"unknown"}
    running = sound(3.0, *((0.2 * i, 0.2 * i + 0.15) for i in range(15)))  # talk that goes on and on
    updates = hear(Listener(WORDS, THREE), running, script(("stop", 1.4, 1.9)))
    assert not detected(updates) and "cut" in refusals(updates)
    two = Smoothing(step=0.1, smoothing=0.3, threshold=0.7, agreeing=3)
    sure = {1.5: said("stop", 1.0), 1.6: said("stop", 1.0)}
    updates = hear(Listener(WORDS, two), alone, lambda end: sure.get(round(end, 1), said("go", 0.4)))
    assert not detected(updates) and set(refusals(updates)) == {"brief"}


def test_a_word_too_near_another_one_is_refused_as_that_and_one_detected_before_is_not_refused():
    listener = Listener(WORDS, THREE)
    answers = script(("stop", 1.3, 1.4), ("up", 1.5, 1.8))
    updates = hear(listener, sound(2.2, (0.8, 1.2)), answers)
    assert [word for word, _ in detected(updates)] == ["stop"]
    assert "near" in refusals(updates)
