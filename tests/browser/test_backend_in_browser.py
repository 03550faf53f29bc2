"""Who answers on the page: the server, or the browser itself, which then sends no sound."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Response, Route, WebSocket, expect

from browser.conftest import until_answered
from speechcls.ui.selection import EXAMPLES
from speechcls.ui.wording import LANGUAGES

BROWSER, SERVER = "no sound leaves it", "By the server"
Visit = Callable[..., Page]
STORY = {"fourier": "sines", "side": "inside"}  # the step of the story that holds each
# A piece of engine/worker.js, what stands there in a browser that can't keep up, and what is said then.
TROUBLES = {
    "slow": ("performance.now() - begun", "1_000 + performance.now() - begun", "too long to catch every word."),
    "broken": (
        "return answer(question.wave);",
        "if ((globalThis.asked = (globalThis.asked ?? 0) + 1) > 3) throw new Error('It broke.');\n  "
        "return answer(question.wave);",
        "It broke.",
    ),
}


def file(page: Page, name: str) -> None:
    """Open a sound file, and wait for its word."""
    page.locator("input[type=file]").first.set_input_files(EXAMPLES / f"{name}.flac")
    expect(page.locator(".sound-status")).to_contain_text(f"{name}.flac")
    expect(page.locator("#word")).to_have_attribute("data-word", name)


def test_answered_in_the_browser_no_sound_leaves_it(visit: Visit, sent: list[Response]) -> None:
    sockets: list[WebSocket] = []

    def watch(page: Page) -> None:
        page.on("websocket", lambda socket: sockets.append(socket))

    page = visit(query="?engine=browser", prepare=watch)
    expect(page.locator(".engine")).to_contain_text(BROWSER)
    file(page, "seven")
    expect(page.locator(".answer-inputs .panel:visible")).to_have_count(1)
    page.get_by_role("button", name="Listen", exact=True).click()
    expect(page.locator("#detections li[data-word=stop]").first).to_be_visible()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator("#word")).to_have_attribute("data-word", "stop")
    assert (sent, sockets) == ([], [])


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_browser_that_cant_keep_up_sends_no_sound_before_it_is_told_to(
    visit: Visit, sent: list[Response], trouble: str
) -> None:
    piece, other, sentence = TROUBLES[trouble]
    sockets: list[WebSocket] = []

    def alter(route: Route) -> None:
        response = route.fetch()
        assert piece in response.text()
        route.fulfill(response=response, body=response.text().replace(piece, other))

    def prepare(page: Page) -> None:
        page.on("websocket", lambda socket: sockets.append(socket))
        page.context.route("**/engine/worker.js", alter)

    page = visit(query="?engine=browser", prepare=prepare)
    page.get_by_role("button", name="Listen", exact=True).click()
    expect(page.locator(".sound-status")).to_contain_text(f"{sentence} No sound was sent")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_visible()
    expect(page.locator(".engine")).to_contain_text(BROWSER)
    assert (sent, sockets) == ([], [])
    with page.expect_response("**/upload"):
        page.locator(".engine button").click()
    expect(page.locator(".engine")).to_contain_text(SERVER)


def test_the_switch_has_the_same_sound_answered_by_the_other_and_stands_in_the_address(
    visit: Visit, sent: list[Response]
) -> None:
    page = visit()
    expect(page.locator(".engine")).to_contain_text(SERVER)
    file(page, "seven")
    uploads = len(sent)
    assert uploads
    page.get_by_role("button", name="Answer in this browser").click()
    expect(page.locator(".engine")).to_contain_text(BROWSER)
    expect(page).to_have_url(re.compile("engine=browser"))
    expect(page.locator("#variant input:disabled")).not_to_have_count(0)
    link = page.locator(".story-nav a").first
    link.focus()
    expect(link).to_have_attribute("href", re.compile("engine=browser"))  # in another tab, too
    file(page, "yes")
    assert len(sent) == uploads
    page.locator(".engine button").click()
    expect(page.locator(".engine")).to_contain_text(SERVER)
    expect(page.locator("#variant input:disabled")).to_have_count(0)
    expect(page.locator("#word")).to_have_attribute("data-word", "yes")
    expect(page).to_have_url(re.compile("engine=server"))


def test_without_webassembly_the_server_answers_and_it_is_said(visit: Visit) -> None:
    page = visit(query="?engine=browser", prepare=lambda page: page.add_init_script("delete window.WebAssembly"))
    expect(page.locator(".engine")).to_contain_text(SERVER)
    expect(page.locator(".sound-status")).to_contain_text("The server answers now.")
    file(page, "seven")


def story(page: Page, name: str) -> Locator:
    """What a step of the story computes, in sight."""
    page.locator(f".story-nav [data-to={STORY[name]}]").click()
    section = page.locator(f"[data-step={name}]")
    section.scroll_into_view_if_needed()
    return section


def test_what_only_the_server_computes_is_of_the_example_that_the_browser_answers_for(
    visit: Visit, sent: list[Response]
) -> None:
    page = visit(query="?engine=browser")
    expect(story(page, "fourier").locator("[data-text=said]")).to_contain_text("From 100 of 8,000 frequencies")
    page.locator(".examples").get_by_role("button", name="zero", exact=True).click()
    until_answered(page, "zero")
    assert "engine=browser" in page.url
    expect(story(page, "side").locator("[data-text=agreed]")).to_contain_text("“zero”")
    expect(page.locator("#variant label", has_text="mel").locator("b").first).to_have_text("zero")
    expect(page.locator(".lab-apart")).to_be_hidden()
    assert sent == []


def test_of_someones_own_sound_the_server_says_nothing_while_the_browser_answers(
    visit: Visit, sent: list[Response]
) -> None:
    page = visit()
    expect(story(page, "side").locator("[data-text=agreed]")).to_contain_text("“stop”")
    page.get_by_text("Two front ends on this sound").click()
    expect(page.locator(".front-ends-panels .panel:visible")).to_have_count(3)
    page.get_by_role("button", name="Answer in this browser").click()
    file(page, "seven")
    apart = LANGUAGES["en"]["engine.apart"]
    expect(page.locator(".lab-apart")).to_contain_text(apart)
    expect(page.locator("[data-step=side] [data-text=agreed]")).to_be_hidden()
    expect(page.locator("[data-step=side] .lab-networks")).to_be_hidden()
    expect(page.locator(".front-ends-step [data-text=status]")).to_have_text(apart)
    expect(page.locator(".front-ends-panels .panel:visible")).to_have_count(0)
    expect(page.locator("#variant canvas:visible")).to_have_count(0)
    expect(page.locator("#variant b").filter(has_text=re.compile("."))).to_have_text(["seven"])
    assert sent == []
    page.locator(".lab-apart button").click()
    expect(page.locator(".engine")).to_contain_text(SERVER)
    expect(page.locator(".lab-apart")).to_be_hidden()
    expect(story(page, "side").locator("[data-text=agreed]")).to_contain_text("“seven”")
    expect(page.locator("#variant canvas:visible")).to_have_count(page.locator("#variant input").count())
