"""The page as a program: its temporary folder, its end, and the ways to start it."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from gradio_client import Client, handle_file

from serving import ROOT, free_port, when_ready
from speechcls.ui import serve
from speechcls.ui.selection import example_files

pytestmark = pytest.mark.slow

# Root may write everywhere, so that it has to give that up to be like others.
AS_OTHERS = ("setpriv", "--bounding-set=-dac_override") if os.name == "posix" and os.geteuid() == 0 else ()


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    """A computer's folder for temporary files, in which Gradio's stands as somebody else left it."""
    (tmp_path / "gradio").mkdir(mode=0o555)
    return tmp_path


@contextlib.contextmanager
def started(temporary: Path, *program: str) -> Iterator[tuple[str, subprocess.Popen]]:
    """The address and the process of a page that may write only where its user may."""
    port, log = free_port(), temporary / "log"
    environment = {key: value for key, value in os.environ.items() if key != serve.TEMPORARY}
    environment |= {"TMPDIR": str(temporary), "SPEECHCLS_HOME": str(temporary)}
    command = [*AS_OTHERS, sys.executable, *program, "--no-browser", f"--port={port}"]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            yield when_ready(f"http://127.0.0.1:{port}", process, log), process
        finally:
            process.kill()
            process.wait()


@pytest.mark.skipif(os.name != "posix", reason="needs permissions and signals as Unix has them")
@pytest.mark.parametrize(
    ("program", "ends", "code"),
    [(["app.py"], signal.SIGINT, 0), (["-m", "speechcls", "run"], signal.SIGTERM, 128 + signal.SIGTERM)],
)
def test_a_second_user_of_the_computer_can_upload_and_nothing_stays(
    crowded: Path, program: list[str], ends: signal.Signals, code: int
) -> None:
    with started(crowded, *program) as (address, process):
        with example_files()["bird"].open("rb") as file:
            kept = httpx.post(f"{address}/gradio_api/upload", files={"files": file})
        assert kept.status_code == 200 and Path(kept.json()[0]).is_file()
        client = Client(address, verbose=False, download_files=False)
        assert client.predict(handle_file(str(example_files()["bird"])), api_name="/classify")["label"] == "bird"
        process.send_signal(ends)
        assert process.wait(timeout=60) == code
    assert "Traceback" not in (crowded / "log").read_text()
    left = {path.name for path in crowded.iterdir()} - {"log"}
    assert left == {"gradio"} and not list((crowded / "gradio").iterdir())


def test_a_folder_that_the_user_names_is_used_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(serve.TEMPORARY, str(tmp_path))
    with serve.temporary_folder():
        assert os.environ[serve.TEMPORARY] == str(tmp_path)
    assert tmp_path.is_dir()


def test_a_folder_of_ones_own_goes_with_all_that_is_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(serve.TEMPORARY, raising=False)
    with serve.temporary_folder():
        own = Path(os.environ[serve.TEMPORARY])
        (own / "upload").mkdir()
    assert not own.exists() and serve.TEMPORARY not in os.environ


def test_without_a_folder_for_temporary_files_one_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(serve.TEMPORARY, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with (
        pytest.raises(SystemExit, match=r"no folder for temporary files .* as GRADIO_TEMP_DIR\."),
        serve.temporary_folder(),
    ):
        pytest.fail("went on")


def test_run_takes_the_options_of_the_app() -> None:
    asked = [[sys.executable, *program, "--help"] for program in (["app.py"], ["-m", "speechcls", "run"])]
    helped = [subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout for command in asked]
    assert helped[0].partition("options:")[2] == helped[1].partition("options:")[2] != ""


def test_gradio_writes_no_stubs_while_it_is_imported_and_other_files_are_found_as_before():
    code = """
import inspect
from pathlib import Path
from speechcls.ui.serve import without_stubs
found, written = inspect.getfile, []
write = Path.write_text
Path.write_text = lambda self, *given, **named: written.append(self.suffix) or write(self, *given, **named)
with without_stubs():
    import gradio
    from gradio import component_meta
    assert inspect.getfile(inspect.Signature) == inspect.__file__
    component_meta.create_or_modify_pyi(gradio.HTML, "HTML", [])
assert inspect.getfile is found and ".pyi" not in written
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("busy", ["listens", "asks"])
def test_what_takes_a_second_to_import_waits_for_a_pause(monkeypatch: pytest.MonkeyPatch, busy: str) -> None:
    state = SimpleNamespace(listeners={"one"} if busy == "listens" else set(), asked=0.0)
    done, now = [], 0.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        done.append("waited")
        if len(done) == 4:
            state.listeners.clear()
        elif busy == "asks":
            state.asked = now

    monkeypatch.setattr(serve.time, "sleep", sleep)
    monkeypatch.setattr(serve.time, "monotonic", lambda: now)
    monkeypatch.setitem(sys.modules, "torchaudio", None)  # importing it raises
    with pytest.raises(ImportError):
        serve.get_ready(SimpleNamespace(warm_up=lambda: done.append("warm")), state)
    assert done == ["warm", "waited", "waited", "waited"]


def test_where_many_ask_without_a_pause_it_waits_a_minute_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    state, now = SimpleNamespace(listeners=set(), asked=0.0), 0.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        state.asked = now

    monkeypatch.setattr(serve.time, "sleep", sleep)
    monkeypatch.setattr(serve.time, "monotonic", lambda: now)
    monkeypatch.setitem(sys.modules, "torchaudio", None)  # importing it raises
    with pytest.raises(ImportError):
        serve.get_ready(SimpleNamespace(warm_up=lambda: None), state)
    assert now == serve.PATIENCE
