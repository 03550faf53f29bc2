// What the lab plays: sounds that the server made, and pairs of tones.
// @ts-check

const TONE = 0.7; // s
const FADE = 0.02; // s, so that a tone does not click
const LOUDNESS = 0.2; // of full scale

/** @import { Sound } from "../protocol.d.ts" */

/** @type {AudioContext | null} */
let context = null;
/** @type {{ stop: () => void } | null} */
let playing = null;

/** One context for all, whose rate holds even tones above 8 kHz; browsers let a page only play after a click. */
function speakers() {
  context ??= new AudioContext({ sampleRate: 48_000 });
  context.resume();
  playing?.stop();
  playing = null;
  return context;
}

/**
 * A sound that exceeds full scale is played at full scale.
 * @param {Sound} sound
 */
export function play({ rate, peak, samples }) {
  const context = speakers();
  const bytes = Uint8Array.from(atob(samples), (c) => c.charCodeAt(0));
  const numbers = new Int16Array(bytes.buffer);
  const buffer = context.createBuffer(1, numbers.length, rate);
  const scale = Math.min(peak, 1) / 32767;
  buffer.getChannelData(0).set(Float32Array.from(numbers, (n) => n * scale));
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(context.destination);
  source.start();
  playing = source;
}

/** @param {number[]} hertz */
export function playTones(hertz) {
  const context = speakers();
  const gain = tones(context, hertz, context.currentTime + 0.05);
  playing = { stop: () => gain.disconnect() };
}

/**
 * Tones at once, each at its strength of full scale.
 * @param {number[]} hertz
 * @param {number[]} strengths
 */
export function playSum(hertz, strengths) {
  const context = speakers();
  const [begin, end] = [context.currentTime + 0.05, context.currentTime + 0.05 + 2 * TONE];
  const gain = new GainNode(context, { gain: 0 });
  gain.connect(context.destination);
  gain.gain.setValueAtTime(0, begin);
  gain.gain.linearRampToValueAtTime(LOUDNESS, begin + FADE);
  gain.gain.setValueAtTime(LOUDNESS, end - FADE);
  gain.gain.linearRampToValueAtTime(0, end);
  for (const [i, frequency] of hertz.entries()) {
    const strength = new GainNode(context, { gain: strengths[i] });
    const oscillator = new OscillatorNode(context, { frequency });
    oscillator.connect(strength).connect(gain);
    oscillator.start(begin);
    oscillator.stop(end);
  }
  playing = { stop: () => gain.disconnect() };
}

/**
 * Tones one after the other into the context's destination.
 * @param {BaseAudioContext} context
 * @param {number[]} hertz
 * @param {number} begin s
 */
export function tones(context, hertz, begin) {
  const gain = new GainNode(context, { gain: 0 });
  gain.connect(context.destination);
  for (const [i, frequency] of hertz.entries()) {
    const [from, to] = [begin + i * TONE, begin + (i + 1) * TONE];
    const oscillator = new OscillatorNode(context, { frequency });
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(LOUDNESS, from + FADE);
    gain.gain.setValueAtTime(LOUDNESS, to - FADE);
    gain.gain.linearRampToValueAtTime(0, to);
    oscillator.connect(gain);
    oscillator.start(from);
    oscillator.stop(to);
  }
  return gain;
}
