"""Whose sound is forgotten when more open the page than the server remembers."""

from types import SimpleNamespace

import numpy as np
import pytest

from speechcls.audio import Clip
from speechcls.ui import sessions
from speechcls.ui.selection import Selection

SECOND = 4 * 16_000  # bytes


def with_sound(seconds: int) -> SimpleNamespace:
    return SimpleNamespace(state_data={1: Selection(Clip(np.zeros(16_000 * seconds, np.float32)), 0.0), 2: "blue"})


def visit(held: sessions.Sessions, name: str, seconds: int = 0) -> None:
    held.session_data[name] = with_sound(seconds) if seconds else SimpleNamespace(state_data={1: None})
    held.update(name)


def test_names_without_a_sound_push_out_each_other_and_no_sound() -> None:
    held = sessions.Sessions()
    visit(held, "mine", 1)
    for number in range(3 * sessions.EMPTY):
        visit(held, f"made up {number}")
    assert list(held.session_data)[:2] == ["mine", f"made up {2 * sessions.EMPTY}"]
    assert len(held.session_data) == 1 + sessions.EMPTY


def test_sounds_are_bounded_by_their_bytes_and_the_one_used_longest_ago_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "BYTES", 4 * SECOND)
    monkeypatch.setattr(sessions, "SHARE", 1)
    held = sessions.Sessions()
    for name in "abcd":
        visit(held, name, 1)
    held.update("a")  # is used again
    visit(held, "e", 2)
    assert list(held.session_data) == ["d", "a", "e"]


def test_sounds_are_bounded_by_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "FULL", 3)
    monkeypatch.setattr(sessions, "SHARE", 1)
    held = sessions.Sessions()
    for name in "abcde":
        visit(held, name, 1)
    assert list(held.session_data) == ["c", "d", "e"]


@pytest.mark.parametrize("limit, most", [("BYTES", 8 * SECOND), ("FULL", 8)])
def test_who_fills_a_share_loses_sounds_of_their_own_and_nobody_elses(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(sessions, limit, most)
    held, one, another = sessions.Sessions(), "a" * 32, "b" * 32
    visit(held, f"{one}-page", 1)
    for number in range(20):
        visit(held, f"{another}-{number}", 1)
        visit(held, f"program {number}", 1)
    assert list(held.session_data) == [
        f"{one}-page", f"{another}-18", "program 18", f"{another}-19", "program 19",
    ]  # fmt: skip
