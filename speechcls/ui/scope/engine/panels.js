// The parts of a Panel that is made in this browser: axes, lines, numbers in words.
// @ts-check

import { RATE } from "../live/resample.js";

/** @import { Axis, Line, Panel } from "../decode.js" */
/** @import { AxisScale, Role } from "../protocol.d.ts" */

export const NYQUIST = RATE / 2; // Hz
export const LOWEST = 31.25; // Hz, where logarithmic axes begin
const POINTS = 2000; // of a drawn line
/** @type {Record<AxisScale, number[]>} */
const TICKS = {
  linear: [],
  log: [50, 100, 200, 500, 1000, 2000, 4000, 8000],
  mel: [100, 250, 500, 1000, 2000, 4000, 8000],
}; // Hz

/**
 * @param {Pick<Panel, "title" | "subtitle" | "description" | "x" | "y"> & Partial<Panel>} given
 * @returns {Panel}
 */
export function panel(given) {
  return { lines: [], image: null, marks: [], span: null, ...given };
}

/**
 * @param {string} label
 * @param {string} unit
 * @param {number} low
 * @param {number} high
 * @param {Axis["quantity"]} quantity
 * @returns {Axis}
 */
export function axis(label, unit, low, high, quantity = "") {
  return { label, unit, low, high, scale: "linear", names: [], quantity, ticks: [] };
}

/**
 * @param {number} low
 * @param {number} high
 */
export function time(low, high) {
  return axis("Time", "s", low, high, "time");
}

/**
 * @param {number} low
 * @param {number} high
 * @param {AxisScale} scale
 * @returns {Axis}
 */
export function frequency(low, high, scale = "linear") {
  const ticks = TICKS[scale].filter((tick) => tick >= low && tick <= high);
  return { ...axis("Frequency", "Hz", low, high, "frequency"), scale, ticks };
}

/**
 * @param {string} name
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 * @param {Role} role
 * @returns {Line}
 */
export function line(name, x, y, role = "main") {
  return { name, role, dashed: false, reduced: false, x: Float32Array.from(x), y: Float32Array.from(y) };
}

/**
 * The smallest and the largest of each stretch, in the order they come.
 * @param {Line} given
 * @returns {Line}
 */
export function reduced(given) {
  const { x, y } = given;
  if (x.length <= POINTS) return given;
  const width = Math.ceil(x.length / (POINTS / 2));
  /** @type {number[]} */
  const kept = [];
  for (let first = 0; first < x.length; first += width) {
    let [low, high] = [first, first];
    for (let i = first; i < Math.min(first + width, x.length); i++) {
      if (y[i] < y[low]) low = i;
      if (y[i] > y[high]) high = i;
    }
    kept.push(Math.min(low, high), Math.max(low, high));
  }
  return { ...given, reduced: true, x: Float32Array.from(kept, (i) => x[i]), y: Float32Array.from(kept, (i) => y[i]) };
}

/** @param {string} text */
export function capitalised(text) {
  return text[0].toUpperCase() + text.slice(1);
}

/** @param {number} value */
export function count(value) {
  return value.toLocaleString("en");
}

/**
 * A number in so many significant digits, no zeros at its end.
 * @param {number} value
 * @param {number} digits
 */
export function general(value, digits) {
  return `${Number(value.toPrecision(digits))}`;
}
