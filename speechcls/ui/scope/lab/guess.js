// The game: guess the word from its wave, its spectrum, its spectrogram, against the networks.

import { percent } from "../percent.js";
import { unique } from "../sound.js";
import { bar, piece } from "./answers.js";
import { filesOf, filesDropped, shuffled } from "./folder.js";
import { Step } from "./step.js";

const STAGES = ["waveform", "spectrum", "spectrogram"];
const NAMES = ["wave", "spectrum", "spectrogram"];

export class Guess extends Step {
  constructor(section, lab) {
    super(section, lab);
    const find = (selector) => section.querySelector(selector);
    Object.assign(this, {
      next: find(".guess-next"),
      word: find(".guess-word"),
      say: find(".guess-say"),
      pass: find(".guess-pass"),
      listen: find(".guess-play"),
      table: find(".guess-score"),
      player: new Audio(),
      score: new Map(),
      round: null,
    });
    for (const word of lab.words) this.word.append(new Option(word));
    this.#take(lab.examples.map((name) => ({ word: name, example: name })));
    this.next.addEventListener("click", () => this.#deal());
    this.say.addEventListener("click", () => this.#guess(this.word.value));
    this.pass.addEventListener("click", () => this.#guess(null));
    this.listen.addEventListener("click", () => this.player.play());
    this.#folder(find(".lab-folder"));
  }

  show({ panels, answers }) {
    if (!this.round) return;
    Object.assign(this.round, { panels, answers, stage: -1 });
    for (const { view } of Object.values(this.panels)) if (view) view.figure.hidden = true;
    this.#more();
    this.#tell("This is its wave. Which word is it?");
  }

  failed(sentence) {
    this.#tell(sentence);
    this.#end();
  }

  async #deal() {
    if (!this.deck.length) this.deck = shuffled(this.all);
    const { word, example, file } = this.deck.pop();
    this.#end();
    this.next.disabled = true;
    this.round = { word, stage: -1, url: file ? URL.createObjectURL(file) : new URL(`clips/${example}.flac`, document.baseURI).href };
    if (example) {
      this.lab.act(this, "guess", { example });
      return;
    }
    try {
      const { path } = await this.lab.upload(unique(file));
      this.lab.act(this, "guess", { path, name: "The clip" }); // its own name may tell the word
    } catch (error) {
      this.failed(`The clip did not reach the server (${error.message}). Is it still running? Then try again.`);
    }
  }

  #more() {
    const { round } = this;
    round.stage += 1;
    const name = STAGES[round.stage];
    super.show({ panels: { [name]: round.panels[name] } });
    for (const [i, stage] of STAGES.entries()) this.panels[stage].view.figure.hidden = i > round.stage;
    for (const control of [this.word, this.say, this.pass]) control.disabled = false;
    this.say.textContent = `Guess from the ${NAMES[round.stage]}`;
  }

  #guess(said) {
    const { round } = this;
    const right = said === round.word;
    this.#count("you", round.stage, right);
    if (round.stage < 2) {
      const seen = NAMES[round.stage];
      this.#more();
      this.#tell(`${said ? `From the ${seen} you say “${said}”.` : ""} Now you see its ${NAMES[round.stage]} too.`);
      return;
    }
    for (const { variant, words, sees } of round.answers)
      this.#count(variant, STAGES.indexOf(sees), words[0].word === round.word);
    const networks = round.answers.map(({ variant, words: [first] }) => `${variant} “${first.word}” ${percent(first.probability)}`);
    const you = said ? (right ? `You are right: “${said}”.` : `You say “${said}”.`) : "";
    this.#tell(`${you} It is “${round.word}”. The networks, from what they see: ${networks.join(", ")}.`);
    this.player.src = round.url;
    this.#end();
    this.listen.disabled = false;
    this.#list();
  }

  #end() {
    this.round = null;
    this.next.disabled = false;
    for (const control of [this.word, this.say, this.pass, this.listen]) control.disabled = true;
    this.say.textContent = "Guess";
  }

  #count(who, stage, right) {
    const scores = this.score.get(who) ?? NAMES.map(() => ({ right: 0, of: 0 }));
    this.score.set(who, scores);
    scores[stage].of += 1;
    scores[stage].right += right;
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

  #take(all) {
    this.all = all;
    this.deck = shuffled(all);
  }

  #folder(zone) {
    const use = (files) => {
      const known = new Set(this.lab.words);
      const found = files.filter(({ word }) => known.has(word));
      if (!found.length) {
        this.#tell("No sound file in it lies in a folder that is called like a word, such as bird/1.wav.");
        return;
      }
      this.#take(found);
      this.#tell(`${found.length.toLocaleString("en")} clips of ${new Set(found.map(({ word }) => word)).size} words, shuffled.`);
    };
    zone.querySelector("input").addEventListener("change", (event) => use(filesOf(event.target.files)));
    zone.addEventListener("dragover", (event) => event.preventDefault());
    zone.addEventListener("drop", async (event) => {
      event.preventDefault();
      use(await filesDropped(event.dataTransfer.items));
    });
  }

  #tell(text) {
    this.texts.guess.textContent = text;
  }
}

function cell({ right, of }) {
  const data = document.createElement("td");
  if (of) data.append(piece("", `${right} of ${of}`), bar(right / of));
  return data;
}
