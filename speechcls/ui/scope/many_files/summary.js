// What many files come to, in sentences: how many are right, which words are confused, whose are wrong, what is left.
// @ts-check

import { find } from "../dom.js";
import { piece } from "../lab/answers.js";
import { percent } from "../percent.js";
import { say } from "../say.js";
import { confusions, score, secondsLeft, voices } from "./rows.js";
import { count } from "./table.js";

/** @import { FileRow } from "../protocol.d.ts" */

const LISTED = 6; // confusions, and voices

/**
 * How many were answered, right and unreadable.
 * @param {FileRow[]} rows
 * @param {string} variant the network that answered
 */
export function scored(rows, variant) {
  const { right, of } = score(rows);
  const unread = rows.filter(({ error }) => error).length;
  const done = rows.length - unread;
  const parts = [say(done === 1 ? "many.done-one" : "many.done", { files: count(done), variant })];
  if (of) parts.push(say("many.right", { right: count(right), of: count(of), share: percent(right / of) }));
  if (unread) parts.push(say(unread === 1 ? "many.unread-one" : "many.unread", { files: count(unread) }));
  return parts.join(" ");
}

/**
 * Lists the words that are confused, and the voices with errors.
 * @param {HTMLElement} section
 * @param {FileRow[]} rows
 */
export function summarise(section, rows) {
  const confused = confusions(rows, LISTED).map(([spoken, heard, times]) =>
    say("many.confusion", { spoken, heard: heard || say("many.refused"), times }),
  );
  const voiced = voices(rows, LISTED).map(([voice, errors, of]) => say("many.of-voice", { voice, errors, of }));
  list(find(section, ".many-confusions"), confused, say("many.none-confused"));
  list(find(section, ".many-voices"), voiced, say("many.none-wrong"));
}

/**
 * How many are done, and how long the rest will take.
 * @param {number} done
 * @param {number} of
 * @param {number} seconds that it took
 */
export function progressed(done, of, seconds) {
  return say("many.progress", { done: count(done), of: count(of), left: timeLeft(secondsLeft(done, of, seconds)) });
}

/** @param {number} seconds */
function timeLeft(seconds) {
  return seconds < 90
    ? say("many.seconds-left", { seconds })
    : say("many.minutes-left", { minutes: Math.round(seconds / 60) });
}

/**
 * @param {Element} host
 * @param {string[]} lines
 * @param {string} empty
 */
function list(host, lines, empty) {
  const items = (lines.length ? lines : [empty]).map((text) => {
    const item = document.createElement("li");
    item.append(piece("", text));
    return item;
  });
  host.replaceChildren(...items);
}
