#!/usr/bin/env bash
# lhotse's Fbank gives a clip another last frame in a batch with a longer one: zeros stand where the clip is mirrored alone.
# Guess beforehand: the lengths are known, and what is cut to them is what each clip gives alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    lhotse==1.33.0 urllib3==2.8.0 torch==2.11.0 torchaudio==2.11.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
from lhotse import Fbank, FbankConfig

rng = np.random.default_rng(0)
long, short = (0.1 * rng.standard_normal(samples).astype(np.float32) for samples in (16_000, 6_400))
fbank = Fbank(FbankConfig(dither=0.0))
alone = np.asarray(fbank.extract(short, 16_000))
together = np.asarray(fbank.extract_batch([long, short], sampling_rate=16_000)[1])
moved = np.abs(alone - together).max(axis=1)
print(f"lhotse {version('lhotse')}: Fbank of 0.4 s, alone and in a batch with a clip of 1 s; both {together.shape}.")
print(f"the largest difference is {moved[:-1].max():.2g} in all frames but the last, and {moved[-1]:.2g} in the last.")
sys.exit(not (alone.shape == together.shape and moved[:-1].max() < 1e-3 < 0.1 < moved[-1]))
PY
