// Takes by microphone: every word that is said while it is on becomes one, and what is none of the words by seconds.
// @ts-check

import { parts } from "../parts.js";
import { say } from "../say.js";
import { pcm16, wav } from "../wav.js";
import { Cutter, joined } from "./cutter.js";

/** @import { Source } from "../live/capture.js" */

const RATE = 16_000; // Hz

export class Recorder {
  /** @type {string | null} whose takes are asked for; "" for what is none of the words */
  word = null;
  /** @type {{ microphone: Source, cutter: Cutter | Seconds } | null} once the microphone is open */
  open = null;
  trouble = ""; // that the microphone sends nothing, while it does so

  /**
   * @param {(word: string, file: File) => void} found is called with each take
   * @param {(trouble: string) => void} changed is called once the microphone has opened, sends nothing, sends something
   * again, and when it has closed
   */
  constructor(found, changed) {
    this.found = found;
    this.changed = changed;
  }

  /**
   * Begins to record takes of a word. Throws what the microphone says where it can't.
   * @param {string} word
   */
  async start(word) {
    this.stop();
    this.word = word;
    this.trouble = "";
    /** @type {(samples: Float32Array) => void} */
    const take = (samples) => this.found(word, file(samples));
    const cutter = word ? new Cutter(take) : new Seconds(take);
    try {
      const handlers = {
        samples: cutter.push.bind(cutter),
        silent: (/** @type {boolean} */ now) => {
          this.trouble = now ? say("live.dumb") : "";
          this.changed(this.trouble);
        },
        ended: (/** @type {Error} */ { message }) => this.stop(message),
      };
      const microphone = await parts.sound?.sources.open(handlers);
      if (!microphone) return;
      if (this.word === word && !this.open) this.open = { microphone, cutter };
      else microphone.close(); // stopped, or asked for another word, meanwhile
    } finally {
      if (this.word === word && !this.open) this.word = null;
    }
    if (this.open) this.changed(this.trouble);
  }

  /**
   * What was being said becomes a take, too. Nothing happens where nothing is recorded.
   * @param {string} [trouble] why, where it wasn't the user
   */
  stop(trouble = this.trouble) {
    const { open, word } = this;
    this.word = this.open = null;
    open?.microphone.close();
    open?.cutter.end();
    if (word !== null) this.changed(trouble);
  }
}

/** Everything that is heard, second by second. */
class Seconds {
  /** @type {Float32Array[]} */
  blocks = [];
  length = 0; // samples

  /** @param {(samples: Float32Array) => void} found is called with each second at 16 kHz */
  constructor(found) {
    this.found = found;
  }

  /** @param {Float32Array} block */
  push(block) {
    this.blocks.push(block);
    this.length += block.length;
    if (this.length >= RATE) this.end();
  }

  end() {
    if (this.length < RATE / 2) return;
    const second = joined(this.blocks);
    this.blocks = [];
    this.length = 0;
    this.found(second);
  }
}

/** @param {Float32Array} samples */
function file(samples) {
  return new File([wav([pcm16(samples)], RATE)], "take.wav", { type: "audio/wav" });
}
