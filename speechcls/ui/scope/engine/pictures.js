// The pictures of a clip as Panels, made in this browser: the same as speechcls/plots/clip_panels.py and lab_panels.py.
// @ts-check

import { triangle } from "../live/moving_lines.js";
import { RATE } from "../live/resample.js";
import { melFilters } from "../live/transform.js";
import { bandCentre } from "../scales.js";
import { brightest, cells, NAMES, summary } from "./cells.js";
import { largest } from "./detector.js";
import { axis, count, frequency, general, LOWEST, line, NYQUIST, panel, reduced, time } from "./panels.js";
import { magnitudes, powers } from "./spectra.js";
import { voice } from "./voice.js";

/** @import { Line } from "../decode.js" */
/** @import { AxisScale, MarkJson } from "../protocol.d.ts" */
/** @import { All } from "../settings.js" */
/** @import { Clip } from "./clip.js" */

const LEVELS = 80; // dB that a spectrum shows
const FAINT_LEVEL = -80; // dB, where its axis ends at least
const SMOOTHED = 41; // Hz over which it is averaged
const FULL_SCALE = 8000; // magnitude of a tone at full scale
const NAMES_ROOM = 10; // dB above a spectrum for the names of pitch and formants
const ENERGY_RANGE = 60; // dB below the strongest filter that still show
const RANGE = 60; // dB below the strongest cell that still show
const FAINT = -60; // dB, the strongest cell at least
const BASELINE = { window_samples: 480, hop_samples: 160, n_fft: 512 }; // whose mean power the filters collect

/**
 * Amplitude against time, the chosen second marked.
 * @param {Clip} clip
 * @param {number} start s
 */
export function waveform(clip, start) {
  const peak = clip.samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const [from, to] = loudestStretch(clip);
  const said = peak >= 0.01 ? peak.toFixed(2) : general(peak, 1);
  const times = Float64Array.from(clip.samples, (_, i) => i / RATE);
  const limit = Math.max(peak, 1);
  return panel({
    title: "Waveform",
    subtitle: clip.duration > 1 ? `marked: the chosen second, from ${clip.within(start).toFixed(2)} s` : "",
    x: time(clip.earliest, clip.latest + 1),
    y: axis("Amplitude", "", -limit, limit),
    lines: [reduced(line("wave", times, clip.samples))],
    span: [clip.within(start), clip.within(start) + 1],
    description: peak
      ? `Loudest between ${from.toFixed(2)} and ${to.toFixed(2)} s; peak ${said}.`
      : "Silence: every sample is 0.",
  });
}

/**
 * Magnitudes of the Fourier transform of the chosen second.
 * @param {Clip} clip
 * @param {number} start s
 */
export function spectrum(clip, start) {
  const found = magnitudes(clip.second(start));
  const strongest = largest(found);
  const energy = found.reduce((sum, one) => sum + one * one, 0);
  let [edge, held] = [0, 0];
  while (edge < found.length && held < 0.95 * energy) held += found[edge++] ** 2;
  return panel({
    title: "Fourier transform of the chosen second",
    subtitle: `the first ${count(found.length)} of ${count(RATE)} coefficients, one a hertz; time is gone`,
    x: frequency(0, NYQUIST),
    y: axis("Magnitude", "", 0, 1.05 * found[strongest] || 1),
    lines: [reduced(line("magnitude", [...found.keys()], found))],
    description: found[strongest]
      ? `Strongest at ${count(strongest)} Hz; 95% of the energy lies below ${count(edge)} Hz.`
      : "Silence: every magnitude is 0.",
  });
}

/**
 * The same magnitudes in decibels, each hertz and averaged over its neighbours.
 * @param {Clip} clip
 * @param {number} start s
 * @param {AxisScale} scale
 */
export function levels(clip, start, scale) {
  const power = magnitudes(clip.second(start)).map((one) => one * one);
  const heard = voice(clip.second(start));
  const marks = (heard ? [heard.pitch, ...heard.formants] : []).map((at, i) => ({
    at,
    name: `F${i} ${count(Math.round(at))} Hz`,
  }));
  const smooth = smoothed(power);
  const loudest = largest(smooth);
  /** @type {(one: number) => number} */
  const decibels = (one) => 10 * Math.log10(Math.max(one, 1e-12) / FULL_SCALE ** 2);
  const [single, average] = [power.map(decibels), smooth.map(decibels)];
  const high = Math.max(Math.ceil(single[largest(single)] / 5) * 5, FAINT_LEVEL);
  /** @type {(values: Float64Array) => Float64Array} */
  const shown = (values) => values.map((one) => Math.max(one, high - LEVELS));
  const hertz = [...power.keys()];
  return panel({
    title: "Fourier transform of the chosen second",
    subtitle: "which pitches it holds, in decibels below the loudest possible tone; time is gone",
    x: frequency(scale === "log" ? LOWEST : 0, NYQUIST, scale),
    y: axis("Level", "dB", high - LEVELS, high + (heard ? NAMES_ROOM : 0)),
    lines: [
      reduced(line("each hertz", hertz, shown(single), "quiet")),
      reduced(line("smoothed", hertz, shown(average))),
    ],
    marks,
    description: power.some(Boolean)
      ? `Loudest near ${count(loudest)} Hz, ${average[loudest].toFixed(0)} dB.${heard ? voiced(start + heard.time, marks) : ""}`
      : "Silence.",
  });
}

/**
 * A sentence on the voice, with a space before it.
 * @param {number} time s
 * @param {MarkJson[]} marks
 */
function voiced(time, marks) {
  return ` Voice at ${time.toFixed(2)} s: ${marks.map(({ name }) => name).join(", ")}.`;
}

/**
 * Averaged over its neighbours, the nearer the more; mirrored at the ends.
 * @param {Float64Array} power
 */
function smoothed(power) {
  const middle = SMOOTHED >> 1;
  const last = power.length - 1;
  const weights = Float64Array.from(
    { length: SMOOTHED },
    (_, i) => Math.sin((Math.PI * (i + 1)) / (SMOOTHED + 1)) ** 2,
  );
  const sum = weights.reduce((all, one) => all + one, 0);
  return power.map((_, at) => {
    let found = 0;
    for (let i = 0; i < SMOOTHED; i++) {
      const place = Math.abs(at + i - middle);
      found += weights[i] * power[place > last ? 2 * last - place : place];
    }
    return found / sum;
  });
}

/**
 * The chosen second over time and frequency, by the page's settings.
 * @param {Clip} clip
 * @param {number} start s
 * @param {Pick<All, "window" | "hop" | "power" | "scale">} settings
 */
export function spectrogram(clip, start, { window, hop, power, scale }) {
  const samples = 2 * Math.max(1, Math.round((window * RATE) / 2));
  const step = Math.max(1, Math.round(samples * (hop / window)));
  const made = powers(clip.second(start), { window_samples: samples, hop_samples: step, n_fft: samples });
  const frontEnd = { power: power === "dB" ? 2 : Number(power), n_fft: samples, hop_samples: step };
  if (frontEnd.power !== 2) made.values = made.values.map((one) => one ** (frontEnd.power / 2));
  const image = cells(made, clip.within(start), frontEnd, [0, brightest(made.values, frontEnd)]);
  const name = power === "dB" ? "power in dB" : NAMES[frontEnd.power];
  const description = summary(made, clip.within(start), frontEnd);
  if (power === "dB") {
    image.values = made.values.map((one) => 10 * Math.log10(Math.max(one, 1e-20)));
    image.high = Math.max(image.values[largest(image.values)], FAINT);
    Object.assign(image, { low: image.high - RANGE, unit: "dB", decibels: null });
  }
  const cell = `${general((1000 * step) / RATE, 4)} ms x ${general(RATE / samples, 4)} Hz`;
  return panel({
    title: `Spectrogram, window of ${samples} samples (${general((1000 * samples) / RATE, 6)} ms)`,
    subtitle: `${made.bins} bins x ${made.frames} frames; one cell is ${cell}; ${name}`,
    x: time(clip.within(start), clip.within(start) + 1),
    y: frequency(scale === "log" ? LOWEST : 0, NYQUIST, scale),
    image,
    description,
  });
}

/**
 * Triangular filters over frequency, and what each collects of the chosen second's mean power.
 * @param {Clip} clip
 * @param {number} start s
 * @param {number} filters how many
 */
export function melFilterBank(clip, start, filters) {
  const { bins, frames, values } = powers(clip.second(start), BASELINE);
  const bank = melFilters(filters, BASELINE.n_fft);
  const power = Float64Array.from({ length: bins }, (_, bin) => {
    let sum = 0;
    for (let frame = 0; frame < frames; frame++) sum += values[bin * frames + frame];
    return sum / frames;
  });
  const energy = bank.map(({ first, weights }) => weights.reduce((sum, w, k) => sum + w * power[first + k], 0));
  const centres = Float64Array.from(bank, (_, i) => bandCentre(i, filters));
  const strongest = largest(energy);
  const most = energy[strongest];
  /** @type {(one: number) => number} */
  const height = (one) => Math.max(0, 1 + (10 * Math.log10(Math.max(one / most, 1e-30))) / ENERGY_RANGE);
  const heights = Float64Array.from(energy, (one) => (most ? height(one) : 0));
  const real = bank.filter(({ weights }) => weights.some(Boolean));
  const triangles = real.map((one) => drawn(triangle(one, BASELINE.n_fft)));
  const collected = most
    ? `the one centred on ${count(Math.round(centres[strongest]))} Hz collects the most energy`
    : "in silence none collects any energy";
  return panel({
    title: `Mel filter bank, ${filters} filters over ${bins} Fourier coefficients`,
    subtitle: `energy: 1 is the strongest filter, 0 is ${ENERGY_RANGE} dB below it`,
    x: frequency(0, NYQUIST),
    y: axis("Weight; energy collected", "", 0, 1.05),
    lines: [...triangles, line("energy collected", centres, heights, "second")],
    description: `${filters} filters, narrow at low and wide at high frequency; ${collected}.`,
  });
}

/**
 * A filter's line up to the last coefficient.
 * @param {Line} filter
 */
function drawn({ name, x, y, role }) {
  const inside = x.filter((hertz) => hertz <= NYQUIST).length;
  return line(name, x.subarray(0, inside), y.subarray(0, inside), role);
}

/**
 * Start and end (s) of the stretch around the loudest 50 ms that is at least half as loud, in steps of 10 ms.
 * @param {Clip} clip
 */
function loudestStretch({ samples, duration }) {
  const step = RATE / 100;
  const squares = new Float64Array(Math.ceil(samples.length / step));
  for (let i = 0; i < samples.length; i++) squares[Math.floor(i / step)] += samples[i] ** 2;
  const energy = squares.map((_, i) => squares.subarray(Math.max(i - 2, 0), i + 3).reduce((sum, one) => sum + one, 0));
  const peak = largest(energy);
  /** @type {(one: number) => boolean} */
  const quiet = (one) => one < energy[peak] / 4;
  let [first, last] = [peak, peak];
  while (first > 0 && !quiet(energy[first - 1])) first -= 1;
  while (last < energy.length && !quiet(energy[last])) last += 1;
  return [(first * step) / RATE, Math.min((last * step) / RATE, duration)];
}
