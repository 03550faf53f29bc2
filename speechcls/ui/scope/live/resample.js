// Any sampling rate to 16 kHz, as sound arrives: the one place where the page resamples.
// @ts-check

export const RATE = 16_000; // Hz, of everything behind this

const ATTENUATION = 100; // dB
const PASS = 0.9; // of the lower of the two Nyquist frequencies, from where the filter falls until it stops at 1

/**
 * Polyphase filter: output n is taken at time n / `to`, without delay between what goes in and what comes out.
 * A Kaiser-windowed sinc passes up to 7.2 kHz and stops from 8 kHz. It waits for half the filter, about 4 ms.
 */
export class Resampler {
  /**
   * @param {number} from Hz
   * @param {number} to Hz
   */
  constructor(from, to = RATE) {
    if (!(from >= 1000 && to >= 1000)) throw new RangeError(`Rates must be 1000 Hz or more, not ${from} and ${to}.`);
    const shared = divisor(Math.round(from), Math.round(to));
    this.up = Math.round(to) / shared;
    this.down = Math.round(from) / shared;
    this.phases = this.up === this.down ? null : polyphase(this.up, this.down);
    this.half = this.phases ? this.phases[0].length / 2 : 0;
    this.held = new Float32Array(Math.max(0, this.half - 1)); // silence before the first sample
    this.at = 0; // of the next output: how many 1 / up of an input sample lie behind held[half - 1]
  }

  /**
   * The samples that have become certain by this block: a new array, at times of length 0.
   * @param {Float32Array} block
   */
  push(block) {
    if (!this.phases) return block.slice();
    const { phases, up, down, half } = this;
    const input = new Float32Array(this.held.length + block.length);
    input.set(this.held);
    input.set(block, this.held.length);
    const room = up * (input.length - 2 * half + 1) - this.at; // up to where the filter lies within the input
    const output = new Float32Array(Math.max(0, Math.ceil(room / down)));
    for (let n = 0; n < output.length; n++, this.at += down) {
      const start = Math.floor(this.at / up);
      const taps = phases[this.at % up];
      let sum = 0;
      for (let i = 0; i < taps.length; i++) sum += taps[i] * input[start + i];
      output[n] = sum;
    }
    const spent = Math.min(Math.floor(this.at / up), input.length);
    this.held = input.slice(spent);
    this.at -= spent * up;
    return output;
  }
}

/**
 * For each of `up` places between two input samples the weights of the 2 * half samples around it.
 * @param {number} up
 * @param {number} down
 */
function polyphase(up, down) {
  const cutoff = Math.min(1, up / down); // the Nyquist frequency to stop at, as a share of the input's
  const half = Math.ceil((ATTENUATION - 7.95) / (2.285 * Math.PI * (1 - PASS) * cutoff) / 2);
  const beta = 0.1102 * (ATTENUATION - 8.7); // Kaiser's formulas for attenuation and length
  const middle = (cutoff * (1 + PASS)) / 2;
  return Array.from({ length: up }, (_, phase) => {
    const taps = Float64Array.from({ length: 2 * half }, (_, i) => {
      const t = i - half + 1 - phase / up;
      const edge = Math.max(0, 1 - (t / half) ** 2);
      return middle * sinc(middle * t) * (bessel(beta * Math.sqrt(edge)) / bessel(beta));
    });
    const sum = taps.reduce((a, b) => a + b);
    return taps.map((tap) => tap / sum); // a constant passes unchanged at every phase
  });
}

/** @param {number} t */
function sinc(t) {
  return t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
}

/**
 * Modified Bessel function of the first kind, order 0.
 * @param {number} x
 */
function bessel(x) {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/**
 * The largest number that divides both.
 * @param {number} a
 * @param {number} b
 * @returns {number}
 */
function divisor(a, b) {
  return b ? divisor(b, a % b) : a;
}
