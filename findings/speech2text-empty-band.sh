#!/usr/bin/env bash
# Speech2TextFeatureExtractor with 128 bands: the empty fourth filter has no deviation, and dividing by it gives infinity.
# Guess beforehand: an empty band is constant, and comes out as 0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    transformers==5.24.0 torch==2.11.0 torchaudio==2.11.0 numpy==2.4.6
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys

import numpy as np
import transformers

wave = 0.1 * np.random.default_rng(0).standard_normal(16_000).astype(np.float32)
counts = {}
for bands in (80, 128):
    extractor = transformers.Speech2TextFeatureExtractor(feature_size=bands, num_mel_bins=bands)
    features = extractor(wave, sampling_rate=16_000, return_tensors="np")["input_features"][0]
    counts[bands] = np.flatnonzero(~np.isfinite(features).all(axis=0))
print(f"transformers {transformers.__version__}: Speech2TextFeatureExtractor of noise, 98 frames.")
print(f"bands with values that are no number: {counts[80].tolist()} of 80, {counts[128].tolist()} of 128.")
sys.exit(not (counts[80].size == 0 < counts[128].size))
PY
