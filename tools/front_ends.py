"""The tables of docs/front-ends.md: what each front end of the atlas does, by its data and by what it gives."""

from __future__ import annotations

import numpy as np

from speechcls.frontends.atlas import FRONTENDS
from speechcls.frontends.config import FrontEndConfig, KnownFrontEnd
from speechcls.frontends.mel import filter_bank
from speechcls.frontends.transform import transform
from tools.identify_trial import OUTCOMES, outcomes, summary
from tools.markdown import table

EDGES = {
    "reflect": ("mirrored by half an FFT", "yes"),
    "zeros": ("zeros by half an FFT", "yes"),
    "inside": ("none", "no"),
    "end": ("zeros at the end", "no"),
    "mirror": ("mirrored", "on the hop's middle"),
}
LOGS = {"": "none", "ln": "ln", "log10": "log10", "db": "dB", "db of amplitudes": "20 log10 of powers"}
FLOORED = {"below": "at least", "added": "plus", "zeros": "in place of 0,"}
HEAD = (
    "Front end", "Values x frames", "Window", "Padding", "Centred", "Pre-emphasis", "Samples", "Mel scale, norm",
    "Empty filters", "Logarithm, floor", "Normalisation", "Silence gives", "In a batch",
)  # fmt: skip


def settings_table() -> str:
    """One row a front end, from its settings and from what the transform gives."""
    return table(
        HEAD, *(_row(name, known) for name, known in FRONTENDS.items() if known.config.domain == "spectrogram")
    )


def sources_table() -> str:
    """What each front end is held to, and how closely."""
    rows = [
        (
            f"`{name}`",
            _cell(known.source),
            known.version or "ours",
            "x".join(map(str, known.config.shape())),
            _held(known),
        )
        for name, known in FRONTENDS.items()
    ]
    return _parity() + table(("Front end", "Source", "Version", "Shape of one second", "Equal to"), *rows)


def _parity() -> str:
    """How many are within 1e-4 of their library, and why each of the others is not, in two sentences."""
    field = {name: known for name, known in FRONTENDS.items() if known.version}
    far = [f"`{name}` ({known.reason})" for name, known in field.items() if known.reason or known.tolerance > 1e-4]
    called = [f"`{name}`" for name, known in field.items() if known.config.domain == "micro frontend"]
    return (
        f"Of the field's {len(field)} front ends, {len(field) - len(far)} are within 1e-4 of the range of their "
        f"library's values; further off: {', '.join(far) or 'none'}. Called rather than reproduced, and so the same: "
        f"{', '.join(called)}.\n\n"
    )


def surprises() -> str:
    """A sentence for each that surprised."""
    return "".join(f"* **`{name}`**: {known.surprise}\n" for name, known in FRONTENDS.items() if known.surprise)


def trial() -> str:
    """How the trial of identify went: shares in a sentence, and every array whose answer was not all right."""
    found = list(outcomes()) if OUTCOMES.exists() else []
    if not found:
        return "Not tried yet.\n"
    shares = summary(found)
    percents = {name: f"{100 * share:.1f}%" for name, share in shares.items()}
    said = (
        f"Of {len(found)} arrays made by the real libraries, the front end was right for {percents['front end right']} "
        f"(by its very name for {percents['its very name']}; some give the same values), and "
        f"{percents['changed settings named']} of {sum(one.asked for one in found)} changed settings were named. Of "
        f"as many arrays of unknown origin, {percents['false claims']} were claimed for a front end. An array takes "
        f"{shares['median seconds']:.2f} s of a processor in the median, and {shares['longest seconds']:.2f} s at most."
        "\n\n"
    )
    missed = [one for one in found if not one.right or one.named < one.asked]
    rows = [(f"`{one.front_end}`", _cell(one.settings), f"`{one.answer}`", _cell(one.changes)) for one in missed]
    return said + table(("Made by", "Changed", "Answer", "Changes named"), *rows)


def _held(known: KnownFrontEnd) -> str:
    if known.reason:
        return _cell(known.reason)
    return f"{known.tolerance:.0e} of the range" if known.version else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _row(name: str, known: KnownFrontEnd) -> tuple[str, ...]:
    c = known.config
    padding, centred = EDGES[c.edges]
    if c.pad_seconds:
        padding = f"to {c.pad_seconds:g} s; {padding}"
    if c.n_frames:
        padding += f"; to {c.n_frames} frames"
    if c.frames_multiple:
        padding += f"; to a multiple of {c.frames_multiple} frames"
    centred += ", last dropped" if c.drop_last else ""
    return (
        f"`{name}`", f"{c.values} x {c.frames()}", _window(c), padding, centred,
        f"{c.preemphasis:g}, {c.preemphasis_of}" if c.preemphasis else "none", _samples(c), _mel(c), _empty(c),
        _logarithm(c), _normalisation(c), _silence(c), known.batch or "nothing changes",
    )  # fmt: skip


def _window(c: FrontEndConfig) -> str:
    kind = "none" if c.window == "rectangular" else f"{c.window}, {'periodic' if c.periodic else 'symmetric'}"
    return f"{c.window_samples} of {c.n_fft}, hop {c.hop_samples}; {kind}"


def _samples(c: FrontEndConfig) -> str:
    if c.level is not None:
        return f"brought to {c.level:g} dBFS"
    return "16-bit integers" if c.sample_scale == 32768 else "[-1, 1]"


def _mel(c: FrontEndConfig) -> str:
    if not c.n_bands:
        return "no bands"
    if c.triangles == "gammatone":
        return f"gammatone, from {c.f_min:g} Hz"
    scale = {"htk": "HTK", "slaney": "Slaney", "linear": "linear"}[c.mel_scale]
    return f"{scale}, {c.f_min:g} to {c.f_max:g} Hz, {c.band_norm or 'no'} norm, over {c.triangles}"


def _empty(c: FrontEndConfig) -> str:
    return str(int((filter_bank(c).sum(0) == 0).sum())) + f" of {c.n_bands}" if c.n_bands else ""


def _logarithm(c: FrontEndConfig) -> str:
    if c.pcen:
        return f"PCEN {c.pcen.gain:g}, {c.pcen.bias:g}, {c.pcen.power:g}, {c.pcen.time_constant:g} s"
    if not c.log:
        return "none"
    top = f"; {c.top:g} below the {c.top_over}'s maximum" if c.top else ""
    return f"{LOGS[c.log]}, {FLOORED[c.floored]} {c.floor:.1e}{top}"


def _normalisation(c: FrontEndConfig) -> str:
    parts = []
    if c.n_cepstra:
        parts.append(f"{c.n_cepstra} cepstra of {c.n_bands}" + (f", lifter {c.lifter}" if c.lifter else ""))
    if c.energy:
        parts.append("log energy as 0")
    if c.mean_over:
        parts.append(f"mean of each {c.mean_over}" + ("" if c.deviation_eps is None else " and deviation"))
    if c.offset or c.gain != 1:
        parts.append(f"(v + {c.offset:.4g}) x {c.gain:.4g}")
    if c.levels:
        parts.append(f"{c.levels} levels")
    return "; ".join(parts) or "none"


def _silence(c: FrontEndConfig) -> str:
    if c.phase == "random":
        return "0"
    with np.errstate(all="ignore"):
        made = transform(c, np.zeros(16_000, dtype=np.float64))
    if not np.isfinite(made).all():
        return "no number"
    made = np.round(made, 5) + 0.0  # what is not 0 by rounding alone is 0, and never -0
    low, high = float(made.min()), float(made.max())
    return f"{low:.4g}" if high - low < 1e-6 * max(1.0, abs(low)) else f"{low:.4g} to {high:.4g}"


BLOCKS = {
    "front-ends": settings_table,
    "front-end-sources": sources_table,
    "front-end-surprises": surprises,
    "identify-trial": trial,
}
