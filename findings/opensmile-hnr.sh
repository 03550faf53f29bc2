#!/usr/bin/env bash
# openSMILE's harmonics-to-noise ratio in eGeMAPS tells how high a voice is rather than how noisy: 7 dB at 100 Hz and 13 at 200,
# whether noise lies 20 dB below a steady vowel or 60. So 200 Hz in noise at 10 dB is clearer to it than 100 Hz in none.
# Guess beforehand: of a vowel with noise 20 dB below it 20 dB, at any pitch, as Praat tells by its cross-correlation.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    opensmile==2.6.0 praat-parselmouth==0.4.7 numpy==2.4.6 pandas==3.1.1
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys

import numpy as np
import opensmile
import parselmouth

RATE = 16_000
PITCHES = (80, 100, 150, 200, 300)  # Hz
RATIOS = (60, 40, 20, 10)  # dB
seconds = np.arange(2 * RATE) / RATE
noise = np.random.default_rng(0).standard_normal(2 * RATE)
smile = opensmile.Smile(opensmile.FeatureSet.eGeMAPSv02, opensmile.FeatureLevel.LowLevelDescriptors)
told, right = {}, {}
print(f"opensmile {opensmile.__version__} (and parselmouth {parselmouth.__version__}): ratio in dB that each hears")
for pitch in PITCHES:
    parts = range(1, 7_000 // pitch)
    vowel = sum(0.05 * np.sin(2 * np.pi * pitch * part * seconds + part**2) / part for part in parts)
    for ratio in RATIOS:
        sound = vowel + vowel.std() * 10 ** (-ratio / 20) * noise
        heard = smile.process_signal(sound.astype(np.float32), RATE)["HNRdBACF_sma3nz"]
        told[pitch, ratio] = float(heard.iloc[20:-20].mean())
        praat = parselmouth.Sound(sound, RATE).to_harmonicity_cc().values
        right[pitch, ratio] = float(praat[praat > -200].mean())  # -200 where there is no pitch
    each = [f"{told[pitch, ratio]:.1f} ({right[pitch, ratio]:.1f}) of {ratio}" for ratio in RATIOS]
    print(f"{pitch} Hz: {', '.join(each)}")
clear = [told[pitch, 60] for pitch in PITCHES]
alike = max(told[pitch, 60] - told[pitch, 20] for pitch in PITCHES)
print(f"openSMILE: from {min(clear):.1f} to {max(clear):.1f} by the pitch; {alike:.1f} at most by 40 dB of noise")
praats = [abs(right[pitch, ratio] - ratio) for pitch in PITCHES for ratio in RATIOS[1:]]
by_pitch = np.allclose(clear, (5, 7.1, 10.5, 13.4, 15.2), atol=0.5) and alike < 1.5
sys.exit(not (by_pitch and told[100, 60] < told[200, 10] and max(praats) < 1))
PY
