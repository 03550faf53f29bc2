// A network's input as a person would see it: in decibels below its strongest value, and frequency on a mel axis.
// @ts-check

import { hertzTicks } from "./scales.js";

/** @import { Axis, Image, Line, Panel } from "./decode.js" */

const RANGE = 60; // dB below the strongest that are shown
const LEAST = 10 ** (-RANGE / 10);

/**
 * @param {Panel[]} panels the channels of an input as the network gets them
 * @param {string} subtitle
 * @returns {Panel | null} null where the network gets it as one would see it
 */
export function asSeen([first, second], subtitle) {
  const [seen, scaled] = [
    { ...first, subtitle },
    { y: onMel(first.y), x: onMel(first.x) },
  ];
  if (!first.image) return first.x.quantity === "frequency" ? { ...seen, ...scaled, ...curve(first.lines[0]) } : null;
  const { values, decibels } = first.image;
  if (second?.image)
    return { ...seen, ...scaled, image: levels(first.image, together(values, second.image.values), 10) };
  return decibels ? { ...seen, ...scaled, image: levels(first.image, values, decibels) } : null;
}

/** @param {Axis} axis */
function onMel(axis) {
  if (axis.quantity !== "frequency") return axis;
  return { ...axis, scale: /** @type {const} */ ("mel"), ticks: hertzTicks("mel", axis.low, axis.high) };
}

/**
 * Real and imaginary part as power.
 * @param {Float32Array} real
 * @param {Float32Array} imaginary
 */
function together(real, imaginary) {
  return real.map((value, i) => value * value + imaginary[i] * imaginary[i]);
}

/**
 * @param {Image} image
 * @param {Float32Array} values from 0 on
 * @param {number} factor of the decimal logarithm that gives dB
 * @returns {Image}
 */
function levels(image, values, factor) {
  const most = values.reduce((a, b) => Math.max(a, b), 0) || 1;
  const shown = values.map((value) => factor * Math.log10(Math.max(value / most, LEAST)));
  return { ...image, values: shown, low: -RANGE, high: 0, unit: "dB", decibels: null, colours: "magma" };
}

/**
 * A spectrum, which its network gets as a straight line of its magnitudes: the smallest of them is nought.
 * @param {Line} line
 * @returns {Pick<Panel, "lines" | "y">}
 */
function curve(line) {
  const least = line.y.reduce((a, b) => Math.min(a, b), Infinity);
  const most = line.y.reduce((a, b) => Math.max(a, b - least), 0) || 1;
  const y = line.y.map((value) => 20 * Math.log10(Math.max((value - least) / most, 10 ** (-RANGE / 20))));
  const axis = { label: "Level", unit: "dB", low: -RANGE, high: 0, scale: /** @type {const} */ ("linear") };
  return { lines: [{ ...line, y }], y: { ...axis, quantity: "" } };
}
