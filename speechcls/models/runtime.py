"""A variant run by ONNX Runtime, without torch: for everything that only answers."""

from __future__ import annotations

import hashlib
import math
import threading
from pathlib import Path

import numpy as np
import onnxruntime

from speechcls.models import variants
from speechcls.models.rejection import REASONS, Reason
from speechcls.models.variants import RESTORE, Card, VariantError

FILE = "model.onnx"  # in a variant's folder
THREADS = 1  # a second thread gains little on idle cores and costs time on busy ones: benchmarks/runtime.py
PASS = 8  # clips a pass: a larger number is no faster, and takes more memory; but of small inputs, many at a time are
SMALL, MANY = 10_000, 32  # values of an input, and clips a pass: weights are read from memory once for all of them


class Session:
    """A loaded ONNX file: float32 waves (batch, 16000), or features, in; its outputs out."""

    def __init__(self, model: bytes, threads: int = THREADS) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Idle threads would otherwise spin, and take the processor from other programs.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3  # errors
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.given = self._session.get_inputs()[0].name
        self._outputs = [output.name for output in self._session.get_outputs()]

    @property
    def metadata(self) -> dict[str, str]:
        return self._session.get_modelmeta().custom_metadata_map

    def answer(self, given: np.ndarray) -> dict[str, np.ndarray]:
        """All outputs of the file, by name."""
        return dict(zip(self._outputs, self._session.run(self._outputs, {self.given: given}), strict=True))

    def logits(self, given: np.ndarray) -> np.ndarray:
        """Logits (batch, words) alone, which takes as long: ONNX Runtime computes all, whatever is asked for."""
        return self._session.run(["logits"], {self.given: given})[0]


class OnnxVariant:
    """A card, and its network in ONNX Runtime, which is made ready when it is first asked."""

    def __init__(self, card: Card, folder: Path) -> None:
        self.card = card
        self.folder = folder  # its own
        self._session: Session | None = None
        self._lock = threading.Lock()

    @property
    def session(self) -> Session:
        """The session, loaded once whoever asks; see `_model` for what it raises."""
        with self._lock:
            if self._session is None:
                self._session = Session(_model(self.card, self.folder))
            return self._session

    def logits(self, waves: np.ndarray) -> np.ndarray:
        """Logits (batch, words) of float32 waves (batch, 16000)."""
        return np.concatenate([self.session.logits(part) for part in self._passes(waves)])

    def judge(self, waves: np.ndarray) -> tuple[np.ndarray, list[Reason]]:
        """Probabilities (batch, words) of float32 waves (batch, 16000), and why no word was heard in each."""
        answers = [self.session.answer(part) for part in self._passes(waves)]
        reasons = [REASONS[index] for answer in answers for index in answer["reason"]]
        return np.concatenate([answer["probabilities"] for answer in answers]), reasons

    def _passes(self, waves: np.ndarray) -> list[np.ndarray]:
        size = MANY if math.prod(self.card.front_end.input_shape) <= SMALL else PASS
        return [waves[i : i + size] for i in range(0, len(waves), size)]


def load(name: str, folder: Path | None = None) -> OnnxVariant | None:
    """A variant by its name, its checksum verified; None where its card has no ONNX file. Raises VariantError."""
    card = variants.card(name, folder)
    if not card.onnx_sha256:
        return None
    loaded = OnnxVariant(card, variants.folder_of(name, folder))
    _model(card, loaded.folder)
    return loaded


def _model(card: Card, folder: Path) -> bytes:
    """The ONNX file in a variant's folder. Raises VariantError where it is missing, or another than on the card."""
    file = folder / FILE
    try:
        model = file.read_bytes()
        if hashlib.sha256(model).hexdigest() != card.onnx_sha256:
            raise VariantError(f"{FILE} doesn't match the checksum on its card")
    except (OSError, VariantError) as error:
        raise VariantError(f"The variant {card.name!r} can't be used: {error}. {RESTORE} {file}.") from error
    return model
