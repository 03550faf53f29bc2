"""Which seconds of a sound stand out as speech does: by energy between 120 and 4,000 Hz."""

import numpy as np
import soxr

SAMPLE_RATE = 16_000  # Hz
STEP = 16  # samples over which energy is summed
STEPS = SAMPLE_RATE // STEP  # a second
ROUNDING = 1e-7  # of the peak's energy: the rounding error that a filter leaves
TAIL = 0.01  # share of a second's energy that may be lost at either end when it is centred
STANDS_OUT = 0.001  # of the loudest second's energy: 30 dB below it
MOST = 4  # seconds that may stand out
APART = 0.1  # s between their starts
LEAST_OVERHANG = 0.05  # s beyond an end of the clip that are worth it


def loud_seconds(samples: np.ndarray) -> tuple[float, ...]:
    """Starts (s) of the seconds of samples (n,) at 16 kHz that stand out, the loudest first; at least one.

    Each second is centred on its energy, even where it then reaches beyond an end of the sound, so a start may be
    negative. A sound shorter than a second has one start, around it; a sound of exactly one second is taken as it is.
    """
    if len(samples) == SAMPLE_RATE:
        return (0.0,)
    duration = len(samples) / SAMPLE_RATE
    energy = speech_energy(samples)
    if duration < 1:
        centred = _centred(np.pad(energy, (0, STEPS - len(energy))), 0) / STEPS
        return (min(max(duration - 1, centred), 0.0),)
    left, starts, least = energy.copy(), list[float](), 0.0
    for _ in range(MOST):
        first = _loudest(left)
        held = left[first : first + STEPS].sum()
        if held < least:
            break
        least = least or held * STANDS_OUT
        centred = _centred(left, first)
        start = _near(duration, centred / STEPS, _centred(energy, first) / STEPS)
        if all(abs(start - other) >= APART for other in starts):
            starts.append(start)
        left[max(centred, 0) : max(centred + STEPS, 0)] = 0
    return tuple(starts)


def _near(duration: float, start: float, farthest: float) -> float:
    """The start (s) of a second within a sound, or up to `farthest` beyond its ends where its energy lies there."""
    inside = min(max(0.0, start), duration - 1)
    beyond = min(max(min(0.0, farthest), start), max(duration - 1, farthest))
    return beyond if abs(beyond - inside) >= LEAST_OVERHANG else inside


def speech_energy(samples: np.ndarray) -> np.ndarray:
    """Energy between 120 and 4,000 Hz in each millisecond of samples (n,) at 16 kHz: (ceil(n / 16),).

    Thumps, rumble and a settling offset lie below 120 Hz: the sound resampled to 240 Hz and back is subtracted.
    """
    margin = SAMPLE_RATE // 4  # held at the edges' values, so that an offset doesn't begin with a click
    upper = soxr.resample(np.pad(samples, margin, mode="edge"), SAMPLE_RATE, 8_000, quality="MQ")
    low = soxr.resample(soxr.resample(upper, 8_000, 240, quality="MQ"), 240, 8_000, quality="MQ")
    steps = -(-len(samples) // STEP)
    band = (upper[: len(low)] - low[: len(upper)])[margin // 2 :][: steps * STEP // 2]
    band = np.pad(band, (0, steps * STEP // 2 - len(band)))
    energy = np.square(band, dtype=np.float64).reshape(steps, -1).sum(axis=1)
    return np.where(energy > ROUNDING * STEP * float(np.abs(samples).max(initial=0.0)) ** 2, energy, 0.0)


def _loudest(energy: np.ndarray) -> int:
    """First step of the second with the most energy (steps,)."""
    total = np.concatenate(([0.0], np.cumsum(energy)))
    return int(np.argmax(total[STEPS:] - total[:-STEPS]))


def _centred(energy: np.ndarray, first: int) -> int:
    """First step of the second near `first` whose energy (steps,) is centred.

    Centring never cuts off a long word's quiet end.
    """
    power = energy[first : first + STEPS]
    if not power.any():
        return first
    centre = np.average(np.arange(STEPS) + 0.5, weights=power)
    head, tail = np.searchsorted(np.cumsum(power) / power.sum(), [TAIL, 1 - TAIL])
    return first + round(float(np.clip(centre - STEPS / 2, tail + 1 - STEPS, head)))
