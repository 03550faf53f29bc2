// The words of a sound as flags on its wave; choosing one puts the marked second on its word.
// @ts-check

import { clock } from "./live/detections.js";
import { say } from "./say.js";

/** @import { PanelView } from "./panel.js" */
/** @import { Caught } from "./live/detections.js" */

const CHARACTER = 7; // px of a flag for each letter, and PADDING beside them
const PADDING = 14;
const ROWS = 3; // of flags below each other
const HEIGHT = 24; // px

export class WaveFlags {
  /** @type {{ button: HTMLButtonElement, word: Caught }[]} */
  #flags = [];
  #host = document.createElement("div");

  /**
   * @param {PanelView} view
   * @param {(word: Caught) => void} choose
   * @param {{ silent?: boolean }} [options] `silent`: for the pointer alone, where the same wave is drawn twice
   */
  constructor(view, choose, { silent = false } = {}) {
    this.view = view;
    this.choose = choose;
    this.silent = silent;
    this.#host.className = "wave-flags";
    if (silent) this.#host.setAttribute("aria-hidden", "true");
    else this.#host.setAttribute("aria-label", say("longer.flags"));
    this.#host.setAttribute("role", "group");
    view.body.append(this.#host);
    new ResizeObserver(() => this.#place()).observe(view.body);
  }

  /** @param {Caught[]} words */
  show(words) {
    this.#flags = words.map((word) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = word.word;
      button.setAttribute("aria-label", say("longer.flag", { word: word.word, time: clock(word.seconds) }));
      if (this.silent) button.tabIndex = -1;
      button.addEventListener("click", () => this.choose(word));
      return { button, word };
    });
    this.#host.hidden = !words.length;
    this.#host.replaceChildren(...this.#flags.map(({ button }) => button));
    this.#place();
  }

  /** Each in the first row in which it hides none before it; one that finds no room is a line without its word. */
  #place() {
    // The view lays out before the next frame; so this waits for the one after.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const { x, plot } = this.view;
        if (!x || !plot) return;
        /** @type {number[]} */
        const ends = Array(ROWS).fill(-Infinity);
        for (const { button, word } of this.#flags) {
          const at = x.pixel(word.seconds);
          const width = word.word.length * CHARACTER + PADDING;
          const row = ends.findIndex((end) => at - width / 2 > end);
          button.classList.toggle("tight", row < 0);
          if (row >= 0) ends[row] = at + width / 2;
          button.style.left = `${at}px`;
          button.style.top = `${plot.top + Math.max(row, 0) * HEIGHT}px`;
        }
      }),
    );
  }
}
