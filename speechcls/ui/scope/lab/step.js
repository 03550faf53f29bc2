// One step of the lab: its controls make a question, its pictures, texts and sound show the answer.

import { PanelView } from "../panel.js";
import { showAnswers } from "./answers.js";
import { controlsOf } from "./controls.js";
import { play } from "./sounds.js";

export class Step {
  /** `lab` is {touch(step), act(step, name, more)}; whatever can be seen is found by data attributes in `section`. */
  constructor(section, lab) {
    Object.assign(this, { section, lab, name: section.dataset.step, panels: {}, texts: {}, sound: null });
    this.needsSound = "sound" in section.dataset;
    for (const host of section.querySelectorAll("[data-panels]"))
      for (const name of host.dataset.panels.split(" ")) this.panels[name] = { host, view: null };
    for (const text of section.querySelectorAll("[data-text]")) this.texts[text.dataset.text] = text;
    this.answers = section.querySelector("[data-answers]");
    this.controls = controlsOf(section, (control) => this.changed(control));
    this.buttons = [...section.querySelectorAll("[data-do]")];
    for (const button of this.buttons) button.addEventListener("click", () => lab.act(this, button.dataset.do));
    this.player = section.querySelector("[data-play]");
    this.player?.addEventListener("click", () => this.sound && play(this.sound));
    this.#suit();
  }

  changed(control) {
    this.#suit();
    this.lab.changed(this, control);
  }

  /** What is asked: the value of every control by name. */
  question(name = this.name) {
    return { step: name, ...Object.fromEntries([...this.controls].map(([key, control]) => [key, control.value])) };
  }

  /** An answer to the step's own question, or to that of one of its buttons. */
  show(answer) {
    for (const [name, panel] of Object.entries(answer.panels ?? {})) this.#view(name).show(panel);
    for (const [name, text] of Object.entries(answer.texts ?? {})) this.texts[name].textContent = text;
    if (answer.answers && this.answers) showAnswers(this.answers, answer.answers);
    if (!answer.sound) return;
    this.sound = answer.sound;
    if (this.player) this.player.disabled = false;
    else play(this.sound);
  }

  /** There is a sound to work on, another one than before: what a button once gave belonged to that. */
  forget() {
    for (const part of this.section.querySelectorAll("[data-once]")) part.replaceChildren();
    for (const button of this.buttons) button.disabled = false;
    if (this.player) this.player.disabled = true; // until its own sound has come
  }

  get views() {
    return Object.values(this.panels).flatMap(({ view }) => view ?? []);
  }

  /** Made once there is something to show, so that no frame stands empty; in the order that the page names. */
  #view(name) {
    const { host } = this.panels[name];
    for (const one of host.dataset.panels.split(" ")) this.panels[one].view ??= new PanelView(host, "");
    return this.panels[name].view;
  }

  /** Shows the controls that go with the choice made: data-if="keep=band". */
  #suit() {
    for (const part of this.section.querySelectorAll("[data-if]")) {
      const [name, value] = part.dataset.if.split("=");
      part.hidden = this.controls.get(name).value !== value;
    }
  }
}
