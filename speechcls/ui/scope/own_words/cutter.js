// Words cut out of a running recording: each stretch that stands out from the noise around it, with a margin.
// @ts-check

const RATE = 16_000; // Hz
const FRAME = RATE / 100;
const ABOVE = 12; // dB over the noise from which a word begins, and BELOW which it may end
const BELOW = 7;
const REST = 35; // frames below until a word has ended: the closure of a stop is shorter
const MARGIN = 25; // frames kept on either side
const LEAST = 6; // frames of a word; a click has fewer
const MOST = 200; // frames after which a word is cut in any case
const MEMORY = 200; // frames by which the noise is known
const QUIETEST = -70; // dBFS, below which nothing counts as noise

export class Cutter {
  rest = new Float32Array(0); // samples that fill no frame yet
  /** @type {Float32Array[]} */
  frames = [];
  /** @type {number[]} */
  levels = []; // dBFS of the last frames
  begun = -1; // the frame at which a word began
  quiet = 0; // frames since it fell silent

  /** @param {(samples: Float32Array) => void} found is called with each word at 16 kHz */
  constructor(found) {
    this.found = found;
  }

  /**
   * Takes samples as they come.
   * @param {Float32Array} samples at 16 kHz
   */
  push(samples) {
    const all = joined([this.rest, samples]);
    const whole = Math.floor(all.length / FRAME) * FRAME;
    for (let at = 0; at < whole; at += FRAME) this.#frame(all.slice(at, at + FRAME));
    this.rest = all.slice(whole);
  }

  /** The recording is over: what was being said is a word, too. */
  end() {
    if (this.begun >= 0) this.#cut();
  }

  /** @param {Float32Array} frame */
  #frame(frame) {
    const level = decibels(frame);
    this.frames.push(frame);
    this.levels.push(level);
    if (this.levels.length > MEMORY) this.levels.shift();
    const noise = Math.max(quantile(this.levels, 0.1), QUIETEST);
    if (this.begun < 0) {
      if (level > noise + ABOVE) [this.begun, this.quiet] = [Math.max(0, this.frames.length - 1 - MARGIN), 0];
      else if (this.frames.length > MARGIN) this.frames.shift();
      return;
    }
    this.quiet = level < noise + BELOW ? this.quiet + 1 : 0;
    if (this.quiet >= REST || this.frames.length - this.begun > MOST) this.#cut();
  }

  #cut() {
    const word = this.frames.slice(this.begun, Math.max(this.frames.length - Math.max(0, this.quiet - MARGIN), 0));
    if (word.length - 2 * MARGIN >= LEAST || !this.quiet) this.found(joined(word));
    this.frames = this.frames.slice(-MARGIN);
    this.begun = -1;
  }
}

/** @param {Float32Array} frame */
function decibels(frame) {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return 10 * Math.log10(sum / frame.length + 1e-12);
}

/**
 * @param {number[]} values
 * @param {number} share
 */
function quantile(values, share) {
  return [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];
}

/** @param {Float32Array[]} blocks */
export function joined(blocks) {
  const all = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    all.set(block, at);
    at += block.length;
  }
  return all;
}
