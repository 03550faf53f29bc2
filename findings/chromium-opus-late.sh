#!/usr/bin/env bash
# Opus that Chromium (that on the PATH) encodes by WebCodecs comes out late, up to 5.4 ms, wherever the sound is not at 48 kHz:
# the pre-skip in its description counts samples of the input, where RFC 7845 and all decoders, its own too, count at 48 kHz.
# Guess beforehand: a decoder that is given the encoder's own configuration gives the sound at its time, at every rate of Opus.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check playwright==1.65.2 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" - "$(command -v chromium)" <<'PY'
import sys

import numpy as np
from playwright.sync_api import sync_playwright
from scipy.signal import correlate, resample

ROUND_TRIP = """async ([rate, samples]) => {
  const chunks = [];
  let config;
  const encoder = new AudioEncoder({
    output: (chunk, { decoderConfig }) => { chunks.push(chunk); config ??= decoderConfig; },
    error: console.error,
  });
  const [codec, numberOfChannels, numberOfFrames] = ["opus", 1, samples.length];
  encoder.configure({ codec, numberOfChannels, sampleRate: rate, bitrate: 64000 });
  const [format, timestamp, data] = ["f32", 0, new Float32Array(samples)];
  encoder.encode(new AudioData({ format, timestamp, data, numberOfChannels, numberOfFrames, sampleRate: rate }));
  await encoder.flush();
  const head = new DataView(new Uint8Array(config.description).buffer);
  const skip = head.getUint16(10, true);
  const decode = async () => {
    const sound = [];
    const output = (part) => {
      const samples = new Float32Array(part.numberOfFrames);
      part.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
      sound.push(...samples);
    };
    const decoder = new AudioDecoder({ output, error: console.error });
    decoder.configure({ ...config, description: head.buffer });
    for (const chunk of chunks) decoder.decode(chunk);
    await decoder.flush();
    return sound;
  };
  const given = await decode();
  head.setUint16(10, (skip * 48000) / rate, true);
  return { skip, given, scaled: await decode() };
}"""
late = {}
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    page = browser.new_page()
    page.goto("chrome://version")  # a secure context, without which there is no WebCodecs
    print(f"Chromium {browser.version}: one second of noise through AudioEncoder, Opus and AudioDecoder, which gives 48 kHz")
    for rate in (8_000, 16_000, 24_000, 48_000):
        noise = 0.2 * np.random.default_rng(0).standard_normal(rate)
        told = page.evaluate(ROUND_TRIP, [rate, noise.tolist()])
        passage = resample(noise, 48_000)[4_800:28_800]
        late[rate] = [int(np.argmax(correlate(told[way], passage, "valid"))) - 4_800 for way in ("given", "scaled")]
        times = [f"{samples / 48:.1f} ms" for samples in late[rate]]
        print(f"at {rate} Hz: pre-skip {told['skip']}, {times[0]} late; with {told['skip'] * 48_000 // rate}, {times[1]}")
    browser.close()
sys.exit(late != {8_000: [260, 0], 16_000: [208, 0], 24_000: [156, 0], 48_000: [0, 0]})
PY
