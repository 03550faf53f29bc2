"""Each prints its numbers beside a peer's, measured in the same run: python -m benchmarks.NAME [--help]."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Mapping

import torch


def medians(runs: Mapping[str, Callable[[], float]], repeats: int) -> dict[str, float]:
    """The median of what each run returns; they take turns, so that other work on the machine falls on all alike."""
    results: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeats):
        for name, run in runs.items():
            results[name].append(run())
    return {name: statistics.median(numbers) for name, numbers in results.items()}


def machine() -> str:
    """What the numbers were measured on."""
    if torch.cuda.is_available():
        return torch.cuda.get_device_name()
    capability = torch.backends.cpu.get_cpu_capability()
    return f"CPU, {os.cpu_count()} core(s), {torch.get_num_threads()} thread(s), {capability}"
