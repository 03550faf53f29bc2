"""Who may ask what: names, origins, the password, headers, and browsers that are kept apart."""

import base64
import json

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from speechcls.ui import access
from speechcls.ui.access import Access
from speechcls.ui.guard import Guard

EVERYBODY = Access("0.0.0.0", names=("speech.example",))


async def echo(request: Request) -> JSONResponse:
    said = {"path": request.url.path, "query": dict(request.query_params), "body": (await request.body()).decode()}
    return JSONResponse(said)


async def live(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("open")
    await socket.close()


def guarded(who: Access, base: str = "http://localhost:7860") -> TestClient:
    """A server that gives back what reaches it through the guard."""
    routes = [WebSocketRoute("/live", live), Route("/{path:path}", echo, methods=["GET", "POST", "HEAD"])]
    return TestClient(Guard(Starlette(routes=routes), who), base_url=base, follow_redirects=False)


def connects(client: TestClient, **headers: str) -> bool:
    try:
        with client.websocket_connect("/live", headers={"host": "localhost:7860", **headers}) as socket:
            return socket.receive_text() == "open"
    except WebSocketDisconnect:
        return False


@pytest.mark.parametrize(
    ("host", "here", "everybody"),
    [
        ("localhost:7860", True, True),
        ("LOCALHOST", True, True),
        ("localhost.", True, True),
        ("127.0.0.1:7860", True, True),
        ("[::1]:7860", True, True),
        ("speech.example", False, True),
        ("speech.example:8443", False, True),
        ("192.0.2.7:7860", False, True),  # nobody's name can be an address
        ("[2001:db8::7]:7860", False, True),
        ("evil.example", False, False),
        ("evil.example:7860", False, False),
        ("localhost.evil.example", False, False),
        ("127.0.0.1.evil.example", False, False),
        ("evil.example@localhost", True, True),  # is localhost, by the rules for addresses
        ("[::1", False, False),
        ("localhost:x", False, False),
        ("", False, False),
    ],
)
def test_the_server_answers_to_names_it_knows(host: str, here: bool, everybody: bool) -> None:
    for who, known in ((Access(), here), (EVERYBODY, everybody)):
        client = guarded(who)
        answer = client.get("/", headers={"host": host})
        assert (answer.status_code == 200) is known
        assert known or (answer.status_code == 403 and "--allowed-host" in answer.text)
        assert connects(client, host=host) is known


@pytest.mark.parametrize(
    ("origin", "host", "ours"),
    [
        (None, "localhost:7860", True),
        ("http://localhost:7860", "localhost:7860", True),
        ("https://LOCALHOST:7860", "localhost:7860", True),
        ("https://localhost:8443", "localhost", True),  # a proxy dropped the port
        ("https://localhost", "localhost:443", True),
        ("http://localhost:3000", "localhost:7860", False),  # another server's page on this computer
        ("http://127.0.0.1:7860", "localhost:7860", False),
        ("https://speech.example", "127.0.0.1:7860", True),  # a proxy named its own target; the name is an allowed one
        ("http://evil.example", "localhost:7860", False),
        ("http://localhost.evil.example:7860", "localhost:7860", False),
        ("http://evil.example", "speech.example", False),
        ("null", "localhost:7860", False),
        ("", "localhost:7860", False),
        ("http://[::1", "localhost:7860", False),
    ],
)
def test_only_pages_of_this_server_may_ask(origin: str | None, host: str, ours: bool) -> None:
    client = guarded(EVERYBODY)
    headers = {"host": host} | ({} if origin is None else {"origin": origin})
    for method in ("GET", "POST"):
        answer = client.request(method, "/live", headers=headers)
        assert answer.status_code == (200 if ours else 403)
        assert ours or "Behind a proxy" in answer.text
    assert connects(client, **headers) is ours


def test_a_space_knows_its_own_name_and_may_be_framed_by_its_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACE_HOST", "me-words.hf.space")
    own = access.from_settings("0.0.0.0", [], "")
    assert own.knows("me-words.hf.space") and not own.knows("other.hf.space")
    policy = guarded(own).get("/").headers["content-security-policy"]
    assert "frame-ancestors https://huggingface.co https://*.hf.space" in policy
    monkeypatch.delenv("SPACE_HOST")
    policy = guarded(access.from_settings("127.0.0.1", [], "")).get("/").headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("name", ["speech.example", "SPEECH.example:8443", "https://speech.example/words/"])
def test_an_allowed_name_may_come_with_port_and_scheme(name: str) -> None:
    assert access.from_settings("127.0.0.1", [name], "").names == ("speech.example",)


def test_a_name_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match=r"Expected a name such as example.org"):
        access.from_settings("127.0.0.1", ["http://"], "")


def test_answers_and_refusals_alike_carry_the_security_headers() -> None:
    for headers in ({}, {"host": "evil.example"}):
        said = guarded(Access()).get("/", headers=headers).headers
        assert said["x-content-type-options"] == "nosniff"
        assert said["referrer-policy"] == "no-referrer"
        assert "microphone=(self)" in said["permissions-policy"]
        assert "default-src 'self'" in said["content-security-policy"]


def basic(password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"anyone:{password}".encode()).decode()}


PATHS = ("/", "/live", "/scope/page.js", "/clips/bird.flac", "/preview.png", "/config", "/gradio_api/info", "/nowhere")


@pytest.mark.parametrize("path", PATHS)
def test_a_password_is_asked_for_at_every_address(path: str) -> None:
    client = guarded(Access(password="pässword:1"))
    refused = client.get(path)
    assert refused.status_code == 401 and refused.headers["www-authenticate"].startswith("Basic")
    assert client.get(path, headers=basic("pässword:1")).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        basic("wrong"),
        basic(""),
        {"authorization": "Basic !!"},
        {"authorization": "Bearer x"},
        {"cookie": "speechcls=."},
        {"cookie": "speechcls=a.b"},
        {"cookie": "speechcls"},
        {},
    ],
)
def test_without_the_password_nothing_is_let_in(headers: dict, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speechcls.ui.guard.WRONG_PASSWORD_WAIT", 0)
    client = guarded(Access(password="word"))
    assert client.get("/config", headers=headers).status_code == 401
    assert not connects(client, **headers)


def test_who_gave_the_password_may_listen_with_the_cookie_alone() -> None:
    who = Access(password="word")
    client = guarded(who)
    assert client.get("/", headers=basic("word")).status_code == 200
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    # Not every browser sends the password with a WebSocket.
    assert connects(client, cookie=cookie)
    another = guarded(Access(password="word"))
    assert another.get("/config", headers={"cookie": cookie}).status_code == 401
    assert not connects(another, cookie=cookie)


CLOSED = """
    POST /gradio_api/call/hear
    POST /gradio_api/call/v2/hear
    GET /gradio_api/call/hear/1
    POST /gradio_api/call/classify/x
    POST /gradio_api/run/classify
    POST /gradio_api/api/classify
    POST /gradio_api/component_server
    POST /gradio_api/process_recording
    POST /gradio_api/stream/1
    POST /gradio_api/vibe-edit
    GET /gradio_api/file=/dev/null
    GET /gradio_api/proxy=http://x
    GET /gradio_api/deep_link
    GET /gradio_api/dev/reload
    GET /gradio_api
    GET /monitoring
    GET /monitoring/x
    GET /login
"""


@pytest.mark.parametrize("asked", CLOSED.strip().splitlines())
def test_what_the_page_does_not_need_is_closed(asked: str) -> None:
    assert guarded(Access()).request(*asked.split()).status_code == 404


JOIN, RUN = "/gradio_api/queue/join", "/gradio_api/run/predict"


def test_the_same_session_name_from_another_browser_is_another_session() -> None:
    client, other, program = guarded(who := Access()), guarded(who), guarded(who)
    for browser in (client, other):
        assert "HttpOnly" in browser.get("/").headers["set-cookie"]
    names = []
    for browser in (client, other, program):
        told = {"session_hash": "mine", "data": [1]}
        joined, ran = (json.loads(browser.post(where, json=told).json()["body"]) for where in (JOIN, RUN))
        asked = browser.get("/gradio_api/queue/data", params={"session_hash": "mine"}).json()["query"]
        beat = browser.get("/gradio_api/heartbeat/mine").json()["path"].rpartition("/")[2]
        assert joined["session_hash"] == ran["session_hash"] == asked["session_hash"] == beat
        assert joined["data"] == [1]
        names.append(beat)
    assert len(set(names)) == 3
    assert names[2] == "mine"  # a program without cookies, which chooses a long one itself


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b'{"session_hash": 7}', b'{"data": []}', b"[" * 99_999])
def test_a_body_without_a_session_passes_as_it_is(body: bytes) -> None:
    client = guarded(Access())
    client.get("/")
    assert client.post(JOIN, content=body).json()["body"] == body.decode()


def test_the_app_keeps_what_is_the_pages_own_from_programs(address: str) -> None:
    for name in ("hear", "move", "choose", "classify/"):
        asked = httpx.post(f"{address}/gradio_api/call/{name}", json={"data": []})
        assert asked.status_code == (200 if name == "classify/" else 404)
    assert httpx.get(address, headers={"host": "evil.example"}).status_code == 403
