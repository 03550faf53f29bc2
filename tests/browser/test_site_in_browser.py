"""The page without a server: a folder that a plain file server serves, below a path of its own."""

import functools
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from speechcls.ui import in_browser, site
from speechcls.ui.selection import EXAMPLES
from speechcls.ui.wording import LANGUAGES

BELOW = "some/path"


class Hosted:
    """A folder served as any host would, and what was asked of it."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        hosted = self

        class Noted(SimpleHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                hosted.asked.append(self.path)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Noted, directory=str(folder)))
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}/{BELOW}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("host")
    site.write(folder / BELOW)
    return folder


@pytest.fixture
def hosted(folder: Path) -> Iterator[Hosted]:
    hosted = Hosted(folder)
    yield hosted
    hosted.stop()


@pytest.fixture
def page(browser: Browser, hosted: Hosted) -> Iterator[Page]:
    """The page, opened; what the browser complains of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, complaints = context.new_page(), []
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(hosted.address)
    expect(page.locator(".answer.answered")).to_be_visible()
    yield page
    context.close()
    assert [text for text in complaints if not text.startswith("Canvas2D: Multiple readback")] == []


def test_the_german_page_lies_below_it_and_answers_in_german(page: Page) -> None:
    page.locator(".masthead nav a", has_text="Deutsch").click()
    expect(page.locator(".masthead h1")).to_have_text(LANGUAGES["de"]["title"])
    page.locator(".examples button", has_text="yes").first.click()
    expect(page.locator("#word")).to_have_attribute("data-word", "yes")
    expect(page.locator(".answer-notes")).to_contain_text("von 100 Fällen")
    expect(page.locator(".engine")).to_contain_text(LANGUAGES["de"]["engine.alone"])
    expect(page.locator(".pictures .panel-title").first).to_have_text("Welle")
    page.locator(".masthead nav a", has_text="English").click()
    expect(page.locator(".masthead h1")).to_have_text(LANGUAGES["en"]["title"])


def test_it_opens_with_a_sound_and_answers_examples_and_files_by_itself(page: Page, hosted: Hosted) -> None:
    expect(page.locator(".engine")).to_contain_text("no sound leaves it")
    expect(page.locator(".site-more")).to_contain_text("words of your own")
    expect(page.locator(".pictures canvas:visible")).to_have_count(4)
    for word in ("yes", "seven"):
        page.locator(".examples button", has_text=word).first.click()
        expect(page.locator("#word")).to_have_attribute("data-word", word)
    page.locator("input[type=file]").set_input_files(EXAMPLES / "marvin.flac")
    expect(page.locator("#word")).to_have_attribute("data-word", "marvin")
    expect(page.locator(".answer-notes")).to_contain_text("Right for")  # not how often such an answer is right
    expect(page.locator(".sound-status")).to_contain_text("marvin.flac")
    expect(page.locator(".answer-inputs .panel:visible")).to_have_count(1)
    assert page.locator("#variant label").first.bounding_box()["height"] < 70  # no room for what isn't drawn
    page.locator("#variant").get_by_text("wave").click()
    expect(page.locator(".answer-notes")).to_contain_text("wave answered")
    assert all(path.startswith(f"/{BELOW}/") for path in hosted.asked)


def test_what_runs_networks_is_fetched_once(page: Page, hosted: Hosted) -> None:
    page.locator(".examples button", has_text="yes").first.click()
    expect(page.locator("#word")).to_have_attribute("data-word", "yes")
    fetched = [
        path.rsplit("/")[-1].partition("?")[0] for path in hosted.asked if "vendor" in path or "networks" in path
    ]
    assert sorted(fetched) == sorted({*fetched}) and "ort-wasm-simd-threaded.wasm.gz" in fetched


def test_its_policy_lets_nothing_out(browser: Browser, hosted: Hosted) -> None:
    page = browser.new_page()
    page.goto(hosted.address)
    sent = "fetch('http://127.0.0.1:9/').then(() => 'out', () => 'none')"
    stopped = f"new Promise((done) => {{ addEventListener('securitypolicyviolation', done); {sent}; }})"
    assert page.evaluate(f"{stopped}.then((event) => event.blockedURI)") == "http://127.0.0.1:9/"
    page.close()


def test_words_are_caught_from_the_microphone_after_the_server_is_gone(page: Page, hosted: Hosted) -> None:
    page.locator(".examples button", has_text="no").first.click()
    expect(page.locator("#word")).to_have_attribute("data-word", "no")  # by now the network is here
    page.get_by_role("button", name="Listen", exact=True).click()
    expect(page.locator(".sound-status")).to_contain_text("Listening with ")
    hosted.stop()
    expect(page.locator("#detections li[data-word=stop]").first).to_be_visible()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator("#word")).to_have_attribute("data-word", "stop")
    expect(page.locator(".pictures canvas:visible")).to_have_count(4)


def test_it_holds_no_network_that_is_too_large_and_no_python(folder: Path) -> None:
    there = [file for file in (folder / BELOW).rglob("*") if file.is_file()]
    assert not [file for file in there if file.suffix in (".py", ".pyc", ".safetensors")]
    sizes = {file.stem: file.stat().st_size for file in there if file.suffix == ".onnx"}
    assert "compact" in sizes and max(sizes.values()) <= in_browser.LARGEST
    settings = json.loads((folder / BELOW / "settings.json").read_text())
    assert set(settings["engine"]["networks"]) == set(sizes)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ValueError, match="not an empty folder"):
        site.write(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
