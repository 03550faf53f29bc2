// The network that listens: the one that is chosen on the page, or another one that is lent until that is over.
// @ts-check

/** @import { Lend } from "./one_connection.js" */

export class ListeningNetwork {
  /** @type {string | null} */
  lent = null; // that isn't among those to choose
  /** @type {Lend | null} */
  lend = null;
  /** @type {(() => void) | null} */
  #ended = null;

  /** @param {() => string} chosen the network that is chosen on the page */
  constructor(chosen) {
    this.chosen = chosen;
  }

  get name() {
    return this.lent ?? this.chosen();
  }

  /**
   * Takes a network that isn't among those to choose.
   * @param {string} variant
   * @param {() => void} ended is called when that is over
   * @param {Lend} lend brings the network, where this browser answers
   */
  borrow(variant, ended, lend) {
    this.lent = variant;
    this.lend = lend;
    this.#ended = ended;
  }

  /**
   * Another network: one of the page ends the loan, any other is lent in the former's place.
   * @param {string} variant
   */
  choose(variant) {
    if (!this.lent) return;
    if (variant === this.chosen()) this.giveBack();
    else this.lent = variant;
  }

  giveBack() {
    this.#ended?.();
    this.lent = this.lend = this.#ended = null;
  }
}
