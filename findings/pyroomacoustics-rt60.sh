#!/usr/bin/env bash
# pyroomacoustics: a room made for a reverberation of 0.8 s has 1.3 s by the library's own measure, and its own theory says
# 0.8; one of 0.2 s may have less. Who draws rooms by their reverberation trains on others than those that are written down.
# Guess beforehand: inverse_sabine gives walls with which the simulated room has the reverberation asked for, within 10 %.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyroomacoustics==0.10.1 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" - <<'PY'
import sys

import numpy as np
import pyroomacoustics as pra

print(f"pyroomacoustics {pra.__version__}: inverse_sabine(seconds, room), image sources, measure_rt60 of the response.")
ratios = {}
for room in ([4, 3, 2.5], [10, 8, 3.5]):
    for asked in (0.2, 0.5, 0.8):
        absorption, order = pra.inverse_sabine(asked, room)
        made = pra.ShoeBox(room, fs=16_000, materials=pra.Material(absorption), max_order=order)
        made.add_source([1.1, 1.3, 1.2])
        made.add_microphone([2.6, 2.2, 1.4])
        made.compute_rir()
        whole, part = (pra.experimental.measure_rt60(made.rir[0][0], 16_000, decay_db=down) for down in (60, 30))
        ratios[room[0], asked] = whole / asked
        print(f"{room} m, {asked} s asked, {made.rt60_theory():.2f} s by theory: "
              f"{whole:.2f} s measured, {part:.2f} s by its first 30 dB")
sys.exit(not (ratios[10, 0.8] > 1.4 and ratios[4, 0.8] > 1.1 and min(ratios.values()) < 1))
PY
