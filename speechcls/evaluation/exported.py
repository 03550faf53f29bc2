"""Whether an exported file answers as its network does in PyTorch: on real clips, word for word."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import numpy as np
import torch

from speechcls import audio
from speechcls.data.corpus import read_corpus, split
from speechcls.evaluation.accuracy import select_known
from speechcls.evaluation.files import find_sounds
from speechcls.models import export
from speechcls.models.classifier import BATCH, Classifier
from speechcls.models.graph import Input
from speechcls.models.rejection import REASONS
from speechcls.models.runtime import Session
from speechcls.models.variants import Card, Variant
from speechcls.paths import ASSETS

RUNTIMES = {"onnx": ("ONNX Runtime", "onnxruntime"), "litert": ("LiteRT", "ai-edge-litert")}  # name, package
TOLERANCE = 1e-3  # between logits, which are of the order of 10; single precision leaves about 3e-5
REPEATS = 30  # of one clip, to time it

# Of waves (batch, 16000): logits (batch, words), reason (batch,) and more, by name.
Answers = Callable[[np.ndarray], dict[str, np.ndarray]]


@dataclass(frozen=True)
class Agreement:
    """How far two runtimes agree on the same clips."""

    clips: int
    difference: float  # the largest between logits
    same_words: int  # clips whose likeliest word is the same
    same_reasons: int  # clips with the same reason for or against a word
    right: tuple[int, int] | None  # clips named rightly by PyTorch and by the file; None without labels
    milliseconds: tuple[float, float]  # of one clip, by PyTorch and by the file

    @property
    def ok(self) -> bool:
        return self.difference <= TOLERANCE and self.same_words == self.same_reasons == self.clips


def sounds(folder: Path | None, card: Card) -> tuple[np.ndarray, np.ndarray | None]:
    """Waves (clips, 16000) to compare on, and their labels (clips,), None where they are unknown.

    They are the test clips of a folder of Speech Commands, the loudest second of each sound of another folder, or the
    shipped examples where no folder is given. Raises ValueError where there is none.
    """
    labels = None
    if folder and any(folder.rglob("testing_list.txt")):
        corpus = read_corpus(folder)
        settings = card.training["settings"]
        known, labels = select_known(card, corpus, split(corpus, settings["partition"], settings["seed"])["test"])
        files = [corpus.root / corpus.paths[index] for index in known]
    else:
        files = find_sounds([folder or ASSETS / "clips"]).files
    if not files:
        raise ValueError(f"{folder} holds no sounds to test with. Name another folder with --test.")
    return np.array([audio.read(file).second() for file in files]), labels


def compare(variant: Variant, answer: Answers, waves: np.ndarray, labels: np.ndarray | None = None) -> Agreement:
    """Compare the answers of PyTorch and of an exported file for the same waves (clips, 16000)."""
    classifier = Classifier(variant)
    parts = [waves[i : i + BATCH] for i in range(0, len(waves), BATCH)]
    ours = np.concatenate([classifier.logits(part) for part in parts])
    theirs = {name: np.concatenate([answer(part)[name] for part in parts]) for name in ("logits", "reason")}
    words = ours.argmax(axis=1), theirs["logits"].argmax(axis=1)
    reasons = variant.card.rejection.reasons(ours, waves) if variant.card.rejection else [""] * len(waves)
    return Agreement(
        clips=len(waves),
        difference=float(np.abs(ours - theirs["logits"]).max()),
        same_words=int((words[0] == words[1]).sum()),
        same_reasons=sum(REASONS[index] == reason for index, reason in zip(theirs["reason"], reasons, strict=True)),
        right=None if labels is None else (int((words[0] == labels).sum()), int((words[1] == labels).sum())),
        milliseconds=(_time(lambda: classifier.logits(waves[:1])), _time(lambda: answer(waves[:1]))),
    )


def build(variant: Variant, to: Literal["onnx", "litert"], given: Input) -> tuple[bytes, Answers]:
    """The variant as the bytes of a file, and a function that answers for waves by that file in its runtime."""
    if to == "litert":
        model = export.litert_bytes(variant, given)
        answer = export.litert_answers(model)
    else:
        model = export.onnx_bytes(variant, given)
        answer = Session(model).answer
    if given == "wave":
        return model, answer
    return model, lambda waves: answer(variant.front_end(torch.from_numpy(waves)).numpy())


def to_json(agreement: Agreement, card: Card, to: Literal["onnx", "litert"], size: int) -> str:
    """An agreement as a record: all but the time, whose file it is, and which version of a runtime answered by it."""
    title, package = RUNTIMES[to]
    told = asdict(agreement) | {"variant": card.name, "sha256": card.sha256}
    told |= {"threshold": card.rejection.threshold if card.rejection else None}
    told |= {"to": to, "runtime": f"{title} {version(package)}", "bytes": size}
    del told["milliseconds"]
    return json.dumps(told, indent=1) + "\n"


def report(agreement: Agreement, size: int) -> str:
    """An agreement as lines for reading."""
    theirs, ours = agreement.milliseconds[1], agreement.milliseconds[0]
    lines = [
        f"difference   {agreement.difference:.1e} at most between logits, over {agreement.clips:,} clips",
        f"same words   {agreement.same_words:,} of {agreement.clips:,}",
        f"same refusal {agreement.same_reasons:,} of {agreement.clips:,}",
        f"size         {size / 1e6:.2f} MB",
        f"time         {theirs:.2f} ms a clip, PyTorch {ours:.2f} ms",
    ]
    if agreement.right:
        shares = [f"{right / agreement.clips:.4f}" for right in agreement.right]
        lines.insert(3, f"accuracy     {shares[1]}, PyTorch {shares[0]}")
    return "\n".join(lines)


def _time(work: Callable[[], object]) -> float:
    """Milliseconds that the work takes, the median of REPEATS."""
    taken = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return 1000 * float(np.median(taken))
