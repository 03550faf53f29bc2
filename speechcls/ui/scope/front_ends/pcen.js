// The parameters of PCEN as sliders, shown while a front end that has it is compared.
// @ts-check

import { find } from "../dom.js";
import { numeral, say } from "../say.js";

/** @import { PcenSlider } from "../protocol.d.ts" */

/** @typedef {PcenSlider & { input: HTMLInputElement }} Slider */

const DIGITS = 3; // that are significant

export class PcenSliders {
  /**
   * @param {HTMLElement} host is filled
   * @param {PcenSlider[]} given
   * @param {() => void} changed is called when one was moved
   */
  constructor(host, given, changed) {
    this.host = host;
    this.sliders = given.map((one) => this.#slider(one, changed));
  }

  /** @param {boolean} shown */
  show(shown) {
    this.host.hidden = !shown;
  }

  /**
   * All values by name, null where none is shown or all are as the library has them.
   * @returns {Record<string, number> | null}
   */
  get moved() {
    const moved = this.sliders.some(({ input, value }) => Number(input.value) !== value);
    if (this.host.hidden || !moved) return null;
    return Object.fromEntries(this.sliders.map(({ name, input }) => [name, Number(input.value)]));
  }

  /**
   * @param {PcenSlider} given
   * @param {() => void} changed
   * @returns {Slider}
   */
  #slider(given, changed) {
    const element = document.createElement("label");
    element.innerHTML = '<span></span> <span class="live-value"></span><input type="range" step="any">';
    find(element, "span").textContent = say(`front-ends.pcen.${given.name}`);
    const [output, input] = [find(element, ".live-value"), find(element, "input", HTMLInputElement)];
    Object.assign(input, { name: given.name, min: `${given.low}`, max: `${given.high}`, value: `${given.value}` });
    const tell = () => {
      output.textContent = numeral(`${Number(Number(input.value).toPrecision(DIGITS))}`);
    };
    input.addEventListener("input", () => {
      tell();
      changed();
    });
    tell();
    this.host.append(element);
    return { ...given, input };
  }
}
