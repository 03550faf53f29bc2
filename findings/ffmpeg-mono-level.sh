#!/usr/bin/env bash
# FFmpeg makes mono of stereo 3 dB louder where floats are asked for than where 16-bit samples are, whatever the file holds.
# Guess beforehand: mono is the mean of both channels in every sample format, so a full-scale sound stays within full scale.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check av==18.1.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import sys

import av
import numpy as np

SCALE = {"s16": 32_767, "s32": 2**31 - 1, "flt": 1.0, "dbl": 1.0}
KIND = {"s16": np.int16, "s32": np.int32, "flt": np.float32, "dbl": np.float64}
voice = 0.9 * np.sin(np.arange(16_000) / 10)


def mono(held, asked):
    """Peak of the mono sound, from a stereo one whose channels are both the voice, at a peak of 0.9."""
    stereo = (np.repeat(voice, 2)[None] * SCALE[held]).astype(KIND[held])
    frame = av.AudioFrame.from_ndarray(stereo, format=held, layout="stereo")
    frame.sample_rate = 16_000
    resampler = av.AudioResampler(format=asked, layout="mono", rate=16_000)
    made = [part.to_ndarray() for part in (*resampler.resample(frame), *resampler.resample(None))]
    return float(np.abs(np.concatenate(made, axis=1)).max() / SCALE[asked])


peaks = {(held, asked): mono(held, asked) for held in SCALE for asked in SCALE}
print(f"PyAV {av.__version__}: mono by AudioResampler of a stereo sound with 0.9 at the peak of both channels.")
for held in SCALE:
    print(f"from {held}: " + ", ".join(f"{peaks[held, asked]:.3f} as {asked}" for asked in SCALE))
whole, floats = ([peaks[held, asked] for held in SCALE for asked in kinds] for kinds in (("s16", "s32"), ("flt", "dbl")))
sys.exit(not (np.allclose(whole, 0.9, atol=1e-3) and np.allclose(floats, 0.9 * np.sqrt(2), atol=1e-3)))
PY
