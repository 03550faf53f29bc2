#!/usr/bin/env bash
# pedalboard reads an mp3 1,105 samples later than soundfile, 69 ms at 16 kHz, though a tag in it holds the delay.
# Guess beforehand: both skip the encoder's delay and padding, so times in labels mean the same in either.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pedalboard==0.9.26 soundfile==0.14.0 numpy==2.4.6
"$folder/venv/bin/python" - "$folder/click.mp3" <<'PY'
import sys

import numpy as np
import pedalboard
import soundfile
from pedalboard.io import AudioFile

clip = np.zeros(16_000, np.float32)
clip[8_000:8_160] = 0.5 * np.hanning(160) * np.sin(np.arange(160))
soundfile.write(sys.argv[1], clip, 16_000)
with AudioFile(sys.argv[1]) as file:
    reads = {"pedalboard": file.read(file.frames)[0], "soundfile": soundfile.read(sys.argv[1], dtype="float32")[0]}
late = {name: int(np.correlate(read, clip[8_000:8_160], "valid").argmax()) - 8_000 for name, read in reads.items()}
print(f"pedalboard {pedalboard.__version__}, soundfile {soundfile.__version__}: a second as mp3 with a click.")
for name, read in reads.items():
    print(f"{name}: {len(read)} samples, the click {late[name]} late")
sys.exit(not (late["soundfile"] == 0 and late["pedalboard"] == 1_105))
PY
