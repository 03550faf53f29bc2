// The words that were caught, as a list to choose from.
// @ts-check

import { say } from "../say.js";

/** @import { LiveDetection } from "../protocol.d.ts" */
/** @typedef {LiveDetection & { variant: string, shown: number }} Caught by which network, and how much sound there was, in s */

const SAME = 0.5; // s: after a lost connection the last second is heard again, and its word is caught again
const MOST = 2_000; // detections that are kept, the oldest going first

export class Detections {
  /** @type {Caught[]} */
  all = [];
  /** @type {Map<Caught, { item: HTMLLIElement, button: HTMLButtonElement }>} */
  items = new Map();
  expired = 0;

  /**
   * @param {HTMLElement} list
   * @param {(detection: Caught) => void} choose is called when one is clicked or activated by keyboard
   */
  constructor(list, choose) {
    this.list = list;
    this.choose = choose;
  }

  get last() {
    return this.all.at(-1);
  }

  clear() {
    this.all = [];
    this.expired = 0;
    this.items.clear();
    this.list.replaceChildren();
  }

  /**
   * Tells whether it was new.
   * @param {Caught} detection
   */
  add(detection) {
    const { word, seconds } = detection;
    if (this.all.some((other) => other.word === word && Math.abs(other.seconds - seconds) < SAME)) return false;
    this.all.push(detection);
    const item = document.createElement("li");
    item.dataset.word = word;
    item.dataset.seconds = seconds.toFixed(2);
    const button = document.createElement("button");
    const when = document.createElement("span");
    button.type = "button";
    button.textContent = word;
    when.textContent = ` ${say("answer.at", { time: clock(seconds) })}`;
    button.append(when);
    button.addEventListener("click", () => this.choose(detection));
    item.append(button);
    this.items.set(detection, { item, button });
    this.list.append(item);
    this.list.scrollTop = this.list.scrollHeight;
    if (this.all.length > MOST) this.#forgetOldest();
    return true;
  }

  #forgetOldest() {
    const [detection] = this.all.splice(0, 1);
    this.expired = Math.max(0, this.expired - 1);
    this.items.get(detection)?.item.remove();
    this.items.delete(detection);
  }

  /**
   * Mark the one whose second the pictures show, or none.
   * @param {unknown} chosen
   */
  mark(chosen) {
    for (const [detection, { button }] of this.items) {
      if (detection === chosen) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }

  /**
   * What was said before `oldest` (s) can no longer be heard.
   * @param {number} oldest
   */
  expire(oldest) {
    for (; this.expired < this.all.length && this.all[this.expired].seconds < oldest; this.expired++) {
      const button = this.items.get(this.all[this.expired])?.button;
      if (!button) continue;
      button.disabled = true;
      button.title = say("live.expired");
    }
  }
}

/**
 * Seconds as "12.3 s", from a minute on as "1:12.3".
 * @param {number} seconds
 */
export function clock(seconds) {
  const tenths = Math.round(10 * seconds);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, "0");
  return `${Math.floor(tenths / 600)}:${rest}`;
}
