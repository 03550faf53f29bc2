"""Many files as their user meets them: dropped, answered with the time left, sorted, filtered, opened, taken along."""

import csv
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Locator, Page, Route, expect

from browser.conftest import DESKTOP, PHONE, until_answered
from browser.stage import serious_faults, too_wide
from speechcls import audio
from speechcls.audio import SAMPLE_RATE
from speechcls.models.probability import percent
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.parts.many_files.answers import BATCH
from speechcls.ui.selection import example_files

SPOKEN = ("bird", "no", "seven", "stop", "yes")
VOICES = ("ann", "ben")
# Every text that the status has had.
WATCH = """() => {
  const status = document.querySelector(".many [role=status]");
  window.told = [];
  new MutationObserver(() => told.push(status.textContent)).observe(status, { childList: true });
}"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twenty files in folders of words, by two voices; one of ben's lies in the wrong folder."""
    made = tmp_path / "takes"
    for word in SPOKEN:
        (made / word).mkdir(parents=True)
        for number in range(4):
            wrong = (word, number) == ("yes", 3)
            samples = audio.read(example_files()["no" if wrong else word]).samples
            file = made / word / f"{VOICES[number % 2]}_nohash_{number}.wav"
            soundfile.write(file, np.roll(samples, 160 * number) * (1 - 0.1 * number), SAMPLE_RATE)
    return made


@pytest.fixture
def many(page: Page) -> Locator:
    page.locator(".many").scroll_into_view_if_needed()
    return ready(page)


def ready(page: Page) -> Locator:
    """The part, once it takes files."""
    part = page.locator(".many")
    expect(part.locator(".lab-steps")).to_be_enabled()
    return part


def drop(page: Page, part: Locator, *paths: Path) -> None:
    """Drops files or folders as from the desktop."""
    part.scroll_into_view_if_needed()
    box = part.bounding_box()
    assert box
    line = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        line.send("Input.dispatchDragEvent", {"type": kind, "x": box["x"] + 30, "y": box["y"] + 30, "data": data})


def answered(part: Locator, files: int = 20) -> None:
    expect(part.get_by_role("status")).to_contain_text(f"{files} files answered by compact.")


def files_shown(part: Locator) -> list[str]:
    return part.locator("tbody tr td:first-child").all_inner_texts()


def test_a_dropped_folder_of_words_is_answered_and_says_what_is_wrong_and_by_whom(
    page: Page, many: Locator, folder: Path, pool: ModelPool
) -> None:
    page.evaluate(WATCH)
    drop(page, many, folder)
    answered(many)
    told = page.evaluate("told")
    first = (f"{BATCH} of 20 files; ", f"{20 - BATCH} of 20 files; ")  # of two batches at once either may be the first
    assert any(text.startswith(first) and text.endswith(" s left") for text in told)
    files = sorted(folder.rglob("*.wav"))
    selections = [pool.select(file) for file in files]
    heard = [pool.classifiers[pool.best](one.clip, one.start) for one in selections]
    right = sum(answer.heard and answer.word == file.parent.name for answer, file in zip(heard, files, strict=True))
    assert right < 20
    expect(many.get_by_role("status")).to_contain_text(f"Right for {right} of the 20 whose word is known")
    expect(many.locator(".many-confusions")).to_contain_text("yes, heard as no: 1")
    expect(many.locator(".many-voices li").first).to_contain_text("ben: ")
    rows = many.locator("tbody tr")
    expect(rows).to_have_count(20)
    for row, file, answer in zip(rows.all(), files, heard, strict=True):
        cells = row.locator("td").all_inner_texts()
        assert cells[0] == f"takes/{file.parent.name}/{file.name}"
        if answer.heard:
            assert cells[1:3] == [f"“{answer.word}”", percent(answer.probability)]
        assert cells[3:5] == [file.parent.name, file.name[:3]]


def test_dropped_files_can_be_sorted_filtered_and_opened_at_the_top(page: Page, many: Locator, folder: Path) -> None:
    drop(page, many, *sorted((folder / "seven").iterdir()), *sorted((folder / "bird").iterdir()))
    answered(many, 8)
    by_name = files_shown(many)
    assert by_name == sorted(by_name)
    many.get_by_role("button", name="How sure").click()
    expect(many.locator("[data-by=probability]")).to_have_attribute("aria-sort", "descending")
    sure = [float(text.strip(">%")) for text in many.locator("tbody tr td:nth-child(3)").all_inner_texts() if text]
    assert sure == sorted(sure, reverse=True)
    many.get_by_placeholder("a file, a word or a voice").fill("bird")
    expect(many.locator("tbody tr")).to_have_count(4)
    expect(many.locator(".many-shown")).to_contain_text("4 of 8 shown")
    name = files_shown(many)[0]
    many.get_by_role("button", name=name, exact=True).click()
    until_answered(page, Path(name).name)
    expect(page.locator("#word")).to_have_attribute("data-word", "bird")


def test_of_files_dropped_at_the_top_one_is_shown_and_it_is_said_where_all_of_them_go(
    page: Page, folder: Path, tmp_path: Path
) -> None:
    top, status = page.locator(".sound"), page.locator(".sound-status")
    drop(page, top, *sorted((folder / "seven").iterdir()))
    expect(status).to_contain_text("the first of 4 files. For all of them, drop them at “Many files”")
    shutil.make_archive(str(tmp_path / "words"), "zip", folder)
    drop(page, top, tmp_path / "words.zip")
    expect(status).to_contain_text("words.zip holds several files: drop it at “Many files”")


def test_only_what_is_wrong_is_shown_if_asked(page: Page, many: Locator, folder: Path) -> None:
    many.locator(".many-folder").set_input_files(folder)
    answered(many)
    many.get_by_label("only those that are wrong or got no word").check()
    left = files_shown(many)
    assert "takes/yes/ben_nohash_3.wav" in left
    assert len(left) < 20


def test_the_table_is_taken_along_as_csv(page: Page, many: Locator, folder: Path, tmp_path: Path) -> None:
    many.locator(".many-folder").set_input_files(folder)
    answered(many)
    with page.expect_download() as download:
        many.get_by_role("button", name="Download CSV").click()
    download.value.save_as(tmp_path / "words.csv")
    with (tmp_path / "words.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    for line in many.locator("tbody tr").all():
        name, said, sure, true, voice, _ = line.locator("td").all_inner_texts()
        row = rows.pop(name)
        assert (row["true"], row["voice"]) == (true, voice)
        if row["heard"] == "true":
            assert (f"“{row['word']}”", percent(float(row["probability"]))) == (said, sure)
    assert rows == {}


@pytest.fixture
def held(page: Page) -> Iterator[list[Route]]:
    """The second batch and those behind it wait for an answer that never comes."""
    waiting: list[Route] = []
    first = Event()

    def hold(route: Route) -> None:
        if first.is_set():
            waiting.append(route)
        else:
            first.set()
            route.continue_()

    page.route("**/many/files*", hold)
    yield waiting
    for route in waiting:
        route.abort()


def test_cancel_ends_it_at_once_and_keeps_what_was_answered(
    page: Page, many: Locator, folder: Path, held: list[Route]
) -> None:
    many.locator(".many-folder").set_input_files(folder)
    expect(many.get_by_role("status")).to_contain_text(f"{BATCH} of 20 files; ")
    expect(many.get_by_role("progressbar")).to_be_visible()
    many.get_by_role("button", name="Cancel").click()
    expect(many.get_by_role("status")).to_contain_text(f"Cancelled. {BATCH} files answered by compact.")
    expect(many.locator("tbody tr")).to_have_count(BATCH)
    expect(many.get_by_role("progressbar")).to_be_hidden()
    expect(many.get_by_role("button", name="Cancel")).to_be_disabled()
    expect(many.get_by_role("button", name="Download CSV")).to_be_enabled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_table_and_nothing_is_too_wide(
    visit: Callable[..., Page], folder: Path, scheme: str
) -> None:
    page = visit(PHONE, scheme)
    part = ready(page)
    part.locator(".many-folder").set_input_files(folder / "bird")
    answered(part, 4)
    for width, height in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        assert serious_faults(page, ".many") == [], width
        assert too_wide(page) == []
