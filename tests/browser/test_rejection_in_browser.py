"""What is no word is answered so on the page, with the best guess beneath it, by the same rejection as from Python."""

import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Page, expect

import speechcls
from speechcls.ui.selection import example_files


def send(page: Page, file: Path) -> None:
    page.set_input_files("input[type=file]", file)
    expect(page.locator(".answer-words li")).to_have_count(5)


@pytest.fixture
def silence(tmp_path: Path) -> Path:
    soundfile.write(tmp_path / "silence.wav", np.zeros(16_000), 16_000)
    return tmp_path / "silence.wav"


@pytest.fixture
def refused(tmp_path: Path) -> tuple[str, Path]:
    """A network and a noise that swells, so that it is no silence, in which it hears none of its words."""
    for seed in range(50):
        noise = np.random.default_rng(seed).normal(0, 10 ** -(1 + seed % 3), 16_000) * np.linspace(0.1, 1, 16_000)
        soundfile.write(tmp_path / "noise.wav", noise.clip(-1, 1), 16_000)
        for name in speechcls.names():
            if speechcls.load(name)(tmp_path / "noise.wav").reason == "unknown":
                return name, tmp_path / "noise.wav"
    raise AssertionError("every network hears a word in every noise")


def test_silence_is_answered_with_no_word_heard_and_the_best_guess_beneath(page: Page, silence: Path) -> None:
    send(page, silence)
    expect(page.locator(".answer-word")).to_have_text("No word heard")
    guess = speechcls.load(page.locator("#variant input:checked").input_value())(silence).word
    expect(page.locator(".answer-closest")).to_contain_text(f"“{guess}”")
    expect(page.locator(".answer-spoken")).to_have_text(re.compile("^No word heard. The closest"))


def test_a_noise_is_none_of_the_words_and_a_word_after_it_is_one(page: Page, refused: tuple[str, Path]) -> None:
    name, noise = refused
    page.locator("#variant").get_by_text(name, exact=True).click()
    send(page, noise)
    expect(page.locator(".answer-word")).to_have_text("Not one of my 30 words")
    send(page, example_files()["seven"])
    expect(page.locator(".answer-word")).to_contain_text("“")
    expect(page.locator(".answer-closest")).not_to_contain_text("The closest")  # the runners-up stand there instead
