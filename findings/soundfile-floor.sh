#!/usr/bin/env bash
# soundfile writes the same floats as other 16-bit samples into wav than into flac: into wav each is rounded down.
# Guess beforehand: both are rounded to the nearest sample, so that converting wav to flac or back changes nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check soundfile==0.14.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import io
import sys

import numpy as np
import soundfile

hiss = 0.4 * np.random.default_rng(0).uniform(-1, 1, 16_000) / 32_768  # never half a step of 16 bits from 0
means = {}
for form, subtype in (("WAV", "PCM_16"), ("AIFF", "PCM_16"), ("FLAC", "PCM_16"), ("WAV", "PCM_U8")):
    file = io.BytesIO()
    soundfile.write(file, hiss, 16_000, format=form, subtype=subtype)
    file.seek(0)
    read = soundfile.read(file)[0] * (128 if subtype == "PCM_U8" else 32_768)
    means[form, subtype] = read.mean()
    print(f"{form} of {subtype}: samples from {read.min():.0f} to {read.max():.0f}, {read.mean():.3f} in the mean")
print(f"soundfile {soundfile.__version__}, libsndfile {soundfile.__libsndfile_version__}: floats within 0.4 of a step.")
sys.exit(not (means["FLAC", "PCM_16"] == 0 and max(mean for way, mean in means.items() if way[0] != "FLAC") < -0.4))
PY
