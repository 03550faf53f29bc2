// The lines of one moment: power over frequency, the mel filters as high as what they collect, and those energies.
// @ts-check

import { bandCentre } from "../scales.js";
import { RATE } from "./resample.js";
import { melEnergies } from "./transform.js";

/** @import { Line } from "../decode.js" */
/** @import { Role } from "../protocol.d.ts" */
/** @import { Filter } from "./transform.js" */

const LEAST = 1e-12; // power, -120 dB

export class MovingLines {
  /**
   * @param {number} size of the transform
   * @param {Filter[]} filters
   * @param {{ low: number, high: number }} limits dB between which heights lie
   */
  constructor(size, filters, { low, high }) {
    this.filters = filters;
    this.low = low;
    this.high = high;
    const corners = filters.map((filter) => triangle(filter, size));
    const centres = Float32Array.from(filters, (_, i) => bandCentre(i, filters.length));
    this.weights = corners.map(({ y }) => y);
    this.triangles = line("filter", "quiet", Float32Array.from(corners.flatMap(({ x }) => [...x])));
    this.power = line(
      "power",
      "main",
      Float32Array.from({ length: size / 2 }, (_, i) => ((i + 1) * RATE) / size),
    );
    this.energy = line("energy collected", "second", centres); // dB
    this.height = line("energy collected", "second", centres); // 0 at `low`, 1 at `high`
  }

  /**
   * Takes the power at each bin, of which 0 Hz is not drawn.
   * @param {Float32Array} spectrum
   */
  show(spectrum) {
    const { filters, power, energy, height, triangles, weights, low, high } = this;
    toDecibels(spectrum, 1, power.y);
    melEnergies(filters, spectrum, 0, energy.y);
    toDecibels(energy.y, 0, energy.y);
    let n = 0;
    for (let i = 0; i < filters.length; i++) {
      height.y[i] = Math.max(0, (energy.y[i] - low) / (high - low));
      for (const weight of weights[i]) triangles.y[n++] = low + weight * height.y[i] * (high - low);
    }
  }
}

/**
 * A filter as a line over hertz, with the zeros beside it.
 * @param {Filter} filter
 * @param {number} size of the transform
 * @returns {Line}
 */
export function triangle({ first, weights }, size) {
  const points = { length: weights.length + 2 };
  return {
    ...line(
      "filter",
      "quiet",
      Float32Array.from(points, (_, i) => ((first - 1 + i) * RATE) / size),
    ),
    y: Float32Array.from(points, (_, i) => weights[i - 1] ?? 0),
  };
}

/**
 * @param {string} name
 * @param {Role} role
 * @param {Float32Array} x
 * @returns {Line}
 */
function line(name, role, x) {
  return { name, role, x, y: new Float32Array(x.length) };
}

/**
 * The bin's place on the power line that is nearest to a frequency.
 * @param {Float32Array} hertz
 * @param {number} value
 */
export function nearest(hertz, value) {
  return Math.min(Math.max(Math.round(value / hertz[0]) - 1, 0), hertz.length - 1);
}

/**
 * Writes power from `at` on in dB into `out`.
 * @param {Float32Array} power
 * @param {number} at
 * @param {Float32Array} out
 */
export function toDecibels(power, at, out) {
  for (let i = 0; i < out.length; i++) out[i] = 10 * Math.log10(Math.max(power[at + i], LEAST));
}
