// Fourier transform, spectrogram and mel filters: the same numbers as speechcls/frontends/transform.py.
// @ts-check

import { HERTZ, MEL } from "../scales.js";
import { RATE } from "./resample.js";

const LEAST = 512; // samples of a transform, n_fft of frontends/config.py; longer windows take the next power of two

/** @typedef {{ first: number, weights: Float64Array }} Filter the first bin that it weighs, and the weights from there on */

/** Power spectra of single frames. */
export class Transform {
  /** @param {number} window s */
  constructor(window) {
    this.length = Math.round(window * RATE); // samples of the window
    this.size = Math.max(LEAST, 2 ** Math.ceil(Math.log2(this.length))); // samples of a frame
    this.bins = this.size / 2 + 1;
    this.window = hann(this.length, this.size);
    this.energy = this.window.reduce((sum, w) => sum + w * w, 0);
    this.real = new Float64Array(this.size);
    this.imaginary = new Float64Array(this.size);
    this.fourier = new Fourier(this.size);
  }

  /**
   * Writes the power at each bin into `out` (bins) of the frame that starts at `start`: `size` samples, the window
   * in their middle, divided by the window's energy. What lies outside of `samples` counts as silence.
   * @param {Float32Array} samples
   * @param {number} start
   * @param {Float32Array} out
   */
  power(samples, start, out) {
    const { size, window, real, imaginary } = this;
    for (let i = 0; i < size; i++) real[i] = window[i] * (samples[start + i] ?? 0);
    imaginary.fill(0);
    this.fourier.run(real, imaginary);
    for (let k = 0; k < this.bins; k++) out[k] = (real[k] ** 2 + imaginary[k] ** 2) / this.energy;
  }
}

/**
 * Power spectrogram of a whole clip, frames centred on multiples of the hop (s), the clip mirrored at its ends:
 * {bins, frames, values}, values[frame * bins + bin].
 * @param {Float32Array} samples
 * @param {{ window: number, hop: number }} settings s
 */
export function spectrogram(samples, { window, hop }) {
  const transform = new Transform(window);
  const { bins, size } = transform;
  const step = Math.round(hop * RATE);
  const frames = Math.floor(samples.length / step) + 1;
  const values = new Float32Array(frames * bins);
  const padded = mirrored(samples, size / 2);
  for (let f = 0; f < frames; f++) transform.power(padded, f * step, values.subarray(f * bins, (f + 1) * bins));
  return { bins, frames, values };
}

/**
 * Triangular filters on the HTK mel scale from 0 Hz to half the sampling rate.
 * @param {number} count
 * @param {number} size of the transform
 * @returns {Filter[]}
 */
export function melFilters(count, size = LEAST) {
  const top = MEL(RATE / 2);
  /** @type {(i: number) => number} */
  const corner = (i) => HERTZ((i / (count + 1)) * top);
  return Array.from({ length: count }, (_, i) => {
    const [low, centre, high] = [corner(i), corner(i + 1), corner(i + 2)];
    const first = Math.floor((low * size) / RATE) + 1;
    const last = Math.min(Math.ceil((high * size) / RATE) - 1, size / 2);
    const weights = Float64Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => {
      const hertz = ((first + k) * RATE) / size;
      return Math.max(0, Math.min((hertz - low) / (centre - low), (high - hertz) / (high - centre)));
    });
    return { first, weights };
  });
}

/**
 * What each filter collects of the power spectrum that starts at `at` in `power`, written into `out` (filters).
 * @param {Filter[]} filters
 * @param {Float32Array} power
 * @param {number} at
 * @param {Float32Array} out
 */
export function melEnergies(filters, power, at, out) {
  for (let i = 0; i < filters.length; i++) {
    const { first, weights } = filters[i];
    let sum = 0;
    for (let k = 0; k < weights.length; k++) sum += weights[k] * power[at + first + k];
    out[i] = sum;
  }
}

/**
 * The periodic Hann window of `length` samples in the middle of `size`.
 * @param {number} length
 * @param {number} size
 */
export function hann(length, size) {
  const window = new Float64Array(size);
  const left = Math.floor((size - length) / 2);
  for (let i = 0; i < length; i++) window[left + i] = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length);
  return window;
}

/**
 * Samples padded on both sides by their own reflection; where the padding is longer than the clip, by silence beyond.
 * @param {Float32Array} samples
 * @param {number} padding
 */
export function mirrored(samples, padding) {
  const last = samples.length - 1;
  return Float32Array.from({ length: samples.length + 2 * padding }, (_, i) => {
    const at = Math.abs(i - padding);
    return samples[at > last ? 2 * last - at : at] ?? 0;
  });
}

/** Complex Fourier transform in place, radix 2, for one power of two. */
export class Fourier {
  /** @param {number} size */
  constructor(size) {
    this.size = size;
    this.cosines = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.sines = Float64Array.from({ length: size / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
    this.places = new Uint32Array(size); // bits reversed
    for (let i = 1; i < size; i++) this.places[i] = (this.places[i >> 1] >> 1) | (i & 1 ? size / 2 : 0);
  }

  /**
   * @param {Float64Array} real
   * @param {Float64Array} imaginary
   */
  run(real, imaginary) {
    const { size, cosines, sines } = this;
    this.#reorder(real);
    this.#reorder(imaginary);
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half);
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const c = cosines[k * stride];
          const s = sines[k * stride];
          const a = start + k;
          const b = a + half;
          const re = real[b] * c - imaginary[b] * s;
          const im = real[b] * s + imaginary[b] * c;
          real[b] = real[a] - re;
          imaginary[b] = imaginary[a] - im;
          real[a] += re;
          imaginary[a] += im;
        }
      }
    }
  }

  /** @param {Float64Array} values */
  #reorder(values) {
    for (let i = 0; i < this.size; i++) {
      const place = this.places[i];
      if (place > i) [values[i], values[place]] = [values[place], values[i]];
    }
  }
}
