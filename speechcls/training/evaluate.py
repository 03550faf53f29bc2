"""How good a network is on one part of the data, and the variant that a finished training becomes."""

from __future__ import annotations

import copy
import platform
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torchmetrics.functional.classification import multiclass_accuracy

from speechcls import audio, variants
from speechcls.classifier import Classifier
from speechcls.training import calibrate
from speechcls.training.callbacks import write_history
from speechcls.training.config import Partition, TrainingConfig
from speechcls.training.dataset import Corpus, load_waves, own_clips, own_voices, split
from speechcls.training.loop import Trained
from speechcls.training.scoring import known_clips, score
from speechcls.variants import Card, Variant

EXAMPLE = "bird.flac"  # in assets/clips: the sound whose scores every card records


def evaluate(variant: Variant, corpus: Corpus, part: str, partition: Partition | None = None) -> dict[str, float]:
    """Accuracy (of all words, the covered, the rare), loss and clips of a part ("validation", "testing", "training").

    The partition is the one on the card unless another is named.
    """
    settings = variant.card.training["settings"]
    parts = split(corpus, partition or settings["partition"], settings["seed"])
    return metrics(Classifier(variant), corpus, parts[part])


def metrics(classifier: Classifier, corpus: Corpus, places: np.ndarray) -> dict[str, float]:
    """The same for any places in the corpus. The words must be those that the network knows, in any number."""
    card = classifier.card
    known, places_on_card = known_clips(card, corpus, places)
    labels = torch.from_numpy(places_on_card)
    scores = score(classifier, load_waves(corpus), known)
    covered = torch.tensor([w in card.covered_words for w in card.words])[labels]
    rare = {} if covered.all() else {"accuracy_rare": _accuracy(scores[~covered], labels[~covered])}
    return {
        "accuracy": _accuracy(scores, labels),
        "accuracy_covered": _accuracy(scores[covered], labels[covered]),
        **rare,
        "loss": nn.functional.cross_entropy(scores, labels).item(),
        "clips": len(labels),
    }


def _accuracy(scores: torch.Tensor, labels: torch.Tensor) -> float:
    if not len(labels):
        return float("nan")
    return multiclass_accuracy(scores, labels, scores.shape[1], average="micro").item()


def measured(config: TrainingConfig, corpus: Corpus, trained: Trained, name: str) -> tuple[Variant, bytes]:
    """The variant that a finished training becomes, measured on validation and test clips, and its packed weights."""
    everything = split(corpus, config.partition, config.seed)
    own, voices = (count(corpus, everything["training"]) for count in (own_clips, own_voices))
    weights = variants.packed(trained.network)
    shipped = copy.deepcopy(trained.network)
    shipped.load_state_dict(variants.unpacked(weights))  # what is measured is what is shipped, rounding included
    draft = Card(
        name=name,
        recipe=trained.recipe,
        network=config.network,
        sizes={"channels": trained.recipe.channels, "words": len(trained.words)},
        words=trained.words,
        metrics={},
        training_clips={word: own[word] for word in trained.words},
        training_voices={word: voices[word] for word in trained.words},
        training=_training(config, corpus, trained, name),
        example={},
    )
    variant = Variant(draft, shipped)
    for part in ("validation", "testing"):
        draft.metrics[part] = metrics(Classifier(variant), corpus, everything[part])
    return variant, weights


def export(config: TrainingConfig, corpus: Corpus, trained: Trained, name: str, folder: Path | None = None) -> Path:
    """Measure a finished training, fit its gate, and write it as a variant."""
    variant, weights = measured(config, corpus, trained, name)
    variant.card.example.update(example_scores(Classifier(variant)))
    gate, curves = calibrate.calibrate(variant, corpus)
    target = variants.save(replace(variant.card, gate=gate), weights, folder)
    calibrate.write_curves(target, curves)
    write_history(target / "history.csv", trained.history)
    return target


def example_scores(classifier: Classifier) -> dict[str, Any]:
    """The scores of the shipped example clip, by which a variant is recognised to still be itself."""
    wave = torch.from_numpy(audio.read(variants.ASSETS / "clips" / EXAMPLE).second())
    return {"clip": EXAMPLE, "scores": [round(s, 4) for s in classifier.scores(wave)[0].tolist()]}


def _training(config: TrainingConfig, corpus: Corpus, trained: Trained, name: str) -> dict[str, Any]:
    return {
        "command": config.command() + (f" --name {name}" if name != config.recipe else ""),
        "settings": {k: v for k, v in vars(config).items() if k not in ("recipe", "network")},
        "data": f"{_data_name(corpus)}, {len(corpus):,} clips of {len(corpus.words)} words",
        "digest": corpus.digest,
        "clips": {"training": trained.clips},
        "epochs": max(row["epoch"] for row in trained.history),
        "seconds": round(trained.seconds),
        "device": trained.device,
        "precision": trained.precision,
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
    }


def _data_name(corpus: Corpus) -> str:
    return "Speech Commands" if corpus.root.name.startswith("speech_commands") else corpus.root.resolve().name
