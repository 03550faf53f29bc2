"""On how many cores an answer is computed."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

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


ORDER = """
import sys
from speechcls.models import threads
threads.answer_on_one_core = lambda: print("numpy" in sys.modules)
from speechcls.cli import app
app(sys.argv[1:])
"""


@pytest.mark.parametrize("command", ["identify", "predict"])
def test_the_number_of_threads_is_chosen_before_numpy_reads_it(command: str, tmp_path: Path) -> None:
    asked = [sys.executable, "-c", ORDER, command, str(tmp_path / "missing")]
    assert subprocess.run(asked, capture_output=True, text=True).stdout.splitlines() == ["False"]
