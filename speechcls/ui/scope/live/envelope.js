// The wave of the last seconds as a line for drawing: the smallest and the largest sample of each short stretch.
// @ts-check

/** @import { Line } from "../decode.js" */

export class Envelope {
  /** @type {Line} */
  line = { name: "wave", role: "main", reduced: true, x: new Float32Array(0), y: new Float32Array(0) };
  first = 0;
  position = 0;

  /**
   * A line over [-span, 0] s.
   * @param {number} stretches
   * @param {number} length of a stretch, samples
   * @param {number} rate Hz
   */
  constructor(stretches, length, rate) {
    this.stretches = stretches;
    this.length = length;
    this.rate = rate;
    this.low = new Float32Array(stretches);
    this.high = new Float32Array(stretches);
    this.x = new Float32Array(2 * stretches);
    this.y = new Float32Array(2 * stretches);
    this.restart(0);
  }

  /**
   * Forget all; the next sample is number `position` of the stream.
   * @param {number} position
   */
  restart(position) {
    this.first = this.position = Math.ceil(position / this.length) * this.length;
    this.clear(this.first);
  }

  /** @param {number} position */
  clear(position) {
    const slot = (position / this.length) % this.stretches;
    this.low[slot] = Infinity;
    this.high[slot] = -Infinity;
  }

  /**
   * Takes the samples that follow on those before.
   * @param {Float32Array} samples
   * @param {number} position of the first
   */
  push(samples, position) {
    const { low, high, length, stretches } = this;
    for (let i = Math.max(0, this.position - position); i < samples.length; i++) {
      const at = position + i;
      if (at % length === 0) this.clear(at);
      const slot = Math.floor(at / length) % stretches;
      if (samples[i] < low[slot]) low[slot] = samples[i];
      if (samples[i] > high[slot]) high[slot] = samples[i];
      this.position = at + 1;
    }
  }

  /**
   * Has the line end at a sample: two points a stretch.
   * @param {number} end
   */
  draw(end) {
    const { low, high, length, stretches, rate } = this;
    const last = Math.ceil(this.position / length);
    const first = Math.max(this.first / length, last - stretches);
    let n = 0;
    for (let stretch = first; stretch < last; stretch++) {
      const slot = stretch % stretches;
      if (low[slot] > high[slot]) continue;
      this.x[n] = (stretch * length - end) / rate;
      this.y[n++] = low[slot];
      this.x[n] = ((stretch + 0.5) * length - end) / rate;
      this.y[n++] = high[slot];
    }
    this.line.x = this.x.subarray(0, n);
    this.line.y = this.y.subarray(0, n);
  }
}
