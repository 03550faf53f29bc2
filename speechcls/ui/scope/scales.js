// Where a value lies on an axis, which ticks to draw, and how to write a number.

export class Scale {
  /** Maps values of an axis {low, high, scale: linear, log or mel} to pixels between `from` and `to`. */
  constructor(axis, from, to) {
    this.axis = axis;
    [this.forward, this.backward] = SCALES[axis.scale];
    this.low = this.forward(axis.low);
    this.span = this.forward(axis.high) - this.low;
    this.from = from;
    this.length = to - from;
  }

  pixel(value) {
    return this.from + ((this.forward(value) - this.low) / this.span) * this.length;
  }

  value(pixel) {
    return this.backward(this.low + ((pixel - this.from) / this.length) * this.span);
  }

  /** Values worth a tick, about `count` of them. */
  ticks(count) {
    const { low, high, scale } = this.axis;
    if (scale === "mel") return [100, 250, 500, 1000, 2000, 4000, 8000].filter((t) => t >= low && t <= high);
    if (scale === "log") {
      const powers = [];
      for (let e = Math.floor(Math.log10(low)); e <= Math.log10(high); e++) powers.push(10 ** e);
      // Up to three powers of ten leave room for what lies between; 8 kHz, where sound ends here, gets its own tick.
      const between = powers.length > 4 ? [1] : high === 8000 ? [1, 2, 4, 5, 8] : [1, 2, 5];
      const all = powers.flatMap((power) => between.map((m) => m * power));
      return all.filter((t) => t >= low && t <= high && !(high === 8000 && [40, 80, 400, 800, 5000].includes(t)));
    }
    const raw = (high - low) / Math.max(count, 1);
    const unit = 10 ** Math.floor(Math.log10(raw));
    const round = [1, 2, 2.5, 5, 10].find((m) => m * unit >= raw * 0.999);
    const step = this.axis.label === "Epoch" ? Math.max(1, Math.ceil(round * unit)) : round * unit;
    const ticks = [];
    for (let i = Math.ceil(low / step - 1e-6); i * step <= high + step * 1e-6; i++) ticks.push(i * step);
    return ticks;
  }
}

/** A short text for a number on an axis: 8000 Hz is "8k". */
export function short(value, unit = "") {
  if (unit === "Hz" && Math.abs(value) >= 1000) return `${trim((value / 1000).toFixed(1))}k`;
  if (value !== 0 && (Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3)) return value.toExponential(0);
  return trim(value.toFixed(3));
}

/** A number for a reading, three significant digits. */
export function reading(value) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e4 || size < 1e-3 ? value.toExponential(2) : trim(value.toPrecision(3));
}

function trim(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

export const MEL = (hertz) => 2595 * Math.log10(1 + hertz / 700); // HTK
export const HERTZ = (mel) => 700 * (10 ** (mel / 2595) - 1);
const NYQUIST = 8000; // Hz

/** By an axis's scale, what its values become before they are spread evenly, and the way back. */
const SCALES = {
  linear: [(value) => value, (at) => at],
  log: [(value) => Math.log10(Math.max(value, 1e-12)), (at) => 10 ** at],
  mel: [MEL, HERTZ],
};

/** The centre of mel band `band` (from 0) of `bands`, in Hz; and, the other way, the band nearest to a frequency. */
export function bandCentre(band, bands) {
  return HERTZ(((band + 1) / (bands + 1)) * MEL(NYQUIST));
}

export function bandNear(hertz, bands) {
  const band = Math.round((MEL(hertz) / MEL(NYQUIST)) * (bands + 1)) - 1;
  return Math.min(Math.max(band, 0), bands - 1);
}
