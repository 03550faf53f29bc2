// Every network in a row: its exact input, its five words, its time, why it says so, and where it found it.

import { row } from "../answer.js";
import { PanelView } from "../panel.js";
import { percent } from "../percent.js";
import { piece } from "./answers.js";
import { Step } from "./step.js";

export class Side extends Step {
  constructor(section, lab) {
    super(section, lab);
    this.host = section.querySelector(".lab-networks");
    this.cards = new Map();
  }

  get views() {
    return [...this.cards.values()].flatMap((card) => card.views);
  }

  show(answer) {
    super.show(answer);
    for (const network of answer.networks ?? []) this.#card(network.variant).show(network);
    if (answer.evidence) this.#card(answer.variant).explain(answer);
  }

  failed(sentence) {
    for (const card of this.cards.values()) card.failed(sentence);
  }

  #card(variant) {
    if (!this.cards.has(variant))
      this.cards.set(variant, new Card(this.host, variant, () => this.lab.act(this, "evidence", { variant })));
    return this.cards.get(variant);
  }
}

class Card {
  constructor(host, variant, onAsk) {
    this.element = document.createElement("article");
    this.element.className = "lab-network";
    const title = document.createElement("h3");
    title.textContent = variant;
    this.word = piece("lab-first", "");
    this.words = document.createElement("ol");
    this.words.className = "answer-words";
    this.words.setAttribute("aria-label", `The likeliest words by ${variant}`);
    this.why = document.createElement("p");
    this.why.className = "lab-note";
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.textContent = "Where did it find it?";
    this.button.setAttribute("aria-label", `Where did ${variant} find it?`);
    this.button.addEventListener("click", () => {
      this.button.disabled = true;
      this.found.textContent = "Covering 48 patches of its input, one after the other";
      onAsk();
    });
    this.found = document.createElement("p");
    this.found.className = "lab-note";
    this.found.setAttribute("aria-live", "polite");
    this.inputs = document.createElement("div");
    this.views = [];
    this.element.append(title, this.word, this.words, this.why, this.button, this.found, this.inputs);
    host.append(this.element);
  }

  show({ words, milliseconds, refusal, why, inputs }) {
    const [first] = words;
    this.word.textContent = `${refusal || `“${first.word}” ${percent(first.probability)}`} in ${milliseconds} ms`;
    this.words.replaceChildren(...words.map(row));
    this.why.textContent = why;
    this.found.textContent = "";
    this.button.disabled = false;
    this.#pictures(inputs);
  }

  /** What was asked for did not come. */
  failed(sentence) {
    if (this.button.disabled) this.found.textContent = sentence;
    this.button.disabled = false;
  }

  explain({ evidence, inputs }) {
    this.found.textContent = evidence;
    this.button.disabled = false;
    this.#pictures(inputs);
  }

  #pictures(inputs) {
    while (this.views.length < inputs.length) this.views.push(new PanelView(this.inputs, ""));
    for (const [i, panel] of inputs.entries()) this.views[i].show(panel);
  }
}
