#!/usr/bin/env bash
# webrtc-noise-gain's auto_gain_dbfs is a switch: every target from 1 to 31 dBFS gives the same samples.
# Guess beforehand: it is the level that a microphone's sound is brought to, so 3 comes out far louder than 31.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check webrtc-noise-gain==1.3.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import numpy as np
from webrtc_noise_gain import AudioProcessor

TARGETS = range(32)
seconds = np.arange(10 * 16_000) / 16_000
syllables = np.sin(np.pi * 2 * seconds) ** 2  # two louder times a second, as in speech


def gained(level, target):
    """Ten seconds of hum with that peak after the automatic gain, 10 ms at a time; no noise suppression."""
    hum = (level * syllables * np.sin(2 * np.pi * 300 * seconds)).astype(np.int16)
    processor = AudioProcessor(target, 0)
    made = (processor.Process10ms(hum[i : i + 160].tobytes()).audio for i in range(0, len(hum), 160))
    return np.frombuffer(b"".join(made), np.int16)


print(f"webrtc-noise-gain {version('webrtc-noise-gain')}: AudioProcessor(auto_gain_dbfs, 0), level of the last two seconds.")
held = True
for peak in (100, 1_000, 10_000):
    sounds = {target: gained(peak, target) for target in TARGETS}
    levels = {target: 20 * np.log10(sound[-32_000:].std() / 32_768) for target, sound in sounds.items()}
    print(f"peak {peak}: " + ", ".join(f"{target} gives {levels[target]:.1f} dBFS" for target in (0, 1, 3, 31)))
    held &= all(np.array_equal(sounds[1], sounds[target]) for target in TARGETS[1:]) and levels[1] > levels[0] + 3
sys.exit(not held)
PY
