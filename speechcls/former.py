"""Names of version 0.1 in cards and records, read for one release with a DeprecationWarning."""

from __future__ import annotations

import warnings
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
PARTS = {"training": "train", "testing": "test"}


def is_former(fields: Mapping[str, Any]) -> bool:
    """Whether this is a card or a record of version 0.1."""
    return "gate" in fields or "testing" in fields.get("metrics", {})


def current(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a card or record under their present names."""
    if not is_former(fields):
        return dict(fields)
    warnings.warn(f"{fields.get('name')} has names of version 0.1", DeprecationWarning, stacklevel=3)
    new = dict(fields)
    new["metrics"] = rename(fields["metrics"], PARTS)
    if "gate" in new:
        new["rejection"] = _rejection(new.pop("gate"))
    if "settings" in new:
        new["settings"] = rename(new["settings"], SETTINGS)
    if "training" in new:
        new["training"] = _training(new)
    return new


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
    recipe = {"recipe": words[words.index("train") + 1]} if "train" in words else {}
    settings = recipe | {"network": card["network"]} | rename(training.get("settings", {}), SETTINGS)
    clips = rename(training.get("clips", {}), PARTS)
    return training | {"settings": settings, "clips": clips}
