// The game: guess the word from its wave, its spectrum, its spectrogram, against the networks.
// @ts-check

import { find } from "../dom.js";
import { percent } from "../percent.js";
import { numeral, quoted, say, sentenceOf } from "../say.js";
import { unique } from "../sound.js";
import { bar, piece } from "./answers.js";
import { filesDropped, filesOf, shuffled } from "./folder.js";
import { Step } from "./step.js";

/** @import { GuessAnswer, GuessStage, LabValues, PanelJson } from "../protocol.d.ts" */
/** @import { Labelled } from "./folder.js" */
/** @import { Lab } from "./lab.js" */

/** @typedef {Partial<Labelled> & { word: string, example?: string }} Clip of a file, or an example */
/**
 * @typedef {object} Round
 * @property {string} word
 * @property {string} url of its sound
 * @property {number} stage how far its pictures are shown; -1 until they have come
 * @property {Record<string, PanelJson>} panels
 * @property {GuessAnswer[]} answers
 * @property {number} earned points, by the earliest picture at which the guess was right
 */
/** @typedef {{ right: number, of: number }} Score */

/** @type {GuessStage[]} */
const STAGES = ["waveform", "spectrum", "spectrogram"];
const NAMES = /** @type {const} */ (["wave", "spectrum", "spectrogram"]);
const POINTS = [3, 2, 1]; // for the word at each, the earlier the more
const QUIZ = 10; // words

export class Guess extends Step {
  /** @type {Clip[]} */
  all = [];
  /** @type {Clip[]} */
  deck = []; // those that are still to come
  audio = new Audio();
  /** @type {Map<string, Score[]>} */
  score = new Map();
  /** @type {Round | null} */
  round = null;
  quiz = { words: 0, points: 0 };

  /**
   * @param {HTMLElement} section
   * @param {Lab} lab
   */
  constructor(section, lab) {
    super(section, lab);
    this.next = find(section, ".guess-next", HTMLButtonElement);
    this.word = find(section, ".guess-word", HTMLSelectElement);
    this.say = find(section, ".guess-say", HTMLButtonElement);
    this.pass = find(section, ".guess-pass", HTMLButtonElement);
    this.listen = find(section, ".guess-play", HTMLButtonElement);
    this.table = find(section, ".guess-score", HTMLTableElement);
    for (const word of lab.words) this.word.append(new Option(word));
    this.#take(lab.examples.map((name) => ({ word: wordOf(name), example: name })));
    this.next.addEventListener("click", () => this.#deal());
    this.say.addEventListener("click", () => this.#guess(this.word.value));
    this.pass.addEventListener("click", () => this.#guess(null));
    this.listen.addEventListener("click", () => this.audio.play());
    this.#folder(find(section, ".lab-folder"));
  }

  /** @param {LabValues} answer */
  show({ panels = {}, answers = [] }) {
    if (!this.round) return;
    this.round = { ...this.round, panels, answers: /** @type {GuessAnswer[]} */ (answers), stage: -1 };
    this.#more(this.round);
    this.#tell(say("guess.first"));
  }

  /** @param {string} sentence */
  failed(sentence) {
    this.#tell(sentence);
    this.#end();
  }

  async #deal() {
    if (!this.deck.length) this.deck = shuffled(this.all);
    const clip = this.deck.pop();
    if (!clip) return;
    const { word, example, file } = clip;
    this.#end();
    this.next.disabled = true;
    for (const { view } of Object.values(this.panels)) if (view) view.figure.hidden = true; // of the word before
    const url = file ? URL.createObjectURL(file) : new URL(`clips/${example}.flac`, document.baseURI).href;
    this.round = { word, url, stage: -1, panels: {}, answers: [], earned: 0 };
    if (this.quiz.words === QUIZ) this.quiz = { words: 0, points: 0 };
    if (!file) {
      this.lab.act(this, "guess", { example });
      return;
    }
    try {
      const { path } = await this.lab.upload(unique(file));
      this.lab.act(this, "guess", { path, name: "The clip" }); // its own name may tell the word
    } catch (error) {
      const why = sentenceOf(error);
      this.failed(say("guess.lost", { error: why }));
    }
  }

  /** @param {Round} round */
  #more(round) {
    round.stage += 1;
    const name = STAGES[round.stage];
    super.show({ panels: { [name]: round.panels[name] } });
    for (const [i, stage] of STAGES.entries()) {
      const { view } = this.panels[stage];
      if (view) view.figure.hidden = i > round.stage;
    }
    for (const control of [this.word, this.say, this.pass]) control.disabled = false;
    this.say.textContent = say(`guess.say-${NAMES[round.stage]}`);
  }

  /** @param {string | null} said */
  #guess(said) {
    const { round } = this;
    if (!round) return;
    const right = said === round.word;
    this.#count(say("guess.you"), round.stage, right);
    if (right) round.earned ||= POINTS[round.stage];
    if (round.stage < 2) {
      this.#more(round);
      const now = say(`guess.now-${NAMES[round.stage]}`);
      this.#tell(said ? `${say("guess.said", { said })} ${now}` : now);
      return;
    }
    for (const { variant, words, sees } of round.answers)
      this.#count(variant, STAGES.indexOf(sees), words[0].word === round.word);
    const networks = round.answers.map(
      ({ variant, words: [first] }) => `${variant} ${quoted(first.word)} ${numeral(percent(first.probability))}`,
    );
    const you = said && !right ? `${say("guess.said", { said })} ` : "";
    const end = say(right ? "guess.right" : "guess.answer", { word: round.word, networks: networks.join(", ") });
    this.#tell(you + end);
    this.#points(round.earned);
    this.audio.src = round.url;
    this.#end();
    this.listen.disabled = false;
    this.#list();
  }

  /** @param {number} earned */
  #points(earned) {
    const { quiz } = this;
    quiz.words += 1;
    quiz.points += earned;
    const values = { ...quiz, earned, of: QUIZ, most: QUIZ * POINTS[0] };
    find(this.section, ".guess-points").textContent = say(quiz.words < QUIZ ? "guess.points" : "guess.over", values);
  }

  #end() {
    this.round = null;
    this.next.disabled = false;
    for (const control of [this.word, this.say, this.pass, this.listen]) control.disabled = true;
    this.say.textContent = say("guess.say");
  }

  /**
   * @param {string} who
   * @param {number} stage
   * @param {boolean} right
   */
  #count(who, stage, right) {
    const scores = this.score.get(who) ?? NAMES.map(() => ({ right: 0, of: 0 }));
    this.score.set(who, scores);
    scores[stage].of += 1;
    scores[stage].right += Number(right);
  }

  #list() {
    this.table.hidden = false;
    this.table.tBodies[0].replaceChildren(
      ...[...this.score].map(([who, scores]) => {
        const row = document.createElement("tr");
        const head = document.createElement("th");
        head.scope = "row";
        head.textContent = who;
        row.append(head, ...scores.map(cell));
        return row;
      }),
    );
  }

  /** @param {Clip[]} all */
  #take(all) {
    this.all = all;
    this.deck = shuffled(all);
  }

  /** @param {HTMLElement} zone */
  #folder(zone) {
    /** @type {(files: Labelled[]) => void} */
    const use = (files) => {
      const known = new Set(this.lab.words);
      const found = files.filter(({ word }) => known.has(word));
      if (!found.length) {
        this.#tell(say("guess.no-words"));
        return;
      }
      this.#take(found);
      const words = new Set(found.map(({ word }) => word)).size;
      this.#tell(say("guess.taken", { clips: found.length.toLocaleString("en"), words }));
    };
    const input = find(zone, "input", HTMLInputElement);
    input.addEventListener("change", () => input.files && use(filesOf(input.files)));
    zone.addEventListener("dragover", (event) => event.preventDefault());
    zone.addEventListener("drop", async (event) => {
      event.preventDefault();
      if (event.dataTransfer) use(await filesDropped(event.dataTransfer.items));
    });
  }

  /** @param {string} text */
  #tell(text) {
    this.texts.guess.textContent = text;
  }
}

/**
 * The word that is said in an example or a clip of the quiz: ui/selection.py.
 * @param {string} name
 */
function wordOf(name) {
  return name.replace("quiz/", "").split("-")[0];
}

/** @param {Score} score */
function cell({ right, of }) {
  const data = document.createElement("td");
  if (of) data.append(piece("", say("guess.of", { right, of })), bar(right / of));
  return data;
}
