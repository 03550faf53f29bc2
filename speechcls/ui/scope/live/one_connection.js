// The one connection by which the sound is answered: the one that was asked for last.
// @ts-check

import { sentenceOf } from "../say.js";

/** @import { Backend } from "../backend.js" */
/** @import { LocalConnection } from "../engine/connection.js" */
/** @import { Lent } from "../engine/engine.js" */
/** @import { Connection, Session, State } from "./connection.js" */

/** @typedef {(variant: string) => Promise<Lent>} Lend brings a network that isn't among those to choose */

export class OneConnection {
  /** @type {Connection | LocalConnection | null} */
  now = null;
  #asked = 0; // how often there was to be another one, or none

  /** @param {Pick<Backend, "local" | "lend" | "connect">} backend */
  constructor(backend) {
    this.backend = backend;
  }

  /**
   * Opens one in the place of the former. What was asked for earlier and comes later is closed, and says nothing.
   * @param {Session} session
   * @param {Lend | null} lend brings the session's network, where this browser answers
   */
  async open({ changed, ...session }, lend) {
    this.close();
    const asked = this.#asked;
    const isLast = () => asked === this.#asked;
    /** @type {(...state: State) => void} */
    const told = (...state) => isLast() && changed(...state);
    try {
      if (lend && this.backend.local) {
        told("loading", { variant: session.variant });
        await this.backend.lend(session.variant, lend);
        if (!isLast()) return;
      }
      const connection = await this.backend.connect({ ...session, changed: told });
      if (isLast()) this.now = connection;
      else connection.close();
    } catch (error) {
      told("trouble", sentenceOf(error));
    }
  }

  /** Waits shortly for the last answers. */
  async close() {
    this.#asked += 1;
    const { now } = this;
    this.now = null;
    await now?.close();
  }
}
