#!/usr/bin/env bash
# To auditok silence is the loudest that an 8-bit wav can hold: it takes 128, a wav's zero, for -128. So by its fixed threshold
# it finds no sound in any such file, and by the threshold it works out itself it finds the pauses.
# Guess beforehand: the same clip has the same sounds at the same times in 8 and in 16 bits, as `to_array` promises of energies.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check auditok==0.5.2 soundfile==0.14.0 numpy==2.4.6
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import auditok
import numpy as np
import soundfile

RATE = 16_000
tone = 0.7 * np.sin(2 * np.pi * 200 * np.arange(RATE) / RATE)
hiss = 0.001 * np.random.default_rng(0).standard_normal(3 * RATE)
clip = hiss + np.concatenate((np.zeros(RATE), tone, np.zeros(RATE)))  # a tone from 1 s to 2 s


def found(**options):
    """Where auditok hears something, in seconds."""
    return [(round(region.start, 1), round(region.end, 1)) for region in auditok.split("clip.wav", max_silence=0, **options)]


print(f"auditok {version('auditok')}, wav files by soundfile {soundfile.__version__}: a tone from 1 s to 2 s")
heard = {}
for subtype in ("PCM_16", "PCM_U8"):
    soundfile.write("clip.wav", clip, RATE, subtype=subtype)
    back = np.abs(soundfile.read("clip.wav")[0] - clip).max()
    regions = [auditok.load("clip.wav", skip=start, max_read=0.5) for start in (0.25, 1.25)]
    energies = [auditok.signal.calculate_energy(region.numpy()[0]) for region in regions]
    heard[subtype] = found(), found(validator="otsu")
    print(f"{subtype} (right to {back:.3f} in soundfile): silence has {energies[0]:.0f} dB, the tone {energies[1]:.0f} dB;")
    print("found by the fixed threshold {}, by its own {}".format(*heard[subtype]))
    if back > 0.01:
        sys.exit("The files themselves are not as expected.")
tone, pauses = [(1.0, 2.0)], [(0.0, 1.0), (2.0, 3.0)]
sys.exit(not (heard["PCM_16"] == (tone, tone) and heard["PCM_U8"] == ([], pauses) and energies[0] > energies[1]))
PY
