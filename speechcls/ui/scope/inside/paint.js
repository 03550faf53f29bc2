// The step in which a sound is painted over: a picture, a brush, and what is left, to be heard and answered.
// @ts-check

import { tableOf } from "../colours.js";
import { brush, find } from "../dom.js";
import { Step } from "../lab/step.js";
import { Mask } from "./mask.js";
import { drawTile } from "./tiles.js";

/** @import { LabValues, Tile } from "../protocol.d.ts" */
/** @import { Control } from "../lab/controls.js" */
/** @import { Lab } from "../lab/lab.js" */

const ROWS = 64; // as parts/inside/steps.py takes them
const COLUMNS = 50;
const COVER = 0.82; // of the picture's brightness that a painted cell loses
const KEYS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0] };

export class Paint extends Step {
  mask = new Mask(ROWS, COLUMNS);
  fresh = true; // the picture is not that of the sound
  at = [ROWS / 2, COLUMNS / 2]; // row and column of the brush
  focused = false;
  /** @type {Tile | null} */
  tile = null;

  /**
   * @param {HTMLElement} section
   * @param {Lab} lab
   */
  constructor(section, lab) {
    super(section, lab);
    this.canvas = find(section, ".paint-canvas canvas", HTMLCanvasElement);
    this.picture = document.createElement("canvas");
    this.size = find(section, ".paint-size", HTMLInputElement);
    this.told = find(section, ".paint-size ~ .lab-value, .lab-slider .lab-value");
    this.size.addEventListener("input", () => this.#tell());
    this.#tell();
    find(section, ".paint-all").addEventListener("click", () => this.#fill(1));
    find(section, ".paint-none").addEventListener("click", () => this.#fill(0));
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.#stroke(event, true);
    });
    this.canvas.addEventListener("pointermove", (event) => this.#stroke(event, event.buttons > 0));
    this.canvas.addEventListener("keydown", (event) => this.#key(event));
    for (const kind of ["focus", "blur"])
      this.canvas.addEventListener(kind, () => {
        this.focused = kind === "focus";
        this.#draw();
      });
    new ResizeObserver(() => this.#draw()).observe(this.canvas);
  }

  /** @param {Control} _control */
  changed(_control) {} // the brush is nothing to ask for

  /** @returns {ReturnType<Step["question"]>} */
  question(name = this.fresh ? "canvas" : this.name) {
    return name === "canvas" ? { step: name } : { step: name, kept: this.mask.packed() };
  }

  /** @param {LabValues} answer */
  show(answer) {
    super.show(answer);
    if (!answer.tile) return;
    this.tile = answer.tile;
    this.fresh = false;
    this.#draw();
    if (!this.mask.full) this.lab.act(this, this.name);
  }

  forget() {
    super.forget();
    this.fresh = true;
    this.texts.painted.textContent = "";
    this.answers?.replaceChildren();
  }

  #tell() {
    this.told.textContent = `${20 * Number(this.size.value)} ms`;
    this.size.setAttribute("aria-valuetext", this.told.textContent);
  }

  /** @param {0 | 1} value */
  #fill(value) {
    this.mask.fill(value);
    this.#changed();
  }

  /** What the brush leaves where it goes. */
  get #value() {
    return this.controls.get("mode")?.value === "keep" ? 1 : 0;
  }

  /**
   * @param {PointerEvent} event
   * @param {boolean} down
   */
  #stroke(event, down) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const column = Math.floor(((event.clientX - left) / width) * COLUMNS);
    const row = Math.floor((1 - (event.clientY - top) / height) * ROWS);
    this.#move(row, column, down);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = KEYS[/** @type {keyof typeof KEYS} */ (event.key)];
    if (!step && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    const [rows, columns] = step ?? [0, 0];
    this.#move(this.at[0] + rows, this.at[1] + columns, !step || event.shiftKey);
  }

  /**
   * @param {number} row
   * @param {number} column
   * @param {boolean} down
   */
  #move(row, column, down) {
    this.at = [Math.min(Math.max(row, 0), ROWS - 1), Math.min(Math.max(column, 0), COLUMNS - 1)];
    if (down && this.tile && this.mask.dab(this.at[0], this.at[1], Number(this.size.value), this.#value))
      this.#changed();
    else this.#draw();
  }

  #changed() {
    this.#draw();
    if (!this.fresh) this.lab.act(this, this.name);
  }

  #draw() {
    const { tile, canvas } = this;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!tile || !width) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    drawTile(this.picture, tile, tableOf({ colours: "magma" }, this.section));
    const context = brush(canvas);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.picture, 0, 0, canvas.width, canvas.height);
    const [cellWidth, cellHeight] = [canvas.width / COLUMNS, canvas.height / ROWS];
    context.fillStyle = `rgb(128 128 128 / ${COVER})`;
    for (let row = 0; row < ROWS; row++)
      for (let column = 0; column < COLUMNS; column++)
        if (!this.mask.at(row, column))
          context.fillRect(column * cellWidth, (ROWS - 1 - row) * cellHeight, cellWidth + 1, cellHeight + 1);
    if (!this.focused) return;
    const size = Number(this.size.value);
    context.strokeStyle = "#ffffff";
    context.lineWidth = 2 * ratio;
    context.strokeRect(
      (this.at[1] - (size - 1) / 2) * cellWidth,
      (ROWS - 1 - this.at[0] - (size - 1) / 2) * cellHeight,
      size * cellWidth,
      size * cellHeight,
    );
  }
}
