"""What the server makes of clients that keep it waiting, come in crowds, or talk nonsense."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import httpx
import pytest

from serving import ROOT
from speechcls.ui import connections

LARGE = 2**26  # bytes of an answer, more than any socket holds


async def page(scope: dict, receive, send) -> None:
    """Says how many bytes were sent; "/large" answers at length, "/wait" once it has had the whole body."""
    if scope["type"] == "lifespan":
        for step in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{step}.complete"})
        return
    size, more = 0, True
    while more:
        message = await receive()
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)
    body = bytes(LARGE) if scope["path"] == "/large" else str(size).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def served(caplog: pytest.LogCaptureFixture) -> Iterator[SimpleNamespace]:
    """A server of that page: its address as (host, port), and a way to have it look at its clients at some time."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = connections.Server(page)
    thread = threading.Thread(target=server.run, args=[[listening]])
    thread.start()
    place = listening.getsockname()
    assert httpx.get(f"http://{place[0]}:{place[1]}").text == "0"

    def late(seconds: float) -> None:
        """What the server would do if so much time went by."""

        async def look() -> None:
            server.close_late(asyncio.get_running_loop().time() + seconds)

        asyncio.run_coroutine_threadsafe(look(), server.servers[0].get_loop()).result(10)

    yield SimpleNamespace(place=place, url=f"http://{place[0]}:{place[1]}", late=late, server=server)
    server.should_exit = True
    thread.join()
    assert [record for record in caplog.records if record.exc_info] == []


def ended(client: socket.socket) -> bool:
    """Whether the server has closed the connection, and said nothing before."""
    client.settimeout(10)
    try:
        return client.recv(1) == b""
    except ConnectionError:
        return True


@pytest.mark.parametrize(
    "begun, seconds",
    [
        (b"", connections.HEAD),
        (b"GET / HTTP/1.1\r\nhost: a\r\nx: ", connections.HEAD),
        (b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nab", connections.BODY),
    ],
)
def test_a_client_that_keeps_the_server_waiting_is_closed(
    served: SimpleNamespace, begun: bytes, seconds: float
) -> None:
    with socket.create_connection(served.place) as slow:
        slow.sendall(begun)
        assert httpx.get(served.url).text == "0"  # so what came before was read
        served.late(seconds - 5)
        slow.setblocking(False)
        with pytest.raises(BlockingIOError):
            slow.recv(1)
        served.late(seconds + 5)
        assert ended(slow)


def test_one_who_takes_nothing_of_an_answer_slows_nobody_and_is_closed_in_the_end(served: SimpleNamespace) -> None:
    with socket.create_connection(served.place) as slow:
        slow.sendall(b"GET /large HTTP/1.1\r\nhost: a\r\n\r\n")
        slow.recv(100)
        assert httpx.get(served.url).text == "0"
        assert [c for c in served.server.server_state.connections if c.blocked is not None]
        served.late(connections.SLOW + 5)
        assert httpx.get(served.url).text == "0"
        assert not [c for c in served.server.server_state.connections if c.blocked is not None]


def test_a_crowd_that_asks_nothing_makes_room_for_one_that_asks(
    served: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections.Connection, "most", 20)
    crowd = [socket.create_connection(served.place) for _ in range(60)]
    assert httpx.get(served.url).text == "0"
    assert len(served.server.server_state.connections) <= 20
    assert ended(crowd[0])
    for one in crowd:
        one.close()


def test_where_all_are_being_served_one_more_is_told_so(
    served: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections.Connection, "most", 1)
    with socket.create_connection(served.place) as busy:
        busy.sendall(b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\na")
        while not any(c.cycle and not c.idle for c in list(served.server.server_state.connections)):
            pass
        refused = httpx.get(served.url)
        assert (refused.status_code, refused.content) == (503, connections.FULL)
        busy.sendall(b"b")
        assert busy.recv(1000).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        bytes(range(256)) * 20,
        "GET /ä HTTP/1.1\r\nhost: a\r\n\r\n".encode(),
        b"GET / HTTP/1.1\r\nhost: a\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
    ],
)
def test_nonsense_is_answered_or_closed_and_written_nowhere(
    served: SimpleNamespace, caplog: pytest.LogCaptureFixture, nonsense: bytes
) -> None:
    for _ in range(3):
        with socket.create_connection(served.place) as client:
            client.sendall(nonsense)
            client.shutdown(socket.SHUT_WR)
            client.settimeout(10)
            with contextlib.suppress(ConnectionError):
                while client.recv(2**16):
                    pass
    assert httpx.get(served.url).text == "0"
    assert caplog.records == []


def test_the_process_may_open_what_the_system_lets_it() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, before[1]), before[1]))
        assert connections.raise_handles() == min(connections.HANDLES, before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.slow
def test_ctrl_c_ends_the_server_without_a_word_even_where_somebody_still_waits() -> None:
    program = """
import socket
from speechcls.ui.connections import Server
from test_connections import page
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
Server(page).run([listening])
print("ended", flush=True)
"""
    place = {"cwd": ROOT, "env": os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}}
    running = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **place
    )
    port = int(running.stdout.readline())
    with socket.create_connection(("127.0.0.1", port)) as waiting:
        waiting.sendall(b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n")
        assert b"100" in waiting.recv(100)  # now it is being served
        running.send_signal(signal.SIGINT)
        said, complained = running.communicate(timeout=30)
    assert (said, complained, running.returncode) == ("ended\n", "", 0)
