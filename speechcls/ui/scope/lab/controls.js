// The lab's controls: what each stands for, and its value and unit in words beside it.
// @ts-check

import { find } from "../dom.js";
import { numeral } from "../say.js";

/** @import { PageSettings } from "../protocol.d.ts" */
/** @typedef {Slider | Choice | Check} Control */

/**
 * Controls of a section by name.
 * @param {Element} section
 * @param {(control: Control) => void} onChange is called whenever one is moved by hand
 */
export function controlsOf(section, onChange) {
  /** @type {Map<string, Control>} */
  const controls = new Map();
  for (const input of section.querySelectorAll("input")) {
    if (!input.name) continue;
    const name = input.name.slice(input.name.indexOf("-") + 1);
    const control = controls.get(name) ?? make(input, name);
    if (control instanceof Choice) control.inputs.push(input);
    controls.set(name, control);
    input.addEventListener("input", () => {
      if (control instanceof Slider) control.tell();
      onChange(control);
    });
  }
  return controls;
}

/**
 * @param {HTMLInputElement} input
 * @param {string} name
 * @returns {Control}
 */
function make(input, name) {
  if (input.type === "range") return new Slider(input, name);
  if (input.type === "checkbox") return new Check(input, name);
  return new Choice(name, settingOf(input));
}

/** A slider over a stretch of numbers, over the logarithm of one (data-log), or over a list (data-values). */
export class Slider {
  /**
   * @param {HTMLInputElement} input
   * @param {string} name
   */
  constructor(input, name) {
    const { log, values, value, factor = "1", unit = "", digits = "0" } = input.dataset;
    this.input = input;
    this.name = name;
    this.unit = unit;
    this.setting = settingOf(input);
    this.factor = Number(factor);
    this.digits = Number(digits);
    this.values = values?.split(" ").map(Number);
    this.limits = log?.split(" ").map(Number);
    this.output = find(input.closest("label") ?? document, ".lab-value");
    if (value) this.#place(Number(value));
    this.tell();
  }

  /** The value in the unit that the server takes. */
  get value() {
    return this.#shown * this.factor;
  }

  set value(value) {
    this.#place(value / this.factor);
    this.tell();
  }

  get #shown() {
    const at = Number(this.input.value);
    if (this.values) return this.values[at];
    if (!this.limits) return at;
    const [low, high] = this.limits;
    return Number((low * (high / low) ** (at / Number(this.input.max))).toPrecision(2)) | 0;
  }

  /** @param {number} shown */
  #place(shown) {
    this.input.value = `${this.#at(shown)}`;
  }

  /**
   * Where the slider stands for a number that is shown.
   * @param {number} shown
   */
  #at(shown) {
    if (this.values) return nearest(this.values, shown);
    if (!this.limits) return shown;
    const [low, high] = this.limits;
    return Math.round((Number(this.input.max) * Math.log(shown / low)) / Math.log(high / low));
  }

  tell() {
    const shown = numeral(this.digits ? this.value.toFixed(this.digits) : this.#shown.toLocaleString("en"));
    this.output.textContent = this.unit === "%" ? numeral(`${this.#shown}%`) : `${shown} ${this.unit}`.trimEnd();
    this.input.setAttribute("aria-valuetext", this.output.textContent);
  }
}

export class Choice {
  /** @type {HTMLInputElement[]} */
  inputs = [];

  /**
   * @param {string} name
   * @param {keyof PageSettings | undefined} setting
   */
  constructor(name, setting) {
    this.name = name;
    this.setting = setting;
  }

  get value() {
    return this.inputs.find((input) => input.checked)?.value ?? "";
  }

  set value(value) {
    const wanted = this.inputs.find((input) => input.value === value);
    if (wanted) wanted.checked = true;
  }
}

class Check {
  /** @type {undefined} */
  setting = undefined; // the page has none that is on or off

  /**
   * @param {HTMLInputElement} input
   * @param {string} name
   */
  constructor(input, name) {
    this.input = input;
    this.name = name;
  }

  get value() {
    return this.input.checked;
  }
}

/**
 * The setting of the page that a control stands for.
 * @param {HTMLInputElement} input
 */
function settingOf(input) {
  return /** @type {keyof PageSettings | undefined} */ (input.dataset.setting);
}

/**
 * @param {number[]} values
 * @param {number} wanted
 */
function nearest(values, wanted) {
  return values.reduce((best, value, i) => (Math.abs(value - wanted) < Math.abs(values[best] - wanted) ? i : best), 0);
}
