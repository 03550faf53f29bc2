#!/usr/bin/env bash
# pyAudioAnalysis computes its MFCC from what lies below 3.4 kHz alone, so no s or f of a word is in them: its filters are
# meant for 133 Hz to 6.9 kHz, and each lies an octave too low. Its spectral centroid, of the same spectrum, is right.
# Guess beforehand: at 16 kHz they hear up to 6.9 kHz, as Slaney's filters do whose frequencies it uses.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    pyAudioAnalysis==0.3.14 matplotlib==3.11.2 tqdm==4.70.1 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
from pyAudioAnalysis.ShortTermFeatures import feature_extraction, mfcc_filter_banks

RATE, WINDOW = 16_000, 800
seconds = np.arange(RATE) / RATE
vowel = sum(np.sin(2 * np.pi * 150 * part * seconds) / part for part in range(1, 20))


def features(sound):
    """Every feature of the library's by its name, over all windows, in 16-bit samples."""
    values, names = feature_extraction(3_000 * sound, RATE, WINDOW, WINDOW, deltas=False)
    return dict(zip(names, values))


bank, edges = mfcc_filter_banks(RATE, WINDOW // 2)
print(f"pyAudioAnalysis {version('pyAudioAnalysis')}: a vowel, and how far another tone in it moves its MFCC 2 to 13")
print(f"the last filter is meant to end at {edges[-1]:.0f} Hz; at {np.flatnonzero(bank[-1]).max() * RATE / WINDOW:.0f} Hz it does")
before, moved, centroids = features(vowel), {}, {}
for tone in (500, 1_500, 3_300, 3_600, 5_000, 6_500):
    after = features(vowel + np.sin(2 * np.pi * tone * seconds))
    moved[tone] = max(np.abs(after[f"mfcc_{place}"] - before[f"mfcc_{place}"]).max() for place in range(2, 14))
    centroids[tone] = features(np.sin(2 * np.pi * tone * seconds))["spectral_centroid"].mean() * RATE / 2
    print(f"{tone} Hz: {moved[tone]:.4f}; the centroid of the tone alone is {centroids[tone]:.0f} Hz")
print("(MFCC are of a sound whose peak is brought to 1, by which the first one alone moves.)")
right = all(abs(centroid - tone) < 60 for tone, centroid in centroids.items())
low = all(moved[tone] > 0.1 for tone in (500, 1_500, 3_300))
sys.exit(not (right and low and all(moved[tone] < 1e-3 for tone in (3_600, 5_000, 6_500))))
PY
