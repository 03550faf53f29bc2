"""The lab's pictures: changed sounds, spectrograms of any window and scale, mel filters, phase, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.audio.level import decibels
from speechcls.frontends import resynthesis
from speechcls.frontends.atlas import LOG, by_name
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.mel import mel_filters
from speechcls.plots.panel import Axis, AxisScale, Line, Panel
from speechcls.plots.spectra import (
    NYQUIST,
    bin_hertz,
    brightest,
    cells,
    centre,
    mel_centres,
    power_at,
    scale_name,
    summary,
    values_of,
    window_ms,
)

MOMENT = 0.30  # s into the chosen second: the chapter's window 31, our frame 30
LOWEST = 31.25  # Hz, where logarithmic axes begin, whatever the window
DOTTED = 40  # samples from which down each is a dot
RANGE = 60.0  # dB below the strongest that are shown
FAINT = -60.0  # dB, the strongest of a picture at least: silence and what is nearly silent stay dark


def zoomed(clip: Clip, span: float) -> tuple[Panel, np.ndarray]:
    """So many s around the loudest sample of a clip of a second, and the samples that are shown."""
    count = max(2, round(span * SAMPLE_RATE))
    first = min(max(int(np.abs(clip.samples).argmax()) - count // 2, 0), len(clip.samples) - count)
    samples, times = clip.samples[first : first + count], clip.times[first : first + count]
    peak = float(np.abs(samples).max())
    few = count <= DOTTED
    panel = Panel(
        title=f"{count:,} samples",
        x=Axis.time(float(times[0]), float(times[-1])),
        y=Axis("Amplitude", "", -1.1 * peak or -1.0, 1.1 * peak or 1.0),
        lines=(Line("wave", times, samples, "second" if few else "main"),),
        description=f"{1000 * span:g} ms around the loudest moment; peak {peak:.2g}.",
    )
    return panel, samples


def rebuilt(clip: Clip, start: float, changed: Clip | None = None, source: str = "100 frequencies") -> Panel:
    """A changed second over the original; by default the one rebuilt from the 100 strongest frequencies."""
    start, second = clip.within(start), Clip(clip.second(start))
    if changed is None:
        changed = resynthesis.keep(second, resynthesis.strongest(second, 100))
    times = start + second.times
    apart = changed.samples.astype(np.float64) - second.samples
    limit = max(1.0, float(np.abs(changed.samples).max()), float(np.abs(second.samples).max()))
    energy = float(np.sum(second.samples.astype(np.float64) ** 2))
    share = f", which in all is {np.sum(apart**2) / energy:.1%} of the original's energy" if energy else ""
    return Panel(
        title=f"Rebuilt from {source}",
        x=Axis.time(start, start + 1.0),
        y=Axis("Amplitude", "", -limit, limit),
        lines=(Line("original", times, second.samples, "quiet"), Line("rebuilt", times, changed.samples)),
        description=f"{'' if energy else 'Silence. '}Largest difference {np.abs(apart).max():.2g}{share}.",
    )


def kept_frequencies(clip: Clip, start: float, kept: np.ndarray | None = None) -> Panel:
    """The magnitudes of the Fourier coefficients that are kept, by booleans (8001,); by default the 100 strongest."""
    second = Clip(clip.second(start))
    kept = resynthesis.strongest(second, 100) if kept is None else kept
    magnitudes = np.abs(np.fft.rfft(second.samples))[: SAMPLE_RATE // 2]
    mask = kept[: len(magnitudes)]
    energy = float(np.sum(magnitudes.astype(np.float64) ** 2))
    held = (
        f"with {np.sum(magnitudes[mask].astype(np.float64) ** 2) / energy:.1%} of the energy" if energy else "silence"
    )
    frequencies = np.arange(len(magnitudes), dtype=np.float64)
    return Panel(
        title=f"{mask.sum():,} of {len(mask):,} frequencies kept",
        x=Axis.frequency(0.0, NYQUIST),
        y=Axis("Magnitude", "", 0.0, 1.05 * float(magnitudes.max()) or 1.0),
        lines=(
            Line("left out", frequencies, np.where(mask, 0.0, magnitudes), "quiet"),
            Line("kept", frequencies, np.where(mask, magnitudes, 0.0)),
        ),
        description=f"{mask.sum():,} of {len(mask):,} frequencies, {held}.",
    )


@dataclass(frozen=True)
class View:
    """How a spectrogram is made and shown. The FFT is as long as the window, so a cell is its resolution."""

    window: float = 0.032  # s
    overlap: float = 0.5  # of the window, below 1
    power: float | None = 2.0  # None: power in dB
    scale: AxisScale = "log"  # of frequency

    @property
    def front_end(self) -> FrontEndConfig:
        samples = 2 * max(1, round(self.window * SAMPLE_RATE / 2))
        hop = max(1, round(samples * (1 - self.overlap)))
        return FrontEndConfig(
            window_samples=samples, hop_samples=hop, n_fft=samples, window_norm="energy", power=self.power or 2.0
        )


def analysed(clip: Clip, start: float, view: View | None = None) -> Panel:
    """The spectrogram of the second with the view's window, overlap, power and frequency scale."""
    view = view or View()
    start, front_end = clip.within(start), view.front_end
    values = values_of(clip, start, front_end)[0]
    image = cells(values, start, front_end, (0.0, brightest(values, front_end)), "magma")
    name = scale_name(front_end)
    if view.power is None:
        name, levels = "power in dB", decibels(values.astype(np.float64), 1e-20)
        strongest = max(float(levels.max()), FAINT)
        image = replace(image, values=levels, low=strongest - RANGE, high=strongest, unit="dB", decibels=None)
    rows, columns = values.shape
    return Panel(
        title=f"Spectrogram, window of {front_end.window_samples} samples ({window_ms(front_end):g} ms)",
        subtitle=f"{rows} bins x {columns} frames; one cell is {cell(front_end)}; {name}",
        x=Axis.time(start, start + 1.0),
        y=Axis.frequency(LOWEST if view.scale == "log" else 0.0, NYQUIST, view.scale),
        image=image,
        description=summary(values, start, front_end),
    )


def cell(front_end: FrontEndConfig) -> str:
    """The width of one cell of a spectrogram, in time and frequency."""
    return f"{1000 * front_end.hop_samples / SAMPLE_RATE:.4g} ms x {bin_hertz(front_end):.4g} Hz"


def filters_at_moment(clip: Clip, start: float, moment: float = MOMENT, n_mels: int = 16, log: bool = True) -> Panel:
    """Mel filters over the spectrum of one window, and the energy in each; empty and single-bin filters stand out."""
    powers, filters = power_at(clip, start, moment), mel_filters(n_mels)
    energies, centres = filters.T @ powers, mel_centres(n_mels)
    frequencies, held = np.linspace(0.0, NYQUIST, len(powers)), np.count_nonzero(filters, axis=0)
    lines = [_filter(frequencies, filters[:, i], centres[i]) for i in range(n_mels)]
    lines.append(Line("spectrum", frequencies, _heights(powers, log), "main"))
    lines.append(Line("mel energies", centres, _heights(energies, log), "second"))
    scarce = "each holds two bins or more"
    if held.min() < 2:
        scarce = f"hold no bin: {np.sum(held == 0)}, a single bin: {np.sum(held == 1)}"
    loudest = f"strongest at {centres[energies.argmax()]:,.0f} Hz" if energies.any() else "silence: all are 0"
    return Panel(
        title=f"{n_mels} mel filters of shape {filters.shape}, at {moment:.2f} s",
        subtitle=f"{scarce}; 1 is the strongest" + (f", 0 is {RANGE:g} dB below it" if log else ", no logarithm"),
        x=Axis.frequency(0.0, NYQUIST),
        y=Axis("Weight; energy collected", "", 0.0, 1.05),
        lines=tuple(lines),
        description=f"{n_mels} filters; {scarce}; {loudest}.",
    )


def fourier_and_mel(clip: Clip, start: float, moment: float = MOMENT, n_mels: int = 128, log: bool = False) -> Panel:
    """The first 128 Fourier coefficients of one window and its mel coefficients, over each other."""
    powers = power_at(clip, start, moment)
    curves = {"Fourier": powers[:128], "mel": mel_filters(n_mels).T @ powers}
    peaks = {name: int(curve.argmax()) for name, curve in curves.items()}
    if log:
        curves = {name: np.log10(curve + LOG.floor) for name, curve in curves.items()}
    low, high = (f(f(curve) for curve in curves.values()) for f in (min, max))
    text = f"The Fourier curve peaks at coefficient {peaks['Fourier']}, the mel curve at {peaks['mel']}."
    return Panel(
        title=f"The window at {moment:.2f} s: Fourier against {n_mels} mel coefficients",
        subtitle="decimal logarithm of power" if log else "power",
        x=Axis("Coefficient", "", 0.0, max(len(curve) for curve in curves.values()) - 1.0),
        y=Axis("Logarithm of power" if log else "Power", "", float(low) if log else 0.0, _above(low, high, log)),
        lines=(
            Line("Fourier", np.arange(len(curves["Fourier"])), curves["Fourier"]),
            Line("mel", np.arange(n_mels), curves["mel"], "second"),
        ),
        description=text if powers.any() else "Silence: all coefficients are 0.",
    )


def phase(clip: Clip, start: float) -> Panel:
    """The phase of each cell of the complex spectrogram as a colour, its magnitude as brightness."""
    start, front_end = clip.within(start), by_name("complex")
    # A mirrored frame has negative zeros, whose angles have the other sign; adding 0 makes them positive.
    real, imaginary = values_of(clip, start, front_end).astype(np.float64) + 0.0
    magnitudes, angles = np.hypot(real, imaginary), np.arctan2(imaginary, real)
    strongest = float(magnitudes.max())
    light = np.zeros_like(magnitudes)
    if strongest:
        light = np.sqrt(np.clip(1 + decibels((magnitudes / strongest) ** 2, 1e-60) / RANGE, 0.0, 1.0))
    image = cells(angles, start, front_end, (-np.pi, np.pi), "cyclic")
    row, column = np.unravel_index(magnitudes.argmax(), magnitudes.shape)
    time, hertz = start + centre(front_end, int(column)), row * bin_hertz(front_end)
    text = f"The strongest cell, at {time:.2f} s and {hertz:,.0f} Hz"
    return Panel(
        title="Phase as colour, magnitude as brightness",
        subtitle=f"{front_end.input_shape}; black is {RANGE:g} dB below the strongest",
        x=Axis.time(start, start + 1.0),
        y=Axis.frequency(0.0, NYQUIST),
        image=replace(image, light=light, label="Phase", unit="rad"),
        description=f"{text}, has phase {angles[row, column]:.2f} rad."
        if strongest
        else "Silence: no phase; all is 0.",
    )


def outline(panel: Panel, patches: Sequence[tuple[float, float, float, float]]) -> Panel:
    """A network's input with patches drawn around: (x_low, x_high, y_low, y_high) in its axes' units."""
    lines = [
        Line("evidence", np.array([x0, x1, x1, x0, x0]), np.array([y0, y0, y1, y1, y0]), "second", dashed=True)
        for x0, x1, y0, y1 in patches
    ]
    return replace(panel, lines=(*panel.lines, *lines))


def with_zeros_beside(weights: np.ndarray) -> np.ndarray:
    """Indices of the bins that a filter holds, with the zero at each side; none where it holds none."""
    return np.flatnonzero(np.convolve(weights, np.ones(3), "same"))


def _filter(frequencies: np.ndarray, weights: np.ndarray, centre: float) -> Line:
    """The line of a filter; a dashed line at its centre where it holds no bin."""
    near = with_zeros_beside(weights)
    held = np.count_nonzero(weights)
    if not held:
        return Line("no bin", np.full(2, centre), np.array([0.0, 1.0]), "third", dashed=True)
    if held == 1:
        return Line("single bin", frequencies[near], weights[near], "third")
    return Line("filter", frequencies[near], weights[near], "quiet")


def _heights(powers: np.ndarray, log: bool) -> np.ndarray:
    """Powers scaled to heights from 0 to 1 (the strongest), linearly or over RANGE decibels."""
    strongest = float(powers.max())
    if not strongest:
        return np.zeros(len(powers))
    shares = powers.astype(np.float64) / strongest
    return np.maximum(1 + decibels(shares) / RANGE, 0.0) if log else shares


def _above(low: float, high: float, log: bool) -> float:
    """The upper limit of an axis: above the highest value, and above the lower limit in any case."""
    if log:
        return float(high + 0.05 * (high - low)) if high > low else float(high) + 1.0
    return 1.05 * float(high) or 1.0
