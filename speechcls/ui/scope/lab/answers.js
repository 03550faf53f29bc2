// What networks say of a changed sound, as a list: word, bar, and what it was before.
// @ts-check

import { percent } from "../percent.js";
import { numeral, quoted, say, translate } from "../say.js";

/** @import { Compared, Said } from "../protocol.d.ts" */

/**
 * @param {Element} host
 * @param {(Said | Compared)[]} answers
 */
export function showAnswers(host, answers) {
  const list = document.createElement("ul");
  list.className = "lab-answers";
  list.append(...answers.map(line));
  host.replaceChildren(list);
}

/** @param {Said | Compared} answer */
function line(answer) {
  const { variant, words, refusal } = answer;
  const before = "before" in answer ? answer.before : null;
  const [first] = words;
  const item = document.createElement("li");
  const same = before && before.words[0].word === first.word;
  const note = before ? (same ? say("compare.same") : say("compare.before", { word: before.words[0].word })) : "";
  item.append(
    piece("lab-who", variant),
    piece("lab-word", `${quoted(first.word)} ${numeral(percent(first.probability))}`),
    bar(first.probability),
    piece(`lab-change${before && !same ? " other" : ""}`, [note, translate(refusal)].filter(Boolean).join("; ")),
  );
  return item;
}

/** @param {number} probability */
export function bar(probability) {
  const span = piece("bar", "");
  span.style.setProperty("--share", `${probability}`);
  return span;
}

/**
 * @param {string} name of its class
 * @param {string} text
 */
export function piece(name, text) {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = text;
  return span;
}
