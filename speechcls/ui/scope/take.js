// A picture to take along: as PNG, as SVG, and its numbers as CSV.

import { drawAxes, drawColours } from "./axes.js";
import { palette, tableOf } from "./colours.js";
import { save } from "./live/session.js";
import { drawImage, drawLines, paint } from "./renderers.js";
import { say } from "./say.js";
import { SvgContext } from "./svg.js";

const HEAD = 28; // px above the picture, for its title
const SHARP = 2; // device pixels of a PNG in each px
const KINDS = { png, svg, csv };

/** Puts the menu into a picture's figure. */
export function addMenu(view) {
  const menu = document.createElement("details");
  menu.className = "take";
  const summary = document.createElement("summary");
  summary.textContent = say("take");
  menu.append(summary);
  for (const [kind, make] of Object.entries(KINDS)) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: kind.toUpperCase() });
    button.addEventListener("click", async () => {
      menu.open = false;
      save(await make(view), `${named(view.panel.title)}.${kind}`);
    });
    menu.append(button);
  }
  menu.addEventListener("focusout", ({ relatedTarget }) => !menu.contains(relatedTarget) && (menu.open = false));
  menu.addEventListener("keydown", ({ key }) => key === "Escape" && (menu.open = false));
  view.figure.append(menu);
}

function named(title) {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

/** Draws all of a picture that stands still into a context, below its title. */
function draw(context, view) {
  const { panel, x, y, plot } = view;
  const [colours, table] = [palette(view.figure), panel.image && tableOf(panel.image, view.figure)];
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
  if (table) drawColours(context, panel, table, plot, colours);
  if (table) drawImage(context, paint(panel.image, table, y, Math.round(plot.height * SHARP)), panel.image, x, plot);
  drawLines(context, panel.lines, x, y, plot, colours);
  context.restore();
}

function png(view) {
  const canvas = document.createElement("canvas");
  canvas.width = SHARP * view.body.clientWidth;
  canvas.height = SHARP * (HEAD + view.body.clientHeight);
  const context = canvas.getContext("2d");
  context.scale(SHARP, SHARP);
  draw(context, view);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function svg(view) {
  const context = new SvgContext();
  draw(context, view);
  const text = context.text(view.body.clientWidth, HEAD + view.body.clientHeight, view.panel.title);
  return new Blob([text], { type: "image/svg+xml" });
}

function csv({ panel }) {
  const rows = panel.image ? cells(panel) : points(panel);
  return new Blob([rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join("")], { type: "text/csv" });
}

/** Lines as x, y and the line's name. */
function points({ x, y, lines }) {
  const rows = lines.flatMap((line) => Array.from(line.x, (value, i) => [value, line.y[i], line.name]));
  return [[headed(x), headed(y), "line"], ...rows];
}

/** An image as a table: a column for each step in x, a row for each in y, the lowest first. */
function cells({ x, y, image }) {
  const [wide, high] = [(image.x_high - image.x_low) / image.columns, (image.y_high - image.y_low) / image.rows];
  const across = Array.from({ length: image.columns }, (_, i) => Number((image.x_low + (i + 0.5) * wide).toFixed(6)));
  const rows = Array.from({ length: image.rows }, (_, row) => [
    Number((image.y_low + (row + 0.5) * high).toFixed(6)),
    ...image.values.subarray(row * image.columns, (row + 1) * image.columns),
  ]);
  return [[`${headed(y)} by ${headed(x)}`, ...across], ...rows];
}

function headed({ label, unit }) {
  return unit ? `${label} (${unit})` : label;
}

function quoted(value) {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
