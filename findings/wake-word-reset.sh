#!/usr/bin/env bash
# openWakeWord's Model.reset() forgets its scores but not the sound: the next clip is heard after the one before.
# Guess beforehand: after reset() a clip gives what it gives to a model that has heard nothing yet.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" install --quiet --disable-pip-version-check)
"${pip[@]}" onnxruntime==1.27.0 numpy==2.4.6 scipy==1.17.1 tqdm requests scikit-learn
"${pip[@]}" --no-deps openwakeword==0.4.0
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys
from importlib.metadata import files, version

import numpy as np
from openwakeword.model import Model

marvin = next(str(f.locate()) for f in files("openwakeword") if f.name == "hey_marvin_v0.1.onnx")
rng = np.random.default_rng(0)
before = (6000 * rng.standard_normal(32_000)).clip(-32_000, 32_000).astype(np.int16)
clip = (300 * rng.standard_normal(1_280)).astype(np.int16)


def heard(model):
    """The 16 embeddings that a word's network is given for the clip's first 80 ms."""
    model.predict(clip)
    return model.preprocessor.get_features(16)[0]


fresh = heard(Model(wakeword_model_paths=[marvin]))
used = Model(wakeword_model_paths=[marvin])
for start in range(0, len(before), 1_280):
    used.predict(before[start : start + 1_280])
used.reset()
apart = np.abs(heard(used) - fresh).max(axis=1)
print(f"openwakeword {version('openwakeword')}: 16 embeddings (up to {np.abs(fresh).max():.0f}) of a clip, by a fresh "
      "model and by one that was reset after 2 s of other sound.")
print(f"{np.sum(apart > 1)} of 16 differ by more than 1, the largest by {apart.max():.1f}.")
sys.exit(not np.sum(apart > 1) >= 15)
PY
