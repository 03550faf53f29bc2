#!/usr/bin/env bash
# SpeechRecognition takes every third sample to bring 48 to 16 kHz: 9 kHz comes out as loud as it was, as 7 kHz.
# Guess beforehand: what lies above 8 kHz is filtered out before a recogniser gets the samples.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check SpeechRecognition==3.17.0 soxr==1.1.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
import soxr
from speech_recognition import AudioData

lost = {}
for hertz in (1_000, 9_000, 12_000):
    tone = (16_000 * np.sin(2 * np.pi * hertz * np.arange(48_000) / 48_000)).astype(np.int16)
    made = np.frombuffer(AudioData(tone.tobytes(), 48_000, 2).get_raw_data(convert_rate=16_000), np.int16)
    filtered = soxr.resample(tone / 1.0, 48_000, 16_000)
    lost[hertz] = 20 * np.log10(made.std() / tone.std())
    loudest = np.abs(np.fft.rfft(made)).argmax() * 16_000 / len(made)
    print(f"{hertz} Hz comes out at {loudest:.0f} Hz and {lost[hertz]:.1f} dB, "
          f"by soxr at {20 * np.log10(filtered.std() / tone.std()):.0f} dB.")
print(f"SpeechRecognition {version('SpeechRecognition')}: AudioData.get_raw_data(convert_rate=16000) of 48 kHz.")
sys.exit(not min(lost.values()) > -1)
PY
