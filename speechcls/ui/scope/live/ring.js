// The last minutes of a session's sound, as 16-bit samples at 16 kHz.
// @ts-check

import { pcm16, wav } from "../wav.js";
import { RATE } from "./resample.js";

export { RATE };

export class Ring {
  /** Position of the next sample; positions count samples since the session began. */
  position = 0;

  /** @param {number} seconds that are kept */
  constructor(seconds = 600) {
    this.samples = new Int16Array(seconds * RATE);
  }

  /** The first position that is still kept. */
  get oldest() {
    return Math.max(0, this.position - this.samples.length);
  }

  /** @param {Float32Array} samples */
  push(samples) {
    const { length } = this.samples;
    const new16 = pcm16(samples).subarray(-length);
    this.position += samples.length;
    const at = (this.position - new16.length) % length;
    const first = new16.subarray(0, length - at);
    this.samples.set(first, at);
    this.samples.set(new16.subarray(first.length), 0);
  }

  /**
   * Exactly the samples from `from` up to `to`, with zeros where nothing is kept: too old, or not yet there.
   * @param {number} from
   * @param {number} to
   */
  pcm(from, to) {
    const found = new Int16Array(Math.max(to - from, 0));
    const { length } = this.samples;
    let at = Math.max(from, this.oldest);
    const end = Math.min(to, this.position);
    while (at < end) {
      const place = at % length;
      const piece = this.samples.subarray(place, Math.min(place + end - at, length));
      found.set(piece, at - from);
      at += piece.length;
    }
    return found;
  }

  /**
   * The same samples as numbers between -1 and 1.
   * @param {number} from
   * @param {number} to
   */
  slice(from, to) {
    const kept = this.pcm(from, to);
    const found = new Float32Array(kept.length);
    for (let i = 0; i < found.length; i++) found[i] = kept[i] / 32768;
    return found;
  }

  /** What is kept between two positions, as a wav file. */
  wav(from = 0, to = this.position) {
    const kept = this.pcm(Math.max(from, this.oldest), Math.min(to, this.position));
    return new Blob([wav([kept], RATE)], { type: "audio/wav" });
  }
}
