// The controls of the moving pictures: they act at once, also on pictures that are frozen.
// @ts-check

import { find } from "../dom.js";
import { numeral, say } from "../say.js";
import { CHOICES } from "../settings.js";

/** @import { AxisScale } from "../protocol.d.ts" */
/** @import { Settings } from "../settings.js" */

/** @typedef {"window" | "hop" | "filters" | "range"} SliderName */
/** @typedef {{ name: SliderName, text: (value: number) => string, output: Element, input: HTMLInputElement }} Slider */

/** @param {number} seconds */
const MS = (seconds) => numeral(`${Number((1000 * seconds).toFixed(1))} ms`);

/** @type {Record<SliderName, (value: number) => string>} */
const SLIDERS = {
  window: MS,
  hop: MS,
  filters: (count) => `${count}`,
  range: (decibels) => `${decibels} dB`,
};

const NAMES = /** @type {SliderName[]} */ (Object.keys(SLIDERS));
/** @type {AxisScale[]} */
const SCALES = ["log", "mel", "linear"];

export class Controls {
  button = document.createElement("button");

  /**
   * @param {HTMLElement} host is filled
   * @param {Settings} settings
   * @param {{ freeze: (frozen: boolean) => void }} calls when pictures are to stand still or to move again
   */
  constructor(host, settings, { freeze }) {
    this.settings = settings;
    host.classList.add("live-controls");
    host.setAttribute("role", "group");
    host.setAttribute("aria-label", say("live.controls"));
    this.sliders = NAMES.map((name) => this.#slider(host, name));
    this.radios = this.#choice(host);
    Object.assign(this.button, { type: "button", className: "live-freeze", textContent: say("live.freeze") });
    this.button.addEventListener("click", () => {
      this.frozen = !this.frozen;
      freeze(this.frozen);
    });
    host.append(this.button);
    this.frozen = false;
    settings.follow(() => this.#show());
    this.#show();
  }

  get frozen() {
    return this.button.getAttribute("aria-pressed") === "true";
  }

  set frozen(frozen) {
    this.button.setAttribute("aria-pressed", `${frozen}`);
  }

  /**
   * @param {HTMLElement} host
   * @param {SliderName} name
   * @returns {Slider}
   */
  #slider(host, name) {
    const text = SLIDERS[name];
    const element = document.createElement("label");
    element.innerHTML = '<span></span><span class="live-value"></span><input type="range" min="0" step="1">';
    find(element, "span").textContent = say(`live.${name}`);
    const [output, input] = [find(element, ".live-value"), find(element, "input", HTMLInputElement)];
    input.max = `${CHOICES[name].length - 1}`;
    input.addEventListener("input", () => this.settings.set({ [name]: CHOICES[name][Number(input.value)] }));
    host.append(element);
    return { name, text, output, input };
  }

  /** @param {HTMLElement} host */
  #choice(host) {
    const element = document.createElement("fieldset");
    element.append(Object.assign(document.createElement("legend"), { textContent: say("live.scale") }));
    const radios = SCALES.map((scale) => {
      const label = document.createElement("label");
      const input = Object.assign(document.createElement("input"), { type: "radio", name: "live-scale", value: scale });
      input.addEventListener("change", () => this.settings.set({ scale }));
      label.append(input, scale);
      element.append(label);
      return input;
    });
    host.append(element);
    return radios;
  }

  /** A setting that the lab made may lie between two places of a slider: the nearest is marked, its number shown. */
  #show() {
    const now = this.settings.get();
    for (const { name, text, output, input } of this.sliders) {
      input.value = `${nearest(CHOICES[name], now[name])}`;
      output.textContent = text(now[name]);
      input.setAttribute("aria-valuetext", text(now[name]));
    }
    for (const radio of this.radios) radio.checked = radio.value === now.scale;
  }
}

/**
 * @param {number[]} choices
 * @param {number} value
 */
function nearest(choices, value) {
  const distances = choices.map((choice) => Math.abs(choice - value));
  return distances.indexOf(Math.min(...distances));
}
