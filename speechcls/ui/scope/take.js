// A picture to take along: as PNG, as SVG, and its numbers as CSV.
// @ts-check

import { drawAxes, drawColours, drawMarks } from "./axes.js";
import { palette, tableOf } from "./colours.js";
import { copy } from "./copy.js";
import { brush } from "./dom.js";
import { save } from "./live/session.js";
import { drawImage, drawLines, paint } from "./renderers.js";
import { say } from "./say.js";
import { SvgContext } from "./svg.js";

/** @import { Axis, Image, Panel } from "./decode.js" */
/** @import { PanelView } from "./panel.js" */
/** @import { Context } from "./renderers.js" */

const HEAD = 28; // px above the picture, for its title
const SHARP = 2; // device pixels of a PNG in each px
/** @type {Record<string, (view: PanelView, panel: Panel) => Blob | Promise<Blob | null>>} */
const KINDS = { png, svg, csv };

/**
 * Puts the menu into a picture's figure.
 * @param {PanelView} view
 */
export function addMenu(view) {
  const menu = document.createElement("details");
  menu.className = "take";
  const summary = document.createElement("summary");
  summary.textContent = say("take");
  const kinds = document.createElement("div");
  kinds.className = "take-kinds";
  menu.append(summary, kinds);
  for (const [kind, make] of Object.entries(KINDS)) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: kind.toUpperCase() });
    button.addEventListener("click", async () => {
      menu.open = false;
      const panel = view.still;
      const made = panel && (await make(view, panel));
      if (made) save(made, `${named(panel.title)}.${kind}`);
    });
    kinds.append(button);
  }
  kinds.append(pythonButton(view, menu));
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && menu.contains(relatedTarget))) menu.open = false;
  });
  menu.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") menu.open = false;
  });
  view.figure.append(menu);
}

/**
 * Copies the lines of Python that compute a picture; shown where there are any.
 * @param {PanelView} view
 * @param {HTMLDetailsElement} menu
 */
function pythonButton(view, menu) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: say("take.python"), title: say("take.python-long") });
  menu.addEventListener("toggle", () => {
    button.hidden = !view.python?.();
    button.textContent = say("take.python");
  });
  button.addEventListener("click", () => copy(button, view.python?.() ?? "", "take.python"));
  return button;
}

/** @param {string} title */
function named(title) {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/**
 * Draws all of a picture that stands still into a context, below its title.
 * @param {Context} context
 * @param {PanelView} view
 * @param {Panel} panel
 */
function draw(context, view, panel) {
  const { x, y, plot } = view;
  if (!x || !y || !plot) return;
  const { image } = panel;
  const colours = palette(view.figure);
  context.fillStyle = getComputedStyle(view.figure).backgroundColor;
  context.fillRect(0, 0, view.body.clientWidth, HEAD + view.body.clientHeight);
  context.fillStyle = getComputedStyle(view.title).color;
  context.font = "600 14px system-ui, sans-serif";
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(panel.title, 12, HEAD / 2);
  context.save();
  context.translate(0, HEAD);
  drawAxes(context, panel, x, y, plot, colours);
  if (image) {
    const table = tableOf(image, view.figure);
    drawColours(context, panel, table, plot, colours);
    drawImage(context, paint(image, table, y, Math.round(plot.height * SHARP)), image, x, plot);
  }
  drawLines(context, panel.lines, x, y, plot, colours);
  drawMarks(context, panel, x, plot, colours);
  context.restore();
}

/**
 * @param {PanelView} view
 * @param {Panel} panel
 * @returns {Promise<Blob | null>}
 */
function png(view, panel) {
  const canvas = document.createElement("canvas");
  canvas.width = SHARP * view.body.clientWidth;
  canvas.height = SHARP * (HEAD + view.body.clientHeight);
  const context = brush(canvas);
  context.scale(SHARP, SHARP);
  draw(context, view, panel);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/**
 * @param {PanelView} view
 * @param {Panel} panel
 */
function svg(view, panel) {
  const context = new SvgContext();
  draw(context, view, panel);
  const text = context.text(view.body.clientWidth, HEAD + view.body.clientHeight, panel.title);
  return new Blob([text], { type: "image/svg+xml" });
}

/**
 * @param {PanelView} _view
 * @param {Panel} panel
 */
function csv(_view, panel) {
  const rows = panel.image ? cells(panel, panel.image) : points(panel);
  return new Blob([rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join("")], { type: "text/csv" });
}

/**
 * Lines as x, y and the line's name.
 * @param {Panel} panel
 * @returns {(string | number)[][]}
 */
function points({ x, y, lines }) {
  const rows = lines.flatMap((line) => Array.from(line.x, (value, i) => [value, line.y[i], line.name]));
  return [[headed(x), headed(y), "line"], ...rows];
}

/**
 * An image as a table: a column for each step in x, a row for each in y, the lowest first.
 * @param {Panel} panel
 * @param {Image} image
 */
function cells({ x, y }, image) {
  const [wide, high] = [(image.x_high - image.x_low) / image.columns, (image.y_high - image.y_low) / image.rows];
  const across = Array.from({ length: image.columns }, (_, i) => Number((image.x_low + (i + 0.5) * wide).toFixed(6)));
  const rows = Array.from({ length: image.rows }, (_, row) => [
    Number((image.y_low + (row + 0.5) * high).toFixed(6)),
    ...image.values.subarray(row * image.columns, (row + 1) * image.columns),
  ]);
  return [[`${headed(y)} by ${headed(x)}`, ...across], ...rows];
}

/** @param {Axis} axis */
function headed({ label, unit }) {
  return unit ? `${label} (${unit})` : label;
}

/** @param {string | number} value */
function quoted(value) {
  const text = `${value}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
