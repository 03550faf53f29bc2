// What the four pictures show while sound comes in: axes, lines and words, for PanelView.present().

import { bandNear, hertzTicks } from "../scales.js";
import { hertzText } from "../words.js";
import { triangle } from "./moving_lines.js";
import { RATE } from "./resample.js";

export const SPAN = 5; // s that are shown
export const TOP = 20; // dB, the upper end: a sine at full scale reaches 19 dB at a window of 30 ms
const NYQUIST = RATE / 2;
const SILENT = -110; // dB, less than any microphone's own noise
const NOTHING = "Silence.";
const MOVING = "It moves with the sound; freeze it to read it.";

/** The four panels by name, around `parts`: lines that move, the image, the filters and the size of the transform. */
export function livePanels(settings, parts, read) {
  const { filters, range } = settings;
  const window = `window of ${Math.round(settings.window * RATE)} samples (${milliseconds(settings.window)})`;
  const time = axis("Time before now", "s", -SPAN, 0, "time");
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
    x: time,
    y: axis("Amplitude", "", -1, 1),
    lines: [parts.wave],
    read: ({ time }) => [...moment(time), ...read.amplitude(time)],
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
      read: ({ hertz }) => [...place(hertz, filters), ...read.spectrum(hertz)],
    }),
    spectrogram: panel({
      title: "Spectrogram",
      subtitle: `${window}, hop ${milliseconds(settings.hop)}; from ${floor} dB, dark, to ${TOP} dB`,
      x: time,
      y: frequency,
      image: parts.image,
      read: ({ time, hertz }) => [...moment(time), ...place(hertz, filters), ...read.cell(time, hertz)],
    }),
    "mel-filters": panel({
      title: `Mel filter bank, ${filters} filters`,
      subtitle: `over ${parts.size / 2 + 1} coefficients; energy: 1 is ${TOP} dB, 0 is ${floor} dB`,
      x: frequency,
      y: axis("Weight; energy collected", "", 0, 1.05),
      ground: parts.filters.map((filter) => triangle(filter, parts.size)),
      lines: [parts.height],
      read: ({ hertz }) => [...place(hertz, filters), ...read.energy(hertz)],
    }),
  };
}

function panel(given) {
  return { subtitle: "", description: MOVING, lines: [], ground: [], image: null, span: null, ...given };
}

function axis(label, unit, low, high, quantity = "") {
  return { label, unit, low, high, scale: "linear", quantity };
}

function moment(time) {
  return [`${time.toFixed(2)} s`];
}

function place(hertz, filters) {
  return [hertzText(hertz), `band ${bandNear(hertz, filters)}`];
}

function milliseconds(seconds) {
  return `${Number((1000 * seconds).toFixed(1))} ms`;
}

/** What each panel says in one sentence of the moment at which it stands still, from its lines and its image. */
export function sentences({ wave, power, energy, image }) {
  const peak = wave.y.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  const [strongest, band] = [largest(power.y), largest(energy.y)];
  const [time, hertz, most] = image.strongest();
  const silent = energy.y[band] < SILENT;
  return {
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

function largest(values) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

export function decibels(value) {
  return `${value.toFixed(1)} dB`;
}
