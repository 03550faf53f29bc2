// One take on the page: its wave, how loud it is, what is wrong with it, and what can be done with it.
// @ts-check

import { numeral, translate } from "../say.js";

/** @import { OwnTake } from "../protocol.d.ts" */

/**
 * @typedef {object} Does
 * @property {(take: OwnTake) => void} play
 * @property {(take: OwnTake, word: string) => void} move
 * @property {(take: OwnTake) => void} remove
 */

const WIDTH = 160; // of the drawn wave, in units of its picture
const HEIGHT = 40;
const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {OwnTake} take
 * @param {string[]} words among which it may be moved
 * @param {Does} does
 */
export function takeElement(take, words, does) {
  const element = document.createElement("li");
  element.className = "own-take";
  element.dataset.number = `${take.number}`;
  element.draggable = true;
  element.addEventListener("dragstart", ({ dataTransfer }) =>
    dataTransfer?.setData("text/plain", `take ${take.number}`),
  );
  const about = document.createElement("span");
  about.textContent = `${numeral(`${take.seconds.toFixed(1)} s`)}, ${take.level.toFixed(0)} dB`;
  element.append(wave(take.wave), about, ...take.warnings.map(warning), buttons(take, words, does));
  return element;
}

/** @param {number[]} values from 0 to 1 */
function wave(values) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  picture.setAttribute("aria-hidden", "true"); // the line beneath tells its length and level
  const highest = Math.max(...values, 1e-3);
  const step = WIDTH / values.length;
  for (const [i, value] of values.entries()) {
    const bar = document.createElementNS(SVG, "rect");
    const height = Math.max(1, (HEIGHT * value) / highest);
    for (const [name, at] of Object.entries({ x: i * step, y: (HEIGHT - height) / 2, width: step * 0.7, height })) {
      bar.setAttribute(name, at.toFixed(2));
    }
    picture.append(bar);
  }
  return picture;
}

/** @param {string} sentence */
function warning(sentence) {
  const element = document.createElement("span");
  element.className = "own-warning";
  element.textContent = translate(sentence);
  return element;
}

/**
 * @param {OwnTake} take
 * @param {string[]} words
 * @param {Does} does
 */
function buttons(take, words, { play, move, remove }) {
  const row = document.createElement("span");
  row.className = "own-take-does";
  const name = take.word || translate("something else");
  const choice = document.createElement("select");
  choice.setAttribute("aria-label", translate(`Word of this take of ${name}`));
  for (const word of [...words, ""])
    choice.append(new Option(word || translate("something else"), word, false, word === take.word));
  choice.addEventListener("change", () => move(take, choice.value));
  row.append(
    button("Play", `Play this take of ${name}`, () => play(take)),
    choice,
    button("Delete", `Delete this take of ${name}`, () => remove(take)),
  );
  return row;
}

/**
 * @param {string} text to see
 * @param {string} label to hear
 * @param {() => void} act
 */
export function button(text, label, act) {
  const element = document.createElement("button");
  Object.assign(element, { type: "button", textContent: translate(text) });
  element.setAttribute("aria-label", translate(label));
  element.addEventListener("click", act);
  return element;
}

/**
 * @param {"h3" | "li" | "p" | "span"} kind
 * @param {string} text
 */
export function textElement(kind, text) {
  return Object.assign(document.createElement(kind), { textContent: translate(text) });
}
