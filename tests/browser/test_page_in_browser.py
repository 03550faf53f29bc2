"""What only a browser shows of the page: sound in, pictures, answers, keys, and what it leaves behind."""

import csv
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import numpy as np
import pytest
import soundfile
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

import speechcls
from browser.conftest import DESKTOP, PHONE, drawn, forget, left_behind, until_answered, until_redrawn
from speechcls import audio
from speechcls.models.probability import percent
from speechcls.ui.selection import example_files
from speechcls.ui.wording import PRIVACY, say

COLOURS = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}"""
PICTURE = "canvas => canvas.toDataURL()"


def try_example(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    until_answered(page, name)


def choose(page: Page, variant: str) -> None:
    page.locator("#variant").get_by_text(variant, exact=True).click()
    expect(page.locator(".answer-notes")).to_contain_text(f"{variant} answered")


def picture(page: Page, place: int) -> Locator:
    return page.locator(".pictures .panel canvas").nth(place)


def test_it_opens_with_a_sound_drawn_and_named_and_nothing_empty(page: Page) -> None:
    expect(page.locator(".panel:visible .panel-empty").filter(has_text=re.compile("."))).to_have_count(0)
    for place in range(4):
        expect(picture(page, place)).to_have_attribute("aria-label", re.compile(r".{5,}\. \w.{15,}\.$"))
        assert picture(page, place).evaluate(COLOURS) > 20
    expect(page.locator("#word")).to_have_attribute("data-word", "stop")
    expect(page.locator("#word")).to_have_attribute("data-heard", "true")
    expect(page.locator("#variant label b")).to_have_text([re.compile(r"\w+")] * page.locator("#variant input").count())
    for thumbnail in page.locator("#variant canvas").all():
        assert thumbnail.evaluate(COLOURS) > 3


def test_say_and_stop_is_a_recording_that_is_shown_and_named_without_another_button(page: Page) -> None:
    page.get_by_role("button", name="Listen", exact=True).click()
    expect(page.locator("#word")).to_have_attribute("data-word", "stop")
    page.wait_for_timeout(2_500)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_enabled()
    until_answered(page, "")
    expect(page.locator(".sound-status")).to_contain_text(re.compile("Shown: (“stop” at|your recording)"))
    expect(page.locator(".pictures canvas:visible")).to_have_count(4)


SCREENS = ((1280, 720), PHONE, (640, 360))  # the last is the first, twice as large
IN_SIGHT = """() => {
  const word = document.querySelector("#word");
  const { left, top, right, bottom, width } = word.getBoundingClientRect();
  const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const within = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  return width > 0 && within && word.contains(seen);
}"""


WHOLE = "(element) => element.scrollWidth <= element.clientWidth && element.scrollHeight <= element.clientHeight + 1"


def resized(page: Page, sizes: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Gives the page one size after the other."""
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        yield width, height


def test_the_word_is_in_sight_at_rest_while_listening_and_further_down(page: Page) -> None:
    for _ in resized(page, SCREENS):
        page.wait_for_function(IN_SIGHT)
    page.locator(".listen").click()
    expect(page.locator(".sound-status")).to_contain_text("Listening with")
    expect(page.locator(".pictures .panel.live")).to_have_count(4)
    for _ in resized(page, SCREENS):
        page.wait_for_function(IN_SIGHT)
    expect(page.locator("#detections li[data-word=stop]")).not_to_have_count(0)
    for _ in resized(page, SCREENS):
        page.wait_for_function(IN_SIGHT)
    page.locator(".listen").click()
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_enabled()
    for _ in resized(page, SCREENS):
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_function("scrollY === 0")
        page.mouse.wheel(0, 2_000)
        page.wait_for_function("scrollY > 200")
        page.wait_for_function(IN_SIGHT)


# Which of some elements are not seen whole: hidden by what holds them, by something else, or beyond the window.
UNSEEN = """(elements) => elements.filter((element) => {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const corners = [[left + 3, top + 3], [right - 3, top + 3], [left + 3, bottom - 3], [right - 3, bottom - 3]];
  return !corners.every(([x, y]) => element.contains(document.elementFromPoint(x, y)));
}).map((element) => element.textContent)"""


@pytest.mark.parametrize("query", ["", "?lang=de"], ids=["English", "German"])
def test_every_example_is_seen_whole_and_neither_a_warning_nor_a_refusal_is_cut(
    visit: Callable[..., Page], query: str, tmp_path: Path
) -> None:
    page = visit(query=query)
    sizes = ((1280, 720), PHONE, (800, 720))
    examples, rows = page.locator(".examples button"), page.locator(".answer-words li")
    warning, refusal = page.locator(".answer-closest"), page.locator(".sound-status.error")
    for size in resized(page, sizes):
        assert examples.evaluate_all(UNSEEN) == [], size
    page.locator("[data-example=marvin]").click()
    until_answered(page, "marvin")
    expect(warning).to_contain_text("marvin")
    for size in resized(page, sizes):
        assert warning.evaluate(WHOLE), size
        assert rows.evaluate_all(UNSEEN) == [], size
        least = rows.evaluate_all("(rows) => Math.min(...rows.map((row) => row.offsetHeight))")
        assert least >= 14, size  # px, as its letters
        page.wait_for_function(IN_SIGHT)
    bad = tmp_path / f"{'long' * 8}.wav"
    bad.write_text("This is no sound.")
    page.locator(".drop input").set_input_files(bad)
    expect(refusal).to_contain_text(bad.name)
    for size in resized(page, sizes):
        assert refusal.evaluate(WHOLE), size
        assert examples.evaluate_all(UNSEEN) == [], size


def test_the_words_are_one_key_away_and_each_explains_itself(page: Page) -> None:
    page.keyboard.press("w")
    words = page.get_by_role("dialog", name="The words it knows")
    expect(words.locator(".chips button")).to_have_count(30)
    hear = words.get_by_role("button", name="Hear an example")
    words.get_by_role("button", name="tree", exact=True).click()
    expect(words.locator(".words-said")).to_contain_text(re.compile(r"“tree”: only \d+ recordings"))
    expect(hear).to_be_disabled()
    words.get_by_role("button", name="seven", exact=True).click()
    hear.click()
    until_answered(page, "seven")


def test_the_pictures_as_the_book_prints_them_are_one_click_away(page: Page) -> None:
    axis = page.locator(".pictures .panel-subtitle").nth(2)
    expect(axis).to_contain_text("power in dB")
    page.get_by_label("as the book prints it").check()
    expect(axis).to_contain_text("magnitude (square root)")
    page.get_by_role("button", name="Reset").click()
    expect(axis).to_contain_text("power in dB")
    expect(page.get_by_label("as you hear it")).to_be_checked()


def test_a_dropped_file_is_answered_as_python_answers(page: Page) -> None:
    file = example_files()["seven"]
    page.set_input_files("input[type=file]", file)
    for variant in ("power", "mel", "complex"):
        choose(page, variant)
        word = speechcls.load(variant)(file).word
        expect(page.locator(".answer-word")).to_contain_text(f"“{word}”")


def test_toggling_the_network_changes_its_input_and_its_answer(page: Page) -> None:
    try_example(page, "bird")
    seen = {}
    for variant, shape in (("power", "(1, 257, 101)"), ("mel", "(1, 128, 101)"), ("complex", "(2, 257, 101)")):
        choose(page, variant)
        inputs = page.locator(".answer-inputs .panel:visible")
        expect(inputs.first.locator(".panel-subtitle")).to_contain_text(shape)
        expect(inputs).to_have_count(2 if variant == "complex" else 1)
        seen[variant] = (page.locator(".answer-words").inner_text(), inputs.first.locator("canvas").evaluate(PICTURE))
    assert len(set(seen.values())) == 3
    assert len({answer for answer, _ in seen.values()}) == 3


def test_a_bad_file_is_refused_with_a_sentence_and_the_sound_before_stays(page: Page, tmp_path: Path) -> None:
    try_example(page, "bird")
    before = page.locator(".answer-words").inner_text()
    (tmp_path / "words.wav").write_text("yes no stop go " * 40)
    page.set_input_files("input[type=file]", tmp_path / "words.wav")
    expect(page.locator(".sound-status.error")).to_contain_text("words.wav is a text file, not a sound file.")
    assert page.locator(".answer-words").inner_text() == before
    expect(page.get_by_role("button", name="Play bird")).to_be_visible()


def test_a_file_over_the_limit_is_refused_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    (tmp_path / "big.wav").write_bytes(bytes(11 * 2**20))
    page.set_input_files("input[type=file]", tmp_path / "big.wav")
    expect(page.locator(".sound-status.error")).to_contain_text("big.wav has 11.0 MB, over the limit of 10 MB")


def test_the_chosen_second_is_moved_by_keyboard_and_by_pointer(page: Page) -> None:
    try_example(page, "two voices")
    mark = page.get_by_role("slider", name="Where the second begins that the network hears")
    first = page.locator(".answer-words").inner_text()
    subtitle = page.locator(".pictures .panel-subtitle").first
    mark.press("Home")
    expect(subtitle).to_contain_text("from 0.00 s")
    mark.press("PageUp")
    mark.press("ArrowRight")
    expect(subtitle).to_contain_text("from 0.11 s")
    mark.press("End")
    duration = audio.read(example_files()["two-voices"]).duration
    expect(subtitle).to_contain_text(f"from {duration - 1:.2f} s")
    until_answered(page, "two voices")  # the answer may come after the pictures
    last = page.locator(".answer-words").inner_text()
    box = picture(page, 0).bounding_box()
    picture(page, 0).click(position={"x": 60, "y": box["height"] / 2})
    expect(subtitle).to_contain_text("from 0.00 s")
    assert first != last


def test_a_place_pointed_at_in_one_picture_is_read_there_and_marked_in_the_others(page: Page) -> None:
    try_example(page, "bird")
    before = [drawn(picture(page, i)) for i in range(4)]
    picture(page, 2).hover(position={"x": 200, "y": 100})
    reading = page.locator(".pictures .panel-reading").nth(2)
    expect(reading).to_contain_text(" s · ")
    expect(reading).to_contain_text(" Hz · ")
    expect(reading).to_contain_text(" dB")
    for i in range(4):
        until_redrawn(picture(page, i), before[i])


# What moves in the page, as Chromium counts it; the pointer's own way does not excuse it.
SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)))
    .observe({ type: "layout-shift", buffered: false });
}"""


def test_pointing_at_a_picture_moves_nothing(page: Page) -> None:
    for (width, height), example in ((DESKTOP, "bird"), (PHONE, "seven")):
        page.set_viewport_size({"width": width, "height": height})
        try_example(page, example)
        expect(page.locator("#variant label", has=page.locator("[value=compact]")).locator("b")).to_have_text(example)
        page.wait_for_timeout(800)  # until all is drawn and stands
        page.evaluate(SHIFTS)
        for place in range(4):
            picture(page, place).scroll_into_view_if_needed()
            for x in (60, 120, 200, 280):
                picture(page, place).hover(position={"x": x, "y": 90})
            expect(page.locator(".pictures .panel-reading").nth(place)).not_to_be_empty()
            page.mouse.move(1, 1)
        page.wait_for_timeout(300)
        assert page.evaluate("shifts") == [], width


def test_keys_work_after_a_click_and_leave_the_keyboard_its_own(page: Page) -> None:
    try_example(page, "bird")
    page.keyboard.press("2")
    expect(page.locator(".answer-notes")).to_contain_text(f"{page.locator('#variant input').nth(1).input_value()} ")
    page.get_by_role("button", name="bird", exact=True).click()
    page.keyboard.press(" ")
    expect(page.locator(".sound-status")).to_contain_text("Listening with ")  # before, it can't be stopped
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_visible()
    page.keyboard.press("Tab")
    page.get_by_role("button", name="happy", exact=True).focus()
    page.keyboard.press(" ")
    expect(page.locator(".sound-status")).to_contain_text("Shown: happy")


def test_a_dialog_stands_in_the_middle_of_the_screen(page: Page) -> None:
    for (width, height), name in itertools.product((DESKTOP, PHONE), ("Keys", "Privacy")):
        page.set_viewport_size({"width": width, "height": height})
        page.get_by_role("button", name=name).click()
        box = page.get_by_role("dialog", name=name).bounding_box()
        assert box["x"] + box["width"] / 2 == pytest.approx(width / 2, abs=1)
        assert box["y"] + box["height"] / 2 == pytest.approx(height / 2, abs=1)
        assert box["x"] > 0 and box["y"] > 0
        page.keyboard.press("Escape")


def test_the_next_visitor_finds_nothing_of_the_one_before(
    visit: Callable[..., Page], contexts: list[BrowserContext], address: str
) -> None:
    left = """async () => {
      const names = (await indexedDB.databases()).map(({ name }) => name);
      return [document.cookie, localStorage.length, names.includes("left"), (await caches.keys()).length];
    }"""
    page = visit()
    page.evaluate("""async () => {
      document.cookie = "left=1; max-age=999";
      localStorage.left = "1";
      await caches.open("left");
      await new Promise((done) => (indexedDB.open("left").onsuccess = done));
    }""")
    cookies, stored, named, cached = page.evaluate(left)
    assert "left=1" in cookies and stored and named and cached
    forget(page.context, address)
    assert page.is_closed()
    page = contexts[0].new_page()
    page.goto(f"{address.rstrip('/')}/scope/icon.svg")
    cookies, stored, named, cached = page.evaluate(left.replace("document.cookie", "''"))
    assert (page.context.cookies(), stored, named, cached) == ([], 0, False, 0)


def test_two_people_never_see_each_others_sound(visit: Callable[..., Page]) -> None:
    one, other = visit(), visit()
    try_example(one, "bird")
    expect(other.locator("#word")).to_have_attribute("data-word", "stop")
    try_example(other, "two voices")
    for _ in range(2):
        for variant in ("power", "mel", "complex"):
            choose(one, variant)
            choose(other, variant)
            expect(one.locator(".answer-word")).to_contain_text(speechcls.load(variant)(example_files()["bird"]).word)
            expected = speechcls.load(variant)(example_files()["two-voices"]).word
            expect(other.locator(".answer-word")).to_contain_text(expected)


def test_keys_listen_and_choose_the_network_and_can_be_turned_off(page: Page) -> None:
    try_example(page, "bird")
    page.evaluate("document.activeElement.blur()")
    for key, variant in (("3", "power"), ("4", "mel"), ("6", "complex")):
        page.keyboard.press(key)
        expect(page.locator(".answer-notes")).to_contain_text(f"{variant} answered")
        page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    expect(page.locator(".sound-status")).to_contain_text("Listening with ")  # before, it can't be stopped
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_visible()
    page.keyboard.press("?")
    page.get_by_label("Keys are on").uncheck()
    page.get_by_role("button", name="Close").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_visible()


def test_how_the_network_was_trained_follows_the_choice(page: Page) -> None:
    page.locator(".training > summary").click()
    for variant in ("power", "mel", "complex"):
        page.locator("#variant").get_by_text(variant, exact=True).click()
        try_example(page, "bird")
        choose(page, variant)
        expect(page.locator(".training code")).to_contain_text(f"train {variant} ")
        assert page.locator(".training canvas:visible").first.evaluate(COLOURS) > 5


def test_an_answer_about_an_earlier_sound_is_asked_for_anew_whenever_it_arrives(page: Page) -> None:
    # The page's module once more, with a server whose answers come in the order that is named here.
    shown = page.evaluate("""async () => {
      const page = await import(new URL("scope/page.js?alone", document.baseURI));
      for (const name of Object.keys(page.parts)) delete page.parts[name];
      Object.assign(page.parts, { first: {}, marks: [] });
      const element = document.createElement("div");
      const { AnswerView } = await import(new URL("scope/answer.js", document.baseURI));
      const copy = (name) => document.querySelector(name).cloneNode(true);
      element.append(...[".pictures-head", ".pictures", ".answer", ".inputs"].map(copy));
      const pictures = { settings: { pictures: { panels: {} } } }, answer = { settings: {} }, asked = [];
      const watch = (part) => (_, arrived) => (part.arrived = arrived);
      page.parts.sound = { say: (text) => asked.push(text) };
      page.parts.backend = { move: (question, send) => send(question), again: (send) => send() };
      page.startPictures({ element, props: pictures, watch: watch(pictures), move: ({ turn }) => asked.push(turn) });
      page.startAnswer({ element, props: answer, watch: watch(answer), again: () => asked.push("again") });
      page.parts.answer = new AnswerView(...[".answer", ".inputs"].map((name) => element.querySelector(name)));
      const variant = document.querySelector("#variant input:checked").value;
      const say = (part, value) => { part.value = value; part.arrived(); };
      const answers = (turn, word) => {
        const words = word && [{ word, probability: 1 }];
        say(answer, words ? { turn, variant, words, inputs: [] } : { turn, variant, inputs: [], gone: "gone" });
      };
      const heading = () => element.querySelector(".answer-word").textContent.split("”")[0].slice(1);
      const seen = [];
      const step = (...does) => { for (const one of does) one(); seen.push([heading(), asked.splice(0)]); };
      const draw = (turn) => () => say(pictures, { turn, panels: {}, start: 0 });
      step(() => page.moved(0), draw(1), () => answers(0));  // chosen before there was a sound, came last
      step(() => answers(1, "bed"));
      step(() => page.moved(1), draw(2), () => answers(1, "bed"));
      step(() => answers(2, "cat"));
      step(() => answers(1, "bed"));  // asked for before, twice
      step(() => answers(1, "bed"), () => answers(2, "cat"));
      step(() => page.moved(2), () => answers(2, "dog"), draw(3));  // before the pictures
      await new Promise((resolve) => setTimeout(resolve, 500));
      step(() => answers(3, "six"));
      step(() => page.moved(3), draw(4), () => answers(4, "two"));
      await new Promise((resolve) => setTimeout(resolve, 500));
      step(() => answers(0), () => answers(0));  // the server has lost the sound
      return seen;
    }""")
    assert shown == [
        ["stop", [1, "again"]],
        ["bed", []],
        ["bed", [2, "again"]],
        ["cat", []],
        ["cat", []],
        ["cat", []],
        ["dog", [3]],
        ["six", ["again"]],
        ["two", [4]],
        ["two", ["again", "gone"]],
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_empty_or_answered(visit: Callable, scheme: str) -> None:
    page = visit(PHONE, scheme)
    assert page.locator("body.dark").count() == (scheme == "dark")
    for _ in range(2):
        for width, height in (PHONE, DESKTOP):
            page.set_viewport_size({"width": width, "height": height})
            found = [
                (violation["id"], [node["html"][:200] for node in violation["nodes"]])
                for violation in Axe().run(page).response["violations"]
                if violation["impact"] in ("serious", "critical")
            ]
            assert found == [], width
        try_example(page, "bird")
        page.locator(".training > summary").click()


def test_nothing_is_wider_than_the_page(visit: Callable[..., Page]) -> None:
    widths = (1280, 768, 390, 360)  # narrower each time: what was laid out wider must shrink
    page = visit((widths[0], 800))
    try_example(page, "two voices")
    choose(page, "complex")
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        expect(page.locator("html")).to_have_js_property("scrollWidth", width)  # is never less


def test_privacy_no_request_leaves_the_origin_and_no_sound_stays_behind(
    visit: Callable[..., Page], address: str, sent: list[Response], tmp_path: Path
) -> None:
    asked: list[str] = []
    page = visit(prepare=lambda page: page.on("request", lambda request: asked.append(request.url)))
    soundfile.write(tmp_path / "mine.wav", audio.read(example_files()["stop"]).samples, 16_000)
    page.set_input_files("input[type=file]", tmp_path / "mine.wav")
    until_answered(page, "mine.wav")
    page.get_by_role("button", name="Privacy").click()
    for line in PRIVACY:
        expect(page.get_by_text(say(line))).to_be_visible()
    page.get_by_text("The long form").click()
    expect(page.get_by_text(say("privacy.long-form"))).to_be_visible()
    elsewhere = {url for url in asked if urlsplit(url).scheme not in ("blob", "data")}
    assert {urlsplit(url).netloc for url in elsewhere} == {urlsplit(address).netloc}
    assert left_behind(sent) == []


def test_a_probability_is_said_alike_by_page_and_terminal(bare: Page) -> None:
    drawn = np.random.default_rng(5)
    edges = [0, 0.0005, 0.001, 0.00999, 0.01, 0.125, 0.5, 0.985, 0.98999, 0.99, 0.9985, 0.999, 0.9991, 1]
    values = [
        *edges,
        *drawn.random(2_000).tolist(),
        *(1 - drawn.random(2_000) / 50).tolist(),
        *(drawn.random(500) / 50).tolist(),
    ]
    script = """async (values) => {
      const { percent } = await import(new URL("scope/percent.js", document.baseURI));
      return values.map(percent);
    }"""
    assert bare.evaluate(script, values) == [percent(value) for value in values]


def test_a_picture_is_taken_along_as_png_svg_and_numbers(page: Page) -> None:
    for place in (0, 2):  # lines, and an image
        take_along(page, place)


# Whether nothing of a picture's title lies below the buttons that save it.
UNCOVERED = """(panel) => {
  const title = document.createRange();
  title.selectNodeContents(panel.querySelector(".panel-title"));
  return title.getBoundingClientRect().bottom <= panel.querySelector(".take-kinds").getBoundingClientRect().top;
}"""


def take_along(page: Page, place: int) -> None:
    panel = page.locator(".pictures .panel").nth(place)
    panel.locator(".take summary").click()
    for width, height in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        assert panel.evaluate(UNCOVERED), width
    panel.locator(".take summary").click()
    files = {}
    for kind in ("PNG", "SVG", "CSV"):
        panel.locator(".take summary").click()
        with page.expect_download() as download:
            panel.get_by_role("button", name=kind, exact=True).click()
        files[kind] = Path(download.value.path())
        assert download.value.suggested_filename.endswith(f".{kind.lower()}")
    with Image.open(files["PNG"]) as image:
        assert image.width > 800
        assert len(image.convert("RGB").getcolors(10**6) or []) > 20
    drawing = ElementTree.parse(files["SVG"]).getroot()
    assert drawing.find("{*}title") is not None
    assert len(drawing.findall("{*}text")) > 10
    assert len(drawing.findall("{*}image" if place else "{*}path")) >= 1
    head, *rows = csv.reader(files["CSV"].read_text().splitlines())
    assert head[0] == ("Frequency (Hz) by Time (s)" if place else "Time (s)")
    assert len(rows) == (257 if place else 2_000)
    assert {len(row) for row in rows} == {len(head)}


def test_in_class_word_and_spectrogram_fill_the_screen_until_it_is_left_and_no_phone_is_invited(page: Page) -> None:
    page.keyboard.press("f")
    page.wait_for_function("parseFloat(getComputedStyle(document.querySelector('#word')).fontSize) >= 100")
    page.wait_for_function(IN_SIGHT)
    box = picture(page, 2).bounding_box()
    assert box
    assert box["y"] > 0
    page.evaluate("""() => {
      const invitation = Object.assign(document.createElement("aside"), { className: "class-invitation" });
      invitation.textContent = "Open this page on your phone";
      document.querySelector(".masthead").append(invitation);
    }""")
    expect(page.locator(".class-invitation")).to_be_visible()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    expect(page.locator(".class-invitation")).to_be_hidden()  # whoever holds a phone is in the class already
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.keyboard.press("Escape")
    expect(page.locator("#word")).to_have_css("font-size", "40px")
