"""Speech Commands in small, as the public archive lays it out: words are tones, voices are pitches."""

from pathlib import Path

import numpy as np
import soundfile

RATE = 16_000  # Hz
WORDS = ("down", "go", "up")
SEEN, WATCHED, TESTED = ("a1", "b2", "c3", "d4", "e5"), ("f6",), ("g7",)  # voices of each part
RESTORED = ("go/a1_nohash_7.wav", "go/f6_nohash_7.wav", "up/g7_nohash_7.wav")
SHORT, LONG = "down/a1_nohash_0.wav", "down/a1_nohash_1.wav"  # half a second, and more than one
SECONDS = {SHORT: 0.5, LONG: 1.25}


def say(path: str) -> np.ndarray:
    """int16 samples of a clip: a tone in the pitch of its voice that falls, stays or rises, and some noise."""
    word, voice = path.split("_")[0].split("/")
    times = np.arange(int(SECONDS.get(path, 1.0) * RATE)) / RATE
    slope = {"down": -0.5, "go": 0.0, "up": 2.0}.get(word, 1.0)
    tone = np.sin(2 * np.pi * (300 + 40 * int(voice[1])) * (times + slope * times**2 / 2))
    noise = np.random.default_rng(list(path.encode())).standard_normal(len(times))
    return ((0.3 * tone * np.hanning(len(times)) + 0.01 * noise) * 32767).astype(np.int16)


def write_corpus(folder: Path, words: tuple[str, ...] = WORDS, restored: tuple[str, ...] = RESTORED) -> Path:
    """Two clips a word and voice, the three lists, and a folder of background noise, which holds no word."""
    voices = SEEN + WATCHED + TESTED
    paths = [*(f"{word}/{voice}_nohash_{take}.wav" for word in words for voice in voices for take in (0, 1)), *restored]
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(folder / path, say(path), RATE)
    for part, some in (("validation", WATCHED), ("testing", TESTED)):
        listed = [path for path in paths if path.split("/")[1].split("_")[0] in some]
        (folder / f"{part}_list.txt").write_text("\n".join(listed) + "\n")
    (folder / "restored_list.txt").write_text("\n".join(restored) + "\n")
    (folder / "_background_noise_").mkdir()
    soundfile.write(folder / "_background_noise_" / "rain_nohash_0.wav", np.zeros(2 * RATE, np.int16), RATE)
    return folder
