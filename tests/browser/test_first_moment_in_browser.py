"""What is done in the page's first moment takes effect: at once, on a slow line, and before the modules are there."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from browser.holding import keep_back
from speechcls.ui import head
from speechcls.ui.selection import example_files

# Clicks the first element of a kind that can be clicked, in the very task after it appears.
AT_ONCE = """(selector) => {
  const seen = new MutationObserver(() => {
    const control = document.querySelector(selector);
    if (!control?.matches(":enabled") || control.closest("[hidden]")) return;
    seen.disconnect();
    control.click();
  });
  seen.observe(document, { subtree: true, childList: true, attributes: true });
}"""
CLASSIC = ("/language.js", "/early.js", "/outages.js")  # scripts that run in the head, before any click: no modules
CONTROL = ":is(button, input, select):not([hidden] *, .lab-apart *)"  # those of what isn't opened can't be reached
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 200_000, "uploadThroughput": 100_000}  # ms, bytes/s


def listening(page: Page) -> None:
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    expect(page.locator(".sound-status")).to_contain_text("Listening with ")


def shown(page: Page) -> None:
    expect(page.locator(".sound-status")).to_contain_text("Shown: bird")


def chosen(page: Page) -> None:
    expect(page.locator(".answer-sees")).to_contain_text("the power spectrogram")


def dealt(page: Page) -> None:
    expect(page.locator("[data-text=guess]")).to_have_text("This is its wave. Which word is it?")


CONTROLS = {
    "listen": (".listen", listening),
    "example": (".examples button", shown),
    "network": ("#variant input[value=power]", chosen),
    "lab": (".guess-next", dealt),
}


@pytest.fixture
def hold(blank: Page) -> Callable[[], None]:
    """Keeps the page's modules back; to be called to let them go."""
    return keep_back(blank, "**/scope/**/*.js", "**/scope/*.js", but=CLASSIC)


@pytest.mark.parametrize("speed", ["fast", "slow"])
@pytest.mark.parametrize("control", CONTROLS)
def test_a_click_at_the_first_moment_takes_effect(blank: Page, address: str, control: str, speed: str) -> None:
    selector, happens = CONTROLS[control]
    if speed == "slow":
        line = blank.context.new_cdp_session(blank)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", SLOW)
    blank.add_init_script(f"({AT_ONCE})({selector!r})")
    blank.goto(address, wait_until="commit")
    happens(blank)


@pytest.mark.parametrize("control", ["listen", "network"])
def test_a_click_before_the_modules_are_there_is_kept(
    blank: Page, address: str, hold: Callable[[], None], control: str
) -> None:
    selector, happens = CONTROLS[control]
    blank.goto(address)
    blank.locator(selector).click()
    if control != "network":
        expect(blank.locator(".sound-status")).to_contain_text("still loading")
    hold()
    happens(blank)


def test_of_many_clicks_on_one_button_one_is_kept(blank: Page, address: str, hold: Callable[[], None]) -> None:
    blank.goto(address)
    for _ in range(4):
        blank.locator(".listen").click()
    hold()
    listening(blank)


@pytest.mark.parametrize("last", ["Sound", "Answer", "Variants", "Pictures", "Live", "Inputs"])
def test_parts_are_joined_whichever_gradio_starts_last(blank: Page, address: str, last: str) -> None:
    starts = f"export function start{last}("

    def late(route: Route) -> None:
        response = route.fetch()
        source = response.text()
        assert starts in source
        wait = f"{starts}given) {{ setTimeout(() => late(given), 1_000); }}\nfunction late("
        route.fulfill(response=response, body=source.replace(starts, wait))

    blank.route("**/scope/page.js", late)
    blank.goto(address)
    blank.locator(".drop input").set_input_files(example_files()["seven"])
    expect(blank.locator(".sound-status")).to_contain_text("Shown: seven.flac")


def test_a_file_chosen_before_the_modules_are_there_is_shown(
    blank: Page, address: str, hold: Callable[[], None]
) -> None:
    blank.goto(address)
    blank.locator(".drop input").set_input_files(example_files()["seven"])
    hold()
    expect(blank.locator(".sound-status")).to_contain_text("Shown: seven.flac")


def test_privacy_and_keys_open_before_the_modules_are_there(
    blank: Page, address: str, hold: Callable[[], None]
) -> None:
    blank.goto(address)
    for name in ("Keys", "Privacy"):
        blank.get_by_role("button", name=name).click()
        expect(blank.get_by_role("dialog", name=name)).to_be_visible()
        blank.get_by_role("button", name="Close").click()


def test_what_does_not_work_yet_is_disabled(blank: Page, address: str, hold: Callable[[], None]) -> None:
    blank.goto(address)
    for part in ("How does a sound become a word?", "Many files"):
        expect(blank.get_by_role("region", name=part)).to_be_visible()
        for control in blank.get_by_role("region", name=part).locator(CONTROL).all():
            expect(control).to_be_disabled()
    hold()
    expect(blank.get_by_role("slider", name="Stretch of sound", exact=True)).to_be_enabled()
    expect(blank.locator(".many-files")).to_be_enabled()
    expect(blank.locator(".story-next")).to_be_enabled()


def test_buttons_of_the_story_work_on_the_sound_that_the_page_opens_with(page: Page) -> None:
    for link in page.locator(".story-nav a").all():
        link.click()
        for button in page.locator(".story-step:visible").locator("[data-do], [data-play]").all():
            button.scroll_into_view_if_needed()  # what is out of sight is not asked for yet
            expect(button).to_be_enabled()


def test_all_modules_are_asked_for_before_one_has_come_and_each_once(
    blank: Page, address: str, hold: Callable[[], None]
) -> None:
    asked: list[str] = []
    blank.on("request", lambda request: asked.append(urlsplit(request.url).path.removeprefix("/scope/")))
    blank.goto(address)
    expect(blank.locator(".listen")).to_be_visible()
    assert set(head.modules()) <= set(asked)
    hold()
    expect(blank.locator(".examples button").first).to_be_visible()
    assert sorted(path for path in asked if path in head.modules()) == sorted(head.modules())


def test_preview_icon_and_title_are_ours(blank: Page, address: str) -> None:
    blank.goto(address)
    expect(blank).to_have_title("speechcls")
    content = "(tag) => tag.content"
    tags = {
        tag.get_attribute("property"): tag.evaluate(content) for tag in blank.locator("meta[property^='og:']").all()
    }
    assert tags["og:title"] == "speechcls"
    assert "hears when you say a word" in tags["og:description"]
    picture = blank.request.get(tags["og:image"])
    assert picture.headers["content-type"] == "image/png"
    for icon in blank.locator("link[rel~=icon]").all():
        assert b"#2563eb" in blank.request.get(icon.evaluate("(link) => link.href")).body()
    source = blank.request.get(address).text()
    assert not re.search(r"<(?:meta|title)[^>]*gradio", source, re.IGNORECASE)


@pytest.mark.parametrize("missing", ["panel.js", "lab/step.js"])
def test_a_module_that_never_comes_is_told_once(blank: Page, address: str, missing: str) -> None:
    blank.route(f"**/scope/{missing}", lambda route: route.abort())
    blank.goto(address)
    expect(blank.get_by_role("alert")).to_have_text(re.compile("didn't load.* reload"))
