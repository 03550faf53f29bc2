"""The two encoders of own words at work on many clips, one of them in the place of compact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from speechcls.audio import to_float
from speechcls.evaluation.own_words_ways import project
from speechcls.frontends.module import FrontEnd
from speechcls.models.gaussians import FRONT_END, state
from speechcls.models.networks import CompactNet, OwnWordsNet
from speechcls.models.variants import Variant


@dataclass(frozen=True, eq=False)
class Encoders:
    """Both networks, and the axes along which each one's vectors are compared."""

    network: OwnWordsNet
    projections: list[tuple[np.ndarray, np.ndarray, np.ndarray]]  # matrix, offset, variance between words

    def project(self, parts: Sequence[np.ndarray]) -> np.ndarray:
        """Vectors (n, d) of what the networks made of clips."""
        both = zip(parts, self.projections, strict=True)
        return np.concatenate([project(part, matrix, offset) for part, (matrix, offset, _) in both], axis=1)

    def vectors(self, waves: np.ndarray) -> np.ndarray:
        """Vectors (n, d) of int16 waves (n, 16000)."""
        return self.project(hear(self.network, waves))

    def of_sounds(self, sounds: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {kind: self.vectors(some) for kind, some in sounds.items()}


@torch.inference_mode()
def hear(network: OwnWordsNet, waves: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What both networks make of int16 waves (n, 16000)."""
    front_end = FrontEnd(FRONT_END)
    parts = [
        network.hear(front_end(torch.from_numpy(to_float(some)))[:, 0, 0])
        for some in np.array_split(waves, 1 + len(waves) // 32)
    ]
    embedded, compact = (torch.cat(part).numpy() for part in zip(*parts, strict=True))
    return embedded, compact


def encoder_with(variant: Variant) -> OwnWordsNet:
    """The networks of own words, with that of this variant in the place of compact."""
    made = OwnWordsNet(channels=1, words=1)
    shared = {k: torch.from_numpy(v.astype(np.float32)) for k, v in state().items() if k.startswith("embedding.")}
    made.load_state_dict(made.state_dict() | shared)
    place_compact(made, variant)
    return made.eval()


def place_compact(made: OwnWordsNet, variant: Variant) -> None:
    """Take over the layers before the last of a variant of network compact, and the values that it was trained on."""
    if not isinstance(variant.network, CompactNet):
        raise ValueError(
            f"{variant.card.name!r} is of network {variant.card.network}; one of network compact is needed."
        )
    made.compact.load_state_dict(variant.network.features.state_dict())
    standard = variant.card.front_end
    values = {"running_mean": standard.mean, "running_var": standard.deviation**2}
    made.standard.load_state_dict(
        {k: torch.tensor([v]) for k, v in values.items()} | {"num_batches_tracked": torch.tensor(0)}
    )
