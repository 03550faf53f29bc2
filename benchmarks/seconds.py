"""Share of real words still named when cut tightly, at an end, behind a noise, in opposite phase, or as odd mp3."""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import soxr

from speechcls.audio import SAMPLE_RATE, Clip, from_array, read
from speechcls.data.corpus import read_corpus, split
from speechcls.models.classifier import Classifier

FRAME = SAMPLE_RATE // 100  # samples whose RMS is the level of a moment
QUIET = 0.0003  # RMS of the background, full scale being 1
LENGTH, ONSET = 3.0, 1.5  # s: of a longer file, and where the clip begins in it

Rng = np.random.Generator


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seconds", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of Speech Commands, as its archive unpacks")
    parser.add_argument("--variant", help="name of a trained variant; default: the best")
    parser.add_argument("--clips", type=int, default=200, help="how many, drawn from the test part")
    parser.add_argument("--seed", type=int, default=0, help="of the draw and of the noises")
    options = parser.parse_args(arguments)

    classifier = Classifier.load(options.variant)
    waves, words = draw(classifier, options.data, options.clips, options.seed)
    print(f"{classifier.card.name}, {len(words)} clips: right, and right and not refused, in %")
    for kind, make in KINDS.items():
        rng = np.random.default_rng(options.seed)
        answers = classifier.classify([Clip(make(wave, rng)) for wave in waves])
        right = np.array([answer.word == word for answer, word in zip(answers, words, strict=True)])
        heard = right & [answer.heard for answer in answers]
        print(f"  {kind:24}{right.mean():8.1%}{heard.mean():8.1%}", flush=True)


def draw(classifier: Classifier, data: Path, clips: int, seed: int) -> tuple[list[np.ndarray], list[str]]:
    """Waves of some test clips of well-covered words, with their words."""
    corpus = read_corpus(data)
    covered = [corpus.words.index(word) for word in classifier.card.covered_words]
    indices = split(corpus, "speaker", 0)["test"]
    indices = indices[np.isin(corpus.labels[indices], covered)]
    chosen = np.random.default_rng(seed).choice(indices, min(clips, len(indices)), replace=False)
    return [read(corpus.root / corpus.paths[i]).samples for i in chosen], [
        corpus.words[corpus.labels[i]] for i in chosen
    ]


def cut_tightly(wave: np.ndarray) -> np.ndarray:
    """From the first to the last 10 ms that are within 20 dB of the loudest."""
    frames = wave[: len(wave) // FRAME * FRAME].reshape(-1, FRAME)
    level = np.sqrt(np.mean(np.square(frames, dtype=np.float64), axis=1))
    loud = np.flatnonzero(level >= level.max() / 10)
    return wave[loud[0] * FRAME : (loud[-1] + 1) * FRAME]


def placed(wave: np.ndarray, onset: float, rng: Rng) -> np.ndarray:
    """A longer file of faint noise with the wave at `onset` (s), as far as it fits; from the end where negative."""
    samples = rng.normal(0, QUIET, round(LENGTH * SAMPLE_RATE))
    first = round(onset * SAMPLE_RATE) if onset >= 0 else len(samples) - len(wave)
    samples[first : first + len(wave)] += wave
    return samples


def disturbed(noise: np.ndarray, wave: np.ndarray, rng: Rng) -> np.ndarray:
    """A longer file that begins with the noise and has the wave behind it."""
    samples = placed(wave, ONSET, rng)
    samples[: len(noise)] += noise
    return np.clip(samples, -1, 1)


def opposite(wave: np.ndarray) -> np.ndarray:
    """What is read of stereo whose channels cancel each other, as of two microphones wired in opposite polarity."""
    return from_array(np.stack([wave, -0.9 * wave], axis=1), SAMPLE_RATE).samples


def through_mp3(wave: np.ndarray, rate: int = 44_100) -> np.ndarray:
    """What is read of an mp3 of variable bit rate that lacks the header which tells its length, as out of a pipe."""
    samples = soxr.resample(wave, SAMPLE_RATE, rate).astype(np.float32)
    file = io.BytesIO()
    with av.open(file, "w", format="mp3", options={"write_xing": "0"}) as target:
        coding = {"flags": "+qscale", "global_quality": str(4 * 118)}  # LAME's quality 4
        stream = target.add_stream("libmp3lame", rate=rate, layout="mono", options=coding)
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(samples[None], format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return read(file.getvalue()).samples


def _seconds(length: float) -> np.ndarray:
    return np.arange(round(length * SAMPLE_RATE)) / SAMPLE_RATE


def thump(rng: Rng) -> np.ndarray:
    """A knock on the table: 50 Hz that die away within a tenth of a second."""
    t = _seconds(0.6)
    return 0.9 * np.sin(2 * np.pi * 50 * t) * np.exp(-t / 0.08)


def settling(rng: Rng) -> np.ndarray:
    """The offset of a microphone that was switched on, as it settles."""
    return 0.6 * np.exp(-_seconds(1.2) / 0.12)


def burst(rng: Rng) -> np.ndarray:
    """80 Hz at half of full scale, switched on and off."""
    return 0.5 * np.sin(2 * np.pi * 80 * _seconds(0.3))


def rumble(rng: Rng) -> np.ndarray:
    """Noise below 100 Hz: wind, traffic, a table."""
    spectrum = np.fft.rfft(rng.normal(0, 1, round(1.3 * SAMPLE_RATE)))
    spectrum[np.fft.rfftfreq(round(1.3 * SAMPLE_RATE), 1 / SAMPLE_RATE) > 100] = 0
    noise = np.fft.irfft(spectrum)
    return 0.3 * noise / np.sqrt(np.mean(noise**2)) * np.hanning(len(noise))


def handling(rng: Rng) -> np.ndarray:
    """A hand on the microphone: some bumps below 300 Hz, and the scratching between them."""
    noise = np.zeros(round(1.3 * SAMPLE_RATE))
    for start in rng.uniform(0, 1.1, 6):
        t, first = _seconds(0.15), round(start * SAMPLE_RATE)
        bump = rng.uniform(0.3, 0.9) * np.sin(2 * np.pi * rng.uniform(40, 100) * t) * np.exp(-t / 0.03)
        noise[first : first + len(t)] += bump + 0.01 * rng.normal(0, 1, len(t)) * np.exp(-t / 0.03)
    return noise


def click(rng: Rng) -> np.ndarray:
    """A door or a key: 20 ms of loud noise."""
    t = _seconds(0.1)
    return 0.7 * rng.normal(0, 1, len(t)) * np.exp(-t / 0.02)


def hiss(rng: Rng) -> np.ndarray:
    """A breath into the microphone: half a second of noise, louder than most words."""
    return 0.3 * rng.normal(0, 1, SAMPLE_RATE // 2) * np.hanning(SAMPLE_RATE // 2)


def beep(rng: Rng) -> np.ndarray:
    """The tone after which one is to speak."""
    return 0.5 * np.sin(2 * np.pi * 1000 * _seconds(0.4)) * np.hanning(round(0.4 * SAMPLE_RATE))


NOISES = {
    "thump": thump,
    "settling offset": settling,
    "80 Hz burst": burst,
    "rumble": rumble,
    "handling": handling,
    "click": click,
    "breath": hiss,
    "beep": beep,
}
KINDS: dict[str, Callable[[np.ndarray, Rng], np.ndarray]] = {
    "whole": lambda wave, rng: wave,
    "in a longer file": lambda wave, rng: placed(wave, ONSET, rng),
    "cut tightly": lambda wave, rng: cut_tightly(wave),
    "cut, at the start": lambda wave, rng: placed(cut_tightly(wave), 0.0, rng),
    "cut, at the end": lambda wave, rng: placed(cut_tightly(wave), -1, rng),
    "in opposite phase": lambda wave, rng: opposite(wave),
    "mp3 without its header": lambda wave, rng: through_mp3(placed(wave, ONSET, rng)),
} | {f"{name} before": lambda wave, rng, make=make: disturbed(make(rng), wave, rng) for name, make in NOISES.items()}


if __name__ == "__main__":
    main()
