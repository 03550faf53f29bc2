// A session's sound to the network in this browser and its answers back: what live/connection.js does with the server.

import { RATE } from "../live/ring.js";
import { Listener } from "./detector.js";

const CHUNK = 0.1 * RATE; // samples that are taken in at once, as the server is sent them
const RANKED = 5; // words an answer shows
const TRIAL = 11; // answers whose median tells whether this computer is fast enough
const LINGER = 600; // ms that the last answer is waited for at the end

/** Calls `answered(answer)` for each answer, and `changed(state, detail)` with "loading" a {variant}; "open" once it
 * answers; or "failed" with a {sentence}: the network can't run here, or is too slow to keep up. */
export class LocalConnection {
  /** `engine` answers by networks in this browser; see engine.js. `served`: a server could do it, were it too slow. */
  constructor({ ring, variant, answered, changed, engine, served }) {
    Object.assign(this, { ring, engine, answered, changed, served, closed: false, busy: false });
    this.next = ring.position; // the first sample that the listener hasn't had
    this.number = 0;
    this.times = [];
    this.choose(variant);
  }

  /** Switch to another network. */
  choose(variant) {
    const { words } = this.engine.about(variant);
    if (this.listener) this.listener.switch(words);
    else this.listener = new Listener(words, this.engine.smoothing);
    this.variant = variant;
    this.answering = false;
    this.changed("loading", { variant });
    this.engine.load(variant).then(() => this.pump(), (error) => this.#fail(error));
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
    if (this.number && listener.due && !this.busy && !this.closed && this.engine.loaded(this.variant)) this.#ask();
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
      this.settle?.();
    }
    this.pump();
  }

  #take({ probabilities, ...update }) {
    if (!this.answering) this.changed("open");
    this.answering = true;
    const { threshold } = this.listener.smoothing;
    this.answered({ ...update, threshold, scores: probabilities.slice(0, RANKED) });
  }

  /** Whether this computer keeps up is told by its first answers. */
  #time(milliseconds) {
    if (!this.served || this.times.length === TRIAL) return;
    this.times.push(milliseconds);
    const step = 1000 * this.listener.smoothing.step;
    const median = this.times.toSorted((a, b) => a - b)[(TRIAL - 1) / 2];
    if (median > step) this.#fail(new Error(`This browser takes ${Math.round(median)} ms for an answer, too long to listen.`));
  }

  #fail(error) {
    if (this.closed) return;
    this.closed = true;
    this.changed("failed", { sentence: error.message });
  }

  /** Wait shortly for the last answer, then end. */
  async close() {
    if (this.busy && !this.closed) {
      await new Promise((done) => {
        this.settle = done;
        setTimeout(done, LINGER);
      });
    }
    this.closed = true;
  }
}
