#!/usr/bin/env bash
# openSMILE's spectral slopes, six of the 88 numbers by which eGeMAPS tells voices and moods, hang on the level: each 10 dB less
# adds 4 dB to the rise up to 500 Hz and 5.5 dB to that up to 1,500, so a quiet vowel rises where it falls, and a hiss is not flat.
# Guess beforehand: a line through a spectrum in dB slopes alike at any level, which alpha ratio and Hammarberg index do.
# Its least squares count one bin fewer than they add up, so the mean in dB goes into the slope.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check opensmile==2.6.0 numpy==2.4.6 pandas==3.1.1 scipy==1.17.1
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys

import numpy as np
import opensmile
from scipy.signal import stft

RATE = 16_000
BANDS = {"slope0-500": (0, 500), "slope500-1500": (500, 1_500)}  # Hz
OTHERS = ["alphaRatio", "hammarbergIndex"]
LEVELS = (0, -10, -20, -30)  # dB
rng = np.random.default_rng(0)
seconds = np.arange(2 * RATE) / RATE
hiss = 0.1 * rng.standard_normal(2 * RATE)
vowel = sum(0.1 * np.sin(2 * np.pi * 120 * part * seconds) / part for part in range(1, 60)) + 0.01 * hiss
smile = opensmile.Smile(opensmile.FeatureSet.eGeMAPSv02, opensmile.FeatureLevel.LowLevelDescriptors)


def fitted(sound, low, high):
    """Mean slope in dB per Hz of lines that numpy lays through the same frames of 20 ms."""
    hertz, _, spectra = stft(sound, RATE, "hamming", 320, 160, 512)
    band = (hertz >= low) & (hertz <= high)
    return np.polyfit(hertz[band], 20 * np.log10(np.abs(spectra[band, 20:-20])), 1)[0].mean()


print(f"opensmile {opensmile.__version__}, eGeMAPSv02: slopes in dB per kHz (in brackets by numpy), other measures in dB")
steps, still = {name: [] for name in BANDS}, []
for sound, samples in (("hiss", hiss), ("vowel", vowel)):
    told, right = {name: [] for name in [*BANDS, *OTHERS]}, {name: [] for name in BANDS}
    for level in LEVELS:
        quieter = samples * 10 ** (level / 20)
        means = smile.process_signal(quieter.astype(np.float32), RATE).iloc[20:-20].mean()
        for name, values in told.items():
            values.append(means[f"{name}_sma3"])
        for name, band in BANDS.items():
            right[name].append(fitted(quieter, *band))
        slopes = ", ".join(f"{name} {1000 * told[name][-1]:.1f} ({1000 * right[name][-1]:.1f})" for name in BANDS)
        print(f"{sound} at {level} dB: {slopes}; " + ", ".join(f"{name} {told[name][-1]:.1f}" for name in OTHERS))
    still += [np.ptp(told[name]) for name in OTHERS] + [1000 * np.ptp(values) for values in right.values()]
    for name in BANDS:
        steps[name].extend(1000 * np.diff(told[name]))
for name, values in steps.items():
    print(f"{name}: {min(values):.1f} to {max(values):.1f} dB per kHz more for each 10 dB down")
moves = np.allclose(steps["slope0-500"], 8, atol=1) and np.allclose(steps["slope500-1500"], 5.5, atol=0.3)
sys.exit(not (moves and max(still) < 0.1))
PY
