"""A network's input as pictures: the exact values that it gets of the chosen second."""

from __future__ import annotations

import numpy as np

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.mel import filter_bank
from speechcls.plots.panel import Axis, Line, Panel, apart
from speechcls.plots.spectra import (
    NYQUIST,
    band_name,
    brightest,
    cells,
    in_bands,
    is_linear,
    percentile,
    scale_name,
    summary,
    values_of,
)


def network_inputs(clip: Clip, start: float, front_end: FrontEndConfig) -> tuple[Panel, ...]:
    """The exact values a network gets for the chosen second, one panel a channel."""
    return tuple(network_input(clip, start, front_end, channel) for channel in range(front_end.channels))


def network_input(clip: Clip, start: float, front_end: FrontEndConfig, channel: int = 0) -> Panel:
    """One channel of a network's input, over frequency or over the index of the mel band."""
    if front_end.gives != "spectrogram":
        return _line_input(clip, start, front_end)
    start, values = clip.within(start), values_of(clip, start, front_end)[channel]
    signed = front_end.power is None
    low, high = float(values.min()), float(values.max())
    if is_linear(front_end):
        high = brightest(values, front_end)
        low = -high if signed else min(low, 0.0)
    return Panel(
        title=f"{_name(front_end, channel)}, the network's input",
        subtitle="; ".join(_notes(front_end)),
        x=Axis.time(start, start + 1.0),
        y=_rows(front_end),
        image=cells(values, start, front_end, (low, high), "signed" if signed else "magma"),
        description=summary(values, start, front_end),
    )


def _line_input(clip: Clip, start: float, front_end: FrontEndConfig) -> Panel:
    """A network's input that is a wave or a spectrum."""
    start, values = clip.within(start), values_of(clip, start, front_end).ravel()
    wave = front_end.domain == "wave"
    along = start + np.arange(SAMPLE_RATE) / SAMPLE_RATE if wave else np.arange(len(values), dtype=np.float64)
    line = Line("input", along, values)
    most = int(np.abs(values).argmax())
    limit = max(1.0, float(np.abs(values[most])))
    low, high = (-limit, limit) if wave else apart(min(values.min(), 0.0), values.max())
    place = f"at {along[most]:.2f} s" if wave else f"at {along[most]:,.0f} Hz"
    return Panel(
        title=("Wave" if wave else "Spectrum of the whole second") + ", the network's input",
        subtitle="; ".join([str(front_end.input_shape), *["standardised"] * front_end.is_standardised]),
        x=Axis.time(start, start + 1.0) if wave else Axis.frequency(0.0, NYQUIST),
        y=Axis("Amplitude" if wave else "Magnitude", "", low, high),
        lines=(line.reduced() if wave else line,),
        description=f"Largest {place}." if values.min() < values.max() else "Silence: every value is the same.",
    )


def _name(front_end: FrontEndConfig, channel: int) -> str:
    if front_end.power is None:
        return ("Real part", "Imaginary part")[channel]
    if front_end.n_cepstra or front_end.domain == "micro frontend":
        return "Cepstrum" if front_end.n_cepstra else "Micro frontend"
    kind = "mel" if front_end.n_bands else {2.0: "power", 1.0: "magnitude"}.get(front_end.power or 0.0, "root")
    return (f"log-{kind}" if front_end.log else kind).capitalize() + " spectrogram"


def _rows(front_end: FrontEndConfig) -> Axis:
    if not in_bands(front_end):
        return Axis.frequency(0.0, NYQUIST)
    whole = (front_end.f_min, front_end.f_max, front_end.mel_scale) == (0.0, NYQUIST, "htk")
    if whole and band_name(front_end) == "mel band":  # the page knows where in Hz these lie
        return Axis.mel_bands(front_end.values)
    return Axis(band_name(front_end).capitalize(), "", -0.5, front_end.values - 0.5)


def _notes(front_end: FrontEndConfig) -> list[str]:
    linear = front_end.power == 2.0 and is_linear(front_end)
    notes = [f"{front_end.input_shape}, {'linear ' if linear else ''}{scale_name(front_end)}"]
    if front_end.is_standardised:
        notes.append("standardised")
    if front_end.n_bands:
        held = np.count_nonzero(filter_bank(front_end), axis=0)
        if held.min() < 2:
            notes.append(f"filters that hold no bin: {np.sum(held == 0)}, a single bin: {np.sum(held == 1)}")
    if is_linear(front_end) and percentile(front_end) < 100:
        notes.append(f"colours stop at the {percentile(front_end):g}th percentile")
    return notes
