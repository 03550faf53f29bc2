"""What tests do on the first screen of the page, and what they look for there."""

from collections.abc import Iterable, Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from browser.conftest import until_answered

COLOURS = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}"""
IN_SIGHT = """() => {
  const word = document.querySelector("#word");
  const { left, top, right, bottom, width } = word.getBoundingClientRect();
  const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const within = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  return width > 0 && within && word.contains(seen);
}"""
# Which of some elements are not seen whole: hidden by what holds them, by something else, or beyond the window.
UNSEEN = """(elements) => elements.filter((element) => {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const corners = [[left + 3, top + 3], [right - 3, top + 3], [left + 3, bottom - 3], [right - 3, bottom - 3]];
  return !corners.every(([x, y]) => element.contains(document.elementFromPoint(x, y)));
}).map((element) => element.textContent)"""
# What sticks out of the page's column, but for what is scrolled in it. Gradio's container cuts it off, so that the
# document's scrollWidth never tells.
TOO_WIDE = """() => {
  const edge = document.querySelector("main").getBoundingClientRect().right + 6; // px, as the header's buttons may
  const styled = (element, name) => getComputedStyle(element).getPropertyValue(name);
  const scrolled = (element) => {
    const parent = element.parentElement;
    return parent.localName !== "main" && (/auto|scroll/.test(styled(parent, "overflow-x")) || scrolled(parent));
  };
  return [...document.querySelectorAll("main :not(svg *)")].filter((element) => {
    const { right, width } = element.getBoundingClientRect();
    return width && right > edge && styled(element, "position") !== "fixed" && !scrolled(element);
  }).map((element) => element.outerHTML.slice(0, 120));
}"""


def try_example(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    until_answered(page, name)


def choose(page: Page, variant: str) -> None:
    page.locator("#variant").get_by_text(variant, exact=True).click()
    expect(page.locator(".answer-notes")).to_contain_text(f"{variant} answered")


def picture(page: Page, place: int) -> Locator:
    return page.locator(".pictures .panel canvas").nth(place)


def resized(page: Page, sizes: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Gives the page one size after the other, each once it is laid out in it, which takes the next frames."""
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        yield width, height


def too_wide(page: Page) -> list[str]:
    """What sticks out of the page on the right."""
    return page.evaluate(TOO_WIDE)


def serious_faults(page: Page, within: str | dict | None = None) -> list[tuple[str, list[str]]]:
    """What axe finds on the page, or within some of it, that keeps somebody from using it."""
    return [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]])
        for violation in Axe().run(page, context=within).response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
