#!/usr/bin/env bash
# torchaudio's biquads and its deemphasis clip what they give to [-1, 1], which its preemphasis does not.
# Guess beforehand: filters are linear, on 16-bit samples as on those in [-1, 1], and deemphasis undoes preemphasis.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check torch==2.11.0 torchaudio==2.11.0 numpy==2.4.6
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys

import torch
import torchaudio
from torchaudio import functional

wave = 3000 * torch.sin(torch.arange(16_000) / 10)  # 16-bit samples, as Kaldi's front ends take them
peaks = {
    "highpass_biquad(100 Hz)": functional.highpass_biquad(wave, 16_000, 100).abs().max(),
    "bass_biquad(6 dB)": functional.bass_biquad(wave, 16_000, 6).abs().max(),
    "preemphasis": functional.preemphasis(wave).abs().max(),
    "deemphasis of that": functional.deemphasis(functional.preemphasis(wave)).abs().max(),
}
print(f"torchaudio {torchaudio.__version__}, a tone with a peak of {wave.abs().max():.0f}:")
for name, peak in peaks.items():
    print(f"{name} gives a peak of {peak:.0f}")
sys.exit(not (peaks["preemphasis"] > 100 and all(peak == 1 for name, peak in peaks.items() if name != "preemphasis")))
PY
