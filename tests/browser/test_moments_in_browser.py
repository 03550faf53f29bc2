"""Moments of what was heard: chosen while listening and afterwards, shown, played, taken along."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response, expect

from browser.conftest import drawn, left_behind, until_redrawn
from browser.listening import Meet, listen, stop, until_caught, until_sent, until_shown


def test_after_stop_the_pictures_stand_on_the_second_of_the_last_word(meet: Meet) -> None:
    page, _ = meet(("stop", 0.5), ("seven", 1.5))
    listen(page)
    until_caught(page, 2)
    page.wait_for_timeout(600)  # until there is sound after the word, too
    stop(page)
    until_shown(page, "“seven” at 1.5 s")
    expect(page.locator(".answer-words li")).to_have_count(5)
    expect(page.locator(".pictures .panel-subtitle").first).to_contain_text("marked: the chosen second")
    expect(page.locator(".listening-hint")).to_contain_text("2 words caught.")
    expect(page.locator("#detections [aria-current]")).to_contain_text("seven")
    before = [drawn(page.locator(".pictures canvas").nth(i)) for i in range(4)]
    page.wait_for_timeout(500)
    assert [drawn(page.locator(".pictures canvas").nth(i)) for i in range(4)] == before


def test_after_stop_without_a_word_the_loudest_second_is_shown(meet: Meet) -> None:
    page, _ = meet()
    listen(page)
    page.wait_for_timeout(2_500)
    stop(page)
    until_shown(page, "your recording")
    expect(page.locator(".answer-words li")).to_have_count(5)
    expect(page.locator(".listening-hint")).to_contain_text("No word was caught.")


def test_the_chosen_words_second_is_classified_by_each_network(meet: Meet) -> None:
    page, _ = meet(("stop", 0.5))
    listen(page)
    until_caught(page, 1)
    stop(page)
    until_shown(page, "“stop” at 0.5 s")
    for variant in ("power", "mel"):
        page.locator("#variant").get_by_text(variant, exact=True).click()
        expect(page.locator(".answer-notes")).to_contain_text(f"{variant} answered")


def test_a_word_chosen_while_listening_holds_the_pictures_until_they_are_let_go(meet: Meet) -> None:
    page, server = meet(("stop", 0.5), ("seven", 1.2))
    listen(page)
    until_caught(page, 2)
    listed = page.locator("#detections li[data-word=stop] button")
    flag = page.locator(".timeline-flags span", has_text="stop")  # it moves, so that a pointer may never meet it
    for choose in (lambda: flag.dispatch_event("click"), listed.click, lambda: listed.press("Enter")):
        choose()
        until_shown(page, "“stop” at 0.5 s")
        expect(page.locator(".pictures .panel.live")).to_have_count(0)
        sent = len(server.chunks)
        expect(page.get_by_role("button", name="Play “stop” at 0.5 s")).to_be_visible()
        page.get_by_role("button", name="Back to live pictures").click()
        expect(page.locator(".pictures .panel.live")).to_have_count(4)
        moving = page.locator(".pictures canvas").first
        until_redrawn(moving, drawn(moving))
        until_sent(page, server, sent + 1)  # it went on being listened to


def test_any_moment_is_chosen_with_the_keyboard_after_stop(meet: Meet, sent: list[Response]) -> None:
    page, _ = meet(("stop", 0.5), ("seven", 1.2))
    listen(page)
    until_caught(page, 2)
    moment = page.locator(".listening-timeline").get_by_label("Moment of the timeline")
    expect(moment).to_be_hidden()  # while the timeline runs, the list of words is there
    stop(page)
    until_shown(page, "“seven” at 1.2 s")
    expect(moment).to_have_attribute("aria-valuetext", "“seven” at 1.2 s")
    before = len(sent)
    moment.focus()
    for key in ("Home", "ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(moment).to_have_attribute("aria-valuetext", "0.3 s")
    expect(page.locator("#detections button[aria-current]")).to_contain_text("seven")  # which is shown still
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show and play 0.3 s")).to_be_focused()
    page.keyboard.press("Enter")
    until_shown(page, "the sound at 0.3 s")
    assert len(sent) == before + 1  # nothing was asked for while the slider moved


def test_the_timelines_moment_is_where_the_session_stands_not_the_one_before(meet: Meet) -> None:
    page, _ = meet(("stop", 0.5))
    moment = page.locator(".listening-timeline").get_by_label("Moment of the timeline")
    listen(page)
    until_caught(page, 1)
    page.locator(".timeline-flags span", has_text="stop").dispatch_event("click")  # wherever it has moved to
    until_shown(page, "“stop” at 0.5 s")
    stop(page)
    expect(moment).to_have_attribute("aria-valuetext", "“stop” at 0.5 s")  # held since then
    listen(page)
    until_caught(page, 0)
    page.wait_for_timeout(400)
    stop(page)
    expect(moment).to_have_attribute("aria-valuetext", re.compile(r"^\d\.\d s$"))


def test_a_word_chosen_after_stop_is_played(meet: Meet) -> None:
    page, _ = meet(("stop", 0.5), ("seven", 1.2))
    page.evaluate("""
      window.played = [];
      HTMLMediaElement.prototype.play = async function () { played.push(this.src); };
      0; // or Playwright would call the function
    """)
    listen(page)
    until_caught(page, 2)
    stop(page)
    until_shown(page, "“seven” at 1.2 s")
    assert page.evaluate("played.length") == 0
    page.locator("#detections li[data-word=stop] button").click()
    until_shown(page, "“stop” at 0.5 s")
    assert page.evaluate("played.length") == 1


def test_the_words_are_taken_along_as_csv_with_their_place_in_the_wav(meet: Meet) -> None:
    page, _ = meet(("stop", 0.5), ("seven", 1.2))
    listen(page)
    until_caught(page, 2)
    with page.expect_download() as download:
        page.get_by_role("button", name="Words as CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text())))
    assert [(row["word"], row["seconds"], row["seconds_in_wav"]) for row in rows] == [
        ("stop", "0.50", "0.50"),
        ("seven", "1.20", "1.20"),
    ]
    assert all(float(row["shown_seconds"]) >= float(row["seconds"]) + 0.3 for row in rows)


def test_pictures_that_are_held_are_never_mixed_with_those_of_the_sound_before(meet: Meet) -> None:
    page, _ = meet()
    page.get_by_role("button", name="bird", exact=True).click()
    until_shown(page, "bird")
    listen(page)
    expect(page.locator(".pictures .panel.live")).to_have_count(4)
    page.evaluate("""async () => {
      const { parts } = await import(new URL("scope/page.js", document.baseURI));
      const { settings } = await import(new URL("scope/settings.js", document.baseURI));
      parts.listen.hold();
      settings.set({ filters: 24 });
    }""")
    page.wait_for_timeout(1000)
    expect(page.locator(".pictures .panel.live")).to_have_count(4)


def test_an_example_tried_while_listening_is_shown_and_listening_goes_on(meet: Meet) -> None:
    page, server = meet()
    listen(page)
    page.get_by_role("button", name=re.compile(r"^Words \(")).click()  # the meter stands in the place of the examples
    words = page.locator("#words")
    words.get_by_role("button", name="bird", exact=True).click()
    words.get_by_role("button", name="Hear an example").click()
    until_shown(page, "bird")
    expect(page.locator(".pictures .panel.live")).to_have_count(0)
    until_sent(page, server, len(server.chunks) + 1)
    stop(page)
    until_shown(page, "bird")  # it was chosen, so it stays


def test_listening_leaves_nothing_behind_and_goes_nowhere_else(
    visit: Callable[..., Page], address: str, sent: list[Response]
) -> None:
    sockets: list[str] = []
    asked: list[str] = []

    def watch(page: Page) -> None:
        page.on("websocket", lambda socket: sockets.append(socket.url))
        page.on("request", lambda request: asked.append(request.url))

    page = visit(prepare=watch)
    listen(page)
    page.wait_for_timeout(1_500)
    stop(page)
    expect(page.locator(".sound-status")).to_contain_text("Shown: ")
    here = urlsplit(address).netloc
    assert [urlsplit(url)[:3] for url in sockets] == [("ws", here, "/live")]
    assert {urlsplit(url).netloc for url in asked if urlsplit(url).scheme not in ("blob", "data")} == {here}
    assert left_behind(sent) == []
