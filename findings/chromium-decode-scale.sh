#!/usr/bin/env bash
# Chromium (that on the PATH) decodes 16-bit samples above 0 by dividing by 32,767, those below by dividing by 32,768.
# Guess beforehand: all are divided by 32,768, as in soundfile and FFmpeg, so samples come back exactly.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check playwright==1.65.2
"$folder/venv/bin/python" - "$(command -v chromium)" <<'PY'
import struct
import sys

from playwright.sync_api import sync_playwright

SAMPLES = (1, 8192, 16384, 32767, -1, -8192, -16384, -32767)
data = struct.pack("<8h", *SAMPLES)
head = b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 16_000, 32_000, 2, 16)
wav = head + b"data" + struct.pack("<I", len(data)) + data
DECODE = """async (bytes) => {
  const context = new OfflineAudioContext(1, 8, 16000); // at the file's own rate, so nothing is resampled
  const sound = await context.decodeAudioData(Uint8Array.from(bytes).buffer);
  return [...sound.getChannelData(0)];
}"""
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    decoded = browser.new_page().evaluate(DECODE, list(wav))
    print(f"Chromium {browser.version}, decodeAudioData of a wav; times 32,768:")
    browser.close()
back = [32_768 * value for value in decoded]
for sample, value in zip(SAMPLES, back, strict=True):
    print(f"{sample} comes back as {value}")
sys.exit(not (back[2] == 16384.5 and back[3] == 32768 and back[4:] == list(SAMPLES[4:])))
PY
