#!/usr/bin/env bash
# torchaudio's Vad, which is to trim the silence before a word, leaves not one sample of a clip whose word begins after 0.1 s,
# since the first 0.35 s are noise to it, nor of one that is quiet: its threshold is a level, so at -26 dBFS all words are gone.
# Guess beforehand: it trims what comes before the word, as measured against the clip's own noise, so the same at any level;
# where there is nothing to trim, the clip stays as it is.
# Instead: half a second of the room before each word and a fixed peak, or librosa.effects.trim; and look for empty clips.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    torch==2.11.0 torchaudio==2.11.0 espeakng-loader==0.2.4 soxr==1.1.0 numpy==2.4.6
"$folder/venv/bin/python" -W ignore - <<'PY'
import ctypes
import sys

import espeakng_loader
import numpy as np
import soxr
import torch
import torchaudio

RATE = 16_000
WORDS = b"seven", b"marvin", b"stop", b"yes", b"no"
espeak, said = ctypes.CDLL(espeakng_loader.get_library_path()), []
rate = espeak.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0)  # gives samples, plays nothing
take = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
callback = take(lambda samples, count, _: said.extend(samples[:count]) or 0)
espeak.espeak_SetSynthCallback(callback)


def spoken(word):
    """The word at 16 kHz with a peak of 1, without what is silent before and behind it."""
    said.clear()
    espeak.espeak_Synth(word, len(word) + 1, 0, 1, 0, 1, None, None)
    wave = soxr.resample(np.array(said) / 32_768, rate, RATE)
    wave /= np.abs(wave).max()
    loud = np.flatnonzero(np.abs(wave) > 0.01)
    return wave[loud[0] : loud[-1]]


def clip(word, begin):
    """Two seconds with the word at `begin` seconds, its peak at -6 dBFS, in noise 60 dB below."""
    wave = 0.0005 * np.random.default_rng(0).standard_normal(2 * RATE)
    start = round(begin * RATE)
    wave[start : start + len(word)] += 0.5 * word
    return torch.from_numpy(wave).float()[None]


vad = torchaudio.transforms.Vad(RATE)
waves = [spoken(word) for word in WORDS]
left = {}
print(f"torchaudio {torchaudio.__version__}: seconds that Vad leaves of 2 s with a word ({b', '.join(WORDS).decode()})")
for begin in (0.1, 0.5):
    for gain, level in ((1, -6), (0.1, -26)):
        left[begin, level] = [vad(gain * clip(word, begin)).shape[1] / RATE for word in waves]
        told = ", ".join(f"{seconds:.2f}" for seconds in left[begin, level])
        print(f"from {begin} s on, with a peak of {level} dBFS: {told}")
early, late, quiet = left[0.1, -6] + left[0.1, -26], left[0.5, -6], left[0.5, -26]
sys.exit(not (set(early) == {0} and all(1.4 < seconds < 1.7 for seconds in late) and quiet.count(0) > len(WORDS) // 2))
PY
