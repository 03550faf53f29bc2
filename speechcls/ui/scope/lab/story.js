// The story's steps, of which one is shown at a time; the address says which.
// @ts-check

import { all, find } from "../dom.js";
import { follow, read, write } from "../link.js";
import { say } from "../say.js";

export class Story {
  at = 0; // of the steps, the one that is shown
  /** @type {() => void} */
  shown = () => {}; // is called whenever a step is

  /** @param {HTMLElement} element */
  constructor(element) {
    this.steps = all(element, "[data-story]");
    this.links = all(element, ".story-nav a");
    this.back = find(element, ".story-back", HTMLButtonElement);
    this.next = find(element, ".story-next", HTMLButtonElement);
    for (const link of this.links) {
      const point = () => link.setAttribute("href", `${location.search}#step=${link.dataset.to}`);
      point();
      for (const kind of ["pointerenter", "focus"]) link.addEventListener(kind, point); // who answers may have changed
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.open(link.dataset.to ?? "");
      });
    }
    this.back.addEventListener("click", () => this.#turn(-1));
    this.next.addEventListener("click", () => this.#turn(1));
    this.element = element;
    follow(({ step }) => this.#show(step));
    this.#show(read().step);
    if (read().step) element.scrollIntoView();
  }

  /**
   * Shows a step, and remembers the one before for Back.
   * @param {string} name
   */
  open(name) {
    write({ step: name });
    this.#show(name);
  }

  get name() {
    return this.nameAt(0);
  }

  get count() {
    return this.steps.length;
  }

  get isLast() {
    return this.at === this.count - 1;
  }

  /**
   * The name of the step so many further than the one that is shown.
   * @param {number} by
   */
  nameAt(by) {
    return this.steps[this.at + by].dataset.story ?? "";
  }

  /** @param {1 | -1} by */
  #turn(by) {
    this.open(this.nameAt(by));
    const heading = find(this.steps[this.at], "h2");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    this.element.scrollIntoView();
  }

  /** @param {string | undefined} name */
  #show(name) {
    const found = this.steps.findIndex((step) => step.dataset.story === name);
    this.at = Math.max(found, 0);
    for (const [i, step] of this.steps.entries()) {
      step.hidden = i !== this.at;
      if (i === this.at) this.links[i].setAttribute("aria-current", "step");
      else this.links[i].removeAttribute("aria-current");
    }
    this.back.disabled = this.at === 0;
    this.next.hidden = this.isLast;
    this.next.disabled = false;
    const after = this.steps[this.at + 1];
    if (after) this.next.textContent = say("story.next", { name: say(`${after.dataset.story}.name`) });
    this.shown();
    const { parentElement: nav, offsetLeft, offsetWidth } = this.links[this.at];
    if (!nav) return;
    nav.scrollLeft = offsetLeft + offsetWidth / 2 - nav.offsetLeft - nav.clientWidth / 2; // the page itself stays
  }
}
