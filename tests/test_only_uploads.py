"""Which files of the computer can be had through the page: uploads and the page's own, whatever a request names."""

import json
from collections.abc import Iterator

import httpx
import pytest

from speechcls.ui.selection import example_files

SECRET = "a harmless line that nobody may read"


@pytest.fixture(scope="module")
def web(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as web:  # what hangs fails
        yield web


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Paths that no request may name: a file, a folder, a device, an address, a link's way around, and no path."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "secret.wav").write_text(SECRET)
    return {
        "file": str(folder / "secret.wav"),
        "folder": str(folder),
        "device": "/dev/null",
        "address": "http://127.0.0.1:9/sound.wav",
        "around": f"{folder}/../{folder.name}/secret.wav",
        "relative": "app.py",
        "none": "",
        "nought": "a\0b",
    }


KINDS = ("file", "folder", "device", "address", "around", "relative", "nought", "none")
ROUTES = (
    "gradio_api/file=",
    "gradio_api/file/",
    "gradio_api/proxy=",
    "gradio_api/stream/x/y/1/",
    "gradio_api/deep_link",
    "gradio_api/custom_component/x/client/component/",
    "static/",
    "assets/",
    "svelte/",
    "scope/",
    "clips/",
    "",
)
FILE = {"meta": {"_type": "gradio.FileData"}}


def classify(web: httpx.Client, audio: object) -> str:
    """What /classify says of a file as the request has it."""
    joined = web.post("/gradio_api/call/classify", json={"data": [audio, "mel"]})
    if joined.status_code != 200:
        return joined.text
    return web.get(f"/gradio_api/call/classify/{joined.json()['event_id']}").text


def ask(web: httpx.Client, number: int, data: list, told: object = None) -> str:
    """What an event of the page answers, by its number."""
    body = {"data": data, "fn_index": number, "session_hash": f"test{number}", "event_data": told}
    joined = web.post("/gradio_api/queue/join", json=body)
    if joined.status_code != 200:
        return joined.text
    return web.get("/gradio_api/queue/data", params={"session_hash": body["session_hash"]}).text


def test_classify_takes_an_upload(web: httpx.Client) -> None:
    with example_files()["bird"].open("rb") as file:
        (path,) = web.post("/gradio_api/upload", files={"files": file}).json()
    assert "event: complete" in (said := classify(web, {"path": path, **FILE}))
    assert json.loads(said.partition("data: ")[2])[0]["label"] == "bird"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("extra", [FILE, {}, FILE | {"url": "http://127.0.0.1:9/sound.wav"}])
def test_classify_takes_nothing_but_an_upload(web: httpx.Client, outside: dict, kind: str, extra: dict) -> None:
    said = classify(web, {"path": outside[kind], **extra})
    assert "event: error" in said and "complete" not in said
    assert "Only a file that was uploaded can be read" in said
    assert SECRET not in said


@pytest.fixture(scope="module")
def events(web: httpx.Client) -> list[dict]:
    """All that the page can ask of Python, but for what happens when it is left."""
    every = [fn for fn in web.get("/config").json()["dependencies"] if fn["backend_fn"]]
    asked = [fn for fn in every if "unload" not in str(fn["targets"])]
    assert len(asked) > 5
    return asked


@pytest.mark.parametrize("kind", KINDS)
def test_no_input_of_the_page_takes_a_file_of_the_computer(
    web: httpx.Client, outside: dict, events: list[dict], kind: str
) -> None:
    for event in events:
        for place in range(count := len(event["inputs"])):
            data = [{"path": outside[kind], **FILE} if i == place else None for i in range(count)]
            assert "Only a file that was uploaded can be read" in ask(web, event["id"], data)


@pytest.mark.parametrize("kind", KINDS)
def test_no_event_of_the_page_takes_a_file_of_the_computer(
    web: httpx.Client, outside: dict, events: list[dict], kind: str
) -> None:
    told = {"path": outside[kind], "name": "secret.wav", "turn": 1}
    said = {event["targets"][0][1]: ask(web, event["id"], [None] * len(event["inputs"]), told) for event in events}
    assert "The upload did not arrive" in said["hear"] or '"success":false' in said["hear"]  # Gradio refuses some
    assert not any(SECRET in answer for answer in said.values())


@pytest.mark.parametrize("kind", KINDS[:-2])
@pytest.mark.parametrize("route", ROUTES)
def test_no_address_gives_a_file_of_the_computer(web: httpx.Client, outside: dict, route: str, kind: str) -> None:
    for path in (outside[kind], f"../../../../..{outside[kind]}", f"..%2F..%2F..%2F..%2F..{outside[kind]}"):
        answer = web.get(f"/{route}{path}", follow_redirects=False)
        assert SECRET not in answer.text
        assert not answer.is_success
