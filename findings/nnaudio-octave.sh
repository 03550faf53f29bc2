#!/usr/bin/env bash
# nnAudio's VQT hears every tone an octave too high at 44.1 kHz, with settings by which it is right at 22.05 kHz, and at 16 kHz
# with 60 bins, not with 72: wherever it halves the rate first to save time, it goes on with filters for the rate before.
# Guess beforehand: with gamma 0 it is the constant-Q transform by definition, so a tone is in the bin that the CQT has it in.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nnAudio==0.3.4 torch==2.11.0 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import torch
from nnAudio.features import VQT, CQT2010v2

LOWEST = 32.7032  # Hz, of bin 0
BINS = (0, 12, 24)  # C1, C2 and C3, at 12 bins an octave


def peaks(transform, rate):
    """The bin in which each of the tones is loudest."""
    time = torch.arange(2 * rate) / rate
    tones = torch.stack([torch.sin(2 * torch.pi * LOWEST * 2 ** (tone / 12) * time) for tone in BINS])
    return transform(tones).mean(-1).argmax(-1).tolist()


print(f"nnAudio {version('nnAudio')}, torch {torch.__version__}: where tones of bins {', '.join(map(str, BINS))} are loudest")
octaves = []
for rate, hop, bins in ((22_050, 512, 84), (44_100, 512, 84), (16_000, 256, 72), (16_000, 256, 60)):
    settings = {"sr": rate, "hop_length": hop, "n_bins": bins, "fmin": LOWEST, "verbose": False}
    constant = peaks(CQT2010v2(**settings), rate)
    at_once = peaks(VQT(**settings, gamma=0, earlydownsample=False), rate)
    variable = peaks(VQT(**settings, gamma=0), rate)
    print(f"{rate} Hz, {bins} bins: CQT {constant}, VQT {variable}, VQT that doesn't halve the rate first {at_once}")
    if not constant == at_once == list(BINS):
        sys.exit("Tones are not as expected.")
    octaves.append([(heard - tone) / 12 for heard, tone in zip(variable, BINS, strict=True)])
sys.exit(octaves != [[0] * 3, [1] * 3, [0] * 3, [1] * 3])
PY
