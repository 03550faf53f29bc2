"""How many cores one answer takes."""

from __future__ import annotations

import os
import sys


def answer_on_one_core() -> None:
    """Let torch and numpy compute on one thread: for the app and commands that answer for a clip or a few.

    numpy's matrix products read the variable when numpy is imported, so this comes before. Two threads wait for each
    other at every layer, so that on busy cores the slower one decides.
    On two busy cores an answer took, median and 95th percentile of 60: compact 2.0 and 6.8 ms on one thread,
    11 to 59 and 90 to 970 on two; power 9.7 to 14 and 18 to 25 ms on one, 33 and 130 to 165 on two. One array took
    `identify` 1.2 s on one thread, and 14 to 18 on two.
    `OMP_NUM_THREADS` overrides this, for a computer that does nothing else. ONNX Runtime has its own: runtime.py.
    """
    if "OMP_NUM_THREADS" in os.environ:
        return
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)
    else:  # both read this if they are imported later
        os.environ["OMP_NUM_THREADS"] = "1"
