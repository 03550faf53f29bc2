// What a network gets, exactly as it gets it or as a person would see it; and the lines of Python that make it.
// @ts-check

import { asSeen } from "./as_seen.js";
import { decode } from "./decode.js";
import { all, find } from "./dom.js";
import { PanelView } from "./panel.js";
import { say } from "./say.js";

/** @import { Drawable, Panel } from "./decode.js" */

export class Inputs {
  /** @type {Panel[]} */
  panels = [];
  variant = ""; // whose input it is
  /** @type {((variant: string) => string) | null} lines of Python that make what a network gets */
  python = null;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.sees = find(element, ".answer-sees");
    this.host = find(element, ".answer-inputs");
    this.note = find(element, ".inputs-note");
    this.views = [new PanelView(this.host, say("pictures.wait"))];
    this.looks = all(element, "[name=inputs-look]", HTMLInputElement);
    for (const look of this.looks) look.addEventListener("change", () => this.#draw());
  }

  /**
   * @param {Drawable[]} panels one for each channel
   * @param {string} variant
   */
  show(panels, variant) {
    this.panels = panels.map(decode);
    this.variant = variant;
    this.#draw();
  }

  /** @param {string} sentence why there is nothing to be shown */
  clear(sentence) {
    this.panels = [];
    this.note.textContent = "";
    this.#arrange(1);
    this.views[0].clear(sentence);
  }

  #draw() {
    if (!this.panels.length) return;
    const seen = asSeen(this.panels, say("inputs.seen-as"));
    const asked = this.looks.find(({ checked }) => checked)?.value === "seen";
    const shown = asked && seen ? [seen] : this.panels;
    this.note.textContent = say(seen ? (asked ? "inputs.seen-note" : "inputs.raw-note") : "inputs.same-note");
    this.#arrange(shown.length);
    for (const [i, panel] of shown.entries()) this.views[i].show(panel);
  }

  /** @param {number} count of pictures */
  #arrange(count) {
    while (this.views.length < count) this.views.push(new PanelView(this.host, ""));
    for (const [i, view] of this.views.entries()) {
      view.figure.hidden = i >= count;
      view.python = () => this.python?.(this.variant) ?? "";
    }
    this.host.classList.toggle("two", count === 2);
  }
}
