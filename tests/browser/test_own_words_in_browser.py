"""Own words as their user meets them: said into the microphone, recognised while listening, kept and forgotten."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from browser.chromium import hearing
from browser.conftest import DESKTOP, PHONE
from speechcls.audio import SAMPLE_RATE
from speechcls.models import takes
from test_own_words import said

SPOKEN = ("stop", "seven", "yes")
NAMED = ("Halt", "七", "oui")  # how the user calls them
# A press by pointer, let go at once: by a real one, a busy machine may take so long that it is a hold.
PRESS = """(button) => {
  for (const name of ["pointerdown", "pointerup"])
    button.dispatchEvent(new PointerEvent(name, { isPrimary: true, bubbles: true }));
}"""
KEEPS_NOTHING = "() => indexedDB.databases().then((all) => all.length === 0)"


def quiet(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


def heard(*spoken: str) -> np.ndarray:
    """Words one after the other, each three times, a little slower and faster, with a pause after each."""
    sounds = [said(word, speed).samples for word in spoken for speed in (0.95, 1.0, 1.05)]
    return np.concatenate([quiet(0.5), *(part for sound in sounds for part in (sound, quiet(0.6)))])


class Microphone:
    """What the browser hears from the next time on that it opens its microphone, again and again."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def hears(self, *spoken: str) -> None:
        wave = np.repeat(heard(*spoken), 3)  # the page's resampling takes the steps out
        soundfile.write(self.file, wave, 48_000, subtype="PCM_16")


@pytest.fixture(scope="module")
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Microphone:
    return Microphone(tmp_path_factory.mktemp("microphone") / "microphone.wav")


@pytest.fixture(scope="module")
def talking(browser: Browser, chromium: str, microphone: Microphone) -> Iterator[Browser]:
    another = browser.browser_type.launch(executable_path=chromium, args=hearing(microphone.file))
    yield another  # of the one Playwright
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


def entry(page: Page, word: str) -> Locator:
    return page.locator(f'.own-entry[data-word="{word}"]')


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """By keyboard alone, as who can't use a pointer gets there."""
    for _ in range(80):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(f"{key} never came to {wanted}")


def add_word(page: Page, word: str) -> None:
    page.get_by_role("textbox", name="Your word").fill(word)
    page.keyboard.press("Enter")
    expect(entry(page, word)).to_be_visible()


def give(page: Page, word: str, files: list[Path]) -> None:
    """Teach a word from files."""
    add_word(page, word)
    page.get_by_label(f"Choose files with takes of {word}").set_input_files(files)
    expect(entry(page, word).locator(".own-take")).to_have_count(len(files))


def files(word: str, folder: Path) -> list[Path]:
    found = []
    for number, speed in enumerate((0.95, 1.0, 1.05)):
        file = folder / f"{word}-{number}.wav"
        soundfile.write(file, np.concatenate([quiet(0.2), said(word, speed).samples, quiet(0.2)]), SAMPLE_RATE)
        found.append(file)
    return found


def test_three_words_said_three_times_each_are_recognised_while_listening_all_by_keyboard(
    page: Page, microphone: Microphone, record_property: Callable[[str, object], None]
) -> None:
    name = page.get_by_role("textbox", name="Your word")
    name.focus()
    begun = time.monotonic()
    for named, spoken in zip(NAMED, SPOKEN, strict=True):
        microphone.hears(spoken)
        tab_to(page, name, "Shift+Tab")
        page.keyboard.insert_text(named)
        page.keyboard.press("Enter")
        say = page.get_by_role("button", name=f"Say takes of {named}")
        expect(say).to_be_focused()
        page.keyboard.press("Enter")
        expect(entry(page, named).locator(".own-take").nth(2)).to_be_visible()
        expect(say).to_be_focused()
        page.keyboard.press("Enter")
        expect(say).to_have_attribute("aria-pressed", "false")
    microphone.hears(*SPOKEN)
    tab_to(page, page.get_by_role("button", name="Listen for my words"), "Shift+Tab")
    page.keyboard.press("Enter")
    for named in NAMED:
        expect(page.locator(f'#detections li[data-word="{named}"]').first).to_be_attached()
    record_property("seconds from the first click until the third word was recognised", time.monotonic() - begun)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Listen for my words")).to_be_visible()
    assert Axe().run(page, ".own").response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_a_browser_that_answers_itself_listens_for_taught_words_and_sends_no_sound(
    page: Page, microphone: Microphone, address: str, tmp_path: Path
) -> None:
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.goto(f"{address}/?engine=browser#step=teach")
    expect(page.locator('[data-story="teach"] .own')).to_be_visible()
    for named, spoken in zip(NAMED[:2], SPOKEN[:2], strict=True):
        give(page, named, files(spoken, tmp_path))
    microphone.hears(*SPOKEN[:2])
    page.get_by_role("button", name="Listen for my words").click()
    for named in NAMED[:2]:
        expect(page.locator(f'#detections li[data-word="{named}"]').first).to_be_attached()
    give(page, NAMED[2], files(SPOKEN[2], tmp_path))  # taught while listening
    page.get_by_role("button", name="Stop listening").click()
    microphone.hears(SPOKEN[2])
    page.get_by_role("button", name="Listen for my words").click()
    expect(page.locator(f'#detections li[data-word="{NAMED[2]}"]').first).to_be_attached()
    assert [url for url in sockets if url.endswith("/live")] == []


def test_what_is_said_while_the_button_is_held_becomes_takes(page: Page, microphone: Microphone) -> None:
    microphone.hears("stop")
    add_word(page, "Halt")
    say = page.get_by_role("button", name="Say takes of Halt")
    say.hover()
    page.mouse.down()
    expect(entry(page, "Halt").locator(".own-take").nth(1)).to_be_visible()
    page.mouse.up()
    expect(say).to_have_attribute("aria-pressed", "false")
    say.evaluate(PRESS)  # not held: it goes on until the next press
    expect(say).to_have_attribute("aria-pressed", "true")
    say.click()
    expect(say).to_have_attribute("aria-pressed", "false")


def test_a_take_is_dragged_to_another_word(page: Page, tmp_path: Path) -> None:
    for named, spoken in zip(NAMED[:2], SPOKEN[:2], strict=True):
        give(page, named, files(spoken, tmp_path))
    page.set_viewport_size({"width": DESKTOP[0], "height": 2000})  # no drag begins where the page scrolls meanwhile
    entry(page, "Halt").locator(".own-take svg").first.drag_to(entry(page, "七").locator("h3"))
    expect(entry(page, "七").locator(".own-take")).to_have_count(4)
    expect(entry(page, "七").locator(".own-warning", has_text="sounds like “Halt”")).to_be_visible()


def test_a_threshold_is_moved_and_what_it_costs_is_told(page: Page, tmp_path: Path) -> None:
    for named, spoken in zip(NAMED[:2], SPOKEN[:2], strict=True):
        give(page, named, files(spoken, tmp_path))
    slider, cost = page.get_by_role("slider", name="How sure must it be?"), page.locator("#own-cost")
    expect(cost).to_contain_text("Here 0 of your 6 takes")
    before = cost.inner_text()
    slider.focus()
    page.keyboard.press("Home")
    expect(cost).not_to_have_text(before)
    give(page, "oui", files("yes", tmp_path))
    expect(cost).to_contain_text("of your 9 takes")
    assert slider.input_value() == slider.get_attribute("min")  # as it was left


def test_words_are_remembered_only_where_that_is_chosen_and_forgotten_by_one_button(page: Page, tmp_path: Path) -> None:
    give(page, "Halt", files("stop", tmp_path))
    page.reload()
    expect(page.locator('[data-story="teach"] .own')).to_be_visible()
    expect(page.locator(".own-size")).to_be_empty()
    page.wait_for_function(KEEPS_NOTHING)  # looking makes one, and takes it back
    give(page, "Halt", files("stop", tmp_path))
    page.get_by_label("Remember my words in this browser").check()
    expect(page.locator(".own-size")).to_contain_text("kB are kept in this browser")
    page.reload()
    expect(entry(page, "Halt").locator(".own-take")).to_have_count(3)
    expect(page.get_by_label("Remember my words in this browser")).to_be_checked()
    page.get_by_role("button", name="Forget them").click()
    expect(page.locator(".own-size")).to_be_empty()
    page.reload()
    expect(page.locator('[data-story="teach"] .own')).to_be_visible()
    expect(page.get_by_label("Remember my words in this browser")).not_to_be_checked()
    expect(page.locator(".own-take")).to_have_count(0)
    page.wait_for_function(KEEPS_NOTHING)


def test_several_zips_are_opened_at_once_and_pooled_by_words(page: Page, tmp_path: Path) -> None:
    zips = [tmp_path / name for name in ("anna.zip", "bad.zip", "ben.zip")]
    for zipped, voice, speed in zip(zips, ("anna", "", "ben"), (0.95, 1.0, 1.05), strict=True):
        spoken = [takes.Take(word, said(of, speed), voice) for word, of in (("Halt", "stop"), ("oui", "yes"))]
        zipped.write_bytes(takes.pack(spoken, {}) if voice else b"hello")
    page.get_by_label("Open zips of words").set_input_files(zips)
    for word in ("Halt", "oui"):
        expect(entry(page, word).locator(".own-take")).to_have_count(2)
    expect(page.locator(".own-status")).to_contain_text("bad.zip: ")


def test_takes_are_moved_deleted_and_carried_in_a_zip(page: Page, tmp_path: Path) -> None:
    for named, spoken in zip(NAMED[:2], SPOKEN[:2], strict=True):
        give(page, named, files(spoken, tmp_path))
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
    page.get_by_label("Open zips of words").set_input_files(packed)
    expect(page.locator(".own-take")).to_have_count(5)
    page.get_by_label("Open zips of words").set_input_files(
        {"name": "bad.zip", "mimeType": "application/zip", "buffer": b"hello"}
    )
    expect(page.locator(".own-status")).to_contain_text("no zip")
    assert page.locator(".own-take").count() == 5
