// The tour: a card above each of the story's steps, which says what to try there; this browser remembers its stop.
// @ts-check

import { find } from "../dom.js";
import { read } from "../link.js";
import { say } from "../say.js";

/** @import { Story } from "./story.js" */

const KEY = "speechcls.tour"; // the stop's name while the tour is open, or that name after a minus once it was closed
/** What each stop speaks of. @type {Record<string, string>} */
export const TARGETS = {
  air: "[data-step=air] .lab-row",
  sines: ".three-sliders",
  spectrogram: "[data-step=spectrogram] .lab-row",
  mel: ".lab-tones",
  phase: "[data-step=phase] .lab-row",
  inside: "[data-step=inside] .inside-blocks",
  break: "[data-step=break] .break-amount",
  teach: "[data-story=teach] .own-name",
};

export class Tour {
  /**
   * It stands in the flow of the page, so that it covers nothing, and goes along wherever the story's step is chosen.
   * @param {Story} story
   * @param {HTMLElement} element the card
   * @param {HTMLElement} opens the button that opens it
   */
  constructor(story, element, opens) {
    this.story = story;
    this.element = element;
    this.opens = opens;
    this.heading = find(element, "h3");
    this.text = find(element, ".tour-text");
    this.count = find(element, ".tour-count");
    this.back = find(element, ".tour-back", HTMLButtonElement);
    this.next = find(element, ".tour-next", HTMLButtonElement);
    opens.addEventListener("click", () => this.open());
    find(element, ".tour-close").addEventListener("click", () => this.close());
    this.back.addEventListener("click", () => this.#turn(-1));
    this.next.addEventListener("click", () => this.#turn(1));
    element.addEventListener("keydown", ({ key }) => key === "Escape" && this.close());
    story.shown = () => this.#show();
    this.#resume();
  }

  /** Where it was closed, or at the first stop. */
  open() {
    const stop = recall().replace("-", "");
    this.element.hidden = false;
    this.story.open(stop in TARGETS ? stop : Object.keys(TARGETS)[0]);
    this.#go();
  }

  /** The place stays remembered, unless it is the last. */
  close(last = false) {
    remember(last ? "" : `-${this.story.name}`);
    this.element.hidden = true;
    this.#mark("");
    this.opens.focus();
  }

  #resume() {
    const stop = recall();
    if (!(stop in TARGETS)) return;
    this.element.hidden = false;
    if (read().step) this.#show();
    else this.story.open(stop);
  }

  /** @param {1 | -1} by */
  #turn(by) {
    if (by > 0 && this.story.isLast) {
      this.close(true);
      return;
    }
    this.story.open(this.story.nameAt(by));
    this.#go();
  }

  /** The step that is shown is the stop. */
  #show() {
    if (this.element.hidden) return;
    const { name, at, count, isLast } = this.story;
    remember(name);
    this.count.textContent = say("tour.stop", { stop: at + 1, stops: count });
    this.heading.textContent = say(`${name}.name`);
    this.text.textContent = say(`tour.${name}`);
    this.back.disabled = at === 0;
    this.next.textContent = say(isLast ? "tour.end" : "tour.next");
    this.#mark(TARGETS[name]);
  }

  /** Its heading comes into sight, and is what a screen reader reads next. */
  #go() {
    this.heading.focus({ preventScroll: true });
    this.element.scrollIntoView();
  }

  /** @param {string} selector of what is spoken of; "" for nothing */
  #mark(selector) {
    for (const before of document.querySelectorAll(".tour-target")) before.classList.remove("tour-target");
    if (selector) document.querySelector(selector)?.classList.add("tour-target");
  }
}

function recall() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return ""; // where a browser forbids it
  }
}

/** @param {string} stop */
function remember(stop) {
  try {
    localStorage.setItem(KEY, stop);
  } catch {
    // then the tour begins anew after a reload
  }
}
