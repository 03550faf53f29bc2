// One step of the lab: its controls make a question, its pictures, texts and sound show the answer.
// @ts-check

import { all } from "../dom.js";
import { PanelView } from "../panel.js";
import { translate } from "../say.js";
import { showAnswers } from "./answers.js";
import { controlsOf } from "./controls.js";
import { play } from "./sounds.js";

/** @import { LabValues, Sound } from "../protocol.d.ts" */
/** @import { Control } from "./controls.js" */
/** @import { Asked, Lab } from "./lab.js" */

export class Step {
  /** @type {Record<string, { host: HTMLElement, view: PanelView | null }>} */
  panels = {};
  /** @type {Record<string, HTMLElement>} */
  texts = {};
  /** @type {Sound | null} */
  sound = null;

  /**
   * Whatever can be seen is found by data attributes in its section.
   * @param {HTMLElement} section
   * @param {Lab} lab
   */
  constructor(section, lab) {
    this.section = section;
    this.lab = lab;
    this.name = section.dataset.step ?? "";
    this.needsSound = "sound" in section.dataset;
    for (const host of all(section, "[data-panels]"))
      for (const name of namesIn(host)) this.panels[name] = { host, view: null };
    for (const text of all(section, "[data-text]")) this.texts[text.dataset.text ?? ""] = text;
    this.answers = section.querySelector("[data-answers]");
    this.controls = controlsOf(section, (control) => this.changed(control));
    this.buttons = all(section, "[data-do]", HTMLButtonElement);
    for (const button of this.buttons) button.addEventListener("click", () => lab.act(this, button.dataset.do ?? ""));
    /** @type {HTMLButtonElement | undefined} */
    this.player = all(section, "[data-play]", HTMLButtonElement)[0];
    this.player?.addEventListener("click", () => this.sound && play(this.sound));
    this.#suit();
  }

  /** @param {Control} control */
  changed(control) {
    this.#suit();
    this.lab.changed(this, control);
  }

  /**
   * What is asked: the value of every control by name.
   * @returns {Asked}
   */
  question(name = this.name) {
    return { step: name, ...Object.fromEntries([...this.controls].map(([key, control]) => [key, control.value])) };
  }

  /**
   * An answer to the step's own question, or to that of one of its buttons.
   * @param {LabValues} answer
   */
  show(answer) {
    for (const [name, panel] of Object.entries(answer.panels ?? {})) this.#view(name).show(panel);
    for (const [name, text] of Object.entries(answer.texts ?? {})) this.texts[name].textContent = translate(text);
    if (answer.answers && this.answers) showAnswers(this.answers, answer.answers);
    if (!answer.sound) return;
    this.sound = answer.sound;
    if (this.player) this.player.disabled = false;
    else play(this.sound);
  }

  /**
   * What was asked for did not come.
   * @param {string} _sentence
   */
  failed(_sentence) {}

  /** There is a sound to work on, another one than before: what a button once gave belonged to that. */
  forget() {
    for (const part of this.section.querySelectorAll("[data-once]")) part.replaceChildren();
    for (const button of this.buttons) button.disabled = false;
    this.past();
  }

  /** What is shown belongs to another sound or setting, and is marked so until the step's own question is answered. */
  past() {
    this.section.classList.add("past");
    if (this.player) this.player.disabled = true;
  }

  get views() {
    return Object.values(this.panels).flatMap(({ view }) => view ?? []);
  }

  /**
   * Made once there is something to show, so that no frame stands empty; in the order that the page names.
   * @param {string} name
   */
  #view(name) {
    const { host } = this.panels[name];
    for (const one of namesIn(host)) this.panels[one].view ??= new PanelView(host, "");
    return /** @type {PanelView} */ (this.panels[name].view);
  }

  /** Shows the controls that go with the choice made: data-if="keep=band". */
  #suit() {
    for (const part of all(this.section, "[data-if]")) {
      const [name, value] = (part.dataset.if ?? "").split("=");
      part.hidden = this.controls.get(name)?.value !== value;
    }
  }
}

/**
 * The names of the pictures that an element is to hold.
 * @param {HTMLElement} host
 */
function namesIn(host) {
  return (host.dataset.panels ?? "").split(" ");
}
