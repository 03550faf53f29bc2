"""A variant as a file for other runtimes: ONNX, or LiteRT for phones."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn

from speechcls.audio import SAMPLE_RATE
from speechcls.models import runtime, variants
from speechcls.models.graph import OUTPUTS, AnswerGraph, Input
from speechcls.models.onnx_metadata import metadata
from speechcls.models.variants import Card, Variant, VariantError
from speechcls.paths import write_whole

if TYPE_CHECKING:
    import onnx

LITERT = "Bring it with: python -m pip install -e '.[litert]'"
SAMPLES = Path(__file__).with_name("samples")
FOLDED = 8192  # elements up to which a constant is folded; the matrix of the transform has more


def onnx_bytes(variant: Variant, given: Input = "wave") -> bytes:
    """The variant as an ONNX file: one graph with a free batch, weights in half precision as shipped, metadata."""
    graph, example = _graph(variant, given)
    return graph_bytes(graph, {given: example}, [{0: "batch"}], OUTPUTS, metadata(variant.card, given))


def graph_bytes(
    graph: nn.Module,
    examples: Mapping[str, torch.Tensor],
    free: Sequence[Mapping[int, str]],
    outputs: Sequence[str],
    told: Mapping[str, str],
) -> bytes:
    """A graph as an ONNX file, weights in half precision where that holds them, and metadata.

    Of each example, which is an input by name, `free` names the dimensions that may have any size.
    """
    import onnx_ir
    from onnxscript import optimizer

    sizes = {name: torch.export.Dim(name) for some in free for name in some.values()}
    with _quiet():
        program = torch.onnx.export(
            graph,
            tuple(examples.values()),
            dynamo=True,
            input_names=list(examples),
            output_names=list(outputs),
            dynamic_shapes=tuple({at: sizes[name] for at, name in some.items()} for some in free),
            optimize=False,  # folding normalisations into weights would give numbers that half precision can't hold
            verbose=False,
        )
        assert program is not None
        optimizer.inline(program.model)
        optimizer.fold_constants(program.model, output_size_limit=FOLDED)
        optimizer.remove_unused_nodes(program.model)
    model = onnx_ir.to_proto(program.model)
    _rectify_before_pooling(model)
    _halve(model)
    _strip(model)
    for key, value in told.items():
        model.metadata_props.add(key=key, value=value)
    return model.SerializeToString(deterministic=True)


def ship(name: str, folder: Path | None = None) -> Path:
    """Write the ONNX file that a variant answers by into its folder, and the file's checksum on the card."""
    variant = variants.load(name, folder)
    file = variants.folder_of(name, folder) / runtime.FILE
    model = onnx_bytes(variant)
    write_whole(file, model)
    card = replace(variant.card, onnx_sha256=hashlib.sha256(model).hexdigest())
    write_whole(file.with_name("card.json"), card.to_json())
    return file


def litert_bytes(variant: Variant, given: Input = "wave") -> bytes:
    """The variant as a LiteRT file for one sound at a time. Raises VariantError where litert-torch is missing."""
    try:
        import litert_torch
    except ImportError as error:
        raise VariantError(f"LiteRT files are made by litert-torch, which is missing ({error}). {LITERT}") from error
    graph, example = _graph(variant, given, stored=True)
    with _quiet(), tempfile.NamedTemporaryFile(suffix=".tflite") as file:
        litert_torch.convert(graph, (example[:1],)).export(file.name)
        return Path(file.name).read_bytes()


def litert_answers(model: bytes) -> Callable[[np.ndarray], dict[str, np.ndarray]]:
    """A function that answers for a batch by a LiteRT file, which takes one sound at a time."""
    from ai_edge_litert.interpreter import Interpreter

    run = Interpreter(model_content=model, num_threads=1).get_signature_runner()

    def answer(given: np.ndarray) -> dict[str, np.ndarray]:
        answers = [run(args_0=one[None]) for one in given]
        return {name: np.concatenate([one[f"output_{index}"] for one in answers]) for index, name in enumerate(OUTPUTS)}

    return answer


def write(file: Path, model: bytes, card: Card, given: Input = "wave") -> list[Path]:
    """Write a model and, where it takes waves, short programs beside it that answer without speechcls."""
    write_whole(file, model)
    written = [file]
    samples = sorted((SAMPLES / file.suffix[1:]).glob("answer.*")) if given == "wave" else []
    for sample in samples:
        words = json.dumps(card.words)[1:-1]
        if sample.suffix == ".html":
            words = words.replace("<", r"\u003c")
        text = sample.read_text(encoding="utf-8").replace("MODEL", file.stem).replace("WORDS", words)
        written.append(file.with_suffix(sample.suffix))
        write_whole(written[-1], text)
    return written


def _graph(variant: Variant, given: Input, stored: bool = False) -> tuple[AnswerGraph, torch.Tensor]:
    """The graph ready to be traced, and an example batch of two: the exporter takes a batch of one as fixed."""
    try:
        graph = AnswerGraph(variant, given, stored).eval()
    except ValueError as error:
        raise VariantError(f"{variant.card.name!r} can't be exported: {error}.") from error
    shape = (SAMPLE_RATE,) if given == "wave" else variant.card.front_end.input_shape
    return graph, torch.rand(2, *shape)


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the exporters' progress, and their warnings about packages that aren't needed here."""
    level = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)


def _halve(model: onnx.ModelProto) -> None:
    """Store weights in half precision where it holds them exactly; a runtime casts them back once, at loading."""
    from onnx import TensorProto, helper, numpy_helper

    casts = []
    for tensor in model.graph.initializer:
        numbers = numpy_helper.to_array(tensor)
        if numbers.dtype != np.float32 or numbers.size < 64 or not _fits_half(numbers):
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(numbers.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [tensor.name], [name], f"{name}.cast", to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _fits_half(numbers: np.ndarray) -> bool:
    with np.errstate(over="ignore"):
        return np.array_equal(numbers.astype(np.float16).astype(np.float32), numbers)


def _rectify_before_pooling(model: onnx.ModelProto) -> None:
    """Have ReLU before max pooling, which gives the same: a runtime makes it one with the convolution before it."""
    takers = Counter(name for node in model.graph.node for name in node.input)
    pools = {node.output[0]: node for node in model.graph.node if node.op_type == "MaxPool"}
    for second in model.graph.node:
        first = pools.get(second.input[0]) if second.op_type == "Relu" else None
        if first and takers[first.output[0]] == 1:
            second.attribute.extend(first.attribute)
            del first.attribute[:]
            first.op_type, second.op_type = second.op_type, first.op_type


def _strip(model: onnx.ModelProto) -> None:
    """Remove the exporter's notes on every node, which hold paths of the machine that exported."""
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    del model.graph.metadata_props[:]
    del model.graph.value_info[:]
