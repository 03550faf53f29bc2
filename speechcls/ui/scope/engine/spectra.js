// Fourier transforms of any length, and what a front end makes of a second: the same numbers as frontends/transform.py.

import { Fourier, hann, melEnergies, melFilters, mirrored } from "../live/transform.js";
import { SECOND } from "./levels.js";

const LOG_FLOOR = 1e-6; // added before the logarithm

/** The Fourier transform of `size` numbers, in place; of a length that is no power of two as a convolution with a
 * rising tone (Bluestein, 1970). */
export class AnyFourier {
  constructor(size) {
    this.size = size;
    this.inner = new Fourier(2 ** Math.ceil(Math.log2(size & (size - 1) ? 2 * size - 1 : size)));
    if (this.inner.size === size) return;
    // The square modulo twice the size, so that no precision is lost to large angles.
    const angle = (i) => (Math.PI * ((i * i) % (2 * size))) / size;
    this.cosines = Float64Array.from({ length: size }, (_, i) => Math.cos(angle(i)));
    this.sines = Float64Array.from({ length: size }, (_, i) => Math.sin(angle(i)));
    this.chirp = [new Float64Array(this.inner.size), new Float64Array(this.inner.size)];
    for (let i = 0; i < size; i++) {
      for (const at of [i, (this.inner.size - i) % this.inner.size]) {
        this.chirp[0][at] = this.cosines[i];
        this.chirp[1][at] = this.sines[i];
      }
    }
    this.inner.run(...this.chirp);
    this.work = [new Float64Array(this.inner.size), new Float64Array(this.inner.size)];
  }

  run(real, imaginary) {
    const { size, inner, cosines, sines, chirp, work } = this;
    if (inner.size === size) {
      inner.run(real, imaginary);
      return;
    }
    const [re, im] = work;
    re.fill(0);
    im.fill(0);
    for (let i = 0; i < size; i++) {
      re[i] = real[i] * cosines[i] + imaginary[i] * sines[i];
      im[i] = imaginary[i] * cosines[i] - real[i] * sines[i];
    }
    inner.run(re, im);
    for (let i = 0; i < inner.size; i++) {
      [re[i], im[i]] = [re[i] * chirp[0][i] - im[i] * chirp[1][i], -(re[i] * chirp[1][i] + im[i] * chirp[0][i])];
    }
    inner.run(re, im); // of the conjugate, which is the inverse's conjugate
    for (let i = 0; i < size; i++) {
      const [a, b] = [re[i] / inner.size, -im[i] / inner.size];
      real[i] = a * cosines[i] + b * sines[i];
      imaginary[i] = b * cosines[i] - a * sines[i];
    }
  }
}

/** Magnitudes of the Fourier transform of a second, one a hertz, below half the sampling rate: Float64Array (8000). */
export function magnitudes(second) {
  const real = Float64Array.from(second);
  const imaginary = new Float64Array(SECOND);
  new AnyFourier(SECOND).run(real, imaginary);
  return Float64Array.from({ length: SECOND / 2 }, (_, i) => Math.hypot(real[i], imaginary[i]));
}

/** Power spectrogram of a second, its ends mirrored, by the settings of a front end: window_samples, hop_samples and
 * n_fft. {bins, frames, values}, row by row: values[bin * frames + frame]. */
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

/** What a front end that keeps energies makes of a second: {bins, frames, values} as `powers` gives them. */
export function features(second, frontEnd) {
  if (frontEnd.domain === "wave") return { bins: 1, frames: SECOND, values: standardised(second, frontEnd) };
  if (frontEnd.domain === "spectrum") {
    const values = standardised(magnitudes(second).map((one) => one / Math.sqrt(SECOND)), frontEnd);
    return { bins: values.length, frames: 1, values };
  }
  const found = powers(second, frontEnd);
  if (frontEnd.power !== 2) found.values = found.values.map((one) => one ** (frontEnd.power / 2));
  const banded = frontEnd.n_bands ? bands(found, frontEnd.n_bands) : found;
  const values = frontEnd.log ? banded.values.map((one) => Math.log(one + LOG_FLOOR)) : banded.values;
  return { ...banded, values: standardised(values, frontEnd) };
}

function standardised(values, { mean, deviation }) {
  return Float32Array.from(values, (one) => (one - mean) / deviation);
}

/** The energies that so many mel filters collect. */
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
