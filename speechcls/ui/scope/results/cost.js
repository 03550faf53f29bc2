// Accuracy against work: a dot for each network, and a ring for the same one in noise.
// @ts-check

import { percent } from "../percent.js";
import { numeral, say } from "../say.js";

/** @import { ChoiceRow } from "../protocol.d.ts" */
/** @typedef {(value: number) => number} Place of a value, in px */

const HEIGHT = 300; // px
const PLOT = { left: 48, right: 84, top: 14, bottom: 44 }; // px
const DECADE = [1e6, 1e7, 1e8, 1e9];
const BETWEEN = 15; // px from one name to the next

/**
 * Drawn again whenever there is more or less room, so that letters keep their size.
 * @param {Element} host
 * @param {ChoiceRow[]} choices
 */
export function showCost(host, choices) {
  new ResizeObserver(() => host.clientWidth && draw(host, choices, host.clientWidth)).observe(host);
}

/**
 * @param {Element} host
 * @param {ChoiceRow[]} choices
 * @param {number} width px
 */
function draw(host, choices, width) {
  const adds = choices.map((choice) => choice.multiply_adds);
  const shares = choices.flatMap((choice) => [choice.accuracy, choice.at_zero_db]).filter((share) => share !== null);
  const bottom = Math.floor(10 * Math.min(...shares)) / 10;
  const [low, high] = [Math.log10(Math.min(...adds) / 1.6), Math.log10(1.6 * Math.max(...adds))];
  /** @type {Place} */
  const x = (value) => PLOT.left + ((Math.log10(value) - low) / (high - low)) * (width - PLOT.left - PLOT.right);
  /** @type {Place} */
  const y = (share) => PLOT.top + ((1 - share) / (1 - bottom)) * (HEIGHT - PLOT.top - PLOT.bottom);
  const svg = element("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img" });
  svg.setAttribute(
    "aria-label",
    choices.map(({ name, accuracy }) => `${name} ${numeral(percent(accuracy))}`).join(", "),
  );
  svg.append(...axes(x, y, { width, bottom, low, high }));
  let free = -Infinity;
  for (const choice of [...choices].sort((a, b) => b.accuracy - a.accuracy)) {
    const at = x(choice.multiply_adds);
    const named = Math.max(y(choice.accuracy) + 4, free);
    free = named + BETWEEN;
    if (choice.at_zero_db !== null) {
      svg.append(line("cost-fall", at, y(choice.accuracy), at, y(choice.at_zero_db)));
      svg.append(element("circle", { class: "cost-noise", cx: at, cy: y(choice.at_zero_db), r: 4 }));
    }
    svg.append(element("circle", { class: "cost-dot", cx: at, cy: y(choice.accuracy), r: 5 }));
    const label = width - PLOT.right + 8;
    svg.append(line("cost-leader", at + 6, y(choice.accuracy), label - 3, named - 4));
    svg.append(text(choice.name, "cost-name", label, named));
  }
  host.replaceChildren(svg);
}

/**
 * @param {Place} x
 * @param {Place} y
 * @param {object} extent
 * @param {number} extent.width px
 * @param {number} extent.bottom the lowest share
 * @param {number} extent.low powers of ten
 * @param {number} extent.high
 */
function axes(x, y, { width, bottom, low, high }) {
  const parts = [];
  for (let tenth = Math.round(10 * bottom); tenth <= 10; tenth += 1) {
    const at = y(tenth / 10);
    parts.push(line("cost-grid", PLOT.left, at, width - PLOT.right, at));
    if (tenth % 2 === 0) parts.push(text(String(10 * tenth), "cost-tick end", PLOT.left - 6, at + 4));
  }
  for (const value of DECADE.filter((one) => Math.log10(one) >= low && Math.log10(one) <= high)) {
    parts.push(line("cost-grid", x(value), PLOT.top, x(value), HEIGHT - PLOT.bottom));
    parts.push(text(`${value / 1e6}M`, "cost-tick middle", x(value), HEIGHT - PLOT.bottom + 16));
  }
  const middle = (PLOT.left + width - PLOT.right) / 2;
  parts.push(text(say("results.cost-x"), "cost-tick middle", middle, HEIGHT - 8));
  const name = text(say("results.cost-y"), "cost-tick middle", 0, 0);
  name.setAttribute("transform", `translate(12 ${HEIGHT / 2}) rotate(-90)`);
  return [...parts, name];
}

/**
 * @param {keyof SVGElementTagNameMap} name
 * @param {Record<string, string | number>} attributes
 */
function element(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, `${value}`);
  return made;
}

/**
 * @param {string} name of its class
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 */
function line(name, x1, y1, x2, y2) {
  return element("line", { class: name, x1, y1, x2, y2 });
}

/**
 * @param {string} words
 * @param {string} name of its class
 * @param {number} x
 * @param {number} y
 */
function text(words, name, x, y) {
  const made = element("text", { class: name, x, y });
  made.textContent = words;
  return made;
}
