"""Make the example clips anew with speech synthesisers: python assets/clips/make.py [FOLDER].

Needs the Debian packages in PACKAGES. The same versions of them give the same samples.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile
import soxr

PACKAGES = "flite festival festvox-us-slt-hts espeak-ng"
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
    synthesiser: str
    voice: str
    options: tuple[str, ...] = ()


SLOWER = ("--setf", "duration_stretch=1.25")

TABLE = (
    Say("bird-rms", "bird", "flite", "rms"),
    Say("bird-slt", "bird", "flite", "slt", SLOWER),
    Say("bird-awb", "bird", "flite", "awb"),
    Say("stop-rms", "stop", "flite", "rms"),
    Say("stop-slt", "stop", "flite", "slt"),
    Say("stop-awb", "stop", "flite", "awb"),
    Say("seven-rms", "seven", "flite", "rms"),
    Say("seven-slt", "seven", "flite", "slt"),
    Say("seven-awb", "seven", "flite", "awb"),
    Say("yes-rms", "yes", "flite", "rms"),
    Say("yes-slt", "yes", "flite", "slt"),
    Say("yes-awb", "yes", "flite", "awb"),
    Say("no-rms", "no", "flite", "rms"),
    Say("no-slt", "no", "flite", "slt", SLOWER),
    Say("no-espeak", "no", "espeak-ng", "en-gb"),
    Say("go-rms", "go", "flite", "rms"),
    Say("go-slt", "go", "flite", "slt", SLOWER),
    Say("go-espeak", "go", "espeak-ng", "en-us"),
    Say("left-rms", "left", "flite", "rms"),
    Say("left-slt", "left", "flite", "slt"),
    Say("left-awb", "left", "flite", "awb"),
    Say("right-rms", "right", "flite", "rms"),
    Say("right-slt", "right", "flite", "slt", SLOWER),
    Say("right-hts", "right", "festival", "cmu_us_slt_arctic_hts"),
    Say("happy-rms", "happy", "flite", "rms"),
    Say("happy-slt", "happy", "flite", "slt"),
    Say("happy-hts", "happy", "festival", "cmu_us_slt_arctic_hts"),
    Say("zero-rms", "zero", "flite", "rms"),
    Say("zero-slt", "zero", "flite", "slt"),
    Say("zero-hts", "zero", "festival", "cmu_us_slt_arctic_hts"),
    Say("wow-rms", "wow", "flite", "rms"),
    Say("wow-slt", "wow", "flite", "slt"),
    Say("wow-espeak", "wow", "espeak-ng", "en-us"),
    Say("marvin-rms", "marvin", "flite", "rms"),
    Say("marvin-slt", "marvin", "flite", "slt"),
    Say("marvin-awb", "marvin", "flite", "awb"),
    Say("two-voices", "stop", "flite", "slt"),
    Say("two-voices", "seven", "flite", "rms"),
    Say("two-voices-other", "happy", "flite", "rms"),
    Say("two-voices-other", "bird", "flite", "slt", SLOWER),
)


def command(say: Say, wav: Path) -> list[str]:
    """What writes the word into a wav file; festival reads it from its standard input."""
    match say.synthesiser:
        case "flite":
            return ["flite", "-voice", say.voice, *say.options, "-t", say.word, "-o", str(wav)]
        case "espeak-ng":
            return ["espeak-ng", "-v", say.voice, *say.options, "-w", str(wav), say.word]
        case "festival":
            return ["text2wave", "-eval", f"(voice_{say.voice})", *say.options, "-o", str(wav)]
    raise ValueError(f"{say.file}: the synthesiser is flite, espeak-ng or festival, not {say.synthesiser}.")


def spoken(say: Say) -> np.ndarray:
    """(n,) float64 at RATE: the word alone, without what is quiet before and after, at PEAK."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "word.wav"
        subprocess.run(command(say, wav), input=say.word, text=True, check=True, stdout=subprocess.DEVNULL)
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
    folder.mkdir(parents=True, exist_ok=True)
    for file in dict.fromkeys(say.file for say in TABLE):
        try:
            sound = clip([spoken(say) for say in TABLE if say.file == file])
        except FileNotFoundError as error:
            raise SystemExit(f"{error.filename} is missing: apt-get install {PACKAGES}") from error
        soundfile.write(folder / f"{file}.flac", sound, RATE, subtype="PCM_16")
        print(f"{file}.flac: {len(sound) / RATE:.2f} s, RMS {np.sqrt((sound**2).mean()):.3f}")


if __name__ == "__main__":
    main()
