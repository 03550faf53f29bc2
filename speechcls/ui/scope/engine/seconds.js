// Which seconds of a sound stand out as speech does: the rules of speechcls/audio/seconds.py.
// @ts-check

import { Fourier } from "../live/transform.js";
import { largest } from "./detector.js";
import { SECOND } from "./levels.js";

const BAND = [120, 4000]; // Hz
const SOFT = 0.1; // of an edge of the band, over which it fades
const STEP = 16; // samples whose energy is taken together
const STEPS = SECOND / STEP; // a second
const ROUNDING = 1e-7; // of the peak's energy: what a filter leaves of what it takes away
const TAIL = 0.01; // share of a second's energy that may be lost at either end when it is centred
const STANDS_OUT = 0.001; // of the loudest second's energy: 30 dB below it
const MOST = 4; // seconds that are said to stand out
const APART = 0.1; // s between their starts
const LEAST_OVERHANG = 0.05; // s beyond an end of the sound that are worth it

/**
 * Starts (s) of the seconds that stand out, the loudest first; at least one. Each has its energy in its middle, even
 * where that takes it beyond an end of the sound: a start may be negative.
 * @param {Float32Array} samples
 */
export function loudSeconds(samples) {
  if (samples.length === SECOND) return [0];
  const duration = samples.length / SECOND;
  const energy = speechEnergy(samples);
  if (duration < 1) {
    const padded = new Float64Array(STEPS);
    padded.set(energy.subarray(0, STEPS));
    return [Math.min(Math.max(duration - 1, centred(padded, 0) / STEPS), 0)];
  }
  const left = energy.slice();
  /** @type {number[]} */
  const starts = [];
  for (let least = 0, turn = 0; turn < MOST; turn++) {
    const first = loudest(left);
    const held = total(left.subarray(first, first + STEPS));
    if (held < least) break;
    least ||= held * STANDS_OUT;
    const middle = centred(left, first);
    const start = near(duration, middle / STEPS, centred(energy, first) / STEPS);
    if (starts.every((other) => Math.abs(start - other) >= APART)) starts.push(start);
    left.fill(0, Math.max(middle, 0), Math.max(middle + STEPS, 0));
  }
  return starts;
}

/**
 * The start of a second within a sound, or beyond its ends where that is worth it; all in s.
 * @param {number} duration of the sound
 * @param {number} start
 * @param {number} farthest to which it may go beyond
 */
function near(duration, start, farthest) {
  const inside = Math.min(Math.max(0, start), duration - 1);
  const beyond = Math.min(Math.max(Math.min(0, farthest), start), Math.max(duration - 1, farthest));
  return Math.abs(beyond - inside) >= LEAST_OVERHANG ? beyond : inside;
}

/**
 * Energy between 120 and 4,000 Hz in each millisecond. Thumps, rumble and an offset that settles lie below.
 * @param {Float32Array} samples
 */
function speechEnergy(samples) {
  const margin = SECOND / 4; // held at the edges' values, so that an offset doesn't begin with a click
  const length = samples.length + 2 * margin;
  const size = 2 ** Math.ceil(Math.log2(length));
  const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
  for (let i = 0; i < length; i++) real[i] = samples[Math.min(Math.max(i - margin, 0), samples.length - 1)];
  const end = real[length - 1];
  for (let i = length; i < size; i++) real[i] = end + ((real[0] - end) * (i - length + 1)) / (size - length + 1);
  const fourier = new Fourier(size);
  fourier.run(real, imaginary);
  for (let i = 0; i < size; i++) {
    const weight = passed((Math.min(i, size - i) * SECOND) / size);
    real[i] *= weight;
    imaginary[i] *= -weight; // of the conjugate the forward transform is the inverse
  }
  fourier.run(real, imaginary);
  const energy = new Float64Array(Math.ceil(samples.length / STEP));
  let peak = 0;
  for (let i = 0; i < samples.length; i++) {
    energy[Math.floor(i / STEP)] += (real[margin + i] / size) ** 2;
    peak = Math.max(peak, Math.abs(samples[i]));
  }
  return energy.map((one) => (one > 2 * ROUNDING * STEP * peak ** 2 ? one : 0));
}

/**
 * How much of a frequency is kept.
 * @param {number} hertz
 */
function passed(hertz) {
  const [low, high] = BAND;
  return fade((hertz - low) / (SOFT * low)) * fade((high - hertz) / (SOFT * high));
}

/**
 * 0 below -1, 1 above 1, smooth between.
 * @param {number} at
 */
function fade(at) {
  return at <= -1 ? 0 : at >= 1 ? 1 : 0.5 + 0.5 * Math.sin((Math.PI / 2) * at);
}

/** @param {Float64Array} energy */
function total(energy) {
  return energy.reduce((sum, one) => sum + one, 0);
}

/**
 * First step of the second with the most energy.
 * @param {Float64Array} energy
 */
function loudest(energy) {
  const sums = [total(energy.subarray(0, STEPS))];
  for (let i = STEPS; i < energy.length; i++) sums.push(sums[i - STEPS] + energy[i] - energy[i - STEPS]);
  return largest(sums);
}

/**
 * First step of the second at `first`, moved so that its energy sits in its middle; never so far that the move cuts a
 * long word's quiet end.
 * @param {Float64Array} energy
 * @param {number} first
 */
function centred(energy, first) {
  const power = energy.subarray(first, first + STEPS);
  const sum = total(power);
  if (!sum) return first;
  let [moment, held, tail] = [0, 0, power.length];
  /** @type {number | undefined} */
  let head;
  for (let i = 0; i < power.length; i++) {
    moment += (i + 0.5) * power[i];
    held += power[i];
    if (held / sum >= TAIL) head ??= i;
    if (held / sum >= 1 - TAIL && tail === power.length) tail = i;
  }
  return first + Math.round(Math.min(Math.max(moment / sum - STEPS / 2, tail + 1 - STEPS), head ?? 0));
}
