"""Own words as an ONNX file made without torch: the networks that all share, joined by a head that was taught."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from speechcls.models.gaussians import LISTENER, Head, read
from speechcls.models.onnx_metadata import metadata
from speechcls.models.variants import Card
from speechcls.paths import ASSETS

if TYPE_CHECKING:
    import onnx

ANSWER = ASSETS / "own-words" / "answer.onnx"  # from waves and vectors to the answer, given the head as inputs
NEVER = -1e4  # offset of a Gaussian that counts for nothing, where no other sounds were recorded
HEAD = ("ratios", "offsets", "others", "other_offsets", "temperature", "threshold")


def onnx_bytes(card: Card, head: Head) -> bytes:
    """The taught variant as one graph from waves (batch, 16000) to logits, probabilities, heard and reason."""
    import onnx

    model, answer = (onnx.load_from_string(read(file)) for file in (LISTENER, ANSWER))
    answer = onnx.compose.add_prefix(answer, "answer/", rename_inputs=False, rename_outputs=False)
    _append(model, answer)
    for name, values in zip(HEAD, _values(card, head), strict=True):
        model.graph.initializer.append(onnx.numpy_helper.from_array(np.asarray(values, np.float32), name))
    del model.metadata_props[:]
    for key, value in metadata(card).items():
        model.metadata_props.add(key=key, value=value)
    return model.SerializeToString(deterministic=True)


def _append(model: onnx.ModelProto, answer: onnx.ModelProto) -> None:
    """Have the answer's graph follow the model's, which gives the vectors that it takes."""
    model.graph.node.extend(answer.graph.node)
    model.graph.initializer.extend(answer.graph.initializer)
    del model.graph.output[:]
    model.graph.output.extend(answer.graph.output)


def _values(card: Card, head: Head) -> tuple[np.ndarray | float, ...]:
    assert card.rejection is not None
    others, offsets = head.others, head.other_offsets
    if not len(others):
        others, offsets = np.zeros((1, head.ratios.shape[1])), np.array([NEVER])
    return head.ratios, head.offsets, others, offsets, card.rejection.temperature, card.rejection.threshold
