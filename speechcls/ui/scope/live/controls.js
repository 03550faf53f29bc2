// The controls of the moving pictures: they act at once, also on pictures that are frozen.

import { CHOICES } from "../settings.js";

const MS = (seconds) => `${Number((1000 * seconds).toFixed(1))} ms`;

const SLIDERS = {
  window: ["Window", MS],
  hop: ["Hop", MS],
  filters: ["Mel filters", (count) => `${count}`],
  range: ["Range", (decibels) => `${decibels} dB`],
};

const SCALES = { log: "log", mel: "mel", linear: "linear" };

export class Controls {
  /** Fills `host`; `freeze(bool)` is called when pictures are to stand still or to move again. */
  constructor(host, settings, { freeze }) {
    this.settings = settings;
    host.classList.add("live-controls");
    host.setAttribute("role", "group");
    host.setAttribute("aria-label", "How the pictures are made");
    this.sliders = Object.entries(SLIDERS).map(([name, [label, text]]) => this.#slider(host, name, label, text));
    this.radios = this.#choice(host);
    this.button = document.createElement("button");
    Object.assign(this.button, { type: "button", className: "live-freeze", textContent: "Freeze" });
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
    this.button.setAttribute("aria-pressed", frozen);
  }

  #slider(host, name, label, text) {
    const element = document.createElement("label");
    element.innerHTML = '<span></span><span class="live-value"></span><input type="range" min="0" step="1">';
    const [caption, output, input] = element.children;
    caption.textContent = label;
    input.max = CHOICES[name].length - 1;
    input.addEventListener("input", () => this.settings.set({ [name]: CHOICES[name][input.value] }));
    host.append(element);
    return { name, text, output, input };
  }

  #choice(host) {
    const element = document.createElement("fieldset");
    element.innerHTML = "<legend>Frequency</legend>";
    const radios = Object.entries(SCALES).map(([scale, text]) => {
      const label = document.createElement("label");
      const input = Object.assign(document.createElement("input"), { type: "radio", name: "live-scale", value: scale });
      input.addEventListener("change", () => this.settings.set({ scale }));
      label.append(input, text);
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
      input.value = nearest(CHOICES[name], now[name]);
      output.textContent = text(now[name]);
      input.setAttribute("aria-valuetext", text(now[name]));
    }
    for (const radio of this.radios) radio.checked = radio.value === now.scale;
  }
}

function nearest(choices, value) {
  const distances = choices.map((choice) => Math.abs(choice - value));
  return distances.indexOf(Math.min(...distances));
}
