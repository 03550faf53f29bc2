// A spectrogram that scrolls: the last columns of decibels, and a picture in which only new columns are painted.
// @ts-check

import { brush } from "../dom.js";
import { rowAt } from "../renderers.js";

/** @import { Colours } from "../protocol.d.ts" */
/** @import { Plot } from "../decode.js" */
/** @import { Scale } from "../scales.js" */

/** What is known once sizes and colours are: a surface on which columns are painted round and round. */
class Surface {
  /**
   * @param {Uint32Array} table 256 packed RGBA
   * @param {number} width device pixels
   * @param {number} height device pixels
   * @param {Uint16Array} binOf by row
   */
  constructor(table, width, height, binOf) {
    this.table = table;
    this.width = width;
    this.height = height;
    this.binOf = binOf;
    this.canvas = new OffscreenCanvas(width, height);
    this.brush = brush(this.canvas);
  }
}

/** An image for PanelView.present(). A frame is one spectrum; frames are counted from the start of the stream. */
export class Scroll {
  /** @type {Colours} */
  colours = "magma";
  unit = "dB";
  end = 0; // samples in the stream so far
  first = 0;
  next = 0;
  painted = -Infinity; // columns, from the start of the stream
  /** @type {Surface | null} */
  #surface = null;

  /**
   * @param {object} given
   * @param {number} given.span samples that are shown
   * @param {number} given.bins values of a frame, in dB
   * @param {number} given.hop samples from frame to frame
   * @param {number} given.low dB of the first colour
   * @param {number} given.high dB of the last colour
   * @param {number} given.top Hz of the last bin
   */
  constructor({ span, bins, hop, low, high, top }) {
    this.span = span;
    this.bins = this.rows = bins;
    this.hop = hop;
    this.low = low;
    this.high = high;
    this.binWidth = top / (bins - 1); // Hz
    this.y_low = -this.binWidth / 2;
    this.y_high = top + this.binWidth / 2;
    this.kept = Math.ceil(span / hop) + 2;
    this.values = new Float32Array(this.kept * bins);
  }

  /**
   * Forget all; the next frame is the one centred on sample `first * hop`.
   * @param {number} first
   */
  restart(first) {
    this.first = this.next = first;
    this.painted = -Infinity;
  }

  /** Where to write the values of the next frame. */
  get place() {
    const at = (this.next % this.kept) * this.bins;
    return this.values.subarray(at, at + this.bins);
  }

  /**
   * The frame nearest to a sample of the stream: the index of its first value, or -1 where there is none.
   * @param {number} sample
   */
  at(sample) {
    const frame = Math.round(sample / this.hop);
    if (frame < Math.max(this.first, this.next - this.kept) || frame >= this.next) return -1;
    return (frame % this.kept) * this.bins;
  }

  /**
   * The value in dB at a sample of the stream and a frequency in Hz; undefined where there is none.
   * @param {number} sample
   * @param {number} hertz
   */
  value(sample, hertz) {
    const at = this.at(sample);
    return at < 0 ? undefined : this.values[at + rowAt(this, hertz)];
  }

  /** [sample of the stream, Hz, dB] of the largest value that is kept. */
  strongest() {
    let [best, sample, hertz] = [-Infinity, this.end, 0];
    for (let frame = Math.max(this.first, this.next - this.kept); frame < this.next; frame++) {
      const at = (frame % this.kept) * this.bins;
      for (let bin = 0; bin < this.bins; bin++) {
        if (this.values[at + bin] <= best) continue;
        [best, sample, hertz] = [this.values[at + bin], frame * this.hop, bin * this.binWidth];
      }
    }
    return [sample, hertz, best];
  }

  /**
   * Takes colours and the frequency scale, and has everything painted anew.
   * @param {Uint32Array} table 256 packed RGBA
   * @param {Scale} y
   * @param {Plot} plot
   */
  layOut(table, y, plot) {
    const width = Math.max(1, Math.round(plot.width * plot.ratio));
    const height = Math.max(1, Math.round(plot.height * plot.ratio));
    /** @type {(row: number) => number} */
    const hertz = (row) => y.value(y.from + y.length * (1 - (row + 0.5) / height));
    const binOf = Uint16Array.from({ length: height }, (_, row) => rowAt(this, hertz(row)));
    this.#surface = new Surface(table, width, height, binOf);
    this.painted = -Infinity;
  }

  /**
   * The right edge is `end`. A column of device pixels is painted once, and then only moves.
   * @param {CanvasRenderingContext2D} context
   * @param {Plot} plot
   */
  draw(context, plot) {
    if (!this.#surface) return;
    const { table, canvas, width, height } = this.#surface;
    const right = Math.floor((this.end * width) / this.span);
    this.#paint(this.#surface, right);
    const [left, top] = [Math.round(plot.left * plot.ratio), Math.round(plot.top * plot.ratio)];
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = css(table[0]);
    context.fillRect(left, top, width, height);
    for (let from = this.#oldest(right, width); from < this.painted; ) {
      const slot = modulo(from, width);
      const length = Math.min(this.painted - from, width - slot);
      const x = left + from - (right - width);
      context.drawImage(canvas, slot, 0, length, height, x, top, length, height);
      from += length;
    }
    context.restore();
  }

  /**
   * The first column that is shown and for which there are values.
   * @param {number} right
   * @param {number} width
   */
  #oldest(right, width) {
    const first = Math.max(this.first, this.next - this.kept);
    return Math.max(right - width, Math.ceil((first * this.hop * width) / this.span));
  }

  /**
   * @param {Surface} surface
   * @param {number} right the column up to which is painted
   */
  #paint(surface, right) {
    const { width } = surface;
    const from = Math.max(this.painted, this.#oldest(right, width));
    const known = Math.floor(((this.next - 0.5) * this.hop * width) / this.span); // columns nearest to a frame
    const to = Math.min(right, known);
    this.painted = Math.max(from, to);
    for (let column = from; column < to; ) {
      const slot = modulo(column, width);
      const length = Math.min(to - column, width - slot);
      surface.brush.putImageData(this.#strip(surface, column, length), slot, 0);
      column += length;
    }
  }

  /**
   * @param {Surface} surface
   * @param {number} column
   * @param {number} length columns
   */
  #strip({ table, width, height, binOf, brush }, column, length) {
    const image = brush.createImageData(length, height);
    const pixels = new Uint32Array(image.data.buffer);
    const { values, low } = this;
    const scale = 255 / (this.high - low);
    for (let i = 0; i < length; i++) {
      const at = this.at(((column + i + 0.5) * this.span) / width);
      for (let row = 0; row < height; row++) {
        const shade = at < 0 ? 0 : (values[at + binOf[row]] - low) * scale;
        pixels[row * length + i] = table[shade > 0 ? (shade < 255 ? shade | 0 : 255) : 0];
      }
    }
    return image;
  }
}

/** @param {number} packed */
function css(packed) {
  return `rgb(${packed & 255} ${(packed >> 8) & 255} ${(packed >> 16) & 255})`;
}

/**
 * @param {number} a
 * @param {number} b
 */
function modulo(a, b) {
  return ((a % b) + b) % b;
}
