// The exact values that a network gets for the chosen second, as a Panel: the same as speechcls/plots/input_panels.py.
// @ts-check

import { RATE } from "../live/resample.js";
import { melFilters } from "../live/transform.js";
import { brightest, cells, scaleName, summary } from "./cells.js";
import { largest } from "./detector.js";
import { axis, capitalised, count, frequency, line, NYQUIST, panel, reduced, time } from "./panels.js";
import { features } from "./spectra.js";

/** @import { LocalFrontEnd } from "../protocol.d.ts" */
/** @import { Clip } from "./clip.js" */

/** @type {Record<number, string>} */
const KINDS = { 2: "power", 1: "magnitude" };

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
  const [least, high] = [values[largest(values.map((one) => -one))], values[largest(values)]];
  const limit = Math.max(1, Math.abs(values[most]));
  const low = Math.min(least, 0);
  return panel({
    title: `${wave ? "Wave" : "Spectrum of the whole second"}, the network's input`,
    subtitle: [wave ? `(1, 1, ${values.length})` : `(1, ${values.length}, 1)`, ...scaled].join("; "),
    x: wave ? time(from, from + 1) : frequency(0, NYQUIST),
    y: wave ? axis("Amplitude", "", -limit, limit) : axis("Magnitude", "", low, high > low ? high : low + 1),
    lines: [reduced(line("input", along, values))],
    description:
      least < high
        ? `Largest at ${wave ? `${along[most].toFixed(2)} s` : `${count(along[most])} Hz`}.`
        : "Silence: every value is the same.",
  });
}
