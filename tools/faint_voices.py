"""Print the test voices whose clips rise least above their own noise, and compact's answers: DATA as argument.

python -m tools.faint_voices DATA
"""

import sys
from pathlib import Path

import numpy as np

from speechcls.audio import SAMPLE_RATE, to_float
from speechcls.data.corpus import read_corpus, split
from speechcls.data.waves import load_waves
from speechcls.results import records

WINDOW, HOP = 512, 160  # samples
SPEECH = 200, 4000  # Hz
SHOWN = 5


def rise(wave: np.ndarray) -> float:
    """Decibels of the loudest tenth of a second over the quietest fifth of the clip, from 200 to 4,000 Hz.

    `wave` is float (16000,). A click, which lasts a frame or two, counts for little.
    """
    frames = np.lib.stride_tricks.sliding_window_view(wave, WINDOW)[::HOP] * np.hanning(WINDOW)
    frequencies = np.fft.rfftfreq(WINDOW, 1 / SAMPLE_RATE)
    inside = (frequencies > SPEECH[0]) & (frequencies < SPEECH[1])
    power = (np.abs(np.fft.rfft(frames)[:, inside]) ** 2).sum(axis=1) + 1e-9
    levels = 10 * np.log10(np.convolve(power, np.ones(10) / 10, "valid"))
    return float(levels.max() - np.percentile(levels, 20))


def main(data: str) -> None:
    corpus = read_corpus(Path(data))
    clips, run = records.clips("shipped"), records.find("shipped", "compact-0")
    assert run is not None, "assets/results has no record of compact"
    right = dict(zip(clips.paths, records.right(records.predictions(run), clips), strict=True))
    indices = np.asarray(split(corpus, "speaker", 0)["test"])
    rises = np.array([rise(to_float(wave)) for wave in load_waves(corpus)[indices]])
    voices = corpus.voices[indices]
    medians = sorted((float(np.median(rises[voices == voice])), voice) for voice in np.unique(voices))
    print("voice     clips  median rise  named right by compact")
    for median, voice in medians[:SHOWN]:
        own = indices[voices == voice]
        named = sum(right[corpus.paths[i]] for i in own)
        print(f"{voice}  {len(own):5}  {median:8.1f} dB  {named}")
    faintest = {corpus.paths[i] for i in indices[voices == medians[0][1]]}
    others = [right[path] for path in clips.paths[clips.covered] if path not in faintest]
    print(f"Without the first, compact names {np.mean(others):.4f} of the well-covered words.")


if __name__ == "__main__":
    main(sys.argv[1])
