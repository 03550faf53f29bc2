#!/usr/bin/env bash
# Praat's pre-emphasis brings every sound's peak to 0.99, of which its manual has no word, so that a hiss is as loud as a shout
# and a clip's samples hang on its loudest one; de-emphasis, "the reverse", does the same and so gives back another level.
# Guess beforehand: the formula in its manual, y[i] = x[i] - a x[i - 1], and nothing else: half the input gives half the output.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check praat-parselmouth==0.4.7 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import sys

import numpy as np
import parselmouth
from parselmouth.praat import call

RATE, FROM = 16_000, 50.0  # Hz
factor = np.exp(-2 * np.pi * FROM / RATE)
noise = np.random.default_rng(0).standard_normal(RATE)
noise /= np.abs(noise).max()

print(f"Praat {parselmouth.PRAAT_VERSION} in parselmouth {parselmouth.VERSION}: peaks of a second of noise")
exact = []
for peak in (0.5, 0.05, 0.0005):
    sound = parselmouth.Sound(peak * noise, RATE)
    made = call(sound, "Filter (pre-emphasis)...", FROM)
    back = call(made, "Filter (de-emphasis)...", FROM)
    formula = peak * np.append(noise[0], noise[1:] - factor * noise[:-1])
    scale = 0.99 / np.abs(formula).max()
    exact += [np.allclose(made.values[0], scale * formula), np.allclose(back.values[0], 0.99 * noise)]
    peaks = (np.abs(values).max() for values in (formula, made.values, back.values))
    print("{:g}: {:.2g} by the formula, {:.2f} by Praat, {:.2f} after de-emphasis".format(peak, *peaks))
    kept = call(sound, "Filter (stop Hann band)...", 0.0, FROM, 20.0).values
    if not np.abs(kept).max() < 1.1 * peak:
        sys.exit("Praat's other filters scale, too.")
print("(its filters of bands leave the level as it is)")
sys.exit(not all(exact))
PY
