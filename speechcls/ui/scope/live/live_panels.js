// What the four pictures show while sound comes in: axes, lines and words, for PanelView.present().
// @ts-check

import { translate } from "../say.js";
import { bandNear, hertzTicks } from "../scales.js";
import { hertzText } from "../words.js";
import { triangle } from "./moving_lines.js";
import { RATE } from "./resample.js";

/** @import { Axis, Line, MovingPanel } from "../decode.js" */
/** @import { Quantity } from "../protocol.d.ts" */
/** @import { All } from "../settings.js" */
/** @import { Scroll } from "./scroll.js" */
/** @import { Filter } from "./transform.js" */

/**
 * @typedef {object} Parts lines that move, the image, the filters, and the size of the transform
 * @property {Line} wave
 * @property {Line} triangles
 * @property {Line} power dB
 * @property {Line} energy dB
 * @property {Line} height of the energies in the picture of the filters
 * @property {Scroll} image
 * @property {Filter[]} filters
 * @property {number} size
 */
/**
 * @typedef {object} Readings words for what is pointed at
 * @property {(time: number) => string[]} amplitude
 * @property {(hertz: number) => string[]} spectrum
 * @property {(hertz: number) => string[]} energy
 * @property {(time: number, hertz: number) => string[]} cell
 */
/** @typedef {"waveform" | "strip" | "spectrum" | "spectrogram" | "mel-filters"} PictureName */

export const SPAN = 5; // s that are shown
export const TOP = 20; // dB, the upper end: a sine at full scale reaches 19 dB at a window of 30 ms
const NYQUIST = RATE / 2;
const SILENT = -110; // dB, less than any microphone's own noise
const NOTHING = "Silence.";
const MOVING = "It moves with the sound; freeze it to read it.";

/**
 * The four panels by name.
 * @param {All} settings
 * @param {Parts} parts
 * @param {Readings} read
 * @returns {Record<PictureName, MovingPanel>}
 */
export function livePanels(settings, parts, read) {
  const { filters, range } = settings;
  const window = `window of ${Math.round(settings.window * RATE)} samples (${milliseconds(settings.window)})`;
  const across = axis("Time before now", "s", -SPAN, 0, "time");
  const low = settings.scale === "log" ? RATE / 512 : 0; // Hz, as in the picture of a chosen second
  const frequency = {
    ...axis("Frequency", "Hz", low, NYQUIST, "frequency"),
    scale: settings.scale,
    ticks: hertzTicks(settings.scale, low, NYQUIST),
  };
  const floor = TOP - range;
  const wave = {
    title: "Waveform",
    subtitle: `the last ${SPAN} s`,
    x: across,
    y: axis("Amplitude", "", -1, 1),
    lines: [parts.wave],
    read: ({ time = 0 }) => [...moment(time), ...read.amplitude(time)],
  };
  return {
    waveform: panel(wave),
    strip: panel(wave),
    spectrum: panel({
      title: "Spectrum of this moment",
      subtitle: `${window}; 0 dB as of noise at full scale`,
      x: frequency,
      y: axis("Power", "dB", floor, TOP),
      lines: [parts.triangles, parts.power, parts.energy],
      read: ({ hertz = 0 }) => [...place(hertz, filters), ...read.spectrum(hertz)],
    }),
    spectrogram: panel({
      title: "Spectrogram",
      subtitle: `${window}, hop ${milliseconds(settings.hop)}; from ${floor} dB, dark, to ${TOP} dB`,
      x: across,
      y: frequency,
      image: parts.image,
      read: ({ time = 0, hertz = 0 }) => [...moment(time), ...place(hertz, filters), ...read.cell(time, hertz)],
    }),
    "mel-filters": panel({
      title: `Mel filter bank, ${filters} filters`,
      subtitle: `over ${parts.size / 2 + 1} coefficients; energy: 1 is ${TOP} dB, 0 is ${floor} dB`,
      x: frequency,
      y: axis("Weight; energy collected", "", 0, 1.05),
      ground: parts.filters.map((filter) => triangle(filter, parts.size)),
      lines: [parts.height],
      read: ({ hertz = 0 }) => [...place(hertz, filters), ...read.energy(hertz)],
    }),
  };
}

/**
 * @param {Pick<MovingPanel, "title" | "subtitle" | "x" | "y"> & Partial<MovingPanel>} given
 * @returns {MovingPanel}
 */
function panel(given) {
  return { description: MOVING, lines: [], ground: [], image: null, span: null, ...given };
}

/**
 * @param {string} label
 * @param {string} unit
 * @param {number} low
 * @param {number} high
 * @param {Quantity} quantity
 * @returns {Axis}
 */
function axis(label, unit, low, high, quantity = "") {
  return { label, unit, low, high, scale: "linear", quantity };
}

/** @param {number} time */
function moment(time) {
  return [`${time.toFixed(2)} s`];
}

/**
 * @param {number} hertz
 * @param {number} filters
 */
function place(hertz, filters) {
  return [hertzText(hertz), translate(`band ${bandNear(hertz, filters)}`)];
}

/** @param {number} seconds */
function milliseconds(seconds) {
  return `${Number((1000 * seconds).toFixed(1))} ms`;
}

/**
 * What each panel says in one sentence of the moment at which it stands still, from its lines and its image.
 * @param {Pick<Parts, "wave" | "power" | "energy" | "image">} parts
 * @returns {Record<PictureName, string>}
 */
export function sentences({ wave, power, energy, image }) {
  const peak = wave.y.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  const [strongest, band] = [largest(power.y), largest(energy.y)];
  const [time, hertz, most] = image.strongest();
  const silent = energy.y[band] < SILENT;
  return {
    strip: "",
    waveform: `Peak ${peak.toPrecision(2)} in the last ${SPAN} s.`,
    spectrum: silent ? NOTHING : `Strongest at ${hertzText(power.x[strongest])}, ${decibels(power.y[strongest])}.`,
    spectrogram:
      most < SILENT
        ? NOTHING
        : `Strongest ${((image.end - time) / RATE).toFixed(2)} s ago at ${hertzText(hertz)}, ${decibels(most)}.`,
    "mel-filters": silent
      ? NOTHING
      : `The filter centred on ${hertzText(energy.x[band])} collects the most energy, ${decibels(energy.y[band])}.`,
  };
}

/** @param {Float32Array} values */
function largest(values) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

/** @param {number} value */
export function decibels(value) {
  return `${value.toFixed(1)} dB`;
}
