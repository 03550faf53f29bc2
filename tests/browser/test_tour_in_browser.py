"""The tour in a browser: walked to its end by keyboard, taken up again after a reload, never over what it speaks of."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from browser.conftest import DESKTOP, PHONE
from browser.stage import too_wide
from speechcls.ui.parts.lab.tab import FOLDERS
from speechcls.ui.wording import say

# Whether what a stop speaks of is shown, and shares no point with the card.
CLEAR_OF = """(card) => {
  const target = document.querySelector(".tour-target");
  const [a, b] = [card, target].map((one) => one.getBoundingClientRect());
  const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  return target.checkVisibility() && b.width > 0 && b.height > 0 && apart;
}"""


def card(page: Page) -> Locator:
    return page.locator(".tour")


def at(page: Page, name: str) -> None:
    """The tour stands at this stop: its text, its step, and nothing that it speaks of is covered."""
    expect(card(page).locator("h3")).to_have_text(say(f"{name}.name"))
    expect(card(page).locator(".tour-text")).to_have_text(say(f"tour.{name}"))
    expect(page.locator(f"[data-story={name}]")).to_be_visible()
    expect(page.locator(".tour-target")).to_have_count(1)
    # What a network's inside shows is there once the server has answered.
    page.wait_for_function(CLEAR_OF, arg=card(page).element_handle())


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_tour_is_walked_to_its_end_by_keyboard_alone(visit: Callable[..., Page], size: tuple[int, int]) -> None:
    page = visit(size=size)
    page.locator(".tour-open").press("Enter")
    for number, name in enumerate(FOLDERS, 1):
        at(page, name)
        expect(card(page).locator(".tour-count")).to_have_text(say("tour.stop", stop=number, stops=len(FOLDERS)))
        expect(card(page).locator("h3")).to_be_focused()  # from where a screen reader reads on
        expect(card(page).locator("h3")).to_be_in_viewport()
        for _ in range(1 if number == 1 else 2):  # past Stop before, which the first stop lacks
            page.keyboard.press("Tab")
        expect(card(page).locator(".tour-next")).to_be_focused()
        page.keyboard.press("Enter")
    expect(card(page)).to_be_hidden()
    expect(page.locator(".tour-open")).to_be_focused()
    page.locator(".tour-open").click()
    at(page, next(iter(FOLDERS)))  # which was over, and so begins anew


def test_a_reload_takes_the_tour_up_where_it_was_and_closing_keeps_the_place(visitor: Page) -> None:
    page = visitor
    page.locator(".tour-open").click()
    for _ in range(3):
        card(page).locator(".tour-next").click()
    at(page, "mel")
    page.reload()
    at(page, "mel")
    page.goto(re.sub("#.*", "", page.url))  # without the step in the address, it is the browser that remembers
    page.reload()
    at(page, "mel")
    card(page).locator("h3").focus()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    page.reload()
    page.locator(".tour-opens:not(.waits)").wait_for(state="attached")
    expect(card(page)).to_be_hidden()
    page.locator(".tour-open").click()
    at(page, "mel")
    card(page).locator(".tour-back").click()
    at(page, "spectrogram")


def test_the_tour_goes_along_where_the_story_is_turned_by_hand(visit: Callable[..., Page]) -> None:
    page = visit()
    page.locator(".tour-open").click()
    page.locator(".story-nav [data-to=break]").click()
    at(page, "break")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_tour_and_it_is_not_too_wide(visit: Callable[..., Page], scheme: str) -> None:
    page = visit(PHONE, scheme)
    page.locator(".tour-open").click()
    for width, height in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        at(page, "air")
        found = Axe().run(page, context=".tour").response["violations"]
        assert [violation["id"] for violation in found] == [], width
        assert too_wide(page) == []
