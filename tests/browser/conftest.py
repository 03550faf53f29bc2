"""What the browser tests share: a Chromium whose microphone hears a wav, and pages of the running app."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect, sync_playwright

from browser.chromium import hearing, required
from browser.fake_live import FakeLive
from speechcls.ui.head import inline
from speechcls.ui.wording import LANGUAGES, sentences

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
        # One process for all pages of a context, which keeps the scripts that it has compiled.
        yield playwright.chromium.launch(executable_path=chromium, args=[*hearing(microphone), "--process-per-site"])


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Iterator[list[BrowserContext]]:
    """One for each page that a test of the module opens; they keep nothing but files and compiled scripts."""
    made: list[BrowserContext] = []
    yield made
    for context in made:
        context.close()


@pytest.fixture
def sent() -> list[Response]:
    """The server's answers to what the pages of this test uploaded."""
    return []


@pytest.fixture
def visit(
    browser: Browser, contexts: list[BrowserContext], address: str, sent: list[Response]
) -> Iterator[Callable[..., Page]]:
    """Opens the page as another person each time. What the browser complains of fails the test."""
    pages, complaints = [], []

    def open_page(
        size: tuple[int, int] = DESKTOP,
        scheme: str = "light",
        prepare: Callable[[Page], None] = id,
        query: str = "",
        opens: str = "stop",
    ) -> Page:
        if len(pages) == len(contexts):
            contexts.append(staying(browser, address))
        page = contexts[len(pages)].new_page()
        pages.append(page)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=scheme)
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
        forget(context, address)
    # Chromium's advice on reading a canvas back is to the tests, which look at the pictures; the page never does.
    assert [text for text in complaints if not text.startswith("Canvas2D: Multiple readback")] == []


def staying(browser: Browser, address: str) -> BrowserContext:
    """A context in which something of the site stays open, so that the process stays and what it has compiled."""
    context = browser.new_context()
    context.new_page().goto(f"{address.rstrip('/')}/scope/icon.svg")
    return context


def forget(context: BrowserContext, address: str) -> None:
    """Closes the pages of a context, but for what stays, and has it forget who used them."""
    stays, *pages = context.pages
    for page in pages:
        page.close()
    context.unroute_all()
    context.clear_permissions()
    context.clear_cookies()
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
    session = context.new_cdp_session(stays)
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    session.detach()


def until_answered(page: Page, name: str) -> None:
    """Until a sound of that name is drawn, and the answer shown is about it."""
    played = "|".join(re.escape(said["sound.play-it"].format(name=name)) for said in LANGUAGES.values())
    expect(page.locator(".replay")).to_have_attribute("aria-label", re.compile(f"^({played})"))
    page.wait_for_function(
        "document.querySelector('.answer').dataset.turn === document.querySelector('.pictures').dataset.turn"
    )


def drawn(canvas: Locator) -> str:
    """What a canvas shows once all that was asked for until now is painted, which takes the page's next frames."""
    canvas.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return canvas.evaluate("(canvas) => canvas.toDataURL()")


def until_redrawn(canvas: Locator, before: str) -> None:
    """Until a canvas shows something else than it did."""
    given = [canvas.element_handle(), before]
    canvas.page.wait_for_function("([canvas, before]) => canvas.toDataURL() !== before", arg=given)


@pytest.fixture
def blank(browser: Browser, contexts: list[BrowserContext], address: str) -> Iterator[Page]:
    """A page that has yet to go to the address, which then sends everything, as to a newcomer."""
    if not contexts:
        contexts.append(staying(browser, address))
    page = contexts[0].new_page()
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    yield page
    forget(contexts[0], address)


@pytest.fixture
def visitor(blank: Page, address: str) -> Page:
    """A page that may be left while Gradio's script still waits for an answer, of which that complains."""
    blank.goto(address)
    return blank


@pytest.fixture
def bare(browser: Browser, address: str) -> Iterator[Page]:
    """A page of the app's origin with nothing but the page's sentences, to run single modules in."""
    empty = f'<!doctype html><script type="application/json" id="wording">{inline(sentences())}</script>'
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/bare", lambda route: route.fulfill(body=empty, content_type="text/html; charset=utf-8"))
        page.goto(f"{address}/bare")
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


@pytest.fixture
def meet(visit: Callable[..., Page]) -> Callable[..., tuple[Page, FakeLive]]:
    """Opens the page over a scripted server that detects these words."""

    def make(
        *words: tuple[str, float], size: tuple[int, int] = DESKTOP, scheme: str = "light"
    ) -> tuple[Page, FakeLive]:
        made: list[FakeLive] = []
        page = visit(size, scheme, lambda page: made.append(FakeLive(page, words)))
        return page, made[0]

    return make
