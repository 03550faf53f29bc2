"""The pictures of a clip as Panels, each with a sentence about it; PANELS names them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Literal

import numpy as np

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.audio.level import decibels
from speechcls.audio.voice import Voice, voice
from speechcls.frontends.atlas import POWER, by_name
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.mel import mel_filters
from speechcls.plots import lab_panels
from speechcls.plots.input_panels import network_input
from speechcls.plots.lab_panels import LOWEST, with_zeros_beside
from speechcls.plots.panel import Axis, Colours, Line, Mark, Panel
from speechcls.plots.spectra import (
    NYQUIST,
    bin_hertz,
    brightest,
    cells,
    mel_centres,
    scale_name,
    summary,
    values_of,
    window_ms,
)

FULL_SCALE = SAMPLE_RATE / 2  # magnitude of a tone of amplitude 1 in the transform of a second
LEVELS = 80.0  # dB that a spectrum shows
FAINT = -80.0  # dB, where a spectrum's axis ends at least: silence lies at its bottom
SMOOTHED = 41  # Hz over which a spectrum is averaged: about one voice's pitch less, so that formants stand out
NAMES_ROOM = 10.0  # dB above a spectrum for the names of pitch and formants
ENERGY_RANGE = 60.0  # dB below the strongest filter that are shown
# The chapter's picture: 257 x 63 for a second.
SPECTROGRAM = replace(POWER, window_samples=512, hop_samples=256, power=0.5)


def waveform(clip: Clip, start: float) -> Panel:
    """Amplitude against time. The axis stays at [-1, 1], so that loudness is visible, unless samples exceed it."""
    start = clip.within(start)
    peak = float(np.abs(clip.samples).max())
    digits = ".2f" if peak >= 0.01 else ".1g"
    loudest = "Loudest between {:.2f} and {:.2f} s; ".format(*_loudest(clip)) + f"peak {peak:{digits}}."
    return Panel(
        title="Waveform",
        subtitle=f"marked: the chosen second, from {start:.2f} s" if clip.duration > 1 else "",
        x=Axis.time(clip.earliest, clip.latest + 1.0),
        y=Axis("Amplitude", "", -max(peak, 1.0), max(peak, 1.0)),
        lines=(Line("wave", clip.times, clip.samples).reduced(),),
        span=(start, start + 1.0),
        description=loudest if peak else "Silence: every sample is 0.",
    )


def spectrum(clip: Clip, start: float) -> Panel:
    """Magnitudes of the Fourier transform of the chosen second, one a hertz, below half the sampling rate."""
    magnitudes = np.abs(np.fft.rfft(clip.second(start).astype(np.float64)))[: SAMPLE_RATE // 2]
    strongest = int(magnitudes.argmax())
    energy = np.cumsum(magnitudes**2)
    edge = int(np.searchsorted(energy, 0.95 * energy[-1])) + 1
    summary = f"Strongest at {strongest:,} Hz; 95% of the energy lies below {edge:,} Hz."
    return Panel(
        title="Fourier transform of the chosen second",
        subtitle=f"the first {len(magnitudes):,} of {SAMPLE_RATE:,} coefficients, one a hertz; time is gone",
        x=Axis.frequency(0.0, NYQUIST),
        y=Axis("Magnitude", "", 0.0, 1.05 * float(magnitudes[strongest]) or 1.0),
        lines=(Line("magnitude", np.arange(len(magnitudes), dtype=np.float64), magnitudes),),
        description=summary if magnitudes[strongest] else "Silence: every magnitude is 0.",
    )


def levels(clip: Clip, start: float, scale: Literal["linear", "log", "mel"] = "mel") -> Panel:
    """The same magnitudes in decibels, each hertz and averaged over its neighbours, as the ear would have it.

    Where a voice is heard, its pitch F0 and its formants F1 and F2 are marked.
    """
    second = clip.second(start)
    power = np.abs(np.fft.rfft(second.astype(np.float64)))[: SAMPLE_RATE // 2] ** 2
    heard = voice(second)
    smooth = np.convolve(np.pad(power, SMOOTHED // 2, mode="reflect"), np.hanning(SMOOTHED + 2)[1:-1], "valid")
    smooth /= np.hanning(SMOOTHED + 2).sum()
    loudest = int(smooth.argmax())
    single, average = (10 * np.log10(np.maximum(values, 1e-12) / FULL_SCALE**2) for values in (power, smooth))
    frequencies, high = np.arange(len(power), dtype=np.float64), max(float(np.ceil(single.max() / 5) * 5), FAINT)
    room = NAMES_ROOM if heard else 0.0
    return Panel(
        title="Fourier transform of the chosen second",
        subtitle="which pitches it holds, in decibels below the loudest possible tone; time is gone",
        x=Axis.frequency(LOWEST if scale == "log" else 0.0, NYQUIST, scale),
        y=Axis("Level", "dB", high - LEVELS, high + room),
        lines=(
            Line("each hertz", frequencies, np.maximum(single, high - LEVELS), "quiet"),
            Line("smoothed", frequencies, np.maximum(average, high - LEVELS)),
        ),
        marks=tuple(Mark(hertz, f"{name} {hertz:,.0f} Hz") for name, hertz in _named(heard)),
        description=f"Loudest near {loudest:,} Hz, {average[loudest]:.0f} dB.{_voiced(heard, start)}"
        if power.any()
        else "Silence.",
    )


def _named(heard: Voice | None) -> list[tuple[str, float]]:
    """F0, F1, F2 with their Hz, as far as they were found."""
    return [(f"F{i}", hertz) for i, hertz in enumerate((heard.pitch, *heard.formants))] if heard else []


def _voiced(heard: Voice | None, start: float) -> str:
    """A sentence on the voice, with a space before it; empty where none was heard."""
    if heard is None:
        return ""
    told = ", ".join(f"{name} {hertz:,.0f} Hz" for name, hertz in _named(heard))
    return f" Voice at {start + heard.time:.2f} s: {told}."


def spectrogram(clip: Clip, start: float, front_end: FrontEndConfig = SPECTROGRAM, colours: Colours = "magma") -> Panel:
    """The chosen second over time and the logarithm of frequency, from the first coefficient above 0 Hz."""
    start, values = clip.within(start), values_of(clip, start, front_end)[0]
    return Panel(
        title=f"Spectrogram, window of {front_end.window_samples} samples ({window_ms(front_end):g} ms)",
        subtitle=scale_name(front_end),
        x=Axis.time(start, start + 1.0),
        y=Axis.frequency(bin_hertz(front_end), NYQUIST, "log"),
        image=cells(values, start, front_end, (0.0, brightest(values, front_end)), colours),
        description=summary(values, start, front_end),
    )


def mel_filter_bank(clip: Clip, start: float, n_mels: int = 16) -> Panel:
    """Triangular mel filters over frequency, and the energy of the chosen second in each, in decibels."""
    filters = mel_filters(n_mels)
    frequencies = np.linspace(0.0, NYQUIST, len(filters))
    centres = mel_centres(n_mels)
    energies = filters.T @ values_of(clip, start, POWER)[0].mean(axis=1)
    strongest = int(energies.argmax())
    heights, most = np.zeros(n_mels), "in silence none collects any energy"
    if energies[strongest]:
        heights = np.maximum(1 + decibels(energies / energies[strongest]) / ENERGY_RANGE, 0.0)
        most = f"the one centred on {centres[strongest]:,.0f} Hz collects the most energy"
    triangles = [
        Line("filter", frequencies[bins], weights[bins], "quiet")
        for weights in filters.T
        if len(bins := with_zeros_beside(weights))
    ]
    return Panel(
        title=f"Mel filter bank, {n_mels} filters over {len(filters)} Fourier coefficients",
        subtitle=f"energy: 1 is the strongest filter, 0 is {ENERGY_RANGE:g} dB below it",
        x=Axis.frequency(0.0, NYQUIST),
        y=Axis("Weight; energy collected", "", 0.0, 1.05),
        lines=(*triangles, Line("energy collected", centres, heights, "second")),
        description=f"{n_mels} filters, narrow at low and wide at high frequency; {most}.",
    )


def _loudest(clip: Clip) -> tuple[float, float]:
    """Start and end (s) of the stretch around the loudest moment that is at least half as loud.

    Loudness is the RMS over 50 ms, in steps of 10 ms.
    """
    step = SAMPLE_RATE // 100
    squares = np.pad(clip.samples.astype(np.float64) ** 2, (0, -len(clip.samples) % step)).reshape(-1, step).sum(axis=1)
    energy = np.convolve(squares, np.ones(5))[2 : 2 + len(squares)]
    quiet = np.flatnonzero(energy < energy.max() / 4)
    after = int(np.searchsorted(quiet, energy.argmax()))
    first = quiet[after - 1] + 1 if after else 0
    last = quiet[after] if after < len(quiet) else len(energy)
    return first * step / SAMPLE_RATE, min(last * step / SAMPLE_RATE, clip.duration)


PANELS: dict[str, Callable[[Clip, float], Panel]] = {
    "waveform": waveform,
    "spectrum": spectrum,
    "levels": levels,
    "spectrogram": spectrogram,
    "spectrogram-grey": partial(spectrogram, colours="grey"),  # as the chapter prints it
    "mel-filters": mel_filter_bank,
    "input-power": partial(network_input, front_end=POWER),
    "input-mel": partial(network_input, front_end=by_name("mel")),
    "input-real": partial(network_input, front_end=by_name("complex"), channel=0),
    "input-imaginary": partial(network_input, front_end=by_name("complex"), channel=1),
    "rebuilt": lab_panels.rebuilt,
    "kept-frequencies": lab_panels.kept_frequencies,
    "analysed": lab_panels.analysed,
    "filters-at-moment": lab_panels.filters_at_moment,
    "fourier-and-mel": lab_panels.fourier_and_mel,
    "phase": lab_panels.phase,
}
