#!/usr/bin/env bash
# soundfile reads a loud Ogg, Vorbis or Opus, as 16-bit samples with its loudest peaks turned over: what lossy coding lifts
# above full scale comes out at the other end of the scale, as a crack. As floats it is right; an mp3 is clipped.
# Guess beforehand: soundfile turns libsndfile's clipping on for every file it opens, so what is above full scale is clipped.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check soundfile==0.14.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import io
import sys

import numpy as np
import soundfile

RATE = 16_000
seconds = np.arange(2 * RATE) / RATE
rng = np.random.default_rng(0)
tones = sum(np.sin(2 * np.pi * 150 * part * seconds + rng.uniform(0, 6)) / part for part in range(1, 20))
loud = np.clip(2 * tones / np.abs(tones).max(), -1, 1)  # a microphone too near the mouth

print(f"soundfile {soundfile.__version__}, {soundfile.__libsndfile_version__}: a vowel of two seconds that clips, read as floats")
print("and as 16-bit samples, these divided by 32,768: the largest difference, and how many samples have the other sign")
turned, wrapped = {}, {}
for name, coding in {
    "flac": {"format": "FLAC", "subtype": "PCM_16"},
    "mp3": {"format": "MP3"},
    "Vorbis": {"format": "OGG", "subtype": "VORBIS"},
    "Opus": {"format": "OGG", "subtype": "OPUS"},
}.items():
    file = io.BytesIO()
    soundfile.write(file, loud, RATE, **coding)
    read = {}
    for dtype in ("float32", "int16"):
        file.seek(0)
        read[dtype] = soundfile.read(file, dtype=dtype)[0].astype(np.float64)
    floats, shorts = read["float32"], read["int16"] / 32_768
    turned[name] = int((np.sign(floats) * np.sign(shorts) < 0).sum())
    wrapped[name] = np.abs(np.round(32_767 * floats).astype(np.int64).astype(np.int16) / 32_768 - shorts).max() < 1e-4
    apart = np.abs(shorts - np.clip(floats, -1, 1)).max()
    print(f"{name}: {apart:.4f}, {turned[name]:,} of {len(floats):,}; {(np.abs(floats) > 1).sum():,} are above full scale")
print(f"a sample of 16 bits is the float times 32,767 without its higher bits in {', '.join(filter(wrapped.get, wrapped))}.")
sys.exit(not (turned["flac"] == turned["mp3"] == 0 < min(turned["Vorbis"], turned["Opus"]) and wrapped["Vorbis"] and wrapped["Opus"]))
PY
