"""What only a browser shows of the results: tables sorted, ribbons pointed at, two arms chosen, and for everyone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import made_records
from browser.conftest import DESKTOP, PHONE
from browser.stage import serious_faults, too_wide
from serving import serving
from speechcls.results.records import PICTURE, save_pictures

# The page over records that no training made.
SERVE = """
import os, sys
from pathlib import Path
import uvicorn
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.page import mount
page = mount(ModelPool(), records=Path(sys.argv[1]))
uvicorn.run(page, port=int(os.environ["GRADIO_SERVER_PORT"]), log_level="warning", timeout_graceful_shutdown=2)
"""
COMPLEX = {0: "yes", 8: "no", 9: "no"}


@pytest.fixture(scope="module")
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page with three arms of one experiment, and one of another; given "no records", with none."""
    scratch = tmp_path_factory.mktemp("results")
    found = scratch / "found"
    if not hasattr(request, "param"):
        save_records(found)
    with serving(scratch, program=("-c", SERVE, str(found))) as address:
        yield address


def save_records(found: Path) -> None:
    pictured = made_records.save(found, "complex", COMPLEX)
    rows = np.arange(64, dtype=np.uint8)[:, None] * 4
    save_pictures(pictured, np.broadcast_to(rows, (len(COMPLEX), *PICTURE)), found)
    made_records.save(found, "scrambled", {0: "yes", 2: "yes", 4: "yes", 6: "yes"})
    made_records.save(found, "mel", {0: "yes", 2: "yes", 4: "yes", 6: "yes", 1: "yes", 3: "yes"}, noise=False)
    made_records.save(found, "compact", {}, table="shipped")
    made_records.save_front_end(found, "logmel-64", {0: "yes"})
    made_records.save_front_end(found, "kaldi-mfcc", dict.fromkeys(range(6), "yes"))


@pytest.fixture
def results(page: Page) -> Page:
    return opened(page)


def opened(page: Page) -> Page:
    page.locator(".results").scroll_into_view_if_needed()  # until it is near, no comparison is asked for
    for fold in page.locator(".results .results-fold:visible > summary").all():
        fold.click()
    expect(page.locator(".flows .word").first).to_be_visible()
    expect(page.locator("[data-text=change]")).not_to_be_empty()
    return page


def arm(page: Page, name: str) -> Locator:
    """The choice of one of the two; the field's front ends are chosen under the same names."""
    return page.get_by_role("region", name="Compare two networks").get_by_label(name, exact=True)


def column(page: Page, table: str, place: int) -> list[str]:
    return page.locator(f"[data-table={table}] tbody tr > :nth-child({place})").all_inner_texts()


def test_the_first_pair_answers_the_chapters_question(results: Page) -> None:
    expect(arm(results, "One")).to_have_value("complex")
    expect(arm(results, "The other")).to_have_value("scrambled")
    expect(results.locator("[data-text=change]")).to_contain_text(
        "complex is right 18.8 points more often than scrambled"
    )
    expect(results.locator("[data-text=phase]")).to_contain_text("records that are missing: power")


def test_the_verdict_names_a_network_and_the_fair_table_a_front_end(results: Page) -> None:
    expect(results.locator(".results-verdict")).to_contain_text(re.compile(r"Take compact: of 100 words .* right"))
    expect(results.locator("[data-text=fair]")).to_contain_text("logmel-64 did best (93.8% right), kaldi-mfcc did")
    assert column(results, "fair", 1) == ["logmel-64", "kaldi-mfcc"]
    assert column(results, "fair", 9) == ["6.0 kB", "6.8 kB"]
    expect(results.locator(".cost-dot")).to_have_count(results.locator("#variant input").count())
    expect(results.locator("[data-text=voices]")).to_contain_text(
        re.compile(r"mistakes on the test, \d+ of them with one voice of \d+")
    )


# The letters of the accuracy chart as they are seen, in px, and how far the text reaches out of it.
LETTERS = """(svg) => {
  const [all, seen] = [[...svg.querySelectorAll("text")], svg.getBoundingClientRect()];
  const scale = seen.width / svg.viewBox.baseVal.width;
  const out = (box) => Math.max(seen.left - box.left, box.right - seen.right, box.bottom - seen.bottom);
  return [
    Math.min(...all.map((text) => scale * parseFloat(getComputedStyle(text).fontSize))),
    Math.max(...all.map((text) => out(text.getBoundingClientRect()))),
  ];
}"""


def test_the_accuracy_chart_is_drawn_for_the_room_it_has_and_its_text_stays_readable(results: Page) -> None:
    chart = results.locator(".cost svg")
    for width, height in (DESKTOP, PHONE):
        results.set_viewport_size({"width": width, "height": height})
        expect(chart).to_have_attribute("width", f"{results.locator('.cost-plot').evaluate('(p) => p.clientWidth')}")
        least, out = chart.evaluate(LETTERS)
        assert least >= 12 and out <= 1


def test_a_ribbon_that_is_pointed_at_says_its_count(results: Page) -> None:
    picture = results.locator(".flows").first
    picture.locator(".flow.wrong").first.hover(force=True)
    expect(picture.locator("output")).to_have_text("“tree” taken for “no”: 2 of 8 clips (25.0%)")
    expect(picture.locator(".flow.lit")).to_have_count(1)
    picture.locator(".word text").last.hover()
    expect(picture.locator("output")).to_have_text("“yes” was spoken in 8 clips, 8 of them rightly named")


def test_arrow_keys_go_through_the_wrong_ribbons_the_largest_first(results: Page) -> None:
    picture = results.locator(".flows").first
    picture.locator("svg").focus()
    results.keyboard.press("ArrowDown")
    expect(picture.locator("output")).to_contain_text("“tree” taken for “no”: 2 of 8")
    results.keyboard.press("ArrowDown")
    expect(picture.locator("output")).to_contain_text("“no” taken for “yes”: 1 of 8")
    results.keyboard.press("ArrowDown")
    expect(picture.locator("output")).to_contain_text("“tree” taken for “no”: 2 of 8")


def test_a_sure_error_is_pictured_beside_its_name_the_highest_band_above(results: Page) -> None:
    tiles = results.locator(".results-errors canvas")
    expect(tiles).to_have_count(len(COMPLEX))
    top, bottom = tiles.first.evaluate(
        """(tile) => [0, 63].map((row) => [...tile.getContext("2d").getImageData(50, row, 1, 1).data].slice(0, 3))"""
    )
    assert top == [0, 0, 4] and sum(bottom) > 600  # magma, from its darkest to nearly its brightest


def test_another_arm_changes_words_pictures_and_errors(results: Page) -> None:
    arm(results, "The other").select_option("mel")
    expect(results.locator("[data-text=change]")).to_contain_text("complex is right 31.2 points more often than mel")
    expect(results.locator(".results-noise")).to_contain_text("not measured for both")
    expect(results.locator(".flows b").last).to_have_text("mel")
    assert column(results, "words", 1) == ["no", "yes", "tree *"]
    assert column(results, "words", 2) == ["+62.5", "0.0", "\N{MINUS SIGN}25.0"]
    assert column(results, "words", 4) == ["no", "no", "no"]  # four voices are too few
    expect(results.locator(".results-errors")).to_contain_text("no/a1_nohash_1.wav")


def test_another_experiment_brings_its_own_arms(results: Page) -> None:
    results.get_by_label("Question", exact=True).select_option("shipped")
    expect(arm(results, "One")).to_have_value("compact")
    expect(results.locator("[data-text=change]")).to_contain_text("One arm of this experiment has a record so far")
    expect(results.locator("[data-table=words]")).to_be_hidden()
    expect(results.locator(".flows:visible")).to_have_count(1)
    assert column(results, "arms", 1) == ["compact"]


def test_tables_are_sorted_by_the_column_that_is_pressed_and_say_so(results: Page) -> None:
    table = results.locator("[data-table=choices]")
    weights = table.get_by_role("columnheader", name="Multiply-adds")
    weights.get_by_role("button").click()
    assert column(results, "choices", 1)[0] == "complex"
    expect(weights).to_have_attribute("aria-sort", "descending")
    weights.get_by_role("button").press("Enter")
    expect(weights).to_have_attribute("aria-sort", "ascending")
    assert column(results, "choices", 1)[-1] == "complex"


def test_the_time_here_is_measured_when_it_is_asked_for(results: Page) -> None:
    assert set(column(results, "choices", 7)) == {"not measured"}
    results.get_by_role("button", name="Measure the time here").click()
    expect(results.locator("[data-text=times]")).to_contain_text("Measured just now")
    assert all(re.fullmatch(r"[\d.]+ ms", cell) for cell in column(results, "choices", 7))


def test_the_matrix_names_the_words_that_are_pointed_at(results: Page) -> None:
    matrix = results.locator(".results-panels .panel").first
    matrix.scroll_into_view_if_needed()
    box = matrix.locator("canvas").bounding_box()
    assert box
    # The axes take 74 px at the left and below, 10 at the right, 8 above: this is the middle of the first cell.
    width, height = (box["width"] - 84) / 3, (box["height"] - 82) / 3
    results.mouse.move(box["x"] + 74 + width / 2, box["y"] + 8 + 1.5 * height)
    expect(matrix.locator("output")).to_have_text("True word “tree” · Predicted word “no” · 25%")


@pytest.mark.parametrize("address", ["no records"], indirect=True)
def test_without_records_the_tab_says_how_they_are_made(page: Page) -> None:
    expect(page.locator("[data-text=empty]")).to_contain_text("python -m speechcls study --data DATA")
    expect(page.locator("[data-table=choices] tbody tr")).to_have_count(page.locator("#variant input").count())
    expect(page.get_by_label("Question", exact=True)).to_be_hidden()


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_serious_in_the_results_and_nothing_is_too_wide(
    visit: Callable, scheme: str, size: tuple[int, int]
) -> None:
    page = opened(visit(size, scheme))
    assert serious_faults(page, ".results") == []
    assert too_wide(page) == []
