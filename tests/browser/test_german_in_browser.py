"""The German page, walked through part by part: no English sentence stands anywhere, nor is drawn in a picture."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile
from playwright.sync_api import Page, expect

from browser.test_languages_in_browser import GERMAN
from speechcls import audio
from speechcls.models import variants
from speechcls.ui import wording
from speechcls.ui.selection import example_files
from test_wording import ENGLISH_WORD

# Notes what canvases draw as text, in the page and before it.
DRAWN = """
window.drawn = new Set();
const fill = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
  drawn.add(text);
  return fill.call(this, text, ...place);
};"""
# All that is said, seen or not, but for code, commands, libraries' calls, names of files and what is meant in English.
SAID = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const left =
    "script, style, code, pre, a[hreflang], [lang=en], .inside-near, [data-text=commands], .front-ends option";
  const said = new Set(drawn);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest(left)) said.add(node.textContent.trim().replace(/\\s+/g, " "));
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest(left)) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt", "data-waits"])
      if (element.hasAttribute(name)) said.add(element.getAttribute(name));
  }
  return [...said];
}"""
NAMES = re.compile(
    r"Deep Learning and Scientific Computing with R torch|[\w.-]+\([^()]*\)[^ ]*|(torchaudio|tensorflow)\S*( of)?"
)
STEPS = ("air", "sines", "spectrogram", "mel", "phase", "inside", "break", "teach")
PATIENCE = 60  # s


def english() -> list[re.Pattern[str]]:
    """The English sentences that are others in German, whatever their values."""
    return [
        re.compile(r".+?".join(map(re.escape, re.split(r"\{\w+\}", text))))
        for name, text in wording.ENGLISH.items()
        if text != GERMAN[name] and len(re.sub(r"\{\w+\}|\W", "", text)) > 3
    ]


def left_in_english(said: set[str]) -> list[str]:
    sentences = english()
    plain = {text: NAMES.sub("", text) for text in said if text}
    return sorted(
        text
        for text, bare in plain.items()
        if text not in variants.names()
        and (ENGLISH_WORD.search(bare) or any(sentence.fullmatch(text) for sentence in sentences))
    )


@pytest.fixture
def german(visit: Callable[..., Page]) -> Page:
    return visit(prepare=lambda page: page.add_init_script(DRAWN), query="?lang=de", opens="stop")


def test_no_english_sentence_stands_in_any_part_of_the_german_page(german: Page, tmp_path: Path) -> None:
    page, said = german, set()
    page.add_style_tag(content="* { transition: none !important; }")
    for step in STEPS:
        page.locator(f".story-nav [data-to={step}]").click()
        section = page.locator(f"[data-story={step}]")
        expect(section.locator("h2").first).to_be_visible()
        page.evaluate("() => { for (const fold of document.querySelectorAll('details')) fold.open = true; }")
        for part in section.locator("[data-step]").all():
            part.scroll_into_view_if_needed()
            expect(part.locator(".waiting")).to_have_count(0)
        said |= settled(page)
    for part in (".results", ".front-ends", ".many"):
        page.locator(part).first.scroll_into_view_if_needed()
        said |= settled(page)
    said |= refused(page, tmp_path)
    assert len(said) > 500
    left = left_in_english(said)
    assert not left, "\n".join(left)


def refused(page: Page, folder: Path) -> set[str]:
    """What is said of files that are no sounds, dropped one at a time and many at once."""
    (folder / "bird").mkdir()
    soundfile.write(folder / "bird" / "a_nohash_0.wav", audio.read(example_files()["bird"]).samples, 16_000)
    (folder / "bird" / "b_nohash_0.wav").write_text("this is a text and no sound at all")
    page.set_input_files(".sound input[type=file]", folder / "bird" / "b_nohash_0.wav")
    expect(page.locator(".sound-status")).to_contain_text("keine Tondatei")
    page.set_input_files(".many input[type=file] >> nth=0", sorted((folder / "bird").iterdir()))
    expect(page.locator(".many td", has_text="keine Tondatei")).to_have_count(1)
    return settled(page)


def settled(page: Page) -> set[str]:
    """All that the page says, once it says nothing new."""
    seen: set[str] = set()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        now = seen | set(page.evaluate(SAID))
        if now == seen:
            break
        seen = now
        page.wait_for_timeout(500)
    return seen
