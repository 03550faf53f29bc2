// The cells of a spectrogram that is made in this browser: their colours, their scale in words, the strongest of them.
// @ts-check

import { RATE } from "../live/resample.js";
import { largest, percentile } from "./detector.js";
import { capitalised, count, general } from "./panels.js";

/** @import { Image } from "../decode.js" */
/** @import { LocalFrontEnd } from "../protocol.d.ts" */
/** @import { Features } from "./spectra.js" */

/** @typedef {Pick<LocalFrontEnd, "power" | "n_fft" | "hop_samples"> & Partial<Pick<LocalFrontEnd, "log" | "n_bands">>} Cut */

/** @type {Record<number, string>} */
export const NAMES = { 2: "power", 1: "magnitude", 0.5: "magnitude (square root)" };

/**
 * Each cell is centred on its frame's time and on its bin's frequency.
 * @param {Features} features
 * @param {number} start s
 * @param {Cut} frontEnd
 * @param {[low: number, high: number]} limits where colours stop
 * @returns {Image}
 */
export function cells({ bins, frames, values }, start, frontEnd, [low, high]) {
  const hop = frontEnd.hop_samples / RATE;
  const width = frontEnd.n_bands ? 1 : RATE / frontEnd.n_fft;
  return {
    rows: bins,
    columns: frames,
    values,
    low,
    high: high > low ? high : low + 1,
    label: capitalised(scaleName(frontEnd)),
    unit: "",
    x_low: start - hop / 2,
    x_high: start + (frames - 0.5) * hop,
    y_low: -width / 2,
    y_high: (bins - 0.5) * width,
    colours: "magma",
    decibels: frontEnd.log ? null : 20 / frontEnd.power,
    light: null,
  };
}

/**
 * The value at which colours stop: up to the largest, linear power would be almost all dark.
 * @param {Float32Array} values
 * @param {Cut} frontEnd
 */
export function brightest(values, { power }) {
  return power < 1 ? values[largest(values)] || 1 : percentile(values, 99.5) || 1;
}

/** @param {Cut} frontEnd */
export function scaleName({ power, log }) {
  const name = NAMES[power] ?? `magnitude to the power ${general(power, 6)}`;
  return log ? `logarithm of ${name}` : name;
}

/**
 * The sentence for an image: where its strongest cell lies.
 * @param {Features} features
 * @param {number} start s
 * @param {Cut} frontEnd
 */
export function summary({ frames, values }, start, frontEnd) {
  const strongest = largest(values);
  const [row, column] = [Math.floor(strongest / frames), strongest % frames];
  if (values.every((one) => one === values[0])) return `Silence: every value is ${general(values[0], 3)}.`;
  const place = frontEnd.n_bands ? `in mel band ${row}` : `and ${count(Math.round((row * RATE) / frontEnd.n_fft))} Hz`;
  const time = start + (column * frontEnd.hop_samples) / RATE;
  return `Strongest at ${time.toFixed(2)} s ${place}, where it is ${general(values[strongest], 3)}.`;
}
