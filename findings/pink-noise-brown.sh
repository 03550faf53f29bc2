#!/usr/bin/env bash
# Pink noise by torch-audiomentations and by SpeechBrain is brown: it falls by 6 dB an octave, not by 3, as they divide the
# amplitude by the frequency where its power is meant; their brown falls by 12. And the former's repeats itself every second.
# Guess beforehand: pink is a power of 1 / f, which halves with each octave, in all libraries that name a noise so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check torch==2.11.0 torchaudio==2.11.0 \
    torch-audiomentations==0.12.0 speechbrain==1.1.2 colorednoise==2.2.0 numpy==2.4.6
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys
from importlib.metadata import version

import colorednoise
import numpy as np
import torch
from speechbrain.augment.time_domain import pink_noise_like
from torch_audiomentations import AddColoredNoise

RATE, SECONDS = 16_000, 20
COLOURS = {"white": 0.0, "pink": 1.0, "brown": 2.0}  # the power is 1 / f to this
tone = 0.1 * torch.sin(torch.arange(RATE * SECONDS) * 50 * 2 * torch.pi / RATE)


def torch_audiomentations(decay):
    """Noise of a decay of "frequency power", of which the docstring calls 1 pink and 2 brown."""
    levels = {"min_snr_in_db": 0.0, "max_snr_in_db": 0.0, "sample_rate": RATE, "output_type": "dict"}
    add = AddColoredNoise(**levels, min_f_decay=decay, max_f_decay=decay, p=1.0)
    return (add(tone[None, None]).samples[0, 0] - tone).numpy()


def speechbrain(decay):
    """Noise that is called pink, "also known as 1/f", where decay is 1."""
    return pink_noise_like(tone[None], decay, decay, RATE)[0].numpy()


def slope(noise):
    """Decibels an octave from the band of 250 to 500 Hz to that of 2 to 4 kHz; the noise is one period of itself."""
    powers = np.abs(np.fft.rfft(noise)) ** 2
    bands = [powers[low * SECONDS : 2 * low * SECONDS].mean() for low in (250, 2_000)]
    return 10 * np.log10(bands[1] / bands[0]) / 3


torch.manual_seed(0)
slopes, again = {}, {}
for name, make in {
    "colorednoise": lambda decay: colorednoise.powerlaw_psd_gaussian(decay, len(tone), random_state=0),
    "torch-audiomentations": torch_audiomentations,
    "speechbrain": speechbrain,
}.items():
    noises = {colour: make(decay) for colour, decay in COLOURS.items()}
    slopes[name] = {colour: slope(noise) for colour, noise in noises.items()}
    again[name] = np.allclose(noises["white"][:RATE], noises["white"][RATE : 2 * RATE], atol=1e-6)
    told = ", ".join(f"{colour} {change:+.1f}" for colour, change in slopes[name].items())
    print(f"{name} {version(name)}: {told} dB an octave; {'every second is the same' if again[name] else 'seconds differ'}")
fall = {name: [slopes[name][colour] / decay for colour, decay in COLOURS.items() if decay] for name in slopes}
usual, *others = (np.mean(falls) for falls in fall.values())
sys.exit(not (abs(usual + 3) < 0.2 and max(others) < -5 and again["torch-audiomentations"]))
PY
