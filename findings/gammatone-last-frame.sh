#!/usr/bin/env bash
# gammatone's fft_gtgram leaves the last frame 0 where hops fill the clip exactly, and only there.
# Guess beforehand: every frame that is given out was computed; a clip one sample longer has the same first frames.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check gammatone==1.0.3 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
from gammatone.fftweight import fft_gtgram

wave = np.random.default_rng(0).standard_normal(1024 + 160 * 50 + 1)
fits, longer = (fft_gtgram(clip, 16_000, 0.025, 0.010, 64, 50) for clip in (wave[:-1], wave))
print(f"gammatone {version('gammatone')}: fft_gtgram, FFT of 1024, hop 160, of {len(wave) - 1} and {len(wave)} samples.")
print(f"both give {fits.shape[1]} and {longer.shape[1]} frames; the largest value of the last is "
      f"{fits[:, -1].max():.4f} and {longer[:, -1].max():.4f}.")
sys.exit(not (fits.shape == longer.shape and fits[:, -1].max() == 0 < longer[:, -1].max()))
PY
