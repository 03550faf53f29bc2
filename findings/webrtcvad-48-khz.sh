#!/usr/bin/env bash
# webrtcvad at 48 kHz, a browser's rate, looks at the first 10 ms of each frame alone, twice or three times over: speech in the
# last 20 of 30 ms is silence to it, and what is there changes no answer. At other rates each frame is heard whole.
# Guess beforehand: a frame's answer hangs on all of its samples, so the rate changes no more than what lies above 4 kHz.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check webrtcvad-wheels==2.0.14.post1 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
import webrtcvad

FRAMES = 300  # the second third of them with a vowel in it


def answers(frames, rate, mode=2):
    """Whether each frame is speech, to a detector that has heard nothing before."""
    vad = webrtcvad.Vad(mode)
    return [vad.is_speech((32_767 * frame).astype(np.int16).tobytes(), rate) for frame in frames]


print(f"webrtcvad-wheels {version('webrtcvad-wheels')}: how many frames with a vowel are speech where it is in the whole frame,")
print("in its first 10 ms only, and in all but these; and whether its first 10 ms alone decide, in every mode")
whole, deaf = [], {}
for rate in (8_000, 16_000, 32_000, 48_000):
    for length in (20, 30):  # ms
        shape, head = (FRAMES, rate * length // 1000), rate // 100
        rng = np.random.default_rng(0)
        hiss = 1e-3 * rng.standard_normal(shape)
        seconds = np.arange(hiss.size) / rate
        vowel = sum(0.1 * np.sin(2 * np.pi * 140 * part * seconds) / part for part in range(1, 25)).reshape(shape)
        vowel[: FRAMES // 3] = vowel[2 * FRAMES // 3 :] = 0
        first, rest = vowel.copy(), vowel.copy()
        first[:, head:] = rest[:, :head] = 0
        heard = [100 * np.mean(answers(hiss + sound, rate)[FRAMES // 3 : 2 * FRAMES // 3]) for sound in (vowel, first, rest)]
        other = hiss + vowel
        other[:, head:] = 0.1 * rng.standard_normal((FRAMES, shape[1] - head))
        alike = all(answers(hiss + vowel, rate, mode) == answers(other, rate, mode) for mode in range(4))
        print(f"{rate / 1000:g} kHz, {length} ms: {heard[0]:.0f}, {heard[1]:.0f} and {heard[2]:.0f} %; {'they do' if alike else 'no'}")
        whole.append(min(heard[:2]) >= 95)
        deaf[rate, length] = alike and heard[2] < 5
sys.exit(not (all(whole) and deaf == {key: key[0] == 48_000 for key in deaf}))
PY
