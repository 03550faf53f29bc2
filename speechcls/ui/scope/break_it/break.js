// The step that spoils a sound: a way to do it, a slider from harmless to far too much, and who gives way where.
// @ts-check

import { find } from "../dom.js";
import { Step } from "../lab/step.js";
import { numeral, say } from "../say.js";
import { amountAt } from "./amount.js";

/** @import { Broken, LabValues } from "../protocol.d.ts" */
/** @import { Lab } from "../lab/lab.js" */

export class Break extends Step {
  curveFor = ""; // the question that the curve answers

  /**
   * @param {HTMLElement} section
   * @param {Lab} lab
   */
  constructor(section, lab) {
    super(section, lab);
    this.kind = find(section, ".break-kind", HTMLSelectElement);
    this.noise = find(section, ".break-noise");
    this.under = find(section, ".break-under");
    this.slider = find(section, ".break-slider", HTMLInputElement);
    this.output = find(section, ".break-amount .lab-value");
    for (const { name } of lab.broken) this.kind.append(new Option(say(`break.kind.${name}`), name));
    for (const name of lab.examples) find(this.under, "select").append(new Option(name));
    this.kind.addEventListener("change", () => this.#choose());
    for (const host of [this.noise, this.under]) host.addEventListener("change", () => lab.act(this, this.name));
    this.slider.addEventListener("input", () => {
      this.#tell();
      lab.act(this, this.name);
    });
    this.#choose();
  }

  /** @returns {ReturnType<Step["question"]>} */
  question(name = this.name) {
    return {
      step: name,
      kind: this.way.name,
      amount: this.amount,
      noise: valueIn(this.noise),
      under: valueIn(this.under),
    };
  }

  /** @param {LabValues} answer */
  show(answer) {
    super.show(answer);
    const { kind, noise, under } = this.question();
    const curveFor = JSON.stringify([kind, noise, under]);
    if (answer.answers && curveFor !== this.curveFor) {
      this.curveFor = curveFor;
      this.panels.curve.view?.clear(say("pictures.wait"));
      this.lab.act(this, "curve");
    }
  }

  /** @param {string} sentence */
  failed(sentence) {
    this.panels.curve.view?.clear(sentence);
    this.curveFor = ""; // the curve is asked for again with the next answer
  }

  forget() {
    super.forget();
    this.curveFor = "";
  }

  /** @returns {Broken} */
  get way() {
    return this.lab.broken.find(({ name }) => name === this.kind.value) ?? this.lab.broken[0];
  }

  get amount() {
    return amountAt(this.way, Number(this.slider.value) / 100);
  }

  #choose() {
    this.noise.hidden = this.way.name !== "noise";
    this.under.hidden = this.way.name !== "another word";
    this.slider.value = "0";
    this.#tell();
    this.lab.act(this, this.name);
  }

  #tell() {
    const { unit } = this.way;
    this.output.textContent = `${numeral(Number(this.amount.toPrecision(3)).toLocaleString("en"))} ${unit}`;
    this.slider.setAttribute("aria-valuetext", this.output.textContent);
  }
}

/** @param {HTMLElement} host */
function valueIn(host) {
  return find(host, "select", HTMLSelectElement).value;
}
