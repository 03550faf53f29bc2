// Flags above the timeline: one for each word that was caught, and for each that rose high and was refused, with why.
// @ts-check

import { say } from "../say.js";
import { clock } from "./detections.js";

/** @import { PanelView } from "../panel.js" */
/** @import { Refusal, Role } from "../protocol.d.ts" */
/** @import { Caught } from "./detections.js" */

/** @typedef {Exclude<Refusal, "">} Why */
/** @typedef {{ word: string, score: number, seconds: number, why: Why }} Peak that was refused */
/** @typedef {{ seconds: number, word?: string }} Moment one that may be chosen, s */
/** @typedef {{ element: HTMLElement, detection: Caught | Peak, width: number, row: number }} Flag width in px */

export const DENSITY = 34; // px a second at least: a flag is about as wide as its word is long
const CHARACTER = 8.5; // px of a flag for each letter, and PADDING beside them
const PADDING = 14;
const ROWS = 3; // of flags above each other, the lowest first, each so many px high
const HEIGHT = 20;
const MOST = 600; // flags that are kept
/** @type {Record<Why, [short: string, sentence: string]>} */
const WHY = {
  unknown: [say("why.unknown"), say("why.unknown-long")],
  brief: [say("why.brief"), say("why.brief-long")],
  cut: [say("why.cut"), say("why.cut-long")],
  near: [say("why.near"), say("why.near-long")],
};

export class Flags {
  /** @type {Flag[]} */
  flags = [];
  strip = document.createElement("div");

  /**
   * @param {PanelView} view whose picture they stand above
   * @param {(moment: Moment) => void} choose is called with a detection when its flag is clicked
   */
  constructor(view, choose) {
    this.view = view;
    this.choose = choose;
    this.strip.className = "timeline-flags";
    this.strip.setAttribute("aria-hidden", "true"); // the list of detections says and does the same
    view.body.before(this.strip);
  }

  /** The words that were caught. */
  get caught() {
    return this.flags.flatMap(({ detection }) => ("why" in detection ? [] : detection));
  }

  /** Those that were refused, each in words. */
  get refused() {
    const peaks = this.flags.flatMap(({ detection }) => ("why" in detection ? detection : []));
    return peaks.map(({ word, seconds, why }) => `${placed(word, seconds)}, ${WHY[why][1]}`);
  }

  clear() {
    this.flags = [];
    this.strip.replaceChildren();
  }

  /**
   * Put up a flag for a detection, or for a peak that was refused.
   * @param {Caught | Peak} detection
   * @param {number} scale px a second
   */
  add(detection, scale) {
    const { word, seconds } = detection;
    const why = whyOf(detection);
    const element = document.createElement("span");
    const at = placed(word, seconds);
    element.textContent = why ? `○ ${word}: ${WHY[why][0]}` : word;
    element.title = why ? say("timeline.refused-one", { at, why: WHY[why][1] }) : at;
    element.classList.toggle("refused", Boolean(why));
    element.addEventListener("click", () => this.choose(why ? { seconds } : detection));
    const width = element.textContent.length * CHARACTER + PADDING;
    this.flags.push({ element, detection, width, row: this.#row(detection, width, scale) });
    this.strip.append(element);
    if (this.flags.length > MOST) this.flags.shift()?.element.remove();
  }

  /**
   * The first row in which a flag hides none before it.
   * @param {Moment} moment
   * @param {number} width px
   * @param {number} scale px a second
   */
  #row({ seconds }, width, scale) {
    const near = this.flags.slice(-ROWS * 2);
    /** @type {(row: number) => boolean} */
    const free = (row) =>
      near.every((f) => f.row !== row || Math.abs(f.detection.seconds - seconds) * scale > (f.width + width) / 2);
    return [0, 1, 2].find(free) ?? 0;
  }

  /** @param {Moment | null} chosen */
  mark(chosen) {
    for (const { element, detection } of this.flags) element.classList.toggle("chosen", detection === chosen);
  }

  /**
   * Puts those of a stretch in their places above the picture, and hides the others.
   * @param {number} low s
   * @param {number} high s
   * @param {number} origin s, from where the picture counts
   * @param {(word: string) => Role} role
   */
  place(low, high, origin, role) {
    const { x } = this.view;
    for (const { element, detection, row } of this.flags) {
      const inside = detection.seconds >= low && detection.seconds <= high;
      if (element.hidden === inside) element.hidden = !inside;
      if (!inside || !x) continue;
      const left = x.pixel(detection.seconds - origin).toFixed(1);
      element.dataset.role = whyOf(detection) ? "quiet" : role(detection.word);
      element.style.transform = `translate(calc(${left}px - 50%), ${-row * HEIGHT}px)`;
    }
  }
}

/**
 * A word with its time.
 * @param {string} word
 * @param {number} seconds
 */
export function placed(word, seconds) {
  return say("timeline.at", { word, time: clock(seconds) });
}

/** @param {Caught | Peak} detection */
function whyOf(detection) {
  return "why" in detection ? detection.why : null;
}
