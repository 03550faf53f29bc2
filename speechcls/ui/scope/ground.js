// The ground of a picture: scales, colours, axes and still lines, drawn once for as long as its size and colours stay.
// @ts-check

import { drawAxes, drawColours, drawMarks, margin } from "./axes.js";
import { palette, tableOf } from "./colours.js";
import { brush } from "./dom.js";
import { drawImage, drawLines, paint } from "./renderers.js";
import { Scale } from "./scales.js";

/** @import { Palette } from "./colours.js" */
/** @import { MovingPanel, Panel, Plot } from "./decode.js" */
/** @import { PanelView } from "./panel.js" */

/**
 * @typedef {object} Layout all that stays as it is until the size or the colours change
 * @property {Plot} plot
 * @property {Scale} x
 * @property {Scale} y
 * @property {Palette} colours
 * @property {OffscreenCanvas} ground
 */

const BARE = { left: 0, right: 0, top: 2, bottom: 2 }; // px

/**
 * Sizes the canvas of a view and draws the ground of its picture, on a canvas of its own.
 * @param {PanelView} view
 * @param {Panel | MovingPanel} panel
 * @returns {Layout | null} null while the view has no size
 */
export function layOut(view, panel) {
  const { body, canvas } = view;
  const [width, height] = [body.clientWidth, body.clientHeight];
  if (!width || !height) return null;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  view.context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const { left, right, top, bottom } = view.bare ? BARE : margin(panel);
  const plot = { left, top, width: width - left - right, height: height - top - bottom, ratio };
  const layout = {
    plot,
    x: new Scale(panel.x, plot.left, plot.left + plot.width),
    y: new Scale(panel.y, plot.top + plot.height, plot.top),
    colours: palette(view.figure),
    ground: new OffscreenCanvas(canvas.width, canvas.height),
  };
  drawGround(view, panel, layout);
  return layout;
}

/**
 * @param {PanelView} view
 * @param {Panel | MovingPanel} panel
 * @param {Layout} layout
 */
function drawGround({ bare, live, figure }, panel, { plot, colours, x, y, ground }) {
  const context = brush(ground);
  context.setTransform(plot.ratio, 0, 0, plot.ratio, 0, 0);
  if (!bare) drawAxes(context, panel, x, y, plot, colours);
  if (panel.span && (panel.span[0] > panel.x.low || panel.span[1] < panel.x.high)) {
    const [from, to] = panel.span.map((v) => clamp(x.pixel(v), plot.left, plot.left + plot.width));
    context.fillStyle = colours.span;
    context.fillRect(from, plot.top, to - from, plot.height);
  }
  const { image } = panel;
  if (image) {
    const table = tableOf(image, figure);
    if (!bare) drawColours(context, panel, table, plot, colours);
    const rows = Math.max(1, Math.round(plot.height * plot.ratio));
    if ("layOut" in image) image.layOut(table, y, plot);
    else drawImage(context, paint(image, table, y, rows), image, x, plot);
  }
  drawLines(context, live ? stillLines(panel) : panel.lines, x, y, plot, colours);
  drawMarks(context, panel, x, plot, colours);
}

/**
 * The lines of a moving picture that stand still.
 * @param {Panel | MovingPanel} panel
 */
export function stillLines(panel) {
  return ("ground" in panel && panel.ground) || [];
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
