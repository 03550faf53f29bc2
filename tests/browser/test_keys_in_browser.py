"""Keys: what each does, and that the keyboard keeps its own."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from browser.conftest import until_answered
from browser.stage import try_example


def test_the_words_are_one_key_away_and_each_explains_itself(page: Page) -> None:
    page.keyboard.press("w")
    words = page.get_by_role("dialog", name="The words it knows")
    expect(words.locator(".chips button")).to_have_count(30)
    hear = words.get_by_role("button", name="Hear an example")
    words.get_by_role("button", name="tree", exact=True).click()
    expect(words.locator(".words-said")).to_contain_text(re.compile(r"“tree”: only \d+ recordings"))
    expect(hear).to_be_disabled()
    words.get_by_role("button", name="seven", exact=True).click()
    hear.click()
    until_answered(page, "seven")


def test_keys_work_after_a_click_and_leave_the_keyboard_its_own(page: Page) -> None:
    try_example(page, "bird")
    page.keyboard.press("2")
    expect(page.locator(".answer-notes")).to_contain_text(f"{page.locator('#variant input').nth(1).input_value()} ")
    page.get_by_role("button", name="bird", exact=True).click()
    page.keyboard.press(" ")
    expect(page.locator(".sound-status")).to_contain_text("Listening with ")  # before, it can't be stopped
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_visible()
    page.keyboard.press("Tab")
    page.get_by_role("button", name="happy", exact=True).focus()
    page.keyboard.press(" ")
    expect(page.locator(".sound-status")).to_contain_text("Shown: happy")


def test_keys_listen_and_choose_the_network_and_can_be_turned_off(page: Page) -> None:
    try_example(page, "bird")
    page.evaluate("document.activeElement.blur()")
    for key, variant in (("3", "power"), ("4", "mel"), ("6", "complex")):
        page.keyboard.press(key)
        expect(page.locator(".answer-notes")).to_contain_text(f"{variant} answered")
        page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    expect(page.locator(".sound-status")).to_contain_text("Listening with ")  # before, it can't be stopped
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_visible()
    page.keyboard.press("?")
    page.get_by_label("Keys are on").uncheck()
    page.get_by_role("button", name="Close").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_visible()


def test_the_networks_are_one_stop_of_tab_and_arrows_move_within_them(page: Page) -> None:
    page.locator("#variant input:checked").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#variant input[value=complex]")).to_be_checked()
    expect(page.locator(".answer-notes")).to_contain_text("complex answered")
    expect(page.locator("#variant input[value=complex]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#variant :focus")).to_have_count(0)


NAMELESS = """() => [...document.querySelectorAll("input, select, textarea")].filter((field) =>
  !field.labels.length && !field.ariaLabel && !field.hasAttribute("aria-labelledby")).map((field) => field.outerHTML)"""
UNMARKED = """() => [...document.querySelectorAll("main *")].filter((one) => {
  one.focus({ focusVisible: true, preventScroll: true });
  const marked = [one, one.closest("label")].some((shown) => shown && getComputedStyle(shown).outlineStyle !== "none");
  return one === document.activeElement && !marked;
}).map((one) => one.outerHTML.slice(0, 120))"""
COVERED = """() => {
  const { left, top, width, height } = document.activeElement.getBoundingClientRect();
  return !document.activeElement.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""


def test_every_field_has_a_name_and_whatever_has_the_focus_shows_it(visit: Callable[..., Page]) -> None:
    page = visit(query="#step=teach")
    expect(page.get_by_role("textbox", name="Your word")).to_be_visible()
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(UNMARKED) == []


def test_what_gets_the_focus_is_not_behind_what_is_always_in_sight(visit: Callable[..., Page]) -> None:
    page = visit(query="#step=sines")
    page.get_by_role("slider", name="Tone 1").focus()
    page.locator(".story-nav").evaluate("(nav) => scrollBy(0, nav.getBoundingClientRect().top - 100)")
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".story-nav a:focus")).to_be_attached()
    assert not page.evaluate(COVERED)
