// The pictures of a clip as Panels, made in this browser: the same as speechcls/plots/clip_panels.py and lab_panels.py.
// @ts-check

import { triangle } from "../live/moving_lines.js";
import { RATE } from "../live/resample.js";
import { melFilters } from "../live/transform.js";
import { bandCentre } from "../scales.js";
import { largest, percentile } from "./detector.js";
import { features, magnitudes, powers } from "./spectra.js";
import { voice } from "./voice.js";

/** @import { Axis, Image, Line, Panel } from "../decode.js" */
/** @import { AxisScale, LocalFrontEnd, MarkJson, Role } from "../protocol.d.ts" */
/** @import { All } from "../settings.js" */
/** @import { Clip } from "./clip.js" */
/** @import { Features } from "./spectra.js" */

/** @typedef {Pick<LocalFrontEnd, "power" | "n_fft" | "hop_samples"> & Partial<Pick<LocalFrontEnd, "log" | "n_bands">>} Cut */

const NYQUIST = RATE / 2; // Hz
const POINTS = 2000; // of a drawn line
const LEVELS = 80; // dB that a spectrum shows
const SMOOTHED = 41; // Hz over which it is averaged
const FULL_SCALE = 8000; // magnitude of a tone at full scale
const NAMES_ROOM = 10; // dB above a spectrum for the names of pitch and formants
const ENERGY_RANGE = 60; // dB below the strongest filter that still show
const RANGE = 60; // dB below the strongest cell that still show
const LOWEST = 31.25; // Hz, where logarithmic axes begin
const BASELINE = { window_samples: 480, hop_samples: 160, n_fft: 512 }; // whose mean power the filters collect
/** @type {Record<AxisScale, number[]>} */
const TICKS = {
  linear: [],
  log: [50, 100, 200, 500, 1000, 2000, 4000, 8000],
  mel: [100, 250, 500, 1000, 2000, 4000, 8000],
}; // Hz
/** @type {Record<number, string>} */
const KINDS = { 2: "power", 1: "magnitude" };
/** @type {Record<number, string>} */
const NAMES = { 2: "power", 1: "magnitude", 0.5: "magnitude (square root)" };

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
  const high = Math.ceil(single[largest(single)] / 5) * 5;
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
    image.high = image.values[largest(image.values)];
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
 * The exact values that a network gets for the chosen second.
 * @param {Clip} clip
 * @param {number} start s
 * @param {LocalFrontEnd} frontEnd
 */
export function networkInput(clip, start, frontEnd) {
  const made = features(clip.second(start), frontEnd);
  const scaled = frontEnd.mean !== 0 || frontEnd.deviation !== 1 ? ["standardised"] : [];
  const from = clip.within(start);
  if (frontEnd.domain !== "spectrogram") return lineInput(made.values, from, frontEnd, scaled);
  const kind = frontEnd.n_bands ? "mel" : (KINDS[frontEnd.power] ?? "root");
  const name = `${frontEnd.log ? "log-" : ""}${kind} spectrogram`;
  const high = frontEnd.log ? made.values[largest(made.values)] : brightest(made.values, frontEnd);
  const lowest = made.values.reduce((least, one) => Math.min(least, one), Infinity);
  const linear = frontEnd.power === 2 && !frontEnd.log ? "linear " : "";
  const shape = `(1, ${made.bins}, ${made.frames}), ${linear}${scaleName(frontEnd)}`;
  return panel({
    title: `${capitalised(name)}, the network's input`,
    subtitle: [shape, ...scaled, ...narrow(frontEnd)].join("; "),
    x: time(from, from + 1),
    y: frontEnd.n_bands ? axis("Mel band", "", -0.5, made.bins - 0.5, "mel band") : frequency(0, NYQUIST),
    image: cells(made, from, frontEnd, [frontEnd.log ? lowest : Math.min(lowest, 0), high]),
    description: summary(made, from, frontEnd),
  });
}

/**
 * How many mel filters lie between two coefficients, or over a single one, if any do.
 * @param {LocalFrontEnd} frontEnd
 */
function narrow({ n_bands, n_fft }) {
  const held = melFilters(n_bands, n_fft).map(({ weights }) => weights.filter((weight) => weight > 1e-7).length);
  const [none, single] = [0, 1].map((many) => held.filter((one) => one === many).length);
  return none + single ? [`filters that hold no bin: ${none}, a single bin: ${single}`] : [];
}

/**
 * A network's input that is a wave or a spectrum.
 * @param {Float32Array} values
 * @param {number} from s
 * @param {LocalFrontEnd} frontEnd
 * @param {string[]} scaled whether it is standardised, in a word
 */
function lineInput(values, from, { domain }, scaled) {
  const wave = domain === "wave";
  const along = Float64Array.from(values, (_, i) => (wave ? from + i / RATE : i));
  const most = largest(values.map(Math.abs));
  const [low, high] = [Math.min(values[largest(values.map((one) => -one))], 0), values[largest(values)]];
  return panel({
    title: `${wave ? "Wave" : "Spectrum of the whole second"}, the network's input`,
    subtitle: [wave ? `(1, 1, ${values.length})` : `(1, ${values.length}, 1)`, ...scaled].join("; "),
    x: wave ? time(from, from + 1) : frequency(0, NYQUIST),
    y: axis(wave ? "Amplitude" : "Magnitude", "", low, high > low ? high : low + 1),
    lines: [reduced(line("input", along, values))],
    description: `Largest at ${wave ? `${along[most].toFixed(2)} s` : `${count(along[most])} Hz`}.`,
  });
}

/**
 * @param {Pick<Panel, "title" | "subtitle" | "description" | "x" | "y"> & Partial<Panel>} given
 * @returns {Panel}
 */
function panel(given) {
  return { lines: [], image: null, marks: [], span: null, ...given };
}

/**
 * @param {string} label
 * @param {string} unit
 * @param {number} low
 * @param {number} high
 * @param {Axis["quantity"]} quantity
 * @returns {Axis}
 */
function axis(label, unit, low, high, quantity = "") {
  return { label, unit, low, high, scale: "linear", names: [], quantity, ticks: [] };
}

/**
 * @param {number} low
 * @param {number} high
 */
function time(low, high) {
  return axis("Time", "s", low, high, "time");
}

/**
 * @param {number} low
 * @param {number} high
 * @param {AxisScale} scale
 * @returns {Axis}
 */
function frequency(low, high, scale = "linear") {
  const ticks = TICKS[scale].filter((tick) => tick >= low && tick <= high);
  return { ...axis("Frequency", "Hz", low, high, "frequency"), scale, ticks };
}

/**
 * @param {string} name
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 * @param {Role} role
 * @returns {Line}
 */
function line(name, x, y, role = "main") {
  return { name, role, dashed: false, reduced: false, x: Float32Array.from(x), y: Float32Array.from(y) };
}

/**
 * The smallest and the largest of each stretch, in the order they come.
 * @param {Line} given
 * @returns {Line}
 */
function reduced(given) {
  const { x, y } = given;
  if (x.length <= POINTS) return given;
  const width = Math.ceil(x.length / (POINTS / 2));
  /** @type {number[]} */
  const kept = [];
  for (let first = 0; first < x.length; first += width) {
    let [low, high] = [first, first];
    for (let i = first; i < Math.min(first + width, x.length); i++) {
      if (y[i] < y[low]) low = i;
      if (y[i] > y[high]) high = i;
    }
    kept.push(Math.min(low, high), Math.max(low, high));
  }
  return { ...given, reduced: true, x: Float32Array.from(kept, (i) => x[i]), y: Float32Array.from(kept, (i) => y[i]) };
}

/**
 * Each cell is centred on its frame's time and on its bin's frequency.
 * @param {Features} features
 * @param {number} start s
 * @param {Cut} frontEnd
 * @param {[low: number, high: number]} limits where colours stop
 * @returns {Image}
 */
function cells({ bins, frames, values }, start, frontEnd, [low, high]) {
  const hop = frontEnd.hop_samples / RATE;
  const width = frontEnd.n_bands ? 1 : RATE / frontEnd.n_fft;
  return {
    rows: bins,
    columns: frames,
    values,
    low,
    high: high > low ? high : low + 1,
    label: capitalised(scaleName(frontEnd)),
    unit: "",
    x_low: start - hop / 2,
    x_high: start + (frames - 0.5) * hop,
    y_low: -width / 2,
    y_high: (bins - 0.5) * width,
    colours: "magma",
    decibels: frontEnd.log ? null : 20 / frontEnd.power,
    light: null,
  };
}

/** @param {string} text */
function capitalised(text) {
  return text[0].toUpperCase() + text.slice(1);
}

/**
 * The value at which colours stop: up to the largest, linear power would be almost all dark.
 * @param {Float32Array} values
 * @param {Cut} frontEnd
 */
function brightest(values, { power }) {
  return power < 1 ? values[largest(values)] || 1 : percentile(values, 99.5) || 1;
}

/** @param {Cut} frontEnd */
function scaleName({ power, log }) {
  const name = NAMES[power] ?? `magnitude to the power ${general(power, 6)}`;
  return log ? `logarithm of ${name}` : name;
}

/**
 * The sentence for an image: where its strongest cell lies.
 * @param {Features} features
 * @param {number} start s
 * @param {Cut} frontEnd
 */
function summary({ frames, values }, start, frontEnd) {
  const strongest = largest(values);
  const [row, column] = [Math.floor(strongest / frames), strongest % frames];
  if (values.every((one) => one === values[0])) return `Silence: every value is ${general(values[0], 3)}.`;
  const place = frontEnd.n_bands ? `in mel band ${row}` : `and ${count(Math.round((row * RATE) / frontEnd.n_fft))} Hz`;
  const time = start + (column * frontEnd.hop_samples) / RATE;
  return `Strongest at ${time.toFixed(2)} s ${place}, where it is ${general(values[strongest], 3)}.`;
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

/** @param {number} value */
function count(value) {
  return value.toLocaleString("en");
}

/**
 * A number in so many significant digits, no zeros at its end.
 * @param {number} value
 * @param {number} digits
 */
function general(value, digits) {
  return `${Number(value.toPrecision(digits))}`;
}
