"""Several processes of the app behind one proxy, as deploy/ sets them up: who came to one stays with it."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import numpy as np
import pytest
import yaml
from gradio_client import Client, handle_file
from websockets.sync.client import connect

import reverse_proxy
from serving import ROOT, free_port, serving
from speechcls.ui import serve
from speechcls.ui.live_socket import HEADER
from speechcls.ui.selection import example_files

pytestmark = pytest.mark.slow
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def processes(served: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    with serving(tmp_path_factory.mktemp("process")) as other:
        yield [served, other]


@pytest.fixture(scope="module", params=["caddy", "caddy /words", "nginx", "nginx /words"])
def public(
    request: pytest.FixtureRequest, processes: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of both behind a proxy, at the top of a site and below a path."""
    kind, _, prefix = request.param.partition(" ")
    if not shutil.which(kind):
        pytest.skip(f"{kind} is not installed")
    port, folder = free_port(), tmp_path_factory.mktemp(kind)
    upstreams = [address.removeprefix("http://") for address in processes]
    with {"caddy": caddy, "nginx": nginx}[kind](port, prefix, upstreams, folder):
        yield f"http://127.0.0.1:{port}{prefix}"


@contextmanager
def caddy(port: int, prefix: str, upstreams: list[str], folder: Path) -> Iterator[None]:
    site = {"SITE": f"http://:{port}", "PREFIX": prefix, "PROCESSES": " ".join(upstreams)}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in site.items():
            patch.setenv(name, value)
        command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
        with reverse_proxy.running(command, port, folder):
            yield


@contextmanager
def nginx(port: int, prefix: str, upstreams: list[str], folder: Path) -> Iterator[None]:
    servers = " ".join(f"server {address};" for address in upstreams)
    site = {"SITE": "localhost", "LISTEN": f"127.0.0.1:{port}", "PREFIX": prefix, "SERVERS": servers}
    text = (DEPLOY / "nginx.conf.template").read_text(encoding="utf-8")
    for name, value in site.items():
        text = text.replace(f"${{{name}}}", value)
    with reverse_proxy.running(reverse_proxy.nginx_command(text, folder), port, folder):
        yield


@contextmanager
def visitor(public: str) -> Iterator[httpx.Client]:
    """A browser that has opened the page."""
    with httpx.Client(base_url=public, timeout=60) as browser:
        assert browser.get("/").is_success
        yield browser


def process(browser: httpx.Client) -> str:
    """The process that answers a browser, by what its page calls itself."""
    return browser.get("/config").json()["app_id"]


def ask(browser: httpx.Client) -> str:
    """The word in a file that is uploaded, by three requests of which each needs the process of the one before."""
    sound = example_files()["bird"].read_bytes()
    (path,) = browser.post("/gradio_api/upload", files={"files": ("bird.flac", sound)}).json()
    data = [{"path": path, "meta": {"_type": "gradio.FileData"}}, ""]
    event = browser.post("/gradio_api/call/classify", json={"data": data}).json()["event_id"]
    return json.loads(browser.get(f"/gradio_api/call/classify/{event}").text.rpartition("data: ")[2])[0]["label"]


def test_browsers_are_shared_out_and_each_stays_with_its_process(public: str) -> None:
    with ExitStack() as stack:
        browsers = [stack.enter_context(visitor(public)) for _ in range(12)]
        before = [process(browser) for browser in browsers]
        assert len(set(before)) == 2
        assert [ask(browser) for browser in browsers] == ["bird"] * len(browsers)
        assert [process(browser) for browser in browsers] == before


def test_the_page_knows_where_it_lies(public: str) -> None:
    with visitor(public) as browser:
        assert browser.get("/config").json()["root"] == public
        assert browser.get("/scope/page.js").is_success


def test_a_program_that_keeps_no_cookie_is_answered(public: str) -> None:
    client = Client(f"{public}/", verbose=False)
    for name in ("bird", "stop"):
        assert client.predict(handle_file(str(example_files()[name])), api_name="/classify")["label"] == name


def test_listening_answers(public: str) -> None:
    with visitor(public) as browser:
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    address = f"{public.replace('http', 'ws', 1)}/live"
    with connect(address, additional_headers={"Cookie": cookies}, origin=public.removesuffix("/words")) as socket:
        socket.send(HEADER.pack(1, 0) + np.zeros(1600, "<i2").tobytes())
        assert json.loads(socket.recv(timeout=60))["number"] == 1


def test_the_compose_file_starts_what_the_proxy_asks() -> None:
    services = COMPOSE["services"]
    proxy = services.pop("proxy")
    asked = [place.partition(":") for place in proxy["environment"]["PROCESSES"].split()]
    assert {name for name, _, _ in asked} == set(services) == set(proxy["depends_on"])
    for service in services.values():
        words = [os.path.expandvars(word).replace("${SITE:-localhost}", "localhost") for word in service["command"]]
        given = serve.arguments(words[2:])
        assert (given.host, str(given.port)) == ("0.0.0.0", asked[0][2])
        assert given.allowed_host == ["localhost"] and given.trusted_proxy
        assert (DEPLOY / service["build"]).resolve() == ROOT
    assert (DEPLOY / proxy["volumes"][0].partition(":")[0]).resolve() == DEPLOY / "Caddyfile"
