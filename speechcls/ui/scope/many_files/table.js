// The table of many files: sorted by a column, filtered by what was typed, a button that opens each file.
// @ts-check

import { find } from "../dom.js";
import { percent } from "../percent.js";
import { numeral, quoted, say, translate } from "../say.js";
import { filtered, isWrong, sorted } from "./rows.js";

/** @import { FileRow } from "../protocol.d.ts" */

const REST = 500; // ms at least until a growing table is drawn again, which takes the longer the more rows there are

export class Table {
  /** @type {FileRow[]} */
  rows = [];
  /** @type {keyof FileRow} */
  by = "file";
  down = false;
  listed = 0; // ms, when it was last drawn as it grew

  /**
   * @param {HTMLElement} section
   * @param {(path: string) => void} open
   */
  constructor(section, open) {
    this.section = section;
    this.open = open;
    this.found = find(section, ".many-found");
    this.body = find(section, "tbody");
    this.text = find(section, ".many-find", HTMLInputElement);
    this.wrong = find(section, ".many-wrong", HTMLInputElement);
    this.shown = find(section, ".many-shown");
    for (const control of [this.text, this.wrong]) control.addEventListener("input", () => this.list());
    for (const head of section.querySelectorAll("th")) head.addEventListener("click", () => this.#sort(head));
  }

  /** Shows the rows that are asked for, in their order. */
  list() {
    this.found.hidden = !this.rows.length;
    const rows = sorted(filtered(this.rows, this.text.value, this.wrong.checked), this.by, this.down);
    this.shown.textContent = say("many.shown", { shown: count(rows.length), of: count(this.rows.length) });
    this.body.replaceChildren(...rows.map((row) => this.#row(row)));
  }

  /** Shows more rows, unless they were shown just before. */
  grow() {
    if (performance.now() - this.listed < REST) return;
    this.list();
    this.listed = performance.now();
  }

  /** @param {FileRow} row */
  #row(row) {
    const line = document.createElement("tr");
    line.classList.toggle("wrong", isWrong(row));
    const open = document.createElement("button");
    open.type = "button";
    open.textContent = row.file;
    open.addEventListener("click", () => this.open(row.file));
    const said = row.heard ? quoted(row.word) : "";
    const cells = [open, said, row.heard ? numeral(percent(row.probability)) : "", row.true, row.voice, noteOf(row)];
    for (const cell of cells) {
      const data = document.createElement("td");
      data.append(cell);
      line.append(data);
    }
    return line;
  }

  /** @param {HTMLTableCellElement} head */
  #sort(head) {
    const by = /** @type {keyof FileRow} */ (head.dataset.by);
    this.down = by === this.by ? !this.down : by === "probability";
    this.by = by;
    for (const other of this.section.querySelectorAll("th")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", this.down ? "descending" : "ascending");
    this.list();
  }
}

/**
 * What a row says in place of a word.
 * @param {FileRow} row
 */
function noteOf({ error, reason, missing, word }) {
  if (error) return translate(error);
  if (reason) return say(`many.closest-${reason}`, { word });
  return missing ? say("many.missing", { seconds: missing.toFixed(1) }) : "";
}

/** @param {number} number */
export function count(number) {
  return number.toLocaleString("en");
}
