"""A server that is away for a while: the page stays, says so itself, and is answered once the server is back."""

from pathlib import Path

from playwright.sync_api import Page, Route, expect

from browser.conftest import until_answered
from speechcls.ui.selection import example_files


def test_what_is_asked_while_the_server_is_away_is_answered_when_it_is_back_by_the_same_page(visitor: Page) -> None:
    until_answered(visitor, "stop")
    visitor.evaluate("document.documentElement.dataset.stays = ''")
    visitor.context.set_offline(True)
    with visitor.expect_event("requestfailed", lambda request: "/queue/join" in request.url):
        visitor.locator("[data-example=bird]").click()
    with visitor.expect_event("requestfailed", lambda request: "/queue/join" in request.url):
        pass  # it is tried again
    expect(visitor.locator(".sound-status")).to_have_text("Reading bird")  # else nobody knew that it was asked for
    visitor.context.set_offline(False)
    until_answered(visitor, "bird")
    expect(visitor.locator("html[data-stays]")).to_be_attached()


def test_a_file_whose_answer_is_lost_is_sent_and_asked_about_once_more(visitor: Page) -> None:
    until_answered(visitor, "stop")
    lost: list[str] = []

    def lose(route: Route) -> None:
        if "/uploads-" not in (route.request.post_data or "") or lost:
            route.fallback()
            return
        lost.append(route.fetch().text())  # the server answers, and deletes the file
        route.fulfill(json={"event_id": "nobody's"})

    visitor.route("**/queue/join*", lose)
    visitor.locator(".drop input").set_input_files(Path(example_files()["bird"]))
    until_answered(visitor, "bird.flac")
    assert lost


def test_a_file_that_reaches_no_server_is_told_by_the_page_and_nothing_covers_the_word(visitor: Page) -> None:
    until_answered(visitor, "stop")
    visitor.context.set_offline(True)
    visitor.locator(".drop input").set_input_files(Path(example_files()["bird"]))
    expect(visitor.locator(".sound-status")).to_contain_text("The server did not answer")
    visitor.locator("#word").click(trial=True)
    expect(visitor.locator(".toast-wrap")).to_be_hidden()
    visitor.context.set_offline(False)
