// The lab's controls: what each stands for, and its value and unit in words beside it.

/** Controls of a section by name; `onChange(control)` is called whenever one is moved by hand. */
export function controlsOf(section, onChange) {
  const controls = new Map();
  for (const input of section.querySelectorAll("input[name]")) {
    const name = input.name.slice(input.name.indexOf("-") + 1);
    const control = controls.get(name) ?? make(input, name);
    if (input.type === "radio") control.inputs.push(input);
    controls.set(name, control);
    input.addEventListener("input", () => {
      control.tell?.();
      onChange(control);
    });
  }
  return controls;
}

function make(input, name) {
  if (input.type === "range") return new Slider(input, name);
  if (input.type === "checkbox") return new Check(input, name);
  return new Choice(name, input.dataset.setting);
}

/** A slider over a stretch of numbers, over the logarithm of one (data-log), or over a list (data-values). */
class Slider {
  constructor(input, name) {
    const { log, values, value, factor = 1, unit, digits = 0, setting } = input.dataset;
    Object.assign(this, { input, name, unit, setting, factor: Number(factor), digits: Number(digits) });
    this.values = values?.split(" ").map(Number);
    this.limits = log?.split(" ").map(Number);
    this.output = input.parentElement.querySelector(".lab-value");
    if (value) this.#place(Number(value));
    this.tell();
  }

  /** In the unit that the server takes. */
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
    return Number((low * (high / low) ** (at / this.input.max)).toPrecision(2)) | 0;
  }

  #place(shown) {
    if (this.values) this.input.value = nearest(this.values, shown);
    else if (!this.limits) this.input.value = shown;
    else {
      const [low, high] = this.limits;
      this.input.value = Math.round((this.input.max * Math.log(shown / low)) / Math.log(high / low));
    }
  }

  tell() {
    const shown = this.digits ? this.value.toFixed(this.digits) : this.#shown.toLocaleString("en");
    this.output.textContent = `${shown}${this.unit === "%" ? "" : " "}${this.unit}`;
    this.input.setAttribute("aria-valuetext", this.output.textContent);
  }
}

class Choice {
  constructor(name, setting) {
    Object.assign(this, { name, setting, inputs: [] });
  }

  get value() {
    return this.inputs.find((input) => input.checked).value;
  }

  set value(value) {
    this.inputs.find((input) => input.value === value).checked = true;
  }
}

class Check {
  constructor(input, name) {
    Object.assign(this, { input, name });
  }

  get value() {
    return this.input.checked;
  }
}

function nearest(values, wanted) {
  return values.reduce((best, value, i) => (Math.abs(value - wanted) < Math.abs(values[best] - wanted) ? i : best), 0);
}
