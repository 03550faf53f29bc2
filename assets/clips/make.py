"""Make the example clips anew with a speech synthesiser: python assets/clips/make.py [FOLDER].

Needs the Debian package flite. The same version of it gives the same samples.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile
import soxr

RATE = 16_000  # Hz
LENGTH = 1.0  # s, of a clip with one word
MARGIN = 0.6  # s, around several words
PAUSE = 1.2  # s, between two words
PEAK = 0.5
NOISE = 0.001  # RMS: a quiet room. Digital silence is in no recording, so no network has learnt what it is.
QUIET = 0.01  # of the peak: below it, a word has not begun, or is over
FADE = 0.010  # s


class Say(NamedTuple):
    """One word by one voice. Words of the same file follow one another in it."""

    file: str
    word: str
    voice: str  # of flite
    options: tuple[str, ...] = ()


SLOWER = ("--setf", "duration_stretch=1.25")

TABLE = (
    Say("bird", "bird", "rms"),
    Say("stop", "stop", "awb"),
    Say("seven", "seven", "slt"),
    Say("happy", "happy", "slt"),
    Say("left", "left", "rms"),
    Say("no", "no", "slt", SLOWER),
    Say("zero", "zero", "rms"),
    Say("marvin", "marvin", "slt"),
    Say("yes", "yes", "rms"),
    Say("two-voices", "stop", "slt"),
    Say("two-voices", "seven", "rms"),
)

# For the quiz: words that the examples leave out, too, each by one of four voices in turn.
VOICES = ("slt", "rms", "awb", "kal16")
QUIZ = (
    *("bed", "cat", "dog", "down", "eight", "five", "four", "go", "house", "nine"),
    *("off", "on", "one", "right", "seven", "sheila", "six", "three", "two", "wow"),
)
TABLE += tuple(
    Say(f"quiz/{word}-{VOICES[place % len(VOICES)]}", word, VOICES[place % len(VOICES)])
    for place, word in enumerate(QUIZ)
)


def spoken(say: Say) -> np.ndarray:
    """(n,) float64 at RATE: the word alone, without what is quiet before and after, at PEAK."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "word.wav"
        subprocess.run(["flite", "-voice", say.voice, *say.options, "-t", say.word, "-o", str(wav)], check=True)
        samples, rate = soundfile.read(wav)
    samples = soxr.resample(samples, rate, RATE, quality="VHQ")
    loud = np.flatnonzero(abs(samples) > QUIET * abs(samples).max())
    fade = int(FADE * RATE)
    word = samples[max(loud[0] - fade, 0) : loud[-1] + fade]
    ramp = np.minimum(np.arange(len(word)) / fade, 1.0)
    word = word * ramp * ramp[::-1]
    return word * (PEAK / abs(word).max())


def clip(words: list[np.ndarray]) -> np.ndarray:
    """(n,) float64 at RATE: one word in the middle of LENGTH, or several with a PAUSE between them, in a quiet room."""
    parts = [words[0]]
    for word in words[1:]:
        parts += [np.zeros(round(PAUSE * RATE)), word]
    sound = np.concatenate(parts)
    short = max(round(LENGTH * RATE) - len(sound), 0)
    around = (short // 2, short - short // 2) if len(words) == 1 else (round(MARGIN * RATE),) * 2
    sound = np.pad(sound, around)
    # RandomState, because numpy promises that its numbers stay the same in all versions.
    return sound + NOISE * np.random.RandomState(len(sound)).standard_normal(len(sound))


def main() -> None:
    """Write each file of the table into the folder that was named, or beside this script."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    (folder / "quiz").mkdir(parents=True, exist_ok=True)
    for file in dict.fromkeys(say.file for say in TABLE):
        try:
            sound = clip([spoken(say) for say in TABLE if say.file == file])
        except FileNotFoundError as error:
            raise SystemExit(f"{error.filename} is missing: apt-get install flite") from error
        soundfile.write(folder / f"{file}.flac", sound, RATE, subtype="PCM_16")
        print(f"{file}.flac: {len(sound) / RATE:.2f} s, RMS {np.sqrt((sound**2).mean()):.3f}")


if __name__ == "__main__":
    main()
