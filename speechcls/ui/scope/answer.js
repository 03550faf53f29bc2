// The ranked words with bars, and the exact input of the network that ranked them.

import { PanelView } from "./panel.js";

const EMPTY = "What the network sees will stand here, number for number.";

export class AnswerView {
  constructor(element) {
    const find = (selector) => element.querySelector(selector);
    this.element = element;
    this.sees = find(".answer-sees");
    this.heading = find(".answer-word");
    this.list = find(".answer-words");
    this.caution = find(".answer-caution");
    this.notes = find(".answer-notes");
    this.spoken = find(".answer-spoken");
    this.inputs = find(".answer-inputs");
    this.views = [new PanelView(this.inputs, EMPTY)];
  }

  get answered() {
    return this.element.classList.contains("answered");
  }

  /** Without words, for there is no sound, only what the network would see is said. */
  show(answer) {
    this.sees.textContent = answer.sees;
    if (!answer.words) return;
    const [first] = answer.words;
    this.element.classList.add("answered");
    this.heading.textContent = `“${first.word}”`;
    const certainty = document.createElement("span");
    certainty.textContent = percent(first.probability);
    this.heading.append(" ", certainty);
    this.list.replaceChildren(...answer.words.map(row));
    this.caution.textContent = answer.caution;
    this.notes.textContent = `${answer.variant} answered in ${answer.milliseconds} ms. ${answer.standing}`;
    this.spoken.textContent = `${answer.variant} hears ${first.word}, ${percent(first.probability)}. ${answer.caution}`;
    this.#showInputs(answer.inputs);
  }

  #showInputs(panels) {
    while (this.views.length < panels.length) this.views.push(new PanelView(this.inputs, EMPTY));
    for (const [i, view] of this.views.entries()) {
      view.figure.hidden = i >= panels.length;
      if (i < panels.length) view.show(panels[i]);
    }
    this.inputs.classList.toggle("two", panels.length === 2);
  }
}

function row({ word, probability }) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("span");
  const share = document.createElement("span");
  name.textContent = word;
  bar.className = "bar";
  bar.style.setProperty("--share", probability);
  share.textContent = percent(probability);
  item.append(name, bar, share);
  return item;
}

function percent(probability) {
  if (probability > 0 && probability < 0.001) return "< 0.1 %";
  if (probability < 1 && probability > 0.999) return "> 99.9 %";
  return `${(100 * probability).toFixed(probability > 0.0995 ? 0 : 1)} %`;
}
