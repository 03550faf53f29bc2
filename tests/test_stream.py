"""What the server answers to those who listen, and to those who only pretend to."""

import asyncio
import json
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

import speechcls
from serving import ROOT
from speechcls.frontends.atlas import by_name
from speechcls.live.batcher import Batcher
from speechcls.ui import live_socket
from speechcls.ui.live_front_ends import LiveFrontEndPictures

RATE, CHUNK = 16_000, 1_600
UNIT = 33 / 32768  # of full scale: a last sample of so many times this stands for the word of that place
WORDS = ("go", "stop", "up", "yes", "no", "down")


def spoken(samples: np.ndarray) -> np.ndarray:
    """The places of the words that samples stand for."""
    return np.rint(samples / UNIT).astype(int)


class Known:
    """A classifier that hears the word that the last sample stands for, and remembers the seconds it judged."""

    def __init__(self, words: tuple[str, ...] = WORDS) -> None:
        self.card = SimpleNamespace(words=words, front_end=by_name("power"))
        self.judged: list[np.ndarray] = []
        self.go = threading.Event()
        self.go.set()
        self.error: Exception | None = None

    def judge(self, waves: np.ndarray) -> tuple[np.ndarray, list[str]]:
        assert self.go.wait(60)
        self.judged += list(waves)
        if self.error:
            raise self.error
        return np.eye(len(self.card.words))[spoken(waves[:, -1])], ["" for _ in waves]


@pytest.fixture
def fakes() -> SimpleNamespace:
    classifiers = {"best": Known(), "other": Known(("tree", "bird"))}
    return SimpleNamespace(classifiers=classifiers, best="best", names=list(classifiers))


@pytest.fixture
def server(fakes: SimpleNamespace) -> Iterator[TestClient]:
    app = FastAPI()
    live_socket.add_routes(app, fakes)
    with TestClient(app) as client:
        yield client


def chunk(number: int, word: int = 0, position: int | None = None, size: int = CHUNK) -> bytes:
    """A message with sound that `Known` takes for the word of that place."""
    samples = np.resize(np.array([300, -300], "<i2"), size)
    samples[-1] = 33 * word
    return struct.pack("<II", number, number * CHUNK if position is None else position) + samples.tobytes()


def ask(socket, message: bytes) -> dict:
    socket.send_bytes(message)
    return socket.receive_json()


def refusal(socket) -> tuple[str, int]:
    """The sentence, and the code that the connection is closed with."""
    sentence = socket.receive_json()["error"]
    with pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()
    return sentence, closed.value.code


def test_each_chunk_is_answered_with_its_number_and_five_scores(server: TestClient) -> None:
    with server.websocket_connect("/live") as socket:
        for number in range(3):
            answer = ask(socket, chunk(number, word=2))
            assert answer["number"] == number
            assert answer["seconds"] == pytest.approx((number + 1) * 0.1)
            assert answer["scores"][0] == ["up", 1.0]
            assert len(answer["scores"]) == 5
            assert (answer["variant"], answer["heard"], answer["reason"]) == ("best", True, "")
            assert 0 < answer["threshold"] <= 1


def test_numbers_and_positions_of_days_of_listening_are_taken(server: TestClient) -> None:
    with server.websocket_connect("/live") as socket:
        answer = ask(socket, chunk(2**32 - 1, position=2**32 - 1))
        assert answer["number"] == 2**32 - 1
        assert answer["seconds"] == pytest.approx((2**32 - 1 + CHUNK) / RATE, abs=1e-3)


def test_a_word_is_detected_once_with_its_place_in_the_stream(server: TestClient) -> None:
    said = (0.3 * np.sin(np.arange(0.4 * RATE))).astype(np.float32)
    samples = np.zeros(2 * RATE, np.float32)
    samples[round(0.8 * RATE) : round(1.2 * RATE)] = said
    samples[CHUNK - 1 :: CHUNK] = UNIT + 1e-4  # "stop", as Known hears it
    start, found = 7 * RATE, []
    with server.websocket_connect("/live") as socket:
        for number in range(20):
            part = (32768 * samples[number * CHUNK : (number + 1) * CHUNK]).astype("<i2")
            found += ask(socket, struct.pack("<II", number, start + number * CHUNK) + part.tobytes())["detections"]
    (one,) = found
    assert one["word"] == "stop"
    assert one["probability"] == pytest.approx(1.0)
    assert one["seconds"] == pytest.approx(8.0, abs=0.05)


def test_the_variant_can_be_switched_while_listening(server: TestClient) -> None:
    with server.websocket_connect("/live") as socket:
        assert ask(socket, chunk(0))["variant"] == "best"
        socket.send_text('{"variant": "other"}')
        answer = ask(socket, chunk(1, word=1))
        assert answer["variant"] == "other"
        assert answer["scores"] == [["bird", 1.0], ["tree", 0.0]]


def test_front_ends_are_drawn_beside_the_answers_while_they_are_wanted(
    server: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_socket, "PERIOD", 0.0)
    with server.websocket_connect("/live") as socket:
        wanted = {"one": "mel", "other": "wave"}
        socket.send_text(json.dumps({"variant": "best", "front_ends": wanted}))
        socket.send_bytes(chunk(0))
        answers = {"number" if "number" in one else "front_ends": one for one in (socket.receive_json() for _ in "12")}
        told = answers["front_ends"]["front_ends"]
        assert [panel["title"] for panel in told["panels"].values()] == ["mel", "wave"]
        assert told["panels"]["one"]["x"]["low"] == -1 and answers["number"]["number"] == 0
        socket.send_text(json.dumps({"variant": "best", "front_ends": None}))
        assert [ask(socket, chunk(number))["number"] for number in range(1, 4)] == [1, 2, 3]


def test_a_network_that_was_trained_with_a_front_end_names_the_live_word(
    server: TestClient, fakes: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, front_end in (("best", "mel"), ("other", "logmel")):
        fakes.classifiers[name].card.front_end = by_name(front_end)
    with server.websocket_connect("/live") as socket:
        wanted = {"one": "mel", "other": "wave"}
        socket.send_text(json.dumps({"variant": "other", "front_ends": wanted}))
        socket.send_bytes(chunk(0, 1))
        told = next(one["front_ends"] for one in (socket.receive_json() for _ in "12") if "front_ends" in one)
    assert told["about"][-1] == "mel: the network best, trained with it, hears “stop” (>99.9%)."


def test_nobody_hears_another(server: TestClient, fakes: SimpleNamespace) -> None:
    with server.websocket_connect("/live") as one, server.websocket_connect("/live") as other:
        for number in range(12):
            assert ask(one, chunk(number, word=1))["scores"][0][0] == "stop"
            assert ask(other, chunk(number, word=4))["scores"][0][0] == "no"
    for second in fakes.classifiers["best"].judged:
        assert len(set(spoken(second[CHUNK - 1 :: CHUNK])) - {0}) == 1


def test_who_is_behind_gets_the_newest_second_and_no_queue(server: TestClient, fakes: SimpleNamespace) -> None:
    known = fakes.classifiers["best"]
    with server.websocket_connect("/live") as socket:
        known.go.clear()
        for number in range(40):
            socket.send_bytes(chunk(number, word=number % 6))
        socket.send_text('{"variant": "best"}')
        known.go.set()
        numbers = [socket.receive_json()["number"]]
        while numbers[-1] != 39:
            numbers.append(socket.receive_json()["number"])
    assert numbers == sorted(set(numbers))
    assert len(numbers) < 40
    assert len(known.judged) <= len(numbers)  # silence needs no network


@pytest.mark.parametrize(
    "text",
    ["", "listen", "[]", "null", "{}", '{"variant": 7}', '{"variant": null}', "[" * 190, '{"variant": "' + "x" * 200],
)
def test_text_that_asks_for_no_variant_is_refused_with_a_sentence(server: TestClient, text: str) -> None:
    with server.websocket_connect("/live") as socket:
        socket.send_text(text)
        sentence, code = refusal(socket)
    assert "variant" in sentence
    assert code == live_socket.REFUSED


def test_an_unknown_variant_is_answered_with_the_list_of_valid_ones(server: TestClient) -> None:
    with server.websocket_connect("/live") as socket:
        socket.send_text('{"variant": "nonsense"}')
        assert refusal(socket)[0] == "No trained variant is called 'nonsense'. There are: best, other."


@pytest.mark.parametrize("data", [b"", b"1234567", b"12345678", b"123456789", bytes(8 + 2 * 8_000 + 2), bytes(100_000)])
def test_sound_of_a_wrong_size_is_refused_with_a_sentence(server: TestClient, data: bytes) -> None:
    with server.websocket_connect("/live") as socket:
        socket.send_bytes(data)
        sentence, code = refusal(socket)
    assert f"{len(data)} bytes came" in sentence
    assert code == live_socket.REFUSED


def test_any_sound_of_up_to_half_a_second_is_taken(server: TestClient) -> None:
    with server.websocket_connect("/live") as socket:
        assert ask(socket, chunk(0, size=8_000))["seconds"] == 0.5
        noise = np.random.default_rng(0).integers(-32768, 32768, 1_600).astype("<i2")
        noise[-1] = 0
        assert ask(socket, struct.pack("<II", 1, 8_000) + noise.tobytes())["seconds"] == 0.6


def test_when_all_places_are_taken_it_says_so_and_a_place_that_is_left_is_free(
    server: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_socket, "CONNECTIONS", 1)
    monkeypatch.setattr(live_socket, "PLACE", 0)
    monkeypatch.setattr(live_socket, "QUIET", 60)
    with server.websocket_connect("/live") as first:
        ask(first, chunk(0))
        with server.websocket_connect("/live") as second:
            sentence, code = refusal(second)
        assert "no more" in sentence
        assert code == live_socket.FULL
        assert ask(first, chunk(1))["number"] == 1
    with server.websocket_connect("/live") as third:
        assert ask(third, chunk(0))["number"] == 0


def test_who_comes_while_all_places_are_taken_gets_one_that_is_left_soon_after(
    server: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_socket, "CONNECTIONS", 1)
    monkeypatch.setattr(live_socket, "QUIET", 60)
    monkeypatch.setattr(live_socket, "PLACE", 60)
    with server.websocket_connect("/live") as first:
        ask(first, chunk(0))
        with server.websocket_connect("/live") as second:
            second.send_bytes(chunk(1))
            first.close()
            assert second.receive_json()["number"] == 1


def test_a_silent_one_makes_room_when_another_comes_and_a_listening_one_does_not(
    server: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_socket, "CONNECTIONS", 2)
    monkeypatch.setattr(live_socket, "QUIET", 0)
    with server.websocket_connect("/live") as silent, server.websocket_connect("/live") as listening:
        silent.send_text('{"variant": "other"}')  # which is no sound
        ask(listening, chunk(0))
        with server.websocket_connect("/live") as new:
            assert ask(new, chunk(0))["number"] == 0
            assert "Nothing came" in refusal(silent)[0]
            assert ask(listening, chunk(1))["number"] == 1


def test_who_says_nothing_for_long_is_told_so(server: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_socket, "IDLE", 0.05)
    with server.websocket_connect("/live") as socket:
        assert "Nothing came" in refusal(socket)[0]


def test_a_network_that_fails_is_told_and_others_go_on(
    server: TestClient, fakes: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    fakes.classifiers["other"].error = RuntimeError("out of memory")
    with server.websocket_connect("/live") as well, server.websocket_connect("/live") as ill:
        ill.send_text('{"variant": "other"}')
        ill.send_bytes(chunk(0))
        sentence, code = refusal(ill)
        assert code == live_socket.FAILED
        assert "failed" in sentence and "memory" not in sentence
        assert ask(well, chunk(0))["number"] == 0
    assert "out of memory" in caplog.text


class Deaf:
    """A client that sends sound and never takes an answer."""

    def __init__(self, chunks: int) -> None:
        self.messages = [{"type": "websocket.receive", "bytes": chunk(n), "text": None} for n in range(chunks)]
        self.sent = 0
        self.read = 0

    async def receive(self) -> dict:
        await asyncio.sleep(0)
        if self.read == len(self.messages):
            await asyncio.sleep(60)
        self.read += 1
        return self.messages[self.read - 1]

    async def send_text(self, _: str) -> None:
        self.sent += 1
        await asyncio.sleep(60)


def test_who_takes_no_answers_is_let_go_while_its_sound_is_still_read(
    fakes: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_socket, "PATIENCE", 0.3)
    batcher, deaf = Batcher(fakes.classifiers), Deaf(100)
    pictures = LiveFrontEndPictures(fakes, batcher)
    connection = live_socket.Connection(deaf, fakes, batcher, fakes.classifiers, pictures)

    with ThreadPoolExecutor(1) as other:  # in this thread Playwright may have left a loop that runs
        other.submit(lambda: asyncio.run(asyncio.wait_for(connection.serve(), 30))).result()
    pictures.close()
    batcher.close()
    assert (deaf.read, deaf.sent) == (100, 1)
    assert len(fakes.classifiers["best"].judged) == 1


def test_when_the_server_ends_so_does_the_thread_that_answers(fakes: SimpleNamespace) -> None:
    app, threads = FastAPI(), set(threading.enumerate())
    live_socket.add_routes(app, fakes)
    with TestClient(app) as client, client.websocket_connect("/live") as socket:
        ask(socket, chunk(0))
    assert [one for one in threading.enumerate() if one.name == "live" and one not in threads] == []


SERVER = """
import sys
from types import SimpleNamespace
import numpy as np, uvicorn
from fastapi import FastAPI
from speechcls.ui import live_socket
from speechcls.ui.live_front_ends import LiveFrontEndPictures

def judge(waves):
    return np.ones((len(waves), 1)), [""] * len(waves)

app = FastAPI()
only = SimpleNamespace(card=SimpleNamespace(words=("go",)), judge=judge)
live_socket.add_routes(app, SimpleNamespace(classifiers={"only": only}, best="only", names=["only"]))
server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=2))
startup = server.startup
async def told(sockets=None):
    await startup(sockets)
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
server.startup = told
server.run()
"""


@pytest.mark.slow
def test_a_server_that_is_told_to_end_ends_while_people_listen() -> None:
    with subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            address = f"ws://127.0.0.1:{int(server.stdout.readline())}/live"
            with connect(address) as talking, connect(address) as quiet:
                talking.send(chunk(0))
                assert json.loads(talking.recv())["number"] == 0
                server.terminate()
                for socket in (talking, quiet):
                    with pytest.raises(ConnectionClosed) as closed:
                        socket.recv(timeout=60)
                    assert closed.value.rcvd.code == 1012  # "service restart", after which the page comes back
            assert server.wait(timeout=60) in (0, -15)
        finally:
            server.kill()


def test_the_app_listens_on_the_port_of_its_page_and_only_for_its_page(address: str) -> None:
    clip = speechcls.read(ROOT / "assets" / "clips" / "stop.flac")
    samples = (32767 * np.pad(clip.samples, (0, 2 * RATE))).astype("<i2")
    place, found = address.replace("http", "ws", 1) + "/live", []
    with connect(place, origin=address) as socket:
        for number in range(len(samples) // CHUNK):
            socket.send(struct.pack("<II", number, number * CHUNK) + samples[number * CHUNK :][:CHUNK].tobytes())
            answer = json.loads(socket.recv())
            found += [one["word"] for one in answer["detections"]]
    assert answer["variant"] == speechcls.names()[0]
    assert found == ["stop"]
    with pytest.raises(InvalidStatus) as refused, connect(place, origin="http://evil.example"):
        pass
    assert refused.value.response.status_code == 403
