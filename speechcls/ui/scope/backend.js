// Who answers: the server, or this browser, which then sends no sound anywhere.

import { Connection } from "./live/connection.js";
import { say } from "./say.js";

export class Backend {
  #engine = null;
  #desk = null;

  /** `networks` and `smoothing` as ui/in_browser.py gives them, `served` where there is a server to turn to.
   * `variant()` names the network that is chosen, `choose(name)` chooses another, `settings()` are those of the
   * pictures; `shown` and `answered` take what a server would send; `changed(note)` is called when another answers from
   * now on; `tell` says something to the user, an error where its second argument says so. */
  constructor({ networks, smoothing, examples, limits, served, ...page }) {
    Object.assign(this, { networks, smoothing, examples, limits, served, page });
    const wish = new URLSearchParams(location.search).get("engine");
    this.local = !served || (wish === "browser" && this.possible);
  }

  /** Whether there is a network that could run here. */
  get possible() {
    return Object.keys(this.networks).length > 0;
  }

  /** Let this browser answer from now on, or the server. */
  switch(local, note = "") {
    if (local === this.local || !this.served) return;
    this.local = local;
    const address = new URL(location.href);
    address.searchParams.set("engine", local ? "browser" : "server");
    history.replaceState(history.state, "", address);
    this.#show();
    this.page.changed(note);
  }

  /** This browser can't: the server answers, where there is one. */
  fallBack(sentence) {
    if (this.served) this.switch(false, say("engine.falls-back", { sentence }));
    else this.page.tell(sentence, true);
  }

  /** A file on its way to whoever answers: {path}. */
  upload(file, toServer) {
    return this.local ? Promise.resolve({ path: file }) : toServer(file);
  }

  hear(asked, toServer) {
    if (!this.local) return toServer(asked);
    return this.#here((desk) => desk.hear({ ...asked, file: asked.path }, this.page.variant()));
  }

  move(asked, toServer) {
    if (!this.local) return toServer(asked);
    return this.#here((desk) => desk.move(asked, this.page.variant()));
  }

  again(toServer) {
    if (!this.local) return toServer();
    return this.#here((desk) => desk.answer(this.page.variant()));
  }

  async #here(work) {
    try {
      await work(await this.#answering());
    } catch (error) {
      this.fallBack(error.message);
    }
  }

  async #answering() {
    const [engine, { Desk }] = await Promise.all([this.engine(), import("./engine/desk.js")]);
    this.#desk ??= new Desk({ ...this.page, engine, examples: this.examples, limits: this.limits });
    return this.#desk;
  }

  /** The networks of this browser; nothing of them is fetched before. */
  async engine() {
    const { Engine } = await import("./engine/engine.js");
    this.#engine ??= new Engine(this);
    return this.#engine;
  }

  /** Answers for the sound in a ring; see live/connection.js. */
  async connect(options) {
    if (!this.local) return new Connection(options);
    const [engine, { LocalConnection }] = await Promise.all([this.engine(), import("./engine/connection.js")]);
    return new LocalConnection({ ...options, engine, served: this.served });
  }

  /** Says in `host` who answers, with a switch. While this browser does, what `radio` offers is what it can run. */
  stand(host, radio) {
    const [sentence, button] = [document.createElement("span"), document.createElement("button")];
    button.type = "button";
    button.addEventListener("click", () => this.switch(!this.local));
    host.append(sentence, " ", button);
    this.#show = () => {
      sentence.textContent = say(this.served ? `engine.${this.local ? "browser" : "server"}` : "engine.alone");
      button.textContent = say(this.local ? "engine.to-server" : "engine.to-browser");
      button.hidden = !this.served || !this.possible;
      for (const input of radio.querySelectorAll("input")) {
        input.disabled = this.local && !(input.value in this.networks);
        input.title = input.disabled ? say("engine.too-large") : "";
      }
      if (this.local && !(this.page.variant() in this.networks)) this.page.choose(Object.keys(this.networks)[0]);
    };
    this.#show();
  }

  #show = () => {};
}
