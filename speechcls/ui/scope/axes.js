// Axes of a picture: grid, ticks, and names with their units.
// @ts-check

import { numeral } from "./say.js";
import { short } from "./scales.js";

/** @import { Axis, MovingPanel, Panel, Plot } from "./decode.js" */
/** @import { Palette } from "./colours.js" */
/** @import { Context } from "./renderers.js" */
/** @import { Scale } from "./scales.js" */

const MARGIN = { left: 52, right: 10, top: 8, bottom: 40 }; // px
const FOR_NAMES = { ...MARGIN, left: 74, bottom: 74 };
const FOR_COLOURS = { ...MARGIN, right: 54 }; // and what else runs over time, so that moments stand below each other
const STRIPE = 8; // px, of the scale of colours
const ROW = 14; // px, of the name of a mark
const APART = 6; // px at least from one such name to the next
const BETWEEN = 14; // px from name to name

/**
 * The room that a picture's axes take, in px.
 * @param {Panel | MovingPanel} panel
 */
export function margin(panel) {
  if (panel.x.names?.length) return FOR_NAMES;
  return panel.image || panel.x.unit === "s" ? FOR_COLOURS : MARGIN;
}

const FONT = "12px system-ui, sans-serif";

/**
 * @param {Context} context
 * @param {Panel | MovingPanel} panel
 * @param {Scale} x
 * @param {Scale} y
 * @param {Plot} plot
 * @param {Palette} colours
 */
export function drawAxes(context, panel, x, y, plot, colours) {
  context.font = FONT;
  context.fillStyle = colours.ink;
  context.strokeStyle = colours.faint;
  context.lineWidth = 1;
  context.setLineDash([]);
  const bottom = plot.top + plot.height;
  if (panel.x.names?.length) drawNames(context, panel, x, y, plot);
  else drawTicks(context, panel, x, y, plot);
  const ends = margin(panel);
  context.textBaseline = "middle";
  context.textAlign = "center";
  context.fillText(named(panel.x), plot.left + plot.width / 2, bottom + ends.bottom - 10);
  context.save();
  context.translate(8, plot.top + plot.height / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(named(panel.y), 0, 0);
  context.restore();
}

/**
 * Beside an image, what its colours stand for: a stripe from the lowest value to the highest, and the unit.
 * @param {Context} context
 * @param {Panel | MovingPanel} panel
 * @param {Uint32Array} table 256 packed RGBA
 * @param {Plot} plot
 * @param {Palette} colours
 */
export function drawColours(context, panel, table, plot, colours) {
  if (!panel.image || panel.x.names?.length) return;
  const { low, high, unit } = panel.image;
  const left = plot.left + plot.width + 8;
  for (let row = 0; row < plot.height; row++) {
    context.fillStyle = css(table[Math.round(255 * (1 - row / (plot.height - 1)))]);
    context.fillRect(left, plot.top + row, STRIPE, 1.5);
  }
  context.font = FONT;
  context.fillStyle = colours.ink;
  context.textAlign = "left";
  context.textBaseline = "top";
  context.fillText(rounded(high), left + STRIPE + 4, plot.top);
  if (unit) context.fillText(unit, left + STRIPE + 4, plot.top + 15);
  context.textBaseline = "bottom";
  context.fillText(rounded(low), left + STRIPE + 4, plot.top + plot.height);
}

/**
 * Places in x that have names: a dotted line each, and its name at the top.
 * @param {Context} context
 * @param {Panel | MovingPanel} panel
 * @param {Scale} x
 * @param {Plot} plot
 * @param {Palette} colours
 */
export function drawMarks(context, { marks = [] }, x, plot, colours) {
  context.font = FONT;
  context.textAlign = "left";
  context.textBaseline = "top";
  context.lineWidth = 1;
  const named = marks.map(({ at, name }) => ({ at: x.pixel(at), name }));
  for (const { at, name, left, row } of besides(named, (text) => context.measureText(text).width, plot)) {
    context.strokeStyle = colours.second;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(at, plot.top + ROW * (row + 1));
    context.lineTo(at, plot.top + plot.height);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = colours.ink;
    context.fillText(name, left, plot.top + ROW * row);
  }
}

/**
 * Where the names of lines begin: in one row, each above its line, or else, where they would touch, cut to their first
 * words, each right of its line and a row lower than what it would touch; so no line runs through a name.
 * @param {{ at: number, name: string }[]} lines from left to right, in px
 * @param {(text: string) => number} wide
 * @param {Pick<Plot, "left" | "width">} plot
 */
export function besides(lines, wide, { left: from, width }) {
  const whole = lines.map(({ at, name }) => {
    const last = from + width - wide(name) - APART / 2;
    return { at, name, left: Math.min(Math.max(at - wide(name) / 2, from + APART / 2), last), row: 0 };
  });
  const end = (/** @type {{ name: string, left: number }} */ { name, left }) => left + wide(name);
  if (whole.every((one, i) => !i || end(whole[i - 1]) + APART <= one.left)) return whole;
  /** @type {typeof whole} */
  const short = [];
  for (const { at, name } of lines) {
    const above = short.filter((one) => end(one) + APART > at).map(({ row }) => row);
    short.push({ at, name: name.split(" ")[0], left: at + APART / 2, row: 1 + Math.max(-1, ...above) });
  }
  return short;
}

/** @param {number} value */
function rounded(value) {
  return numeral(short(Number(value.toPrecision(2))));
}

/** @param {number} packed */
function css(packed) {
  return `rgb(${packed & 255} ${(packed >> 8) & 255} ${(packed >> 16) & 255})`;
}

/**
 * @param {Context} context
 * @param {Panel | MovingPanel} panel
 * @param {Scale} x
 * @param {Scale} y
 * @param {Plot} plot
 */
function drawTicks(context, panel, x, y, plot) {
  const bottom = plot.top + plot.height;
  /** @type {(x1: number, y1: number, x2: number, y2: number) => void} */
  const line = (x1, y1, x2, y2) => {
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
  };
  context.textAlign = "center";
  context.textBaseline = "top";
  let free = 0;
  for (const tick of x.ticks(plot.width / 58)) {
    const at = Math.round(x.pixel(tick)) + 0.5;
    line(at, plot.top, at, bottom + 4);
    const text = numeral(short(tick, panel.x.unit));
    const half = context.measureText(text).width / 2;
    if (at - half < free) continue;
    free = at + half + 6;
    context.fillText(text, Math.min(at, plot.left + plot.width + margin(panel).right - half), bottom + 6);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  let last = Infinity;
  for (const tick of y.ticks(plot.height / 34)) {
    const at = Math.round(y.pixel(tick)) + 0.5;
    line(plot.left - 4, at, plot.left + plot.width, at);
    if (last - at < 13) continue;
    last = at;
    context.fillText(numeral(short(tick, panel.y.unit)), plot.left - 7, at);
  }
}

/**
 * Names beside their places, those across turned; where they would touch, only every second, third ...
 * @param {Context} context
 * @param {Panel | MovingPanel} panel
 * @param {Scale} x
 * @param {Scale} y
 * @param {Plot} plot
 */
function drawNames(context, panel, x, y, plot) {
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const [i, name] of sparse(panel.y, plot.height)) context.fillText(name, plot.left - 5, y.pixel(i + 0.5));
  for (const [i, name] of sparse(panel.x, plot.width)) {
    context.save();
    context.translate(x.pixel(i + 0.5), plot.top + plot.height + 5);
    context.rotate(-Math.PI / 2);
    context.fillText(name, 0, 0);
    context.restore();
  }
}

/**
 * The names of an axis with their places, as many as there is room for in `length` px.
 * @param {Axis} axis
 * @param {number} length
 */
function sparse({ names = [] }, length) {
  const every = Math.ceil((BETWEEN * names.length) / length);
  return [...names.entries()].filter(([i]) => i % every === 0);
}

/** @param {Axis} axis */
function named(axis) {
  return axis.unit ? `${axis.label} (${axis.unit})` : axis.label;
}
