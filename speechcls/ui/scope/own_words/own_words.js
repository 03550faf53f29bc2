// Own words on the page: name one, say it again and again, and listen for it.

import { filesDropped } from "../lab/folder.js";
import { save } from "../live/session.js";
import { parts } from "../page.js";
import { pcm16, wav } from "../wav.js";
import { Cutter } from "./cutter.js";
import { drawMap } from "./map.js";
import { Server } from "./server.js";
import { button, takeElement } from "./take.js";

const RATE = 16_000; // Hz
const ELSE = ""; // the word of what is none of the words
const ELSE_ABOUT = "What it should not take for one of your words: the room, other words, you talking.";
const VOICE = crypto.getRandomValues(new Uint32Array(1))[0].toString(16); // of this page, so that pooled zips tell people apart

/** Takes its place in the story once that stands on the page. */
export async function startOwnWords({ element }) {
  const section = element.querySelector(".own");
  const step = () => document.querySelector('[data-story="teach"] .lab-step');
  while (!step()) await new Promise(requestAnimationFrame);
  step().append(section);
  parts.own = new OwnWords(section);
}

class OwnWords {
  constructor(section) {
    const find = (selector) => section.querySelector(selector);
    Object.assign(this, {
      status: find(".own-status"),
      list: find(".own-words"),
      word: find(".own-word"),
      listen: find(".own-listen"),
      download: find(".own-download"),
      outcome: find(".own-outcome"),
      estimate: find(".own-estimate"),
      told: find(".own-told"),
      map: find(".own-map svg"),
      player: new Audio(),
      state: { words: [], takes: [], variant: "" },
      saying: null, // {word, microphone, cutter}
    });
    find(".own-name").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#addWord(this.word.value.trim());
    });
    this.listen.addEventListener("click", () => this.#listen());
    this.download.addEventListener("click", () => this.#try(async () => save(await this.#get("zip"), "own-words.zip")));
    find(".own-open input").addEventListener("change", ({ target }) => {
      const [file] = target.files;
      if (file) this.#change("zip", file);
      target.value = "";
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

  async #get(path) {
    return (await this.#open()).blob(path);
  }

  #lost() {
    this.server = null;
    if (!this.state.takes.length) return;
    this.#show({ words: [], takes: [], variant: "", estimate: null, told: [] });
    this.#say("The connection to the server was lost, and with it your words. Open the zip, if you downloaded one.", true);
  }

  async #try(work) {
    try {
      return await work();
    } catch (error) {
      this.#say(error.message, true);
      return null;
    }
  }

  /** Have the server change something, and show what came of it. */
  async #change(path, body, query) {
    return this.#try(async () => {
      const state = await (await this.#open()).change(path, body, query);
      this.#say("");
      this.#show(state);
      return state;
    });
  }

  #do(asked) {
    return this.#change("change", new Blob([JSON.stringify(asked)], { type: "application/json" }));
  }

  async #addWord(word) {
    if (!word) {
      this.#say("Write your word first.", true);
      this.word.focus();
      return;
    }
    if (!(await this.#do({ do: "add", word }))) return;
    this.word.value = "";
    this.list.querySelector(`[data-word="${CSS.escape(word.normalize())}"] .own-say`)?.focus();
  }

  #say(text, isError = false) {
    this.status.textContent = text;
    this.status.classList.toggle("error", isError);
  }

  #show(state) {
    const focused = document.activeElement;
    const held = focused && this.list.contains(focused) && focused.getAttribute("aria-label");
    this.state = state;
    this.list.replaceChildren(...[...state.words, ...(state.words.length ? [ELSE] : [])].map((word) => this.#entry(word)));
    if (held) this.list.querySelector(`[aria-label="${CSS.escape(held)}"]`)?.focus();
    this.download.disabled = !state.takes.length;
    this.listen.disabled = !state.variant;
    this.outcome.hidden = !state.variant;
    this.estimate.textContent = state.estimate?.sentence ?? "";
    this.told.replaceChildren(...(state.told ?? []).map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    drawMap(this.map, state.takes, state.words, (take) => this.#play(take));
    if (this.listening && state.variant) parts.listen.choose(state.variant);
  }

  /** The word with its takes, and the button to say another. */
  #entry(word) {
    const name = word || "Something else";
    const entry = document.createElement("li");
    entry.className = "own-entry";
    entry.dataset.word = word;
    const takes = this.state.takes.filter((take) => take.word === word);
    const head = document.createElement("div");
    head.className = "own-word-head";
    const title = Object.assign(document.createElement("h3"), { textContent: name });
    const say = button("Say it", word ? `Say takes of ${name}` : "Record something else", () => this.#record(word));
    say.classList.add("own-say");
    if (!word) say.textContent = "Record";
    this.#press(say, this.saying?.word === word);
    const count = document.createElement("span");
    count.textContent = `${takes.length} ${takes.length === 1 ? "take" : "takes"}`;
    head.append(title, say, this.#files(word, name), count);
    if (word) head.append(button("Rename", `Rename ${name}`, () => this.#rename(word)));
    if (word) head.append(button("Remove", `Remove ${name} and its takes`, () => this.#do({ do: "remove", word })));
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
    entry.append(head, takes.length || word ? row : explained(ELSE_ABOUT));
    this.#dropping(entry, word);
    return entry;
  }

  #files(word, name) {
    const label = document.createElement("label");
    label.className = "own-open";
    label.textContent = "Files";
    const input = Object.assign(document.createElement("input"), { type: "file", accept: "audio/*", multiple: true });
    input.setAttribute("aria-label", `Choose files with takes of ${name}`);
    input.addEventListener("change", () => this.#send(word, [...input.files]));
    label.append(input);
    return label;
  }

  /** Files that are dropped become takes; a take that is dropped moves here. */
  #dropping(entry, word) {
    const over = (event, state) => {
      event.preventDefault();
      entry.classList.toggle("over", state);
    };
    entry.addEventListener("dragover", (event) => over(event, true));
    entry.addEventListener("dragleave", (event) => over(event, false));
    entry.addEventListener("drop", async (event) => {
      over(event, false);
      const [, number] = /^take (\d+)$/.exec(event.dataTransfer.getData("text/plain")) ?? [];
      if (number) this.#do({ do: "move", take: Number(number), word });
      else this.#send(word, (await filesDropped(event.dataTransfer.items)).map(({ file }) => file));
    });
  }

  async #send(word, files) {
    for (const file of files) await this.#change("takes", file, { word, voice: VOICE, name: file.name });
  }

  #rename(word) {
    const to = prompt(`Another name for “${word}”`, word)?.trim();
    if (to && to !== word) this.#do({ do: "rename", word, to });
  }

  #press(say, pressed) {
    say.setAttribute("aria-pressed", pressed);
    if (pressed) say.textContent = "Stop";
  }

  /** Begins or ends recording: every word that is said meanwhile becomes a take at once. */
  async #record(word) {
    const before = this.saying;
    this.#stop();
    if (before?.word === word) return;
    await this.#try(async () => {
      const take = (samples) => this.#send(word, [file(samples)]);
      const cutter = word ? new Cutter(take) : new Seconds(take);
      if (this.listening) await this.#stopListening();
      const microphone = await parts.sound.sources.open({ samples: (block) => cutter.push(block), ended: () => this.#stop() });
      this.saying = { word, microphone, cutter };
      this.#say(word ? `Say “${word}”, again and again, with a short pause between.` : "Recording what is none of your words.");
      this.#show(this.state);
    });
  }

  #stop() {
    const { saying } = this;
    if (!saying) return;
    this.saying = null;
    saying.microphone.close();
    saying.cutter.end();
    this.#say("");
    this.#show(this.state);
  }

  #play(take) {
    this.#try(async () => {
      if (this.player.src) URL.revokeObjectURL(this.player.src);
      this.player.src = URL.createObjectURL(await this.#get(`takes/${take.number}`));
      await this.player.play();
    });
    for (const one of this.list.querySelectorAll(".own-take")) one.classList.toggle("marked", one.dataset.number === String(take.number));
  }

  #listen() {
    this.#stop();
    if (this.listening) {
      this.#stopListening();
      return;
    }
    this.listening = true;
    this.listen.textContent = "Stop listening";
    parts.listen.listenFor(this.state.variant, () => this.#notListening());
  }

  #stopListening() {
    const ended = parts.listen.stop();
    this.#notListening();
    return ended;
  }

  #notListening() {
    this.listening = false;
    this.listen.textContent = "Listen for my words";
  }
}

/** Everything that is heard, second by second. */
class Seconds {
  constructor(found) {
    Object.assign(this, { found, blocks: [], length: 0 });
  }

  push(block) {
    this.blocks.push(block);
    this.length += block.length;
    if (this.length >= RATE) this.end();
  }

  end() {
    if (this.length < RATE / 2) return;
    const all = new Float32Array(this.length);
    let at = 0;
    for (const block of this.blocks) {
      all.set(block, at);
      at += block.length;
    }
    [this.blocks, this.length] = [[], 0];
    this.found(all);
  }
}

function explained(text) {
  return Object.assign(document.createElement("p"), { textContent: text });
}

function file(samples) {
  return new File([wav([pcm16(samples)], RATE)], "take.wav", { type: "audio/wav" });
}
