// What a picture says of the place that is pointed at.
// @ts-check

import { quantity } from "./cursor.js";
import { columnAt, linesAt, rowAt } from "./renderers.js";
import { numeral, quoted, translate } from "./say.js";
import { bandCentre, bandNear, reading } from "./scales.js";

/** @import { Place } from "./cursor.js" */
/** @import { Axis, Image, MovingPanel, Panel } from "./decode.js" */

/** @param {Axis} axis */
export function isBands(axis) {
  return axis.quantity === "mel band";
}

/**
 * The shared quantities at (x, y): a moment, a frequency, an epoch; and the words for what is drawn there.
 * @param {Panel | MovingPanel} panel
 * @param {number} x
 * @param {number} y
 */
export function readAt(panel, x, y) {
  /** @type {Place} */
  const at = {};
  /** @type {(axis: Axis, value: number) => void} */
  const measure = (axis, value) => {
    const measured = quantity(axis);
    if (measured) at[measured] = isBands(axis) ? bandCentre(Math.round(value), axis.high + 0.5) : value;
  };
  measure(panel.x, x);
  measure(panel.y, y);
  if (at.epoch !== undefined) at.epoch = Math.round(at.epoch);
  const parts = "read" in panel && panel.read ? panel.read(at) : described(panel, at.epoch ?? x, y, at);
  return { at, text: parts.map(numeral).join(" · ") };
}

/**
 * Where the shared value of an axis's quantity lies on it; null if it doesn't.
 * @param {Axis} axis
 * @param {Place} at
 */
export function along(axis, at) {
  const measured = quantity(axis);
  const value = measured ? at[measured] : undefined;
  if (value === undefined) return null;
  const place = isBands(axis) ? bandNear(value, axis.high + 0.5) : value;
  return place < axis.low || place > axis.high ? null : place;
}

/**
 * @param {Panel | MovingPanel} panel
 * @param {number} x
 * @param {number} y
 * @param {Place} at
 */
function described(panel, x, y, { time, hertz, epoch }) {
  const parts = [...nameAt(panel.y, y), ...nameAt(panel.x, x)];
  if (time !== undefined) parts.push(`${time.toFixed(3)} s`);
  if (hertz !== undefined) parts.push(hertzText(hertz));
  if (epoch !== undefined) parts.push(translate(`epoch ${epoch}`));
  if (isBands(panel.y)) parts.push(translate(`band ${Math.round(y)}`));
  if (panel.image && "decibels" in panel.image) return [...parts, ...cell(panel.image, x, y)];
  if (!quantity(panel.x)) parts.push(`${panel.x.label} ${numeral(reading(x))}`);
  const names = new Set(panel.lines.filter((line) => !line.dashed).map((line) => line.name));
  for (const name of names) {
    const value = linesAt(
      panel.lines.filter((line) => line.name === name),
      x,
    );
    if (value) parts.push(names.size > 1 ? `${name} ${numeral(value)}` : value);
  }
  return parts;
}

/**
 * @param {Image} image
 * @param {number} x
 * @param {number} y
 */
function cell(image, x, y) {
  const value = image.values[rowAt(image, y) * image.columns + columnAt(image, x)];
  const unit = { "%": "%", dB: " dB" }[image.unit] ?? "";
  const decibels = image.decibels && value > 0 ? [`${(image.decibels * Math.log10(value)).toFixed(1)} dB`] : [];
  return [reading(value) + unit, ...decibels];
}

/**
 * @param {Axis} axis
 * @param {number} place
 */
function nameAt({ label, names }, place) {
  return names?.length ? [`${label} ${quoted(names[Math.min(Math.floor(place), names.length - 1)])}`] : [];
}

/** @param {number} hertz */
export function hertzText(hertz) {
  return `${Math.round(hertz).toLocaleString("en")} Hz`;
}
