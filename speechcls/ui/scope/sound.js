// The sound bar: record, drop or browse, examples, and hearing again what was chosen.

import { point } from "./cursor.js";
import { obstacle, reason, Recorder } from "./recorder.js";

export class SoundBar {
  /** `send` gives the server {path, name} of an uploaded file or {example}; `upload` brings a File there. */
  constructor(element, { examples, limits, send, upload }) {
    Object.assign(this, { limits, send, upload });
    const find = (selector) => element.querySelector(selector);
    this.element = element;
    this.record = find(".record");
    this.status = find(".sound-status");
    this.meter = find(".meter");
    this.replay = find(".replay");
    this.player = new Audio();
    this.record.addEventListener("click", () => (this.recorder ? this.#stop() : this.#start()));
    find("input[type=file]").addEventListener("change", (event) => {
      this.#file(event.target.files[0]);
      event.target.value = ""; // so that the same file may be chosen again
    });
    this.#dropping(find(".drop"));
    this.#examples(find(".examples"), examples);
    this.#playing();
    const hindrance = obstacle();
    this.record.disabled = Boolean(hindrance);
    if (hindrance) this.say(hindrance);
  }

  say(text, isError = false) {
    this.status.textContent = text;
    this.status.classList.toggle("error", isError);
  }

  async #start() {
    if (this.starting) return;
    this.starting = true;
    this.player.pause();
    try {
      const ended = () => {
        this.#stop();
        this.say("The microphone was unplugged. What was recorded until then is shown.", true);
      };
      this.recorder = await Recorder.start((block) => this.#heard(block), ended);
      this.record.textContent = "Stop";
      this.element.classList.add("recording");
    } catch (error) {
      this.say(reason(error), true);
    } finally {
      this.starting = false;
    }
  }

  #heard(block) {
    const { recorder, limits } = this;
    if (!recorder) return;
    if (recorder.seconds >= limits.seconds) {
      this.#stop();
      return;
    }
    let peak = 0;
    for (const sample of block) peak = Math.max(peak, Math.abs(sample));
    this.peak = Math.max(peak, 0.98 * (this.peak ?? 0));
    this.drawing ||= requestAnimationFrame(() => {
      this.drawing = null;
      this.meter.style.setProperty("--level", Math.min(1, this.peak).toFixed(3));
      if (this.recorder) this.say(`Recording, ${this.recorder.seconds.toFixed(1)} s of at most ${limits.seconds} s`);
    });
  }

  #stop() {
    const { recorder } = this;
    if (!recorder) return;
    this.recorder = null;
    this.record.textContent = "Record";
    this.element.classList.remove("recording");
    this.meter.style.setProperty("--level", 0);
    this.#file(recorder.stop());
  }

  async #file(file) {
    if (!file) return;
    if (file.size > this.limits.bytes) {
      this.say(`${file.name} has ${(file.size / 2 ** 20).toFixed(1)} MB, over the limit of ${this.limits.bytes / 2 ** 20} MB. Cut out the part with the word.`, true);
      return;
    }
    this.#offer(URL.createObjectURL(file), file.name);
    this.say(`Sending ${file.name}`);
    try {
      const { path } = await this.upload(file);
      this.send({ path, name: file.name });
    } catch (error) {
      this.say(`${file.name} did not reach the server (${error.message}). Is it still running? Then try again.`, true);
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
        this.#offer(new URL(url, document.baseURI).href, label);
        this.send({ example: name });
      });
      row.append(button);
    }
  }

  #offer(url, name) {
    this.offered = { url, name };
  }

  /** The server has read what was offered last: from now on it is what Play plays. */
  accept() {
    this.say("");
    if (!this.offered) return;
    const { url, name } = this.offered;
    this.offered = null;
    this.player.pause();
    if (this.player.src.startsWith("blob:")) URL.revokeObjectURL(this.player.src);
    this.player.src = url;
    this.replay.hidden = false;
    this.replay.setAttribute("aria-label", `Play ${name}`);
  }

  /** The server could not read it: the sound before stays chosen. */
  refuse(sentence) {
    this.offered = null;
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
