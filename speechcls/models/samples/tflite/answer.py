"""Name the word in a 16 kHz mono 16-bit wav file: python FILE.py SOUND.wav. Needs numpy and ai-edge-litert alone."""

import json
import sys
import wave
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter

words, reasons = json.loads(r"""[WORDS]"""), ["", "silence", "unknown"]
interpreter = Interpreter(str(Path(__file__).with_name("MODEL.tflite")))

with wave.open(sys.argv[1]) as sound:
    kind = sound.getframerate(), sound.getnchannels(), 8 * sound.getsampwidth()
    if kind != (16_000, 1, 16):
        sys.exit(
            f"Expected a wav at 16000 Hz with 1 channel of 16 bits; {sys.argv[1]} is at {kind[0]} Hz with {kind[1]} of "
            f"{kind[2]} bits. Convert it: ffmpeg -i {sys.argv[1]} -ar 16000 -ac 1 -c:a pcm_s16le OTHER.wav"
        )
    samples = np.frombuffer(sound.readframes(16_000), np.int16) / np.float32(32_768)  # the first second
second = np.pad(samples, (0, 16_000 - len(samples)))

answer = interpreter.get_signature_runner()(args_0=second[None])  # logits, probabilities, heard, reason
probabilities, reason = answer["output_1"][0], reasons[answer["output_3"][0]]
for place in np.argsort(-probabilities)[:3]:
    print(f"{words[place]:10} {probabilities[place]:.4f}")
print(f"not heard: {reason}" if reason else "heard")
