// The last second of arriving sound; probabilities averaged over time into detections: the rules of speechcls/live/detector.py.
// @ts-check

import { energies, isSilence, SECOND } from "./levels.js";

const FRAMES = 100; // of a second, over which energy is summed to find a word in it
const CLOSURE = 12; // frames of silence that a word may hold: the stop of "eight" or "six"
const OLDEST = 0.5 * SECOND; // samples that averaged windows may lie apart where the steps are long
const CENTRAL = [0.3, 0.75]; // s of a second between which a word's middle must lie to be believed
const APART = 0.25; // s at least between the middles of two different words
const REMEMBERED = 8; // detections that a new one is compared with
const LOUD = 0.02; // of the most energy, from which on a frame counts as part of a word

/** @import { LiveDetection, LiveUpdate, Reason, Refusal, Smoothing } from "../protocol.d.ts" */

/** @typedef {Omit<LiveUpdate, "scores"> & { probabilities: LiveUpdate["scores"] }} Update with those of all words */
/**
 * @typedef {object} Window an answer for one
 * @property {number} end samples
 * @property {Float64Array} given probabilities
 * @property {number | null} first the place of the likeliest word; null where none was heard
 * @property {number | null} place s in the stream, of the word's middle; null where it is cut by an end
 */
/** @typedef {{ wave: Float32Array, end: number, run: Window[] }} Asked a window without its answer yet */

/** One stream of sound: give it samples as they come, and the answers for the windows that it gives out. */
export class Listener {
  second = new Float32Array(SECOND);
  end = 0; // samples, where the second ends in the stream
  /** @type {Asked | null} */
  asked = null; // the window last given out
  next = 0; // samples, where the next window is to end at the earliest
  /** @type {LiveDetection[]} */
  found = [];
  /** @type {Window[]} */
  run = []; // that are averaged

  /**
   * @param {string[]} words
   * @param {Smoothing} smoothing
   */
  constructor(words, smoothing) {
    this.words = words;
    this.smoothing = smoothing;
    this.windows = Math.round(smoothing.smoothing / smoothing.step); // that are averaged
  }

  /**
   * Go on with the answers of another network, which knows these words. Sound and detections are kept.
   * @param {string[]} words
   */
  switch(words) {
    this.words = words;
    this.run = [];
  }

  /**
   * More sound; what doesn't join on to what came before starts a new second.
   * @param {Float32Array} samples at 16 kHz, full scale 1
   * @param {number} position samples since the stream began
   */
  push(samples, position) {
    if (position !== this.end) {
      this.second = new Float32Array(SECOND);
      this.run = [];
      this.next = 0;
    }
    this.end = position + samples.length;
    const added = samples.subarray(-SECOND);
    const second = new Float32Array(SECOND); // a new one, since the last may still be with the network
    second.set(this.second.subarray(added.length));
    second.set(added, SECOND - added.length);
    this.second = second;
  }

  /** Whether a step of new sound has come since the last window. */
  get due() {
    return this.end >= this.next;
  }

  /** The last second, beginning with zeros where less has come. */
  window() {
    this.asked = { wave: this.second, end: this.end, run: this.run };
    this.next = this.end + Math.round(this.smoothing.step * SECOND);
    return this.second;
  }

  /**
   * Take in the probabilities for the window last given out, and why no word was heard in it: "" where one was.
   * @param {ArrayLike<number>} probabilities
   * @param {Reason} reason
   * @returns {Update}
   */
  update(probabilities, reason = "") {
    if (!this.asked) throw new Error("There is no window that this could be the answer for. Call window() first.");
    const { wave, end, run } = this.asked; // sound may have come since, or broken off
    const why = isSilence(wave) ? "silence" : reason; // whatever the network's own rejection says
    const given = why === "silence" ? new Float64Array(this.words.length) : Float64Array.from(probabilities);
    const place = middle(wave);
    const central = place !== null && place >= CENTRAL[0] && place <= CENTRAL[1];
    run.push({ end, given, first: why ? null : largest(given), place: central ? end / SECOND - 1 + place : null });
    while (run.length > this.windows || end - run[0].end > OLDEST) run.shift();
    const averaged = this.words.map((_, i) => run.reduce((sum, one) => sum + one.given[i], 0) / run.length);
    return {
      seconds: end / SECOND,
      probabilities: averaged
        .map((score, i) => /** @type {[string, number]} */ ([this.words[i], score]))
        .sort((a, b) => b[1] - a[1]),
      heard: !why,
      reason: why,
      ...this.#detect(run, averaged),
    };
  }

  /**
   * The word that is certain now, and was not detected before; or why a word over the threshold is refused.
   * @param {Window[]} run
   * @param {number[]} averaged probabilities
   * @returns {{ detections: LiveDetection[], refused: Refusal }}
   */
  #detect(run, averaged) {
    const { threshold, agreeing } = this.smoothing;
    const best = largest(averaged);
    const first = run.filter((one) => one.first === best);
    const places = first.map(({ place }) => place).filter((place) => place !== null);
    /** @type {(refused: Refusal) => { detections: LiveDetection[], refused: Refusal }} */
    const refuse = (refused) => ({ detections: [], refused });
    if (averaged[best] < threshold) return refuse("");
    if (first.length < agreeing) return refuse(run.some((one) => one.first === null) ? "unknown" : "brief");
    const seconds = places.at(-1);
    if (seconds === undefined) return refuse("cut");
    const detection = { word: this.words[best], probability: averaged[best], seconds };
    const same = this.found.filter((old) => this.#same(detection, old)).map(({ word }) => word);
    if (same.length) return refuse(same.includes(detection.word) ? "" : "near");
    this.found = [...this.found, detection].slice(-REMEMBERED);
    return { detections: [detection], refused: "" };
  }

  /**
   * Whether two detections lie so near each other that they must be of one utterance.
   * @param {LiveDetection} one
   * @param {LiveDetection} other
   */
  #same(one, other) {
    const apart = one.word === other.word ? this.smoothing.refractory : APART;
    return Math.abs(one.seconds - other.seconds) < apart;
  }
}

/**
 * Where in a second the word has its middle, in s: the centre of energy of the loudest stretch of sound, those near the
 * second's middle counting for more. null where nothing stands out, and where that stretch is cut by an end of it.
 * @param {Float32Array} wave
 */
export function middle(wave) {
  const frames = energies(wave, FRAMES);
  const background = 2 * percentile(frames, 10);
  const energy = frames.map((one) => Math.max(0, one - background));
  const islands = stretches(energy, LOUD * Math.max(...energy));
  if (!islands.length) return null;
  /** @type {(frame: number) => number} */
  const weight = (frame) => energy[frame] * (0.5 - 0.5 * Math.cos((2 * Math.PI * (frame + 1)) / (FRAMES + 1)));
  const weights = islands.map((island) => island.reduce((sum, frame) => sum + weight(frame), 0));
  const word = islands[largest(weights)];
  const [from, to] = [word[0], word[word.length - 1]];
  if (from === 0 || to === FRAMES - 1) return null;
  let [sum, moment] = [0, 0];
  for (let frame = from; frame <= to; frame++) {
    sum += energy[frame];
    moment += (frame + 0.5) * energy[frame];
  }
  return moment / sum / FRAMES;
}

/**
 * The frames with more energy than `least`, in stretches that lie apart.
 * @param {Float64Array} energy
 * @param {number} least
 */
function stretches(energy, least) {
  /** @type {number[][]} */
  const found = [];
  for (let frame = 0; frame < energy.length; frame++) {
    if (energy[frame] <= least) continue;
    const last = found.at(-1);
    if (last && frame - last[last.length - 1] <= CLOSURE) last.push(frame);
    else found.push([frame]);
  }
  return found;
}

/**
 * Between the two nearest of the sorted values where none is the one asked for.
 * @param {ArrayLike<number>} values
 * @param {number} percent
 */
export function percentile(values, percent) {
  const sorted = Float64Array.from(values).sort();
  const at = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below] + (at - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
}

/**
 * The place of the largest value, the first of several.
 * @param {ArrayLike<number>} values
 */
export function largest(values) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
