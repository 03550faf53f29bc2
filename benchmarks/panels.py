"""Milliseconds for four pictures as Panels in JSON, which the page draws, beside one matplotlib figure of them."""

from __future__ import annotations

import argparse
import io
import json
import time
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks import machine, medians
from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.plots import clip_panels, mpl
from speechcls.plots.panel import Panel

SHOWN = ("waveform", "spectrum", "spectrogram", "mel-filters")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.panels", description=__doc__)
    parser.add_argument("--repeats", type=int, default=15)
    options = parser.parse_args(arguments)

    seconds = 1.5
    noise = np.random.default_rng(0).standard_normal(round(seconds * SAMPLE_RATE))
    clip = Clip(0.1 * noise.astype(np.float32))
    start = clip.loudest_second()

    def compute() -> list[Panel]:
        return [clip_panels.PANELS[name](clip, start) for name in SHOWN]

    computed = compute()
    work: dict[str, Callable[[], object]] = {
        "computed": compute,
        "as JSON": lambda: json.dumps([panel.to_json() for panel in computed]),
        "as PNG by matplotlib": lambda: mpl.figure(*computed).savefig(io.BytesIO(), format="png"),
    }
    for once in work.values():
        once()
    taken = medians({name: _timed(one) for name, one in work.items()}, options.repeats)
    print(f"{len(SHOWN)} pictures of {seconds:g} s; {machine()}; medians of {options.repeats}")
    for name, milliseconds in taken.items():
        print(f"  {name:22}{milliseconds:9.1f} ms")
    page, png = taken["computed"] + taken["as JSON"], taken["computed"] + taken["as PNG by matplotlib"]
    print(f"  from clip to page {page:.1f} ms, from clip to PNG {png:.1f} ms: {png / page:.1f} times as long")


def _timed(work: Callable[[], object]) -> Callable[[], float]:
    def run() -> float:
        begun = time.perf_counter()
        work()
        return 1000 * (time.perf_counter() - begun)

    return run


if __name__ == "__main__":
    main()
