// How loud a second is, and whether there is anything in it: the same rules as speechcls/audio/level.py and rejection.py.
// @ts-check

export const SECOND = 16_000; // samples

const STEPS = 100; // a second
const TENTH = 10; // steps whose level counts
const LOWEST = 1e-12; // power given for digital silence: -120 dBFS
const FLOOR = -80; // dBFS below which a second is silence
const HIGHEST_GAIN = 60; // dB
const RISE = 1.5; // dB that its loudest tenth stands above its quietest, unless it is silence

/**
 * The mean of some samples.
 * @param {ArrayLike<number>} samples
 */
export function mean(samples) {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i];
  return sum / samples.length;
}

/**
 * Energy in each of `count` equal stretches of a second, without its mean.
 * @param {ArrayLike<number>} wave
 * @param {number} count
 */
export function energies(wave, count) {
  const found = new Float64Array(count);
  const offset = mean(wave);
  const length = wave.length / count;
  for (let i = 0; i < wave.length; i++) found[Math.floor(i / length)] += (wave[i] - offset) ** 2;
  return found;
}

/**
 * Whether a second lies below the floor (dBFS), or nothing in it rises (dB) from a constant noise.
 * @param {ArrayLike<number>} wave 16,000 samples, full scale 1
 */
export function isSilence(wave, floor = FLOOR, rise = RISE) {
  const tenths = powersOfTenths(wave).map((power) => Math.max(power, LOWEST));
  const loudest = decibels(Math.max(...tenths));
  return loudest < floor || loudest - decibels(Math.min(...tenths)) < rise;
}

/**
 * A second without its mean, amplified until its loudest tenth has the level, as frontends/frames.py does it.
 * @param {Float32Array} wave
 * @param {number} level dBFS
 */
export function levelled(wave, level) {
  const loudest = Math.sqrt(Math.max(...powersOfTenths(wave)));
  const gain = 10 ** (level / 20) / Math.max(loudest, 10 ** ((level - HIGHEST_GAIN) / 20));
  const offset = mean(wave);
  return wave.map((one) => (one - offset) * gain);
}

/**
 * The mean power of each tenth of a second that begins at a step, without the second's mean.
 * @param {ArrayLike<number>} wave
 */
function powersOfTenths(wave) {
  const steps = energies(wave, STEPS).map((energy) => (energy * STEPS) / wave.length);
  return Array.from({ length: STEPS - TENTH + 1 }, (_, first) => mean(steps.subarray(first, first + TENTH)));
}

/** @param {number} power */
function decibels(power) {
  return 10 * Math.log10(power);
}
