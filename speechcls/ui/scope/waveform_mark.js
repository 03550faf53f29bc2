// The chosen second, moved on the waveform with pointer or keyboard.
// @ts-check

import { say } from "./say.js";

const STEP = 0.01; // s
const SNAP = 0.15; // s from a stop
const STRIDE = 0.1; // s, with Shift or Page Up and Down

/** @import { PanelView } from "./panel.js" */
/** @import { Chosen } from "./protocol.d.ts" */

export class WaveformMark {
  start = 0; // s, as are these:
  earliest = 0;
  latest = 0;
  /** @type {number[]} */
  stops = []; // to which the pointer's choice snaps: each holds a word in its middle
  handle = document.createElement("div");

  /**
   * Lies over the waveform of `view`. Where the same wave is drawn twice, one mark of the two is `silent`: for the
   * pointer alone.
   * @param {PanelView} view
   * @param {(start: number) => void} onMove is called whenever a second is chosen by hand
   * @param {object} [options]
   * @param {boolean} [options.silent]
   */
  constructor(view, onMove, { silent = false } = {}) {
    this.view = view;
    this.onMove = onMove;
    this.handle.className = "mark";
    this.handle.tabIndex = silent ? -1 : 0;
    this.handle.hidden = true;
    if (silent) this.handle.setAttribute("aria-hidden", "true");
    this.handle.setAttribute("role", "slider");
    this.handle.setAttribute("aria-label", say("sound.mark"));
    view.body.append(this.handle);
    this.handle.addEventListener("keydown", (event) => this.#key(event));
    this.handle.addEventListener("pointerdown", (event) => this.#drag(event));
    view.canvas.addEventListener("click", (event) => this.#jump(event));
    new ResizeObserver(() => this.#place()).observe(view.body);
  }

  /** @param {Chosen} second */
  show({ start, earliest, latest }) {
    this.earliest = earliest;
    this.latest = latest;
    this.handle.hidden = !this.movable;
    this.handle.setAttribute("aria-valuemin", this.earliest.toFixed(2));
    this.handle.setAttribute("aria-valuemax", this.latest.toFixed(2));
    this.#set(start);
  }

  /**
   * The second was moved by another mark.
   * @param {number} start
   */
  follow(start) {
    this.#set(start);
  }

  hide() {
    this.latest = this.earliest;
    this.handle.hidden = true;
  }

  get movable() {
    return this.latest > this.earliest;
  }

  /** @param {number} start */
  #set(start) {
    this.start = Math.min(Math.max(start, this.earliest), this.latest);
    this.handle.setAttribute("aria-valuenow", this.start.toFixed(2));
    this.handle.setAttribute(
      "aria-valuetext",
      say("mark.at", { from: this.start.toFixed(2), to: (this.start + 1).toFixed(2) }),
    );
    this.#place();
  }

  /** @param {number} start */
  #choose(start) {
    if (!this.movable) return;
    this.#set(Math.round(start / STEP) * STEP);
    this.onMove(this.start);
  }

  #place() {
    // The view lays out before the next frame; so this waits for the one after.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const { x, plot } = this.view;
        if (!x || !plot || this.handle.hidden) return;
        const left = x.pixel(this.start);
        Object.assign(this.handle.style, {
          left: `${left}px`,
          width: `${Math.max(x.pixel(this.start + 1) - left, 8)}px`,
          top: `${plot.top}px`,
          height: `${plot.height}px`,
        });
      }),
    );
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const stride = event.shiftKey ? STRIDE : STEP;
    /** @type {Record<string, number>} */
    const steps = {
      ArrowLeft: -stride,
      ArrowDown: -stride,
      ArrowRight: stride,
      ArrowUp: stride,
      PageDown: -STRIDE,
      PageUp: STRIDE,
      Home: -Infinity,
      End: Infinity,
    };
    if (!(event.key in steps)) return;
    event.preventDefault();
    this.#choose(this.start + steps[event.key]);
  }

  /**
   * The moment at a place of the screen, in s; null before the picture is laid out.
   * @param {number} clientX px
   */
  #at(clientX) {
    const { x, canvas } = this.view;
    return x ? x.value(clientX - canvas.getBoundingClientRect().left) : null;
  }

  /**
   * Chooses the word's second that is near, if there is one; tells whether there was.
   * @param {number} start
   */
  #snap(start) {
    const stop = this.stops.find((one) => Math.abs(one - start) < SNAP);
    if (stop !== undefined) this.#choose(stop);
    return stop !== undefined;
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const held = this.#at(event.clientX);
    if (held === null) return;
    const grip = held - this.start;
    this.handle.setPointerCapture(event.pointerId);
    let wanted = this.start; // while answers to former places move the mark
    this.handle.onpointermove = (move) => {
      wanted = (this.#at(move.clientX) ?? held) - grip;
      this.#choose(wanted);
    };
    this.handle.onpointerup = this.handle.onpointercancel = () => {
      this.#snap(wanted);
      this.handle.onpointermove = this.handle.onpointerup = this.handle.onpointercancel = null;
    };
  }

  /** @param {MouseEvent} event */
  #jump(event) {
    if (!this.view.x) return;
    const start = this.view.x.value(event.offsetX) - 0.5;
    if (!this.#snap(start)) this.#choose(start);
  }
}
