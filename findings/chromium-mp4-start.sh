#!/usr/bin/env bash
# Chromium's MediaRecorder (that on the PATH) loses the first 73 ms where it records mp4, which pages ask for as Safari has it
# too: the file tells decoders to drop 80 ms, of which 7 are the encoder's delay and the rest is sound. Its webm has all of it.
# Guess beforehand: two recorders on one stream, started together, hold the same sound; the container changes nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check playwright==1.65.2 av==18.1.0 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" - "$(command -v chromium)" <<'PY'
import base64
import io
import sys

import av
import numpy as np
from playwright.sync_api import sync_playwright
from scipy.signal import correlate

RATE = 48_000
TYPES = ["audio/webm;codecs=opus", "audio/mp4;codecs=opus"]
RECORD = """async ([rate, samples, types]) => {
  const context = new AudioContext({ sampleRate: rate });
  await context.resume();
  const buffer = context.createBuffer(1, samples.length, rate);
  buffer.copyToChannel(new Float32Array(samples), 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  const target = context.createMediaStreamDestination();
  source.connect(target);
  source.start();
  const wait = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));
  await wait(1);
  const recorders = types.map((mimeType) => new MediaRecorder(target.stream, { mimeType, audioBitsPerSecond: 128_000 }));
  const file = (recorder) => new Promise((done) => (recorder.ondataavailable = ({ data }) => done(data)));
  const files = recorders.map(file);
  recorders.forEach((recorder) => recorder.start());
  await wait(2);
  recorders.forEach((recorder) => recorder.stop());
  return Promise.all(files.map(async (file) => {
    const bytes = new Uint8Array(await (await file).arrayBuffer());
    const sound = await context.decodeAudioData(bytes.slice().buffer);
    return [bytes.toBase64(), Array.from(sound.getChannelData(0))];
  }));
}"""
noise = 0.2 * np.random.default_rng(0).standard_normal(8 * RATE)


def begins(sound):
    """Second of the noise that a recording begins at, by where half a second from its middle lies."""
    return (np.argmax(correlate(noise, sound[RATE // 2 : RATE], "valid")) - RATE // 2) / RATE


def decode(file):
    """Samples of a file by FFmpeg."""
    with av.open(io.BytesIO(file)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


with sync_playwright() as playwright:
    flags = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=flags)
    page = browser.new_page()
    page.goto("chrome://version")
    print(f"Chromium {browser.version}: noise recorded by two MediaRecorders at once; where in it each file begins")
    (webm, webm_sound), (mp4, mp4_sound) = page.evaluate(RECORD, [RATE, noise.tolist(), TYPES])
    browser.close()
webm, mp4 = base64.b64decode(webm), base64.b64decode(mp4)
place = mp4.index(b"dOps") + 6  # of the pre-skip: behind the name, the version and the number of channels
skip = int.from_bytes(mp4[place : place + 2], "big")
mended = mp4[:place] + (312).to_bytes(2, "big") + mp4[place + 2 :]  # libopus' own delay, 6.5 ms
at = {
    "webm, by FFmpeg": begins(decode(webm)),
    "webm, by Chromium": begins(webm_sound),
    "mp4, by FFmpeg": begins(decode(mp4)),
    "mp4, by Chromium": begins(mp4_sound),
    "mp4 with a pre-skip of 312, by FFmpeg": begins(decode(mended)),
}
for name, second in at.items():
    print(f"{name}: {1000 * second:.1f} ms")
lost = 1000 * (at["mp4, by FFmpeg"] - at["mp4 with a pre-skip of 312, by FFmpeg"])
print(f"the mp4 tells a pre-skip of {skip} samples, and so {lost:.1f} ms that are in the file are never heard")
both = 1000 * np.array([at["mp4, by FFmpeg"] - at["webm, by FFmpeg"], at["mp4, by Chromium"] - at["webm, by Chromium"]])
sys.exit(not (skip == 3_840 and np.isclose(lost, 73.5, atol=0.1) and np.allclose(both, 80, atol=12)))
PY
