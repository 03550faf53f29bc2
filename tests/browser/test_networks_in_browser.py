"""Networks that run in the browser, beside the same networks as the server runs them."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from browser.hosted import hosting
from browser.scope import run, send
from speechcls import audio
from speechcls.audio import SAMPLE_RATE
from speechcls.models.classifier import Classifier
from speechcls.ui.selection import example_files

CLIPS = 300
TOLERANCE = 1e-3  # of a probability


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with hosting(tmp_path_factory.mktemp("site")) as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


def made() -> np.ndarray:
    """Words at many places, loudnesses and noises, and noise alone: (300, 16000) float32."""
    rng = np.random.default_rng(0)
    spoken = [audio.read(file).samples for file in example_files().values()]
    waves = np.zeros((CLIPS, SAMPLE_RATE), np.float32)
    for n, wave in enumerate(waves):
        sound = spoken[n % (len(spoken) + 1)] if n % (len(spoken) + 1) < len(spoken) else np.zeros(1, np.float32)
        at = rng.integers(0, SAMPLE_RATE // 2)
        part = sound[: SAMPLE_RATE - at]
        wave[at : at + len(part)] = part * 10 ** rng.uniform(-1.5, 0)
        wave += 10 ** rng.uniform(-5, -1) * rng.standard_normal(SAMPLE_RATE).astype(np.float32)
    return np.clip(waves, -1, 1)


def real(folder: Path) -> np.ndarray:
    files = sorted(file for file in folder.rglob("*.wav") if not file.parent.name.startswith("_"))
    chosen = np.random.default_rng(0).choice(len(files), CLIPS, replace=False)
    return np.array([audio.read(files[n]).second() for n in chosen], np.float32)


def waves() -> np.ndarray:
    folder = os.environ.get("SPEECH_COMMANDS_DIR")
    return real(Path(folder)) if folder else made()


ANSWER = """
const [name, waves] = given;
window.engine ??= new m.Engine(await (await fetch(new URL("settings.json", document.baseURI))).json());
const answers = [];
for (const wave of waves) {
  const { probabilities, reason } = await engine.answer(name, floats(wave));
  answers.push([[...probabilities], reason]);
}
return answers;
"""


@pytest.mark.parametrize("name", ["compact", "wave"])
def test_a_network_in_the_browser_says_the_same_words_as_on_the_server(page: Page, name: str) -> None:
    given = waves()
    probabilities, reasons = Classifier.load(name).judge(given)
    found = [
        answer
        for i in range(0, CLIPS, 50)
        for answer in run(page, "engine/engine", ANSWER, name, [send(wave) for wave in given[i : i + 50]])
    ]
    shown = np.array([answer[0] for answer in found])
    print(f"{name}: at most {np.abs(shown - probabilities).max():.1e} apart")
    assert np.array_equal(shown.argmax(axis=1), probabilities.argmax(axis=1))
    assert np.abs(shown - probabilities).max() <= TOLERANCE
    assert [answer[1] for answer in found] == reasons
    assert len({*reasons}) > 1 or name == "wave"
