// The choice to have one's own words remembered by this browser: how large they are there, and one button to forget.
// @ts-check

import { find } from "../dom.js";
import { say } from "../say.js";
import { forget, keep, load } from "./kept.js";

/** @import { OwnState } from "../protocol.d.ts" */
/** @import { Kept } from "./kept.js" */

const REST = 500; // ms without another change until it is written

export class Memory {
  /**
   * `zip()` gives the takes, `bring(kept)` has them taught again and tells whether that went well, `failed(error)` tells
   * what went wrong.
   * @param {HTMLElement} element
   * @param {{zip: () => Promise<Blob>, bring: (kept: Kept) => Promise<boolean>, failed: (error: Error) => void}} does
   */
  constructor(element, { zip, bring, failed }) {
    this.choice = find(element, "input", HTMLInputElement);
    this.size = find(element, ".own-size");
    this.button = find(element, "button", HTMLButtonElement);
    this.zip = zip;
    this.bring = bring;
    this.failed = failed;
    /** @type {OwnState | null} */
    this.state = null;
    /** @type {OwnState | null} that is kept */
    this.kept = null;
    this.owed = false; // what is kept could not be brought yet, and must not be written over
    this.resting = 0;
    /** @type {Promise<void>} what is written or forgotten, one after the other */
    this.queue = Promise.resolve();
    this.choice.addEventListener("change", () => (this.choice.checked ? this.#soon() : this.#forget()));
    this.button.addEventListener("click", () => this.#forget());
    this.#tell(0);
  }

  /** Has what was kept taught again, if anything was. */
  restore() {
    return this.#next(async () => {
      const kept = await load();
      this.choice.checked = Boolean(kept);
      this.#tell(kept?.zip.size ?? 0);
      this.owed = false;
      if (kept) this.owed = !(await this.bring(kept));
    });
  }

  /** @param {OwnState} state after a change */
  follow(state) {
    this.state = state;
    if (this.owed) this.restore();
    else if (this.choice.checked) this.#soon();
  }

  #soon() {
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => this.#next(() => this.#write()), REST);
  }

  async #write() {
    if (!this.choice.checked) return;
    if (!this.state?.takes.length) {
      await forget();
      this.#tell(0);
      return;
    }
    const { state } = this;
    const zip = await this.zip();
    await keep({ zip, stricter: state.stricter });
    this.kept = state;
    this.#tell(zip.size);
  }

  #forget() {
    clearTimeout(this.resting);
    this.choice.checked = this.owed = false;
    this.#next(async () => {
      await forget();
      this.kept = null;
      this.#tell(0);
    });
  }

  /** @param {() => Promise<void>} work */
  #next(work) {
    this.queue = this.queue.then(work).catch(this.failed);
    return this.queue;
  }

  /** @param {number} size in bytes */
  #tell(size) {
    this.size.textContent = size ? say("own.kept", { size: Math.ceil(size / 1000) }) : "";
    this.button.hidden = !size;
  }
}
