"""What is in sight, whole and still, on large screens and small ones, and usable by everybody."""

import io
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from browser.conftest import DESKTOP, PHONE, drawn, until_answered, until_redrawn
from browser.stage import IN_SIGHT, UNSEEN, picture, resized, serious_faults, too_wide, try_example

SCREENS = ((1280, 720), PHONE, (640, 360))  # the last is the first, twice as large
WHOLE = "(element) => element.scrollWidth <= element.clientWidth && element.scrollHeight <= element.clientHeight + 1"


def test_the_word_is_in_sight_at_rest_while_listening_and_further_down(page: Page) -> None:
    for _ in resized(page, SCREENS):
        page.wait_for_function(IN_SIGHT)
    page.locator(".listen").click()
    expect(page.locator(".sound-status")).to_contain_text("Listening with")
    expect(page.locator(".pictures .panel.live")).to_have_count(4)
    for _ in resized(page, SCREENS):
        page.wait_for_function(IN_SIGHT)
    expect(page.locator("#detections li[data-word=stop]")).not_to_have_count(0)
    for _ in resized(page, SCREENS):
        page.wait_for_function(IN_SIGHT)
    page.locator(".listen").click()
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_enabled()
    for _ in resized(page, SCREENS):
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_function("scrollY === 0")
        page.mouse.wheel(0, 2_000)
        page.wait_for_function("scrollY > 200")
        page.wait_for_function(IN_SIGHT)


@pytest.mark.parametrize("query", ["", "?lang=de"], ids=["English", "German"])
def test_every_example_is_seen_whole_and_neither_a_warning_nor_a_refusal_is_cut(
    visit: Callable[..., Page], query: str, tmp_path: Path
) -> None:
    page = visit(query=query)
    sizes = ((1280, 720), PHONE, (800, 720))
    examples, rows = page.locator(".examples button"), page.locator(".answer-words li")
    warning, refusal = page.locator(".answer-closest"), page.locator(".sound-status.error")
    for size in resized(page, sizes):
        assert examples.evaluate_all(UNSEEN) == [], size
    page.locator("[data-example=marvin]").click()
    until_answered(page, "marvin")
    expect(warning).to_contain_text("marvin")
    for size in resized(page, sizes):
        assert warning.evaluate(WHOLE), size
        assert rows.evaluate_all(UNSEEN) == [], size
        least = rows.evaluate_all("(rows) => Math.min(...rows.map((row) => row.offsetHeight))")
        assert least >= 14, size  # px, as its letters
        page.wait_for_function(IN_SIGHT)
    bad = tmp_path / f"{'long' * 8}.wav"
    bad.write_text("This is no sound.")
    page.locator(".drop input").set_input_files(bad)
    expect(refusal).to_contain_text(bad.name)
    for size in resized(page, sizes):
        assert refusal.evaluate(WHOLE), size
        assert examples.evaluate_all(UNSEEN) == [], size


# What moves in the page, as Chromium counts it; the pointer's own way does not excuse it.
SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)))
    .observe({ type: "layout-shift", buffered: false });
}"""


def test_pointing_at_a_picture_moves_nothing(page: Page) -> None:
    for (width, height), example in ((DESKTOP, "bird"), (PHONE, "seven")):
        page.set_viewport_size({"width": width, "height": height})
        try_example(page, example)
        expect(page.locator("#variant label", has=page.locator("[value=compact]")).locator("b")).to_have_text(example)
        page.wait_for_timeout(800)  # until all is drawn and stands
        page.evaluate(SHIFTS)
        for place in range(4):
            picture(page, place).scroll_into_view_if_needed()
            for x in (60, 120, 200, 280):
                picture(page, place).hover(position={"x": x, "y": 90})
            expect(page.locator(".pictures .panel-reading").nth(place)).not_to_be_empty()
            page.mouse.move(1, 1)
        page.wait_for_timeout(300)
        assert page.evaluate("shifts") == [], width


def test_a_dialog_stands_in_the_middle_of_the_screen(page: Page) -> None:
    for (width, height), name in itertools.product((DESKTOP, PHONE), ("Keys", "Privacy")):
        page.set_viewport_size({"width": width, "height": height})
        page.get_by_role("button", name=name).click()
        box = page.get_by_role("dialog", name=name).bounding_box()
        assert box["x"] + box["width"] / 2 == pytest.approx(width / 2, abs=1)
        assert box["y"] + box["height"] / 2 == pytest.approx(height / 2, abs=1)
        assert box["x"] > 0 and box["y"] > 0
        page.keyboard.press("Escape")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_page(visit: Callable, scheme: str) -> None:
    page = visit(PHONE, scheme)
    assert page.locator("body.dark").count() == (scheme == "dark")
    try_example(page, "bird")
    page.locator(".training > summary").click()
    for size in resized(page, (PHONE, DESKTOP)):
        assert serious_faults(page) == [], size


@pytest.mark.parametrize("query", ["", "?lang=de"], ids=["English", "German"])
def test_nothing_is_wider_than_the_page(visit: Callable[..., Page], query: str) -> None:
    page = visit((1280, 800), query=query)
    page.locator("#variant").get_by_text("complex", exact=True).click()
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate("() => { document.querySelector('.source').hidden = false; }")
    expect(page.locator("#front-ends-one option")).not_to_have_count(0)
    for size in resized(page, [(width, 800) for width in (1280, 768, 390, 360, 320)]):  # each must shrink
        assert too_wide(page) == [], size


def test_nothing_lies_over_what_is_always_in_sight(page: Page) -> None:
    lead = page.locator("#variant > span")
    covered = """([lead, fixed]) => {
      const { left, top } = lead.getBoundingClientRect();
      return document.querySelector(fixed).contains(document.elementFromPoint(left + 20, top + 10));
    }"""
    lead.evaluate("(lead) => scrollBy(0, lead.getBoundingClientRect().top - 100)")
    assert page.evaluate(covered, [lead.element_handle(), "#stage"])
    page.evaluate("scrollTo(0, 0)")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.set_viewport_size({"width": PHONE[0], "height": round(lead.bounding_box()["y"]) + 40})
    assert page.evaluate(covered, [lead.element_handle(), ".dock"])


def test_in_class_word_and_spectrogram_fill_the_screen_until_it_is_left_and_no_phone_is_invited(page: Page) -> None:
    page.keyboard.press("f")
    page.wait_for_function("parseFloat(getComputedStyle(document.querySelector('#word')).fontSize) >= 100")
    page.wait_for_function(IN_SIGHT)
    for width, height in resized(page, [DESKTOP, PHONE, PHONE[::-1], DESKTOP]):
        box, closest = picture(page, 2).bounding_box(), page.locator(".answer-closest").bounding_box()
        assert box and closest
        assert closest["y"] + closest["height"] < box["y"] < box["y"] + box["height"] < height, (width, height)
    page.evaluate("""() => {
      const invitation = Object.assign(document.createElement("aside"), { className: "class-invitation" });
      invitation.textContent = "Open this page on your phone";
      document.querySelector(".masthead").append(invitation);
    }""")
    expect(page.locator(".class-invitation")).to_be_visible()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    expect(page.locator(".class-invitation")).to_be_hidden()  # whoever holds a phone is in the class already
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.keyboard.press("Escape")
    expect(page.locator("#word")).to_have_css("font-size", "40px")


def test_where_the_system_forces_its_colours_what_is_chosen_and_how_much_is_seen(page: Page) -> None:
    def outline(selector: str) -> str:
        return page.locator(selector).first.evaluate("(one) => getComputedStyle(one).outlineStyle")

    page.emulate_media(forced_colors="active")
    assert outline("#variant label.selected") == outline(".story-nav a[aria-current]") == "solid"
    assert outline("#variant label:not(.selected)") == outline(".story-nav a:not([aria-current])") == "none"
    for seen in (".answer-words .bar", ".panel-legend span"):
        shown = Image.open(io.BytesIO(page.locator(seen).first.screenshot())).convert("RGB")
        assert len(set(shown.get_flattened_data())) > 1, seen
    assert page.locator("[name=look]:checked").evaluate("(one) => getComputedStyle(one).appearance") == "auto"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=str)
def test_on_paper_the_page_is_light_and_nothing_lies_over_it(visit: Callable[..., Page], size: tuple[int, int]) -> None:
    page = visit(size, "dark")
    picture = page.locator(".pictures canvas").first
    before = drawn(picture)
    page.emulate_media(color_scheme="dark", media="print")
    on_paper = picture.evaluate("(canvas) => { dispatchEvent(new Event('beforeprint')); return canvas.toDataURL(); }")
    assert on_paper != before
    expect(page.locator("body.dark")).to_have_count(0)
    for part in ("#stage", ".dock"):
        expect(page.locator(part)).to_have_css("position", "static")
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_hidden()
    expect(page.locator("#word")).to_be_visible()
    page.emulate_media(color_scheme="dark", media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    until_redrawn(picture, on_paper)
    assert drawn(picture) == before
