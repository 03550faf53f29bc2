"""What only a browser shows of a look inside, of painting and of a sound spoiled: clicks, keys, a brush, sliders."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import PHONE, until_answered
from browser.stage import resized, serious_faults, too_wide

PICTURE = "canvas => canvas.toDataURL()"
SLIDE = """(input, place) => {
  input.value = place;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}"""
STEPS = ("inside", "paint", "break")


@pytest.fixture
def stop(page: Page) -> Page:
    return with_stop(page)


def with_stop(page: Page) -> Page:
    """The page as it opens, with the example "stop": to choose it again would drop what is asked meanwhile."""
    until_answered(page, "stop")
    expect(page.locator(".answer-words li")).to_have_count(5)
    return page


def step(page: Page, name: str) -> Locator:
    """A step in sight, answered for the sound that is chosen."""
    page.locator(f".story-nav [data-to={'inside' if name == 'paint' else name}]").click()
    section = page.locator(f"[data-step={name}]")
    section.scroll_into_view_if_needed()
    return section


def opened(page: Page) -> Locator:
    section = step(page, "inside")
    section.locator(".inside-maps button").first.wait_for()
    return section


def test_a_map_that_is_clicked_shows_its_kernel_and_where_on_the_input_it_answers(stop: Page) -> None:
    section = opened(stop)
    section.get_by_role("button", name="Block 2, map").first.click()
    expect(section.locator("[data-text=map]")).to_contain_text("of block 2. It answers most at")
    expect(section.locator(".inside-kernels canvas").first).to_be_visible()
    text = section.locator("[data-text=map]").inner_text().partition(". ")[2]
    expect(section.locator("[data-panels=lit] canvas")).to_have_attribute("aria-label", f"Where it answers. {text}")
    expect(section.locator("[aria-pressed=true]")).to_have_count(1)


def test_arrow_keys_walk_along_the_maps_of_a_block_and_enter_opens_one(stop: Page) -> None:
    section = opened(stop)
    first, second = (section.locator(".inside-maps").first.get_by_role("button").nth(i) for i in (0, 1))
    first.focus()
    stop.keyboard.press("ArrowRight")
    expect(second).to_be_focused()
    stop.keyboard.press("Enter")
    expect(second).to_have_attribute("aria-pressed", "true")
    stop.keyboard.press("ArrowLeft")
    expect(first).to_be_focused()


def test_another_network_is_opened_when_it_is_chosen(stop: Page) -> None:
    section = opened(stop)
    expect(section.locator(".inside-block")).to_have_count(8)
    stop.locator("#variant").get_by_text("power", exact=True).click()
    section.scroll_into_view_if_needed()
    expect(section.locator(".inside-block")).to_have_count(5)


def test_clips_near_by_are_named_and_a_network_to_which_other_words_look_alike_says_so(stop: Page) -> None:
    section, apart = opened(stop), "different words look much alike"
    near = section.locator(".inside-near")
    expect(near).to_contain_text("stop/")
    expect(near).not_to_contain_text(apart)
    stop.locator("#variant").get_by_text("spectrum", exact=True).click()
    section.scroll_into_view_if_needed()  # a step out of sight asks nothing
    expect(near).to_contain_text(apart)


def test_another_rival_changes_the_sum(stop: Page) -> None:
    section = opened(stop)
    rival = section.get_by_role("combobox", name="The word to compare with")
    rival.select_option(index=4)
    expect(section.locator("[data-text=sum]")).to_contain_text(f"leads “{rival.input_value()}” by")
    expect(section.locator(".inside-sums li")).to_have_count(12)


def test_where_it_found_the_word_is_told_by_patches_and_again_by_gradients(stop: Page) -> None:
    section = opened(stop)
    section.get_by_role("button", name="Where did it find it?").click()
    expect(section.locator("[data-text=where]")).to_contain_text("Covering")
    section.get_by_label("by integrated gradients, cell by cell").check()
    expect(section.locator("[data-text=where]")).to_contain_text("all cells together bring")


def painting(page: Page) -> Locator:
    section = step(page, "paint")
    page.wait_for_function("document.querySelector('.paint-canvas canvas').width > 300")
    return section


def test_a_stroke_takes_part_of_the_sound_away_and_the_networks_answer_again(stop: Page) -> None:
    section = painting(stop)
    canvas = section.locator(".paint-canvas canvas")
    before, box = canvas.evaluate(PICTURE), canvas.bounding_box()
    stop.mouse.move(box["x"] + 20, box["y"] + 20)
    stop.mouse.down()
    stop.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60, steps=12)
    stop.mouse.up()
    expect(section.locator("[data-text=painted]")).to_contain_text("of the picture is left")
    expect(section.locator(".lab-answers li")).to_have_count(7)
    assert canvas.evaluate(PICTURE) != before
    expect(section.get_by_role("button", name="Play what is left")).to_be_enabled()


def test_the_brush_goes_by_keyboard_too_and_all_can_be_brought_back(stop: Page) -> None:
    section = painting(stop)
    section.locator(".paint-canvas canvas").focus()
    for key in ("Space", "Shift+ArrowRight", "Shift+ArrowUp"):
        stop.keyboard.press(key)
    expect(section.locator("[data-text=painted]")).to_contain_text("99% of the picture is left")
    section.get_by_role("button", name="Take all away").click()
    expect(section.locator("[data-text=painted]")).to_contain_text("0% of the picture is left, and 0% of the energy")
    section.get_by_role("button", name="Bring all back").click()
    expect(section.locator("[data-text=painted]")).to_contain_text("100% of the picture")


def test_a_slider_spoils_the_sound_and_the_curve_says_who_gives_way_where(stop: Page) -> None:
    section = step(stop, "break")
    expect(section.locator("[data-text=ways]")).to_contain_text("The word is lost by")
    before = section.locator(".lab-answers").inner_text()
    section.locator(".break-slider").evaluate(SLIDE, 100)
    expect(section.locator(".break-amount .lab-value")).to_have_text("-20 dB")
    expect(section.locator(".lab-answers")).not_to_have_text(before)
    section.get_by_role("combobox", name="Spoil it with").select_option("low-pass")
    expect(section.locator(".break-amount .lab-value")).to_have_text("8,000 Hz")
    expect(section.locator("[data-text=ways]")).to_contain_text("Hz")
    expect(section.get_by_role("combobox", name="Kind of noise")).to_be_hidden()


# Whether the slider and one of the pictures are seen whole at once, with that picture just below what is pinned.
TOGETHER = """(section, place) => {
  const slider = section.querySelector(".break-slider");
  const picture = section.querySelectorAll(".panel-body")[place];
  const stage = document.querySelector("#stage");
  const pinned = getComputedStyle(stage).position === "sticky" ? stage.getBoundingClientRect().height : 0;
  scrollBy(0, picture.closest(".panel").getBoundingClientRect().top - pinned - 80);
  const seen = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const middle = (left + right) / 2;
    return [top + 3, bottom - 3].every((y) => element.contains(document.elementFromPoint(middle, y)));
  };
  return seen(slider) && seen(picture);
}"""


def test_the_slider_and_each_picture_that_it_changes_are_in_sight_together(page: Page) -> None:
    section = step(page, "break")
    expect(section.locator(".panel-body canvas")).to_have_count(2)
    expect(section.locator("[data-text=ways]")).not_to_be_empty()
    for size in resized(page, ((1280, 720), (900, 720), PHONE)):
        assert [section.evaluate(TOGETHER, place) for place in (0, 1)] == [True, True], size


def test_another_word_underneath_may_be_any_example(stop: Page) -> None:
    section = step(stop, "break")
    section.get_by_role("combobox", name="Spoil it with").select_option("another word")
    section.get_by_role("combobox", name="Other word").select_option("bird")
    section.locator(".break-slider").evaluate(SLIDE, 100)
    expect(section.locator(".lab-answers li").filter(has_text="compact")).to_contain_text("“bird”")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_steps_have_no_serious_faults_of_accessibility_on_a_phone(visit: Callable[..., Page], scheme: str) -> None:
    page = with_stop(visit(PHONE, scheme))
    opened(page).locator(".inside-maps button").first.click()
    painting(page)
    step(page, "break").locator("[data-panels] canvas").first.wait_for()
    assert serious_faults(page, {"include": [[f"[data-step={name}]"] for name in STEPS]}) == []
    assert too_wide(page) == []
