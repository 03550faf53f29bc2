"""The micro frontend of TFLite Micro, with which microWakeWord listens: in integers, so the real one is called.

Window, FFT and filters are 16-bit integers scaled by each frame's own loudest sample; then a noise estimate is taken
off and a gain control (PCAN) divides by it. Both carry on from frame to frame, and from clip to clip until reset().
"""

from __future__ import annotations

import numpy as np

from speechcls.audio import to_int16

STEP_BYTES = 320  # 10 ms of 16-bit samples
MISSING = "The micro frontend is computed by pymicro-features: pip install 'speechcls[micro]'."


def micro_frontend(wave: np.ndarray) -> np.ndarray:
    """Features (frames, 40) of a clip (samples,) in [-1, 1], by a frontend that has heard nothing before."""
    try:
        from pymicro_features import MicroFrontend
    except ImportError as error:
        raise ImportError(MISSING) from error
    samples = to_int16(wave).astype("<i2").tobytes()
    frontend, rows = MicroFrontend(), []
    while len(samples) >= STEP_BYTES:
        made = frontend.process_samples(samples[:STEP_BYTES])
        samples = samples[made.samples_read * 2 :]
        if made.features:
            rows.append(made.features)
    return np.array(rows, dtype=np.float32).reshape(-1, 40)


def as_int8(features: np.ndarray) -> np.ndarray:
    """The same features as TFLite Micro's micro_speech hands them to its network: whole numbers from -128 on."""
    whole = np.round(features / 0.0390625).astype(np.int64)  # the scale by which pymicro-features makes floats of them
    return np.clip((whole * 256 + 333) // 666 - 128, -128, 127).astype(np.int8)
