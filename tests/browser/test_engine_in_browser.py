"""What this browser computes by itself, beside the Python that the server answers with."""

import base64
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from browser.hosted import hosting
from browser.scope import run, send
from speechcls import audio
from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.audio.voice import voice
from speechcls.live.detector import Listener, Smoothing, middle
from speechcls.models.rejection import is_silence
from speechcls.plots import clip_panels, input_panels, lab_panels
from speechcls.plots.lab_panels import View
from speechcls.plots.panel import Panel
from speechcls.ui import handlers, in_browser
from speechcls.ui.selection import example_files

WORDS = ("yes", "no", "stop", "seven")
STEP = 1_600  # samples
EARLY = 0.0021  # s by which a second may begin apart, since speech is looked for by another filter


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with hosting(tmp_path_factory.mktemp("site")) as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


def burst(rng: np.random.Generator, length: int, at: float, wide: float, loud: float = 0.3) -> np.ndarray:
    """Noise that swells and fades around `at` (s)."""
    times = np.arange(length) / SAMPLE_RATE
    return loud * np.exp(-(((times - at) / wide) ** 2)) * rng.uniform(-1, 1, length)


def stream(seed: int) -> np.ndarray:
    """Six seconds with bursts of many lengths and loudnesses, over noise that is nearly silent."""
    rng = np.random.default_rng(seed)
    sound = 10 ** rng.uniform(-6, -2) * rng.standard_normal(6 * SAMPLE_RATE)
    for at in rng.uniform(0, 6, 5):
        sound += burst(rng, len(sound), at, rng.uniform(0.02, 0.3), 10 ** rng.uniform(-2, 0))
    return np.clip(sound, -1, 1).astype(np.float32)


def answers(seed: int, count: int) -> tuple[np.ndarray, list[str]]:
    """Probabilities that stay with a word for a while, and reasons why none was heard."""
    rng = np.random.default_rng(seed)
    leading = np.repeat(rng.integers(0, len(WORDS), count), rng.integers(1, 9, count))[:count]
    logits = rng.normal(0, 1, (count, len(WORDS))) + rng.uniform(0, 7, (count, 1)) * np.eye(len(WORDS))[leading]
    powers = np.exp(logits)
    reasons = rng.choice(["", "", "", "unknown", "silence"], count)
    return powers / powers.sum(axis=1, keepdims=True), reasons.tolist()


LISTEN = """
const [sound, probabilities, reasons, words, smoothing, gap] = given;
const samples = floats(sound);
const listener = new m.Listener(words, smoothing);
const updates = [];
for (let at = 0, position = 0, n = 0; at + 1600 <= samples.length; at += 1600) {
  if (n === gap) position += 800;
  if (n === 2 * gap) listener.switch(words);
  listener.push(samples.slice(at, at + 1600), position);
  position += 1600;
  n += 1;
  if (!listener.due) continue;
  listener.window();
  updates.push(listener.update(probabilities[updates.length], reasons[updates.length]));
}
return updates;
"""


@pytest.mark.parametrize("smoothing", [Smoothing(), Smoothing(0.2, 0.8, 0.4, 1, 0.9), Smoothing(0.1, 0.3, 0.5, 3)])
@pytest.mark.parametrize("seed", range(6))
def test_the_same_scores_become_the_same_detections_and_refusals_as_in_python(
    page: Page, seed: int, smoothing: Smoothing
) -> None:
    sound, gap = stream(seed), 17
    probabilities, reasons = answers(seed, len(sound) // STEP)
    listener, expected, position = Listener(WORDS, smoothing), [], 0
    for n, at in enumerate(range(0, len(sound) - STEP + 1, STEP)):
        position += 800 if n == gap else 0  # sound that never came
        if n == 2 * gap:
            listener.switch(WORDS)
        listener.push(sound[at : at + STEP], position)
        position += STEP
        if listener.due:
            listener.window()
            expected.append(listener.update(probabilities[len(expected)], reasons[len(expected)]))
    asked = [send(sound), probabilities.tolist(), reasons, WORDS, vars(smoothing), gap]
    found = run(page, "engine/detector", LISTEN, *asked)
    assert len(found) == len(expected) > 10
    for ours, theirs in zip(found, expected, strict=True):
        assert (ours["reason"], ours["refused"], ours["heard"]) == (theirs.reason, theirs.refused, theirs.heard)
        assert ours["seconds"] == pytest.approx(theirs.seconds)
        assert dict(ours["probabilities"]) == pytest.approx(dict(theirs.probabilities), abs=1e-6)
        assert [(one["word"], pytest.approx(one["seconds"], abs=1e-4)) for one in ours["detections"]] == [
            (one.word, one.seconds) for one in theirs.detections
        ]


def test_the_streams_of_that_test_hold_every_outcome() -> None:
    outcomes = set()
    for seed in range(6):
        sound = stream(seed)
        probabilities, reasons = answers(seed, len(sound) // STEP)
        listener = Listener(WORDS)
        for n, at in enumerate(range(0, len(sound) - STEP + 1, STEP)):
            listener.push(sound[at : at + STEP], at)
            listener.window()
            update = listener.update(probabilities[n], reasons[n])
            outcomes |= {update.refused, update.reason, "detected" if update.detections else ""}
    assert outcomes >= {"", "unknown", "brief", "cut", "silence", "detected"}


def test_silence_and_the_middle_of_a_word_are_told_as_in_python(page: Page) -> None:
    rng = np.random.default_rng(0)
    waves = [np.zeros(SAMPLE_RATE), np.full(SAMPLE_RATE, 0.3), 1e-5 * rng.standard_normal(SAMPLE_RATE)]
    waves += [0.1 * rng.standard_normal(SAMPLE_RATE), np.sin(np.arange(SAMPLE_RATE))]
    waves += [
        burst(rng, SAMPLE_RATE, at, wide) + floor * rng.standard_normal(SAMPLE_RATE)
        for at, wide, floor in [(0.5, 0.1, 0), (0.1, 0.2, 1e-3), (0.7, 0.05, 0.1), (0.4, 0.3, 1e-4), (0.6, 0.02, 0.3)]
    ]
    for wave in np.array(waves, np.float32):
        assert (
            run(page, "engine/levels", "return m.isSilence(floats(given[0]))", send(wave)) == is_silence(wave[None])[0]
        )
        place = run(page, "engine/detector", "return m.middle(floats(given[0]))", send(wave))
        assert place == (None if middle(wave) is None else pytest.approx(middle(wave), abs=1e-4))


# What a Panel says and shows, its arrays as numbers.
SHOWN = """
const clip = new (await import(new URL("scope/engine/clip.js", document.baseURI))).Clip(floats(given[0]));
const panel = m[given[1]](clip, given[2], given[3]);
const plain = (array) => sent(Float32Array.from(array));
return {
  ...panel,
  lines: panel.lines.map((line) => ({ ...line, x: plain(line.x), y: plain(line.y) })),
  image: panel.image && { ...panel.image, values: plain(panel.image.values) },
};
"""


def numbers(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), "<f4").astype(float)


def same(found: dict, expected: Panel) -> None:
    """Whether two pictures show and say the same; single precision apart, in which Python transforms."""
    assert [found[name] for name in ("title", "subtitle", "description")] == [
        expected.title,
        expected.subtitle,
        expected.description,
    ]
    for ours, theirs in ((found["x"], expected.x), (found["y"], expected.y)):
        for name in ("label", "unit", "scale", "quantity"):
            assert ours[name] == getattr(theirs, name)
        assert ours["ticks"] == list(theirs.ticks)
        assert (ours["low"], ours["high"]) == pytest.approx((theirs.low, theirs.high), rel=1e-4, abs=EARLY)
    assert found["span"] == (expected.span and pytest.approx(list(expected.span), abs=EARLY))
    assert found["marks"] == [{"at": pytest.approx(mark.at, rel=1e-4), "name": mark.name} for mark in expected.marks]
    assert len(found["lines"]) == len(expected.lines)
    for ours, theirs in zip(found["lines"], (line.reduced() for line in expected.lines), strict=True):
        assert (ours["name"], ours["role"], ours["reduced"]) == (theirs.name, theirs.role, theirs.pairs)
        assert np.allclose(numbers(ours["x"]), theirs.x, atol=1e-3)
        assert np.allclose(numbers(ours["y"]), theirs.y, atol=1e-3 * np.abs(theirs.y).max())
    if expected.image is None:
        assert found["image"] is None
        return
    ours, theirs = found["image"], expected.image
    assert (ours["rows"], ours["columns"]) == theirs.values.shape
    for name in ("label", "unit", "colours", "decibels"):
        assert ours[name] == getattr(theirs, name)
    for name in ("low", "high", "x_low", "x_high", "y_low", "y_high"):
        assert ours[name] == pytest.approx(getattr(theirs, name), rel=1e-3, abs=1e-4)
    shown = numbers(ours["values"]).reshape(theirs.values.shape)
    span = theirs.high - theirs.low
    assert np.abs(np.clip(shown, theirs.low, theirs.high) - np.clip(theirs.values, theirs.low, theirs.high)).max() < (
        1e-3 * span
    )


def sounds() -> dict[str, Clip]:
    spoken = audio.read(example_files()["seven"])
    return {
        "speech": spoken,
        "long": Clip(np.concatenate([0.2 * spoken.samples, np.zeros(9_000, np.float32), spoken.samples])),
        "short": Clip(spoken.samples[4_000:9_000]),
        "silence": Clip(np.zeros(SAMPLE_RATE, np.float32)),
    }


@pytest.mark.parametrize("sound", ["speech", "long", "short", "silence"])
@pytest.mark.parametrize(("name", "draw"), [("waveform", clip_panels.waveform), ("spectrum", clip_panels.spectrum)])
def test_the_pictures_of_the_sound_are_those_of_python(page: Page, sound: str, name: str, draw) -> None:  # type: ignore[no-untyped-def]
    clip = sounds()[sound]
    start = clip.loudest_second()
    same(run(page, "engine/pictures", SHOWN, send(clip.samples), name, start), draw(clip, start))


@pytest.mark.parametrize("name", example_files())
def test_pitch_and_formants_are_those_of_python(page: Page, name: str) -> None:
    second = audio.read(example_files()[name]).second()
    found, expected = run(page, "engine/voice", "return m.voice(floats(given[0]))", send(second)), voice(second)
    assert expected is not None
    assert (found["time"], found["pitch"]) == pytest.approx((expected.time, expected.pitch), rel=1e-6)
    assert found["formants"] == pytest.approx(expected.formants, rel=1e-4)


def test_no_voice_is_found_in_hiss(page: Page) -> None:
    hiss = np.random.default_rng(3).standard_normal(SAMPLE_RATE).astype(np.float32)
    assert voice(hiss) is None
    assert run(page, "engine/voice", "return m.voice(floats(given[0]))", send(hiss)) is None


@pytest.mark.parametrize("scale", ["linear", "log", "mel"])
@pytest.mark.parametrize("sound", ["speech", "long", "silence"])
def test_the_levels_of_the_sound_are_those_of_python(page: Page, sound: str, scale: str) -> None:
    clip = sounds()[sound]
    start = clip.loudest_second()
    found = run(page, "engine/pictures", SHOWN, send(clip.samples), "levels", start, scale)
    same(found, clip_panels.levels(clip, start, scale))  # type: ignore[arg-type]


@pytest.mark.parametrize("window", [0.008, 0.03, 0.032, 0.1])
@pytest.mark.parametrize(("power", "scale"), [("0.5", "log"), ("1", "linear"), ("2", "mel"), ("dB", "log")])
def test_the_spectrogram_is_that_of_python_by_any_settings(page: Page, window: float, power: str, scale: str) -> None:
    clip = sounds()["speech"]
    settings = {"window": window, "hop": window / 4, "power": power, "scale": scale}
    view = View(window, 0.75, handlers.POWERS[power], scale)  # type: ignore[arg-type]
    found = run(page, "engine/pictures", SHOWN, send(clip.samples), "spectrogram", 0.0, settings)
    same(found, lab_panels.analysed(clip, 0.0, view))


def test_the_spectrogram_of_silence_is_that_of_python(page: Page) -> None:
    clip, settings = sounds()["silence"], {"window": 0.032, "hop": 0.016, "power": "dB", "scale": "mel"}
    found = run(page, "engine/pictures", SHOWN, send(clip.samples), "spectrogram", 0.0, settings)
    same(found, lab_panels.analysed(clip, 0.0, View(power=None, scale="mel")))


@pytest.mark.parametrize("filters", [8, 16, 40, 128])
def test_the_mel_filters_and_what_they_collect_are_those_of_python(page: Page, filters: int) -> None:
    clip = sounds()["speech"]
    found = run(page, "engine/pictures", SHOWN, send(clip.samples), "melFilterBank", 0.0, filters)
    same(found, clip_panels.mel_filter_bank(clip, 0.0, filters))


@pytest.mark.parametrize("sound", ["speech", "silence"])
@pytest.mark.parametrize("variant", ["compact", "wave"])
def test_the_networks_input_is_that_of_python(page: Page, variant: str, sound: str) -> None:
    clip = sounds()[sound]
    card = in_browser.variants.card(variant)
    given = in_browser.front_end(card.front_end)
    found = run(page, "engine/network_input", SHOWN, send(clip.samples), "networkInput", 0.0, given)
    same(found, input_panels.network_input(clip, 0.0, card.front_end))


def test_every_shipped_network_that_is_small_enough_is_offered() -> None:
    cards = [in_browser.variants.card(name) for name in in_browser.variants.names()]
    offered = in_browser.settings(cards)["networks"]
    assert "compact" in offered
    for card in cards:
        small = in_browser.file_of(card).stat().st_size <= in_browser.LARGEST
        assert (card.name in offered) == (small and card.front_end.power is not None)


SECONDS = "return m.loudSeconds(floats(given[0]))"


@pytest.mark.parametrize("seed", range(8))
def test_the_seconds_that_stand_out_are_those_of_python(page: Page, seed: int) -> None:
    rng = np.random.default_rng(seed)
    length = int(rng.uniform(0.3, 5) * SAMPLE_RATE)
    sound = 1e-4 * rng.standard_normal(length) + 0.2 * np.sin(np.arange(length) * 2 * np.pi * 40 / SAMPLE_RATE)
    for at in np.arange(0.2, length / SAMPLE_RATE, 1.3):
        sound += burst(rng, length, at, 0.08, rng.uniform(0.1, 0.8))
    clip = Clip(sound.astype(np.float32))
    found = run(page, "engine/seconds", SECONDS, send(clip.samples))
    assert sorted(found) == pytest.approx(sorted(clip.loud_seconds), abs=0.02)
