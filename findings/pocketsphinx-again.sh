#!/usr/bin/env bash
# PocketSphinx hears other words in the same clip the second time: its cepstral mean goes on from clip to clip.
# Guess beforehand: start_utt() begins anew, so that a decoder gives the same words and score for the same clip.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    pocketsphinx==5.1.1 espeakng-loader==0.2.4 soxr==1.1.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import ctypes
import sys
from importlib.metadata import version

import espeakng_loader
import numpy as np
import soxr
from pocketsphinx import Decoder

espeak, said = ctypes.CDLL(espeakng_loader.get_library_path()), []
rate = espeak.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0)  # gives samples, plays nothing
take = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
callback = take(lambda samples, count, _: said.extend(samples[:count]) or 0)
espeak.espeak_SetSynthCallback(callback)
espeak.espeak_Synth(b"seven, stop, go ahead please", 29, 0, 1, 0, 1, None, None)
clip = soxr.resample(np.array(said) / 32_768, rate, 16_000)
chunks = np.array_split((clip * 32_767).clip(-32_768, 32_767).astype(np.int16), len(clip) // 1_024)


def decode(decoder):
    decoder.start_utt()
    for chunk in chunks:
        decoder.process_raw(chunk.tobytes())
    decoder.end_utt()
    return decoder.hyp().hypstr, decoder.hyp().score


one, fresh = Decoder(), [decode(Decoder()) for _ in range(2)]
again = [decode(one) for _ in range(3)]
print(f"pocketsphinx {version('pocketsphinx')}: one clip, in chunks. Two fresh decoders, then one decoder three times:")
for words, score in (*fresh, *again):
    print(f"{score:.4f} {words}")
sys.exit(not (fresh[0] == fresh[1] == again[0] and len(set(again)) == 3 and len({words for words, _ in again}) > 1))
PY
