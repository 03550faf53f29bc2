// What a picture says of the place that is pointed at.

import { quantity } from "./cursor.js";
import { columnAt, linesAt, rowAt } from "./renderers.js";
import { bandCentre, bandNear, reading } from "./scales.js";

export function isBands(axis) {
  return axis.label === "Mel band";
}

/** The shared quantities at (x, y): a moment, a frequency, an epoch; and the words for what is drawn there. */
export function readAt(panel, x, y) {
  const at = {};
  for (const [axis, value] of [[panel.x, x], [panel.y, y]]) {
    const measured = quantity(axis);
    if (measured) at[measured] = isBands(axis) ? bandCentre(Math.round(value), axis.high + 0.5) : value;
  }
  if ("epoch" in at) at.epoch = Math.round(at.epoch);
  const parts = panel.read?.(at) ?? described(panel, "epoch" in at ? at.epoch : x, y, at);
  return { at, text: parts.join(" · ") };
}

/** Where the shared value of an axis's quantity lies on it; null if it doesn't. */
export function along(axis, at) {
  const value = at[quantity(axis)];
  if (value === undefined) return null;
  const place = isBands(axis) ? bandNear(value, axis.high + 0.5) : value;
  return place < axis.low || place > axis.high ? null : place;
}

function described(panel, x, y, { time, hertz, epoch }) {
  const parts = [[panel.y, y], [panel.x, x]].filter(([axis]) => axis.names?.length).map(nameAt);
  if (time !== undefined) parts.push(`${time.toFixed(3)} s`);
  if (hertz !== undefined) parts.push(hertzText(hertz));
  if (epoch !== undefined) parts.push(`epoch ${epoch}`);
  if (isBands(panel.y)) parts.push(`band ${Math.round(y)}`);
  if (panel.image) return [...parts, ...cell(panel.image, x, y)];
  if (!quantity(panel.x)) parts.push(`${panel.x.label.toLowerCase()} ${reading(x)}`);
  const names = new Set(panel.lines.filter((line) => !line.dashed).map((line) => line.name));
  for (const name of names) {
    const value = linesAt(panel.lines.filter((line) => line.name === name), x);
    if (value) parts.push(names.size > 1 ? `${name} ${value}` : value);
  }
  return parts;
}

function cell(image, x, y) {
  const value = image.values[rowAt(image, y) * image.columns + columnAt(image, x)];
  const decibels = image.decibels && value > 0;
  const unit = image.unit === "%" ? "%" : "";
  return [reading(value) + unit, ...(decibels ? [`${(image.decibels * Math.log10(value)).toFixed(1)} dB`] : [])];
}

function nameAt([axis, place]) {
  return `${axis.label.toLowerCase()} “${axis.names[Math.min(Math.floor(place), axis.names.length - 1)]}”`;
}

export function hertzText(hertz) {
  return `${Math.round(hertz).toLocaleString("en")} Hz`;
}
