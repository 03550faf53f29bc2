"""What a browser sends, as the page takes it."""

import pytest

from speechcls.ui.payload import choice, from_browser, number


@pytest.mark.parametrize("data", [None, [], "text", 7, {"turn": "7"}, {"turn": None}, {"turn": [7]}])
def test_an_event_without_an_object_or_a_number_is_request_nought(data: object) -> None:
    assert from_browser(data) == {"turn": 0}


def test_an_event_keeps_what_the_browser_sent() -> None:
    assert from_browser({"turn": 7, "start": 0.5}) == {"turn": 7, "start": 0.5}


@pytest.mark.parametrize(
    ("sent", "taken"),
    [(3, 3.0), (-1, 0.0), (99, 10.0), (float("inf"), 10.0), (float("nan"), 5.0), ("3", 5.0), (True, 5.0), (None, 5.0)],
)
def test_a_number_is_moved_between_its_limits_and_anything_else_is_the_default(sent: object, taken: float) -> None:
    assert number({"count": sent}, "count", 0, 10, 5.0) == taken


@pytest.mark.parametrize(("sent", "taken"), [("mel", "mel"), ("other", "log"), (7, "log"), (None, "log")])
def test_a_choice_that_is_no_option_is_the_first_option(sent: object, taken: str) -> None:
    assert choice({"scale": sent}, "scale", ("log", "mel")) == taken
