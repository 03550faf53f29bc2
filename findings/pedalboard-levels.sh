#!/usr/bin/env bash
# A unit impulse in pedalboard's Convolution takes 18 dB off a sound; its Limiter at 0 dB adds 2 dB to one below it.
# Guess beforehand: both leave the sound as it is, so that rooms or a limiter do not move the levels of a data set.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pedalboard==0.9.26 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import sys

import numpy as np
import pedalboard

wave = (0.5 * np.sin(np.arange(32_000) / 10) * np.hanning(32_000)).astype(np.float32)
impulse = np.eye(1, 800, dtype=np.float32)[0]
gains = {}
for effect in (
    pedalboard.Gain(0),
    pedalboard.Convolution(impulse, sample_rate=16_000),
    pedalboard.Convolution(impulse / 100, sample_rate=16_000),
    pedalboard.Limiter(threshold_db=0),
    pedalboard.Compressor(threshold_db=0, ratio=10),
):
    gains[len(gains)] = 20 * np.log10(effect(wave, 16_000).std() / wave.std())
    print(f"{type(effect).__name__}: {gains[len(gains) - 1]:+.2f} dB")
print(f"pedalboard {pedalboard.__version__}: a sound with a peak of -6 dB through a gain of 0 dB, two impulse responses")
print("that are 1 or 0.01 at their first sample, and a limiter and a compressor with a threshold of 0 dB.")
sys.exit(not (abs(gains[0]) < 0.01 and gains[1] < -18 and abs(gains[1] - gains[2]) < 0.1 and gains[3] > 1))
PY
