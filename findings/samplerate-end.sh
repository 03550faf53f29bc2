#!/usr/bin/env bash
# samplerate never gives the end of a sound that comes in chunks, 9 ms of it by its best filter, though its last call is told
# that it is the last: what the filter still holds is more than that call has room for, and a further call gives nothing.
# Guess beforehand: with end_of_input=True at the last chunk, chunks give together what the whole gives at once.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check samplerate==0.2.4 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import sys

import numpy as np
import samplerate

RATE, RATIO = 48_000, 1 / 3
sound = 0.2 * np.random.default_rng(0).standard_normal(RATE).astype(np.float32)
chunks = [sound[start : start + RATE // 10] for start in range(0, RATE, RATE // 10)]

print(f"samplerate {samplerate.__version__}, one second from 48 to 16 kHz, at once and in ten chunks:")
lost = {}
for filter_ in ("sinc_best", "sinc_medium", "sinc_fastest"):
    whole = samplerate.resample(sound, RATIO, filter_)
    resampler = samplerate.Resampler(filter_, channels=1)
    parts = [resampler.process(chunk, RATIO, end_of_input=chunk is chunks[-1]) for chunk in chunks]
    further = [resampler.process(sound[:0], RATIO, end_of_input=True) for _ in range(3)]
    given = np.concatenate(parts + further)
    same = np.array_equal(given, whole[: len(given)])
    lost[filter_] = len(whole) - len(given)
    print(f"{filter_}: {len(whole)} samples and {len(given)}, so far {'the same' if same else 'others'};", end=" ")
    print(f"{lost[filter_] / 16:.1f} ms missing, three further calls gave {sum(map(len, further))} samples.")
    coming = iter(chunks)
    called = samplerate.CallbackResampler(lambda: next(coming, None), RATIO, filter_).read(len(whole))
    if not (same and np.array_equal(called, whole)):
        sys.exit("A sound that is fetched in chunks is not as expected.")
print("CallbackResampler, which fetches the same chunks, gives all of them.")
sys.exit(lost != {"sinc_best": 143, "sinc_medium": 46, "sinc_fastest": 19})
PY
