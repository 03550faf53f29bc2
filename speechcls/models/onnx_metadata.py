"""What an exported file says of itself: words, what goes in and comes out, licences."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from speechcls.audio import SAMPLE_RATE
from speechcls.frontends.atlas import name_of
from speechcls.models.rejection import REASONS
from speechcls.models.variants import Card

if TYPE_CHECKING:
    from speechcls.models.graph import Input

SOURCES = (
    "Trained on Speech Commands by Pete Warden (Google), CC BY 4.0, https://creativecommons.org/licenses/by/4.0/. "
    "Cite: Pete Warden. Speech Commands: A Dataset for Limited-Vocabulary Speech Recognition. arXiv:1804.03209, 2018."
)
EMBEDDING = "Speech embedding by Google, Apache License 2.0, https://www.apache.org/licenses/LICENSE-2.0."


def metadata(card: Card, given: Input = "wave") -> dict[str, str]:
    """Metadata of an exported file, as text; lists and objects are JSON."""
    rejection = card.rejection and {key: value for key, value in asdict(card.rejection).items() if key != "measured"}
    shape = [SAMPLE_RATE] if given == "wave" else list(card.front_end.input_shape)
    return {
        "name": card.name,
        "words": json.dumps(card.words),
        "reasons": json.dumps(REASONS),
        "input": json.dumps({"name": given, "shape": ["batch", *shape], "sample_rate": SAMPLE_RATE}),
        "front_end": json.dumps({"name": name_of(card.front_end)} | card.front_end.settings()),
        "network": card.network,
        "rejection": json.dumps(rejection),
        "license": "MIT",
        "sources": SOURCES + (f" {EMBEDDING}" if card.network == "own-words" else ""),
        "weights_sha256": card.sha256,
    }
