"""The page for a class: https on this computer's networks, a certificate and a QR code of the address, and no more."""

import asyncio
import json
import os
import re
import ssl
import struct
import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from xml.etree import ElementTree

import httpx
import numpy as np
import pytest
import segno
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from serving import PATIENCE, ROOT, free_port
from speechcls.audio import SAMPLE_RATE
from speechcls.ui import LOOPBACK, class_room, serve
from speechcls.ui.access import Access

# Starts a class's server, and keeps the certificate of its authority, which it keeps nowhere itself.
PROGRAM = """
import sys
from pathlib import Path
from speechcls.ui import class_room, serve
made = class_room.certify
def certify(names):
    certificate = made(names)
    Path(sys.argv[1]).write_bytes(certificate.authority)
    return certificate
class_room.certify = certify
serve.main(sys.argv[2:])
"""
ADDRESS = "https://192.168.1.20:7860"

try:
    OWN = class_room.addresses()
except ValueError:
    OWN = ()


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A server of a class: what it says, its port, and a TLS context that trusts its authority alone."""
    if not OWN:
        pytest.skip("Not run: this computer is on no network.")
    folder, port = tmp_path_factory.mktemp("class"), free_port()
    authority = folder / "authority.pem"
    options = ["--class", "--no-browser", f"--port={port}"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GRADIO_")} | {"PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(authority), *options], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    )
    try:
        said = b""
        while class_room.WARNING.encode() not in said:
            line = process.stdout.readline()
            assert line, said.decode()
            said += line
        trusting = ssl.create_default_context(cafile=authority)
        yield SimpleNamespace(said=said.decode(), port=port, trusting=trusting)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        process.stdout.close()


@pytest.mark.slow
def test_every_address_of_this_computer_is_said_and_never_localhost(classroom: SimpleNamespace) -> None:
    said = re.findall(r"https?://([\w.:-]+):\d+", classroom.said)
    assert said == list(OWN)
    assert not any(name in classroom.said for name in LOOPBACK)


@pytest.mark.slow
@pytest.mark.parametrize("address", OWN)
def test_whoever_trusts_the_authority_gets_page_and_answers_over_https(
    classroom: SimpleNamespace, address: str
) -> None:
    place = f"{address}:{classroom.port}"
    with httpx.Client(base_url=f"https://{place}", verify=classroom.trusting) as client:
        page = client.get("/")
        assert page.status_code == 200
        assert client.get("/scope/page.js").status_code == 200
        assert f"https://{OWN[0]}:{classroom.port}" in page.text  # beside the QR code
        assert client.get("/", headers={"Host": "localhost"}).status_code == 403

    async def listen() -> dict:
        async with connect(f"wss://{place}/live", ssl=classroom.trusting, origin=f"https://{place}") as socket:
            await socket.send(struct.pack("<II", 1, 0) + np.zeros(SAMPLE_RATE // 2, "<i2").tobytes())
            return json.loads(await socket.recv())

    assert asyncio.run(listen())["reason"] == "silence"

    async def listen_from_elsewhere() -> None:
        async with connect(f"wss://{place}/live", ssl=classroom.trusting, origin="https://evil.example"):
            pass

    with pytest.raises(InvalidStatus, match="403"):
        asyncio.run(listen_from_elsewhere())


@pytest.mark.slow
def test_whoever_does_not_trust_the_authority_is_warned(classroom: SimpleNamespace) -> None:
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"https://{OWN[0]}:{classroom.port}/")


@pytest.mark.slow
def test_an_address_that_the_certificate_does_not_name_is_not_trusted(classroom: SimpleNamespace) -> None:
    with pytest.raises(httpx.ConnectError, match=r"IP address mismatch|not valid for"):
        httpx.get(f"https://127.0.0.1:{classroom.port}/", verify=classroom.trusting)


def modules(svg: str) -> list[list[int]]:
    """The dark modules of a QR code that is drawn by horizontal strokes, by their coordinates."""
    root = ElementTree.fromstring(svg)
    side = int(root.attrib["viewBox"].split()[2]) // 4
    dark = [[0] * side for _ in range(side)]
    x = y = 0.0
    line = next(path for path in root.iter() if path.attrib.get("class") == "qrline")
    for kind, given in re.findall(r"([Mmh])([-\d. ]+)", line.attrib["d"]):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", given)]
        if kind == "h":
            for column in range(int(x), int(x + numbers[0])):
                dark[int(y)][column] = 1
            x += numbers[0]
        else:
            x, y = (numbers[0], numbers[1]) if kind == "M" else (x + numbers[0], y + numbers[1])
    return dark


def test_the_qr_code_on_the_page_is_that_of_the_address_with_a_quiet_margin() -> None:
    drawn = modules(class_room.qr_svg(ADDRESS))
    expected = segno.make(ADDRESS, error="m", micro=False).matrix_iter(border=4)
    assert drawn == [list(row) for row in expected]
    assert drawn != modules(class_room.qr_svg("https://192.168.1.21:7860"))


def test_the_qr_code_in_the_terminal_is_that_of_the_first_address() -> None:
    """Half blocks: a character is two modules above each other, and dark modules are left dark."""
    said = class_room.announce([ADDRESS, "https://10.0.0.4:7860"])
    rows = [line for line in said.splitlines() if set(line) & set("█▀▄")]
    lit = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
    expected = [list(row) for row in segno.make(ADDRESS, error="m", micro=False).matrix_iter(border=4)]
    drawn = [[1 - lit[character][half] for character in row] for row in rows for half in (0, 1)]
    assert drawn[: len(expected)] == expected
    assert "https://10.0.0.4:7860" in said


@pytest.mark.parametrize(
    ("address", "reachable"),
    [
        ("192.168.1.20", True),
        ("10.1.2.3", True),
        ("127.0.0.1", False),
        ("127.1.1.1", False),
        ("169.254.3.4", False),  # no network gave it one
        ("0.0.0.0", False),
        ("localhost", False),
        ("::1", False),
    ],
)
def test_only_addresses_that_others_reach_are_told_to_a_class(address: str, reachable: bool) -> None:
    assert class_room.is_reachable(address) is reachable


@pytest.mark.parametrize("host", [*LOOPBACK, "198.51.100.7"])
def test_a_class_is_never_told_an_address_that_leads_elsewhere(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class_room, "addresses", lambda: ("192.168.1.20",))
    with pytest.raises(SystemExit, match=f"no other computer of a class reaches {host}. .* 192.168.1.20"):
        serve.arguments(["--class", "--host", host])
    assert serve.arguments(["--class"]).addresses == ("192.168.1.20",)
    assert serve.arguments(["--class", "--host", "192.168.1.20"]).addresses == ("192.168.1.20",)
    assert serve.arguments([]).addresses == ()


def test_without_any_network_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class_room, "is_reachable", lambda address: False)
    with pytest.raises(SystemExit, match="has no address on a network"):
        serve.arguments(["--class"])


def test_whoever_could_reach_the_page_is_not_offered_this_computers_microphone() -> None:
    with pytest.raises(SystemExit, match="could listen in"):
        serve.arguments(["--class", "--local-microphone"])


def test_a_server_of_a_class_answers_to_its_addresses_and_to_no_other_name() -> None:
    who = Access("0.0.0.0", addresses=("192.168.1.20", "10.0.0.4"))
    assert all(who.knows(host) for host in ("192.168.1.20:7860", "10.0.0.4"))
    assert not any(who.knows(host) for host in ("192.168.1.21", "localhost:7860", "127.0.0.1", "evil.example", ""))
    assert who.takes("https://192.168.1.20:7860", "192.168.1.20:7860")
    assert not who.takes("https://192.168.1.20:9999", "192.168.1.20:7860")  # another server of the same computer
    assert not who.takes("https://10.0.0.4:7860", "192.168.1.20:7860")
