#!/usr/bin/env bash
# librosa's PCEN starts its smoother at an energy of 1 whatever the clip, which samples in [-1, 1] take seconds to forget.
# Guess beforehand: it starts at the first frame, so that a steady sound has a steady PCEN from the start.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check librosa==0.11.0 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys

import librosa
import numpy as np

steady = np.full((1, 64), 1e-3)  # two seconds of an energy that never changes, as samples in [-1, 1] give
made = librosa.pcen(steady, sr=16_000, hop_length=512)[0]
scaled = librosa.pcen(steady * 2.0**31, sr=16_000, hop_length=512)[0]
print(f"librosa {librosa.__version__}: pcen of a constant energy of 1e-3, hop 512 at 16 kHz.")
print(f"frames 1, 32 and 64: {made[0]:.4f}, {made[31]:.4f}, {made[63]:.4f}; "
      f"times 2 ** 31: {scaled[0]:.4f}, {scaled[31]:.4f}, {scaled[63]:.4f}.")
sys.exit(not (made[63] > 10 * made[0] and scaled[0] > 2 * scaled[63]))
PY
