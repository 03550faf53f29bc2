// Every network in a row: its exact input, its five words, its time, why it says so, and where it found it.
// @ts-check

import { row } from "../answer.js";
import { find } from "../dom.js";
import { PanelView } from "../panel.js";
import { percent } from "../percent.js";
import { numeral, quoted, say, translate } from "../say.js";
import { piece } from "./answers.js";
import { Step } from "./step.js";

/** @import { LabValues, PanelJson, SideAnswer } from "../protocol.d.ts" */
/** @import { Lab } from "./lab.js" */

export class Side extends Step {
  /** @type {Map<string, Card>} */
  cards = new Map();

  /**
   * @param {HTMLElement} section
   * @param {Lab} lab
   */
  constructor(section, lab) {
    super(section, lab);
    this.host = find(section, ".lab-networks");
  }

  get views() {
    return [...this.cards.values()].flatMap((card) => card.views);
  }

  /** @param {LabValues} answer */
  show(answer) {
    super.show(answer);
    const { networks = [], variant, evidence, inputs = [] } = answer;
    for (const network of networks) this.#card(network.variant).show(network);
    if (evidence && variant) this.#card(variant).explain(evidence, inputs);
  }

  /** @param {string} sentence */
  failed(sentence) {
    for (const card of this.cards.values()) card.failed(sentence);
  }

  /** @param {string} variant */
  #card(variant) {
    const known = this.cards.get(variant);
    if (known) return known;
    const made = new Card(this.host, variant, () => this.lab.act(this, "evidence", { variant }));
    this.cards.set(variant, made);
    return made;
  }
}

class Card {
  element = document.createElement("article");
  word = piece("lab-first", "");
  words = document.createElement("ol");
  why = document.createElement("p");
  button = document.createElement("button");
  found = document.createElement("p");
  inputs = document.createElement("div");
  /** @type {PanelView[]} */
  views = [];

  /**
   * @param {HTMLElement} host
   * @param {string} variant
   * @param {() => void} onAsk where it found its word
   */
  constructor(host, variant, onAsk) {
    this.element.className = "lab-network";
    const title = document.createElement("h3");
    title.textContent = variant;
    this.words.className = "answer-words";
    this.words.setAttribute("aria-label", say("side.words", { variant }));
    this.why.className = "lab-note";
    this.button.type = "button";
    this.button.textContent = say("inside.where");
    this.button.setAttribute("aria-label", say("side.where", { variant }));
    this.button.addEventListener("click", () => {
      this.button.disabled = true;
      this.found.textContent = say("side.covering");
      onAsk();
    });
    this.found.className = "lab-note";
    this.found.setAttribute("aria-live", "polite");
    this.element.append(title, this.word, this.words, this.why, this.button, this.found, this.inputs);
    host.append(this.element);
  }

  /** @param {SideAnswer} answer */
  show({ words, milliseconds, refusal, why, inputs }) {
    const [first] = words;
    const word = translate(refusal) || `${quoted(first.word)} ${numeral(percent(first.probability))}`;
    this.word.textContent = say("side.in", { word, milliseconds });
    this.words.replaceChildren(...words.map(row));
    this.why.textContent = translate(why);
    this.found.textContent = "";
    this.button.disabled = false;
    this.#pictures(inputs);
  }

  /**
   * What was asked for did not come.
   * @param {string} sentence
   */
  failed(sentence) {
    if (this.button.disabled) this.found.textContent = sentence;
    this.button.disabled = false;
  }

  /**
   * @param {string} evidence
   * @param {PanelJson[]} inputs
   */
  explain(evidence, inputs) {
    this.found.textContent = translate(evidence);
    this.button.disabled = false;
    this.#pictures(inputs);
  }

  /** @param {PanelJson[]} inputs */
  #pictures(inputs) {
    while (this.views.length < inputs.length) this.views.push(new PanelView(this.inputs, ""));
    for (const [i, panel] of inputs.entries()) this.views[i].show(panel);
  }
}
