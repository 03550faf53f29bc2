#!/usr/bin/env bash
# FFmpeg seeks twice as far as asked in a wav of G.722 (wideband telephony) that it wrote itself: from 3 s on it gives the
# sound of 6 s, past the middle none. The header tells twice the bytes a second, which only seeking believes.
# Guess beforehand: what `-ss 3` cuts out is the sound of 3 s, as in wav files of PCM or G.726; the length told is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check imageio-ffmpeg==0.8.1 numpy==2.4.6
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import subprocess
import sys

import imageio_ffmpeg
import numpy as np

RATE = 16_000
phases = 2 * np.pi * np.cumsum(np.repeat(300 + 100 * np.arange(20), RATE)) / RATE  # second k is a tone of 300 + 100 k Hz
tones = (8_000 * np.sin(phases)).astype(np.int16).tobytes()


def ffmpeg(*arguments, sound=b""):
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *map(str, arguments)]
    return subprocess.run(command, input=sound, stdout=subprocess.PIPE, check=True).stdout


def heard(*arguments):
    """The second of which half a second of sound is, None if there is no sound."""
    wave = np.frombuffer(ffmpeg(*arguments, "-t", 0.5, "-ar", RATE, "-f", "s16le", "-"), np.int16)
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave)), RATE))
    return round((int(np.argmax(spectrum)) - 300) / 100) if len(wave) else None


print(f"FFmpeg {imageio_ffmpeg.get_ffmpeg_version()}: wav files of 20 s, and the second heard from 3 s, 8 s and 12 s on")
sought = {}
for codec, options in (("pcm_s16le", ()), ("g726", ("-ar", 8_000)), ("g722", ()), ("g722", ("-b:a", "64k"))):
    name = " ".join(map(str, (codec, *options)))
    ffmpeg("-f", "s16le", "-ar", RATE, "-i", "-", "-c:a", codec, *options, "sound.wav", sound=tones)
    wav = open("sound.wav", "rb").read()
    stated = int.from_bytes(wav[28:32], "little")
    sought[name] = [heard("-ss", second, "-i", "sound.wav") for second in (3, 8, 12)]
    read = [heard("-i", "sound.wav", "-ss", second) for second in (3, 8, 12)]
    print(f"{name}: {stated} bytes/s in the header, truly {len(wav) // 20}; read up to there {read}, sought {sought[name]}")
    if read != [3, 8, 12]:
        sys.exit("The files themselves are not as expected.")
sys.exit(not (sought.pop("g722") == [6, 16, None] and all(right == [3, 8, 12] for right in sought.values())))
PY
