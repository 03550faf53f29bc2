#!/usr/bin/env bash
# SpeechRecognition's record(duration=1) gives 0.77 s at 16 kHz, and the next call goes on at 1.02 s: a quarter of a recording
# that is taken piece by piece reaches no recogniser, at 8 kHz half of it, and pieces of half a second are empty there.
# Guess beforehand: each piece is as long as asked for, to a sample, and begins where the one before ended.
# It reads 4,096 samples at a time, and throws away those with which the piece would become too long. An offset is early, too.
# Instead: record() all of it, and get_segment(start_ms, end_ms) of what that gives.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check SpeechRecognition==3.17.0 soundfile==0.14.0 numpy==2.4.6
"$folder/venv/bin/python" - "$folder" <<'PY'
import sys
from importlib.metadata import version

import numpy as np
import soundfile
from speech_recognition import AudioFile, Recognizer

SECONDS = 4
PATH = f"{sys.argv[1]}/clip.wav"
rng = np.random.default_rng(0)


def place(clip, audio):
    """Where in the clip a piece begins and ends, in samples."""
    piece = np.frombuffer(audio.get_raw_data(), np.int16)
    starts = np.flatnonzero(clip == piece[0]) if len(piece) else [0]
    start = next(int(start) for start in starts if np.array_equal(clip[start : start + len(piece)], piece))
    return start, start + len(piece)


print(f"SpeechRecognition {version('SpeechRecognition')}: a recording of {SECONDS} s, by one record() after another")
heard, early = {}, {}
for rate in (8_000, 16_000, 44_100, 48_000):
    clip = rng.integers(-30_000, 30_000, SECONDS * rate).astype(np.int16)
    soundfile.write(PATH, clip, rate)
    for duration in (1, 0.5):
        with AudioFile(PATH) as source:
            calls = round(SECONDS / duration)
            places = [place(clip, Recognizer().record(source, duration)) for _ in range(calls)]
        heard[rate, duration] = sum(end - start for start, end in places) / len(clip)
        told = ", ".join(f"{start / rate:.2f} to {end / rate:.2f}" for start, end in places[:3])
        print(f"{rate} Hz, {duration} s: {told} s ...; {heard[rate, duration]:.0%} of all in {calls} calls")
    with AudioFile(PATH) as source:
        early[rate] = 1 - place(clip, Recognizer().record(source, offset=1))[0] / rate
    print(f"    offset=1 begins {1000 * early[rate]:.0f} ms early")
    with AudioFile(PATH) as source:
        whole = Recognizer().record(source)
    if place(clip, whole.get_segment(1000, 1500)) != (rate, rate + rate // 2):
        sys.exit("get_segment gives another piece, too.")
print("get_segment of the whole gives every piece to the sample.")
expected = {(8_000, 1): 0.512, (8_000, 0.5): 0, (16_000, 1): 0.768, (16_000, 0.5): 0.512, (48_000, 0.5): 0.853}
right = all(abs(heard[case] - share) < 0.01 for case, share in expected.items())
sys.exit(not (right and all(value > 0.05 for value in early.values())))
PY
