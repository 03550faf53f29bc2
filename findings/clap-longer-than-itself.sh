#!/usr/bin/env bash
# ClapFeatureExtractor marks a clip of a batch at random as longer than 10 s, where none is: alone always, else by chance.
# Guess beforehand: is_longer tells of each clip whether it was longer than 10 s, so of short ones it is False.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check transformers==5.24.0 torch==2.11.0 numpy==2.4.6
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys

import numpy as np
import transformers

extractor = transformers.ClapFeatureExtractor()
second = 0.1 * np.random.default_rng(0).standard_normal(48_000).astype(np.float32)


def longer(clips):
    made = extractor(clips, sampling_rate=48_000, return_tensors="np")
    return [bool(one) for one in np.ravel(made["is_longer"])]


alone = longer([second])
np.random.seed(0)
batches = [longer([second] * 4) for _ in range(20)]
places = sorted({batch.index(True) for batch in batches})
print(f"transformers {transformers.__version__}: ClapFeatureExtractor, truncation {extractor.truncation!r}, clips of 1 s.")
print(f"is_longer alone is {alone}; of four equal clips one is True, in twenty calls the one at place {places}.")
sys.exit(not (alone == [True] and all(sum(batch) == 1 for batch in batches) and len(places) > 1))
PY
