"""The usual mistakes: what a front end becomes when a setting or two are not as its makers had them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from speechcls.frontends.config import FrontEndConfig

WINDOWS = ("hann", "hamming", "povey", "rectangular", "blackman")
LENGTHS = (256, 320, 400, 480, 512, 640, 800, 1024, 2048)
FFTS = (256, 400, 512, 1024, 2048)
MOST_BANDS = 256
RATES = (8_000, 16_000, 22_050, 44_100, 48_000)
BANDS = (13, 20, 22, 23, 24, 26, 30, 32, 40, 64, 80, 128)
INT16 = 32768.0
# Values that are tried, and between which a better one is then looked for.
GRIDS: dict[str, tuple[float, ...]] = {
    "preemphasis": (0.0, 0.5, 0.9, 0.95, 0.97, 0.98, 0.99),
    "f_min": (0.0, 20.0, 50.0, 80.0, 125.0, 200.0, 300.0, 500.0),
    "top": (20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0),
    "f_max": (3400.0, 3800.0, 4000.0, 5000.0, 6000.0, 7000.0, 7500.0, 7600.0, 8000.0),
}
FINEST = {"preemphasis": 0.005, "f_min": 1.0, "f_max": 1.0, "top": 0.01}
PCEN_GRIDS: dict[str, tuple[float, ...]] = {
    "gain": (0.5, 0.8, 0.9, 0.98, 1.0),
    "bias": (1.0, 2.0, 5.0, 10.0),
    "power": (0.25, 0.33, 0.5, 0.7, 1.0),
    "time_constant": (0.05, 0.1, 0.2, 0.4, 0.8),
    "sample_scale": (1.0, 2.0**15, 2.0**31),
}
FLOORS = (
    *((floor, "added") for floor in (1.0, 1e-2, 1e-3, 1e-5, 1e-6, 1e-8, 1e-9, 1e-10)),
    *((floor, "below") for floor in (1e-5, 1.1920929e-07, 1e-8, 1e-10, 1e-12)),
)


def fitted(config: FrontEndConfig, shape: tuple[int, int], samples: int) -> Iterator[FrontEndConfig]:
    """The front end made to give features of the shape (frames, values), by as few settings as that takes."""
    frames, values = shape
    for sized in _with_values(config, values):
        if sized.frames(samples) == frames:
            yield sized
            continue
        for changes in _frame_changes(sized):
            other = changed(sized, changes)
            if other and other.values == values and other.frames(samples) == frames:
                yield other


def _with_values(config: FrontEndConfig, values: int) -> Iterator[FrontEndConfig]:
    if config.values == values:
        yield config
        return
    options: list[dict[str, Any]] = []
    if config.n_cepstra:
        options = [{"n_cepstra": values}, {"n_cepstra": values, "n_bands": max(values, config.n_bands)}]
    elif config.n_bands:
        options = [{"n_bands": values}, {"energy": "first"}, {"n_bands": values - 1, "energy": "first"}]
    elif values > 2:
        n_fft = 2 * (values - 1)
        options = [{"n_fft": n_fft}, {"n_fft": n_fft, "window_samples": n_fft}]
        if config.hop_samples * 2 == config.window_samples:  # torchaudio's default hop follows
            options.append({"n_fft": n_fft, "window_samples": n_fft, "hop_samples": n_fft // 2})
    seen = set()
    for option in options:
        other = changed(config, option)
        usual = other and (other.n_bands <= MOST_BANDS if other.n_bands else other.n_fft in (*LENGTHS, 4096))
        if other and usual and other.values == values and other not in seen:
            seen.add(other)
            yield other


def _frame_changes(config: FrontEndConfig) -> Iterator[dict[str, Any]]:
    for edges in ("reflect", "zeros", "inside", "end", "mirror"):
        yield {"edges": edges}
        yield {"edges": edges, "drop_last": not config.drop_last}
        yield {"edges": edges, "pad_seconds": 0.0, "n_frames": 0, "frames_multiple": 0}
    for length in LENGTHS:
        yield {"window_samples": length, "n_fft": max(config.n_fft, length)}
        if config.window_samples == config.n_fft:
            yield {"window_samples": length, "n_fft": length}
            if config.hop_samples * 2 == config.window_samples:  # torchaudio's default hop follows
                yield {"window_samples": length, "n_fft": length, "hop_samples": length // 2}


def mistakes(config: FrontEndConfig, seen: np.ndarray) -> Iterator[FrontEndConfig]:
    """The front ends that differ by one changed setting; a floor is read off the array where it shows."""
    for changes in (*_of_wave(config), *_of_spectrum(config), *_of_bands(config), *_of_logarithm(config, seen)):
        other = changed(config, changes)
        if other and other != config:
            yield other


def changed(config: FrontEndConfig, changes: dict[str, Any]) -> FrontEndConfig | None:
    """The front end with other settings; None where these contradict each other."""
    try:
        return replace(config, **changes)
    except ValueError:
        return None


def _of_wave(c: FrontEndConfig) -> Iterator[dict[str, Any]]:
    yield {"sample_scale": INT16 if c.sample_scale < 2 else 1.0}
    yield {"wave_eps": 1e-7 if c.wave_eps is None else None}
    where = c.preemphasis_of if c.preemphasis else "frame" if c.window_at == "start" and c.remove_dc else "wave"
    for value in GRIDS["preemphasis"]:
        yield {"preemphasis": value, "preemphasis_of": where}


def _of_spectrum(c: FrontEndConfig) -> Iterator[dict[str, Any]]:
    yield {"remove_dc": not c.remove_dc}
    for edges in ("reflect", "zeros", "inside", "end", "mirror"):
        yield {"edges": edges}
        yield {"edges": edges, "drop_last": not c.drop_last}
    for window in WINDOWS:
        yield {"window": window}
    yield {"periodic": not c.periodic}
    for length in LENGTHS:
        yield {"window_samples": length}
        if c.window_samples == c.n_fft:
            yield {"window_samples": length, "n_fft": length}
    if c.n_bands:
        for n_fft in FFTS:
            yield {"n_fft": n_fft}
    if c.power:
        yield {"power": 1.0 if c.power == 2 else 2.0}


def _of_bands(c: FrontEndConfig) -> Iterator[dict[str, Any]]:
    if not c.n_bands:
        return
    for scale in ("htk", "slaney"):
        yield {"mel_scale": scale}
    for triangles in ("hz", "mel", "bins"):
        yield {"triangles": triangles}
    for norm in ("", "slaney"):
        yield {"band_norm": norm}
    for rate in () if c.pad_seconds else RATES:
        full = c.f_max == c.sample_rate / 2
        placed = {"sample_rate": rate, "f_max": rate / 2 if full else min(c.f_max, rate / 2)}
        yield placed
        yield placed | {"mel_scale": "slaney" if c.mel_scale == "htk" else "htk"}  # neither alone brings it nearer
    for name in ("f_min", "f_max"):
        for value in GRIDS[name]:
            yield {name: value}
    if c.n_cepstra:
        for bands in BANDS:
            yield {"n_bands": bands}


def _of_logarithm(c: FrontEndConfig, seen: np.ndarray) -> Iterator[dict[str, Any]]:
    for log in ("", "ln", "log10", "db", "db of amplitudes"):
        yield {"log": log, "pcen": None}
        yield {"log": log, "pcen": None, "top": None}
        if log and not c.log:
            yield from ({"log": log, "floor": floor, "floored": floored} for floor, floored in FLOORS)
    for floor, floored in FLOORS:
        yield {"floor": floor, "floored": floored}
    yield {"reference": "maximum" if c.reference == "one" else "one"}
    lowest, highest = float(seen.min()), float(seen.max())
    for top in {None, 80.0, 8.0, *([round(highest - lowest, 2)] if np.mean(seen == seen.min()) > 0.001 else [])}:
        yield {"top": top}
    yield {"energy": ""}
    if c.n_cepstra:
        yield from ({"top": top} for top in GRIDS["top"] if c.top)
        yield from ({"dct": norm} for norm in ("ortho", "none", "equal"))
        yield from ({"lifter": lifter, "lifter_from": start} for lifter in (0, 22) for start in (0, 1))
        yield from ({"energy": "c0", "energy_of": of} for of in ("frame", "spectrum"))
    yield from ({"mean_over": over, "deviation_eps": None} for over in ("", "band", "clip"))
    yield from ({"mean_over": over, "deviation_eps": 1e-5, "deviation_ddof": 1} for over in ("band", "clip"))
    yield {"offset": 0.0, "gain": 1.0}
    if c.pcen:
        for name, grid in PCEN_GRIDS.items():
            for value in grid:
                yield {"pcen": replace(c.pcen, **dict[str, Any]({name: value}))}
