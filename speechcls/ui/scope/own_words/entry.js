// One of the own words on the page: its takes, and the ways to say, bring and move more of them.
// @ts-check

import { filesDropped } from "../lab/folder.js";
import { say, translate } from "../say.js";
import { holdable } from "./hold.js";
import { button, takeElement, textElement } from "./take.js";

/** @import { OwnTake } from "../protocol.d.ts" */
/** @import { OwnWords } from "./own_words.js" */

const ELSE_ABOUT = "What it should not take for one of your words: the room, other words, you talking.";

/**
 * The word with its takes, and the button to say another.
 * @param {string} word "" for what is none of the words
 * @param {OwnWords} own
 */
export function entryOf(word, own) {
  const entry = document.createElement("li");
  entry.className = "own-entry";
  entry.dataset.word = word;
  const takes = own.state.takes.filter((take) => take.word === word);
  entry.append(
    headOf(word, own, takes.length),
    takes.length || word ? rowOf(takes, own) : textElement("p", ELSE_ABOUT),
  );
  takeDropped(entry, word, own);
  return entry;
}

/**
 * @param {OwnTake[]} takes
 * @param {OwnWords} own
 */
function rowOf(takes, own) {
  const row = document.createElement("ul");
  row.className = "own-takes";
  row.style.cssText = "list-style: none; padding: 0; margin: 0";
  const does = {
    play: (/** @type {OwnTake} */ take) => own.play(take),
    move: (/** @type {OwnTake} */ take, /** @type {string} */ to) =>
      own.ask({ do: "move", take: take.number, word: to }),
    remove: (/** @type {OwnTake} */ take) => own.ask({ do: "delete", take: take.number }),
  };
  row.append(...takes.map((take) => takeElement(take, own.state.words, does)));
  return row;
}

/**
 * @param {string} word
 * @param {OwnWords} own
 * @param {number} takes
 */
function headOf(word, own, takes) {
  const name = word || translate("Something else");
  const head = document.createElement("div");
  head.className = "own-word-head";
  const count = textElement("span", `${takes} ${takes === 1 ? "take" : "takes"}`);
  head.append(textElement("h3", name), recordButton(word, name, own), filesOf(word, name, own), count);
  if (!word) return head;
  head.append(
    button("Rename", `Rename ${name}`, () => rename(word, own)),
    button("Remove", `Remove ${name} and its takes`, () => own.ask({ do: "remove", word })),
  );
  return head;
}

/**
 * @param {string} word
 * @param {OwnWords} own
 */
function rename(word, own) {
  const to = prompt(translate(`Another name for “${word}”`), word)?.trim();
  if (to && to !== word) own.ask({ do: "rename", word, to });
}

/**
 * @param {string} word
 * @param {string} name that stands for it
 * @param {OwnWords} own
 */
function filesOf(word, name, own) {
  const label = document.createElement("label");
  label.className = "own-open";
  label.textContent = translate("Files");
  const input = Object.assign(document.createElement("input"), { type: "file", accept: "audio/*", multiple: true });
  input.setAttribute("aria-label", translate(`Choose files with takes of ${name}`));
  input.addEventListener("change", () => own.send(word, [...(input.files ?? [])]));
  label.append(input);
  return label;
}

/**
 * @param {string} word
 * @param {string} name that stands for it
 * @param {OwnWords} own
 */
function recordButton(word, name, own) {
  const about = word ? `Say takes of ${name}` : "Record something else";
  const record = button(word ? "Say it" : "Record", about, () => {});
  const { recorder } = own;
  const isOn = () => recorder.word === word;
  const toggle = () => (isOn() ? recorder.stop() : own.record(word));
  holdable(record, { isOn, toggle, end: () => recorder.stop() });
  record.classList.add("own-say");
  const pressed = isOn() && Boolean(recorder.open);
  record.setAttribute("aria-pressed", `${pressed}`);
  if (pressed) record.textContent = say("sound.stop");
  return record;
}

/**
 * Files that are dropped become takes; a take that is dropped moves here.
 * @param {HTMLElement} entry
 * @param {string} word
 * @param {OwnWords} own
 */
function takeDropped(entry, word, own) {
  /** @type {(event: Event, state: boolean) => void} */
  const over = (event, state) => {
    event.preventDefault();
    entry.classList.toggle("over", state);
  };
  entry.addEventListener("dragover", (event) => over(event, true));
  entry.addEventListener("dragleave", (event) => over(event, false));
  entry.addEventListener("drop", async (event) => {
    over(event, false);
    if (!event.dataTransfer) return;
    const [, number] = /^take (\d+)$/.exec(event.dataTransfer.getData("text/plain")) ?? [];
    if (number) {
      own.ask({ do: "move", take: Number(number), word });
      return;
    }
    const dropped = await filesDropped(event.dataTransfer.items);
    own.send(
      word,
      dropped.map(({ file }) => file),
    );
  });
}
