// What a session leaves to take along: its detections as CSV and its sound as wav.
// @ts-check

import { find } from "../dom.js";
import { RATE } from "./ring.js";

/** @import { Caught } from "./detections.js" */
/** @import { Ring } from "./ring.js" */

export const SESSION = "live.wav"; // how the sound of a session is called on its way to who answers
const COLUMNS = ["seconds", "word", "probability", "variant", "shown_seconds", "seconds_in_wav"];

/**
 * Detections as CSV. `shown_seconds` is how much sound there was when the word appeared on the page; `seconds_in_wav`
 * stays empty where the sound, of which the last minutes are kept, no longer holds the word.
 * @param {Caught[]} detections
 * @param {Ring} ring
 */
export function csv(detections, ring) {
  const kept = ring.oldest / RATE;
  const rows = detections.map(({ seconds, word, probability, variant, shown }) => {
    const within = seconds >= kept ? (seconds - kept).toFixed(2) : "";
    return [seconds.toFixed(2), quoted(word), probability.toFixed(4), quoted(variant), shown.toFixed(2), within];
  });
  return [COLUMNS, ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

/**
 * Words as a label track of Audacity, each at its moment in the wav; those that are no longer in it are left out.
 * @param {Caught[]} detections
 * @param {Ring} ring
 */
export function labels(detections, ring) {
  return within(detections, ring)
    .map(({ word, at }) => `${at.toFixed(3)}\t${at.toFixed(3)}\t${word}\n`)
    .join("");
}

/**
 * Words as the points of a tier of a Praat TextGrid that is as long as the wav.
 * @param {Caught[]} detections
 * @param {Ring} ring
 */
export function textGrid(detections, ring) {
  const points = within(detections, ring);
  const end = (ring.position / RATE - ring.oldest / RATE).toFixed(3);
  const head = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0", `xmax = ${end}`];
  const tier = ["tiers? <exists>", "size = 1", "item []:", "    item [1]:", '        class = "TextTier"'];
  const about = ['        name = "words"', "        xmin = 0", `        xmax = ${end}`];
  const marks = points.flatMap(({ word, at }, i) => [
    `        points [${i + 1}]:`,
    `            number = ${at.toFixed(3)}`,
    `            mark = "${word.replaceAll('"', '""')}"`,
  ]);
  return [...head, ...tier, ...about, `        points: size = ${points.length}`, ...marks, ""].join("\n");
}

/**
 * Words with their place in the wav, in s.
 * @param {Caught[]} detections
 * @param {Ring} ring
 */
function within(detections, ring) {
  const kept = ring.oldest / RATE;
  return detections.filter(({ seconds }) => seconds >= kept).map(({ word, seconds }) => ({ word, at: seconds - kept }));
}

/** @param {string} text */
function quoted(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Hands a Blob to the user as a file; nothing goes to the server.
 * @param {Blob} blob
 * @param {string} name
 */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000); // ms; until then the browser has begun to read it
}

/**
 * Has the buttons save the session.
 * @param {HTMLElement} element parts/live.html
 * @param {() => { detections: Caught[], ring: Ring }} session
 */
export function offerSaving(element, session) {
  for (const [button, text, ending] of /** @type {const} */ ([
    [".save-csv", csv, "csv"],
    [".save-labels", labels, "txt"],
    [".save-textgrid", textGrid, "TextGrid"],
  ])) {
    find(element, button).addEventListener("click", () => {
      const { detections, ring } = session();
      save(new Blob([text(detections, ring)], { type: "text/plain" }), `speechcls-words.${ending}`);
    });
  }
  find(element, ".save-wav").addEventListener("click", () => save(session().ring.wav(), "speechcls-session.wav"));
}

/**
 * A part of a session's sound as a file.
 * @param {Ring} ring
 * @param {number} from
 * @param {number} [to] its end where it is left away
 */
export function excerpt(ring, from, to) {
  const blob = ring.wav(from, to);
  return new File([blob], SESSION, { type: blob.type });
}
