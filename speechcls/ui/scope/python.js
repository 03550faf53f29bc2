// The lines of Python that compute what a picture shows: speechcls/ui/python_lines.py has them, filled in here.
// @ts-check

import { RATE } from "./live/ring.js";

/** @import { All } from "./settings.js" */

/** @typedef {{ file: string, start: number }} Shown the sound as a file's name, and its chosen second, s */

/**
 * Lines with their {values} filled in; other braces stay as they are.
 * @param {string} lines
 * @param {Record<string, string | number>} values
 */
export function filled(lines, values) {
  return lines.replace(/\{(\w+)\}/g, (whole, name) => `${values[name] ?? whole}`);
}

/**
 * The lines of one of the page's four pictures, by the settings it is drawn by.
 * @param {Record<string, string>} lines by picture
 * @param {string} picture
 * @param {Shown} shown
 * @param {All} settings
 */
export function linesOf(lines, picture, shown, { window, hop, power, filters }) {
  const samples = 2 * Math.max(1, Math.round((window * RATE) / 2));
  const values = { ...shown, samples, hop: Math.max(1, Math.round(samples * (hop / window))), power, filters };
  return filled(lines[picture] ?? lines[`${picture}-${power === "dB" ? "seen" : "chapter"}`], values);
}
