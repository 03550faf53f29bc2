"""Listening as its user meets it: words caught from a scripted server, refused, or lost with the connection."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser, Page, expect

from browser.conftest import DESKTOP, PHONE, drawn, until_answered, until_redrawn
from browser.fake_live import RATE
from browser.listening import Meet, caught, listen, stop, until_caught, until_sent, until_shown
from browser.stage import UNSEEN, serious_faults, too_wide
from serving import free_port, serving


def test_caught_words_appear_in_a_list_that_is_announced_politely(meet: Meet) -> None:
    page, _ = meet(("stop", 0.4), ("seven", 1.2))
    assert page.locator("#detections").get_attribute("aria-live") == "polite"
    listen(page)
    until_caught(page, 2)
    assert caught(page) == [("stop", 0.4), ("seven", 1.2)]
    expect(page.locator(".timeline-flags span")).to_have_text(["stop", "seven"])


def test_a_word_that_is_caught_again_by_a_new_connection_is_listed_once(meet: Meet) -> None:
    page, _ = meet(("stop", 0.4), ("stop", 0.6), ("stop", 1.4))
    listen(page)
    until_caught(page, 2)
    assert caught(page) == [("stop", 0.4), ("stop", 1.4)]


def test_the_sound_goes_out_numbered_and_is_the_one_that_is_kept(meet: Meet) -> None:
    page, server = meet()
    listen(page)
    until_sent(page, server, 20)
    stop(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Sound as wav").click()
    kept, rate = soundfile.read(download.value.path(), dtype="int16")
    numbers = [number for number, _, _ in server.chunks]
    assert rate == RATE
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(len(samples) == 1_600 for _, _, samples in server.chunks)
    for _, position, samples in server.chunks:
        assert np.array_equal(samples, kept[position : position + len(samples)])
    assert np.abs(kept.astype(float)).max() > 1_000  # it is sound at all


def test_another_network_can_be_chosen_while_listening(meet: Meet) -> None:
    page, server = meet()
    listen(page)
    page.locator("#variant").get_by_text("power", exact=True).click()
    expect(page.locator(".sound-status")).to_contain_text("Listening with power")
    expect(page.locator(".answer-sees")).to_contain_text("the power spectrogram")
    assert server.variants[-1] == "power"


def test_a_lost_connection_comes_back_and_the_pictures_go_on_meanwhile(meet: Meet) -> None:
    page, server = meet(("stop", 0.5))
    listen(page)
    until_caught(page, 1)
    server.refusal = "It is being restarted."
    server.connections[-1].close()
    expect(page.locator(".sound-status")).to_contain_text("The connection to the server is lost. The pictures go on;")
    before = drawn(page.locator(".pictures canvas").first)
    expect(page.locator(".sound-status.error")).to_contain_text("It is being restarted. The pictures go on;")
    until_redrawn(page.locator(".pictures canvas").first, before)
    server.refusal = ""
    expect(page.locator(".sound-status")).to_contain_text("Listening with ")
    end = len(server.sound) / RATE
    server.words = [("seven", end + 0.5)]
    until_caught(page, 2)
    assert caught(page)[0] == ("stop", 0.5)
    numbers = [number for number, _, _ in server.chunks]
    assert numbers == sorted(set(numbers))


def test_a_hidden_tab_is_listened_to_and_its_timeline_catches_up(meet: Meet) -> None:
    page, server = meet()
    listen(page)
    page.evaluate("""
      window.frames_ = [];
      const real = requestAnimationFrame;
      window.requestAnimationFrame = (f) => frames_.push(f); // a hidden tab is given no frames
      window.show_ = () => { window.requestAnimationFrame = real; frames_.forEach((f) => real(f)); };
    """)
    end = len(server.sound) / RATE
    server.words = [("stop", end + 0.5)]
    until_caught(page, 1)
    page.evaluate("show_()")
    expect(page.locator(".timeline-flags span")).to_be_visible()


def test_a_peak_over_the_threshold_that_was_refused_says_why(meet: Meet) -> None:
    page, server = meet()
    refused = page.locator(".timeline-flags .refused")
    reasons = {"unknown": "no word of mine", "brief": "too brief", "cut": "not alone", "near": "too near"}
    for why, said in reasons.items():
        server.refused = (why, 1.0, 1.4)
        listen(page)
        expect(refused).to_have_text(f"○ up: {said}")
        expect(refused).to_have_attribute("title", re.compile(r"^up at \d\.\d s, refused: "))
        stop(page)
        expect(page.locator(".listening-hint")).to_contain_text("No word was caught.")
        timeline = page.locator(".listening-timeline canvas")
        expect(timeline).to_have_attribute("aria-label", re.compile("Refused: up at"))
        refused.click()
        until_shown(page, "the sound at")


def test_in_a_pause_the_last_word_stands_over_what_competed_with_it(meet: Meet) -> None:
    page, server = meet(("stop", 0.4))
    competing = page.locator(".answer-words li")
    listen(page)
    until_caught(page, 1)
    expect(page.locator(".answer-sure")).to_have_text("at 0.4 s")  # nothing is heard any more
    expect(page.locator("#word")).to_have_text("“stop”")
    expect(competing).to_contain_text(["stop", "yes", "no", "go", "down"])
    server.refused = ("cut", 0.0, np.inf)
    expect(page.locator("#word")).to_have_text("“up”")
    expect(competing.first).to_contain_text("up")
    server.refused = ("", 0.0, 0.0)
    expect(page.locator("#word")).to_have_text("“stop”")
    expect(competing).to_have_count(0)


@pytest.mark.parametrize("size", [(1280, 720), PHONE, PHONE[::-1]], ids=str)
def test_in_class_a_warning_about_the_word_stands_clear_of_the_timeline(meet: Meet, size: tuple[int, int]) -> None:
    page, _ = meet(("stop", 0.4), size=size)
    listen(page)
    until_caught(page, 1)
    stop(page)
    page.locator("[data-example=marvin]").click()
    until_answered(page, "marvin")
    page.keyboard.press("f")
    expect(page.locator(".answer-closest")).to_have_css("position", "fixed")
    expect(page.locator(".answer-closest")).to_contain_text("marvin")
    assert page.locator(".answer-closest").evaluate_all(UNSEEN) == []


def test_before_a_word_is_caught_nothing_stands_below_that_it_listens(meet: Meet) -> None:
    page, server = meet()
    server.refused = ("unknown", 0.0, np.inf)
    listen(page)
    expect(page.locator("#word")).to_have_text("“up”")
    server.refused = ("", 0.0, 0.0)
    expect(page.locator("#word")).to_have_text("Listening")
    expect(page.locator(".answer-words li")).to_have_count(0)
    expect(page.locator(".answer-closest")).to_be_empty()


def test_a_word_that_comes_and_goes_over_the_threshold_is_caught_and_never_refused(meet: Meet) -> None:
    page, server = meet(("up", 1.0))
    server.refused = ("cut", 1.2, 2.0)
    listen(page)
    until_caught(page, 1)
    page.wait_for_timeout(2_000)
    expect(page.locator(".timeline-flags span")).to_have_text(["up"])


def test_what_the_network_makes_of_the_sound_is_said(meet: Meet) -> None:
    page, server = meet()
    hint = page.locator(".listening-hint")
    server.reason = "silence"
    listen(page)
    expect(hint).to_have_text("It is quiet. No word heard yet: say one of its words, alone and clearly.")
    server.reason = "unknown"
    expect(hint).to_have_text("It hears sound but none of its words.")


def test_half_a_word_on_its_way_through_the_second_gives_no_hint(bare: Page) -> None:
    told = bare.evaluate("""async () => {
      const { Hints } = await import(new URL("scope/live/hints.js", document.baseURI));
      const hints = new Hints(document.createElement("p"));
      hints.start();
      const hear = (reason, times) => {
        for (let i = 0; i < times; i++)
          hints.answered({ heard: !reason, reason, scores: [["yes", 1]], threshold: 0.7 }, { word: "yes" });
        return hints.element.textContent;
      };
      return [hear("silence", 4), hear("unknown", 5), hear("", 4), hear("unknown", 5), hear("unknown", 5)];
    }""")
    assert told == ["It is quiet.", "It is quiet.", "", "", "It hears sound but none of its words."]


def test_space_listens_and_stops(meet: Meet) -> None:
    page, _ = meet()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    expect(page.locator(".listening")).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_visible()


def test_without_a_microphone_listening_says_why_and_files_go_on_working(visit: Callable[..., Page]) -> None:
    refuse = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', window.missing))"
    page = visit(prepare=lambda page: page.add_init_script(refuse))
    for name, sentence in {
        "NotAllowedError": "was not allowed to use the microphone. Allow it",
        "NotFoundError": "No microphone was found. Plug one in",
        "NotReadableError": "busy in another program. Close that",
    }.items():
        page.evaluate("(name) => { window.missing = name; }", name)
        page.get_by_role("button", name="Listen", exact=True).click()
        expect(page.locator(".sound-status.error")).to_contain_text(sentence)
        page.get_by_role("button", name="bird", exact=True).click()
        until_shown(page, "bird")


def test_an_unplugged_microphone_ends_listening_and_leaves_the_last_word(meet: Meet) -> None:
    page, _ = meet(("stop", 0.5))
    page.evaluate("""
      const lend = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (wanted) => (window.lent = await lend(wanted));
      0; // or Playwright would call the function
    """)
    listen(page)
    until_caught(page, 1)
    page.evaluate("lent.getAudioTracks()[0].dispatchEvent(new Event('ended'))")
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_visible()
    expect(page.locator(".sound-status.error")).to_contain_text("The microphone was unplugged.")
    expect(page.get_by_role("button", name=re.compile("Play “stop”"))).to_be_visible()
    page.get_by_role("button", name="bird", exact=True).click()
    until_shown(page, "bird")  # what went wrong was said with its own sound


def test_sound_that_stops_coming_is_told_nothing_of_before_stands_for_now_and_it_goes_on_by_itself(meet: Meet) -> None:
    page, server = meet(("stop", 0.5))
    page.evaluate("""
      const { AudioWorkletNode: Node } = window;
      window.AudioWorkletNode = class extends Node {
        constructor(context, ...others) {
          super(context, ...others);
          window.context = context;
        }
      };
      0; // or Playwright would call the function
    """)
    listen(page)
    until_caught(page, 1)
    page.keyboard.press("f")  # Class has it in sight, too
    page.evaluate("() => { context.resume = () => Promise.reject(); return context.suspend(); }")  # as a telephone call
    told = page.locator(".sound-status.error")
    expect(told).to_contain_text("The microphone sends nothing.")
    box = told.bounding_box()
    on_top = "([x, y]) => document.elementFromPoint(x, y).className"
    assert "sound-status" in page.evaluate(on_top, [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    expect(page.locator(".live-meter-value")).to_have_text("-60 dBFS")
    expect(page.locator("#word")).to_have_text("“stop”")  # the last that was caught
    expect(page.locator(".answer-words li")).to_have_count(0)
    server.connections[-1].close()  # as the server does with one who is silent: that is not what is wrong
    page.wait_for_timeout(1_000)
    expect(told).to_contain_text("The microphone sends nothing.")
    page.evaluate("() => { delete context.resume; return context.resume(); }")
    expect(page.locator(".sound-status:not(.error)")).to_contain_text("Listening with ")


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_serious_while_listening_or_after(meet: Meet, scheme: str, size: tuple[int, int]) -> None:
    page, _ = meet(("stop", 0.4), ("seven", 0.9), size=size, scheme=scheme)
    listen(page)
    for ended in (False, True):
        until_caught(page, 2)
        assert serious_faults(page) == []
        assert too_wide(page) == []
        if not ended:
            stop(page)
            until_shown(page, "“seven”")


def test_the_real_server_catches_the_word_that_the_microphone_hears(page: Page) -> None:
    listen(page)
    expect(page.locator("#detections li[data-word=stop]").first).to_be_visible(timeout=60_000)


def test_a_restart_of_the_server_needs_no_reload(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    with browser.new_context() as context:
        page = context.new_page()
        with serving(tmp_path, port) as address:
            page.goto(address)
            page.locator(".answer-inputs .panel").first.wait_for()
            page.evaluate("window.loadedOnce = true")
            listen(page)
        expect(page.locator(".sound-status")).to_contain_text("The connection to the server is lost.")
        with serving(tmp_path, port):
            expect(page.locator(".sound-status")).to_contain_text("Listening with ", timeout=60_000)
            stop(page)
            until_shown(page, "")
            expect(page.locator(".answer-words li")).to_have_count(5)
            assert page.evaluate("window.loadedOnce")
