#!/usr/bin/env bash
# audiomentations' ApplyImpulseResponse brings every clip to a peak of 0.5, a hiss like a shout, which neither its page nor its
# docstring tells: gains that are drawn before it do nothing, and half of a batch has one level where the other has its own.
# Guess beforehand: it is the convolution, so 1 as a room's response changes nothing, and a quieter clip comes out quieter.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    audiomentations==0.43.1 librosa==0.11.0 soundfile==0.14.0 numpy==2.4.6 scipy==1.17.1
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys

import audiomentations
import numpy as np
import soundfile
from audiomentations import ApplyImpulseResponse, Compose, Gain
from scipy.signal import convolve

RATE = 16_000
rng = np.random.default_rng(0)
spoken = np.hanning(RATE) * rng.standard_normal(RATE)
spoken = (0.9 * spoken / np.abs(spoken).max()).astype(np.float32)
room = 0.2 * np.exp(-np.arange(RATE // 4) / 800) * rng.standard_normal(RATE // 4)
responses = {"1": np.eye(1, 800)[0], "a room": room / 4, "a louder room": room}

print(f"audiomentations {audiomentations.__version__}: peaks of a clip, by ApplyImpulseResponse, by convolution")
peaks, exact, levels = [], [], {}
for name, response in responses.items():
    soundfile.write("response.wav", response, RATE, subtype="FLOAT")
    apply = ApplyImpulseResponse("response.wav", p=1.0)
    for level in (1, 0.1, 0.001):
        made, right = apply(level * spoken, RATE), convolve(level * spoken, response)
        peaks.append(np.abs(made).max())
        exact.append(np.allclose(made, 0.5 / np.abs(right).max() * right[:RATE], atol=1e-4))
        print(f"{name}: {0.9 * level:g}, {peaks[-1]:.3f}, {np.abs(right).max():.2g}")
    for gain in (0, -40):
        drawn = Compose([Gain(gain, gain, p=1.0), apply])(spoken, RATE)
        levels[name, gain] = 20 * np.log10(drawn.std())
    told = " and ".join(f"{levels[name, gain]:.1f} dBFS behind a gain of {gain} dB" for gain in (0, -40))
    print(f"{name}: {told}")
same = max(abs(levels[name, 0] - levels[name, -40]) for name in responses)
sys.exit(not (np.allclose(peaks, 0.5, atol=1e-3) and all(exact) and same < 0.01))
PY
