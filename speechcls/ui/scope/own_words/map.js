// The map of all takes: a dot each, near each other where they sound alike to the network.
// @ts-check

import { translate } from "../say.js";

/** @import { OwnTake } from "../protocol.d.ts" */

/** @typedef {OwnTake & { at: number[] }} Placed */

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, EDGE] = [400, 260, 24];
const ROLES = ["main", "second", "third", "fourth", "fifth", "quiet"];
const SHAPES = ["circle", "square"]; // with a colour each for as many words as can be told apart

/**
 * Draws the takes that have a place.
 * @param {SVGElement} picture
 * @param {OwnTake[]} takes
 * @param {string[]} words
 * @param {(take: OwnTake) => void} play is called on a click
 */
export function drawMap(picture, takes, words, play) {
  picture.replaceChildren();
  const placed = takes.filter(isPlaced);
  picture.setAttribute("aria-label", translate(said(placed, words)));
  for (const take of placed) picture.append(dot(take, words.indexOf(take.word), play));
  for (const word of words) {
    const own = placed.filter((take) => take.word === word);
    if (own.length) picture.append(name(word, own));
  }
}

/**
 * @param {OwnTake} take
 * @returns {take is Placed}
 */
function isPlaced(take) {
  return take.at !== null;
}

/**
 * @param {Placed[]} placed
 * @param {string[]} words
 */
function said(placed, words) {
  return `Map of ${placed.length} takes of ${words.length} words: those near each other sound alike to the network.`;
}

/** @type {(at: number[]) => number[]} */
const place = ([x, y]) => [WIDTH / 2 + (x * (WIDTH - 2 * EDGE)) / 2, HEIGHT / 2 - (y * (HEIGHT - 2 * EDGE)) / 2];

/**
 * @param {Placed} take
 * @param {number} word its index; -1 of none
 * @param {(take: OwnTake) => void} play
 */
function dot(take, word, play) {
  const [x, y] = place(take.at);
  const square = SHAPES[Math.floor(Math.max(word, 0) / ROLES.length) % SHAPES.length] === "square";
  const element = document.createElementNS(SVG, square ? "rect" : "circle");
  const sizes = square ? { x: x - 4, y: y - 4, width: 8, height: 8 } : { cx: x, cy: y, r: 5 };
  for (const [key, value] of Object.entries(sizes)) element.setAttribute(key, value.toFixed(1));
  element.style.fill = word < 0 ? "none" : `var(--scope-${ROLES[word % ROLES.length]})`;
  element.style.stroke = "var(--scope-ink)";
  element.style.cursor = "pointer";
  element.addEventListener("click", () => play(take));
  return element;
}

/**
 * @param {string} word
 * @param {Placed[]} own its takes
 */
function name(word, own) {
  const [x, y] = place([0, 1].map((i) => own.reduce((sum, { at }) => sum + at[i], 0) / own.length));
  const text = document.createElementNS(SVG, "text");
  text.setAttribute("x", x.toFixed(1));
  text.setAttribute("y", (y - 10).toFixed(1));
  text.setAttribute("text-anchor", "middle");
  text.style.fill = "var(--ink)";
  text.style.fontSize = "13px";
  text.textContent = word;
  return text;
}
