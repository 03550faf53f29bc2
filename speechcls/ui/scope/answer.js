// The ranked words with bars, and the exact input of the network that ranked them.

import { PanelView } from "./panel.js";
import { percent } from "./percent.js";

const LIVE = "The network's exact input will stand here for the second that is chosen: a caught word, or the last at Stop.";
const EMPTY = "What the network sees will stand here, number for number.";

export class AnswerView {
  constructor(element) {
    const find = (selector) => element.querySelector(selector);
    this.element = element;
    this.sees = find(".answer-sees");
    this.heading = find(".answer-word");
    this.closest = find(".answer-closest");
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
    const named = `“${first.word}”`;
    this.element.classList.add("answered");
    this.element.classList.toggle("refused", Boolean(answer.refusal));
    this.heading.textContent = answer.refusal || named;
    if (!answer.refusal) this.heading.append(" ", certainty(first));
    this.closest.textContent = answer.refusal ? `The closest of them: ${named}, ${percent(first.probability)}` : "";
    this.list.replaceChildren(...answer.words.map(row));
    this.caution.textContent = answer.caution;
    this.notes.textContent = `${answer.variant} answered in ${answer.milliseconds} ms. ${answer.standing}`;
    const said = answer.refusal || `${answer.variant} hears ${first.word}, ${percent(first.probability)}`;
    this.spoken.textContent = `${said}. ${this.closest.textContent || answer.caution}`;
    this.#showInputs(answer.inputs);
  }

  /** While someone speaks: the smoothed scores, the likeliest first, and the word where one passes the threshold. */
  live({ variant, scores, heard, threshold }) {
    const [[word, score]] = scores;
    const sure = heard && score >= threshold;
    this.heading.textContent = sure ? `“${word}”` : "Listening";
    this.list.replaceChildren(...scores.map(([name, probability]) => row({ word: name, probability })));
    this.notes.textContent = `${variant}, its answers for the last second averaged over a moment.`;
  }

  /** Until a second is chosen there is no input to show. */
  waitForChoice() {
    this.element.classList.add("answered");
    this.heading.textContent = "Listening";
    this.element.classList.remove("refused");
    this.caution.textContent = this.closest.textContent = this.notes.textContent = "";
    this.list.replaceChildren();
    for (const [i, view] of this.views.entries()) view.figure.hidden = i > 0;
    this.inputs.classList.remove("two");
    this.views[0].clear(LIVE);
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

function certainty({ probability }) {
  const span = document.createElement("span");
  span.textContent = percent(probability);
  return span;
}

export function row({ word, probability }) {
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
