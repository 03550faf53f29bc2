"""What the page keeps of those who use it, looked at from inside a server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import gradio as gr
import pytest

from speechcls.ui import page

# In a process of its own, since Gradio leaves event loops behind where a page is built without being launched.
INSIDE = """
import json, pathlib, sys
from types import SimpleNamespace
import gradio as gr
from fastapi import FastAPI
from fastapi.testclient import TestClient
from gradio.route_utils import delete_files_created_by_app
from speechcls.ui import page
from speechcls.ui.handlers import Desk, example_files

blocks = page.build(Desk())
sessions = {"mine": "sound", "other": "sound"}
leave = page._forget(SimpleNamespace(state_holder=SimpleNamespace(session_data=sessions)))
leave(SimpleNamespace(session_hash="mine"))
leave(SimpleNamespace(session_hash="unknown"))
there = lambda: [file.name for file in pathlib.Path(sys.argv[1]).rglob("*") if file.is_file()]
server = TestClient(gr.mount_gradio_app(FastAPI(), blocks, path="/", ssr_mode=False))
sent = server.post("/gradio_api/upload", files={"files": example_files()["bird"].open("rb")})
before = there()
delete_files_created_by_app(blocks, 0)
print(json.dumps({
    "unloads": sum(event == "unload" for fn in blocks.fns.values() for _, event in fn.targets),
    "sessions": sessions, "kept": blocks.state_session_capacity, "cleared": blocks.delete_cache,
    "sent": sent.status_code, "before": before, "after": there(),
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


def test_leaving_the_page_forgets_the_session_and_no_other(inside: dict) -> None:
    assert inside["unloads"] == 1
    assert inside["sessions"] == {"other": "sound"}


def test_what_programs_send_is_deleted_within_two_minutes(inside: dict) -> None:
    assert (inside["sent"], inside["before"], inside["after"]) == (200, ["bird.flac"], [])
    assert sum(inside["cleared"]) <= 120  # s: how often Gradio looks, and how old what it deletes is


def test_the_sessions_that_are_kept_are_bounded(inside: dict) -> None:
    assert inside["kept"] == page.SESSIONS <= 1000


@pytest.mark.parametrize("data", [None, [], "text", 7, {"turn": "7"}, {"turn": None}, {"turn": [7]}])
def test_an_event_without_an_object_or_a_number_is_question_nought(data: object) -> None:
    assert page._asked(gr.EventData(None, data)) == {"turn": 0}


def test_an_event_keeps_what_the_browser_says() -> None:
    assert page._asked(gr.EventData(None, {"turn": 7, "start": 0.5})) == {"turn": 7, "start": 0.5}
