// The lab: its steps, and the one question to the server that is under way at a time.
// @ts-check

import { Break } from "../break_it/break.js";
import { all, find } from "../dom.js";
import { InsideStep } from "../inside/inside.js";
import { Paint } from "../inside/paint.js";
import { parts } from "../parts.js";
import { say, translate } from "../say.js";
import { settings } from "../settings.js";
import { Turns } from "../turns.js";
import { Choice, Slider } from "./controls.js";
import { Guess } from "./guess.js";
import { Side } from "./side.js";
import { playTones } from "./sounds.js";
import { Step } from "./step.js";
import { Story } from "./story.js";
import { Three } from "./three.js";
import { Tour } from "./tour.js";

/** @import { LabAnswer, LabQuestion, LabSettings, PageSettings } from "../protocol.d.ts" */
/** @import { All } from "../settings.js" */
/** @import { Control } from "./controls.js" */

/** @typedef {Omit<LabQuestion, "turn">} Asked what is asked, but for its number */
/** @typedef {{ step: Step, name: string, more: Partial<Asked> }} Action a button's question that waits */
/**
 * @typedef {object} StepQuestion
 * @property {Step} step
 * @property {boolean} own whether all that the step shows belongs to it, and not only what one of its buttons gives
 * @property {(turn: number) => void} send
 */
/**
 * @typedef {object} Given by the Gradio component that carries the tab
 * @property {HTMLElement} element
 * @property {{ settings: LabSettings, value: LabAnswer | null }} props
 * @property {(name: "value", changed: () => void) => void} watch
 * @property {(question: LabQuestion) => void} ask
 * @property {(file: File) => Promise<{ path: string }>} upload
 */

/** @type {Record<string, typeof Step>} */
const KINDS = { guess: Guess, side: Side, three: Three, inside: InsideStep, paint: Paint, break: Break };
const LATE = 1_500; // ms without an answer, after which it is said that it is being worked on
const BY_NETWORK = ["fourier", "inside"]; // steps that ask the chosen network

/** @param {Given} given */
export function startLab({ element, props, watch, ask, upload }) {
  const lab = new Lab(find(element, ".lab"), props.settings, ask, upload);
  parts.lab = lab;
  watch("value", () => lab.answered(props.value));
}

export class Lab {
  heard = false; // there is a sound that the server may work on
  setting = false; // what is set now was set here
  /** @type {StepQuestion | null} */
  asking = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #late;
  /** @type {Action[]} */
  actions = [];
  /** @type {Set<Step>} */
  stale = new Set();
  /** @type {Set<Step>} */
  seen = new Set();

  /**
   * @param {HTMLElement} element
   * @param {LabSettings} settings
   * @param {Given["ask"]} ask
   * @param {Given["upload"]} upload
   */
  constructor(element, { words, examples, tones, broken }, ask, upload) {
    this.words = words;
    this.broken = broken;
    this.examples = examples;
    this.ask = ask;
    this.upload = upload;
    this.element = element;
    this.status = find(element, ".lab-status");
    /** @type {Turns<StepQuestion>} */
    this.turns = new Turns(() => this.#failed(say("silence")));
    this.steps = all(element, "[data-step]").map((section) => {
      const Kind = KINDS[section.dataset.step ?? ""] ?? Step;
      return new Kind(section, this);
    });
    this.story = new Story(element);
    const opens = find(document, ".tour-opens");
    this.tour = new Tour(this.story, find(element, ".tour"), find(opens, "button"));
    early.ready(opens);
    this.#watchSight();
    find(element, ".lab-apart button").addEventListener("click", () => parts.backend?.switch(false));
    addTones(find(element, ".lab-tones"), tones);
    settings.follow((now, before) => this.#follow(now, before));
    this.#follow(settings.get(), null);
    document.addEventListener("change", ({ target }) => {
      if (!(target instanceof Element && target.closest("#variant"))) return;
      for (const step of this.steps) if (BY_NETWORK.includes(step.name)) this.touch(step);
    });
    find(element, ".lab-steps", HTMLFieldSetElement).disabled = false;
    if (document.querySelector(".pictures[data-turn]")) this.refresh(); // the sound came first
  }

  get views() {
    return this.steps.flatMap((step) => step.views);
  }

  /** The sound at the top moves on, and what is shown here is about the one before. */
  past() {
    this.element.classList.add("before");
  }

  /** Another sound, or another second of it, is shown at the top. */
  refresh() {
    this.element.classList.remove("before");
    this.heard = Boolean(parts.second?.forServer);
    this.element.classList.toggle("apart", !this.heard);
    this.status.textContent = "";
    this.actions = this.actions.filter(({ step }) => !step.needsSound);
    for (const step of this.steps.filter((one) => one.needsSound)) {
      step.forget();
      if (this.heard) this.stale.add(step);
      else this.stale.delete(step);
    }
    this.#next();
  }

  /**
   * A control was moved by hand; where it is a setting of the page, the page gets it.
   * @param {Step} step
   * @param {Control} control
   */
  changed(step, control) {
    /** @type {PageSettings} */
    const changes = control.setting ? { [control.setting]: control.value } : {};
    if (["window", "overlap"].includes(control.name)) changes.hop = hop(step.controls);
    this.setting = true;
    settings.set(changes);
    this.setting = false;
    this.touch(step);
  }

  /** @param {Step} step */
  touch(step) {
    if (!step.needsSound || !this.heard) return;
    this.stale.delete(step);
    this.stale.add(step); // the last one touched is asked first
    this.#next();
  }

  /**
   * A button's question: in turn, and never dropped for a later one, unless for the same button's.
   * @param {Step} step
   * @param {string} name
   * @param {Partial<Asked>} more
   */
  act(step, name, more = {}) {
    if (step.needsSound && !this.heard) return;
    this.actions = this.actions.filter((action) => action.name !== name || action.step !== step || more.variant);
    this.actions.push({ step, name, more });
    this.#next();
  }

  /** @param {LabAnswer | null} answer */
  answered(answer) {
    const question = answer && this.turns.answered(answer.turn);
    if (!answer || !question) return;
    const { step, own } = question;
    this.asking = null;
    clearTimeout(this.#late);
    if (answer.error) this.#failed(translate(answer.error), question);
    else {
      this.status.textContent = "";
      if (own && !this.stale.has(step)) step.section.classList.remove("past");
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
    const chosen = document.querySelector("#variant input:checked");
    const variant = chosen instanceof HTMLInputElement ? chosen.value : undefined;
    const about = step.needsSound ? parts.second?.forServer : {};
    const question = { variant, ...about, ...step.question(action?.name), ...action?.more };
    this.asking = { step, own: !action || action.name === step.name, send: (turn) => this.ask({ ...question, turn }) };
    clearTimeout(this.#late);
    this.#late = setTimeout(() => {
      this.status.textContent = say("lab.waits");
    }, LATE);
    this.turns.ask(this.asking);
  }

  /**
   * @param {string} sentence
   * @param {StepQuestion | null} question
   */
  #failed(sentence, question = this.asking) {
    this.asking = null;
    clearTimeout(this.#late);
    this.status.textContent = sentence;
    if (question?.own) question.step.past();
    question?.step.failed(sentence);
  }

  /** Only what is in sight is asked for; the rest when it comes into sight. */
  #watchSight() {
    const sight = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const step = this.steps.find((one) => one.section === target);
          if (!step) continue;
          if (isIntersecting) this.seen.add(step);
          else this.seen.delete(step);
        }
        this.#next();
      },
      { rootMargin: "100px" },
    );
    for (const { section } of this.steps) sight.observe(section);
  }

  /**
   * Takes over what was set elsewhere on the page; the overlap as near as its slider gets.
   * @param {All} now
   * @param {All | null} before
   */
  #follow(now, before) {
    const elsewhere = !this.setting && (now.hop !== before?.hop || now.window !== before.window);
    for (const step of this.steps) {
      const asked = JSON.stringify(step.question());
      for (const control of step.controls.values()) takeOver(control, now);
      const overlap = step.controls.get("overlap");
      if (overlap instanceof Slider && elsewhere) overlap.value = 1 - now.hop / now.window;
      if (JSON.stringify(step.question()) !== asked) this.touch(step);
    }
  }
}

/**
 * @param {Control} control
 * @param {All} now
 */
function takeOver(control, now) {
  const value = control.setting && now[control.setting];
  if (value === control.value) return;
  if (control instanceof Slider && typeof value === "number") control.value = value;
  if (control instanceof Choice && typeof value === "string") control.value = value;
}

/**
 * @param {HTMLElement} host
 * @param {LabSettings["tones"]} tones
 */
function addTones(host, tones) {
  for (const { hertz, text } of tones) {
    const button = document.createElement("button");
    button.type = "button";
    const [low, high] = hertz.map((one) => one.toLocaleString("en"));
    button.textContent = say("mel.pair", { low, high });
    button.addEventListener("click", () => playTones(hertz));
    const note = document.createElement("span");
    note.className = "lab-note";
    note.textContent = translate(text);
    host.append(button, note);
  }
}

/**
 * The hop, in s, that a step's window and overlap make.
 * @param {Map<string, Control>} controls
 */
function hop(controls) {
  return Number(controls.get("window")?.value) * (1 - Number(controls.get("overlap")?.value));
}
