#!/usr/bin/env bash
# spafe's PLP cepstra are the same twelve numbers for every sound: -1, -1/2, -2/3, -3/4 ...; only the first one moves.
# Guess beforehand: cepstra of perceptual linear prediction tell a tone from noise, as its LPC cepstra and its MFCC do.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check spafe==0.3.3 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
from spafe.features.lpc import lpcc
from spafe.features.mfcc import mfcc
from spafe.features.rplp import plp, rplp

seconds = np.arange(16_000) / 16_000
sounds = {
    "tone": 0.1 * np.sin(2 * np.pi * 440 * seconds),
    "sweep": 0.1 * np.sin(2 * np.pi * (300 + 2_000 * seconds) * seconds),
    "noise": 0.1 * np.random.default_rng(0).standard_normal(16_000),
}
print(f"spafe {version('spafe')}: cepstra 2 to 13 of three sounds of one second, over all their frames.")
spread, means = {}, {}
for features in (mfcc, lpcc, plp, rplp):
    made = {name: features(sound, fs=16_000)[:, 1:] for name, sound in sounds.items()}
    spread[features.__name__] = np.concatenate(list(made.values())).std(axis=0).max()
    means[features.__name__] = [made[name].mean(axis=0)[:4] for name in sounds]
    told = "; ".join(f"{name} {mean.round(2).tolist()}" for name, mean in zip(sounds, means[features.__name__]))
    print(f"{features.__name__}: {told} ...; the largest deviation is {spread[features.__name__]:.4f}")
alike = np.allclose(means["plp"] + means["rplp"], [-1, -1 / 2, -2 / 3, -3 / 4], atol=0.05)
sys.exit(not (alike and max(spread["plp"], spread["rplp"]) < 0.05 < 0.5 < min(spread["mfcc"], spread["lpcc"])))
PY
