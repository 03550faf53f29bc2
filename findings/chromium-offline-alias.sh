#!/usr/bin/env bash
# Chromium (that on the PATH) has two resamplers. A buffer played in an OfflineAudioContext of 16 kHz, as pages resample
# recordings, is read along straight lines with no filter: 9 kHz comes out as loud, as 7 kHz. decodeAudioData has a filter.
# Guess beforehand: the browser resamples by one filter, whichever way, and what lies above 8 kHz is gone or faint.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check playwright==1.65.2 numpy==2.4.6
"$folder/venv/bin/python" - "$(command -v chromium)" <<'PY'
import struct
import sys

import numpy as np
from playwright.sync_api import sync_playwright

RATE = 16_000
PLAY = """async ([samples, rate]) => {
  const buffer = new AudioBuffer({ length: samples.length, sampleRate: rate });
  buffer.copyToChannel(new Float32Array(samples), 0);
  const context = new OfflineAudioContext(1, 16000, 16000);
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(context.destination);
  source.start();
  return [...(await context.startRendering()).getChannelData(0)];
}"""
DECODE = """async (bytes) => {
  const context = new OfflineAudioContext(1, 1, 16000);
  return [...(await context.decodeAudioData(new Uint8Array(bytes).buffer)).getChannelData(0)];
}"""


def wav(samples, rate):
    """A wav of floats."""
    data = samples.astype("<f4").tobytes()
    head = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 3, 1, rate, 4 * rate, 4, 32) + b"data" + struct.pack("<I", len(data))
    return list(b"RIFF" + struct.pack("<I", len(head) + len(data)) + head + data)


levels, straight = {}, {}
with sync_playwright() as play:
    browser = play.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    page = browser.new_page()
    print(f"Chromium {browser.version}: a tone of one second at 48 or 44.1 kHz, brought to 16 kHz, and what comes out of it")
    for rate in (48_000, 44_100):
        for tone in (1_000, 9_000, 12_000, 15_000):
            sound = 0.5 * np.sin(2 * np.pi * tone * np.arange(rate) / rate).astype(np.float32)
            ways = {"played": page.evaluate(PLAY, [sound.tolist(), rate]), "decoded": page.evaluate(DECODE, wav(sound, rate))}
            lines = np.interp(np.arange(RATE) * rate / RATE, np.arange(rate), sound)
            straight[rate, tone] = np.abs(ways["played"] - lines)[:-3].max() < 1e-4
            for way, made in ways.items():
                spectrum = np.abs(np.fft.rfft(np.hanning(RATE) * made[:RATE]))
                levels[rate, tone, way] = 20 * np.log10(spectrum.max() / (0.25 * RATE / 2))
                if way == "played":
                    print(f"{tone} Hz at {rate}: {spectrum.argmax()} Hz", end=", ")
            told = [f"{way} {round(levels[rate, tone, way])} dB" for way in ways]
            print(f"{' and '.join(told)}; played it is {'' if straight[rate, tone] else 'not '}on lines between samples")
    browser.close()
loud = all(levels[48_000, tone, "played"] > -0.1 for tone in (1_000, 9_000, 12_000, 15_000))
filtered = all(levels[rate, tone, "decoded"] < -15 for rate in (48_000, 44_100) for tone in (9_000, 12_000, 15_000))
sys.exit(not (loud and filtered and all(straight.values())))
PY
