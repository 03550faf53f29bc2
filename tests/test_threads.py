"""On how many cores an answer is computed."""

from collections.abc import Iterator

import pytest
import torch

from speechcls.models.threads import answer_on_one_core


@pytest.fixture(autouse=True)
def two_threads() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


def test_one_core_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    answer_on_one_core()
    assert torch.get_num_threads() == 1


def test_the_usual_variable_chooses_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    answer_on_one_core()
    assert torch.get_num_threads() == 2
