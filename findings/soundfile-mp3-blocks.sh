#!/usr/bin/env bash
# soundfile reads an mp3 otherwise in blocks than whole: of a tone 16 dB are gone, and in words is an error 10 dB below them.
# It seeks after each read, and a decoder that has sought lacks the bits that a frame has left in the frames before it.
# Guess beforehand: blocks one after another are the whole, sample by sample, and none is worse for being short.
# It raises nothing; what libmpg123 prints ("part2_3_length too large") blames the file. Reading by `start` has it at the start.
# Instead: read the whole, or by a SoundFile whose seekable() is False. librosa.stream reads by the same blocks.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check soundfile==0.14.0 numpy==2.4.6
"$folder/venv/bin/python" - 2> >(grep -v libmpg123 >&2) <<'PY'
import io
import sys

import numpy as np
import soundfile

SECONDS, BLOCK = 6, 1_024
rng = np.random.default_rng(0)


class Unseekable(soundfile.SoundFile):
    def seekable(self):
        return False


def words(rate):
    """One a second: a hiss, and a vowel of 120 Hz."""
    seconds = np.arange(SECONDS * rate) / rate
    vowel = sum(np.sin(2 * np.pi * 120 * part * seconds + part**2) / part for part in range(1, int(0.45 * rate / 120)))
    hiss = np.diff(rng.standard_normal(len(seconds) + 1))
    hissed = np.interp(seconds % 1, [0.3, 0.32, 0.45, 0.47], [0, 1, 1, 0])
    sung = np.interp(seconds % 1, [0.45, 0.5, 0.7, 0.76], [0, 1, 1, 0])
    return 0.05 * hiss * hissed + 0.1 * vowel * sung + 1e-4 * rng.standard_normal(len(seconds))


def tone(rate):
    return 0.2 * np.sin(2 * np.pi * 440 * np.arange(SECONDS * rate) / rate)


def blocks(opened):
    with opened as file:
        return np.concatenate(list(file.blocks(BLOCK, frames=file.frames)))


def ratio(right, read):
    """The right sound's power over that of what was read wrongly, in dB."""
    return float(10 * np.log10(np.sum(right**2) / max(np.sum((right - read) ** 2), 1e-20)))


print(f"soundfile {soundfile.__version__} with libsndfile {soundfile.__libsndfile_version__}, mp3 by itself;")
print(f"in blocks of {BLOCK} samples against the whole: ratio of sound to error, and change of its power, in dB")
found, late, still = {}, {}, []
for rate in (16_000, 24_000, 44_100):
    for name, sound in (("tone", tone(rate)), ("words", words(rate))):
        sink = io.BytesIO()
        soundfile.write(sink, sound, rate, format="MP3", compression_level=0.5)
        whole = soundfile.read(io.BytesIO(sink.getvalue()))[0]
        parts = blocks(soundfile.SoundFile(io.BytesIO(sink.getvalue())))
        found[name, rate] = ratio(whole, parts)
        still.append(ratio(whole, blocks(Unseekable(io.BytesIO(sink.getvalue())))))
        left = 10 * np.log10(np.mean(parts**2) / np.mean(whole**2))
        print(f"{rate} Hz, {name}: {found[name, rate]:.1f}, {left:+.1f}")
        if name == "tone":
            part = soundfile.read(io.BytesIO(sink.getvalue()), start=2 * rate, frames=rate)[0]
            wrong = np.flatnonzero(np.abs(part - whole[2 * rate : 3 * rate]) > 0.1 * np.abs(whole).max())
            late[rate] = (wrong.max(initial=-1) + 1) / rate
            print(f"    read by start=: off by a tenth of the peak or more up to {1000 * late[rate]:.0f} ms")
            if ratio(sound, whole) < 25:
                sys.exit("The whole is not right, either.")
print(f"The same blocks of a file that says it can't seek: {min(still):.0f} dB at least.")
tones = max(ratio for (name, _), ratio in found.items() if name == "tone")
sys.exit(not (tones < 1 and found["words", 24_000] < 12 and min(late.values()) > 0.03 and min(still) > 100))
PY
