// What the lab plays: sounds that the server made, and pairs of tones.

const TONE = 0.7; // s
const FADE = 0.02; // s, so that a tone does not click
const LOUDNESS = 0.2; // of full scale

let context = null;
let playing = null;

/** One context for all, at the rate that P8's tones need; browsers let a page only play after a click. */
function speakers() {
  context ??= new AudioContext({ sampleRate: 48_000 });
  context.resume();
  playing?.stop();
  playing = null;
  return context;
}

/** A sound as lab_values.sound() packs it; one that exceeds full scale is played at full scale. */
export function play({ rate, peak, samples }) {
  const context = speakers();
  const bytes = Uint8Array.from(atob(samples), (c) => c.charCodeAt(0));
  const numbers = new Int16Array(bytes.buffer);
  const buffer = context.createBuffer(1, numbers.length, rate);
  const scale = Math.min(peak, 1) / 32767;
  buffer.getChannelData(0).set(Float32Array.from(numbers, (n) => n * scale));
  playing = new AudioBufferSourceNode(context, { buffer });
  playing.connect(context.destination);
  playing.start();
}

export function playTones(hertz) {
  const context = speakers();
  const gain = tones(context, hertz, context.currentTime + 0.05);
  playing = { stop: () => gain.disconnect() };
}

/** Tones one after the other from `begin` (s) on, into the context's destination. */
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
