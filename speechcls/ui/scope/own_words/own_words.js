// Own words on the page: name one, say it again and again, and listen for it.
// @ts-check

import { all, find } from "../dom.js";
import { filesDropped } from "../lab/folder.js";
import { save } from "../live/session.js";
import { parts } from "../parts.js";
import { say, told } from "../say.js";
import { holdable } from "./hold.js";
import { drawMap } from "./map.js";
import { Memory } from "./memory.js";
import { Recorder } from "./recorder.js";
import { Server } from "./server.js";
import { button, takeElement } from "./take.js";
import { Threshold } from "./threshold.js";

/** @import { OwnState, OwnTake } from "../protocol.d.ts" */
/** @import { Kept } from "./kept.js" */

/** @typedef {{ do: "add" | "remove", word: string } | { do: "rename", word: string, to: string }} OfWord */
/** @typedef {{ do: "move", take: number, word: string } | { do: "delete", take: number }} OfTake */
/** @typedef {{ do: "stricter", by: number }} OfThreshold */

const ELSE = ""; // the word of what is none of the words
const ELSE_ABOUT = "What it should not take for one of your words: the room, other words, you talking.";
// Of this page, so that pooled zips tell people apart.
const VOICE = crypto.getRandomValues(new Uint32Array(1))[0].toString(16);
/** @type {OwnState} */
const NOTHING = { words: [], takes: [], variant: "", seconds: 0, estimate: null, told: [], stricter: 0, tradeoff: [] };

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
  listening = false;
  recorder = new Recorder(
    (word, file) => this.#send(word, [file]),
    () => this.#recording(),
  );
  /** @type {Promise<Server> | null} */
  server = null;

  /** @param {HTMLElement} section */
  constructor(section) {
    this.status = find(section, ".own-status");
    this.list = find(section, ".own-words");
    this.word = find(section, ".own-word", HTMLInputElement);
    this.listen = find(section, ".own-listen", HTMLButtonElement);
    this.download = find(section, ".own-download", HTMLButtonElement);
    this.outcome = find(section, ".own-outcome");
    this.estimate = find(section, ".own-estimate");
    this.told = find(section, ".own-told");
    this.map = find(section, ".own-map svg", SVGElement);
    this.threshold = new Threshold(find(section, ".own-threshold"), (by) => this.#do({ do: "stricter", by }));
    this.memory = new Memory(find(section, ".own-memory"), {
      zip: () => this.#get("zip?bare=true"),
      bring: (kept) => this.#bring(kept),
      failed: (error) => this.#say(error.message, true),
    });
    this.memory.restore();
    find(section, ".own-name").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#addWord(this.word.value.trim());
    });
    this.listen.addEventListener("click", () => this.#listen());
    this.download.addEventListener("click", () => this.#try(async () => save(await this.#get("zip"), "own-words.zip")));
    const zip = find(section, ".own-open input", HTMLInputElement);
    zip.addEventListener("change", () => {
      this.#openAll([...(zip.files ?? [])]);
      zip.value = "";
    });
  }

  /** The server remembers this page from its first question on. */
  async #open() {
    this.server ??= Server.open(() => this.#lost());
    try {
      return await this.server;
    } catch (error) {
      this.server = null;
      throw error;
    }
  }

  /** @param {string} path */
  async #get(path) {
    return (await this.#open()).blob(path);
  }

  #lost() {
    this.server = null;
    if (!this.state.takes.length) return;
    this.#show(NOTHING);
    this.#say(
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
    if (!(await this.#change("zip", zip))) return;
    if (stricter) await this.#do({ do: "stricter", by: stricter });
    this.#say(say("own.back"));
  }

  /**
   * @template T
   * @param {() => Promise<T>} work
   */
  async #try(work) {
    try {
      return await work();
    } catch (error) {
      this.#say(error instanceof Error ? error.message : `${error}`, true);
      return null;
    }
  }

  /**
   * Have the server change something, and show what came of it.
   * @param {string} path
   * @param {Blob} body
   * @param {Record<string, string>} [query]
   */
  async #change(path, body, query) {
    return this.#try(async () => {
      const state = await (await this.#open()).change(path, body, query);
      this.#say("");
      this.#show(state);
      this.memory.follow(state);
      return state;
    });
  }

  /**
   * Adds the takes of every zip. What can't be opened is told at the end, and keeps no other from being opened.
   * @param {File[]} zips
   */
  async #openAll(zips) {
    const refused = [];
    for (const zip of zips)
      if (!(await this.#change("zip", zip))) refused.push(`${zip.name}: ${this.status.textContent}`);
    if (zips.length > 1 && refused.length) this.#say(refused.join(" "), true);
  }

  /** @param {OfWord | OfTake | OfThreshold} asked */
  #do(asked) {
    return this.#change("change", new Blob([JSON.stringify(asked)], { type: "application/json" }));
  }

  /** @param {string} word */
  async #addWord(word) {
    if (!word) {
      this.#say("Write your word first.", true);
      this.word.focus();
      return;
    }
    if (!(await this.#do({ do: "add", word }))) return;
    this.word.value = "";
    all(this.list, `[data-word="${CSS.escape(word.normalize())}"] .own-say`)[0]?.focus();
  }

  /** @param {string} text */
  #say(text, isError = false) {
    this.status.textContent = told(text);
    this.status.classList.toggle("error", isError);
  }

  /** @param {OwnState} state */
  #show(state) {
    const focused = document.activeElement;
    const held = focused && this.list.contains(focused) && focused.getAttribute("aria-label");
    const words = state.words.length ? [...state.words, ELSE] : [];
    this.state = state;
    this.list.replaceChildren(...words.map((word) => this.#entry(word)));
    if (held) all(this.list, `[aria-label="${CSS.escape(held)}"]`)[0]?.focus();
    this.download.disabled = !state.takes.length;
    this.listen.disabled = !state.variant;
    this.outcome.hidden = !state.variant;
    this.estimate.textContent = told(state.estimate?.sentence ?? "");
    this.told.replaceChildren(...state.told.map((text) => textElement("li", text)));
    this.threshold.show(state);
    drawMap(this.map, state.takes, state.words, (take) => this.#play(take));
    if (this.listening && state.variant) parts.listen?.choose(state.variant);
  }

  /**
   * The word with its takes, and the button to say another.
   * @param {string} word
   */
  #entry(word) {
    const name = word || told("Something else");
    const entry = document.createElement("li");
    entry.className = "own-entry";
    entry.dataset.word = word;
    const takes = this.state.takes.filter((take) => take.word === word);
    const head = this.#head(word, name, takes.length);
    const row = document.createElement("ul");
    row.className = "own-takes";
    row.style.cssText = "list-style: none; padding: 0; margin: 0";
    row.append(
      ...takes.map((take) =>
        takeElement(take, this.state.words, {
          play: (one) => this.#play(one),
          move: (one, to) => this.#do({ do: "move", take: one.number, word: to }),
          remove: (one) => this.#do({ do: "delete", take: one.number }),
        }),
      ),
    );
    entry.append(head, takes.length || word ? row : textElement("p", ELSE_ABOUT));
    this.#dropping(entry, word);
    return entry;
  }

  /**
   * @param {string} word
   * @param {string} name that stands for it
   * @param {number} takes
   */
  #head(word, name, takes) {
    const head = document.createElement("div");
    head.className = "own-word-head";
    const count = textElement("span", `${takes} ${takes === 1 ? "take" : "takes"}`);
    head.append(textElement("h3", name), this.#recordButton(word, name), this.#files(word, name), count);
    if (word) head.append(button("Rename", `Rename ${name}`, () => this.#rename(word)));
    if (word) head.append(button("Remove", `Remove ${name} and its takes`, () => this.#do({ do: "remove", word })));
    return head;
  }

  /**
   * @param {string} word
   * @param {string} name
   */
  #files(word, name) {
    const label = document.createElement("label");
    label.className = "own-open";
    label.textContent = told("Files");
    const input = Object.assign(document.createElement("input"), { type: "file", accept: "audio/*", multiple: true });
    input.setAttribute("aria-label", told(`Choose files with takes of ${name}`));
    input.addEventListener("change", () => this.#send(word, [...(input.files ?? [])]));
    label.append(input);
    return label;
  }

  /**
   * Files that are dropped become takes; a take that is dropped moves here.
   * @param {HTMLElement} entry
   * @param {string} word
   */
  #dropping(entry, word) {
    /** @type {(event: Event, state: boolean) => void} */
    const over = (event, state) => {
      event.preventDefault();
      entry.classList.toggle("over", state);
    };
    entry.addEventListener("dragover", (event) => over(event, true));
    entry.addEventListener("dragleave", (event) => over(event, false));
    entry.addEventListener("drop", async (event) => {
      over(event, false);
      if (!event.dataTransfer) return;
      const [, number] = /^take (\d+)$/.exec(event.dataTransfer.getData("text/plain")) ?? [];
      if (number) this.#do({ do: "move", take: Number(number), word });
      else
        this.#send(
          word,
          (await filesDropped(event.dataTransfer.items)).map(({ file }) => file),
        );
    });
  }

  /**
   * @param {string} word
   * @param {File[]} files
   */
  async #send(word, files) {
    for (const file of files) await this.#change("takes", file, { word, voice: VOICE, name: file.name });
  }

  /** @param {string} word */
  #rename(word) {
    const to = prompt(told(`Another name for “${word}”`), word)?.trim();
    if (to && to !== word) this.#do({ do: "rename", word, to });
  }

  /**
   * @param {string} word
   * @param {string} name
   */
  #recordButton(word, name) {
    const about = word ? `Say takes of ${name}` : "Record something else";
    const record = button(word ? "Say it" : "Record", about, () => {});
    const isOn = () => this.recorder.word === word;
    const toggle = () => (isOn() ? this.recorder.stop() : this.#record(word));
    holdable(record, { isOn, toggle, end: () => this.recorder.stop() });
    record.classList.add("own-say");
    const pressed = isOn() && Boolean(this.recorder.open);
    record.setAttribute("aria-pressed", `${pressed}`);
    if (pressed) record.textContent = say("sound.stop");
    return record;
  }

  /** @param {string} word */
  async #record(word) {
    await this.#try(async () => {
      if (this.listening) await this.#stopListening();
      await this.recorder.start(word);
    });
  }

  /** It has begun, or ended. */
  #recording() {
    const { word } = this.recorder;
    const said = word
      ? `Say “${word}”, again and again, with a short pause between.`
      : "Recording what is none of your words.";
    this.#say(word === null ? "" : said);
    this.#show(this.state);
  }

  /** @param {OwnTake} take */
  #play(take) {
    this.#try(async () => {
      if (this.player.src) URL.revokeObjectURL(this.player.src);
      this.player.src = URL.createObjectURL(await this.#get(`takes/${take.number}`));
      await this.player.play();
    });
    for (const one of all(this.list, ".own-take"))
      one.classList.toggle("marked", one.dataset.number === `${take.number}`);
  }

  #listen() {
    this.recorder.stop();
    if (this.listening) {
      this.#stopListening();
      return;
    }
    this.listening = true;
    this.listen.textContent = told("Stop listening");
    parts.listen?.listenFor(
      this.state.variant,
      () => this.#notListening(),
      (variant) => this.#lend(variant),
    );
  }

  /**
   * What was taught, for this browser to listen by itself.
   * @param {string} variant
   */
  async #lend(variant) {
    const taught = new Set(this.state.takes.map(({ word }) => word));
    const words = this.state.words.filter((word) => taught.has(word));
    const model = await this.#get(`model?variant=${encodeURIComponent(variant)}`);
    return { model: URL.createObjectURL(model), words };
  }

  async #stopListening() {
    const ended = parts.listen?.stop();
    this.#notListening();
    await ended;
  }

  #notListening() {
    this.listening = false;
    this.listen.textContent = say("own.listen");
  }
}

/**
 * @param {"h3" | "li" | "p" | "span"} kind
 * @param {string} text
 */
function textElement(kind, text) {
  return Object.assign(document.createElement(kind), { textContent: told(text) });
}
