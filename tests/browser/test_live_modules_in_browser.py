"""The ring and the connection of listening, each on its own, run inside the page."""

import base64
import io
import json
from urllib.parse import urlsplit

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Page, WebSocketRoute

from browser.fake_live import FakeLive
from speechcls.ui import page as served

RATE = 16_000
UI = served.HERE

# A connection over a ring that is fed by hand: feed(seconds) brings a ramp, of which each sample tells its place.
CONNECT = """async () => {
  const load = (name) => import(new URL(`scope/live/${name}.js`, document.baseURI));
  const { Ring } = await load("ring");
  const { Connection } = await load("connection");
  const told = (window.told = []);
  const answers = (window.answers = []);
  const ring = new Ring(10);
  const feed = (seconds) => {
    const ramp = (_, i) => (((ring.position + i) % 30000) + 1) / 32768;
    ring.push(Float32Array.from({ length: Math.round(16000 * seconds) }, ramp));
    window.connection.pump();
  };
  const answered = (answer) => answers.push(answer);
  const changed = (state, detail) => told.push(detail === undefined ? [state] : [state, detail]);
  Object.assign(window, { ring, feed, connection: new Connection({ ring, variant: "mel", answered, changed }) });
}"""


def ramp(start: int, end: int) -> np.ndarray:
    return (np.arange(start, end) % 30_000 + 1).astype(np.int16)


def in_ring(page: Page, body: str, *given: object) -> object:
    """What `body` returns, with the class `Ring` at hand and the arguments in `given`."""
    script = "async (given) => { const { Ring } = await import(new URL('scope/live/ring.js', document.baseURI));"
    return page.evaluate(script + body + "}", list(given))


def test_the_wav_of_the_ring_is_read_back_sample_by_sample(bare: Page) -> None:
    body = """
      const r = new Ring(1);
      r.push(Float32Array.from({ length: 20000 }, (_, i) => (i + 1) / 32768));
      const bytes = new Uint8Array(await r.wav(0, 19000).arrayBuffer());
      return btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(""));
    """
    samples, rate = soundfile.read(io.BytesIO(base64.b64decode(in_ring(bare, body))), dtype="int16")
    assert rate == RATE
    assert np.array_equal(samples, ramp(4_000, 19_000))  # the first 4,000 are no longer kept


@pytest.fixture
def fake(bare: Page) -> tuple[Page, FakeLive]:
    """A page with a connection to a scripted server; see CONNECT."""
    server = FakeLive(bare)
    bare.reload()  # a WebSocket is only then the script's
    bare.evaluate(CONNECT)
    bare.wait_for_function("connection.socket?.readyState === WebSocket.OPEN")
    return bare, server


def settle(page: Page, count: int) -> None:
    page.wait_for_function("(count) => connection.acknowledged >= count", arg=count)


def test_sound_goes_out_in_numbered_chunks_of_a_tenth_of_a_second_and_comes_back_answered(fake: tuple) -> None:
    page, server = fake
    for _ in range(10):
        page.evaluate("feed(0.05)")
    settle(page, 5)
    assert [(number, position) for number, position, _ in server.chunks] == [(i + 1, 1600 * i) for i in range(5)]
    assert np.array_equal(server.sound, ramp(0, 8_000))
    assert page.evaluate("answers.map((a) => a.number)") == [1, 2, 3, 4, 5]
    assert page.evaluate("told") == [["connecting"], ["open"]]


def test_the_network_is_told_at_the_start_and_at_each_switch(fake: tuple) -> None:
    page, server = fake
    page.evaluate("connection.choose('power'); feed(0.1)")
    settle(page, 1)
    assert server.variants == ["mel", "power"]


def test_no_more_than_a_second_is_in_flight_and_what_waited_longer_is_dropped_and_told(fake: tuple) -> None:
    page, server = fake
    server.answering = False
    for _ in range(30):
        page.evaluate("feed(0.1)")
    page.wait_for_timeout(100)
    assert len(server.chunks) == 10
    skipped = page.evaluate("told.filter(([state]) => state === 'skipped').map(([, samples]) => samples)")
    assert sum(skipped) == RATE  # three seconds came: one is in flight, one waits
    server.answering = True
    number, position, samples = server.chunks[-1]
    server.connections[-1].send(json.dumps(server.answer(number, position, len(samples))))
    settle(page, 20)
    assert server.chunks[10][:2] == (11, 2 * RATE)
    assert np.array_equal(server.sound[2 * RATE :], ramp(2 * RATE, 3 * RATE))


def test_a_lost_connection_comes_back_by_itself_and_the_last_second_is_sent_again(fake: tuple) -> None:
    page, server = fake
    for _ in range(3):
        page.evaluate("feed(0.5)")
    settle(page, 15)
    server.connections[-1].close()
    page.wait_for_function("told.at(-1)[0] === 'lost' && [feed(0.3)]")  # at once, or the connection would be back
    page.wait_for_function("connection.socket?.readyState === WebSocket.OPEN")
    page.evaluate("feed(0.1)")
    settle(page, 26)
    assert [chunk[0] for chunk in server.chunks] == list(range(1, 27))
    assert [chunk[1] for chunk in server.chunks] == [1600 * i for i in (*range(15), *range(8, 19))]
    assert np.array_equal(server.sound, ramp(0, 30_400))
    assert server.variants == ["mel", "mel"]
    assert [state for state, *_ in page.evaluate("told")] == ["connecting", "open", "lost", "open"]


def test_each_wait_for_a_server_that_is_away_is_longer_until_eight_seconds(bare: Page) -> None:
    FakeLive(bare).refusal = "Too many listen."
    bare.reload()
    bare.evaluate("const later = setTimeout; window.setTimeout = (f) => later(f, 0);")  # no wait takes its time here
    bare.evaluate(CONNECT)
    bare.wait_for_function("told.filter(([state]) => state === 'refused').length >= 7")
    told = [detail for state, detail in bare.evaluate("told.slice(1)") if state == "refused"]
    assert [detail["wait"] for detail in told[:7]] == [500, 1000, 2000, 4000, 8000, 8000, 8000]
    assert {detail["sentence"] for detail in told} == {"Too many listen."}
    bare.evaluate("connection.close()")


@pytest.fixture
def unknown(bare: Page, address: str) -> Page:
    """The bare page under a name that the server doesn't know, so that it refuses its connection."""
    bare.route("**/scope/**", lambda route: route.fulfill(path=f"{UI}{urlsplit(route.request.url).path}"))
    bare.goto(f"{address.replace('127.0.0.1', 'other.localhost')}/bare")
    bare.evaluate("const later = setTimeout; window.setTimeout = (f) => later(f, 0);")  # no wait takes its time here
    return bare


def test_a_refused_connection_is_told_with_the_servers_sentence(unknown: Page) -> None:
    unknown.evaluate(CONNECT)
    unknown.wait_for_function("told.length > 1")
    state, detail = unknown.evaluate("told[1]")
    assert state == "refused"
    assert (
        "doesn't answer to the name 'other.localhost:" in detail["sentence"] and "--allowed-host" in detail["sentence"]
    )
    unknown.evaluate("connection.close()")


def test_a_proxy_that_passes_no_websocket_is_told_once_it_is_sure(unknown: Page) -> None:
    unknown.route("**/live", lambda route: route.fulfill(status=204))  # as the server itself would answer
    unknown.evaluate(CONNECT)
    unknown.wait_for_function("told.length > 2")
    told = unknown.evaluate("told")
    assert told[1][0] == "lost"  # it may have been starting
    assert told[2][0] == "refused" and "WebSocket" in told[2][1]["sentence"]
    unknown.evaluate("connection.close()")


def test_a_connection_that_went_silent_is_given_up(fake: tuple) -> None:
    page, server = fake
    server.answering = False
    page.evaluate("feed(0.1)")
    page.evaluate("const now = performance.now.bind(performance); performance.now = () => now() + 9000; feed(0.1)")
    page.wait_for_function("told.at(-1)[0] === 'lost'")
    server.answering = True
    page.wait_for_function("connection.socket?.readyState === WebSocket.OPEN")
    assert len(server.connections) == 2


@pytest.mark.parametrize("nonsense", ["no json", "null", "[]", '{"number": 99}', '{"number": "1"}', '{"number": -1}'])
def test_nonsense_from_a_server_is_passed_over(fake: tuple, nonsense: str) -> None:
    page, server = fake
    server.connections[-1].send(nonsense)
    page.evaluate("feed(0.1)")
    settle(page, 1)
    assert page.evaluate("answers.length") == 1


def test_at_the_end_the_last_answers_are_awaited_and_no_more_is_sent(fake: tuple) -> None:
    page, server = fake
    page.evaluate("feed(0.25); connection.close()")
    settle(page, 2)
    page.wait_for_function("connection.socket === null")
    page.evaluate("feed(0.1)")
    assert page.evaluate("answers.map((a) => a.number)") == [1, 2]
    assert (len(server.chunks), len(server.connections)) == (2, 1)


DEVICES = [{"number": 3, "name": "Loopback", "system": "ALSA", "rate": 48000.0, "default": True}]
SOURCES = """async () => {
  const { Sources } = await import(new URL("scope/live/sources.js", document.baseURI));
  document.body.append(Object.assign(document.createElement("select"), { id: "source" }));
  window.sources = new Sources(document.querySelector("select"), true);
  await sources.ready;
  return [...document.querySelectorAll("option")].map((option) => [option.value, option.textContent]);
}"""
OPEN_LOCAL = """async () => {
  document.querySelector("select").value = "local:3";
  window.blocks = [];
  const samples = (block) => blocks.push([...block]);
  const ended = (error) => (window.ended = [error.kind, error.message]);
  try {
    window.source = await sources.open({ samples, ended });
  } catch (error) {
    return [error.kind, error.message];
  }
  return [source.rate, source.label];
}"""


def local_microphone(page: Page, *messages: str | bytes) -> tuple[list[WebSocketRoute], object]:
    """The page with a server's microphone that sends these; its connections, and what opening it gives."""
    opened: list[WebSocketRoute] = []

    def connect(socket: WebSocketRoute) -> None:
        opened.append(socket)
        for message in messages:
            socket.send(message)
        if isinstance(messages[-1], str):
            socket.close()

    page.route("**/microphone/devices", lambda route: route.fulfill(json=DEVICES))
    page.route_web_socket("**/microphone?*", connect)
    page.reload()
    offered = page.evaluate(SOURCES)
    assert ["local:3", "This computer's: Loopback"] in offered
    return opened, page.evaluate(OPEN_LOCAL)


def test_this_computers_microphone_is_offered_and_its_sound_comes_by_the_server(bare: Page) -> None:
    start = json.dumps({"name": "Loopback", "rate": 48000.0})
    opened, source = local_microphone(bare, start, np.array([0, 16384, -32768], "<i2").tobytes())
    assert source == [48_000, "Loopback"]
    assert opened[0].url.endswith("/microphone?device=3")
    bare.wait_for_function("blocks.length === 1")
    assert bare.evaluate("blocks") == [[0, 0.5, -1]]
    opened[0].send(json.dumps({"overflow": 2}))
    bare.wait_for_function("blocks.length === 2")
    assert bare.evaluate("blocks[1]") == [0, 0]
    opened[0].send(json.dumps({"error": "The device was unplugged. Plug it in again."}))
    opened[0].close()
    bare.wait_for_function("window.ended")
    assert bare.evaluate("ended") == ["unplugged", "The device was unplugged. Plug it in again."]


def test_a_microphone_of_this_computer_that_cannot_be_opened_says_why(bare: Page) -> None:
    _, refused = local_microphone(bare, json.dumps({"error": "The device is busy. Close the other program."}))
    assert refused == ["absent", "The device is busy. Close the other program."]
