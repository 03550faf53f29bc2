#!/usr/bin/env bash
# torch.onnx.export(optimize=False) writes each Python number as a CastLike, which ONNX Runtime leaves in the graph.
# Guess beforehand: ONNX Runtime folds them as it loads the file, so that only the file is longer.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    torch==2.11.0 numpy==2.4.6 onnx==1.23.0 onnxscript==0.7.2 onnxruntime==1.32.0
"$folder/venv/bin/python" - <<'PY'
import logging
import sys
import time
from collections import Counter
from importlib.metadata import version

import numpy as np
import onnx
import onnxruntime
import torch

logging.disable(logging.WARNING)


class LogEnergies(torch.nn.Module):
    """What a front end does last: powers to a logarithm, standardised."""

    def forward(self, powers):
        return (torch.log(powers + 1e-6) - 3.0) / 2.0


def exported(optimize):
    return torch.onnx.export(
        LogEnergies(), (torch.rand(2, 1, 257, 101),), dynamo=True, optimize=optimize, verbose=False,
        dynamic_shapes=({0: torch.export.Dim("batch")},),
    ).model_proto


def session(model, kept=""):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    options.optimized_model_filepath = kept
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def milliseconds(run):
    given = {run.get_inputs()[0].name: np.random.default_rng(0).random((1, 1, 257, 101), np.float32)}
    taken = []
    for _ in range(200):
        begun = time.perf_counter()
        run.run(None, given)
        taken.append(1000 * (time.perf_counter() - begun))
    return float(np.median(taken))


print(f"torch {version('torch')}, onnxscript {version('onnxscript')}, onnxruntime {version('onnxruntime')}")
left = {}
for optimize in (True, False):
    model = exported(optimize)
    path = f"{sys.prefix}/{optimize}.onnx"
    run = session(model, path)
    loaded = Counter(node.op_type for node in onnx.load(path).graph.node)
    written = Counter(node.op_type for node in model.graph.node)
    left[optimize] = written["CastLike"]
    print(f"optimize={optimize}: written {dict(written)}; as it runs {dict(loaded)}; {milliseconds(run):.2f} ms")
sys.exit(not left[True] == 0 < left[False])
PY
