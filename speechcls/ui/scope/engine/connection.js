// A session's sound to the network in this browser and its answers back: what live/connection.js does with the server.
// @ts-check

import { RATE } from "../live/ring.js";
import { say, sentenceOf } from "../say.js";
import { Listener } from "./detector.js";

/** @import { Session } from "../live/connection.js" */
/** @import { Update } from "./detector.js" */
/** @import { Engine } from "./engine.js" */

const CHUNK = 0.1 * RATE; // samples that are taken in at once, as the server is sent them
const RANKED = 5; // words an answer shows
const TRIAL = 11; // answers whose median tells whether this computer is fast enough
const LINGER = 600; // ms that the last answer is waited for at the end

export class LocalConnection {
  number = 0; // of the last chunk that was taken in
  answering = false;
  busy = false; // the network is
  failed = false; // this network did
  closed = false;
  /** @type {number[]} */
  times = []; // ms of the first answers
  settle = () => {};

  /**
   * @param {Session} session
   * @param {Engine} engine
   */
  constructor({ ring, variant, answered, changed }, engine) {
    this.ring = ring;
    this.variant = variant;
    this.answered = answered;
    this.changed = changed;
    this.engine = engine;
    this.next = ring.position; // the first sample that the listener hasn't had
    this.listener = new Listener(engine.about(variant).words, engine.smoothing);
    this.#load();
  }

  /**
   * Switch to another network.
   * @param {string} variant
   */
  choose(variant) {
    this.listener.switch(this.engine.about(variant).words);
    this.variant = variant;
    this.#load();
  }

  async #load() {
    const { variant } = this;
    this.answering = this.failed = false;
    this.changed("loading", { variant });
    try {
      await this.engine.load(variant);
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.pump();
  }

  /** To be called whenever the ring has grown: answers for the newest second, one at a time. */
  pump() {
    const { ring, listener } = this;
    if (ring.position - this.next > RATE) this.next = ring.position - RATE; // older sound can't help
    while (ring.position - this.next >= CHUNK) {
      listener.push(ring.slice(this.next, this.next + CHUNK), this.next);
      this.next += CHUNK;
      this.number += 1;
    }
    const idle = !this.busy && !this.failed && !this.closed;
    if (this.number && listener.due && idle && this.engine.loaded(this.variant)) this.#ask();
  }

  async #ask() {
    const { variant, number, listener } = this;
    this.busy = true;
    try {
      const { probabilities, reason, milliseconds } = await this.engine.answer(variant, listener.window());
      if (variant === this.variant) this.#take({ variant, number, ...listener.update(probabilities, reason) });
      this.#time(milliseconds);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.busy = false;
      this.settle();
    }
    this.pump();
  }

  /** @param {Update & { variant: string, number: number }} answer */
  #take({ probabilities, ...update }) {
    if (!this.answering) this.changed("open");
    this.answering = true;
    const { threshold } = this.listener.smoothing;
    this.answered({ ...update, threshold, scores: probabilities.slice(0, RANKED) });
  }

  /**
   * Whether this computer keeps up is told by its first answers. Where it doesn't, it goes on as well as it can.
   * @param {number} milliseconds
   */
  #time(milliseconds) {
    if (this.times.length === TRIAL) return;
    this.times.push(milliseconds);
    const step = 1000 * this.listener.smoothing.step;
    const median = this.times.toSorted((a, b) => a - b)[(TRIAL - 1) / 2];
    if (median > step) this.changed("trouble", say("engine.behind", { milliseconds: Math.round(median) }));
  }

  /** @param {unknown} error */
  #fail(error) {
    if (this.closed || this.failed) return;
    this.failed = true;
    this.changed("trouble", sentenceOf(error));
  }

  /** Wait shortly for the last answer, then end. */
  async close() {
    if (this.busy && !this.closed) {
      await new Promise((done) => {
        this.settle = () => done(null);
        setTimeout(done, LINGER);
      });
    }
    this.closed = true;
  }
}
