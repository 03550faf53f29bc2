"""What the page keeps of those who use it, looked at from inside a server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from speechcls.ui import sessions

pytestmark = pytest.mark.slow

# In a process of its own, since Gradio leaves event loops behind where a page is built without being launched.
INSIDE = """
import asyncio
import json
import sys
from types import SimpleNamespace
from speechcls.ui import page
from speechcls.ui.model_pool import ModelPool

blocks = page.mount(ModelPool()).routes[-1].app.pages["en"].get_blocks()
sessions = {"mine": "sound", "other": "sound"}
leave = page._forget(SimpleNamespace(state_holder=SimpleNamespace(session_data=sessions)))
leave(SimpleNamespace(session_hash="mine"))
leave(SimpleNamespace(session_hash="unknown"))
pauses = []
async def rest(seconds):
    pauses.append(seconds)
    blocks._queue.stopped = True
asyncio.sleep = rest
asyncio.run(blocks._queue.start_processing())
print(json.dumps({
    "unloads": sum(event == "unload" for fn in blocks.fns.values() for _, event in fn.targets),
    "torch": "torch" in sys.modules, "sessions": sessions, "kept": type(blocks.state_holder).__module__,
    "pauses": pauses,
}))
"""


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> dict:
    folder = str(tmp_path_factory.mktemp("uploads"))
    command = [sys.executable, "-c", INSIDE, folder]
    place = {"cwd": Path(__file__).parent.parent, "env": os.environ | {"GRADIO_TEMP_DIR": folder}}
    ended = subprocess.run(command, capture_output=True, text=True, check=False, **place)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout.splitlines()[-1])


def test_the_page_is_there_before_anything_needs_torch(inside: dict) -> None:
    assert inside["torch"] is False


def test_leaving_the_page_forgets_the_session_and_no_other(inside: dict) -> None:
    assert inside["unloads"] == 1
    assert inside["sessions"] == {"other": "sound"}


def test_the_sessions_that_are_kept_are_bounded(inside: dict) -> None:
    assert inside["kept"] == sessions.__name__


def test_a_server_that_nobody_asks_looks_for_questions_no_more_than_a_hundred_times_a_second(inside: dict) -> None:
    (pause,) = inside["pauses"]
    assert pause >= 0.01
