// The two ways to draw: lines, and an image. Both onto a canvas context, within a plot rectangle, by two scales.
// @ts-check

import { dimmed } from "./colours.js";
import { brush } from "./dom.js";
import { say } from "./say.js";
import { reading } from "./scales.js";

/** @import { Image, Line, Plot } from "./decode.js" */
/** @import { Scale } from "./scales.js" */
/** @import { Palette } from "./colours.js" */
/** @import { SvgContext } from "./svg.js" */

/** @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | SvgContext} Context */
/** @typedef {{ rows: number, y_low: number, y_high: number }} Rows */

/**
 * `moving` lines are a device pixel wide and not rounded, which is what is quickest to draw without a graphics card.
 * @param {Context} context
 * @param {Line[]} lines
 * @param {Scale} x
 * @param {Scale} y
 * @param {Plot} plot
 * @param {Palette} colours
 */
export function drawLines(context, lines, x, y, plot, colours, moving = false) {
  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top - 1, plot.width, plot.height + 2);
  context.clip();
  context.lineJoin = moving ? "bevel" : "round";
  for (const line of lines) {
    context.beginPath();
    for (let i = 0; i < line.x.length; i++) context.lineTo(x.pixel(line.x[i]), y.pixel(line.y[i]));
    context.strokeStyle = colours[line.role];
    context.lineWidth = line.role === "second" ? 2 : moving ? 1 / plot.ratio : 1.25;
    context.setLineDash(line.dashed ? [5, 4] : []);
    context.stroke();
    // Few points, as the energies of mel filters: say where each one is.
    if (line.role === "second" && !line.dashed && line.x.length <= 40) dots(context, line, x, y, colours);
  }
  context.restore();
}

/**
 * @param {Context} context
 * @param {Line} line
 * @param {Scale} x
 * @param {Scale} y
 * @param {Palette} colours
 */
function dots(context, line, x, y, colours) {
  context.fillStyle = colours[line.role];
  for (let i = 0; i < line.x.length; i++) {
    context.beginPath();
    context.arc(x.pixel(line.x[i]), y.pixel(line.y[i]), 3, 0, 2 * Math.PI);
    context.fill();
  }
}

/**
 * The image's cells coloured and, where the axis is logarithmic, stretched: one column a frame, one row a pixel.
 * @param {Image} image
 * @param {Uint32Array} colours 256 packed RGBA
 * @param {Scale} y
 * @param {number} height in device pixels
 */
export function paint(image, colours, y, height) {
  const surface = new OffscreenCanvas(image.columns, height);
  const context = brush(surface);
  const data = context.createImageData(image.columns, height);
  const pixels = new Uint32Array(data.data.buffer);
  const scale = 255 / (image.high - image.low);
  for (let row = 0; row < height; row++) {
    const from =
      rowAt(image, y.value(y.from - (height - 1 - row + 0.5) * (Math.abs(y.length) / height))) * image.columns;
    for (let column = 0; column < image.columns; column++) {
      const shade = (image.values[from + column] - image.low) * scale;
      const colour = colours[shade > 0 ? (shade < 255 ? shade | 0 : 255) : 0];
      pixels[row * image.columns + column] = image.light ? dimmed(colour, image.light[from + column]) : colour;
    }
  }
  context.putImageData(data, 0, 0);
  return surface;
}

/**
 * @param {Context} context
 * @param {OffscreenCanvas} surface
 * @param {Image} image
 * @param {Scale} x
 * @param {Plot} plot
 */
export function drawImage(context, surface, image, x, plot) {
  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top, plot.width, plot.height);
  context.clip();
  context.imageSmoothingEnabled = false; // a cell is a cell
  const left = x.pixel(image.x_low);
  context.drawImage(surface, left, plot.top, x.pixel(image.x_high) - left, plot.height);
  context.restore();
}

/**
 * The row of cells that holds a value of the y axis.
 * @param {Rows} image
 * @param {number} value
 */
export function rowAt(image, value) {
  const row = Math.floor(((value - image.y_low) / (image.y_high - image.y_low)) * image.rows);
  return Math.min(Math.max(row, 0), image.rows - 1);
}

/**
 * The column of cells that holds a value of the x axis.
 * @param {{ columns: number, x_low: number, x_high: number }} image
 * @param {number} value
 */
export function columnAt(image, value) {
  const column = Math.floor(((value - image.x_low) / (image.x_high - image.x_low)) * image.columns);
  return Math.min(Math.max(column, 0), image.columns - 1);
}

/**
 * The value of lines at `x` in words: the largest of them, or from where to where a reduced one goes; "" if none.
 * @param {Line[]} lines
 * @param {number} x
 */
export function linesAt(lines, x) {
  const found = lines.map((line) => lineAt(line, x)).filter((ends) => ends !== null);
  if (!found.length) return "";
  const [low, high] = found.reduce((best, one) => (one[1] > best[1] ? one : best));
  return low === high ? reading(high) : say("table.from-to", { low: reading(low), high: reading(high) });
}

/**
 * [lowest, highest] of a line at `x`: interpolated, or the two ends of the stretch that a reduced line stands for.
 * @param {Line} line
 * @param {number} x
 * @returns {[number, number] | null}
 */
function lineAt(line, x) {
  const n = line.x.length;
  if (!n || x < line.x[0] || x > line.x[n - 1]) return null;
  const after = Math.max(
    line.x.findIndex((v) => v >= x),
    1,
  );
  if (n === 1) return [line.y[0], line.y[0]];
  const [a, b] = [line.y[after - 1], line.y[after]];
  if (line.reduced) return [Math.min(a, b), Math.max(a, b)];
  const value = a + ((x - line.x[after - 1]) / (line.x[after] - line.x[after - 1] || 1)) * (b - a);
  return [value, value];
}
