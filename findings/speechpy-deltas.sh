#!/usr/bin/env bash
# speechpy's temporal derivatives never see time: each frame's are a tenth of its own next coefficient and a fifth of the one
# after, so a vowel that stands still has some, what happens in time has none, and order of frames is no matter.
# Guess beforehand: deltas are slopes over the frames around, 0 where nothing changes, negated where time runs backwards.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check speechpy==2.4 numpy==1.26.4 scipy==1.13.1
"$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
from speechpy.feature import extract_derivative_feature, mfcc

RATE = 16_000
time = np.arange(RATE) / RATE
vowel = sum(np.sin(2 * np.pi * 125 * harmonic * time) / harmonic for harmonic in range(1, 64))
noise = np.random.default_rng(0).standard_normal(RATE)
steady = mfcc(vowel, RATE, frame_stride=0.008)  # hops of one period, so that all frames are the same
changing = mfcc(noise, RATE)

deltas = extract_derivative_feature(steady)[..., 1]
moved = np.ptp(steady, axis=0).max()
print(f"speechpy {version('speechpy')}: MFCC of a vowel that stands still differ by {moved:.1g} from frame to frame;")
print(f"their deltas are {', '.join(f'{value:.2f}' for value in deltas[50])}.")
forwards, backwards = (extract_derivative_feature(frames)[..., 1:] for frames in (changing, changing[::-1]))
print(f"of noise, with time running backwards, deltas and second deltas differ by {np.ptp(forwards - backwards[::-1]):.1g}.")
padded = np.pad(changing, ((0, 0), (0, 2)), "edge")
of_coefficients = (padded[:, 1:-1] + 2 * padded[:, 2:]) / 10
far = np.abs(forwards[..., 0] - of_coefficients).max()
print(f"(next coefficient + 2 x the one after) / 10 of the same frame is what they are, to {far:.1g}.")
sys.exit(not (moved < 1e-6 < 0.5 < np.abs(deltas).max() and np.array_equal(forwards, backwards[::-1]) and far < 1e-12))
PY
