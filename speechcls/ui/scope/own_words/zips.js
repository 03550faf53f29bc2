// Zips of takes: several opened at once, and one to download.
// @ts-check

import { find } from "../dom.js";
import { save } from "../live/session.js";

/** @import { OwnState } from "../protocol.d.ts" */
/** @import { OwnWords } from "./own_words.js" */

export class Zips {
  /** @type {OwnState | null} as a zip on the user's computer holds it */
  saved = null;

  /**
   * @param {HTMLElement} section parts/own_words/own_words.html
   * @param {OwnWords} own
   */
  constructor(section, own) {
    this.own = own;
    this.download = find(section, ".own-download", HTMLButtonElement);
    this.download.addEventListener("click", () => own.attempt(() => this.#save()));
    const input = find(section, ".own-open input", HTMLInputElement);
    input.addEventListener("change", () => {
      this.#openAll([...(input.files ?? [])]);
      input.value = "";
    });
  }

  async #save() {
    const { state } = this.own;
    save(await this.own.get("zip"), "own-words.zip");
    this.saved = state;
  }

  /** @param {OwnState} state */
  show({ takes }) {
    this.download.disabled = !takes.length;
  }

  /**
   * Adds the takes of every zip. What can't be opened is told at the end, and keeps no other from being opened.
   * @param {File[]} zips
   */
  async #openAll(zips) {
    const { own } = this;
    const nothingElse = !own.state.takes.length;
    const refused = [];
    for (const zip of zips) if (!(await own.change("zip", zip))) refused.push(`${zip.name}: ${own.status.textContent}`);
    if (nothingElse) this.saved = own.state;
    if (zips.length > 1 && refused.length) own.say(refused.join(" "), true);
  }
}
