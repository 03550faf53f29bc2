// Listening for one's own words: by the server, or by this browser, which is then lent what was taught.
// @ts-check

import { parts } from "../parts.js";
import { say, translate } from "../say.js";

/** @import { OwnState } from "../protocol.d.ts" */
/** @import { OwnWords } from "./own_words.js" */

export class OwnListening {
  on = false;

  /**
   * @param {HTMLButtonElement} button
   * @param {OwnWords} own
   */
  constructor(button, own) {
    this.button = button;
    this.own = own;
    button.addEventListener("click", () => this.#toggle());
  }

  /** @param {OwnState} state which may have been taught anew */
  show({ variant }) {
    this.button.disabled = !variant;
    if (this.on && variant) parts.listen?.choose(variant);
  }

  #toggle() {
    const { own } = this;
    own.recorder.stop();
    if (this.on) {
      this.stop();
      return;
    }
    this.on = true;
    this.button.textContent = translate("Stop listening");
    parts.listen?.listenFor(
      own.state.variant,
      () => this.#ended(),
      async (variant) => (await own.open()).model(variant),
    );
  }

  /** Until it has stopped, the button offers no new start, which that end would end, too. */
  async stop() {
    if (this.on) await parts.listen?.stop();
  }

  #ended() {
    this.on = false;
    this.button.textContent = say("own.listen");
  }
}
