"""The whole page below a path of another server: its files, uploads, /classify and listening."""

import json
from collections.abc import Iterator

import httpx
import numpy as np
import pytest
from gradio_client import Client, handle_file
from websockets.sync.client import connect

import reverse_proxy
from speechcls.ui.live_socket import HEADER
from speechcls.ui.selection import example_files


@pytest.fixture(scope="module", params=reverse_proxy.KINDS)
def public(request: pytest.FixtureRequest, address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with reverse_proxy.proxied(request.param, address, tmp_path_factory.mktemp("proxy")) as public:
        yield public


def test_the_page_knows_where_it_lies_and_its_files_are_there(public: str) -> None:
    assert httpx.get(f"{public}config").json()["root"] == public.rstrip("/")
    page = httpx.get(public)
    assert f"{public}preview.png" in page.text
    assert "Path=/words;" in page.headers["set-cookie"]
    for file in ("scope/page.js", "scope/icon.svg", "clips/bird.flac", "preview.png", "gradio_api/info"):
        assert httpx.get(f"{public}{file}").is_success
    assert httpx.post(f"{public}gradio_api/component_server").status_code == 404


def test_a_file_is_classified(public: str) -> None:
    client = Client(public, verbose=False)
    assert client.predict(handle_file(str(example_files()["bird"])), api_name="/classify")["label"] == "bird"


def test_listening_answers(public: str) -> None:
    origin = "/".join(public.split("/")[:3])
    with connect(f"{public.replace('http', 'ws', 1)}live", origin=origin) as socket:
        socket.send(HEADER.pack(1, 0) + np.zeros(1600, "<i2").tobytes())
        assert json.loads(socket.recv(timeout=60))["number"] == 1


def test_where_the_page_lies_is_nothing_that_a_browser_can_say(public: str) -> None:
    headers = {"x-forwarded-host": "localhost:1", "x-gradio-server": "http://evil.example"}
    answer = httpx.get(f"{public}config", headers=headers)
    assert "evil.example" not in answer.text and answer.json()["root"] == public.rstrip("/")
