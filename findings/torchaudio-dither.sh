#!/usr/bin/env bash
# torchaudio's dither adds no noise. By default it adds a ramp, from 0 to one step of 16 bits in a clip's middle and back, the
# same each time, for its "TPDF" is a triangular window over the clip; by "RPDF" it adds one number to all samples. So digital
# silence stays constant by halves, and what is fainter than a step is lost at both ends and in the middle, or too loud.
# Guess beforehand: TPDF is noise of triangular density, drawn anew for each sample, as the name says in every other tool.
# Instead, before samples are rounded: wave + (torch.rand_like(wave) - torch.rand_like(wave)) / 32_768.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check torch==2.11.0 torchaudio==2.11.0 numpy==2.4.6
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys

import torch
import torchaudio
from torchaudio.functional import dither

STEP = 1 / 32_768
PLACES = {"start": 0, "quarter": 4_000, "middle": 7_600}


def noise(wave):
    """The wave in 16 bits with dither of triangular density, a number of its own for each sample."""
    return ((wave + (torch.rand_like(wave) - torch.rand_like(wave)) * STEP) / STEP).round() * STEP


def level(wave, begin):
    """Of 1 kHz in 50 ms of wave, against what it is in the tone, in dB."""
    loud, right = (torch.fft.rfft(sound[0, begin : begin + 800])[50].abs() for sound in (wave, tone))
    return float(20 * torch.log10((loud / right).clamp(min=1e-3)))


torch.manual_seed(0)
silence = torch.zeros(1, 16_000)
tone = 0.4 * STEP * torch.sin(2 * torch.pi * 1000 * torch.arange(16_000) / 16_000)[None]
print(f"torchaudio {torchaudio.__version__}, a second of silence, and of a tone with a peak of 0.4 steps of 16 bits")
changed, again, heard = {}, {}, {}
for name, made in {"TPDF": dither, "RPDF": lambda wave: dither(wave, "RPDF"), "noise": noise}.items():
    first, second = (made(silence)[0] / STEP for _ in range(2))
    changed[name], again[name] = int((first.diff() != 0).sum()), torch.equal(first, second)
    heard[name] = {place: level(made(tone), begin) for place, begin in PLACES.items()}
    told = ", ".join(f"{decibels:.0f} dB ({place})" for place, decibels in heard[name].items())
    print(f"{name}: silence changes {changed[name]} times, {'the same' if again[name] else 'otherwise'} when asked again; "
          f"the tone is at {told}")
ramp, noisy = heard["TPDF"], heard["noise"]
lost = ramp["start"] == ramp["middle"] == -60 and ramp["quarter"] > 2
kept = max(map(abs, noisy.values())) < 3
sys.exit(not (lost and kept and changed["TPDF"] == 2 and changed["RPDF"] == 0 and again["TPDF"] and not again["noise"]))
PY
