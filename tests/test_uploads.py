"""What becomes of the files that people and programs send."""

import asyncio
import io
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from serving import serving
from speechcls.audio import AudioError, workers
from speechcls.ui import bodies, uploads
from speechcls.ui.selection import example_files

OLD = (1_000_000_000.0, 1_000_000_000.0)  # s since the epoch


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "uploads"))
    return tmp_path / "uploads"


@pytest.fixture
def web(scratch: Path) -> Iterator[TestClient]:
    server = FastAPI()
    uploads.add_routes(server)
    with TestClient(server) as web:
        yield web


def sent(data: bytes = b"sound", name: str = "a.wav") -> SimpleNamespace:
    return SimpleNamespace(file=io.BytesIO(data), filename=name, size=len(data))


def below(folder: Path) -> list[Path]:
    """All that lies in a folder of uploads: files, and folders below that of each server."""
    return [path for path in folder.rglob("*") if path.is_file() or path.parent != folder]


def test_an_upload_is_kept_under_its_name_as_it_came(web: TestClient, scratch: Path) -> None:
    answer = web.post(uploads.ROUTE, files=[("files", ("a b.wav", b"one")), ("files", ("a b.wav", b"two"))])
    one, two = (Path(path) for path in answer.json())
    assert (one.name, one.read_bytes(), two.name, two.read_bytes()) == ("a b.wav", b"one", "a b.wav", b"two")
    assert one.is_relative_to(scratch)


@pytest.mark.parametrize("name", ["../../a.wav", "..", "/etc/a.wav", "a\\..\\b", "x" * 300, "CON"])
def test_no_name_leads_out_of_the_uploads_own_folder(web: TestClient, scratch: Path, name: str) -> None:
    (path,) = web.post(uploads.ROUTE, files={"files": (name, b"sound")}).json()
    assert Path(path).resolve().parent.parent.parent == scratch.resolve()
    assert Path(path).read_bytes() == b"sound"


def test_a_file_that_was_read_goes_with_its_folder(scratch: Path) -> None:
    kept = uploads.Uploads()
    first, second = Path(kept.keep(sent())), Path(kept.keep(sent()))
    uploads.discard(first)
    assert below(scratch) == [second.parent, second]


def test_files_that_come_while_the_sweep_runs_neither_end_it_nor_go_too_early(scratch: Path) -> None:
    kept, done = uploads.Uploads(), threading.Event()

    def send_old_ones() -> list[Path]:
        try:
            files = []
            for _ in range(100):
                files.append(Path(kept.keep(sent())))
                os.utime(files[-1].parent, OLD)
            return files
        finally:
            done.set()

    fresh = Path(kept.keep(sent()))
    with ThreadPoolExecutor() as people:
        sending = [people.submit(send_old_ones) for _ in range(3)]
        while not done.is_set():
            kept.sweep(OLD[0] + 1)
        assert sum(len(each.result()) for each in sending) == 300
    kept.sweep(OLD[0] + 1)
    assert below(scratch) == [fresh.parent, fresh]


def test_a_sweep_that_fails_is_followed_by_the_next(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "EVERY", 0)
    kept = uploads.Uploads()
    sweep, failures, swept = kept.sweep, iter([RuntimeError("changed size"), OSError("gone")]), threading.Event()

    def fail_twice(before: float) -> None:
        if error := next(failures, None):
            raise error
        assert before <= time.time() - uploads.AGE
        sweep(before)
        swept.set()

    async def run() -> None:
        scheduled = asyncio.create_task(kept.sweep_on_schedule())
        while not swept.is_set():
            await asyncio.sleep(0.01)
        scheduled.cancel()

    kept.sweep = fail_twice
    os.utime(Path(kept.keep(sent())).parent, OLD)
    asyncio.run(run())
    assert below(scratch) == []


def test_what_is_old_enough_to_go_is_seen_within_two_minutes() -> None:
    assert uploads.AGE + 2 * uploads.EVERY <= 120  # s; even where one sweep fails


def test_a_disk_that_is_full_is_a_sentence_and_leaves_nothing(
    web: TestClient, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(source: object, kept: io.BufferedWriter) -> None:
        kept.write(b"so far")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", fill)
    answer = web.post(uploads.ROUTE, files={"files": b"sound"})
    assert (answer.status_code, answer.text) == (507, uploads.NO_ROOM)
    assert below(scratch) == []


def test_all_uploads_together_take_a_bounded_room(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "ROOM", 10)
    monkeypatch.setattr(uploads, "SHARE", 1)
    answers = [web.post(uploads.ROUTE, files={"files": b"sound"}).status_code for _ in range(3)]
    assert answers == [200, 200, 507]


def test_who_fills_a_share_of_the_room_leaves_the_rest_to_others(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "ROOM", 20)
    kept = uploads.Uploads()
    first = [kept.keep(sent(), "one") for _ in range(2)]
    with pytest.raises(OSError):
        kept.keep(sent(), "one")
    uploads.discard(Path(first[0]))
    assert all(map(os.path.exists, [first[1], kept.keep(sent(), "one"), kept.keep(sent(), "two")]))


@pytest.mark.parametrize("over", [1, 2**20])  # what the route itself sees, and what never comes so far
def test_a_file_over_the_limit_is_replaced_by_its_size_alone_which_reading_refuses(scratch: Path, over: int) -> None:
    server = FastAPI()
    server.add_middleware(bodies.BoundedBodies, kept=uploads.add_routes(server))
    size = uploads.LARGEST + over
    with TestClient(server) as web:
        (path,) = web.post(uploads.ROUTE, files={"files": ("long talk.wav", bytes(size))}).json()
        assert Path(path).name == "long talk.wav"
        assert uploads._size(scratch) == 0
        with pytest.raises(AudioError, match=r"long talk.wav has 1[12]\.\d MB, over the limit of 10 MB"):
            workers.read(path)


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"files": "text"}},
        {"json": []},
        {"files": {"other": b"sound"}},
        {"content": b"nonsense", "headers": {"content-type": "multipart/form-data; boundary=x"}},
    ],
)
def test_a_request_without_a_file_is_told_what_to_send(web: TestClient, body: dict) -> None:
    answer = web.post(uploads.ROUTE, **body)
    assert answer.status_code == 400
    assert answer.text.startswith(uploads.NO_FILE)


@pytest.fixture(scope="module")
def scratched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def app(scratched: Path) -> Iterator[str]:
    """The whole app, whose files lie below `scratched`."""
    with serving(scratched) as address:
        yield address
    assert [path for path in (scratched / "uploads").rglob("*") if path.is_file()] == []
    assert list((scratched / "uploads").glob("uploads-*")) == []  # the whole server's folder has gone


@pytest.mark.slow
def test_an_upload_that_breaks_off_midway_leaves_nothing(app: str, scratched: Path) -> None:
    place = urlsplit(app)
    for _ in range(3):
        with socket.create_connection((place.hostname, place.port)) as half:
            head = f"POST {uploads.ROUTE} HTTP/1.1\r\nhost: {place.netloc}\r\ncontent-length: 5000000\r\n"
            half.sendall(f"{head}content-type: multipart/form-data; boundary=x\r\n\r\n".encode())
            half.sendall(
                b'--x\r\ncontent-disposition: form-data; name="files"; filename="a.wav"\r\n\r\n' + bytes(3 * 2**20)
            )
    assert httpx.post(app + uploads.ROUTE, files={"other": b""}).status_code == 400  # it has seen them go by now
    assert below(scratched / "uploads") == []
    assert "Traceback" not in (scratched / "server.log").read_text()


@pytest.mark.slow
def test_hundreds_of_uploads_and_calls_leave_what_was_sent_last_and_no_more(app: str, scratched: Path) -> None:
    sound = example_files()["bird"].read_bytes()

    def send_and_ask(number: int) -> str:
        with httpx.Client(base_url=app, timeout=60) as web:
            (path,) = web.post(uploads.ROUTE, files={"files": ("a.flac", sound)}).json()
            if number % 10:
                return path
            data = [{"path": path, "meta": {"_type": "gradio.FileData"}}, "mel"]
            event = web.post("/gradio_api/call/classify", json={"data": data}).json()["event_id"]
            assert '"bird"' in web.get(f"/gradio_api/call/classify/{event}").text
            return path

    with ThreadPoolExecutor(8) as people:
        paths = list(people.map(send_and_ask, range(200)))
    assert sorted(map(str, below(scratched / "uploads"))) == sorted(paths + [str(Path(p).parent) for p in paths])
