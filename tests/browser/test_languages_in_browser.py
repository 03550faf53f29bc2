"""The page in its languages, in a browser: asked for, preferred, switched and remembered; answers speak them, too."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile
from playwright.sync_api import Browser, Page, expect

from browser.conftest import DESKTOP, PHONE
from browser.stage import resized, too_wide
from speechcls import audio
from speechcls.ui.selection import example_files
from speechcls.ui.wording import LANGUAGES, say, speaking

ENGLISH, GERMAN = LANGUAGES["en"], LANGUAGES["de"]


def title(page: Page):
    return page.locator(".masthead h1")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_page_that_is_asked_for_in_german_is_german_and_so_are_its_answers(
    visit: Callable[..., Page], size: tuple[int, int], tmp_path: Path
) -> None:
    page = visit(size=size, query="?lang=de#step=mel", opens="stop")
    expect(title(page)).to_have_text(GERMAN["title"])
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("[data-story=mel] h2").first).to_have_text(GERMAN["mel.question"])  # the link's hash came along
    expect(page.locator(".answer-notes")).to_contain_text(re.compile("in .* von 100 Fällen"))
    soundfile.write(tmp_path / "mine.wav", audio.read(example_files()["bird"]).samples, 16_000)
    page.set_input_files(".sound input[type=file]", tmp_path / "mine.wav")
    expect(page.locator(".sound-status")).to_have_text(GERMAN["sound.shown"].format(name="mine.wav"))
    expect(page.locator("#word")).to_have_attribute("data-word", "bird")
    expect(page.locator(".answer-notes")).to_contain_text("brauchte")
    assert too_wide(page) == []


def test_a_rare_word_and_all_that_is_said_of_it_stand_whole(visit: Callable[..., Page]) -> None:
    page = visit(query="?lang=de#sound=marvin", opens="marvin")
    expect(page.locator("#word")).to_have_text("„marvin“")
    for size in resized(page, [(width, 800) for width in (1280, 800, 390, 360)]):
        expect(page.locator(".examples button", has_text="zwei Stimmen")).to_be_visible()
        for part in ("#word", ".answer-notes", ".answer-closest", ".answer-words"):
            room = page.locator(part).evaluate(
                "(part) => [part.clientWidth - part.scrollWidth, part.clientHeight - part.scrollHeight]"
            )
            assert min(room) >= 0, (part, size)
        assert page.locator(".answer").evaluate("(part) => part.scrollHeight <= part.clientHeight"), size
        assert page.locator(".strip").bounding_box()["height"] >= 20, size  # beside as many examples as there are


def test_the_german_pages_numbers_are_written_as_in_german(visit: Callable[..., Page]) -> None:
    page = visit(query="?lang=de#step=mel", opens="stop")
    expect(page.locator("label small").first).to_have_text(re.compile(r"^\d+(,\d)?\s%$"))
    tones = page.locator("[data-story=mel] button", has_text=re.compile(r"^\d\.\d{3}, dann \d\.\d{3} Hz$"))
    expect(tones.first).to_be_visible()


def test_what_was_chosen_is_remembered_and_the_switch_keeps_what_the_address_says(visitor: Page) -> None:
    page = visitor
    expect(title(page)).to_have_text(ENGLISH["title"])
    page.locator(".story-nav [data-to=phase]").click()
    page.locator(".masthead nav a", has_text="Deutsch").click()
    expect(title(page)).to_have_text(GERMAN["title"])
    expect(page.locator("[data-story=phase] h2").first).to_be_visible()
    page.goto(re.sub(r"/de/.*", "/", page.url))
    expect(title(page)).to_have_text(GERMAN["title"])
    page.locator(".masthead nav a", has_text="English").click()
    expect(title(page)).to_have_text(ENGLISH["title"])
    page.reload()
    expect(title(page)).to_have_text(ENGLISH["title"])


@pytest.mark.parametrize(("locale", "language"), [("de-AT", "de"), ("en-GB", "en"), ("fr-FR", "en")])
def test_the_browsers_own_language_comes_first_where_none_was_chosen(
    browser: Browser, address: str, locale: str, language: str
) -> None:
    with browser.new_context(locale=locale) as context:
        page = context.new_page()
        page.goto(address)
        expect(title(page)).to_have_text(LANGUAGES[language]["title"])


def test_an_address_that_names_its_language_is_obeyed_and_the_choice_is_kept(browser: Browser, address: str) -> None:
    with browser.new_context(locale="en-GB") as context:
        page = context.new_page()
        page.goto(f"{address}/de/")
        expect(title(page)).to_have_text(GERMAN["title"])
        assert page.url == f"{address}/de/"
        page.goto(f"{address}/")
        expect(title(page)).to_have_text(GERMAN["title"])
        page.goto(f"{address}/de/?lang=en")
        expect(title(page)).to_have_text(ENGLISH["title"])


def test_listening_is_answered_below_the_languages_path(visit: Callable[..., Page]) -> None:
    page = visit(query="?lang=de")
    page.locator(".listen").click()
    with speaking("de"):
        stop = say("sound.stop")
    expect(page.locator(".listen")).to_have_text(stop)
    expect(page.locator("#detections li").first).to_be_visible()
    page.locator(".listen").click()
    until_answered_in_german(page)


def until_answered_in_german(page: Page) -> None:
    expect(page.locator(".listen")).to_have_text(GERMAN["sound.listen"])
    expect(page.locator("#word")).to_have_attribute("data-heard", "true")


def test_a_part_that_did_not_load_says_so_in_the_pages_language(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route(re.compile(r"scope/page\.js"), lambda route: route.abort())
        page.goto(f"{address}/?lang=de")
        expect(page.locator(".failed")).to_have_text(GERMAN["failed"])
