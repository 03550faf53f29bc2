"""What only a browser shows of the page: sound in, pictures, answers, and what it leaves behind."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import soundfile
from playwright.sync_api import BrowserContext, Page, Response, expect

import speechcls
from browser.conftest import drawn, forget, left_behind, until_answered, until_redrawn
from browser.stage import COLOURS, choose, picture, try_example
from speechcls import audio
from speechcls.models.probability import percent
from speechcls.ui.selection import example_files
from speechcls.ui.wording import PRIVACY, say

PICTURE = "canvas => canvas.toDataURL()"


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


def test_how_the_network_was_trained_follows_the_choice(page: Page) -> None:
    page.locator(".training > summary").click()
    for variant in ("power", "mel", "complex"):
        page.locator("#variant").get_by_text(variant, exact=True).click()
        try_example(page, "bird")
        choose(page, variant)
        expect(page.locator(".training code")).to_contain_text(f"train {variant} ")
        assert page.locator(".training canvas:visible").first.evaluate(COLOURS) > 5


# The page's module once more, with a server whose answers come in the order that a test names; `note` keeps the word
# that is shown then, and what was asked since the last one.
ALONE = """
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
const note = () => seen.push([heading(), asked.splice(0)]);
const draw = (turn) => say(pictures, { turn, panels: {}, start: 0 });
const later = () => new Promise((resolve) => setTimeout(resolve, 500));
"""
# What happens, the word that is shown then, and what the page has asked: pictures by their turn, an answer again.
TURNS = (
    ("page.moved(0); draw(1); answers(0);", "stop", [1, "again"]),  # chosen before there was a sound, came last
    ('answers(1, "bed");', "bed", []),
    ('page.moved(1); draw(2); answers(1, "bed");', "bed", [2, "again"]),
    ('answers(2, "cat");', "cat", []),
    ('answers(1, "bed");', "cat", []),  # asked for before, twice
    ('answers(1, "bed"); answers(2, "cat");', "cat", []),
    ('page.moved(2); answers(2, "dog"); draw(3);', "dog", [3]),  # before the pictures
    ('await later(); answers(3, "six");', "six", ["again"]),
    ('page.moved(3); draw(4); answers(4, "two");', "two", [4]),
    ("await later(); answers(0); answers(0);", "two", ["again", "gone"]),  # the server has lost the sound
)


def test_an_answer_about_an_earlier_sound_is_asked_for_anew_whenever_it_arrives(page: Page) -> None:
    happens = "".join(f"{what} note();" for what, _, _ in TURNS)
    seen = page.evaluate(f"async () => {{ {ALONE} {happens} return seen; }}")
    assert seen == [[word, asked] for _, word, asked in TURNS]


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
