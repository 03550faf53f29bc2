#!/usr/bin/env bash
# ONNX's HammingWindow isn't that of numpy, scipy or torch: 25/46 stands for 0.54, so its ends are 9 % higher.
# Guess beforehand: one window, 0.54 - 0.46 cos, so a front end whose window the graph makes is the one of the training.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check onnxruntime==1.32.0 onnx==1.23.2 numpy==2.4.6 scipy==1.17.1
ORT_DISABLE_TELEMETRY=1 "$folder/venv/bin/python" - <<'PY'
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator
from scipy.signal import get_window


def windows(operator):
    """Of 400 samples, periodic: by onnx's reference and by ONNX Runtime."""
    size = helper.make_tensor("size", TensorProto.INT64, [], [400])
    made = helper.make_tensor_value_info("window", TensorProto.FLOAT, [400])
    graph = helper.make_graph([helper.make_node(operator, ["size"], ["window"])], operator, [], [made], [size])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return ReferenceEvaluator(model).run(None, {})[0], session.run(None, {})[0]


def leak(window):
    """Power above 2 kHz of a tone at 1 kHz, in dB of the whole."""
    power = np.abs(np.fft.rfft(window * np.sin(2 * np.pi * np.arange(400) / 16), 512)) ** 2
    return 10 * np.log10(power[64:].sum() / power.sum())


off = {}
print(f"onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}: windows of 400 samples beside scipy's.")
for operator in ("HannWindow", "BlackmanWindow", "HammingWindow"):
    usual = get_window(operator.removesuffix("Window").lower(), 400)
    reference, made = windows(operator)
    off[operator] = max(np.abs(window - usual).max() for window in (made, reference))
    ends = np.array([window[0] for window in (made, reference)])  # of the last, HammingWindow
    print(f"{operator}: {made.min():.4f} to {made.max():.4f}, {np.abs(made - usual).max():.1e} off, onnx's reference "
          f"{np.abs(reference - usual).max():.1e} off; of a tone leaks {leak(made):.1f} dB, with scipy's {leak(usual):.1f} dB")
exact = max(off["HannWindow"], off["BlackmanWindow"]) < 1e-5
sys.exit(not (exact and off["HammingWindow"] > 5e-3 and np.abs(ends - 4 / 46).max() < 1e-5))
PY
