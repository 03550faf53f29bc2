#!/usr/bin/env bash
# soxr dithers 16-bit samples: digital silence becomes -1, 0 and 1, and from 16 to 16 kHz samples change, too.
# Guess beforehand: silence stays silence, and at the same rate nothing happens, as with floats.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check soxr==1.1.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import sys

import numpy as np
import soxr

silence = np.zeros(48_000, np.int16)
word = (3000 * np.sin(np.arange(16_000) / 10) * np.hanning(16_000)).astype(np.int16)
made = {kind.__name__: soxr.resample(silence.astype(kind), 48_000, 16_000) for kind in (np.int16, np.int32, np.float32)}
same = {kind.__name__: soxr.resample(word.astype(kind), 16_000, 16_000) for kind in (np.int16, np.int32, np.float32)}
for kind, samples in made.items():
    moved = np.mean(same[kind] != word)
    print(f"soxr {soxr.__version__}, {kind}: a second of zeros from 48 to 16 kHz holds {np.count_nonzero(samples)} others; "
          f"from 16 to 16 kHz {100 * moved:.0f} % of a sound's samples change.")
sys.exit(not (np.any(made["int16"]) and np.mean(same["int16"] != word) > 0.1 and not np.any(made["float32"])))
PY
