// Where a value lies on an axis, which ticks to draw, and how to write a number.
// @ts-check

/** @import { AxisJson, AxisScale } from "./protocol.d.ts" */

/** @typedef {Pick<AxisJson, "low" | "high" | "scale"> & Partial<Pick<AxisJson, "quantity" | "ticks">>} Extent */

/** @type {Record<AxisScale, number[]>} Hz, by an axis's scale; as in plots/panel.py */
export const HERTZ_TICKS = {
  linear: [],
  log: [50, 100, 200, 500, 1000, 2000, 4000, 8000],
  mel: [100, 250, 500, 1000, 2000, 4000, 8000],
};

/**
 * Frequencies to mark on an axis.
 * @param {AxisScale} scale
 * @param {number} low
 * @param {number} high
 */
export function hertzTicks(scale, low, high) {
  return HERTZ_TICKS[scale].filter((tick) => tick >= low && tick <= high);
}

export class Scale {
  /**
   * Maps values of an axis to pixels between `from` and `to`.
   * @param {Extent} axis
   * @param {number} from
   * @param {number} to
   */
  constructor(axis, from, to) {
    this.axis = axis;
    const [forward, backward] = SCALES[axis.scale];
    this.forward = forward;
    this.backward = backward;
    this.low = this.forward(axis.low);
    this.span = this.forward(axis.high) - this.low;
    this.from = from;
    this.length = to - from;
  }

  /** @param {number} value */
  pixel(value) {
    return this.from + ((this.forward(value) - this.low) / this.span) * this.length;
  }

  /** @param {number} pixel */
  value(pixel) {
    return this.backward(this.low + ((pixel - this.from) / this.length) * this.span);
  }

  /**
   * Values worth a tick: those that the axis names, or about `count` round ones.
   * @param {number} count
   */
  ticks(count) {
    const { low, high, scale, ticks: named } = this.axis;
    if (named?.length) return named;
    if (scale === "log") {
      const powers = [];
      for (let e = Math.floor(Math.log10(low)); e <= Math.log10(high); e++) powers.push(10 ** e);
      const between = powers.length > 4 ? [1] : [1, 2, 5]; // up to four powers of ten leave room between them
      return powers.flatMap((power) => between.map((m) => m * power)).filter((t) => t >= low && t <= high);
    }
    const raw = (high - low) / Math.max(count, 1);
    const unit = 10 ** Math.floor(Math.log10(raw));
    const round = [1, 2, 2.5, 5].find((m) => m * unit >= raw * 0.999) ?? 10;
    const step = this.axis.quantity === "epoch" ? Math.max(1, Math.ceil(round * unit)) : round * unit;
    const ticks = [];
    for (let i = Math.ceil(low / step - 1e-6); i * step <= high + step * 1e-6; i++) ticks.push(i * step);
    return ticks;
  }
}

/**
 * A short text for a number on an axis: 8000 Hz is "8k".
 * @param {number} value
 */
export function short(value, unit = "") {
  if (unit === "Hz" && Math.abs(value) >= 1000) return `${trim((value / 1000).toFixed(1))}k`;
  if (value !== 0 && (Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3)) return value.toExponential(0);
  return trim(value.toFixed(3));
}

/**
 * A number for a reading, three significant digits.
 * @param {number} value
 */
export function reading(value) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e4 || size < 1e-3 ? value.toExponential(2) : trim(value.toPrecision(3));
}

/** @param {string} text */
function trim(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** @param {number} hertz */
export const MEL = (hertz) => 2595 * Math.log10(1 + hertz / 700); // HTK
/** @param {number} mel */
export const HERTZ = (mel) => 700 * (10 ** (mel / 2595) - 1);
const NYQUIST = 8000; // Hz

/**
 * By an axis's scale, what its values become before they are spread evenly, and the way back.
 * @type {Record<AxisScale, [(value: number) => number, (at: number) => number]>}
 */
const SCALES = {
  linear: [(value) => value, (at) => at],
  log: [(value) => Math.log10(Math.max(value, 1e-12)), (at) => 10 ** at],
  mel: [MEL, HERTZ],
};

/**
 * The centre of a mel band, in Hz.
 * @param {number} band from 0
 * @param {number} bands
 */
export function bandCentre(band, bands) {
  return HERTZ(((band + 1) / (bands + 1)) * MEL(NYQUIST));
}

/**
 * The mel band nearest to a frequency.
 * @param {number} hertz
 * @param {number} bands
 */
export function bandNear(hertz, bands) {
  const band = Math.round((MEL(hertz) / MEL(NYQUIST)) * (bands + 1)) - 1;
  return Math.min(Math.max(band, 0), bands - 1);
}
