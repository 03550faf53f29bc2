#!/usr/bin/env bash
# ONNX's MelWeightMatrix never reaches the upper edge it is asked for: of 20 bands from 20 Hz to 8 kHz the last ends at 7.1 kHz,
# of 10 at 6.4, so every band lies too low and what is above is heard by none. Edges are rounded down to bins; some are alike.
# Guess beforehand: the bands are those of its page, by that formula up to the "top edge", so librosa's with htk=True.
# ONNX's own reference does as ONNX Runtime does: it cuts the range into one step more than there are between the edges.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    onnxruntime==1.32.0 onnx==1.23.2 librosa==0.11.0 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" - <<'PY'
import sys

import librosa
import numpy as np
import onnx
import onnxruntime
from onnx.parser import parse_model
from onnx.reference import ReferenceEvaluator

RATE, LOW, HIGH = 16_000, 20, 8_000  # Hz
MODEL = parse_model("""<ir_version: 8, opset_import: ["": 17]>
mel (int64 bands, int64 length, int64 rate, float low, float high) => (float[bins, filters] weights) {
    weights = MelWeightMatrix (bands, length, rate, low, high)
}""")
session = onnxruntime.InferenceSession(MODEL.SerializeToString())
reference = ReferenceEvaluator(MODEL)


def mels(hertz):
    """The scale as ONNX's page defines it."""
    return 2595 * np.log10(1 + np.asarray(hertz) / 700)


print(f"onnxruntime {onnxruntime.__version__}, onnx {onnx.__version__}: bands from {LOW} to {HIGH} Hz at {RATE} Hz;")
print("peak and end of the last band, share that all hear of what lies from 7 to 8 kHz; by librosa and by ONNX")
same, steps, low, deaf = [], [], [], []
for bands, length in ((10, 512), (20, 512), (40, 512), (80, 400)):
    told = {"bands": bands, "length": length, "rate": RATE}
    inputs = {name: np.array(value, np.int64) for name, value in told.items()}
    inputs |= {"low": np.array(LOW, np.float32), "high": np.array(HIGH, np.float32)}
    made = session.run(None, inputs)[0]
    same.append(np.allclose(made, reference.run(None, inputs)[0], atol=1e-6))
    right = librosa.filters.mel(sr=RATE, n_fft=length, n_mels=bands, fmin=LOW, fmax=HIGH, htk=True, norm=None).T
    hertz = np.arange(len(made)) * RATE / length
    peaks = [hertz[weights.argmax(0)] for weights in (right, made)]
    ends = [hertz[np.flatnonzero(weights[:, -1])[-1]] + RATE / length for weights in (right, made)]
    shares = [np.mean(weights[(hertz >= 7_000) & (hertz < 8_000)].sum(1)) for weights in (right, made)]
    alike = bands - len(np.unique(made, axis=1).T)
    print(f"{bands} bands, {length} points: {peaks[0][-1]:.0f} and {peaks[1][-1]:.0f} Hz; {ends[0]:.0f} and {ends[1]:.0f} Hz;")
    print(f"    {shares[0]:.2f} and {shares[1]:.2f}; {alike} bands are just like another one")
    edges = mels(LOW) + np.arange(1, bands + 2) * (mels(HIGH) - mels(LOW)) / (bands + 2)
    expected = 700 * (10 ** (edges / 2595) - 1)
    steps.append(np.all(np.abs([*peaks[1], ends[1]] - expected) <= RATE / length))
    low.append(np.all(peaks[1] <= peaks[0]) and ends[1] < ends[0] - 100)
    deaf.append(shares[1] < 0.75 * shares[0])
print(f"The reference in Python gives {'the same' if all(same) else 'other'} weights.")
sys.exit(not (all(same) and all(steps) and all(low) and all(deaf)))
PY
