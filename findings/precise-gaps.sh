#!/usr/bin/env bash
# Mycroft Precise, which wakes up voice assistants, never hears 18 of every 50 ms: of its windows of 100 ms each 50 ms only the
# first 32 are computed, the 512 samples that n_fft holds. So a burst of a t or k that falls in between is not there for it.
# Guess beforehand: windows that overlap by half hear every sample twice, and a transform is never shorter than its window.
# numpy's rfft cuts to n what is longer, without a word. With n_fft=2048 all is heard; networks have to be trained anew for it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" install --quiet --disable-pip-version-check)
"${pip[@]}" sonopy==0.1.2 attrs==25.4.0 numpy==2.4.6 scipy==1.17.1
"${pip[@]}" --no-deps mycroft-precise==0.3.0
"$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
from precise.params import pr
from precise.vectorization import vectorize_raw

noise = 0.01 * np.random.default_rng(0).standard_normal(pr.sample_rate)
burst = 0.3 * np.random.default_rng(1).standard_normal(pr.sample_rate // 100)  # 10 ms, 30 dB louder
before = vectorize_raw(noise)
PLACES = range(2 * pr.hop_samples, 4 * pr.hop_samples)


def changes():
    """The largest change of any MFCC for a burst at each place."""
    given, without = [], vectorize_raw(noise)
    for place in PLACES:
        clip = noise.copy()
        clip[place : place + len(burst)] += burst
        given.append(np.abs(vectorize_raw(clip) - without).max())
    return np.array(given)


print(f"mycroft-precise {version('mycroft-precise')}, sonopy {version('sonopy')}, with the settings they come with:")
print(f"{len(before)} windows of {1000 * pr.window_t:.0f} ms, one each {1000 * pr.hop_t:.0f} ms, n_fft {pr.n_fft}")
heard = np.arange(pr.sample_rate) % pr.hop_samples < pr.n_fft
same = np.array_equal(vectorize_raw(np.where(heard, noise, 0)), before)
print(f"Without {1 - heard.mean():.0%} of its samples noise has {'the same' if same else 'other'} MFCC.")
missed = np.mean(changes() == 0)
print(f"A burst of 10 ms, 30 dB above the noise, changes none of them at {missed:.0%} of all places.")
pr.__dict__["n_fft"] = 2048
least = changes().min()
print(f"With n_fft {pr.n_fft} it changes one by {least:.1f} at least, at every place.")
sys.exit(not (same and 0.15 < missed < 0.17 and 0.35 < 1 - heard.mean() < 0.37 and least > 0.1))
PY
