// Questions to the server, one at a time: of those that come meanwhile, only the last is asked.

const PATIENCE = 20_000; // ms until an answer is given up

export class Turns {
  #last = 0;
  #next = null;
  #timer = null;

  /** `onSilence` is called when an answer stays away. */
  constructor(onSilence) {
    this.onSilence = onSilence;
  }

  /** Calls `send(turn)` now, or once the answer before has come. */
  ask(send) {
    if (this.#timer) {
      this.#next = send;
      return;
    }
    this.#last += 1;
    this.#timer = setTimeout(() => {
      this.onSilence();
      this.#free();
    }, PATIENCE);
    send(this.#last);
  }

  /** Whether this turn's answer is the one that is waited for. */
  answered(turn) {
    if (turn !== this.#last || !this.#timer) return false;
    this.#free();
    return true;
  }

  #free() {
    clearTimeout(this.#timer);
    this.#timer = null;
    const next = this.#next;
    this.#next = null;
    if (next) this.ask(next);
  }
}
