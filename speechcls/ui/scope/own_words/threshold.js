// How sure one's own words must be: a threshold to move, and what each of its places costs.
// @ts-check

import { find } from "../dom.js";
import { say } from "../say.js";

/** @import { OwnState } from "../protocol.d.ts" */

export class Threshold {
  /**
   * @param {HTMLElement} element
   * @param {(stricter: number) => void} move is called with the place that was chosen
   */
  constructor(element, move) {
    this.slider = find(element, "input", HTMLInputElement);
    this.cost = find(element, "output");
    /** @type {OwnState | null} */
    this.state = null;
    this.slider.addEventListener("input", () => this.#tell());
    this.slider.addEventListener("change", () => move(this.#point().stricter));
  }

  /** @param {OwnState} state */
  show(state) {
    this.state = state;
    const places = state.tradeoff.map(({ stricter }) => Math.abs(stricter - state.stricter));
    if (!places.length) return;
    this.slider.max = String(places.length - 1);
    this.slider.value = String(places.indexOf(Math.min(...places)));
    this.#tell();
  }

  #point() {
    if (!this.state) throw new TypeError("No threshold stands to be moved before words are taught.");
    return this.state.tradeoff[Number(this.slider.value)];
  }

  #tell() {
    const { missed, alarms } = this.#point();
    const takes = this.state?.estimate?.takes ?? 0;
    const told = say("own.alarms", { alarms: Math.round(alarms) });
    this.cost.textContent = takes ? `${say("own.missed", { missed, takes })} ${told}` : told;
    this.slider.setAttribute("aria-valuetext", this.cost.textContent);
  }
}
