// Fourier transforms of any length, and what a front end makes of a second: the same numbers as frontends/transform.py.
// @ts-check

import { Fourier, hann, melEnergies, melFilters, mirrored } from "../live/transform.js";
import { levelled, SECOND } from "./levels.js";

const LOG_FLOOR = 1e-6; // added before the logarithm

/** @import { LocalFrontEnd } from "../protocol.d.ts" */

/** @typedef {Pick<LocalFrontEnd, "window_samples" | "hop_samples" | "n_fft">} Frames how a second is cut into them */
/** @typedef {{ bins: number, frames: number, values: Float32Array }} Features row by row: values[bin * frames + frame] */

/**
 * The Fourier transform of `size` numbers, in place; of a length that is no power of two as a convolution with a rising
 * tone (Bluestein, 1970).
 */
export class AnyFourier {
  /** @param {number} size */
  constructor(size) {
    this.size = size;
    this.inner = new Fourier(2 ** Math.ceil(Math.log2(size & (size - 1) ? 2 * size - 1 : size)));
    this.chirp = this.inner.size === size ? null : new Chirp(size, this.inner);
  }

  /**
   * @param {Float64Array} real
   * @param {Float64Array} imaginary
   */
  run(real, imaginary) {
    if (this.chirp) this.#convolve(this.chirp, real, imaginary);
    else this.inner.run(real, imaginary);
  }

  /**
   * @param {Chirp} chirp
   * @param {Float64Array} real
   * @param {Float64Array} imaginary
   */
  #convolve({ cosines, sines, transform: [up, across], work: [re, im] }, real, imaginary) {
    const { size, inner } = this;
    re.fill(0);
    im.fill(0);
    for (let i = 0; i < size; i++) {
      re[i] = real[i] * cosines[i] + imaginary[i] * sines[i];
      im[i] = imaginary[i] * cosines[i] - real[i] * sines[i];
    }
    inner.run(re, im);
    for (let i = 0; i < inner.size; i++) {
      [re[i], im[i]] = [re[i] * up[i] - im[i] * across[i], -(re[i] * across[i] + im[i] * up[i])];
    }
    inner.run(re, im); // of the conjugate, which is the inverse's conjugate
    for (let i = 0; i < size; i++) {
      const [a, b] = [re[i] / inner.size, -im[i] / inner.size];
      real[i] = a * cosines[i] + b * sines[i];
      imaginary[i] = b * cosines[i] - a * sines[i];
    }
  }
}

/** The rising tone of a length, its transform, and room to work in. */
class Chirp {
  /**
   * @param {number} size
   * @param {Fourier} inner of at least twice the size
   */
  constructor(size, inner) {
    // The square modulo twice the size, so that no precision is lost to large angles.
    const angles = Array.from({ length: size }, (_, i) => (Math.PI * ((i * i) % (2 * size))) / size);
    this.cosines = Float64Array.from(angles, Math.cos);
    this.sines = Float64Array.from(angles, Math.sin);
    this.transform = pair(inner.size);
    this.work = pair(inner.size);
    for (let i = 0; i < size; i++) {
      for (const at of [i, (inner.size - i) % inner.size]) {
        this.transform[0][at] = this.cosines[i];
        this.transform[1][at] = this.sines[i];
      }
    }
    inner.run(...this.transform);
  }
}

/**
 * Real and imaginary parts.
 * @param {number} size
 * @returns {[Float64Array, Float64Array]}
 */
function pair(size) {
  return [new Float64Array(size), new Float64Array(size)];
}

/**
 * Magnitudes of the Fourier transform of a second, one a hertz, below half the sampling rate.
 * @param {Float32Array} second
 */
export function magnitudes(second) {
  const real = Float64Array.from(second);
  const imaginary = new Float64Array(SECOND);
  new AnyFourier(SECOND).run(real, imaginary);
  return Float64Array.from({ length: SECOND / 2 }, (_, i) => Math.hypot(real[i], imaginary[i]));
}

/**
 * Power spectrogram of a second, its ends mirrored.
 * @param {Float32Array} second
 * @param {Frames} frames
 * @returns {Features}
 */
export function powers(second, { window_samples, hop_samples, n_fft }) {
  const fourier = new AnyFourier(n_fft);
  const window = hann(window_samples, n_fft);
  const energy = window.reduce((sum, w) => sum + w * w, 0);
  const [bins, frames] = [Math.floor(n_fft / 2) + 1, Math.floor(SECOND / hop_samples) + 1];
  const padded = mirrored(second, Math.floor(n_fft / 2));
  const values = new Float32Array(bins * frames);
  const [real, imaginary] = [new Float64Array(n_fft), new Float64Array(n_fft)];
  for (let frame = 0; frame < frames; frame++) {
    for (let i = 0; i < n_fft; i++) real[i] = window[i] * padded[frame * hop_samples + i];
    imaginary.fill(0);
    fourier.run(real, imaginary);
    for (let bin = 0; bin < bins; bin++) values[bin * frames + frame] = (real[bin] ** 2 + imaginary[bin] ** 2) / energy;
  }
  return { bins, frames, values };
}

/**
 * What a front end that keeps energies makes of a second.
 * @param {Float32Array} second
 * @param {LocalFrontEnd} frontEnd
 * @returns {Features}
 */
export function features(second, frontEnd) {
  if (frontEnd.level !== null) return features(levelled(second, frontEnd.level), { ...frontEnd, level: null });
  if (frontEnd.domain === "wave") return { bins: 1, frames: SECOND, values: standardised(second, frontEnd) };
  if (frontEnd.domain === "spectrum") {
    const scaled = magnitudes(second).map((one) => one / Math.sqrt(SECOND));
    const values = standardised(scaled, frontEnd);
    return { bins: values.length, frames: 1, values };
  }
  const found = powers(second, frontEnd);
  if (frontEnd.power !== 2) found.values = found.values.map((one) => one ** (frontEnd.power / 2));
  const banded = frontEnd.n_bands ? bands(found, frontEnd.n_bands) : found;
  const values = frontEnd.log ? banded.values.map((one) => Math.log(one + LOG_FLOOR)) : banded.values;
  return { ...banded, values: standardised(values, frontEnd) };
}

/**
 * @param {Float32Array | Float64Array} values
 * @param {LocalFrontEnd} frontEnd
 */
function standardised(values, { mean, deviation }) {
  return Float32Array.from(values, (one) => (one - mean) / deviation);
}

/**
 * The energies that so many mel filters collect.
 * @param {Features} powers
 * @param {number} count
 */
function bands({ bins, frames, values }, count) {
  const filters = melFilters(count, 2 * (bins - 1));
  const found = new Float32Array(count * frames);
  const [power, energy] = [new Float32Array(bins), new Float32Array(count)];
  for (let frame = 0; frame < frames; frame++) {
    for (let bin = 0; bin < bins; bin++) power[bin] = values[bin * frames + frame];
    melEnergies(filters, power, 0, energy);
    for (let band = 0; band < count; band++) found[band * frames + frame] = energy[band];
  }
  return { bins: count, frames, values: found };
}
