// A table that its reader can sort by any column.

/** `columns` are {head, value(row), text(row), number?, fill?(cell, row)}; `value` is what a column is sorted by: a
 * number, a text, or null, which comes last; a column of `number`s stands at the right. The rows stand in the order
 * given until a head is pressed. */
export class SortedTable {
  constructor(host, caption, columns) {
    Object.assign(this, { columns, rows: [], by: null, falling: true });
    const scroll = document.createElement("div");
    Object.assign(scroll, { className: "results-scroll", tabIndex: 0 });
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", caption);
    this.table = document.createElement("table");
    this.table.innerHTML = "<thead><tr></tr></thead><tbody></tbody>";
    this.heads = columns.map((column) => this.#head(column));
    this.table.querySelector("tr").append(...this.heads);
    scroll.append(this.table);
    host.append(scroll);
  }

  show(rows) {
    this.rows = rows;
    this.#draw();
  }

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
    const rows = this.by ? [...this.rows].sort((a, b) => this.#order(a, b)) : this.rows;
    this.table.querySelector("tbody").replaceChildren(...rows.map((row) => this.#row(row)));
  }

  #order(a, b) {
    const [first, second] = [this.by.value(a), this.by.value(b)];
    if (first === null || second === null) return (first === null) - (second === null);
    const rising = typeof first === "number" ? first - second : String(first).localeCompare(String(second));
    return this.falling ? -rising : rising;
  }

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
