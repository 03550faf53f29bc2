"""The first screen stands there before Gradio's script has run, is the page's own, and loses no click."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import DESKTOP, PHONE
from browser.holding import keep_back
from speechcls.ui.selection import example_files

# Lets the test look into the opening, which the page itself can't; and counts what moves in sight.
WATCH = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) {
  const root = attach.call(this, options);
  if (this.id === "opening") window.opening = root;
  return root;
};
window.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => entry.value)))
  .observe({ type: "layout-shift", buffered: true });
"""
DRAWN = "window.opening?.querySelectorAll('.pictures canvas:not([hidden])').length === 4"
PICTURES = "(root) => [...root.querySelectorAll('.pictures canvas')].map((canvas) => canvas.toDataURL())"
BOXES = """(root) => [".listen", ".examples button", "#variant label", ".pictures canvas", "#word"].map((selector) => {
  const { x, y } = root.querySelector(selector).getBoundingClientRect();
  return [x, y];
})"""
GONE = "!document.querySelector('#opening')"
CLICK = """(selector) => {
  const { x, y, width, height } = window.opening.querySelector(selector).getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""

# Another value in Gradio's configuration for who reads it first: the opening, while Gradio's script is held back.
BREAK = """(name, broken) => {
  let config;
  Object.defineProperty(window, "gradio_config", {
    get: () => config,
    set(given) {
      const whole = given[name];
      const get = () => {
        Object.defineProperty(config, name, { value: whole, writable: true });
        window.broken = true;
        return broken;
      };
      config = Object.defineProperty(given, name, { get });
    },
  });
}"""


on_both_screens = pytest.mark.parametrize("blank", [DESKTOP, PHONE], ids=["desktop", "phone"], indirect=True)


@pytest.fixture
def blank(blank: Page, request: pytest.FixtureRequest) -> Page:
    width, height = getattr(request, "param", DESKTOP)
    blank.set_viewport_size({"width": width, "height": height})
    blank.add_init_script(WATCH)
    return blank


@pytest.fixture
def hold(blank: Page) -> Callable[[], None]:
    """Keeps Gradio's own script back; to be called to let it go."""
    return keep_back(blank, "**/assets/index-*.js")


@on_both_screens
def test_the_sound_and_its_word_stand_there_before_gradios_script_has_run(
    blank: Page, address: str, hold: Callable[[], None]
) -> None:
    blank.goto(address, wait_until="commit")
    blank.wait_for_function(DRAWN)
    assert blank.locator(".gradio-container").count() == 0
    drawn, word = (
        blank.evaluate(f"({what})(opening)")
        for what in (PICTURES, "(root) => root.querySelector('#word').dataset.word")
    )
    hold()
    blank.wait_for_function(GONE)
    assert blank.evaluate(f"({PICTURES})(document)") == drawn
    assert len(set(drawn)) == 4
    assert word == blank.locator("#word").get_attribute("data-word") == "stop"


@on_both_screens
def test_nothing_moves_as_the_page_takes_its_place(blank: Page, address: str, hold: Callable[[], None]) -> None:
    blank.goto(address, wait_until="commit")
    blank.wait_for_function(DRAWN)
    before = blank.evaluate(f"({BOXES})(opening)")
    hold()
    blank.wait_for_function(GONE)
    for there, here in zip(before, blank.evaluate(f"({BOXES})(document)"), strict=True):
        assert here == pytest.approx(there, abs=3)
    expect(blank.locator(".replay[aria-label]")).to_be_attached()
    assert sum(blank.evaluate("shifts")) == 0


@on_both_screens
@pytest.mark.parametrize(
    ("control", "told"),
    [
        (".listen", "Listening with "),
        (".examples [data-example=happy]", "Shown: happy"),
    ],
)
def test_what_is_clicked_there_is_done_by_the_page(
    blank: Page, address: str, hold: Callable[[], None], control: str, told: str
) -> None:
    blank.goto(address, wait_until="commit")
    blank.wait_for_function(DRAWN)
    blank.mouse.click(*blank.evaluate(CLICK, control))
    said = blank.evaluate("opening.querySelector('.sound-status').textContent")
    assert "still loading" in said
    hold()
    expect(blank.locator(".sound-status")).to_contain_text(told)


def test_a_network_chosen_there_is_chosen_in_the_page(blank: Page, address: str, hold: Callable[[], None]) -> None:
    blank.goto(address, wait_until="commit")
    blank.wait_for_function(DRAWN)
    blank.mouse.click(*blank.evaluate(CLICK, "#variant label"))
    hold()
    expect(blank.locator("#variant input").first).to_be_checked()


def test_a_file_dropped_there_is_heard_by_the_page(blank: Page, address: str, hold: Callable[[], None]) -> None:
    blank.goto(address, wait_until="commit")
    blank.wait_for_function(DRAWN)
    data = list(example_files()["seven"].read_bytes())
    blank.evaluate(
        """(data) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([new Uint8Array(data)], "mine.flac"));
          const drop = new DragEvent("drop", { dataTransfer, bubbles: true, composed: true, cancelable: true });
          opening.querySelector(".answer").dispatchEvent(drop);
        }""",
        data,
    )
    hold()
    expect(blank.locator(".sound-status")).to_contain_text("Shown: mine.flac")


@pytest.mark.parametrize(("name", "value"), [("css", None), ("components", [])], ids=["filled", "drawn"])
def test_where_it_cannot_be_made_the_page_comes_without_it(
    blank: Page, address: str, hold: Callable[[], None], name: str, value: object
) -> None:
    blank.add_init_script(f"({BREAK})({json.dumps(name)}, {json.dumps(value)})")
    blank.goto(address, wait_until="commit")
    blank.wait_for_function("window.broken")
    hold()
    blank.locator(".examples [data-example=happy]").click()
    expect(blank.locator(".sound-status")).to_contain_text("Shown: happy")
    assert blank.evaluate(GONE)


@pytest.mark.parametrize("link", ["#sound=bird", "#window=0.1"])
def test_what_a_link_asks_for_is_not_preceded_by_something_else(blank: Page, address: str, link: str) -> None:
    blank.route("**/assets/index-*.js", lambda route: None)
    blank.goto(f"{address}/{link}", wait_until="commit")
    blank.wait_for_function("window.opening?.querySelector('.pictures figure')")
    assert not blank.evaluate(DRAWN)
