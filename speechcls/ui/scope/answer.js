// The answer: its word, how sure it is, the runners-up, and the exact input of the network that gave it.
// @ts-check

import { find } from "./dom.js";
import { Inputs } from "./inputs.js";
import { clock } from "./live/detections.js";
import { percent } from "./percent.js";
import { numeral, quoted, say, translate } from "./say.js";

const CERTAIN = 0.95; // of the probability, from which on the word counts as certain
const SURE = 0.6;
const NEAR = 0.2; // of the second word, from which on it is close behind
const FAR = 0.02;

/** @import { Drawn } from "./decode.js" */
/** @import { LiveAnswer, LiveDetection, NetworkAnswer, RankedWord, WithoutSound } from "./protocol.d.ts" */

export class AnswerView {
  /**
   * @param {HTMLElement} element
   * @param {HTMLElement} inputs where the network's exact input is drawn, and what it sees is said
   */
  constructor(element, inputs) {
    this.element = element;
    this.inputs = new Inputs(inputs);
    this.heading = find(element, "#word");
    this.sure = find(element, ".answer-sure");
    this.closest = find(element, ".answer-closest");
    this.list = find(element, ".answer-words");
    this.notes = find(element, ".answer-notes");
    this.spoken = find(element, ".answer-spoken");
    /** @type {string | undefined} */
    this.ranked = undefined; // the first of the words that compete while someone speaks
  }

  get views() {
    return this.inputs.views;
  }

  /** Whether an answer about a chosen second is shown. */
  get answered() {
    return this.element.classList.contains("answered");
  }

  /**
   * Without words, for there is no sound, only what the network would see is said.
   * @param {Drawn<NetworkAnswer> | Pick<WithoutSound, "sees">} answer
   */
  show(answer) {
    this.inputs.sees.textContent = translate(answer.sees);
    if (!("words" in answer)) return;
    const [first] = answer.words;
    const share = percent(first.probability);
    this.element.classList.add("answered");
    this.#head(first.word, translate(answer.refusal), certainty(first.probability, answer.refusal));
    const below = answer.refusal ? say("answer.closest", { word: first.word, share }) : answer.caution;
    this.#below(translate(below) || behind(answer.words), Boolean(answer.refusal));
    this.list.replaceChildren(...answer.words.map(row));
    const notes = { ...answer, standing: translate(answer.standing) };
    this.notes.textContent = say("answer.notes", notes);
    const said =
      translate(answer.refusal) || say("answer.spoken", { variant: answer.variant, word: first.word, share });
    this.spoken.textContent = `${said}. ${this.closest.textContent}`;
    this.inputs.show(answer.inputs, answer.variant);
  }

  /**
   * While someone speaks: the word that passes the threshold, with what competes with it; until the next one does, the
   * last that was caught.
   * @param {LiveAnswer} answer
   * @param {LiveDetection | undefined} last
   */
  live({ variant, scores, heard, threshold }, last) {
    const [[word, score]] = scores;
    if (heard && score >= threshold) {
      this.#head(word, "", "");
      this.#rank(scores.map(([name, probability]) => ({ word: name, probability })));
    } else this.#caught(last, last ? say("answer.at", { time: clock(last.seconds) }) : "");
    this.notes.textContent = say("answer.live", { variant });
  }

  /**
   * Until a second is chosen there is no input to show.
   * @param {LiveDetection | undefined} last
   */
  waitForChoice(last) {
    this.element.classList.add("answered");
    this.#rank([]);
    this.#caught(last, "");
    this.notes.textContent = "";
    this.inputs.clear(say("inputs.live"));
  }

  /**
   * The last word that was caught, over the words that competed with it; what competed with another is taken away.
   * @param {LiveDetection | undefined} last
   * @param {string} when
   */
  #caught(last, when) {
    this.#head(last?.word ?? "", last ? "" : say("answer.waiting"), when);
    if (this.ranked !== last?.word) this.#rank([]);
  }

  /** @param {RankedWord[]} words the likeliest first */
  #rank(words) {
    this.ranked = words[0]?.word;
    this.#below(behind(words));
    this.list.replaceChildren(...words.map(row));
  }

  /**
   * The word, or what is said in its place; `data-word` and `data-heard` are for whoever reads the page by program.
   * @param {string} word
   * @param {string} instead
   * @param {string} sure
   */
  #head(word, instead, sure) {
    const { heading } = this;
    heading.textContent = instead || quoted(word);
    heading.dataset.word = word;
    heading.dataset.heard = String(!instead);
    this.element.classList.toggle("refused", Boolean(instead));
    this.sure.textContent = sure;
  }

  /**
   * @param {string} text
   * @param {boolean} refused whether the list of words is offered
   */
  #below(text, refused = false) {
    this.closest.textContent = text;
    if (!refused) return;
    const open = document.createElement("button");
    Object.assign(open, { type: "button", textContent: say("answer.which") });
    open.dataset.opens = "words";
    this.closest.append(" ", open);
  }
}

/**
 * What comes behind the first word: who it is where it is near, and only their names where all are far.
 * @param {RankedWord[]} words
 */
function behind([, next, ...others]) {
  if (!next) return "";
  if (next.probability < FAR)
    return say("answer.far", { words: [next, ...others.slice(0, 2)].map(({ word }) => word).join(", ") });
  const share = percent(next.probability);
  return say(next.probability > NEAR ? "answer.near" : "answer.runner-up", { word: next.word, share });
}

/**
 * How sure an answer is, in a word.
 * @param {number} probability
 * @param {string} refusal
 */
function certainty(probability, refusal) {
  if (refusal) return "";
  return say(`answer.${probability >= CERTAIN ? "certain" : probability >= SURE ? "sure" : "unsure"}`);
}

/** @param {RankedWord} entry */
export function row({ word, probability }) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("span");
  const share = document.createElement("span");
  name.textContent = word;
  bar.className = "bar";
  bar.style.setProperty("--share", `${probability}`);
  share.textContent = numeral(percent(probability));
  item.append(name, bar, share);
  return item;
}
