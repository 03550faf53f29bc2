#!/usr/bin/env bash
# Some of FFmpeg's filters give a sound late, up to a quarter of a second at 16 kHz, and cut off as much of its end;
# neither timestamps nor the length tell.
# Guess beforehand: a filter that keeps a clip's length keeps its words where they were, so that labels go on to hold.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check av==18.1.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import sys
from fractions import Fraction

import av
import numpy as np

RATE, BLOCK, START = 16_000, 1_000, 6_000


def filtered(wave, name):
    """A clip after a filter with its default settings: the first frame's timestamp, and all samples."""
    graph = av.filter.Graph()
    steps = graph.add_abuffer(sample_rate=RATE, format="flt", layout="mono", time_base=Fraction(1, RATE)), graph.add(name)
    out = graph.add("abuffersink")
    steps[0].link_to(steps[1])
    steps[1].link_to(out)
    graph.configure()
    for place in range(0, len(wave), BLOCK):
        frame = av.AudioFrame.from_ndarray(wave[None, place : place + BLOCK], format="flt", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, place, Fraction(1, RATE)
        graph.push(frame)
    graph.push(None)
    made = []
    while True:
        try:
            made.append(graph.pull())
        except (av.error.EOFError, av.error.BlockingIOError):
            return made[0].pts, np.concatenate([frame.to_ndarray()[0] for frame in made])


rng = np.random.default_rng(0)
word = (0.3 * np.hanning(3_200) * rng.standard_normal(3_200)).astype(np.float32)  # alike to itself at one place alone
clip = 1e-4 * rng.standard_normal(RATE).astype(np.float32)
clip[START : START + len(word)] += word
print(f"PyAV {av.__version__}, libavfilter {'.'.join(map(str, av.library_versions['libavfilter']))}: one second at 16 kHz.")
late, given = {}, set()  # and the first timestamp and the length of what each filter gives
for name in ("anull", "acompressor", "anlmdn", "afftdn", "afftfilt", "superequalizer"):
    first, made = filtered(clip, name)
    late[name] = int(np.correlate(made, word, "valid").argmax()) - START
    given.add((first, len(made)))
    print(f"{name}: {late[name]} samples late ({1000 * late[name] / RATE:.0f} ms); {len(made)} samples, the first at {first}")
held = late["anull"] == late["acompressor"] == 0 and late["afftdn"] == 400 and late["superequalizer"] > 4_000
sys.exit(not (held and given == {(0, RATE)}))
PY
