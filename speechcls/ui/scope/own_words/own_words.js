// Own words on the page: name one, say it again and again, and listen for it.
// @ts-check

import { all, find } from "../dom.js";
import { parts } from "../parts.js";
import { say, sentenceOf, translate } from "../say.js";
import { entryOf } from "./entry.js";
import { keptFocus } from "./focus.js";
import { OwnListening } from "./listening.js";
import { drawMap } from "./map.js";
import { Memory } from "./memory.js";
import { Recorder } from "./recorder.js";
import { Server } from "./server.js";
import { textElement } from "./take.js";
import { Threshold } from "./threshold.js";
import { Zips } from "./zips.js";

/** @import { OwnState, OwnTake } from "../protocol.d.ts" */
/** @import { Kept } from "./kept.js" */

/** @typedef {{ do: "add" | "remove", word: string } | { do: "rename", word: string, to: string }} OfWord */
/** @typedef {{ do: "move", take: number, word: string } | { do: "delete", take: number }} OfTake */
/** @typedef {{ do: "stricter", by: number }} OfThreshold */

const ELSE = ""; // the word of what is none of the words
// Of this page, so that pooled zips tell people apart.
const VOICE = crypto.getRandomValues(new Uint32Array(1))[0].toString(16);
/** @type {OwnState} */
const NOTHING = {
  words: [],
  takes: [],
  variant: "",
  seconds: 0,
  estimate: null,
  advice: [],
  stricter: 0,
  tradeoff: [],
};

/**
 * Takes its place in the story once that stands on the page.
 * @param {{ element: HTMLElement }} given by the Gradio component that carries the part
 */
export async function startOwnWords({ element }) {
  const section = find(element, ".own");
  const step = () => document.querySelector('[data-story="teach"] .lab-step');
  while (!step()) await new Promise(requestAnimationFrame);
  step()?.append(section);
  parts.own = new OwnWords(section);
}

export class OwnWords {
  player = new Audio();
  state = NOTHING;
  recorder = new Recorder(
    (word, file) => this.send(word, [file]),
    (trouble) => this.#recording(trouble),
  );
  recorded = ELSE; // the word that was last
  losses = 0; // of the connection, and of words with it
  /** @type {Promise<Server> | null} */
  server = null;

  /** @param {HTMLElement} section */
  constructor(section) {
    this.status = find(section, ".own-status");
    this.list = find(section, ".own-words");
    this.word = find(section, ".own-word", HTMLInputElement);
    this.listening = new OwnListening(find(section, ".own-listen", HTMLButtonElement), this);
    this.zips = new Zips(section, this);
    this.outcome = find(section, ".own-outcome");
    this.estimate = find(section, ".own-estimate");
    this.advice = find(section, ".own-advice");
    this.map = find(section, ".own-map svg", SVGElement);
    this.threshold = new Threshold(find(section, ".own-threshold"), (by) => this.ask({ do: "stricter", by }));
    this.memory = new Memory(find(section, ".own-memory"), {
      zip: () => this.get("zip?bare=true"),
      bring: (kept) => this.#bring(kept),
      failed: (error) => this.say(error.message, true),
    });
    this.memory.restore();
    window.addEventListener("beforeunload", (event) => {
      const { takes } = this.state;
      if (takes.length && this.state !== this.memory.kept && this.state !== this.zips.saved) event.preventDefault();
    });
    find(section, ".own-name").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#addWord(this.word.value.trim());
    });
  }

  /** The server remembers this page from its first question on. */
  async open() {
    this.server ??= Server.open(() => this.#lost());
    try {
      return await this.server;
    } catch (error) {
      this.server = null;
      throw error;
    }
  }

  /** @param {string} path */
  async get(path) {
    return (await this.open()).blob(path);
  }

  #lost() {
    this.server = null;
    if (!this.words.length) return;
    this.losses += 1;
    this.#show(NOTHING);
    this.say(
      "The connection to the server was lost, and with it your words. Open the zip, if you downloaded one.",
      true,
    );
    this.memory.restore();
  }

  /**
   * Has what this browser kept taught again.
   * @param {Kept} kept
   */
  async #bring({ zip, stricter }) {
    if (!(await this.change("zip", zip))) return false;
    if (stricter) await this.ask({ do: "stricter", by: stricter });
    this.say(say("own.back"));
    return true;
  }

  /**
   * Does what may fail, and says why it did.
   * @template T
   * @param {() => Promise<T>} work
   */
  async attempt(work) {
    const { losses } = this;
    try {
      return await work();
    } catch (error) {
      if (losses === this.losses) this.say(sentenceOf(error), true); // else all was lost, as has been said
      return null;
    }
  }

  /**
   * Have the server change something, and show what came of it.
   * @param {string} path
   * @param {Blob} body
   * @param {Record<string, string>} [query]
   */
  async change(path, body, query) {
    this.#prompt(); // now, for meanwhile there may be something else to say
    return this.attempt(async () => {
      const state = await (await this.open()).change(path, body, query);
      this.#show(state);
      this.memory.follow(state);
      return state;
    });
  }

  /** @param {OfWord | OfTake | OfThreshold} asked */
  ask(asked) {
    return this.change("change", new Blob([JSON.stringify(asked)], { type: "application/json" }));
  }

  /** @param {string} word */
  async #addWord(word) {
    if (!word) {
      this.say("Write your word first.", true);
      this.word.focus();
      return;
    }
    if (!(await this.ask({ do: "add", word }))) return;
    this.word.value = "";
    all(this.list, `[data-word="${CSS.escape(word.normalize())}"] .own-say`)[0]?.focus();
  }

  /** @param {string} text */
  say(text, isError = false) {
    const said = translate(text);
    if (this.status.textContent !== said) this.status.textContent = said; // or it would be read aloud again
    this.status.classList.toggle("error", isError);
  }

  /** What is to be said into the microphone, or why nothing comes from it; nothing while it is closed. */
  #prompt() {
    const { word, open, trouble } = this.recorder;
    const asked = word
      ? `Say “${word}”, again and again, with a short pause between.`
      : "Recording what is none of your words.";
    this.say(open ? trouble || asked : "", Boolean(open && trouble));
  }

  /**
   * How many takes of a word there are. Not while it is recorded: what is read aloud would become a take.
   * @param {string} word
   */
  #tell(word) {
    if (this.recorder.word !== null || !this.words.includes(word)) return;
    const takes = this.state.takes.filter((take) => take.word === word).length;
    this.say(`${word || translate("Something else")}: ${translate(`${takes} ${takes === 1 ? "take" : "takes"}`)}`);
  }

  /** Of which there may be takes; none before one is named. */
  get words() {
    return this.state.words.length ? [...this.state.words, ELSE] : [];
  }

  /** @param {OwnState} state */
  #show(state) {
    const focus = keptFocus(this.list, this.word);
    this.state = state;
    const { word } = this.recorder;
    if (word !== null && !this.words.includes(word)) this.recorder.stop(); // nobody could any more
    this.list.replaceChildren(...this.words.map((word) => entryOf(word, this)));
    focus();
    this.zips.show(state);
    this.listening.show(state);
    this.outcome.hidden = !state.variant;
    this.estimate.textContent = translate(state.estimate?.sentence ?? "");
    this.advice.replaceChildren(...state.advice.map((text) => textElement("li", text)));
    this.threshold.show(state);
    drawMap(this.map, state.takes, state.words, (take) => this.play(take));
  }

  /**
   * Has files taught as takes of a word.
   * @param {string} word
   * @param {File[]} files
   */
  async send(word, files) {
    const refused = [];
    for (const file of files) {
      if (!this.words.includes(word)) return; // it was removed, or all was lost
      if (await this.change("takes", file, { word, voice: VOICE, name: file.name })) this.#tell(word);
      else refused.push(this.status.textContent);
    }
    if (refused.length) this.say([...new Set(refused)].join(" "), true); // or the next file would have wiped it out
  }

  /** @param {string} word */
  async record(word) {
    await this.attempt(async () => {
      await this.listening.stop();
      this.say(say("sound.asking"));
      this.recorded = word;
      await this.recorder.start(word);
    });
  }

  /**
   * It has begun, ended, or something keeps it from hearing anything.
   * @param {string} trouble "" where nothing does
   */
  #recording(trouble) {
    this.#prompt();
    this.#tell(this.recorded);
    if (trouble) this.say(trouble, true);
    this.#show(this.state);
  }

  /** @param {OwnTake} take */
  play(take) {
    this.attempt(async () => {
      if (this.player.src) URL.revokeObjectURL(this.player.src);
      this.player.src = URL.createObjectURL(await this.get(`takes/${take.number}`));
      await this.player.play();
    });
    for (const one of all(this.list, ".own-take"))
      one.classList.toggle("marked", one.dataset.number === `${take.number}`);
  }
}
