"""Words caught in Chromium from clips played as its microphone: hits, slips, milliseconds until each is shown."""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from playwright.sync_api import Browser, sync_playwright

from speechcls import audio
from speechcls.audio import SAMPLE_RATE
from speechcls.data.corpus import Corpus, read_corpus, split
from speechcls.data.recording import extent
from speechcls.data.waves import NOISES, load_noises, load_waves
from speechcls.models import variants
from speechcls.ui.selection import example_files

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browser.chromium import INSTALL, find
from serving import serving

LEAD, PAUSE = 2.0, 0.75  # s before the first word, and between the seconds of two
SEARCH = SAMPLE_RATE // 4  # samples by which the browser may have stretched a pause
NEAR = 0.6  # s that a detection may lie from the middle of its word


@dataclass(frozen=True)
class Said:
    word: str
    clip: np.ndarray  # (16000,) float32
    start: float  # s in the microphone's sound, of the clip's second


def words(corpus: Corpus, count: int, seed: int) -> list[Said]:
    """One clip each of so many well-covered words, from voices of the validation part."""
    rng = np.random.default_rng(seed)
    places = split(corpus, "speaker", 0)["validation"]
    known = rng.permutation(variants.card(variants.names()[0]).covered_words)[:count]
    waves, said = load_waves(corpus), []
    for number, word in enumerate(known):
        place = rng.choice(places[corpus.labels[places] == corpus.words.index(word)])
        said.append(Said(str(word), waves[place] / np.float32(32768), LEAD + number * (1 + PAUSE)))
    return said


def examples() -> list[Said]:
    """The shipped examples of one word each, for want of real clips."""
    files = [file for name, file in example_files().items() if "-" not in name]
    return [
        Said(file.stem, audio.read(file).second(), LEAD + number * (1 + PAUSE)) for number, file in enumerate(files)
    ]


def sound_of(said: list[Said]) -> np.ndarray:
    """The microphone's sound at 16 kHz, silent between the clips."""
    whole = np.zeros(round((LEAD + len(said) * (1 + PAUSE) + 2) * SAMPLE_RATE), np.float32)
    for one in said:
        start = round(one.start * SAMPLE_RATE)
        whole[start : start + SAMPLE_RATE] = one.clip
    return whole


def listen(path: str, address: str, sound: np.ndarray, scratch: Path) -> tuple[list[dict[str, str]], np.ndarray]:
    """What the page caught of a sound that its microphone heard once: the session's own CSV and sound."""
    microphone = scratch / "microphone.wav"
    soundfile.write(microphone, soxr.resample(sound, 1, 3), 3 * SAMPLE_RATE, subtype="PCM_16")
    options = [
        "--no-sandbox",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}%noloop",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=options)
        rows, heard = _session(browser, address, len(sound) / SAMPLE_RATE, scratch)
        browser.close()
    return rows, heard


def _session(browser: Browser, address: str, seconds: float, scratch: Path) -> tuple[list[dict[str, str]], np.ndarray]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.locator(".answer-inputs .panel").first.wait_for()
    page.get_by_role("button", name="Listen", exact=True).click()
    page.locator(".panel.live canvas").first.wait_for()
    page.wait_for_timeout(1000 * (seconds + 1))
    page.get_by_role("button", name="Stop", exact=True).click()
    files = {}
    for button, name in ((".save-csv", "session.csv"), (".save-wav", "session.wav")):
        with page.expect_download() as download:
            page.locator(button).click()
        files[name] = scratch / name
        download.value.save_as(files[name])
    page.close()
    heard, _ = soundfile.read(files["session.wav"], dtype="float32")
    with files["session.csv"].open(newline="") as table:
        return list(csv.DictReader(table)), heard


def lag(heard: np.ndarray, sound: np.ndarray) -> int:
    """By how many samples what was heard begins later than the sound, negative if earlier: where the two are alike."""
    size = len(heard) + len(sound)
    alike = np.fft.irfft(np.fft.rfft(sound, size) * np.conj(np.fft.rfft(heard, size)), size)
    best = int(alike.argmax())
    return best if best < len(sound) else best - size


def place(heard: np.ndarray, one: Said, begun: int) -> float:
    """Where in the session's sound a clip's second begins, in s: near where it must be, and most alike."""
    expected = round(one.start * SAMPLE_RATE) - begun
    around = max(0, expected - SEARCH)
    near = heard[around : expected + SAMPLE_RATE + SEARCH]
    return (around + int(np.correlate(near, one.clip, "valid").argmax())) / SAMPLE_RATE


def report(said: list[Said], rows: list[dict[str, str]], heard: np.ndarray) -> None:
    left, delays, missed = list(rows), [], []
    begun = lag(heard, sound_of(said))
    for one in said:
        start = place(heard, one, begun)
        first, last = extent(one.clip)
        middle = start + (first + last) / 2
        near = [row for row in left if abs(float(row["seconds"]) - middle) < NEAR and row["word"] == one.word]
        if not near:
            missed.append(one.word)
            continue
        left.remove(near[0])
        delays.append(1000 * (float(near[0]["shown_seconds"]) - start - last))
    print(f"{len(delays)} of {len(said)} words caught; missed: {', '.join(missed) or 'none'}")
    print(f"besides: {', '.join(row['word'] for row in left) or 'nothing twice, nothing invented'}")
    if len(delays) > 1:
        high = float(np.percentile(delays, 95))
        print(f"from a word's end until it is shown: median {statistics.median(delays):.0f} ms, 95 % {high:.0f} ms")


def main(arguments: list[str] | None = None) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path, nargs="?", help="folder of Speech Commands; without it, the examples")
    options.add_argument("--words", type=int, default=10)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--noises", action="store_true", help="a minute of silence and of each noise, without words")
    given = options.parse_args(arguments)
    if given.noises and not given.data:
        options.error("--noises needs the folder of Speech Commands, which holds them")
    if not (path := find()):
        sys.exit(f"No Chromium that starts was found. Install one with: {INSTALL}")
    corpus = read_corpus(given.data) if given.data else None
    with tempfile.TemporaryDirectory() as scratch, serving(Path(scratch)) as address:
        if corpus and given.noises:
            sounds = {"silence": np.zeros(SAMPLE_RATE, np.float32)}
            for part, names in NOISES.items():
                sounds |= dict(zip(names, load_noises(corpus, part), strict=True))
            for name, noise in sounds.items():
                rows, _ = listen(path, address, np.resize(noise, 60 * SAMPLE_RATE), Path(scratch))
                print(f"{name}: {', '.join(row['word'] for row in rows) or 'nothing'}", flush=True)
            return
        said = words(corpus, given.words, given.seed) if corpus else examples()
        report(said, *listen(path, address, sound_of(said), Path(scratch)))


if __name__ == "__main__":
    main()
