// A sound read in this browser: mono at 16 kHz, and the second of it to classify, as speechcls/audio/clip.py has it.
// @ts-check

import { RATE, Resampler } from "../live/resample.js";
import { loudSeconds } from "./seconds.js";

/** @import { Limits } from "../protocol.d.ts" */

const LIKELY = 48_000; // Hz, of a file that doesn't say its rate where we look
const RATES = [8_000, 96_000]; // Hz that every browser can decode at
const FRAME = RATE / 100; // samples
const BED = 40; // dB by which the noise beyond the ends lies below the loudest 10 ms of the second

export class Clip {
  /** @param {Float32Array} samples at 16 kHz, full scale 1 */
  constructor(samples) {
    this.samples = samples;
    this.duration = samples.length / RATE;
    this.loudSeconds = loudSeconds(samples);
    this.earliest = Math.min(0, ...this.loudSeconds);
    this.latest = Math.max(this.duration - 1, ...this.loudSeconds);
  }

  /**
   * The possible start of a second that is nearest to this one, at a sample.
   * @param {number} start s
   */
  within(start) {
    return Math.round(Math.min(Math.max(this.earliest, start), this.latest) * RATE) / RATE;
  }

  /**
   * The second from `start`, with faint noise beyond the ends.
   * @param {number} start s
   */
  second(start) {
    const first = Math.round(this.within(start) * RATE);
    const samples = this.samples.subarray(Math.max(first, 0), Math.max(first + RATE, 0));
    const level = samples.length < RATE ? loudest(samples) / 10 ** (BED / 20) : 0;
    const found = new Float32Array(RATE);
    const shift = ((first % RATE) + RATE) % RATE; // so that the noise moves with the clip
    if (level) for (const [place, value] of noise().entries()) found[(place + RATE - shift) % RATE] = value * level;
    found.set(samples, Math.max(-first, 0));
    return found;
  }
}

/**
 * RMS of the loudest 10 ms; 0 of fewer samples than that.
 * @param {Float32Array} samples
 */
function loudest(samples) {
  let most = 0;
  for (let at = 0; at + FRAME <= samples.length; at += FRAME) {
    const power = samples.subarray(at, at + FRAME).reduce((sum, value) => sum + value * value, 0) / FRAME;
    most = Math.max(most, power);
  }
  return Math.sqrt(most);
}

/** A second of white noise with an RMS of 1, the same as in speechcls/audio/clip.py. */
function noise() {
  let state = 1;
  const values = Float64Array.from({ length: RATE }, () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  const rms = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / RATE);
  return values.map((value) => value / rms);
}

/**
 * A file's bytes as a Clip. Decoded at the file's own rate, since browsers resample badly; then by our resampler.
 * Throws an Error that says what is wrong.
 * @param {ArrayBuffer} bytes
 * @param {string} name of the file
 * @param {Pick<Limits, "seconds">} limits
 * @param {boolean} served whether there is a server, which reads more
 */
export async function read(bytes, name, { seconds }, served) {
  const rate = Math.min(Math.max(rateOf(new DataView(bytes)), RATES[0]), RATES[1]);
  const sound = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes.slice(0)).catch(() => {
    throw served
      ? new Error(`This browser can't read ${name}. Export it again as wav, or let the server answer.`)
      : new Error(`This browser can't read ${name}. Export it again as wav.`);
  });
  if (sound.duration > seconds) {
    throw new Error(`${name} lasts longer than the limit of ${seconds} s. Cut out the part with the word.`);
  }
  const samples = resampled(mono(sound), rate);
  if (!samples.length) throw new Error(`${name} holds no samples. Record it again, or choose another file.`);
  return new Clip(samples);
}

/**
 * The mean of all channels.
 * @param {AudioBuffer} sound
 */
function mono(sound) {
  const channels = Array.from({ length: sound.numberOfChannels }, (_, i) => sound.getChannelData(i));
  if (channels.length === 1) return channels[0];
  return channels[0].map((_, i) => channels.reduce((sum, channel) => sum + channel[i], 0) / channels.length);
}

/**
 * At 16 kHz.
 * @param {Float32Array} samples
 * @param {number} rate Hz
 */
function resampled(samples, rate) {
  if (rate === RATE) return samples;
  const resampler = new Resampler(rate);
  const count = Math.round((samples.length * RATE) / rate);
  const found = new Float32Array(count);
  const first = resampler.push(samples);
  found.set(first.subarray(0, count));
  const rest = resampler.push(new Float32Array(2 * resampler.half + rate)); // what still waits for half the filter
  found.set(rest.subarray(0, Math.max(0, count - first.length)), Math.min(first.length, count));
  return found;
}

/**
 * The sampling rate (Hz) that a wav or flac says it has.
 * @param {DataView} view
 */
function rateOf(view) {
  /** @type {(place: number) => number} */
  const at = (place) => (place + 4 <= view.byteLength ? view.getUint32(place) : 0);
  if (at(0) === 0x664c6143) return at(18) >>> 12; // fLaC: 20 bits of its first block
  if (at(0) === 0x52494646 && at(8) === 0x57415645) {
    for (let place = 12; place + 16 <= view.byteLength; place += 8 + view.getUint32(place + 4, true)) {
      if (at(place) === 0x666d7420) return view.getUint32(place + 12, true); // "fmt "
    }
  }
  return LIKELY;
}
