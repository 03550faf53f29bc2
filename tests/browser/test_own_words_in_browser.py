"""Own words as their user meets them: said into the microphone, recognised while listening, kept and forgotten."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser.chromium import hearing
from browser.conftest import PHONE
from speechcls.audio import SAMPLE_RATE
from speechcls.models import takes
from test_own_words import said

SPOKEN = ("stop", "seven", "yes")
NAMED = ("Halt", "七", "oui")  # how the user calls them


def quiet(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


@pytest.fixture(scope="module")
def talking(browser: Browser, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose microphone hears "stop", again and again."""
    file = tmp_path_factory.mktemp("microphone") / "stop.wav"
    another = browser.browser_type.launch(executable_path=chromium, args=hearing(file))  # of the one Playwright
    yield another
    another.close()


@pytest.fixture
def page(talking: Browser, address: str) -> Iterator[Page]:
    context = talking.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, accept_downloads=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/#step=teach")
    expect(page.locator('[data-story="teach"] .own')).to_be_visible()
    yield page
    context.close()
    assert complaints == []


def add_word(page: Page, word: str) -> None:
    page.get_by_role("textbox", name="Your word").fill(word)
    page.keyboard.press("Enter")
    expect(page.locator(f'.own-entry[data-word="{word}"]')).to_be_visible()


def files(word: str, folder: Path) -> list[Path]:
    found = []
    for number, speed in enumerate((0.95, 1.0, 1.05)):
        file = folder / f"{word}-{number}.wav"
        soundfile.write(file, np.concatenate([quiet(0.2), said(word, speed).samples, quiet(0.2)]), SAMPLE_RATE)
        found.append(file)
    return found


def test_three_words_of_three_takes_each_are_recognised_while_listening(page: Page, tmp_path: Path) -> None:
    for named in NAMED:
        add_word(page, named)
    page.get_by_role("button", name="Say takes of Halt").focus()
    page.keyboard.press("Enter")  # all of this by keyboard
    expect(page.locator('.own-entry[data-word="Halt"] .own-take').nth(2)).to_be_visible()
    page.get_by_role("button", name="Say takes of Halt").focus()
    page.keyboard.press("Enter")
    for named, spoken in zip(NAMED[1:], SPOKEN[1:], strict=True):
        page.get_by_label(f"Choose files with takes of {named}").set_input_files(files(spoken, tmp_path))
        expect(page.locator(f'.own-entry[data-word="{named}"] .own-take')).to_have_count(3)
    expect(page.locator(".own-estimate")).to_contain_text("takes were recognised from the others alone")
    assert Axe().run(page, ".own").response["violations"] == []
    page.get_by_role("button", name="Listen for my words").click()
    expect(page.locator('#detections li[data-word="Halt"]').first).to_be_visible()
    page.get_by_role("button", name="Stop listening").click()
    expect(page.get_by_role("button", name="Listen for my words")).to_be_visible()


def test_takes_are_moved_deleted_and_carried_in_a_zip(page: Page, tmp_path: Path) -> None:
    for named in NAMED[:2]:
        add_word(page, named)
        page.get_by_label(f"Choose files with takes of {named}").set_input_files(
            files(SPOKEN[NAMED.index(named)], tmp_path)
        )
        expect(page.locator(f'.own-entry[data-word="{named}"] .own-take')).to_have_count(3)
    page.get_by_label("Word of this take of Halt").first.select_option("七")
    expect(page.locator('.own-entry[data-word="七"] .own-take')).to_have_count(4)
    page.get_by_role("button", name="Delete this take of 七").last.click()
    expect(page.locator('.own-entry[data-word="七"] .own-take')).to_have_count(3)
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download zip").click()
    packed = tmp_path / "own.zip"
    waited.value.save_as(packed)
    assert len(takes.unpack(packed.read_bytes())) == 5
    page.reload()
    expect(page.locator('[data-story="teach"] .own')).to_be_visible()
    assert page.locator(".own-take").count() == 0
    page.get_by_label("Open a zip of words").set_input_files(packed)
    expect(page.locator(".own-take")).to_have_count(5)
    page.get_by_label("Open a zip of words").set_input_files(
        {"name": "bad.zip", "mimeType": "application/zip", "buffer": b"hello"}
    )
    expect(page.locator(".own-status")).to_contain_text("no zip")
    assert page.locator(".own-take").count() == 5
