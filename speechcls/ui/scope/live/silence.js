// Whether a microphone sends anything: one that is muted sends nothing, or zeros alone.
// @ts-check

const PATIENCE = 3_000; // ms

export class Silence {
  now = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;

  /** @param {(now: boolean) => void} changed is called once nothing has come for a while, and when sound comes again */
  constructor(changed) {
    this.changed = changed;
  }

  /** For sound, from now on. */
  wait() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#become(true), PATIENCE);
  }

  /** @param {Float32Array} block what came */
  push(block) {
    if (block.every((sample) => sample === 0)) return;
    this.wait();
    this.#become(false);
  }

  end() {
    clearTimeout(this.#waiting);
  }

  /** @param {boolean} now */
  #become(now) {
    if (now === this.now) return;
    this.now = now;
    this.changed(now);
  }
}
