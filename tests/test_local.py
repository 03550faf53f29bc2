"""This computer's microphone reaches the page that this program shows, and no other page."""

import asyncio
import subprocess
import sys
import threading
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

import alsa
from speechcls.audio import microphone
from speechcls.audio.microphone import CHUNK, Chunk, Device, MicrophoneError
from speechcls.ui import local_microphone, serve

ROOT = Path(__file__).parents[1]
HOST = "localhost:7860"
OURS = {"host": HOST, "origin": f"http://{HOST}"}
KNOWN = Device(3, "desk", "ALSA", 2, 48_000.0, True)
STRANGERS = [  # host and origin, None for none
    (HOST, "https://evil.example"),
    (HOST, "http://localhost:3000"),  # another page that this computer serves
    (HOST, "http://127.0.0.1:7860"),
    (HOST, "null"),
    (HOST, ""),
    (HOST, "http://[localhost:7860"),
    ("evil.example:7860", "http://evil.example:7860"),  # a name of theirs that points to this computer
    ("localhost.evil.example", "http://localhost.evil.example"),
    ("192.168.1.7:7860", "http://192.168.1.7:7860"),
    ("", "http://"),
    ("[", "http://["),
]


class Fake:
    """A microphone whose chunks the test hands over: samples and how many were lost, or an error, or None for none."""

    opened: list["Fake"]

    def __init__(self, wanted: str | None) -> None:
        if wanted == "9":
            raise MicrophoneError("No microphone fits '9'.")
        self.wanted, self.device, self.rate = wanted, KNOWN, 48_000
        self.come, self.closed = asyncio.Queue(), threading.Event()
        self.opened.append(self)
        self.given = [(np.full(CHUNK, 0.5, np.float32), 0)]

    def read(self) -> Chunk | None:
        if not self.given:
            self.closed.wait(60)
            return None
        one = self.given.pop(0)
        if isinstance(one, Exception):
            raise one
        return Chunk(one[0], 0, one[1])

    def close(self) -> None:
        self.closed.set()


@pytest.fixture
def server(monkeypatch) -> TestClient:
    monkeypatch.setattr(local_microphone, "Microphone", Fake)
    monkeypatch.setattr(microphone, "devices", lambda: [KNOWN])
    monkeypatch.setattr(Fake, "opened", [], raising=False)
    made = FastAPI()
    local_microphone.add_routes(made)
    return TestClient(made, base_url=f"http://{HOST}")


def giving(patch: pytest.MonkeyPatch, *given: object) -> None:
    usual = Fake.__init__

    def make(self, wanted):
        usual(self, wanted)
        self.given = list(given)

    patch.setattr(Fake, "__init__", make)


@pytest.mark.parametrize(("host", "origin"), [*STRANGERS, (HOST, None)])
def test_no_other_page_hears_the_microphone(server, host, origin):
    headers = {"host": host} | ({} if origin is None else {"origin": origin})
    with pytest.raises(WebSocketDisconnect), server.websocket_connect("/microphone", headers=headers):
        pass
    assert Fake.opened == []


@pytest.mark.parametrize(("host", "origin"), [*STRANGERS, ("evil.example:7860", None)])
def test_no_other_page_learns_which_microphones_there_are(server, host, origin):
    headers = {"host": host} | ({} if origin is None else {"origin": origin})
    answer = server.get("/microphone/devices", headers=headers)
    assert answer.status_code == 403 and "desk" not in answer.text


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:7863", "[::1]:7860", "localhost"])
def test_the_own_page_hears_the_microphone_under_each_name_of_this_computer(server, host):
    with server.websocket_connect("/microphone", headers={"host": host, "origin": f"http://{host}"}) as page:
        assert page.receive_json() == {"name": "desk", "rate": 48_000}
    assert server.get("/microphone/devices", headers={"host": host}).status_code == 200


def test_devices_are_told_with_number_and_name(server):
    assert server.get("/microphone/devices").json() == [
        {"number": 3, "name": "desk", "system": "ALSA", "channels": 2, "rate": 48_000.0, "default": True}
    ]


def test_where_there_is_none_a_sentence_takes_the_place_of_the_list(server, monkeypatch):
    monkeypatch.setattr(microphone, "devices", lambda: (_ for _ in ()).throw(MicrophoneError("Plug one in.")))
    assert server.get("/microphone/devices").json() == {"error": "Plug one in."}


def test_the_page_gets_int16_chunks_and_is_told_of_gaps(server, monkeypatch):
    ramp = np.linspace(-1, 1, CHUNK, dtype=np.float32)
    giving(monkeypatch, (ramp, 0), (np.zeros(CHUNK, np.float32), 320))
    with server.websocket_connect("/microphone?device=3", headers=OURS) as page:
        page.receive_json()
        first = np.frombuffer(page.receive_bytes(), "<i2")
        assert (len(first), first[0], first[-1]) == (CHUNK, -32768, 32767)
        assert np.abs(first / 32768 - ramp).max() <= 1 / 32768
        assert page.receive_json() == {"overflow": 320}
        assert page.receive_bytes() == bytes(2 * CHUNK)
    assert Fake.opened[0].wanted == "3"


def test_unplugging_is_told_and_ends_the_connection(server, monkeypatch):
    giving(monkeypatch, (np.zeros(CHUNK, np.float32), 0), MicrophoneError("desk was unplugged."))
    with server.websocket_connect("/microphone", headers=OURS) as page:
        page.receive_json()
        page.receive_bytes()
        assert page.receive_json() == {"error": "desk was unplugged."}
        with pytest.raises(WebSocketDisconnect):
            page.receive_json()
    assert Fake.opened[0].closed.wait(60)


def test_a_microphone_that_cannot_be_opened_is_told_and_ends_the_connection(server):
    with server.websocket_connect("/microphone?device=9", headers=OURS) as page:
        assert page.receive_json() == {"error": "No microphone fits '9'."}
        with pytest.raises(WebSocketDisconnect):
            page.receive_json()


def test_each_connection_has_its_own_device_which_is_let_go_of_when_it_ends(server):
    with server.websocket_connect("/microphone", headers=OURS) as one:
        one.receive_json()
        with server.websocket_connect("/microphone", headers=OURS) as other:
            other.receive_json()
            other.send_text("whatever")
        assert Fake.opened[1].closed.wait(60)
        assert not Fake.opened[0].closed.is_set()
    assert Fake.opened[0].closed.wait(60)


def test_a_real_device_is_heard_bit_for_bit_and_can_be_opened_again(plug):
    sound = np.random.default_rng(2).integers(-32768, 32768, 4 * CHUNK).astype(np.int16)
    plug(sound)
    made = FastAPI()
    local_microphone.add_routes(made)
    client = TestClient(made, base_url=f"http://{HOST}")
    number = client.get("/microphone/devices").json()[0]["number"]
    for _ in range(2):
        with client.websocket_connect(f"/microphone?device={number}", headers=OURS) as page:
            assert page.receive_json() == {"name": alsa.NAME, "rate": 16_000}
            came = b"".join(page.receive_bytes() for _ in range(4))
        assert came == sound.astype("<i2").tobytes()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::", "example.org"])
def test_it_is_refused_where_others_can_open_the_page(monkeypatch, host):
    monkeypatch.setattr(sys, "argv", ["app.py", "--local-microphone", "--host", host])
    with pytest.raises(SystemExit, match=rf"^speechcls: .*{host}.*127\.0\.0\.1.*\.$"):
        serve.arguments()
    monkeypatch.setattr(sys, "argv", ["app.py", "--local-microphone"])
    monkeypatch.setenv("GRADIO_SERVER_NAME", host)
    with pytest.raises(SystemExit, match="--host"):
        serve.arguments()
    monkeypatch.delenv("GRADIO_SERVER_NAME")
    assert serve.arguments().local_microphone


def test_without_the_option_there_is_no_such_route(address):
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{address}/microphone/devices", timeout=60)
    with refused.value as answer:
        assert answer.code == 404


@pytest.mark.slow
def test_with_the_option_there_is_one():
    code = (
        "from fastapi.testclient import TestClient; from speechcls.ui import model_pool, page\n"
        "offered = TestClient(page.mount(model_pool.ModelPool(), local_microphone=True), base_url='http://evil.example')\n"
        "print(offered.get('/microphone/devices').status_code)"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.stdout.split() == ["403"], ended.stderr
