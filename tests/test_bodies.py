"""How much a request may send."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from speechcls.ui import bodies, uploads


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> uploads.Uploads:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    return uploads.Uploads()


@pytest.fixture
def web(kept: uploads.Uploads) -> Iterator[TestClient]:
    server = FastAPI()
    server.add_middleware(bodies.BoundedBodies, kept=kept)

    @server.post("/{path:path}")
    async def count(request: Request) -> int:
        return len(await request.body())

    with TestClient(server) as web:
        yield web


def in_pieces(size: int) -> Iterator[bytes]:
    """A body whose length nobody says beforehand."""
    for _ in range(size // 1000):
        yield bytes(1000)
    yield bytes(size % 1000)


def test_a_body_up_to_the_limit_is_taken_and_one_byte_more_is_a_sentence(web: TestClient) -> None:
    limit = bodies.CALL
    assert web.post("/call", content=in_pieces(limit)).json() == limit
    for content in (in_pieces(limit + 1), bytes(limit + 1)):
        refused = web.post("/call", content=content)
        assert refused.status_code == 413
        assert "at most" in refused.text and refused.headers["connection"] == "close"


def test_an_upload_up_to_the_limit_is_taken_and_of_a_larger_one_only_its_size(web: TestClient) -> None:
    limit = bodies.UPLOAD
    assert web.post(uploads.ROUTE, content=in_pieces(limit)).json() == limit
    for content in (in_pieces(limit + 1), bytes(limit + 1)):
        answer = web.post(uploads.ROUTE, content=content)
        (path,) = answer.json()
        assert Path(path).stat().st_size == limit + 1
        assert answer.headers["connection"] == "close"


def test_where_there_is_no_room_a_large_upload_is_a_sentence(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "ROOM", -1)
    answer = web.post(uploads.ROUTE, content=bytes(bodies.UPLOAD + 1))
    assert (answer.status_code, answer.text) == (507, uploads.NO_ROOM)


def test_an_application_that_handles_what_it_reads_badly_cannot_answer_beside_the_refusal(
    kept: uploads.Uploads,
) -> None:
    server = FastAPI()
    server.add_middleware(bodies.BoundedBodies, kept=kept)

    @server.post("/")
    async def swallow(request: Request) -> str:
        try:
            await request.body()
        except Exception:
            return "nothing was wrong"
        return "all came"

    with TestClient(server) as web:
        assert web.post("/", content=bytes(bodies.CALL + 1)).text == bodies.TOO_LARGE


def test_a_body_without_end_is_read_only_so_far(kept: uploads.Uploads) -> None:
    taken, said = 0, []

    async def receive() -> Message:
        nonlocal taken
        taken += 100_000
        return {"type": "http.request", "body": bytes(100_000), "more_body": True}

    async def send(message: Message) -> None:
        said.append(message)

    async def read(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    asyncio.run(bodies.BoundedBodies(read, kept)({"type": "http", "path": "/call"}, receive, send))
    assert said[0]["status"] == 413
    assert taken <= (bodies.TAKEN + 1) * bodies.CALL + 200_000
