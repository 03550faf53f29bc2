// The columns of the results' tables: what each says, and what it is sorted by.
// @ts-check

import { tableOf } from "../colours.js";
import { brush } from "../dom.js";
import { percent } from "../percent.js";
import { numeral, say, translate } from "../say.js";

/** @import { ArmRow, ChoiceRow, ErrorRow, FairRow, Tile, WordRow } from "../protocol.d.ts" */
/** @import { Column } from "./table.js" */
/** @typedef {ChoiceRow & { milliseconds?: number }} Choice with the time that was measured, if it was */

/** @type {(share: number | null) => string} */
const portion = (share) => (share === null ? say("table.unmeasured") : `${(100 * share).toFixed(1)}%`);
/** @type {(number: number) => string} */
const count = (number) => number.toLocaleString("en");

/** @param {number} share */
function points(share) {
  const size = Math.abs(100 * share).toFixed(1);
  if (size === "0.0") return size;
  return (share < 0 ? "−" : "+") + size;
}

/**
 * A column of texts.
 * @template Row
 * @param {string} head
 * @param {(row: Row) => string} value
 * @returns {Column<Row>}
 */
function column(head, value) {
  return { head, value, text: value };
}

/**
 * A column of numbers, which are written by `text`.
 * @template Row
 * @template {number | null} Value
 * @param {string} head
 * @param {(row: Row) => Value} value
 * @param {(value: Value) => string} text
 * @returns {Column<Row>}
 */
function number(head, value, text) {
  return { head, value, text: (row) => numeral(text(value(row))), number: true };
}

/** @type {Column<Choice>[]} */
export const CHOICES = [
  column(say("table.network"), (row) => row.name),
  number(say("table.accuracy"), (row) => row.accuracy, portion),
  number(say("table.noise"), (row) => row.at_zero_db, portion),
  number(say("table.weights"), (row) => row.weights, count),
  number(
    say("table.multiply-adds"),
    (row) => row.multiply_adds,
    (adds) => say("table.million", { count: count(Math.round(adds / 1e6)) }),
  ),
  {
    head: say("table.input"),
    value: ({ shape }) => cells(shape),
    text: ({ shape }) => numeral(`${shape.join(" × ")} = ${count(cells(shape))}`),
    number: true,
  },
  number(
    say("table.time"),
    (row) => row.milliseconds ?? null,
    (ms) => (ms === null ? say("table.unmeasured") : `${ms.toFixed(1)} ms`),
  ),
];

/** @param {number[]} shape */
function cells(shape) {
  return shape.reduce((product, n) => product * n, 1);
}

/** @type {Column<{ low: number, high: number }>} */
const INTERVAL = {
  head: say("table.interval"),
  value: ({ low }) => low,
  text: ({ low, high }) => say("table.from-to", { low: (100 * low).toFixed(1), high: portion(high) }),
};

/** @type {Column<FairRow>[]} */
export const FAIR = [
  {
    ...column(say("table.front-end"), (row) => row.name),
    fill: (cell, { source }) => (cell.title = translate(source)),
  },
  number(say("table.accuracy"), (row) => row.accuracy, portion),
  INTERVAL,
  number(say("table.rare"), (row) => row.rare, portion),
  number(say("table.noise"), (row) => row.at_zero_db, portion),
  number(say("table.quiet"), (row) => row.quiet, portion),
  number(say("table.quieter"), (row) => row.quieter, portion),
  {
    head: say("table.output"),
    value: ({ shape }) => cells(shape),
    text: ({ shape }) => shape.join(" × "),
    number: true,
  },
  number(
    say("table.bytes"),
    (row) => row.bytes,
    (bytes) => (bytes === null ? say("table.uncounted") : `${(bytes / 1e3).toFixed(1)} kB`),
  ),
  number(
    say("table.front-end-work"),
    (row) => row.multiply_adds,
    (adds) => (adds === null ? say("table.uncounted") : say("table.million", { count: (adds / 1e6).toFixed(1) })),
  ),
  number(say("table.seeds"), (row) => row.seeds, String),
];

/** @type {Column<ArmRow>[]} */
export const ARMS = [
  column(say("table.arm"), (row) => row.name),
  number(say("table.accuracy"), (row) => row.accuracy, portion),
  INTERVAL,
  number(say("table.all-words"), (row) => row.all, portion),
  number(
    say("table.chapter"),
    (row) => row.chapter,
    (share) => (share === null ? "" : portion(share)),
  ),
  number(say("table.training-clips"), (row) => row.clips, count),
  number(say("table.epochs"), (row) => row.epochs, String),
  number(
    say("table.minutes"),
    (row) => row.minutes,
    (minutes) => minutes.toFixed(0),
  ),
  number(say("table.seeds"), (row) => row.seeds, String),
];

/**
 * What changed from `other` to `one`.
 * @param {string} one
 * @param {string} other
 * @param {number} scale the largest change that a bar has room for
 * @returns {Column<WordRow>[]}
 */
export const words = (one, other, scale) => [
  { head: say("table.word"), value: ({ word }) => word, text: ({ word, rare }) => word + (rare ? " *" : "") },
  number(say("table.points"), (row) => row.mean, points),
  {
    head: say("table.interval-voices"),
    value: ({ low }) => low,
    text: ({ low, high }) => say("table.from-to", { low: points(low), high: points(high) }),
    fill: (cell, row) => cell.prepend(bar(row, scale)),
  },
  { head: say("table.certain"), value: ({ certain }) => Number(certain), text: verdict },
  number(one, (row) => row.one, portion),
  number(other, (row) => row.other, portion),
  number(say("table.clips"), (row) => row.clips, String),
  number(say("table.voices"), (row) => row.voices, String),
];

/** @param {WordRow} row */
function verdict({ certain, mean }) {
  if (!certain) return say("table.no");
  return say(mean > 0 ? "table.gained" : "table.lost");
}

/**
 * From where to where the change lies, nought in the middle; an arrowhead where it goes on beyond the bar.
 * @param {WordRow} row
 * @param {number} scale
 */
function bar({ low, mean, high, certain }, scale) {
  /** @type {(value: number) => string} */
  const place = (value) => `${Math.min(Math.max(50 + (50 * value) / scale, 0), 100)}%`;
  const made = document.createElement("span");
  made.className = certain ? "results-bar certain" : "results-bar";
  made.setAttribute("aria-hidden", "true");
  made.classList.toggle("below", low < -scale);
  made.classList.toggle("above", high > scale);
  made.innerHTML = "<i></i><b></b>";
  made.style.setProperty("--low", place(low));
  made.style.setProperty("--mean", place(mean));
  made.style.setProperty("--high", place(high));
  return made;
}

/**
 * @param {string} name
 * @returns {Column<ErrorRow>[]}
 */
export const errors = (name) => [
  {
    ...column(say("table.clip", { name }), (row) => row.clip),
    fill: (cell, { picture }) => picture && cell.prepend(tile(picture)),
  },
  column(say("table.spoken"), (row) => row.true),
  column(say("table.heard"), (row) => row.said),
  number(say("table.probability"), (row) => row.probability, percent),
];

/**
 * A log-mel spectrogram in small; what is to be said of it stands in the row.
 * @param {Tile} picture
 */
function tile({ rows, columns, values }) {
  const made = document.createElement("canvas");
  made.className = "results-tile";
  made.width = columns;
  made.height = rows;
  made.setAttribute("aria-hidden", "true");
  const context = brush(made);
  const image = context.createImageData(columns, rows);
  const colours = tableOf({ colours: "magma" }, made);
  new Uint32Array(image.data.buffer).set(Array.from(atob(values), (value) => colours[value.charCodeAt(0)]));
  context.putImageData(image, 0, 0);
  return made;
}
