// Three tones that can be drawn at will, and the sound that they make together.
// @ts-check

import { find } from "../dom.js";
import { PanelView } from "../panel.js";
import { say } from "../say.js";
import { playSum } from "./sounds.js";
import { Step } from "./step.js";

/** @import { Line } from "../decode.js" */
/** @import { Role } from "../protocol.d.ts" */
/** @import { Lab } from "./lab.js" */

const SPAN = 0.02; // s that are drawn
const POINTS = 800;
const BEGIN = [200, 400, 1000]; // Hz
const RANGE = [50, 2000]; // Hz
const STRENGTHS = [0.5, 0.3, 0.2]; // of full scale, so that the sum stays within it
/** @type {Role[]} */
const ROLES = ["third", "fourth", "fifth"];
const TIMES = Float32Array.from({ length: POINTS }, (_, i) => (i / (POINTS - 1)) * SPAN);

export class Three extends Step {
  hertz = [...BEGIN];

  /**
   * @param {HTMLElement} section
   * @param {Lab} lab
   */
  constructor(section, lab) {
    super(section, lab);
    this.view = new PanelView(find(section, ".lab-figures"), "");
    const host = find(section, ".three-sliders");
    for (const i of BEGIN.keys()) host.append(this.#slider(i));
    find(section, ".three-play").addEventListener("click", () => playSum(this.hertz, STRENGTHS));
    this.#draw();
  }

  get views() {
    return [this.view];
  }

  /** @param {number} i */
  #slider(i) {
    const label = document.createElement("label");
    label.className = "lab-slider";
    label.innerHTML = '<span></span><span class="lab-value" aria-hidden="true"></span><input type="range" step="10">';
    const [value, input] = [find(label, ".lab-value"), find(label, "input", HTMLInputElement)];
    find(label, "span").textContent = say("three.tone", { number: i + 1 });
    Object.assign(input, { min: `${RANGE[0]}`, max: `${RANGE[1]}`, value: `${this.hertz[i]}` });
    const tell = () => {
      this.hertz[i] = Number(input.value);
      value.textContent = `${this.hertz[i]} Hz`;
      input.setAttribute("aria-valuetext", `${this.hertz[i]} Hz`);
    };
    input.addEventListener("input", () => {
      tell();
      this.#draw();
    });
    tell();
    return label;
  }

  #draw() {
    const tones = this.hertz.map((hertz, i) => TIMES.map((t) => STRENGTHS[i] * Math.sin(2 * Math.PI * hertz * t)));
    const sum = TIMES.map((_, n) => tones.reduce((all, tone) => all + tone[n], 0));
    /** @type {(name: string, role: Role, y: Float32Array) => Line} */
    const line = (name, role, y) => ({ name, role, y, x: TIMES, dashed: false, reduced: false });
    /** @type {(i: number) => string} */
    const named = (i) => say("three.tone", { number: i + 1 });
    this.view.show({
      title: say("three.sum"),
      subtitle: "",
      description: this.hertz.map((hertz) => `${hertz} Hz`).join(", "),
      x: { label: "Time", unit: "s", low: 0, high: SPAN, scale: "linear", quantity: "" },
      y: { label: "Amplitude", unit: "", low: -1, high: 1, scale: "linear", quantity: "" },
      lines: [...tones.map((y, i) => line(named(i), ROLES[i], y)), line(say("three.sum"), "main", sum)],
      image: null,
      span: null,
    });
  }
}
