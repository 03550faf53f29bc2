#!/usr/bin/env bash
# audioflux gives every power twice as high in a process that imported torch before it.
# Guess beforehand: what a library gives of a clip does not hang on which other library was imported first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check audioflux==0.1.9 torch==2.11.0 numpy==2.4.6
cat > "$folder/powers.py" <<'PY'
import sys

if sys.argv[1:]:
    import torch  # noqa: F401
import audioflux
import numpy as np

wave = 0.1 * np.random.default_rng(0).standard_normal(16_000).astype(np.float32)
bands, _ = audioflux.mel_spectrogram(wave, num=40, radix2_exp=9, samplate=16_000, slide_length=160)
print(float(bands.sum()))
PY
alone=$("$folder/venv/bin/python" -W ignore "$folder/powers.py")
after=$("$folder/venv/bin/python" -W ignore "$folder/powers.py" torch)
echo "audioflux 0.1.9, torch 2.11.0: mel_spectrogram of one second of noise, the sum over bands and frames."
echo "It is $alone, and $after where torch was imported first."
"$folder/venv/bin/python" -c "import sys; sys.exit(not 1.99 < $after / $alone < 2.01)"
