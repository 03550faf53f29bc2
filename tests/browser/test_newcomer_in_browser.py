"""A newcomer's way through the whole page in one go, and what they take home, read back by other programs."""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from praatio import textgrid

from browser.conftest import DESKTOP, until_answered
from browser.test_many_files_in_browser import drop
from speechcls import audio
from speechcls.audio import SAMPLE_RATE
from speechcls.ui.parts.lab.tab import FOLDERS
from speechcls.ui.selection import example_files

SLIDE = """(input, place) => {
  input.value = place;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}"""


@pytest.fixture
def elsewhere(browser: Browser) -> Iterator[Page]:
    """Somebody else's browser, which has never seen the page."""
    context = browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
    yield context.new_page()
    context.close()


@pytest.fixture
def twenty(tmp_path: Path) -> list[Path]:
    """Files of ten words, each said twice."""
    files = []
    for word, place in ((word, place) for word in list(example_files())[:10] for place in range(2)):
        file = tmp_path / f"{word}_{place}.wav"
        soundfile.write(file, np.roll(audio.read(example_files()[word]).samples, 400 * place), SAMPLE_RATE)
        files.append(file)
    return files


def kept(page: Page, button: Locator, folder: Path) -> Path:
    """The file that a button downloads, in a folder, under the name that the page gives it."""
    with page.expect_download() as download:
        button.click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def step(page: Page, name: str) -> Locator:
    page.locator(f".story-nav [data-to={'inside' if name == 'paint' else name}]").click()
    section = page.locator(f"[data-step={name}]")
    section.scroll_into_view_if_needed()
    return section


def walk_the_tour(page: Page) -> None:
    page.locator(".tour-open").click()
    for _ in FOLDERS:
        page.locator(".tour .tour-next").click()
    expect(page.locator(".tour")).to_be_hidden()


def say_a_word(page: Page) -> None:
    page.get_by_role("button", name="Listen", exact=True).click()
    expect(page.locator("#detections li").first).to_contain_text("stop")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_enabled()
    expect(page.locator("#word")).to_have_attribute("data-word", "stop")


def take_the_session_home(page: Page, folder: Path) -> None:
    live = page.locator(".listening")
    wav = kept(page, live.get_by_role("button", name="Sound as wav"), folder)
    samples, rate = soundfile.read(wav)
    assert rate == SAMPLE_RATE
    assert np.abs(samples).max() > 0.1
    table = kept(page, live.get_by_role("button", name="Words as CSV"), folder)
    with table.open(encoding="utf-8", newline="") as file:
        caught = [(row["word"], float(row["seconds_in_wav"])) for row in csv.DictReader(file)]
    grid = textgrid.openTextgrid(
        str(kept(page, live.get_by_role("button", name="Praat TextGrid"), folder)), includeEmptyIntervals=False
    )
    assert [(point.label, pytest.approx(point.time, abs=0.006)) for point in grid.getTier("words").entries] == caught
    assert grid.maxTimestamp == pytest.approx(len(samples) / rate, abs=0.001)
    labels = kept(page, live.get_by_role("button", name="Audacity labels"), folder)
    assert [line.split("\t")[2] for line in labels.read_text().splitlines()] == [word for word, _ in caught]


def break_it(page: Page) -> None:
    section = step(page, "break")
    expect(section.locator("[data-answers] li").first).to_contain_text("stop")
    section.get_by_role("slider").evaluate(SLIDE, 100)
    expect(section.locator("[data-text=ways]")).to_contain_text("The word is lost by")


def look_inside_and_paint(page: Page) -> None:
    section = step(page, "inside")
    section.locator(".inside-maps button").first.click()
    expect(section.locator("[data-text=map]")).to_contain_text("Map ")
    section = step(page, "paint")
    page.wait_for_function("document.querySelector('.paint-canvas canvas').width > 300")  # its picture has come
    section.locator("canvas").scroll_into_view_if_needed()
    section.locator("canvas").hover(position={"x": 60, "y": 60})
    page.mouse.down()
    page.mouse.move(400, 300, steps=5)
    page.mouse.up()
    expect(section.locator("[data-text=painted]")).to_contain_text("of the picture is left")


def drop_twenty_files(page: Page, files: list[Path], folder: Path) -> None:
    many = page.locator(".many")
    drop(page, many, *files)
    expect(many.get_by_role("status")).to_contain_text("20 files answered by ")
    with kept(page, many.get_by_role("button", name="Download CSV"), folder).open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    assert sorted(row["file"] for row in rows) == sorted(file.name for file in files)
    assert sum(row["word"] == row["true"] for row in rows) >= 14


def take_a_picture_home(page: Page, folder: Path) -> None:
    panel = page.locator(".pictures .panel").nth(2)
    panel.locator(".take summary").click()
    with Image.open(kept(page, panel.get_by_role("button", name="PNG"), folder)) as image:
        assert min(image.size) > 300


def test_a_newcomer_finds_the_way_through_all_of_it(
    visit: Callable[..., Page], elsewhere: Page, twenty: list[Path], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    page = visit()
    page.get_by_role("button", name="Play stop").click()
    expect(page.locator(".sound-status")).not_to_have_class(re.compile("error"))
    walk_the_tour(page)
    say_a_word(page)
    take_the_session_home(page, home)
    page.locator(".examples").get_by_role("button", name="stop", exact=True).click()
    until_answered(page, "stop")
    break_it(page)
    look_inside_and_paint(page)
    drop_twenty_files(page, twenty, home)
    take_a_picture_home(page, home)
    page.keyboard.press("Home")
    page.locator(".examples").get_by_role("button", name="seven", exact=True).click()
    until_answered(page, "seven")
    page.locator("#variant").get_by_text("power", exact=True).click()
    expect(page.locator(".answer-notes")).to_contain_text("power answered")
    elsewhere.goto(page.url)
    until_answered(elsewhere, "seven")
    expect(elsewhere.locator(".answer-notes")).to_contain_text("power answered")
    expect(elsewhere.locator("[data-story=inside]")).to_be_visible()
