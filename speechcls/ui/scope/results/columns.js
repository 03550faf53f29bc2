// The columns of the results' tables: what each says, and what it is sorted by.

import { tableOf } from "../colours.js";
import { percent } from "../percent.js";

const portion = (share) => (share === null || share === undefined ? "not measured" : `${(100 * share).toFixed(1)}%`);
const count = (number) => number.toLocaleString("en");

function points(share) {
  const size = Math.abs(100 * share).toFixed(1);
  if (size === "0.0") return size;
  return (share < 0 ? "−" : "+") + size;
}

const column = (head, key, text = (value) => value) => ({
  head,
  value: (row) => row[key] ?? null,
  text: (row) => text(row[key]),
});
const number = (head, key, text) => ({ ...column(head, key, text), number: true });

export const CHOICES = [
  column("Network", "name"),
  number("Accuracy", "accuracy", portion),
  number("At 0 dB noise", "at_zero_db", portion),
  number("Weights", "weights", count),
  number("Multiply-adds", "multiply_adds", (adds) => `${count(Math.round(adds / 1e6))} million`),
  {
    head: "Input",
    value: ({ shape }) => cells(shape),
    text: ({ shape }) => `${shape.join(" × ")} = ${count(cells(shape))}`,
    number: true,
  },
  number("Time here", "milliseconds", (ms) => (ms === undefined ? "not measured" : `${ms.toFixed(1)} ms`)),
];

function cells(shape) {
  return shape.reduce((product, n) => product * n, 1);
}

export const ARMS = [
  column("Arm", "name"),
  number("Accuracy", "accuracy", portion),
  { ...column("95%", "low"), text: ({ low, high }) => `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}%` },
  number("All words", "all", portion),
  number("The chapter's", "chapter", (share) => (share === null ? "" : portion(share))),
  number("Training clips", "clips", count),
  number("Epochs", "epochs"),
  number("Minutes", "minutes", (minutes) => minutes.toFixed(0)),
  number("Seeds", "seeds"),
];

/** What changed from `other` to `one`; `scale` is the largest change that a bar has room for. */
export const words = (one, other, scale) => [
  { ...column("Word", "word"), text: ({ word, rare }) => word + (rare ? " *" : "") },
  number("Points", "mean", points),
  {
    ...column("95% over voices", "low"),
    text: ({ low, high }) => `${points(low)} to ${points(high)}`,
    fill: (cell, row) => cell.prepend(bar(row, scale)),
  },
  { ...column("Beyond chance", "certain"), value: ({ certain }) => Number(certain), text: verdict },
  number(one, "one", portion),
  number(other, "other", portion),
  number("Clips", "clips"),
  number("Voices", "voices"),
];

function verdict({ certain, mean }) {
  if (!certain) return "no";
  return mean > 0 ? "yes, gained" : "yes, lost";
}

/** From where to where the change lies, nought in the middle; an arrowhead where it goes on beyond the bar. */
function bar({ low, mean, high, certain }, scale) {
  const place = (value) => `${Math.min(Math.max(50 + (50 * value) / scale, 0), 100)}%`;
  const made = document.createElement("span");
  made.className = certain ? "results-bar certain" : "results-bar";
  made.setAttribute("aria-hidden", "true");
  made.classList.toggle("below", low < -scale);
  made.classList.toggle("above", high > scale);
  made.innerHTML = "<i></i><b></b>";
  for (const [name, value] of [["--low", low], ["--mean", mean], ["--high", high]]) made.style.setProperty(name, place(value));
  return made;
}

export const errors = (name) => [
  { ...column(`Clip (${name})`, "clip"), fill: (cell, { picture }) => picture && cell.prepend(tile(picture)) },
  column("Spoken", "true"),
  column("Heard", "said"),
  number("Probability", "probability", percent),
];

/** A log-mel spectrogram in small; what is to be said of it stands in the row. */
function tile({ rows, columns, values }) {
  const made = document.createElement("canvas");
  Object.assign(made, { className: "results-tile", width: columns, height: rows });
  made.setAttribute("aria-hidden", "true");
  const context = made.getContext("2d");
  const image = context.createImageData(columns, rows);
  const colours = tableOf({ colours: "magma" }, made);
  new Uint32Array(image.data.buffer).set(Array.from(atob(values), (value) => colours[value.charCodeAt(0)]));
  context.putImageData(image, 0, 0);
  return made;
}
