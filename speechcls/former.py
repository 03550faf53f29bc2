"""Former names in cards and records, read for one release with a DeprecationWarning."""

from __future__ import annotations

import warnings

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

SETTINGS = {
    "per_word": "max_per_word",
    "batch": "batch_size",
    "max_rate": "max_lr",
    "decay": "weight_decay",
    "shift": "time_shift",
    "tempo": "speed_perturbation",
    "mask": "spec_augment",
    "strangers": "negatives",
    "average": "ema_decay",
    "at_least": "min_per_word",
    "voices": "tts_clips",
    "prior": "logit_adjustment",
}
MEASURED = {
    "missed": "false_rejection_rate",
    "missed_right": "false_rejection_rate_right",
    "heard": "false_acceptance_rate",
    "heard_by_kind": "false_acceptance_by_kind",
}
FRONT_END = {"recipe": "front_end"}
SPECTRAL = {"n_mels": "n_bands"}
PARTS = {"training": "train", "testing": "test"}


def current(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a card or record under their present names."""
    new = dict(fields)
    if "gate" in fields or "testing" in fields.get("metrics", {}):
        warnings.warn(f"{fields.get('name')} has names of version 0.1", DeprecationWarning, stacklevel=3)
        new = _of_version_0_1(new)
    training = new.get("training", {})
    if "recipe" in new or "recipe" in new.get("settings", {}) or "recipe" in training.get("settings", {}):
        warnings.warn(f"{fields.get('name')} has names of version 0.2", DeprecationWarning, stacklevel=3)
        new = _of_version_0_2(new)
    return new


def _of_version_0_1(fields: Mapping[str, Any]) -> dict[str, Any]:
    new = dict(fields)
    new["metrics"] = rename(fields["metrics"], PARTS)
    if "gate" in new:
        new["rejection"] = _rejection(new.pop("gate"))
    if "settings" in new:
        new["settings"] = rename(new["settings"], SETTINGS)
    if "training" in new:
        new["training"] = _training(new)
    return new


def _of_version_0_2(fields: Mapping[str, Any]) -> dict[str, Any]:
    new = rename(fields, FRONT_END)
    if "recipe" in fields:
        new["front_end"] = front_end(fields["recipe"])
    if "settings" in new:
        new["settings"] = rename(new["settings"], FRONT_END)
    if "training" in new:
        new["training"] = new["training"] | {"settings": rename(new["training"].get("settings", {}), FRONT_END)}
    return new


def front_end(recipe: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of a FrontEndConfig that equal those of version 0.2; an unknown one stays, and is refused there."""
    new = rename(recipe, SPECTRAL)
    window, hop, log = new.pop("window", 0.030), new.pop("hop", 0.010), new.pop("log", False)
    if new.get("domain", "spectrogram") != "spectrogram":
        return new
    new |= {"window_samples": round(window * 16_000), "hop_samples": round(hop * 16_000), "window_norm": "energy"}
    return new | ({"log": "ln", "floor": 1e-6, "floored": "added"} if log else {})


def rename(fields: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in fields.items()}


def rename_rates(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Error rates, or their curves, by part, under their present names."""
    return {
        PARTS.get(part, part): rename(value, MEASURED) if isinstance(value, dict) else value
        for part, value in parts.items()
    }


def _rejection(gate: dict[str, Any] | None) -> dict[str, Any] | None:
    if not gate or "temperature" not in gate:  # a record keeps its error rates alone
        return gate and rename_rates(gate)
    return gate | {"measured": rename_rates(gate.get("measured", {}))}


def _training(card: Mapping[str, Any]) -> dict[str, Any]:
    """The training of a card with all settings; the representation was only in its command."""
    training = dict(card["training"])
    words = training.get("command", "").split()
    front_end = {"front_end": words[words.index("train") + 1]} if "train" in words else {}
    settings = front_end | {"network": card["network"]} | rename(training.get("settings", {}), SETTINGS)
    clips = rename(training.get("clips", {}), PARTS)
    return training | {"settings": settings, "clips": clips}
