// The sound bar: listen, open or drop a file, examples, and hearing again what was chosen.
// @ts-check

import { point } from "./cursor.js";
import { all, find } from "./dom.js";
import { obstacle } from "./live/capture.js";
import { Sources } from "./live/sources.js";
import { say, sentenceOf, translate } from "./say.js";

/** @import { HearQuestion, SoundSettings } from "./protocol.d.ts" */
/** @import { Listening } from "./live/listen.js" */

/** @typedef {Pick<HearQuestion, "path" | "name" | "example">} Source what is to be heard */
/**
 * @typedef {object} Offer what is played once it is heard
 * @property {string} name
 * @property {File} [file]
 * @property {string} [url]
 * @property {string | null} [example] its name, where it is one
 * @property {boolean} [play] at once
 * @property {string} [note] what went wrong before
 */
/**
 * @typedef {object} Does
 * @property {(source: Source, offer: Offer) => void} ask has a sound heard
 * @property {(file: File) => Promise<{ path?: string }>} upload
 * @property {() => void} listen begins or ends listening
 */

const LATE = 500; // ms without an answer until it is said that one is waited for
const UNREACHED = /^Connection errored out/; // Gradio's script, of an upload that reached no server

export class SoundBar {
  choices = 0; // that were made so far
  /** @type {{ name: string, file?: File } | null} */
  wanted = null; // the choice that was made last: a file, or else an example
  /** @type {string | null} */
  example = null; // that is shown
  /** @type {string | null} */
  file = null; // how the sound that is shown is called as a file, where it is one
  player = new Audio();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #late;

  /**
   * @param {HTMLElement} element
   * @param {SoundSettings} settings
   * @param {Does} does
   */
  constructor(element, { examples, limits, local }, { ask, upload, listen }) {
    this.examples = examples;
    this.limits = limits;
    this.ask = ask;
    this.upload = upload;
    this.element = element;
    this.listen = find(element, ".listen", HTMLButtonElement);
    this.status = find(element, ".sound-status");
    this.replay = find(element, ".replay", HTMLButtonElement);
    this.listen.addEventListener("click", listen);
    const input = find(element, "input[type=file]", HTMLInputElement);
    input.addEventListener("change", () => {
      this.#files([...(input.files ?? [])]);
      input.value = ""; // so that the same file may be chosen again
    });
    this.#dropping();
    for (const button of all(element, ".examples button"))
      button.addEventListener("click", () => this.choose(button.dataset.example ?? ""));
    this.#playing();
    this.hindrance = obstacle()?.message ?? "";
    this.say(this.hindrance);
    this.sources = new Sources(find(element, ".source", HTMLSelectElement), local);
    this.sources.ready.then(() => {
      this.listen.disabled = !this.sources.any;
    });
  }

  /**
   * Shows that it is listened.
   * @param {Listening["state"]} state
   */
  listening(state) {
    if (state === "starting") this.player.pause();
    this.element.classList.toggle("listening-now", state !== "idle");
    this.listen.textContent = say(state === "listening" || state === "stopping" ? "sound.stop" : "sound.listen");
    this.sources.select.disabled = state !== "idle";
  }

  /** @param {string} text */
  say(text, isError = false) {
    clearTimeout(this.#late);
    this.status.textContent = translate(text);
    this.status.classList.toggle("error", isError);
  }

  /**
   * One is shown here; for more, and for a zip, there is another part, but where the page has no server.
   * @param {File[]} files
   */
  #files([file, ...others]) {
    if (!file) return;
    const { name } = file;
    const elsewhere = document.querySelector(".many");
    if (elsewhere && /\.zip$/i.test(name)) this.say(say("sound.zip", { name }), true);
    else this.#file(file, elsewhere && others.length ? say("sound.first", { name, files: others.length + 1 }) : "");
  }

  /**
   * @param {File} file
   * @param {string} note
   */
  #file(file, note) {
    const { bytes } = this.limits;
    if (file.size > bytes) {
      /** @type {(size: number) => number} */
      const megabytes = (size) => Number((size / 2 ** 20).toFixed(1));
      const sizes = { size: (file.size / 2 ** 20).toFixed(1), limit: megabytes(bytes) };
      this.say(say("sound.too-large", { name: file.name, ...sizes }), true);
      return;
    }
    this.offer(file, file.name, { note });
  }

  /**
   * Have the server hear a file, which the user calls by that name.
   * @param {File} file
   * @param {string} name
   * @param {Pick<Offer, "play" | "note">} [then]
   */
  async offer(file, name, { play = false, note = "" } = {}) {
    this.choices += 1;
    const choice = this.choices;
    this.wanted = { name, file };
    this.say(say("sound.reading", { name }));
    try {
      const { path } = await this.upload(unique(file));
      if (choice !== this.choices) return; // another sound was chosen meanwhile
      this.ask({ path, name }, { file, name, play, note });
    } catch (error) {
      const why = sentenceOf(error);
      this.say(UNREACHED.test(why) ? say("silence") : say("sound.lost", { name, error: why }), true);
    }
  }

  /** Have the chosen sound heard again, by whoever answers now. */
  repeat() {
    const { name, file } = this.wanted ?? {};
    if (name && file) this.offer(file, name);
    else if (name) this.choose(name);
  }

  /**
   * An example that is drawn already: it can be played at once, and the server hears it, too. `note` says what
   * went wrong before.
   * @param {string} name
   */
  open(name, note = "") {
    this.player.src = this.#example(name).url;
    this.choose(name, note);
    clearTimeout(this.#late); // what is shown is what is waited for
  }

  /**
   * Whether there is an example of that name.
   * @param {string | undefined} name
   */
  has(name) {
    return this.examples.some((example) => example.name === name);
  }

  /** @param {string} name */
  #example(name) {
    const found = this.examples.find((example) => example.name === name);
    if (!found) throw new RangeError(`There is no example named ${name}.`);
    return found;
  }

  /**
   * Have one of the examples heard; `note` says what went wrong before.
   * @param {string} name
   */
  choose(name, note = "") {
    const { label, url } = this.#example(name);
    this.wanted = { name };
    this.choices += 1;
    clearTimeout(this.#late);
    this.#late = setTimeout(() => this.say(say("sound.reading", { name: label })), LATE);
    this.ask({ example: name }, { url: new URL(url, document.baseURI).href, name: label, example: name, note });
  }

  /** A file may be dropped anywhere, but where a part of the page takes it for itself. */
  #dropping() {
    /** @type {(event: Event, state: boolean) => void} */
    const over = (event, state) => {
      event.preventDefault();
      this.element.classList.toggle("over", state);
    };
    window.addEventListener("dragover", (event) => over(event, true));
    window.addEventListener("dragleave", (event) => over(event, false));
    window.addEventListener("drop", (event) => {
      over(event, false);
      const taken = event.target instanceof Element && event.target.closest("[data-drop]");
      if (!taken) this.#files([...(event.dataTransfer?.files ?? [])]);
    });
  }

  /**
   * The server has read what was offered: from now on it is what Play plays. `warning` says what could not be read.
   * @param {Offer} offer
   */
  accept({ file, url = "", name, play, note, example = null }, warning = "") {
    this.example = example;
    this.file = example ? `${example}.flac` : /\.\w+$/.test(name) ? name : null;
    const trouble = note || warning;
    this.say(trouble || this.hindrance || say("sound.shown", { name }), Boolean(trouble));
    this.player.pause();
    if (this.player.src.startsWith("blob:")) URL.revokeObjectURL(this.player.src);
    this.player.src = file ? URL.createObjectURL(file) : url;
    this.replay.setAttribute("aria-label", say("sound.play-it", { name }));
    if (play) this.replay.click();
  }

  /**
   * The server could not do it, and says why; the sound before stays chosen.
   * @param {string} sentence
   */
  refuse(sentence) {
    this.say(sentence, true);
  }

  #playing() {
    const { player, replay } = this;
    const follow = () => {
      if (player.paused) return;
      point({ time: player.currentTime });
      requestAnimationFrame(follow);
    };
    replay.addEventListener("click", () => {
      if (!player.paused) player.pause();
      else player.play().catch(() => this.say(say("sound.unplayable"), true));
    });
    player.addEventListener("play", () => {
      replay.textContent = say("sound.pause");
      follow();
    });
    for (const event of ["pause", "ended"])
      player.addEventListener(event, () => {
        replay.textContent = say("sound.play");
        point({});
      });
  }
}

/**
 * The same file under a name that no other upload has, so that the server can delete it without asking whose it is.
 * @param {File} file
 */
export function unique(file) {
  const name = crypto.getRandomValues(new Uint32Array(4)).join("-");
  return new File([file], `${name}${file.name.match(/\.\w+$/)?.[0] ?? ""}`, { type: file.type });
}
