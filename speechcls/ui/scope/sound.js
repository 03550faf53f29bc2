// The sound bar: listen, open or drop a file, examples, and hearing again what was chosen.

import { point } from "./cursor.js";
import { obstacle } from "./live/capture.js";
import { Sources } from "./live/sources.js";
import { say } from "./say.js";

export class SoundBar {
  /** `ask` has the server hear {path, name} of an uploaded file or {example}; `upload` brings a File there; `listen`
   * begins or ends listening. `local`: the server offers its own microphones. */
  constructor(element, { examples, limits, local, ask, upload, listen }) {
    Object.assign(this, { limits, ask, upload, examples, choices: 0 });
    const find = (selector) => element.querySelector(selector);
    this.element = element;
    this.listen = find(".listen");
    this.status = find(".sound-status");
    this.replay = find(".replay");
    this.player = new Audio();
    this.listen.addEventListener("click", listen);
    find("input[type=file]").addEventListener("change", (event) => {
      this.#file(event.target.files[0]);
      event.target.value = ""; // so that the same file may be chosen again
    });
    this.#dropping();
    this.#buttons(find(".examples"));
    this.#playing();
    this.hindrance = obstacle()?.message ?? "";
    this.say(this.hindrance);
    this.sources = new Sources(find(".source"), local);
    this.sources.ready.then(() => (this.listen.disabled = !this.sources.any));
  }

  /** Shows that it is listened: "idle", "starting", "listening" or "stopping". */
  listening(state) {
    if (state === "starting") this.player.pause();
    this.element.classList.toggle("listening-now", state !== "idle");
    this.listen.textContent = say(state === "listening" || state === "stopping" ? "sound.stop" : "sound.listen");
    this.sources.select.disabled = state !== "idle";
  }

  say(text, isError = false) {
    this.status.textContent = text;
    this.status.classList.toggle("error", isError);
  }

  async #file(file) {
    if (!file) return;
    const { bytes } = this.limits;
    if (file.size > bytes) {
      const megabytes = (size) => Number((size / 2 ** 20).toFixed(1));
      const sizes = { size: (file.size / 2 ** 20).toFixed(1), limit: megabytes(bytes) };
      this.say(say("sound.too-large", { name: file.name, ...sizes }), true);
      return;
    }
    this.say(say("sound.sending", { name: file.name }));
    await this.offer(file, file.name);
  }

  /** Have the server hear a file, which the user calls by that name. Once it is shown, it is played where `play` says
   * so, and `note` tells what went wrong before. */
  async offer(file, name, { play = false, note = "" } = {}) {
    this.choices += 1;
    const choice = this.choices;
    this.wanted = { file, name };
    try {
      const { path } = await this.upload(unique(file));
      if (choice !== this.choices) return; // another sound was chosen meanwhile
      this.ask({ path, name }, { file, name, play, note });
    } catch (error) {
      this.say(say("sound.lost", { name, error: error.message }), true);
    }
  }

  /** Have the chosen sound heard again, by whoever answers now; `note` says why. */
  repeat(note = "") {
    const { file, name, example } = this.wanted;
    if (file) this.offer(file, name, { note });
    else this.choose(example, note);
  }

  /** An example that is drawn already: it can be played at once, and the server hears it, too. */
  open(name) {
    this.player.src = this.examples.find((example) => example.name === name).url;
    this.choose(name);
  }

  /** Whether there is an example of that name. */
  has(name) {
    return this.examples.some((example) => example.name === name);
  }

  /** Have the server hear one of the examples. */
  choose(name, note = "") {
    this.wanted = { example: name };
    const { label, url } = this.examples.find((example) => example.name === name);
    this.choices += 1;
    this.ask({ example: name }, { url: new URL(url, document.baseURI).href, name: label, example: name, note });
  }

  /** A file may be dropped anywhere, but where a part of the page takes it for itself. */
  #dropping() {
    const over = (event, state) => {
      event.preventDefault();
      this.element.classList.toggle("over", state);
    };
    window.addEventListener("dragover", (event) => over(event, true));
    window.addEventListener("dragleave", (event) => over(event, false));
    window.addEventListener("drop", (event) => {
      over(event, false);
      if (!event.target.closest?.("[data-drop]")) this.#file(event.dataTransfer.files[0]);
    });
  }

  #buttons(row) {
    for (const { name, label } of this.examples) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: label });
      button.addEventListener("click", () => this.choose(name));
      row.append(button);
    }
  }

  /** The server has read what was offered: from now on it is what Play plays. `warning` says what could not be read. */
  accept({ file, url, name, play, note, example = null }, warning = "") {
    this.example = example;
    const trouble = note || warning;
    this.say(trouble || this.hindrance || say("sound.shown", { name }), Boolean(trouble));
    this.player.pause();
    if (this.player.src.startsWith("blob:")) URL.revokeObjectURL(this.player.src);
    this.player.src = file ? URL.createObjectURL(file) : url;
    this.replay.setAttribute("aria-label", say("sound.play-it", { name }));
    if (play) this.replay.click();
  }

  /** The server could not do it, and says why; the sound before stays chosen. */
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

/** The same file under a name that no other upload has, so that the server can delete it without asking whose it is. */
export function unique(file) {
  const name = crypto.getRandomValues(new Uint32Array(4)).join("-");
  return new File([file], `${name}${file.name.match(/\.\w+$/)?.[0] ?? ""}`, { type: file.type });
}
