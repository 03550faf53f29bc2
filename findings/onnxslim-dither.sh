#!/usr/bin/env bash
# onnxslim turns random noise into a constant: a front end's dither is then the same samples for ever, no longer noise.
# Guess beforehand: an optimiser leaves alone what differs from call to call, as onnxsim and ONNX Runtime's own do.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    onnxslim==0.1.98 onnxsim==0.8.1 onnxruntime==1.32.0 onnx==1.23.2 numpy==2.4.6
ORT_DISABLE_TELEMETRY=1 "$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
import onnxruntime
import onnxsim
import onnxslim
from onnx import TensorProto, helper

given, made = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 16_000]) for name in ("wave", "dithered"))
nodes = [
    helper.make_node("RandomNormal", [], ["dither"], shape=[1, 16_000], scale=1.0),
    helper.make_node("Add", ["wave", "dither"], ["dithered"]),
]
graph = helper.make_graph(nodes, "dithered", [given], [made])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
silence = np.zeros((1, 16_000), np.float32)  # 16-bit samples, to which Kaldi adds noise of deviation 1
same = {}
for name, changed in {
    f"onnxruntime {onnxruntime.__version__}": model,
    f"onnxsim {version('onnxsim')}": onnxsim.simplify(model)[0],
    f"onnxslim {version('onnxslim')}": onnxslim.slim(model),
}.items():
    session = onnxruntime.InferenceSession(changed.SerializeToString(), providers=["CPUExecutionProvider"])
    first, second = (session.run(None, {"wave": silence})[0] for _ in range(2))
    same[name] = float(np.corrcoef(first[0], second[0])[0, 1])
    print(f"{name}: nodes {[node.op_type for node in changed.graph.node]}, {len(changed.SerializeToString())} bytes; dithered "
          f"twice, silence has deviations {first.std():.2f} and {second.std():.2f}, and a correlation of {same[name]:.2f}")
plain, onnxsims, slim = same.values()
sys.exit(not (max(abs(plain), abs(onnxsims)) < 0.1 and slim > 0.999))
PY
