"""What a look inside shows of the chosen second: maps, sums, clips near by, where the word was found, painting."""

from __future__ import annotations

import base64
import binascii

import numpy as np
import torch

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.audio.level import decibels
from speechcls.frontends import resynthesis
from speechcls.frontends.atlas import POWER
from speechcls.frontends.mel import to_hertz, to_mel
from speechcls.models import last_layer, layers
from speechcls.models.attribution import Attribution, explain
from speechcls.models.classifier import Classifier
from speechcls.models.last_layer import Sum
from speechcls.models.layers import Block
from speechcls.models.networks import TRAINABLE
from speechcls.models.occlusion import occlusion
from speechcls.plots import input_panels, inside_panels, lab_panels, spectra
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.parts.lab.answers import compare, sound, to_json
from speechcls.ui.parts.lab.networks import costs, patches
from speechcls.ui.parts.lab.steps import Step
from speechcls.ui.payload import Payload, choice, number
from speechcls.ui.protocol.inside import Brings, FeatureMap, Inside, InsideBlock, Kernel, NearClip, Tile
from speechcls.ui.protocol.lab import LabValues
from speechcls.ui.selection import Selection

MAPS = 16  # of a block that are shown, the strongest
BARS = 10  # numbers of the last layer whose part in the lead is shown one by one
NEAR = 5  # test clips
ROWS, COLUMNS = 64, 50  # cells that can be painted over: equally high on the mel scale, 20 ms long
UNTRAINED = (
    "Words taught from a few takes have no layers of their own to look into. Serve a trained variant beside them."
)
RANGE = 60.0  # dB below the strongest that the picture to paint on shows


def inside(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """The chosen network's blocks with their strongest maps, and what its lead over one other word adds up from."""
    name = _opened(pool, payload)
    if not name:
        return {"texts": {"sum": UNTRAINED}}
    classifier = pool.classifiers[name]
    network, features = classifier.variant.network, _features(classifier, selection)
    with torch.inference_mode():
        ranked = network(features)[0].argsort(descending=True).tolist()
    words = classifier.card.words
    rivals = [words[i] for i in ranked[1:]]
    rival = choice(payload, "rival", rivals)
    total = last_layer.compare(network, features, ranked[0], words.index(rival))
    near = last_layer.neighbours(name, pool.folder)
    shown: Inside = {
        "variant": name,
        "word": words[ranked[0]],
        "rivals": rivals,
        "margin": total.margin,
        "bias": total.bias,
        "brings": [_brings(total, i) for i in total.order[:BARS].tolist()],
        "rest": float(total.brings[total.order[BARS:]].sum(dtype=np.float64)),
        "numbers": _tile(_columns(total.numbers)),
        "near": [_near(file, cosine) for file, cosine in near.nearest(total.numbers, NEAR)] if near else [],
        "blocks": [_block(block) for block in layers.blocks(network, features)],
    }
    return {"inside": shown, "texts": {"sum": _sum(total, words[ranked[0]], rival)}}


def _opened(pool: ModelPool, payload: Payload) -> str:
    """The variant that the payload names, or else the first, of those with layers to look into; "" where none has."""
    names = [name for name, classifier in pool.classifiers.items() if classifier.card.network in TRAINABLE]
    return choice(payload, "variant", names) if names else ""


def _features(classifier: Classifier, selection: Selection) -> torch.Tensor:
    return classifier.variant.front_end(torch.tensor(selection.clip.second(selection.start))[None])


def _brings(total: Sum, number: int) -> Brings:
    return {"number": number, "value": float(total.numbers[number]), "brings": float(total.brings[number])}


def _near(file: str, cosine: float) -> NearClip:
    return {"file": file, "word": file.split("/")[0], "alike": cosine}


def _sum(total: Sum, word: str, rival: str) -> str:
    up, down = (float(total.brings[side].sum()) for side in (total.brings > 0, total.brings < 0))
    return (
        f"“{word}” leads “{rival}” by {total.margin:.1f}: {len(total.numbers)} numbers bring {up:.1f} and take away "
        f"{-down:.1f}, and the two words start {abs(total.bias):.1f} apart."
    )


def _columns(numbers: np.ndarray) -> np.ndarray:
    return numbers[None] / (float(numbers.max()) or 1.0)


def _block(block: Block) -> InsideBlock:
    """A block with its strongest maps, each from nothing (0) to the strongest answer of the block (255)."""
    highest = float(block.maps.max()) or 1.0
    order = block.order[:MAPS].tolist()
    maps: list[FeatureMap] = [{"channel": i, "tile": _tile(np.maximum(block.maps[i], 0) / highest)} for i in order]
    return {"shape": list(block.maps.shape), "kernel": list(block.kernels.shape[1:]), "maps": maps}


def _tile(shares: np.ndarray) -> Tile:
    """Values in [0, 1] as a small picture, row 0 the lowest."""
    values = np.round(255 * np.clip(shares, 0, 1)).astype("u1")
    return {
        "rows": len(values),
        "columns": values.shape[1],
        "values": base64.b64encode(values.tobytes()).decode("ascii"),
    }


def feature_map(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """One map: its kernel, and the network's input lit where it answers."""
    classifier = pool.classifiers[_opened(pool, payload)]
    blocks = layers.blocks(classifier.variant.network, _features(classifier, selection))
    place = round(number(payload, "block", 0, len(blocks) - 1, 0))
    block = blocks[place]
    channel = round(number(payload, "channel", 0, len(block.maps) - 1, 0))
    inputs = input_panels.network_inputs(selection.clip, selection.start, classifier.card.front_end)
    lit = inside_panels.lit(inputs[0], block, channel, classifier.card.front_end)
    kernels, numbers = block.kernel(channel)
    most = float(np.abs(kernels).max()) or 1.0
    shown: list[Kernel] = [
        {"input": int(i), "tile": _tile(0.5 + kernel / most / 2)} for i, kernel in zip(numbers, kernels, strict=True)
    ]
    text = f"Map {channel} of block {place + 1}. {lit.description}"
    return {"panels": to_json({"lit": lit}), "kernels": shown, "texts": {"map": text}}


def where(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """Where the network found its word, by what the lead of its logit loses or gains: a heat map over its input."""
    classifier = pool.classifiers[_opened(pool, payload)]
    panel = input_panels.network_inputs(selection.clip, selection.start, classifier.card.front_end)[0]
    if choice(payload, "method", ("occlusion", "gradients")) == "occlusion":
        found = occlusion(classifier, selection.clip, selection.start)
        title = f"What covering each patch takes from “{found.word}”"
        heat = lab_panels.outline(inside_panels.heat(panel, found.cells(), title), patches(found, panel))
        text = costs(found, panel)
    else:
        brought = explain(classifier, selection.clip, selection.start, str(payload.get("rival")))
        title = f"What each cell brings “{brought.word}” over “{brought.rival}”"
        heat, text = inside_panels.heat(panel, brought.cells.sum(axis=0), title), _brought(brought)
    return {"panels": to_json({"where": heat}), "texts": {"where": text}}


def _brought(found: Attribution) -> str:
    """Two sentences on integrated gradients: what they add up to, and how few cells bring how much."""
    total = float(found.cells.sum(dtype=np.float64))
    gains = np.sort(found.cells.sum(axis=0).ravel())[::-1]
    gains = gains[gains > 0]
    share = float(gains[: max(1, found.cells[0].size // 100)].sum() / gains.sum()) if len(gains) else 0.0
    return (
        f"From silence to this sound the lead of “{found.word}” over “{found.rival}” goes from {found.silent:.1f} to "
        f"{found.margin:.1f}; all cells together bring {total:.1f}. The strongest hundredth of them brings "
        f"{share:.0%} of what speaks for it."
    )


def canvas(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """The second as a picture to paint on, ROWS equal on the mel scale, in dB; and its sound, as yet whole."""
    powers = spectra.values_of(selection.clip, selection.start, POWER)[0].astype(np.float64)
    top = to_mel(SAMPLE_RATE / 2, "htk")
    centres = to_hertz((np.arange(ROWS) + 0.5) / ROWS * top, "htk")
    rows = np.round(centres / (SAMPLE_RATE / 2) * (len(powers) - 1)).astype(int)
    strongest = float(powers.max()) or 1.0
    tile = _tile(1 + decibels(powers[rows] / strongest, 10 ** (-RANGE / 10)) / RANGE)
    return {"tile": tile, "sound": sound(Clip(selection.clip.second(selection.start)))}


def paint(pool: ModelPool, selection: Selection, payload: Payload) -> LabValues:
    """What is left of the second where cells were painted over, to be heard, and every network's answer to it."""
    kept = _kept(payload.get("kept"))
    second = Clip(selection.clip.second(selection.start))
    changed = resynthesis.paint(second, kept)
    before, after = (float(np.sum(np.square(clip.samples, dtype=np.float64))) for clip in (second, changed))
    left = f"{kept.mean():.0%} of the picture is left"
    energy = f", and {min(after / before, 1.0):.0%} of the energy" if before else ""
    answers = compare(pool, selection, changed)
    return {"texts": {"painted": f"{left}{energy}."}, "answers": answers, "sound": sound(changed)}


def _kept(sent: object) -> np.ndarray:
    """Which cells are left, as a browser sends it: a byte each, 0 or 1, row 0 the lowest; all where it is odd."""
    try:
        cells = np.frombuffer(base64.b64decode(str(sent)[: 2 * ROWS * COLUMNS], validate=True), np.uint8)
    except binascii.Error:
        cells = np.empty(0, np.uint8)
    if len(cells) != ROWS * COLUMNS:
        return np.ones((ROWS, COLUMNS), np.float32)
    return (cells.reshape(ROWS, COLUMNS) > 0).astype(np.float32)


STEPS: dict[str, Step] = {"inside": inside, "map": feature_map, "where": where, "canvas": canvas, "paint": paint}
