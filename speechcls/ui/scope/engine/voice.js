// Pitch and formants of a voice, found in this browser: the same as speechcls/audio/voice.py, which says what is from where.
// @ts-check

import { RATE } from "../live/resample.js";
import { Fourier } from "../live/transform.js";

const [LOWEST, HIGHEST] = [75, 500]; // Hz
const [FRAME, HOP, FFT] = [640, 160, 2048]; // samples
const VOICED = 0.45;
const OCTAVE = 0.01;
const AUDIBLE = 0.03;
const LOUD = 0.5;
const [AROUND, LEAST] = [5, 3]; // frames
const [BAND, ORDER] = [640, 12];
const EMPHASIS = 0.98;
const WIDTHS = [15, 500]; // Hz
const PLACES = [
  [150, 1100],
  [500, 3300],
]; // Hz

/** @typedef {{ lag: number, strength: number, level: number, samples: Float64Array }} Frame */

/**
 * When the loudest vowel of a second is (s from its start), its pitch, F1 and F2 in Hz; null where no voice is heard.
 * @param {Float32Array} second
 */
export function voice(second) {
  const loudest = peak(second);
  /** @type {Frame[]} */
  const frames = [];
  for (let at = 0; at + FRAME <= second.length; at += HOP)
    frames.push(frameOf(Float64Array.from(second.subarray(at, at + FRAME)), loudest));
  const middle = frames.reduce((best, { level }, i) => (level > frames[best].level ? i : best), 0);
  if (!frames[middle].level) return null;
  const same = (/** @type {number} */ i) => frames[i]?.level >= LOUD * frames[middle].level;
  let [first, last] = [middle, middle + 1];
  while (first > middle - AROUND && same(first - 1)) first -= 1;
  while (last < middle + AROUND + 1 && same(last)) last += 1;
  if (last - first < LEAST) return null;
  const vowel = frames.slice(first, last);
  return {
    time: (middle * HOP + FRAME / 2) / RATE,
    pitch: RATE / median(vowel.map(({ lag }) => lag)),
    formants: formants(vowel.map(({ samples }) => samples)),
  };
}

/**
 * @param {Float64Array} samples
 * @param {number} loudest of the second
 * @returns {Frame}
 */
function frameOf(samples, loudest) {
  const [lag, strength] = period(samples);
  const voiced = strength >= VOICED && peak(samples) >= Math.max(AUDIBLE * loudest, 1e-9);
  return { lag, strength, level: voiced ? Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / FRAME) : 0, samples };
}

/** @param {ArrayLike<number>} samples */
function peak(samples) {
  let most = 0;
  for (let i = 0; i < samples.length; i++) most = Math.max(most, Math.abs(samples[i]));
  return most;
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/**
 * A Hann window without its zeros at the ends.
 * @param {number} size
 */
function hann(size) {
  return Float64Array.from({ length: size }, (_, i) => Math.sin((Math.PI * (i + 1)) / (size + 1)) ** 2);
}

const fourier = new Fourier(FFT);
const WINDOW = hann(FRAME);
const OF_WINDOW = autocorrelation(WINDOW);

/**
 * Power at the first FFT / 2 + 1 bins.
 * @param {Float64Array} samples
 */
function power(samples) {
  const [real, imaginary] = [new Float64Array(FFT), new Float64Array(FFT)];
  real.set(samples);
  fourier.run(real, imaginary);
  return Float64Array.from({ length: FFT / 2 + 1 }, (_, i) => real[i] ** 2 + imaginary[i] ** 2);
}

/** @param {Float64Array} samples */
function autocorrelation(samples) {
  const half = power(samples);
  const [real, imaginary] = [new Float64Array(FFT), new Float64Array(FFT)];
  for (let i = 0; i < FFT; i++) real[i] = half[i <= FFT / 2 ? i : FFT - i];
  fourier.run(real, imaginary);
  return real.map((one) => one / FFT);
}

/**
 * The period in samples after which a frame repeats best, and how well: 1 is exactly.
 * @param {Float64Array} samples
 */
function period(samples) {
  const mean = samples.reduce((sum, x) => sum + x, 0) / FRAME;
  const found = autocorrelation(samples.map((x, i) => (x - mean) * WINDOW[i]));
  const all = Math.max(found[0], 1e-20);
  const at = (/** @type {number} */ lag) => found[lag] / all / (OF_WINDOW[lag] / OF_WINDOW[0]);
  let [best, most] = [0, -1];
  for (let lag = Math.trunc(RATE / HIGHEST); lag < Math.trunc(RATE / LOWEST) + 1; lag++) {
    const weighed = at(lag) - OCTAVE * Math.log2((lag * LOWEST) / RATE);
    if (weighed > most && at(lag) > at(lag - 1) && at(lag) >= at(lag + 1)) [best, most] = [lag, weighed];
  }
  if (!best) return [0, 0];
  const [before, here, after] = [best - 1, best, best + 1].map(at);
  const bend = Math.min(before - 2 * here + after, -1e-12);
  return [best + (0.5 * (before - after)) / bend, here];
}

/** @param {Float64Array[]} frames */
function formants(frames) {
  const window = hann(FRAME - 1);
  const mean = new Float64Array(BAND + 1);
  for (const samples of frames) {
    const raised = Float64Array.from(window, (w, i) => w * (samples[i + 1] - EMPHASIS * samples[i]));
    const found = power(raised);
    for (let i = 0; i <= BAND; i++) mean[i] += found[i] / frames.length;
  }
  const fitted = Array.from({ length: ORDER + 1 }, (_, lag) => {
    let sum = mean[0] + mean[BAND] * Math.cos(Math.PI * lag);
    for (let i = 1; i < BAND; i++) sum += 2 * mean[i] * Math.cos((Math.PI * lag * i) / BAND);
    return sum / (2 * BAND);
  });
  const top = (BAND * RATE) / FFT; // Hz
  const poles = roots(predictor(fitted)).map(([re, im]) => [
    (Math.atan2(im, re) * top) / Math.PI,
    ((-2 * top) / Math.PI) * Math.log(Math.hypot(re, im)),
  ]);
  if (poles.some(([, width]) => width < WIDTHS[0])) return [];
  const found = poles
    .filter(([hertz, width]) => hertz > PLACES[0][0] && width < WIDTHS[1])
    .map(([hertz]) => hertz)
    .toSorted((a, b) => a - b)
    .slice(0, PLACES.length);
  const odd = found.findIndex((one, i) => one < PLACES[i][0] || one > PLACES[i][1]);
  return odd < 0 ? found : found.slice(0, odd);
}

/**
 * Coefficients 1, a1, a2, ... of the filter that predicts best (Levinson and Durbin).
 * @param {number[]} fitted autocorrelation
 */
function predictor(fitted) {
  let error = fitted[0] * (1 + 1e-9);
  let filter = [1];
  for (let order = 1; order <= ORDER; order++) {
    const sum = filter.reduce((all, one, i) => all + one * fitted[order - i], 0);
    const turned = -sum / (error || 1);
    const longer = [...filter, 0];
    filter = longer.map((one, i) => one + turned * longer[order - i]);
    error *= 1 - turned * turned;
  }
  return filter;
}

/**
 * Where a polynomial is nought, as [real, imaginary], all at once (Weierstrass; Durand and Kerner).
 * @param {number[]} polynomial its highest coefficient, 1, first
 * @returns {[number, number][]}
 */
function roots(polynomial) {
  const degree = polynomial.length - 1;
  /** @type {[number, number][]} */
  const found = Array.from({ length: degree }, (_, i) => [
    0.9 * Math.cos(0.4 + (2 * Math.PI * i) / degree),
    0.9 * Math.sin(0.4 + (2 * Math.PI * i) / degree),
  ]);
  for (let turn = 0; turn < 200; turn++) {
    let moved = 0;
    for (const [i, [re, im]] of found.entries()) {
      let value = [1, 0];
      for (const one of polynomial.slice(1))
        value = [value[0] * re - value[1] * im + one, value[0] * im + value[1] * re];
      let under = [1, 0];
      for (const [j, [a, b]] of found.entries())
        if (j !== i) under = [under[0] * (re - a) - under[1] * (im - b), under[0] * (im - b) + under[1] * (re - a)];
      const size = under[0] ** 2 + under[1] ** 2 || 1e-300;
      const [x, y] = [
        (value[0] * under[0] + value[1] * under[1]) / size,
        (value[1] * under[0] - value[0] * under[1]) / size,
      ];
      found[i] = [re - x, im - y];
      moved = Math.max(moved, Math.hypot(x, y));
    }
    if (moved < 1e-12) break;
  }
  return found;
}
