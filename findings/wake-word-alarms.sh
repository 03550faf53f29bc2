#!/usr/bin/env bash
# openWakeWord's measure of false alarms counts frames, not alarms: a word heard wrongly for 0.8 s is ten of them, so a model
# that wakes three times in an hour is told to wake thirty times. What groups them works in recordings full of alarms alone.
# Guess beforehand: scores above the threshold within `grouping_window` frames are one false positive, as its docstring says.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" install --quiet --disable-pip-version-check)
"${pip[@]}" onnxruntime==1.27.0 numpy==2.4.6 scipy==1.17.1 tqdm requests scikit-learn
"${pip[@]}" --no-deps openwakeword==0.6.0
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
from openwakeword.metrics import get_false_positives

FRAME, WINDOW = 0.08, 50  # seconds of one score, scores in a group
HOUR = round(3_600 / FRAME)


def alarms(starts, length):
    """Scores of an hour in which a word is heard from each start on, for as many frames."""
    scores = np.zeros(HOUR)
    for start in starts:
        scores[start : start + length] = 0.9
    return scores


print(f"openWakeWord {version('openwakeword')}: get_false_positives(scores, 0.5, grouping_window={WINDOW}) of an hour")
counted = {}
for times, length in ((3, 1), (3, 10), (3, 40), (30, 10)):
    scores = alarms(HOUR // (times + 1) * np.arange(1, times + 1), length)
    counted[times, length] = int(get_false_positives(scores, 0.5, WINDOW))
    same = counted[times, length] == int(get_false_positives(scores, 0.5, 1))
    print(f"{times} alarms of {FRAME * length:.2f} s: {counted[times, length]}, {'as' if same else 'not as'} in groups of 1")
starts = WINDOW + 12 * np.arange(600)  # one a second
flat = get_false_positives(alarms(starts, 3), 0.5, WINDOW)
print(f"600 of 0.24 s one a second, at most every {WINDOW * FRAME:.0f} s one of its groups: {flat}")
sys.exit(counted != {(times, length): times * length for times, length in counted})
PY
