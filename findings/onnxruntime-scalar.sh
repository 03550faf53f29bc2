#!/usr/bin/env bash
# In ONNX Runtime a number times a tensor takes seventy times as long where its last axis is 1, as the real part of a
# complex spectrogram has it once it is sliced: (batch, bins, frames, 1), against (batch, bins, frames).
# Guess beforehand: the same values in memory, the same one loop over them, the same time.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check onnxruntime==1.32.0 onnx==1.23.2 numpy==2.4.6
ORT_DISABLE_TELEMETRY=1 "$folder/venv/bin/python" - <<'PY'
import sys
import time

import numpy as np
import onnxruntime
from onnx import TensorProto, helper


def session(shape, times=20):
    """One input of this shape, multiplied by a number several times over."""
    given = helper.make_tensor_value_info("x0", TensorProto.FLOAT, shape)
    made = helper.make_tensor_value_info(f"x{times}", TensorProto.FLOAT, shape)
    factor = helper.make_tensor("factor", TensorProto.FLOAT, [], [1.5])
    nodes = [helper.make_node("Mul", [f"x{i}", "factor"], [f"x{i + 1}"]) for i in range(times)]
    graph = helper.make_graph(nodes, "scaled", [given], [made], [factor])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


taken = {}
for shape in ((1, 257, 101), (1, 1, 257, 101), (1, 257, 101, 1)):
    run, values = session(shape), np.zeros(shape, np.float32)
    times = []
    for _ in range(60):
        begun = time.thread_time()  # with one thread all of it is spent in this one
        run.run(None, {"x0": values})
        times.append(time.thread_time() - begun)
    taken[shape] = 1e6 * min(times) / 20
    print(f"a number times {shape}: {taken[shape]:.1f} us")
print(f"onnxruntime {onnxruntime.__version__}, CPU, one thread.")
sys.exit(not taken[1, 257, 101, 1] > 3 * taken[1, 257, 101])
PY
