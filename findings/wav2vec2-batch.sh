#!/usr/bin/env bash
# Wav2Vec2FeatureExtractor without an attention mask normalises a clip together with its padding, so a batch changes it.
# Guess beforehand: each clip of a batch has variance 1 over its own samples, as it has alone, and is padded with 0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check transformers==5.24.0 numpy==2.4.6
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys

import numpy as np
import transformers

rng = np.random.default_rng(0)
long, short = (0.1 * rng.standard_normal(samples).astype(np.float32) for samples in (16_000, 6_400))
moved = {}
for mask in (False, True):  # False is what wav2vec2-base has, and several others of its family
    extractor = transformers.Wav2Vec2FeatureExtractor(return_attention_mask=mask)
    alone = extractor(short, sampling_rate=16_000, return_tensors="np")["input_values"][0]
    batch = extractor([long, short], sampling_rate=16_000, padding=True, return_tensors="np")["input_values"]
    own = batch[1, :6_400]
    moved[mask] = float(np.abs(own - alone).max())
    print(f"transformers {transformers.__version__}, return_attention_mask={mask}: 0.4 s has deviation {alone.std():.3f} "
          f"alone and {own.std():.3f} beside 1 s; its samples move by {moved[mask]:.2g}.")
sys.exit(not moved[True] < 1e-5 < 1 < moved[False])
PY
