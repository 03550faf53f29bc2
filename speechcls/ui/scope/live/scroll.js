// A spectrogram that scrolls: the last columns of decibels, and a picture in which only new columns are painted.

import { rowAt } from "../renderers.js";

/** An image for PanelView.present(). A frame is one spectrum; frames are counted from the start of the stream. */
export class Scroll {
  /** Shows `span` samples; a frame has `bins` values in dB and comes every `hop` samples, colours lie in [low, high], the last bin at
   * `top` Hz. */
  constructor({ span, bins, hop, low, high, top }) {
    Object.assign(this, { span, bins, hop, low, high, unit: "dB", colours: "magma" });
    this.binWidth = top / (bins - 1); // Hz
    Object.assign(this, { rows: bins, y_low: -this.binWidth / 2, y_high: top + this.binWidth / 2 });
    this.kept = Math.ceil(span / hop) + 2;
    this.values = new Float32Array(this.kept * bins);
    this.end = 0; // samples in the stream so far
    this.restart(0);
  }

  /** Forget all; the next frame is the one centred on sample `first * hop`. */
  restart(first) {
    this.first = this.next = first;
    this.painted = null;
  }

  /** Where to write the values of the next frame. */
  get place() {
    const at = (this.next % this.kept) * this.bins;
    return this.values.subarray(at, at + this.bins);
  }

  /** The frame nearest to a sample of the stream: the index of its first value, or -1 where there is none. */
  at(sample) {
    const frame = Math.round(sample / this.hop);
    if (frame < Math.max(this.first, this.next - this.kept) || frame >= this.next) return -1;
    return (frame % this.kept) * this.bins;
  }

  /** The value in dB at a sample of the stream and a frequency in Hz; undefined where there is none. */
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

  /** Takes colours and the frequency scale, and has everything painted anew. */
  layOut(table, y, plot) {
    this.table = table;
    this.width = Math.max(1, Math.round(plot.width * plot.ratio));
    this.height = Math.max(1, Math.round(plot.height * plot.ratio));
    this.binOf = Uint16Array.from({ length: this.height }, (_, row) =>
      rowAt(this, y.value(y.from + y.length * (1 - (row + 0.5) / this.height))),
    );
    this.surface = new OffscreenCanvas(this.width, this.height);
    this.brush = this.surface.getContext("2d");
    this.painted = null;
  }

  /** The right edge is `end`. A column of device pixels is painted once, and then only moves. */
  draw(context, plot) {
    const right = Math.floor((this.end * this.width) / this.span);
    this.#paint(right);
    const [left, top] = [Math.round(plot.left * plot.ratio), Math.round(plot.top * plot.ratio)];
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = css(this.table[0]);
    context.fillRect(left, top, this.width, this.height);
    for (let from = this.oldest(right); from < this.painted; ) {
      const slot = modulo(from, this.width);
      const length = Math.min(this.painted - from, this.width - slot);
      const x = left + from - (right - this.width);
      context.drawImage(this.surface, slot, 0, length, this.height, x, top, length, this.height);
      from += length;
    }
    context.restore();
  }

  /** The first column that is shown and for which there are values. */
  oldest(right) {
    const first = Math.max(this.first, this.next - this.kept);
    return Math.max(right - this.width, Math.ceil((first * this.hop * this.width) / this.span));
  }

  #paint(right) {
    const from = Math.max(this.painted ?? -Infinity, this.oldest(right));
    const known = Math.floor(((this.next - 0.5) * this.hop * this.width) / this.span); // columns nearest to a frame
    const to = Math.min(right, known);
    this.painted = Math.max(from, to);
    for (let column = from; column < to; ) {
      const slot = modulo(column, this.width);
      const length = Math.min(to - column, this.width - slot);
      this.brush.putImageData(this.#strip(column, length), slot, 0);
      column += length;
    }
  }

  #strip(column, length) {
    const image = this.brush.createImageData(length, this.height);
    const pixels = new Uint32Array(image.data.buffer);
    const { values, table, binOf, low } = this;
    const scale = 255 / (this.high - low);
    for (let i = 0; i < length; i++) {
      const at = this.at(((column + i + 0.5) * this.span) / this.width);
      for (let row = 0; row < this.height; row++) {
        const shade = at < 0 ? 0 : (values[at + binOf[row]] - low) * scale;
        pixels[row * length + i] = table[shade > 0 ? (shade < 255 ? shade | 0 : 255) : 0];
      }
    }
    return image;
  }
}

function css(packed) {
  return `rgb(${packed & 255} ${(packed >> 8) & 255} ${(packed >> 16) & 255})`;
}

function modulo(a, b) {
  return ((a % b) + b) % b;
}
