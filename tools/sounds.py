"""The five sounds that every front end is checked on, and how far two arrays are apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

RATE = 16_000
CLIPS = Path(__file__).parents[1] / "assets" / "clips"


def sounds() -> dict[str, np.ndarray]:
    """Speech, silence and a click at the first sample, of one second; full-scale noise of 0.25 s; speech of 0.4 s."""
    speech, _ = soundfile.read(CLIPS / "seven.flac", dtype="float32")
    click = np.zeros(RATE, dtype=np.float32)
    click[0] = 1.0
    noise = np.random.default_rng(0).uniform(-1, 1, RATE // 4).astype(np.float32)
    return {
        "speech": speech,
        "silence": np.zeros(RATE, dtype=np.float32),
        "click": click,
        "noise": noise,
        "short": speech[4800:11200].copy(),
    }


def difference(ours: np.ndarray, theirs: np.ndarray, usual: float) -> float:
    """Largest difference over the range of the library's values; over the usual range where these are constant."""
    if ours.shape != theirs.shape:
        raise ValueError(f"Expected the library's shape {theirs.shape}, got {ours.shape}.")
    spread = float(np.ptp(theirs))
    return float(np.abs(ours - theirs).max()) / (spread if spread > usual / 1000 else usual)
