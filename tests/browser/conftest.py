"""What the browser tests share: a Chromium whose microphone hears a wav, and pages of the running app."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, expect, sync_playwright

from browser.chromium import hearing, required
from speechcls.ui.wording import LANGUAGES

expect.set_options(timeout=30_000)  # ms; what is right comes at once, except on a busy machine
PHONE, DESKTOP = (390, 844), (1280, 900)  # px


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that starts, for Playwright's `executable_path`."""
    return required()


@pytest.fixture(scope="session")
def browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    microphone = tmp_path_factory.mktemp("microphone") / "stop.wav"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=hearing(microphone))


@pytest.fixture
def sent() -> list[Response]:
    """The server's answers to what the pages of this test uploaded."""
    return []


@pytest.fixture
def visit(browser: Browser, address: str, sent: list[Response]) -> Iterator[Callable[..., Page]]:
    """Opens the page as another person each time. What the browser complains of fails the test."""
    contexts, complaints = [], []

    def open_page(
        size: tuple[int, int] = DESKTOP,
        scheme: str = "light",
        prepare: Callable[[Page], None] = id,
        query: str = "",
        opens: str = "stop",
    ) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("response", lambda r: sent.append(r) if urlsplit(r.url).path.endswith("/upload") else None)
        prepare(page)
        page.goto(f"{address.rstrip('/')}/{query}")
        page.locator("#variant canvas").first.wait_for()
        until_answered(page, opens)  # the sound that the page opens with
        return page

    yield open_page
    for context in contexts:
        context.close()
    # Chromium's advice on reading a canvas back is to the tests, which look at the pictures; the page never does.
    assert [text for text in complaints if not text.startswith("Canvas2D: Multiple readback")] == []


def until_answered(page: Page, name: str) -> None:
    """Until a sound of that name is drawn, and the answer shown is about it."""
    played = "|".join(re.escape(said["sound.play-it"].format(name=name)) for said in LANGUAGES.values())
    expect(page.locator(".replay")).to_have_attribute("aria-label", re.compile(f"^({played})"))
    page.wait_for_function(
        "document.querySelector('.answer').dataset.turn === document.querySelector('.pictures').dataset.turn"
    )


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Page]:
    """A page that may be left while Gradio's script still waits for an answer, of which that complains."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        yield page


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    return visit()


def left_behind(sent: list[Response]) -> list[Path]:
    """What the server still holds, wherever it put it, of one test's uploads, each of which has a name of its own.

    Pages of other tests may have closed on theirs.
    """
    paths = [Path(path) for response in sent for path in response.json()]
    assert paths  # else there was nothing to delete
    return [file for path in paths for file in path.parents[1].rglob(path.name)]
