import assert from "node:assert/strict";
import { test } from "node:test";
import { Resampler } from "../../speechcls/ui/scope/live/resample.js";
import { melEnergies, melFilters, spectrogram, Transform } from "../../speechcls/ui/scope/live/transform.js";

const RATE = 16_000;
const tone = (hertz, samples, rate = RATE) =>
  Float32Array.from({ length: samples }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / rate));

test("the power at each bin is that of the Fourier sum", () => {
  const transform = new Transform(0.032); // a window as long as the frame
  const samples = Float32Array.from({ length: 512 }, (_, i) => Math.sin(i * i * 0.001) + ((i * 7) % 5) / 10);
  const power = new Float32Array(transform.bins);
  transform.power(samples, 0, power);
  for (const bin of [0, 1, 17, 128, 255, 256]) {
    let [real, imaginary] = [0, 0];
    for (let i = 0; i < 512; i++) {
      const angle = (-2 * Math.PI * bin * i) / 512;
      real += transform.window[i] * samples[i] * Math.cos(angle);
      imaginary += transform.window[i] * samples[i] * Math.sin(angle);
    }
    const expected = (real ** 2 + imaginary ** 2) / transform.energy;
    assert.ok(Math.abs(power[bin] - expected) <= 1e-6 * Math.max(expected, 1));
  }
});

test("a tone stands out at its frequency in every frame within, silence nowhere", () => {
  const { bins, frames, values } = spectrogram(tone(1000, RATE), { window: 0.032, hop: 0.016 });
  assert.deepEqual([bins, frames], [257, 63]);
  for (let f = 1; f < frames - 1; f++) {
    // the first and the last are mirrored at their middle
    const frame = values.subarray(f * bins, (f + 1) * bins);
    assert.equal(frame.indexOf(Math.max(...frame)), 32); // of 31.25 Hz each
  }
  assert.ok(spectrogram(new Float32Array(RATE), { window: 0.032, hop: 0.016 }).values.every((value) => value === 0));
});

test("what lies outside of a sound counts as silence", () => {
  const transform = new Transform(0.032);
  const power = new Float32Array(transform.bins);
  transform.power(new Float32Array(10), -600, power);
  assert.ok(power.every((value) => value === 0));
});

test("mel filters rise to 1 between their neighbours' centres, and a filter collects its tone", () => {
  const filters = melFilters(40, 4096);
  for (const { weights } of filters) assert.ok(Math.max(...weights) > 0.9 && Math.max(...weights) <= 1);
  const centre = filters[20].first + filters[20].weights.indexOf(Math.max(...filters[20].weights));
  const power = new Float32Array(2049);
  power[centre] = 1;
  const energies = new Float32Array(40);
  melEnergies(filters, power, 0, energies);
  assert.equal(energies.indexOf(Math.max(...energies)), 20);
  assert.ok(energies.every((energy, i) => Math.abs(i - 20) <= 1 || energy === 0));
});

for (const rate of [8_000, 16_000, 22_050, 44_100, 48_000, 96_000])
  test(`the size of blocks changes no sample of what comes at ${rate} Hz`, () => {
    const sound = Float32Array.from({ length: rate / 4 }, (_, i) => Math.sin(i * i * 1e-4) * Math.cos(i));
    const whole = [...new Resampler(rate).push(sound)];
    const resampler = new Resampler(rate);
    const pieces = [];
    for (let at = 0, i = 0; at < sound.length; i++) {
      const end = at + [1, 128, 0, 37, 1024][i % 5];
      pieces.push(...resampler.push(sound.slice(at, end)));
      at = end;
    }
    assert.ok(whole.length > 0.2 * RATE);
    assert.deepEqual(pieces, whole);
  });

test("a tone keeps its height and its place at another rate", () => {
  const found = new Resampler(48_000).push(tone(1000, 48_000, 48_000));
  const expected = tone(1000, found.length);
  for (let i = 200; i < found.length - 200; i++) assert.ok(Math.abs(found[i] - expected[i]) < 1e-4);
});

test("a tone above the new rate's half is gone", () => {
  const found = new Resampler(48_000).push(tone(11_000, 48_000, 48_000)).subarray(200);
  assert.ok(found.every((value) => Math.abs(value) < 10 ** (-80 / 20)));
});

test("rates that no sound has are refused", () => {
  for (const rate of [0, -1, Number.NaN, 999]) assert.throws(() => new Resampler(rate), RangeError);
});
