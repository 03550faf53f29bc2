// Who answers: the server, or this browser, which then sends no sound anywhere.
// @ts-check

import { all, find } from "./dom.js";
import { able } from "./engine/able.js";
import { Connection } from "./live/connection.js";
import { say, sentenceOf } from "./say.js";

/** @import { Drawn } from "./decode.js" */
/** @import { Desk } from "./engine/desk.js" */
/** @import { Engine, Lent } from "./engine/engine.js" */
/** @import { Session } from "./live/connection.js" */
/** @import { AnswerShown, HearQuestion, MoveQuestion, PicturesAnswer, SoundSettings, SoundWords } from "./protocol.d.ts" */
/** @import { All } from "./settings.js" */

/** @typedef {HearQuestion & { file?: File }} HearAsked with the file itself, which only this browser reads */
/**
 * @typedef {object} Page that is answered
 * @property {() => string} variant the network that is chosen
 * @property {(variant: string) => void} choose chooses another
 * @property {() => All} settings of the pictures
 * @property {(pictures: Drawn<PicturesAnswer>) => void} shown takes what a server would send
 * @property {(answer: Drawn<AnswerShown>) => void} answered takes what a server would send
 * @property {(told: SoundWords) => void} worded takes what a server would send
 * @property {() => void} changed is called when another answers from now on
 * @property {(sentence: string, isError: boolean) => void} tell says something to the user
 */

export class Backend {
  /** @type {Engine | null} */
  #engine = null;
  /** @type {Desk | null} */
  #desk = null;

  /**
   * @param {Pick<SoundSettings, "engine" | "examples" | "limits" | "served">} given
   * @param {Page} page
   */
  constructor({ engine, examples, limits, served }, page) {
    this.networks = engine.networks;
    this.smoothing = engine.smoothing;
    this.examples = examples;
    this.limits = limits;
    this.served = served;
    this.page = page;
    const wish = new URLSearchParams(location.search).get("engine");
    this.local = !served || (wish === "browser" && this.possible);
    this.note = served && wish === "browser" && !able() ? say("engine.unable") : ""; // to be said at once
  }

  /** Whether there is a network that could run here. */
  get possible() {
    return able() && Object.keys(this.networks).length > 0;
  }

  /**
   * Let this browser answer from now on, or the server.
   * @param {boolean} local
   */
  switch(local) {
    if (local === this.local || !this.served) return;
    this.local = local;
    this.#desk = null; // whose sound may not be what is shown by now
    const address = new URL(location.href);
    address.searchParams.set("engine", local ? "browser" : "server");
    history.replaceState(history.state, "", address);
    this.#show();
    this.page.changed();
  }

  /**
   * This browser can't, or is slow. It was said that no sound leaves it, so that only its user lets the server answer.
   * @param {string} sentence
   */
  trouble(sentence) {
    if (!this.local) return; // any more
    this.page.tell(this.served ? say("engine.trouble", { sentence }) : sentence, true);
  }

  /**
   * A file on its way to whoever answers; without a path there where that is this browser.
   * @param {File} file
   * @param {(file: File) => Promise<{ path: string }>} toServer
   */
  async upload(file, toServer) {
    return this.local ? {} : toServer(file);
  }

  /**
   * @param {HearAsked} asked
   * @param {(question: HearQuestion) => void} toServer
   */
  hear({ file, ...question }, toServer) {
    if (this.local) return this.#here((desk) => desk.hear({ ...question, file }, this.page.variant()));
    return toServer(question);
  }

  /**
   * @param {MoveQuestion} question
   * @param {(question: MoveQuestion) => void} toServer
   */
  move(question, toServer) {
    if (this.local) return this.#here((desk) => desk.move(question, this.page.variant()));
    return toServer(question);
  }

  /** @param {() => void} toServer */
  again(toServer) {
    if (this.local) return this.#here((desk) => desk.answer(this.page.variant()));
    return toServer();
  }

  /**
   * The words of a longer sound.
   * @param {number} turn
   * @param {(question: { turn: number }) => void} toServer
   */
  words(turn, toServer) {
    if (this.local) return this.#here((desk) => desk.words(turn, this.page.variant()));
    return toServer({ turn });
  }

  /** @param {(desk: Desk) => Promise<void>} work */
  async #here(work) {
    try {
      await work(await this.#answering());
    } catch (error) {
      this.trouble(sentenceOf(error));
    }
  }

  async #answering() {
    const [engine, { Desk }] = await Promise.all([this.engine(), import("./engine/desk.js")]);
    this.#desk ??= new Desk(engine, this, this.page);
    return this.#desk;
  }

  /** The networks of this browser; nothing of them is fetched before. */
  async engine() {
    const { Engine } = await import("./engine/engine.js");
    this.#engine ??= new Engine(this);
    return this.#engine;
  }

  /**
   * Has this browser listen by a network that isn't among those to choose.
   * @param {string} variant
   * @param {(variant: string) => Promise<Lent>} lend brings it
   */
  async lend(variant, lend) {
    const [engine, given] = await Promise.all([this.engine(), lend(variant)]);
    await engine.lend(variant, given);
  }

  /**
   * Answers for the sound in a ring.
   * @param {Session} session
   */
  async connect(session) {
    if (!this.local) return new Connection(session);
    const [engine, { LocalConnection }] = await Promise.all([this.engine(), import("./engine/connection.js")]);
    return new LocalConnection(session, engine);
  }

  /**
   * Says in `host` who answers, with a switch. While this browser does, what `radio` offers is what it can run.
   * @param {HTMLElement} host
   * @param {HTMLElement} radio
   */
  stand(host, radio) {
    const [sentence, button] = [find(host, "span"), find(host, "button", HTMLButtonElement)];
    button.addEventListener("click", () => this.switch(!this.local));
    this.#show = () => {
      sentence.textContent = say(this.served ? `engine.${this.local ? "browser" : "server"}` : "engine.alone");
      button.textContent = say(this.local ? "engine.to-server" : "engine.to-browser");
      button.hidden = !this.served || !this.possible;
      for (const input of all(radio, "input", HTMLInputElement)) {
        input.disabled = this.local && !(input.value in this.networks);
        input.title = input.disabled ? say("engine.too-large") : "";
      }
      if (this.local && !(this.page.variant() in this.networks)) this.page.choose(Object.keys(this.networks)[0]);
    };
    this.#show();
  }

  #show = () => {};
}
