#!/usr/bin/env bash
# faster-whisper lets a word be followed not by silence but by a steady hiss 47 dB above it: what it fills up to 30 s are
# features, with 0, which stands for sound; silence is below -1. OpenAI's own code fills up samples, before the logarithm.
# Guess beforehand: a word of one second is the same to the encoder as that word with 29 s of digital silence behind it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check faster-whisper==1.2.1 ctranslate2==4.8.5 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import sys
from types import SimpleNamespace

import numpy as np
from faster_whisper import WhisperModel, __version__
from faster_whisper.feature_extractor import FeatureExtractor

RATE = 16_000
rng = np.random.default_rng(0)
word = (0.1 * rng.standard_normal(RATE) * np.hanning(RATE)).astype(np.float32)
model = WhisperModel.__new__(WhisperModel)  # without weights: what its encoder is given is kept, and the answer is no matter
model.feature_extractor = FeatureExtractor()
model.model = SimpleNamespace(detect_language=lambda encoded: [[("<|en|>", 1.0)]])
given = []
model.encode = given.append
for clip in (word, np.pad(word, (0, 29 * RATE))):
    model.detect_language(clip)
alone, followed = map(np.squeeze, given)
print(f"faster-whisper {__version__}: {alone.shape} features for the encoder, of a word of one second.")
print(f"The same with 29 s of silence behind: the first 98 frames differ by {np.abs(alone - followed)[:, :98].max():.1g};")
behind, silent = alone[:, 102:], followed[:, 102:]
decibels = 40 * (behind.min() - silent.max())  # a feature is log10(power) / 4 + 1
print(f"behind the word all are {behind.max():g} alone, {silent.max():.2f} with silence: {decibels:.0f} dB less.")
same = np.allclose(alone[:, :98], followed[:, :98], atol=1e-5)
sys.exit(not (same and (behind == 0).all() and silent.max() < -1 and 40 < decibels < 50))
PY
