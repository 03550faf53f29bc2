#!/usr/bin/env bash
# openai-whisper floors a clip's features 8 below the maximum of the whole batch, so a quiet clip hangs on its neighbours.
# Guess beforehand: each clip has its own floor, as the features of one clip have, and as transformers computes them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openai-whisper==20250625 torch==2.11.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import torch
from whisper.audio import log_mel_spectrogram

seconds = torch.arange(16_000) / 16_000
loud = 0.5 * torch.sin(2 * torch.pi * 440 * seconds) * torch.hann_window(16_000)
quiet = loud / 1000
alone = log_mel_spectrogram(quiet)
beside = log_mel_spectrogram(torch.stack([quiet, loud]))[0]
moved = float((alone - beside).abs().max())
print(f"openai-whisper {version('openai-whisper')}: log_mel_spectrogram of a quiet clip, alone and beside a loud one.")
print(f"lowest value alone {alone.min():.3f}, beside {beside.min():.3f}; the largest difference is {moved:.3f}.")
sys.exit(not moved > 0.5)
PY
