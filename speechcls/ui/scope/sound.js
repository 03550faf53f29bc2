// The sound bar: listen, record, drop or browse, examples, and hearing again what was chosen.

import { point } from "./cursor.js";
import { Sources } from "./live/sources.js";
import { obstacle, Recorder } from "./recorder.js";

export class SoundBar {
  /** `ask` has the server hear {path, name} of an uploaded file or {example}; `upload` brings a File there; `listen`
   * begins or ends listening. `local`: the server offers its own microphones. */
  constructor(element, { examples, limits, local, ask, upload, listen }) {
    Object.assign(this, { limits, ask, upload, choices: 0 });
    const find = (selector) => element.querySelector(selector);
    this.element = element;
    this.listen = find(".listen");
    this.record = find(".record");
    this.status = find(".sound-status");
    this.meter = find(".meter");
    this.clock = find(".clock");
    this.replay = find(".replay");
    this.player = new Audio();
    this.listen.addEventListener("click", listen);
    this.record.addEventListener("click", () => (this.recorder ? this.#stop() : this.#start()));
    find("input[type=file]").addEventListener("change", (event) => {
      this.#file(event.target.files[0]);
      event.target.value = ""; // so that the same file may be chosen again
    });
    this.#dropping(find(".drop"));
    this.#examples(find(".examples"), examples);
    this.#playing();
    this.hindrance = obstacle() ?? "";
    this.record.disabled = this.listen.disabled = Boolean(this.hindrance);
    this.say(this.hindrance);
    this.sources = new Sources(find(".source"), local);
    this.sources.ready.then(() => this.#lendListen());
  }

  /** Shows that it is listened: "idle", "starting", "listening" or "stopping". */
  listening(state) {
    if (state === "starting") this.player.pause();
    this.element.classList.toggle("listening-now", state !== "idle");
    this.listen.textContent = state === "listening" || state === "stopping" ? "Stop" : "Listen";
    this.record.disabled = state !== "idle" || Boolean(this.hindrance);
    this.sources.select.disabled = state !== "idle";
  }

  /** One microphone at a time. */
  #lendListen() {
    this.listen.disabled = Boolean(this.starting || this.recorder) || !this.sources.any;
  }

  say(text, isError = false) {
    this.status.textContent = text;
    this.status.classList.toggle("error", isError);
  }

  async #start() {
    if (this.starting) return;
    this.starting = true;
    this.#lendListen();
    this.player.pause();
    try {
      const ended = () => this.#stop("The microphone was unplugged. What was recorded until then is shown.");
      this.recorder = await Recorder.start((block) => this.#heard(block), ended, this.sources.deviceId);
      this.record.textContent = "Stop";
      this.element.classList.add("recording");
      this.say(`Recording, for ${this.limits.seconds} s at most.`);
    } catch (error) {
      this.say(error.message, true);
    } finally {
      this.starting = false;
      this.#lendListen();
    }
  }

  #heard(block) {
    const { recorder, limits } = this;
    if (!recorder) return;
    const most = Math.min(limits.seconds, recorder.secondsIn(limits.bytes));
    if (recorder.seconds >= most) {
      this.#stop();
      return;
    }
    let peak = 0;
    for (const sample of block) peak = Math.max(peak, Math.abs(sample));
    this.peak = Math.max(peak, 0.98 * (this.peak ?? 0));
    this.drawing ||= requestAnimationFrame(() => {
      this.drawing = null;
      this.meter.style.setProperty("--share", Math.min(1, this.peak).toFixed(3));
      if (this.recorder) this.clock.textContent = `${this.recorder.seconds.toFixed(1)} s`;
    });
  }

  #stop(note = "") {
    const { recorder } = this;
    if (!recorder) return;
    this.recorder = null;
    this.record.textContent = "Record";
    this.#lendListen();
    this.element.classList.remove("recording");
    this.meter.style.setProperty("--share", 0);
    this.#file(recorder.stop(), note);
  }

  async #file(file, note = "") {
    if (!file) return;
    const { bytes } = this.limits;
    if (file.size > bytes) {
      const size = (file.size / 2 ** 20).toFixed(1);
      this.say(`${file.name} has ${size} MB, over the limit of ${bytes / 2 ** 20} MB. Cut out the part with the word.`, true);
      return;
    }
    this.say(`Sending ${file.name}`);
    await this.offer(file, file.name, { note });
  }

  /** Have the server hear a file, which the user calls by that name. Once it is shown, it is played where `play` says
   * so, and `note` tells what went wrong before. */
  async offer(file, name, { play = false, note = "" } = {}) {
    this.choices += 1;
    const choice = this.choices;
    try {
      const { path } = await this.upload(unique(file));
      if (choice !== this.choices) return; // another sound was chosen meanwhile
      this.ask({ path, name }, { file, name, play, note });
    } catch (error) {
      this.say(`${name} did not reach the server (${error.message}). Is it still running? Then try again.`, true);
    }
  }

  #dropping(zone) {
    const over = (event, state) => {
      event.preventDefault();
      zone.classList.toggle("over", state);
    };
    zone.addEventListener("dragover", (event) => over(event, true));
    zone.addEventListener("dragleave", (event) => over(event, false));
    zone.addEventListener("drop", (event) => {
      over(event, false);
      this.#file(event.dataTransfer.files[0]);
    });
    // A file dropped beside the zone must not replace the page.
    window.addEventListener("dragover", (event) => event.preventDefault());
    window.addEventListener("drop", (event) => event.preventDefault());
  }

  #examples(row, examples) {
    for (const { name, label, url } of examples) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => {
        this.choices += 1;
        this.ask({ example: name }, { url: new URL(url, document.baseURI).href, name: label });
      });
      row.append(button);
    }
  }

  /** The server has read what was offered: from now on it is what Play plays. `warning` says what could not be read. */
  accept({ file, url, name, play, note }, warning = "") {
    const trouble = note || warning;
    this.say(trouble || this.hindrance || `Shown: ${name}`, Boolean(trouble));
    this.player.pause();
    if (this.player.src.startsWith("blob:")) URL.revokeObjectURL(this.player.src);
    this.player.src = file ? URL.createObjectURL(file) : url;
    this.replay.hidden = false;
    this.replay.setAttribute("aria-label", `Play ${name}`);
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
      else player.play().catch(() => this.say("This browser can't play that file; it is shown all the same.", true));
    });
    player.addEventListener("play", () => {
      replay.textContent = "Pause";
      follow();
    });
    for (const event of ["pause", "ended"])
      player.addEventListener(event, () => {
        replay.textContent = "Play";
        point({});
      });
  }
}

/** The same file under a name that no other upload has, so that the server can delete it without asking whose it is. */
export function unique(file) {
  const name = crypto.getRandomValues(new Uint32Array(4)).join("-");
  return new File([file], `${name}${file.name.match(/\.\w+$/)?.[0] ?? ""}`, { type: file.type });
}
