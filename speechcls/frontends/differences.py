"""What two front ends do differently, in sentences."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import Any

from speechcls.frontends.config import FrontEndConfig, Pcen

NOTHING = {"power": "complex", "top": "no floor", "level": "as recorded", "wave_eps": "off", "deviation_eps": "off"}
NAMES: dict[str, dict[Any, str]] = {
    "edges": {
        "reflect": "centred, the clip mirrored at its ends (center=True, reflect)",
        "zeros": "centred, zeros at the ends (center=True, constant)",
        "inside": "inside the clip (center=False, snip_edges=True)",
        "end": "from the first sample on, zeros after the last",
        "mirror": "over the whole clip, mirrored (snip_edges=False)",
    },
    "log": {"": "none", "ln": "natural", "log10": "decimal", "db": "decibels", "db of amplitudes": "20 log10"},
    "band_norm": {"": "none", "slaney": "Slaney's, by width", "sum": "to a sum of 1"},
    "mel_scale": {"htk": "HTK", "slaney": "Slaney", "linear": "linear in Hz", "erb": "ERB"},
    "power": {1.0: "magnitude (1)", 2.0: "power (2)"},
    "energy": {"": "none", "c0": "in place of coefficient 0", "first": "as a column before the bands"},
    "mean_over": {"": "none", "band": "subtracted from each band", "clip": "subtracted from the clip"},
    "window_norm": {"": "none", "energy": "by the root of its energy (normalized)", "sum": "by its sum"},
    "pcen": {None: "none"},
}
# Subject, and what the libraries call the setting.
LABELS = {
    "domain": ("What it gives", ""),
    "sample_rate": ("Sampling rate the filters are placed for", "sr, sample_rate"),
    "level": ("Level", ""),
    "wave_eps": ("Wave brought to mean 0 and variance 1", "do_normalize"),
    "pad_seconds": ("Clip padded or cut to so many seconds", "pad_or_trim"),
    "preemphasis": ("Pre-emphasis", "preemph, preemphasis_coefficient"),
    "preemphasis_of": ("Pre-emphasis within", ""),
    "window_samples": ("Window length in samples", "win_length, frame_length"),
    "hop_samples": ("Hop in samples", "hop_length, frame_shift"),
    "n_fft": ("FFT length", "n_fft"),
    "edges": ("Frames", "center, pad_mode, snip_edges"),
    "window_at": ("Window within the FFT", ""),
    "drop_last": ("Last frame dropped", ""),
    "remove_dc": ("Mean of each frame subtracted", "remove_dc_offset"),
    "window": ("Window", "window_type, window_fn"),
    "periodic": ("Window periodic rather than symmetric", "periodic, fftbins"),
    "window_norm": ("Window divided", "normalized"),
    "power": ("Spectrum", "power, use_power"),
    "phase": ("Phase", ""),
    "spectrum_scale": ("Factor on the spectrum", ""),
    "n_bands": ("Number of bands", "n_mels, num_mel_bins, nfilt"),
    "f_min": ("Lowest frequency in Hz", "f_min, low_freq"),
    "f_max": ("Highest frequency in Hz", "f_max, high_freq"),
    "mel_scale": ("Mel scale", "htk, mel_scale"),
    "triangles": ("Filters drawn over", ""),
    "band_norm": ("Norm of the filters", "norm"),
    "first_bin": ("First bin with a weight", ""),
    "last_bin": ("Bin of half the rate used", ""),
    "pcen": ("PCEN", "pcen"),
    "log": ("Logarithm", "log, power_to_db"),
    "floor": ("Floor of the logarithm", "amin, eps"),
    "floored": ("Floor applied to", ""),
    "reference": ("Reference of the decibels", "ref"),
    "top": ("Floor below the maximum, which over a batch is that of the loudest clip", "top_db"),
    "top_over": ("Maximum taken over the", "top_db"),
    "n_cepstra": ("Number of cepstral coefficients", "n_mfcc, numcep, num_ceps"),
    "dct": ("Norm of the cosine transform", "norm, dct norm"),
    "lifter": ("Lifter", "lifter, ceplifter, cepstral_lifter"),
    "lifter_from": ("Lifter starts at", ""),
    "energy": ("Log energy", "use_energy, appendEnergy"),
    "energy_of": ("Energy taken from the", "raw_energy"),
    "energy_floor": ("Floor of the energy", "energy_floor"),
    "mask_last": ("Last frame set to 0", ""),
    "n_frames": ("Number of frames after padding", "max_length"),
    "frames_multiple": ("Frames padded to a multiple of", "pad_to"),
    "mean_over": ("Mean", "subtract_mean, normalize"),
    "mean_window": ("Frames the mean is taken over", "win_size"),
    "deviation_eps": ("Division by the deviation", "normalize"),
    "variance_eps": ("Added to the variance", ""),
    "deviation_ddof": ("Deviation with n - 1", ""),
    "offset": ("Added to each value", ""),
    "gain": ("Factor on each value", ""),
    "limits": ("Limits", ""),
    "levels": ("Levels", ""),
    "mean": ("Subtracted, as the mean of the training clips", ""),
    "deviation": ("Divided by, as the deviation of the training clips", ""),
}


def differing(old: FrontEndConfig, new: FrontEndConfig) -> list[str]:
    """Names of the settings that differ, but for the layout, which is no setting of the sound."""
    names = [field.name for field in fields(FrontEndConfig) if field.name != "layout"]
    return [name for name in names if getattr(old, name) != getattr(new, name)]


def differences(old: FrontEndConfig, new: FrontEndConfig) -> list[str]:
    """One sentence for each setting of `new` that is not that of `old`."""
    names = differing(old, new)
    follow = {"floored": "floor", "deviation_ddof": "deviation_eps", "variance_eps": "deviation_eps"}
    follow |= {"top_over": "top", "lifter_from": "lifter", "first_bin": "n_bands", "spectrum_scale": "n_fft"}
    if all(config.f_max == config.sample_rate / 2 for config in (old, new)):
        follow["f_max"] = "sample_rate"
    told = [name for name in names if follow.get(name) not in names]
    if {"window_samples", "n_fft", "hop_samples"} <= set(names):
        told = [name for name in told if name not in ("window_samples", "hop_samples")]
    elif {"window_samples", "n_fft"} <= set(names):
        told.remove("window_samples")
    return [_sentence(name, getattr(old, name), getattr(new, name), new) for name in told]


def _sentence(name: str, old: Any, new: Any, config: FrontEndConfig) -> str:
    if name == "sample_scale":
        return _of_scale(old, new, config)
    if name == "pcen" and isinstance(old, Pcen) and isinstance(new, Pcen):
        return _of_pcen(old, new)
    subject, parameters = LABELS[name]
    if name == "n_fft" and config.window_samples == config.n_fft:
        subject = "FFT and window length"
    ending = f" ({parameters})" if parameters else ""
    return f"{subject}: {_value(name, new)} instead of {_value(name, old)}{ending}."


def _of_scale(old: float, new: float, config: FrontEndConfig) -> str:
    names = {1.0: "in [-1, 1] (float)", 32768.0: "as 16-bit integers (int16)"}
    factor = {"ln": 1.0, "log10": 1 / math.log(10), "db": 10 / math.log(10), "db of amplitudes": 20 / math.log(10)}
    added = (config.power or 1.0) * math.log(new / old) * factor.get(config.log, 0.0) * config.gain
    add = f": add {added:.4g}" if added and not (config.n_cepstra or config.mean_over) else ""
    if old in names and new in names:
        return f"Samples: {names[new]} instead of {names[old]}{add}."
    return f"Samples multiplied by {new / old:g} (scale){add}."


def _of_pcen(old: Pcen, new: Pcen) -> str:
    changed = [field.name for field in fields(Pcen) if getattr(old, field.name) != getattr(new, field.name)]
    told = [f"{name} {_plain(getattr(new, name))} instead of {_plain(getattr(old, name))}" for name in changed]
    return f"PCEN: {', '.join(told)}."


def _value(name: str, value: Any) -> str:
    if name in NAMES and value in NAMES[name]:
        return NAMES[name][value]
    if value is None:
        return NOTHING.get(name, "none")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Pcen):
        return "on"
    return _plain(value)


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)
