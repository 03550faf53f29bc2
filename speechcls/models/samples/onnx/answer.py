"""Name the word in a 16 kHz mono 16-bit wav file: python FILE.py SOUND.wav. Needs numpy and onnxruntime alone."""

import json
import os
import sys
import wave
from pathlib import Path

import numpy as np

# Official builds for Linux, macOS and Windows tell their maker how they are used, unless this is set before they load.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime

session = onnxruntime.InferenceSession(Path(__file__).with_name("MODEL.onnx"))
about = session.get_modelmeta().custom_metadata_map  # words, front end, rejection, licence, sources
words, reasons = json.loads(about["words"]), json.loads(about["reasons"])

with wave.open(sys.argv[1]) as sound:
    kind = sound.getframerate(), sound.getnchannels(), 8 * sound.getsampwidth()
    if kind != (16_000, 1, 16):
        sys.exit(
            f"Expected a wav at 16000 Hz with 1 channel of 16 bits; {sys.argv[1]} is at {kind[0]} Hz with {kind[1]} of "
            f"{kind[2]} bits. Convert it: ffmpeg -i {sys.argv[1]} -ar 16000 -ac 1 -c:a pcm_s16le OTHER.wav"
        )
    samples = np.frombuffer(sound.readframes(16_000), np.int16) / np.float32(32_768)  # the first second
second = np.pad(samples, (0, 16_000 - len(samples)))

logits, probabilities, heard, reason = session.run(None, {"wave": second[None]})
for place in np.argsort(-probabilities[0])[:3]:
    print(f"{words[place]:10} {probabilities[0, place]:.4f}")
print("heard" if heard[0] else f"not heard: {reasons[reason[0]]}")
