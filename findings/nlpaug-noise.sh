#!/usr/bin/env bash
# nlpaug's coloured noise either can't be heard or is far above full scale: of a second pink has -84 dBFS, blue +31. White has
# -42, and 3 dB less for each doubling of the clip. Each is mirrored in its middle, so its second half is the first, backwards.
# Guess beforehand: colours differ in their slope, not in their level, which is the same for a clip of 1 and of 10 s.
# So color="random" leaves four clips of nine as they were, destroys four, and adds faint noise to one. On 16-bit samples
# white is rounded off. Instead: hand over noise that has the level you want (`noises`), or take a library that asks for an SNR.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nlpaug==1.1.11 numpy==2.4.6 pandas==3.1.1
"$folder/venv/bin/python" -W ignore - <<'PY'
import random
import sys

import nlpaug
import numpy as np
from nlpaug.augmenter.audio import NoiseAug
from nlpaug.model.audio import Noise

RATE = 16_000
SAME = {"red": "brown", "brownian": "brown", "azure": "blue", "purple": "violet"}
np.random.seed(0)
random.seed(0)


def noise(color, seconds):
    """What is added to silence."""
    return NoiseAug(zone=(0, 1), color=color).augment(np.zeros(seconds * RATE, np.float32))[0]


print(f"nlpaug {nlpaug.__version__}: noise of 1 and of 10 s at 16 kHz, in dB of full scale; the peak of that of 1 s")
levels, mirrored = {}, []
for color in ("white", "pink", "brown", "blue", "violet"):
    made = {seconds: noise(color, seconds) for seconds in (1, 10)}
    for seconds, samples in made.items():
        levels[color, seconds] = float(20 * np.log10(np.sqrt(np.mean(samples.astype(float) ** 2))))
        mirrored.append(np.array_equal(samples[1:], samples[:0:-1]))
    print(f"{color}: {levels[color, 1]:.0f} and {levels[color, 10]:.0f} dB; {np.abs(made[1]).max():.2g}")
print("Each is the same backwards." if all(mirrored) else "Not all are the same backwards.")
names = [SAME.get(name, name) for name in Noise.COLOR_NOISES]
loud, faint = (sum(check(levels[name, 1]) for name in names) for check in (lambda dB: dB > 0, lambda dB: dB < -70))
print(f"Of the {len(names)} that color='random' picks from {loud} are above full scale, {faint} below -70 dB.")
coded = np.random.randint(-9_000, 9_000, RATE).astype(np.int16)
change = np.abs(NoiseAug(zone=(0, 1)).augment(coded)[0].astype(int) - coded).max()
print(f"White noise changes 16-bit samples by {change} at most.")
falls = abs(levels["white", 1] - levels["white", 10] - 10) < 0.5
right = abs(levels["white", 1] + 42) < 1 and abs(levels["pink", 1] + 84) < 4 and abs(levels["blue", 1] - 31) < 1
sys.exit(not (falls and right and all(mirrored) and loud == faint == 4 and change <= 1))
PY
