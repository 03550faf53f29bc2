"""A network as ONNX Runtime runs it: for everything that only answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime


class Session:
    """An ONNX file at work: float32 waves (batch, 16000) in, what it says of them out."""

    def __init__(self, model: Path | bytes, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Threads that wait for work would otherwise take the processor from whatever else runs.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3  # errors
        content = model if isinstance(model, bytes) else str(model)
        self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        self.given = self._session.get_inputs()[0].name

    @property
    def metadata(self) -> dict[str, str]:
        return self._session.get_modelmeta().custom_metadata_map

    def answer(self, given: np.ndarray) -> dict[str, np.ndarray]:
        """Everything that the file gives, by name."""
        names = [output.name for output in self._session.get_outputs()]
        return dict(zip(names, self._session.run(names, {self.given: given}), strict=True))

    def logits(self, given: np.ndarray) -> np.ndarray:
        """Logits (batch, words) alone: nothing that only the other outputs need is computed."""
        return self._session.run(["logits"], {self.given: given})[0]
