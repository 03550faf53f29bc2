// Which cells of a painted picture are left: 1, or 0 where one was painted over. Row 0 is the lowest.
// @ts-check

export class Mask {
  /**
   * @param {number} rows
   * @param {number} columns
   */
  constructor(rows, columns) {
    this.rows = rows;
    this.columns = columns;
    this.cells = new Uint8Array(rows * columns).fill(1);
  }

  /** Whether nothing was painted over. */
  get full() {
    return !this.cells.includes(0);
  }

  /**
   * @param {number} row
   * @param {number} column
   */
  at(row, column) {
    return this.cells[row * this.columns + column];
  }

  /** @param {0 | 1} value */
  fill(value) {
    this.cells.fill(value);
  }

  /**
   * Sets the square of so many cells around one. Tells whether that changed anything.
   * @param {number} row
   * @param {number} column
   * @param {number} size
   * @param {0 | 1} value
   */
  dab(row, column, size, value) {
    const before = Math.floor((size - 1) / 2);
    let changed = false;
    for (let r = Math.max(0, row - before); r < Math.min(this.rows, row - before + size); r++)
      for (let c = Math.max(0, column - before); c < Math.min(this.columns, column - before + size); c++) {
        const place = r * this.columns + c;
        changed ||= this.cells[place] !== value;
        this.cells[place] = value;
      }
    return changed;
  }

  /** The mask as it travels: a byte a cell, in base64. */
  packed() {
    return btoa(String.fromCharCode(...this.cells));
  }
}
