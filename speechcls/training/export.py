"""A finished training as a variant: measured, its rejection fitted, written with its card."""

from __future__ import annotations

import copy
import platform
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch

from speechcls import audio
from speechcls.data.corpus import Corpus, count_clips, count_voices, split
from speechcls.evaluation import rejection
from speechcls.evaluation.accuracy import metrics
from speechcls.models import history, variants
from speechcls.models.classifier import Classifier
from speechcls.models.export import ship
from speechcls.models.variants import Card, Variant
from speechcls.models.weights import pack, unpack
from speechcls.paths import ASSETS
from speechcls.results import cost
from speechcls.results.config import TrainingConfig
from speechcls.training.loop import Trained

EXAMPLE = "bird.flac"  # in assets/clips: the sound whose logits every card records


def measure(config: TrainingConfig, corpus: Corpus, trained: Trained, name: str) -> tuple[Variant, bytes]:
    """A finished training as a variant, measured on validation and test clips, and its packed weights."""
    everything = split(corpus, config.partition, config.seed)
    own, voices = (count(corpus, everything["train"]) for count in (count_clips, count_voices))
    weights = pack(trained.network)
    shipped = copy.deepcopy(trained.network)
    shipped.load_state_dict(unpack(weights))  # so that the shipped weights are measured, rounding included
    draft = Card(
        name=name,
        front_end=trained.front_end,
        network=config.network,
        sizes={"channels": trained.front_end.channels, "words": len(trained.words)},
        words=trained.words,
        metrics={},
        training_clips={word: own[word] for word in trained.words},
        training_voices={word: voices[word] for word in trained.words},
        training=_training(config, corpus, trained, name),
        example={},
        cost=cost.counted(shipped, trained.front_end.input_shape),
    )
    variant = Variant(draft, shipped)
    for part in ("validation", "test"):
        draft.metrics[part] = metrics(Classifier(variant), corpus, everything[part])
    return variant, weights


def export(config: TrainingConfig, corpus: Corpus, trained: Trained, name: str, folder: Path | None = None) -> Path:
    """Measure a finished training, fit its rejection, and write it as a variant."""
    variant, weights = measure(config, corpus, trained, name)
    variant.card.example.update(example_logits(Classifier(variant)))
    fitted, curves = rejection.calibrate(variant, corpus)
    target = variants.save(replace(variant.card, rejection=fitted), weights, folder)
    rejection.write_curves(target, curves)
    history.write(target / history.FILE, trained.history)
    if trained.front_end.phase == "kept":  # random phases can't be exported as a graph
        ship(name, folder)
    return target


def example_logits(classifier: Classifier) -> dict[str, Any]:
    """The logits of the shipped example clip, which the variant must repeat wherever it runs."""
    wave = audio.read(ASSETS / "clips" / EXAMPLE).second()
    return {"clip": EXAMPLE, "scores": [round(s, 4) for s in classifier.logits(wave[None])[0].tolist()]}


def _training(config: TrainingConfig, corpus: Corpus, trained: Trained, name: str) -> dict[str, Any]:
    return {
        "command": config.command() + (f" --name {name}" if name != config.front_end else ""),
        "settings": asdict(config),
        "data": f"{_data_name(corpus)}, {len(corpus):,} clips of {len(corpus.words)} words",
        "digest": corpus.digest,
        "clips": {"train": trained.clips},
        "epochs": max(row["epoch"] for row in trained.history),
        "seconds": round(trained.seconds),
        "device": trained.device,
        "precision": trained.precision,
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
    }


def _data_name(corpus: Corpus) -> str:
    return "Speech Commands" if corpus.root.name.startswith("speech_commands") else corpus.root.resolve().name
