// The lab: its steps, and the one question to the server that is under way at a time.

import { parts } from "../page.js";
import { settings } from "../settings.js";
import { Turns } from "../turns.js";
import { Guess } from "./guess.js";
import { Side } from "./side.js";
import { playTones } from "./sounds.js";
import { Step } from "./step.js";

const KINDS = { guess: Guess, side: Side };
const SILENCE = "The server did not answer. See that it is still running, then try again.";

export function startLab({ element, props, watch, ask, upload }) {
  parts.lab = new Lab(element.querySelector(".lab"), { ...props.settings, ask, upload });
  watch("value", () => parts.lab.answered(props.value));
}

class Lab {
  constructor(element, given) {
    Object.assign(this, given, { element, heard: false, asking: null, actions: [], stale: new Set(), seen: new Set() });
    this.status = element.querySelector(".lab-status");
    this.turns = new Turns(() => this.#failed(SILENCE));
    this.steps = [...element.querySelectorAll("[data-step]")].map(
      (section) => new (KINDS[section.dataset.step] ?? Step)(section, this),
    );
    this.#watchSight();
    this.#tones(element.querySelector(".lab-tones"));
    settings.follow((now, before) => this.#follow(now, before));
    this.#follow(settings.get(), {});
    document.addEventListener("change", ({ target }) => target.closest("#variant") && this.touch(this.#named("fourier")));
    element.querySelector(".lab-steps").disabled = false;
  }

  get views() {
    return this.steps.flatMap((step) => step.views);
  }

  /** Another sound, or another second of it, is shown at the top. */
  refresh() {
    this.heard = true;
    this.status.textContent = "";
    this.actions = this.actions.filter(({ step }) => !step.needsSound);
    for (const step of this.steps.filter((one) => one.needsSound)) {
      step.forget();
      this.stale.add(step);
    }
    this.#next();
  }

  /** A control was moved by hand; where it is a setting of the page, the page gets it. */
  changed(step, control) {
    const changes = control.setting ? { [control.setting]: control.value } : {};
    if (["window", "overlap"].includes(control.name)) changes.hop = hop(step.controls);
    this.setting = true;
    settings.set(changes);
    this.setting = false;
    this.touch(step);
  }

  touch(step) {
    if (!step.needsSound || !this.heard) return;
    this.stale.delete(step);
    this.stale.add(step); // the last one touched is asked first
    this.#next();
  }

  /** A button's question: in turn, and never dropped for a later one, unless for the same button's. */
  act(step, name, more = {}) {
    if (step.needsSound && !this.heard) return;
    this.actions = this.actions.filter((action) => action.name !== name || action.step !== step || more.variant);
    this.actions.push({ step, name, more });
    this.#next();
  }

  answered(answer) {
    const question = answer && this.turns.answered(answer.turn);
    if (!question) return;
    const { step } = question;
    this.asking = null;
    if (answer.error) this.#failed(answer.error, step);
    else {
      this.status.textContent = "";
      step.show(answer);
    }
    this.#next();
  }

  #next() {
    if (this.asking) return;
    const action = this.actions.shift();
    const step = action?.step ?? [...this.stale].reverse().find((one) => this.seen.has(one));
    if (!step) return;
    if (!action) this.stale.delete(step);
    this.asking = step;
    const variant = document.querySelector("#variant input:checked")?.value;
    const question = { variant, ...step.question(action?.name), ...action?.more };
    this.turns.ask({ step, send: (turn) => this.ask({ ...question, turn }) });
  }

  #failed(sentence, step = this.asking) {
    this.asking = null;
    this.status.textContent = sentence;
    step?.failed?.(sentence);
  }

  /** Only what is in sight is asked for; the rest when it comes into sight. */
  #watchSight() {
    const sight = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const step = this.steps.find((one) => one.section === target);
          if (isIntersecting) this.seen.add(step);
          else this.seen.delete(step);
        }
        this.#next();
      },
      { rootMargin: "100px" },
    );
    for (const { section } of this.steps) sight.observe(section);
  }

  /** Takes over what was set elsewhere on the page; the overlap as near as its slider gets. */
  #follow(now, before) {
    const elsewhere = !this.setting && (now.hop !== before.hop || now.window !== before.window);
    for (const step of this.steps) {
      const asked = JSON.stringify(step.question());
      for (const control of step.controls.values())
        if (control.setting && control.value !== now[control.setting]) control.value = now[control.setting];
      const overlap = step.controls.get("overlap");
      if (overlap && elsewhere) overlap.value = 1 - now.hop / now.window;
      if (JSON.stringify(step.question()) !== asked) this.touch(step);
    }
  }

  #named(name) {
    return this.steps.find((step) => step.name === name);
  }

  #tones(host) {
    for (const { hertz, text } of this.tones) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `${hertz.map((one) => one.toLocaleString("en")).join(", then ")} Hz`;
      button.addEventListener("click", () => playTones(hertz));
      const note = document.createElement("span");
      note.className = "lab-note";
      note.textContent = text;
      host.append(button, note);
    }
  }
}

/** The hop, in s, that a step's window and overlap make. */
function hop(controls) {
  return controls.get("window").value * (1 - controls.get("overlap").value);
}
