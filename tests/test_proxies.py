"""What a proxy says of the browser behind it is believed where it is trusted, and else unknown to all within."""

import pytest
from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from speechcls.ui import access
from speechcls.ui.access import Access
from speechcls.ui.guard import Guard
from speechcls.ui.proxies import Proxied

HERE, THERE = ("127.0.0.1", 40_000), ("192.0.2.7", 40_000)
SAID = {"x-forwarded-proto": "https", "x-forwarded-host": "speech.example", "x-forwarded-prefix": "/words"}
KNOWN = access.from_settings("127.0.0.1", ["speech.example"])


def seen(asked: HTTPConnection) -> dict:
    url = str(asked.url)
    return {"url": url, "route": asked.path_params["path"], "headers": dict(asked.headers)}


async def echo(request: Request) -> Response:
    return JSONResponse(seen(request))


async def live(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json(seen(socket))
    await socket.close()


def behind(who: Access, peer: tuple[str, int] = HERE) -> TestClient:
    """A server that gives back what reaches it from a peer that may be a proxy."""
    inner = Starlette(routes=[WebSocketRoute("/ws/{path:path}", live), Route("/{path:path}", echo)])
    return TestClient(Proxied(Guard(inner, who), who), base_url="http://localhost:7860", client=peer)


@pytest.mark.parametrize("asked", ["/scope/page.js", "/words/scope/page.js"])
def test_a_trusted_proxy_may_take_the_path_away_or_leave_it(asked: str) -> None:
    came = behind(KNOWN).get(asked, headers=SAID).json()
    assert came["url"] == "https://speech.example/words/scope/page.js"
    assert came["route"] == "scope/page.js"
    assert not [name for name in came["headers"] if name.startswith("x-forwarded")]


def test_a_websocket_comes_through_a_proxy_with_its_name_path_and_scheme() -> None:
    headers = SAID | {"host": "localhost:7860", "origin": "https://speech.example"}
    with behind(KNOWN).websocket_connect("/words/ws/live", headers=headers) as page:
        came = page.receive_json()
    assert (came["url"], came["route"]) == ("wss://speech.example/words/ws/live", "live")


def test_others_are_not_believed_and_gradio_never_sees_what_they_say() -> None:
    came = behind(KNOWN, THERE).get("/a", headers=SAID | {"x-gradio-server": "http://evil.example"}).json()
    assert came["url"] == "http://localhost:7860/a"
    assert not [name for name in came["headers"] if name.startswith(("x-forwarded", "x-gradio"))]
    assert "x-gradio-server" not in behind(KNOWN).get("/", headers={"x-gradio-server": "x"}).json()["headers"]


@pytest.mark.parametrize(
    ("proxies", "peer", "trusted"),
    [
        ([], "127.0.0.1", True),
        ([], "::1", True),
        ([], "::ffff:127.0.0.1", True),
        ([], "192.0.2.7", False),
        (["192.0.2.7"], "192.0.2.7", True),
        (["192.0.2.7"], "192.0.2.8", False),
        (["192.0.2.0/24"], "192.0.2.8", True),
        (["192.0.2.7"], "127.0.0.1", True),
        ([], "testclient", False),
        ([], "", False),
    ],
)
def test_trusted_are_this_computer_and_whom_the_option_names(proxies: list[str], peer: str, trusted: bool) -> None:
    assert access.from_settings("0.0.0.0", proxies=proxies).trusts(peer) is trusted


def test_a_space_trusts_the_proxy_that_alone_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACE_HOST", "me-words.hf.space")
    assert access.from_settings("0.0.0.0").trusts("10.1.2.3")


def test_no_page_under_anothers_name_comes_in_by_naming_ours() -> None:
    for headers in ({"host": "evil.example"}, {"host": "localhost", "x-forwarded-host": "evil.example"}):
        answer = behind(KNOWN).get("/", headers=SAID | headers)
        assert answer.status_code == 403 and "'evil.example'" in answer.text


@pytest.mark.parametrize("prefix", ["/a/../b", "/..", "/a b", "/a?b", "/a;b", "/ü", "http://x", "/a//b"])
def test_a_prefix_that_is_no_path_is_passed_over(prefix: str) -> None:
    headers = {"x-forwarded-prefix": prefix.encode()}
    came = behind(KNOWN).get("/page", headers=headers).json()
    assert came["url"] == "http://localhost:7860/page"


@pytest.mark.parametrize("path", ["/words", "words", "/words/", "https://speech.example/words"])
def test_the_root_path_may_come_in_any_form_and_wins_over_what_a_proxy_says(path: str) -> None:
    who = access.from_settings("127.0.0.1", root_path=path)
    assert who.root_path == "/words"
    came = behind(who).get("/page", headers={"x-forwarded-prefix": "/other"}).json()
    assert came["url"] == "http://localhost:7860/words/page"
    assert who.knows("speech.example") is ("speech.example" in path)


@pytest.mark.parametrize("path", ["/a b", "/../a", "/a?b", "/ü"])
def test_a_root_path_that_is_none_is_told(path: str) -> None:
    with pytest.raises(ValueError, match=r"Expected a path such as /words"):
        access.from_settings("127.0.0.1", root_path=path)


def test_a_proxy_that_is_no_address_is_told() -> None:
    with pytest.raises(ValueError, match=r"Expected an address such as .*'proxy.example'"):
        access.from_settings("127.0.0.1", proxies=["proxy.example"])


def test_what_is_closed_is_closed_below_a_path() -> None:
    assert behind(KNOWN).post("/gradio_api/component_server", headers=SAID).status_code == 404
    assert behind(KNOWN).post("/words/gradio_api/component_server", headers=SAID).status_code == 404
