// Three tones that can be drawn at will, and the sound that they make together.

import { PanelView } from "../panel.js";
import { say } from "../say.js";
import { playSum } from "./sounds.js";
import { Step } from "./step.js";

const SPAN = 0.02; // s that are drawn
const POINTS = 800;
const BEGIN = [200, 400, 1000]; // Hz
const RANGE = [50, 2000]; // Hz
const STRENGTHS = [0.5, 0.3, 0.2]; // of full scale, so that the sum stays within it
const TIMES = Float32Array.from({ length: POINTS }, (_, i) => (i / (POINTS - 1)) * SPAN);

export class Three extends Step {
  constructor(section, lab) {
    super(section, lab);
    this.hertz = [...BEGIN];
    this.view = new PanelView(section.querySelector(".lab-figures"), "");
    const host = section.querySelector(".three-sliders");
    for (const i of BEGIN.keys()) host.append(this.#slider(i));
    section.querySelector(".three-play").addEventListener("click", () => playSum(this.hertz, STRENGTHS));
    this.#draw();
  }

  get views() {
    return [this.view];
  }

  #slider(i) {
    const label = document.createElement("label");
    label.className = "lab-slider";
    label.innerHTML = '<span></span><span class="lab-value" aria-hidden="true"></span><input type="range" step="10">';
    const [name, value, input] = label.children;
    name.textContent = say("three.tone", { number: i + 1 });
    Object.assign(input, { min: RANGE[0], max: RANGE[1], value: this.hertz[i] });
    const tell = () => {
      this.hertz[i] = Number(input.value);
      value.textContent = `${this.hertz[i]} Hz`;
      input.setAttribute("aria-valuetext", value.textContent);
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
    const line = (name, role, y) => ({ name, role, y, x: TIMES, dashed: false, reduced: false });
    const named = (i) => say("three.tone", { number: i + 1 });
    this.view.stand({
      title: say("three.sum"),
      subtitle: "",
      description: this.hertz.map((hertz) => `${hertz} Hz`).join(", "),
      x: { label: "Time", unit: "s", low: 0, high: SPAN, scale: "linear", quantity: "" },
      y: { label: "Amplitude", unit: "", low: -1, high: 1, scale: "linear" },
      lines: [...tones.map((y, i) => line(named(i), ["third", "fourth", "fifth"][i], y)), line(say("three.sum"), "main", sum)],
      image: null,
      span: null,
    });
  }
}
