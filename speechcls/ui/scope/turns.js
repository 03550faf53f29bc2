// Questions to the server, one at a time, so that what is shown is always the answer to the last one.
// @ts-check

const PATIENCE = 20_000; // ms until an answer is late, and no other question waits for it any longer
// ms until a question is sent once more: Gradio's script never hears of one that it sent while a stream of answers,
// which it took for open, was ending. The second opens another stream, on which either answer will do.
const AGAIN = 5_000;

/**
 * @typedef {object} Question
 * @property {(turn: number) => void} send
 * @property {unknown} [offer] of a new sound: what comes back with its answer
 */

/** @template {Question} Q */
export class Turns {
  #turn = 0;
  /** @type {Q | null} */
  #asked = null;
  #late = false;
  /** @type {Q | null} */
  #next = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;

  /**
   * `onSilence` is called when an answer stays away; one that comes late is welcome until something else is asked.
   * @param {() => void} onSilence
   */
  constructor(onSilence) {
    this.onSilence = onSilence;
  }

  /** Whether a new sound is on its way or waiting: until it is shown, the old one can't be moved about in. */
  get hearing() {
    return [this.#late ? null : this.#asked, this.#next].some((question) => question?.offer);
  }

  /** Whether an answer is waited for. */
  get asking() {
    return this.#asked !== null;
  }

  /**
   * Asks now, or once the answer before has come; of several that wait, only the last is asked.
   * @param {Q} question
   */
  ask(question) {
    if (!question.offer && this.hearing) return;
    if (this.#asked && !this.#late) {
      this.#next = question;
      return;
    }
    this.#turn += 1;
    this.#asked = question;
    this.#late = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#late = true;
      this.onSilence();
      this.#follow();
    }, PATIENCE);
    const turn = this.#turn;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => question.send(turn), AGAIN);
    question.send(turn);
  }

  /**
   * The question that this turn's answer belongs to; null where it is no longer waited for.
   * @param {number | undefined} turn
   */
  answered(turn) {
    if (turn !== this.#turn || !this.#asked) return null;
    const question = this.#asked;
    clearTimeout(this.#timer);
    clearTimeout(this.#again);
    this.#asked = null;
    this.#follow();
    return question;
  }

  /**
   * Whether a turn came later than `before` and is not the last: its answer was given up, and what follows counts.
   * @param {number} turn
   * @param {number} before
   */
  givenUp(turn, before) {
    return turn > before && turn < this.#turn;
  }

  #follow() {
    const next = this.#next;
    this.#next = null;
    if (next) this.ask(next);
  }
}
