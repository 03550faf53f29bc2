"""What only a browser shows of the front ends: two chosen and drawn, sentences, an array dropped, and for everyone."""

from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from speechcls.audio import read
from speechcls.frontends.atlas import by_name
from speechcls.frontends.transform import transform
from speechcls.ui.selection import example_files


@pytest.fixture
def section(page: Page) -> Page:
    page.get_by_text("Two front ends on this sound").click()
    page.get_by_text("Which front end made this array?").click()
    expect(titles(page).nth(2)).to_be_visible()
    return page


def titles(page: Page):
    return page.locator(".front-ends-panels .panel:visible .panel-title")


def test_two_front_ends_stand_side_by_side_with_their_difference_and_its_reasons(section: Page) -> None:
    expect(titles(section)).to_have_text(["logmel-64-levelled", "whisper-80-unpadded", "The first less the second"])
    section.locator("#front-ends-other").select_option("kaldi-fbank")
    expect(titles(section).nth(1)).to_have_text("kaldi-fbank")
    expect(section.locator("[data-list=differences] li", has_text="Number of bands: 23 instead of 64")).to_be_visible()
    section.locator("#front-ends-other").select_option("kaldi-mfcc")
    expect(titles(section)).to_have_text(["logmel-64-levelled", "kaldi-mfcc"])
    expect(section.get_by_text("No difference can be drawn")).to_be_visible()
    expect(section.locator("[data-list=about] li", has_text="the network compact, trained with it")).to_be_visible()


def test_another_sound_is_drawn_without_being_asked_for(section: Page) -> None:
    before = section.locator(".front-ends-panels canvas").first.get_attribute("aria-label")
    section.locator(".examples button", has_text="bird").first.click()
    first = section.locator(".front-ends-panels canvas").first
    first.scroll_into_view_if_needed()
    expect(first).not_to_have_attribute("aria-label", before or "")


def test_a_dropped_array_is_named_with_what_was_changed(section: Page, tmp_path: Path) -> None:
    wave = read(example_files()["stop"]).samples
    file = tmp_path / "array.npy"
    np.save(file, 2 + transform(by_name("vggish"), wave))
    section.get_by_label("An array").set_input_files(file)
    made = section.locator("[data-list=made] li")
    expect(made.first).to_contain_text("vggish (")
    expect(made.nth(1)).to_have_text("Add 2.")
    file.write_text("nothing here")
    section.get_by_label("An array").set_input_files(file)
    expect(section.locator("[data-text=made-status]")).to_contain_text("holds no array of numbers")


def as_csv(array: np.ndarray) -> str:
    return "\n".join(",".join(f"{value:.9g}" for value in row) for row in array)


def as_c_header(array: np.ndarray) -> str:
    rows = ",\n".join("{" + ", ".join(f"{value:.9g}f" for value in row) + "}" for row in array)
    return f"static const float features[{len(array)}][{array.shape[1]}] = {{{rows}}};"


def as_edge_impulse(array: np.ndarray) -> str:
    return "Features (31 ms.): " + " ".join(f"{value:.9g}" for value in array.ravel())


@pytest.mark.parametrize(("ending", "written"), [("csv", as_csv), ("h", as_c_header), ("txt", as_edge_impulse)])
def test_a_dump_of_any_format_is_named(section: Page, tmp_path: Path, ending: str, written) -> None:
    file = tmp_path / f"array.{ending}"
    file.write_text(written(transform(by_name("kaldi-fbank"), read(example_files()["stop"]).samples)))
    section.get_by_label("An array").set_input_files(file)
    expect(section.locator("[data-list=made] li").first).to_contain_text("kaldi-fbank (")


LIVE = """async () => {
  const { parts } = await import(new URL("scope/page.js", document.baseURI).href);
  return parts.frontEnds.panels.one.panel.x.label === "Time before now";
}"""


def test_two_front_ends_follow_the_sound_while_listening_and_stand_on_it_afterwards(section: Page) -> None:
    section.get_by_role("button", name="Listen", exact=True).click()
    section.locator(".front-ends-panels canvas").first.scroll_into_view_if_needed()
    section.wait_for_function(LIVE)
    section.locator("#front-ends-other").select_option("wave")
    expect(titles(section)).to_have_text(["logmel-64-levelled", "wave"])
    expect(section.locator("[data-list=about] li", has_text="the network compact, trained with it")).to_be_visible()
    section.wait_for_function(LIVE)
    section.get_by_role("button", name="Stop", exact=True).click()
    section.locator(".front-ends-panels canvas").first.scroll_into_view_if_needed()
    section.wait_for_function(LIVE.replace("===", "!=="))


def test_parameters_of_pcen_are_moved_and_the_sentence_follows(section: Page) -> None:
    expect(section.locator(".front-ends-pcen")).to_be_hidden()
    for select in ("#front-ends-one", "#front-ends-other"):
        section.locator(select).select_option("librosa-pcen")
    gain = section.get_by_label("Gain: how far loudness is taken away")
    gain.focus()
    gain.press("Home")
    expect(section.locator("[data-list=differences] li")).to_have_text(["PCEN: gain 0 instead of 0.98."])


def test_axe_finds_nothing_in_the_section(section: Page) -> None:
    found = Axe().run(section, context=".front-ends")
    assert [violation["id"] for violation in found.response["violations"]] == []
