// A table that its reader can sort by any column.
// @ts-check

import { find } from "../dom.js";

/**
 * @template Row
 * @typedef {object} Column
 * @property {string} head
 * @property {(row: Row) => number | string | null} value what it is sorted by; null comes last
 * @property {(row: Row) => string} text
 * @property {boolean} [number] numbers stand at the right
 * @property {(cell: HTMLElement, row: Row) => void} [fill] puts more than the text into a cell
 */

/**
 * The rows stand in the order given until a head is pressed.
 * @template Row
 */
export class SortedTable {
  /** @type {Row[]} */
  rows = [];
  /** @type {Column<Row> | null} */
  by = null;
  falling = true;

  /**
   * @param {HTMLElement} host
   * @param {string} caption
   * @param {Column<Row>[]} columns
   */
  constructor(host, caption, columns) {
    this.columns = columns;
    const scroll = document.createElement("div");
    Object.assign(scroll, { className: "results-scroll", tabIndex: 0 });
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", caption);
    this.table = document.createElement("table");
    this.table.innerHTML = "<thead><tr></tr></thead><tbody></tbody>";
    this.heads = columns.map((column) => this.#head(column));
    find(this.table, "tr").append(...this.heads);
    scroll.append(this.table);
    host.append(scroll);
  }

  /** @param {Row[]} rows */
  show(rows) {
    this.rows = rows;
    this.#draw();
  }

  /** @param {Column<Row>} column */
  #head(column) {
    const head = document.createElement("th");
    head.scope = "col";
    if (column.number) head.className = "number";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = column.head;
    button.addEventListener("click", () => this.#sort(column));
    head.append(button);
    return head;
  }

  /** @param {Column<Row>} column */
  #sort(column) {
    const numbers = this.rows.some((row) => typeof column.value(row) === "number");
    this.falling = this.by === column ? !this.falling : numbers;
    this.by = column;
    this.#draw();
  }

  #draw() {
    for (const [i, head] of this.heads.entries()) {
      if (this.columns[i] === this.by) head.setAttribute("aria-sort", this.falling ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    const { by } = this;
    const rows = by ? [...this.rows].sort((a, b) => order(by.value(a), by.value(b), this.falling)) : this.rows;
    find(this.table, "tbody").replaceChildren(...rows.map((row) => this.#row(row)));
  }

  /** @param {Row} row */
  #row(row) {
    const line = document.createElement("tr");
    for (const [i, column] of this.columns.entries()) {
      const cell = document.createElement(i ? "td" : "th");
      if (!i) cell.scope = "row";
      cell.textContent = column.text(row);
      if (column.number) cell.className = "number";
      column.fill?.(cell, row);
      line.append(cell);
    }
    return line;
  }
}

/**
 * Numbers by their size, texts by the alphabet, null last.
 * @param {number | string | null} first
 * @param {number | string | null} second
 * @param {boolean} falling
 */
export function order(first, second, falling) {
  if (first === null || second === null) return Number(first === null) - Number(second === null);
  const numbers = typeof first === "number" && typeof second === "number";
  const rising = numbers ? first - second : String(first).localeCompare(String(second));
  return falling ? -rising : rising;
}
