"""What only a browser shows of the lab: sliders answered, sounds played, the game, and that everyone can use it."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Locator, Page, Response, expect

from browser.conftest import DESKTOP, PHONE, drawn, left_behind, until_answered, until_redrawn
from browser.stage import serious_faults, too_wide
from speechcls import audio
from speechcls.ui.selection import example_files

MOVE = """(input, place) => {
  input.value = place;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}"""
# Changes the page's settings, as its other controls do, and tells two of them.
SET = """async (changes) => {
  const { settings } = await import(new URL("scope/settings.js", document.baseURI));
  settings.set(changes);
  const { window, hop } = settings.get();
  return { window, hop };
}"""
# From here on every question of the lab is answered with an error, until what answered before is put back.
REFUSE = """async () => {
  const { parts } = await import(new URL("scope/parts.js", document.baseURI));
  window.lab = parts.lab;
  window.answering = lab.ask;
  lab.ask = ({ turn }) => setTimeout(() => lab.answered({ turn, error: "The server did not answer." }));
}"""
# Tones as the page plays them, but into memory: a second and a half at 48 kHz.
TONES = """async (hertz) => {
  const { tones } = await import(new URL("scope/lab/sounds.js", document.baseURI));
  const context = new OfflineAudioContext(1, 72_000, 48_000);
  tones(context, hertz, 0);
  return [...(await context.startRendering()).getChannelData(0)];
}"""
# Counts what is started, since nobody listens.
COUNT_PLAYED = """
  window.played = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (...given) {
    window.played.push(this.buffer.getChannelData(0).reduce((most, x) => Math.max(most, Math.abs(x)), 0));
    return start.apply(this, given);
  };
"""


STORY = {"guess": "air", "fourier": "sines", "three": "sines", "side": "inside"}  # where not by the same name


def step(page: Page, name: str) -> Locator:
    """A step in sight, answered for the sound that is chosen."""
    page.locator(f".story-nav [data-to={STORY.get(name, name)}]").click()
    section = page.locator(f"[data-step={name}]")
    section.scroll_into_view_if_needed()
    return section


@pytest.fixture
def lab(visit: Callable[..., Page]) -> Page:
    page = visit(prepare=lambda page: page.add_init_script(COUNT_PLAYED))
    choose_bird(page)
    return page


def choose_bird(page: Page) -> None:
    page.locator(".examples").get_by_role("button", name="bird", exact=True).click()
    until_answered(page, "bird")


def test_a_moved_slider_is_answered_in_words_and_in_pictures(lab: Page) -> None:
    section = step(lab, "fourier")
    expect(section.locator("[data-text=said]")).to_contain_text("From 100 of 8,000 frequencies")
    before = drawn(section.locator("canvas").last)
    section.get_by_role("slider", name="Tones kept", exact=True).evaluate(MOVE, 300)
    expect(section.locator(".lab-value").first).to_have_text("8,000 of 8,000")
    expect(section.locator("[data-text=error]")).to_contain_text("Nothing is lost")
    until_redrawn(section.locator("canvas").last, before)


def test_of_many_moves_the_last_one_is_shown(lab: Page) -> None:
    section = step(lab, "mel")
    expect(section.locator(".panel-title").first).to_contain_text("16 mel filters of shape (257, 16)")
    for count in range(20, 129, 4):
        section.get_by_role("slider", name="Filters", exact=True).evaluate(MOVE, count)
    expect(section.locator(".panel-title").first).to_contain_text("128 mel filters of shape (257, 128)")
    expect(section.locator("[data-text=difference]")).to_contain_text("the chapter: 5.96e-08")


def test_sliders_move_by_keyboard_and_say_value_and_unit(lab: Page) -> None:
    slider = step(lab, "spectrogram").get_by_role("slider", name="The other window", exact=True)
    slider.focus()
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "256 ms")
    expect(lab.locator("[data-step=spectrogram] .panel-title").last).to_contain_text("4096 samples (256 ms)")
    expect(lab.locator("[data-step=spectrogram] [data-text=traded]")).to_contain_text("times more finely")


def test_a_setting_of_the_page_moves_the_labs_slider_and_the_other_way(lab: Page) -> None:
    section = step(lab, "spectrogram")
    settings = "import(new URL('scope/settings.js', document.baseURI)).then(({ settings }) => "
    lab.evaluate(settings + "settings.set({ window: 0.064 }))")
    expect(section.locator("[name=spectrogram-window]")).to_have_attribute("aria-valuetext", "64 ms")
    expect(section.locator(".panel-title").first).to_contain_text("(64 ms)")
    section.locator("[name=spectrogram-window]").press("Home")
    assert lab.evaluate(settings + "settings.get().window)") == pytest.approx(0.004)


def test_the_labs_settings_draw_the_pictures_at_the_top(lab: Page) -> None:
    title = lab.locator(".pictures .panel-title")
    expect(title.nth(2)).to_contain_text("512 samples (32 ms)")
    step(lab, "spectrogram").locator("[name=spectrogram-window]").press("End")
    expect(title.nth(2)).to_contain_text("4096 samples (256 ms)")
    step(lab, "mel").locator("[name=mel-filters]").press("End")
    expect(title.nth(3)).to_contain_text("128 filters")
    step(lab, "spectrogram").get_by_label("dB", exact=True).check()
    expect(lab.locator(".pictures .panel-subtitle").nth(2)).to_contain_text("power in dB")
    expect(lab.locator(".answer-word")).to_contain_text("bird")


def test_the_pages_hop_moves_the_labs_overlap_and_the_labs_window_keeps_it(lab: Page) -> None:
    section = step(lab, "spectrogram")
    overlap = section.locator("[name=spectrogram-overlap]")
    lab.evaluate(SET, {"hop": 0.008})
    expect(overlap).to_have_attribute("aria-valuetext", "75%")
    section.locator("[name=spectrogram-window]").press("ArrowRight")
    expect(section.locator(".panel-title").first).to_contain_text("640 samples (40 ms)")
    expect(overlap).to_have_attribute("aria-valuetext", "75%")
    assert lab.evaluate(SET, {}) == pytest.approx({"window": 0.04, "hop": 0.01}, abs=1e-9)
    section.locator("[name=spectrogram-window]").press("End")  # whose hop is beyond what the page takes
    lab.evaluate(SET, {"filters": 24})
    expect(overlap).to_have_attribute("aria-valuetext", "75%")


def test_another_sound_at_the_top_is_the_labs_sound(lab: Page) -> None:
    section = step(lab, "side")
    expect(section.locator("[data-text=agreed]")).to_contain_text("“bird”")
    lab.locator(".examples").get_by_role("button", name="seven", exact=True).click()
    step(lab, "side")
    expect(section.locator("[data-text=agreed]")).to_contain_text("“seven”")


def test_while_it_listens_the_lab_says_that_it_is_about_the_sound_before(lab: Page) -> None:
    note = lab.locator(".lab-before")
    expect(note).to_be_hidden()
    lab.keyboard.press("Space")
    expect(note).to_be_visible()
    lab.keyboard.press("Space")
    expect(note).to_be_hidden()


def test_what_belongs_to_a_setting_that_could_not_be_answered_for_is_faded_until_an_answer_comes(lab: Page) -> None:
    section = step(lab, "mel")
    expect(section.locator(".panel-title").first).to_contain_text("of shape (257, 16)")
    lab.evaluate(REFUSE)
    filters = section.get_by_role("slider", name="Filters", exact=True)
    filters.evaluate(MOVE, 20)
    expect(lab.locator(".lab-status")).to_have_text("The server did not answer.")
    expect(section.locator("canvas").first).to_have_css("opacity", "0.25")
    expect(section.locator("[data-text=filters]")).not_to_be_visible()
    lab.evaluate("lab.ask = answering")
    filters.evaluate(MOVE, 24)
    expect(section.locator(".panel-title").first).to_contain_text("of shape (257, 24)")
    expect(section.locator("canvas").first).to_have_css("opacity", "1")
    expect(section.locator("[data-text=filters]")).to_be_visible()


def test_a_network_is_not_shown_with_the_sound_before_where_the_server_does_not_answer_for_another(lab: Page) -> None:
    section = step(lab, "side")
    expect(section.locator("[data-text=agreed]")).to_contain_text("“bird”")
    lab.evaluate(REFUSE)
    lab.locator(".examples").get_by_role("button", name="seven", exact=True).click()
    until_answered(lab, "seven")
    expect(lab.locator(".lab-status")).to_have_text("The server did not answer.")
    expect(section.locator("[data-text=agreed]")).not_to_be_visible()
    expect(section.locator(".lab-first").first).not_to_be_visible()


def test_the_rebuilt_sound_is_played_and_never_beyond_full_scale(lab: Page) -> None:
    section = step(lab, "phase")
    section.get_by_label("phase zero").check()
    expect(section.locator(".panel-title").nth(1)).to_contain_text("phases zero")
    rebuilt = section.locator("canvas").nth(1)
    before = drawn(rebuilt)
    section.get_by_label("the whole second").check()
    until_redrawn(rebuilt, before)
    section.get_by_role("button", name="Play it").click()
    (loudest,) = lab.evaluate("window.played")
    assert 0.9 < loudest <= 1.0


def test_what_mel_keeps_is_played_and_named(lab: Page) -> None:
    section = step(lab, "mel")
    section.get_by_role("button", name="Hear what mel keeps").click()
    expect(section.locator("[data-text=sound]")).to_contain_text("Rebuilt from 16 mel energies")
    expect(section.locator(".lab-answers li")).to_have_count(lab.locator("#variant input").count())
    assert len(lab.evaluate("window.played")) == 1


@pytest.mark.parametrize("pair", [(440, 480), (8_000, 8_040)])
def test_tones_sound_at_their_frequencies_one_after_the_other(bare: Page, pair: tuple[int, int]) -> None:
    samples = np.array(bare.evaluate(TONES, list(pair)))
    for i, hertz in enumerate(pair):
        half = samples[round(i * 0.7 * 48_000) + 2_400 :][:24_000]  # half a second within the tone
        assert np.abs(np.fft.rfft(half)).argmax() / 0.5 == hertz
    assert np.abs(samples).max() == pytest.approx(0.2, abs=0.01)


def test_where_a_network_found_its_word_is_outlined_and_said(lab: Page) -> None:
    card = step(lab, "side").locator(".lab-network", has_text="mel").first
    expect(card.locator("li")).to_have_count(5)
    before = drawn(card.locator("canvas").first)
    card.get_by_role("button", name=re.compile("Where did .* find it")).click()
    expect(card).to_contain_text("costs “bird” most: ")
    until_redrawn(card.locator("canvas").first, before)


def play_a_round(section: Locator, word: str) -> None:
    section.get_by_role("button", name="Next clip").click()
    for seen in ("wave", "spectrum", "spectrogram"):
        guess = section.get_by_role("button", name=f"Guess from the {seen}", exact=True)
        expect(guess).to_be_enabled()
        section.get_by_label("The word is").select_option(word)
        guess.click()


def test_the_game_shows_one_picture_more_at_a_time_and_keeps_the_score(page: Page) -> None:
    section = step(page, "guess")
    section.get_by_role("button", name="Next clip").click()
    expect(section.locator(".panel:visible")).to_have_count(1)
    section.get_by_role("button", name="No idea").click()
    expect(section.locator(".panel:visible")).to_have_count(2)
    section.get_by_role("button", name="No idea").click()
    expect(section.locator(".panel:visible")).to_have_count(3)
    section.get_by_role("button", name="No idea").click()
    expect(section.locator("[data-text=guess]")).to_contain_text(re.compile("It is “[a-z]+”. The networks"))
    play_a_round(section, "bird")
    you = section.locator(".guess-score tbody tr").first
    expect(you).to_contain_text(re.compile("you.* of 2"))
    expect(section.locator(".guess-score tbody tr")).to_have_count(1 + page.locator("#variant input").count())


def test_a_folder_of_words_is_played_from_and_leaves_nothing_behind(
    page: Page, tmp_path: Path, sent: list[Response]
) -> None:
    for word in ("seven", "nonsense"):
        (tmp_path / "words" / word).mkdir(parents=True)
        soundfile.write(tmp_path / "words" / word / "1.wav", audio.read(example_files()["seven"]).samples, 16_000)
    section = step(page, "guess")
    expect(section.get_by_role("button", name="Next clip")).to_be_enabled()  # from then on files are taken
    section.locator("input[type=file]").set_input_files(tmp_path / "words")
    expect(section.locator("[data-text=guess]")).to_contain_text("1 clips of 1 words")
    play_a_round(section, "seven")
    expect(section.locator("[data-text=guess]")).to_contain_text("You are right. It is “seven”.")
    points = section.locator(".guess-points")
    expect(points).to_contain_text("3 points for this word. 3 points after 1 of 10 words.")  # known from the wave on
    for word in 8 * ["bird"] + ["seven"]:
        play_a_round(section, word)
    expect(points).to_contain_text("The quiz is over: 6 of 30 points.")
    play_a_round(section, "bird")
    expect(points).to_contain_text("0 points after 1 of 10 words.")
    assert left_behind(sent) == []


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_serious_in_the_lab_and_nothing_is_too_wide(
    visit: Callable, scheme: str, size: tuple[int, int]
) -> None:
    page = visit(size, scheme)
    choose_bird(page)
    for name in ("fourier", "spectrogram", "mel", "phase", "side"):
        expect(step(page, name).locator("canvas").first).to_be_visible()
    assert serious_faults(page, ".lab") == []
    assert too_wide(page) == []


def test_a_stretch_of_sound_is_zoomed_into_until_its_numbers_can_be_counted(lab: Page) -> None:
    section = step(lab, "air")
    expect(section.locator("[data-text=numbers]")).to_contain_text("1000 ms of sound are 16,000 numbers")
    section.get_by_role("slider", name="Stretch of sound").press("Home")
    expect(section.locator("[data-text=numbers]")).to_contain_text("1 ms of sound are 16 numbers")


def test_the_story_is_walked_through_by_its_buttons_and_back_by_the_browsers(page: Page) -> None:
    shown = page.locator(".story-step:visible")
    for name in ("sines", "spectrogram", "mel", "phase", "inside", "break", "teach"):
        page.locator(".story-next").click()
        expect(shown).to_have_attribute("data-story", name)
    expect(page.locator(".story-next")).to_be_hidden()
    page.go_back()
    expect(shown).to_have_attribute("data-story", "break")


def test_a_link_brings_back_step_sound_network_and_settings(visit: Callable[..., Page]) -> None:
    page = visit()
    page.get_by_role("button", name="seven", exact=True).click()
    until_answered(page, "seven")
    page.locator("#variant").get_by_text("mel", exact=True).click()
    step(page, "mel").locator("[name=mel-filters]").press("End")
    page.get_by_label("as the book prints it").check()
    other = visit(query=page.evaluate("location.hash"), opens="seven")
    expect(other.locator("#variant input[value=mel]")).to_be_checked()
    expect(other.locator(".story-step:visible")).to_have_attribute("data-story", "mel")
    expect(other.locator("[name=mel-filters]")).to_have_attribute("aria-valuetext", "128")
    expect(other.get_by_label("as the book prints it")).to_be_checked()


def test_someones_own_sound_never_stands_in_the_link(page: Page, tmp_path: Path) -> None:
    page.get_by_role("button", name="seven", exact=True).click()
    until_answered(page, "seven")
    expect(page).to_have_url(re.compile("sound=seven"))
    soundfile.write(tmp_path / "mine.wav", audio.read(example_files()["bird"]).samples, 16_000)
    page.locator(".drop input").set_input_files(tmp_path / "mine.wav")
    until_answered(page, "mine.wav")
    expect(page).not_to_have_url(re.compile("sound="))


def test_back_to_the_step_before_keeps_someones_own_sound_and_back_to_an_example_brings_that(
    page: Page, tmp_path: Path
) -> None:
    page.locator("[data-example=seven]").click()
    until_answered(page, "seven")
    page.locator(".story-nav [data-to=sines]").click()
    soundfile.write(tmp_path / "mine.wav", audio.read(example_files()["bird"]).samples, 16_000)
    page.locator(".drop input").set_input_files(tmp_path / "mine.wav")
    until_answered(page, "mine.wav")
    page.locator(".story-nav [data-to=mel]").click()
    page.go_back()
    expect(page.locator(".story-step:visible")).to_have_attribute("data-story", "sines")
    page.locator(".story-nav [data-to=phase]").click()  # what Back asked for would have been answered by then
    page.locator("#variant").get_by_text("mel", exact=True).click()
    expect(page.locator(".answer-notes")).to_contain_text("mel answered")
    until_answered(page, "mine.wav")
    page.go_back()
    page.go_back()
    page.go_back()
    until_answered(page, "seven")
