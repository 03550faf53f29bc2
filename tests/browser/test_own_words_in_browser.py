"""Own words as their user meets them: said into the microphone, recognised while listening, kept and forgotten."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, WebSocketRoute, expect

from browser.chromium import hearing
from browser.conftest import DESKTOP, PHONE
from browser.stage import too_wide
from speechcls.audio import SAMPLE_RATE
from speechcls.models import takes
from speechcls.ui.wording import LANGUAGES
from test_own_words import said

SPOKEN = ("stop", "seven", "yes")
NAMED = ("Halt", "七", "oui")  # how the user calls them
# A press by pointer, let go at once: by a real one, a busy machine may take so long that it is a hold.
PRESS = """(button) => {
  for (const name of ["pointerdown", "pointerup"])
    button.dispatchEvent(new PointerEvent(name, { isPrimary: true, bubbles: true }));
}"""
LENT = """() => {
  const { mediaDevices } = navigator;
  const lend = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted) => (window.lent = await lend(wanted));
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
    assert too_wide(page) == []


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


def test_a_muted_microphone_is_told_while_takes_are_recorded_and_where_the_message_is_seen(
    page: Page, microphone: Microphone, address: str
) -> None:
    german = LANGUAGES["de"]
    page.goto(f"{address}/?lang=de#step=teach")
    word, status = page.get_by_role("textbox", name=german["own.word"]), page.locator(".own-status")
    expect(status).to_have_css("display", "block")  # though it is empty: else its first text would not be announced
    microphone.hears("stop")
    page.evaluate(LENT)
    word.fill("Halt")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Aufnahmen von Halt sprechen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(status).to_have_text("Sag „Halt“, immer wieder, mit einer kurzen Pause dazwischen.")
    page.evaluate("lent.getAudioTracks()[0].enabled = false")
    expect(status).to_have_text(german["live.dumb"])
    for seen in (status, page.get_by_role("button", name="Aufnahmen von Halt sprechen")):
        expect(seen).to_be_in_viewport(ratio=1)
    page.evaluate("lent.getAudioTracks()[0].enabled = true")
    expect(status).to_contain_text("Sag „Halt“")
    expect(entry(page, "Halt").locator(".own-take")).not_to_have_count(0)
    page.keyboard.press("Enter")  # the focus has stayed
    expect(status).to_have_text(re.compile(r"^Halt: \d+ Aufnahmen?$"))


def test_the_focus_goes_to_what_comes_in_the_place_of_a_deleted_take_or_a_removed_word(
    page: Page, tmp_path: Path
) -> None:
    give(page, "Halt", files("stop", tmp_path))
    takes_of = entry(page, "Halt").locator(".own-take")
    delete = takes_of.nth(1).get_by_role("button", name="Delete")
    last = takes_of.nth(2).get_attribute("data-number")
    delete.press("Enter")
    expect(takes_of).to_have_count(2)
    focused = page.locator(":focus")
    expect(focused).to_have_accessible_name("Delete this take of Halt")
    assert focused.evaluate("(one) => one.closest('.own-take').dataset.number") == last
    for left in (1, 0):
        page.keyboard.press("Enter")
        expect(takes_of).to_have_count(left)
    expect(focused).to_have_accessible_name("Say takes of Halt")
    page.get_by_role("button", name="Remove Halt and its takes").press("Enter")
    expect(entry(page, "Halt")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Your word")).to_be_focused()


def test_a_file_that_is_refused_is_told_though_others_follow(page: Page, tmp_path: Path) -> None:
    bad = tmp_path / "bad.wav"
    bad.write_text("This is no sound.")
    add_word(page, "Halt")
    page.get_by_label("Choose files with takes of Halt").set_input_files([bad, *files("stop", tmp_path)])
    expect(entry(page, "Halt").locator(".own-take")).to_have_count(3)
    expect(page.locator(".own-status.error")).to_contain_text("bad.wav")


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


def test_what_a_browser_keeps_is_not_written_over_where_the_server_could_not_take_it_back(
    page: Page, tmp_path: Path
) -> None:
    away: list[WebSocketRoute] = []

    def refuse(socket: WebSocketRoute) -> None:
        if away:
            socket.connect_to_server()
        else:
            away.append(socket)
            socket.close()

    give(page, "Halt", files("stop", tmp_path))
    page.get_by_label("Remember my words in this browser").check()
    expect(page.locator(".own-size")).to_contain_text("kB are kept in this browser")
    page.route_web_socket("**/own", refuse)
    page.reload()
    expect(page.locator(".own-status.error")).to_contain_text("The server did not answer.")
    add_word(page, "oui")
    expect(entry(page, "Halt").locator(".own-take")).to_have_count(3)
    expect(entry(page, "oui")).to_be_visible()


def test_words_that_are_lost_with_the_connection_are_told_and_nothing_goes_on_recording(
    page: Page, microphone: Microphone
) -> None:
    sockets: list[WebSocketRoute] = []

    def carry(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    page.route_web_socket("**/own", carry)
    page.evaluate(LENT)
    microphone.hears("stop")
    add_word(page, "Halt")
    page.get_by_role("button", name="Say takes of Halt").click()
    expect(entry(page, "Halt").locator(".own-take")).not_to_have_count(0)
    sockets[0].close()
    expect(page.locator(".own-status.error")).to_contain_text("The connection to the server was lost, and with it your")
    expect(page.locator(".own-entry")).to_have_count(0)
    page.wait_for_function("lent.getAudioTracks()[0].readyState === 'ended'")


def test_takes_that_nothing_keeps_are_not_lost_by_leaving_the_page_unasked(page: Page, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    give(page, "Halt", files("stop", tmp_path))
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download zip").click()
    waited.value.path()
    page.reload()
    expect(page.locator('[data-story="teach"] .own')).to_be_visible()
    assert asked == []
    give(page, "Halt", files("stop", tmp_path))
    page.reload()
    assert asked == ["beforeunload"]


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
