"""A longer sound in a browser: its words over time, as flags on its wave, and the second that snaps to them."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser.conftest import DESKTOP, PHONE, until_answered
from browser.stage import too_wide
from speechcls import audio
from speechcls.ui.selection import example_files

SPOKEN = ("stop", "seven", "bird", "zero")
APART = 1.5  # s from the middle of one word to that of the next


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four words by synthetic voices, the first in the middle of the first second, in a quiet room."""
    file = tmp_path_factory.mktemp("longer") / "four.wav"
    samples = 0.001 * np.random.default_rng(0).standard_normal(round((1 + APART * len(SPOKEN)) * 16_000))
    for place, word in enumerate(SPOKEN):
        at = round(place * APART * 16_000)
        samples[at : at + 16_000] += audio.read(example_files()[word]).samples
    soundfile.write(file, samples, 16_000)
    return file


def opened(page: Page, file: Path) -> None:
    page.set_input_files(".sound input[type=file]", file)
    until_answered(page, file.name)
    expect(page.locator(".longer-words li")).to_have_count(len(SPOKEN))


@pytest.mark.parametrize("query", ["", "?engine=browser"], ids=["server", "browser"])
def test_the_words_of_a_longer_sound_stand_over_time_and_on_its_wave(
    visit: Callable[..., Page], spoken: Path, query: str
) -> None:
    page = visit(query=query)
    expect(page.locator(".longer")).to_be_hidden()
    opened(page, spoken)
    words = page.locator(".longer-words li").evaluate_all("all => all.map(({ dataset }) => dataset)")
    assert [word["word"] for word in words] == list(SPOKEN)
    for place, word in enumerate(words):
        assert float(word["seconds"]) == pytest.approx(0.5 + place * APART, abs=0.25)
    expect(page.locator(".pictures .wave-flags button")).to_have_text(list(SPOKEN))
    page.locator(".examples button", has_text="bird").click()
    expect(page.locator(".longer")).to_be_hidden()
    expect(page.locator(".wave-flags button")).to_have_count(0)


def test_a_flag_puts_the_second_on_its_word_by_keyboard_too(page: Page, spoken: Path) -> None:
    opened(page, spoken)
    for word in ("bird", "seven"):
        page.locator(".pictures .wave-flags button", has_text=word).press("Enter")
        expect(page.locator("#word")).to_have_attribute("data-word", word)
        expect(page.locator(f".longer-words li[data-word={word}] button")).to_have_attribute("aria-current", "true")


def test_a_second_that_is_dragged_near_a_word_snaps_to_it(page: Page, spoken: Path) -> None:
    opened(page, spoken)
    mark = page.locator(".pictures .mark")
    flags = page.locator(".pictures .wave-flags button")
    middles = [box["x"] + box["width"] / 2 for box in (flags.nth(i).bounding_box() for i in (0, 3))]
    second = (middles[1] - middles[0]) / (3 * APART)  # px
    page.locator(".pictures .wave-flags button", has_text="stop").click()
    expect(page.locator("#word")).to_have_attribute("data-word", "stop")
    box = mark.bounding_box()
    grip = box["x"] + 0.2 * box["width"], box["y"] + 0.8 * box["height"]
    page.mouse.move(*grip)
    page.mouse.down()
    page.mouse.move(grip[0] + (3 * APART - 0.1) * second, grip[1], steps=5)  # a tenth of a second short of zero
    page.mouse.up()
    expect(page.locator("#word")).to_have_attribute("data-word", "zero")
    at = float(page.locator(".longer-words li[data-word=zero]").get_attribute("data-seconds"))
    near = "|".join(f"{at - 0.5 + step:.2f}" for step in (-0.01, 0.0, 0.01))
    expect(mark).to_have_attribute("aria-valuenow", re.compile(near))


def test_a_mark_that_is_dragged_on_never_jumps_back_to_where_it_was_asked_about(page: Page, spoken: Path) -> None:
    opened(page, spoken)
    page.evaluate(
        """async () => {  // holds the questions back, so that their answers come while the mark is somewhere else
          const { parts } = await import(new URL("scope/page.js", document.baseURI).href);
          const ask = parts.move;
          parts.move = (question) => setTimeout(() => ask(question), 300);
          const mark = document.querySelector(".pictures .mark");
          window.places = [];
          new MutationObserver(() => places.push(Number(mark.getAttribute("aria-valuenow"))))
            .observe(mark, { attributeFilter: ["aria-valuenow"] });
        }"""
    )
    box = page.locator(".pictures .mark").bounding_box()
    x, y = box["x"] + 0.2 * box["width"], box["y"] + 0.8 * box["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    turn = "document.querySelector('.pictures').dataset.turn"
    begun = page.evaluate(turn)
    for step in range(1, 200):
        page.mouse.move(x + step, y)
        page.wait_for_timeout(20)
        if int(page.evaluate(turn)) >= int(begun) + 3:
            break
    places = page.evaluate("places")
    page.mouse.up()
    assert places == sorted(places)
    assert places[-1] > places[0]


def test_another_network_hears_the_whole_sound_anew(page: Page, spoken: Path) -> None:
    opened(page, spoken)
    expect(page.locator(".longer-status")).to_contain_text("compact hears")
    page.locator("#variant input[value=logmel]").check(force=True)
    expect(page.locator(".longer-status")).to_contain_text("logmel")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_longer_sound_and_it_is_not_too_wide(
    visit: Callable[..., Page], spoken: Path, scheme: str
) -> None:
    page = visit(PHONE, scheme)
    opened(page, spoken)
    for width, height in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        for part in (".longer", ".pictures"):
            found = Axe().run(page, context=part).response["violations"]
            assert [violation["id"] for violation in found] == [], width
        assert too_wide(page) == []
