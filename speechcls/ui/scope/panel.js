// One picture: a figure with its title, its canvas with axes, and the marks that all pictures share.

import { palette, tableOf } from "./colours.js";
import { cursor, follow, point, quantity } from "./cursor.js";
import { decode } from "./decode.js";
import { columnAt, drawImage, drawLines, linesAt, paint, rowAt } from "./renderers.js";
import { bandCentre, bandNear, reading, Scale, short } from "./scales.js";

const MARGIN = { left: 52, right: 10, top: 8, bottom: 40 }; // px
const FONT = "12px system-ui, sans-serif";

export class PanelView {
  /** Builds its figure at the end of `host`. `empty` is the sentence that stands there before there is a panel. */
  constructor(host, empty) {
    this.figure = document.createElement("figure");
    this.figure.className = "panel";
    this.figure.innerHTML =
      '<figcaption><span class="panel-title"></span><output class="panel-reading" aria-live="off"></output>' +
      '<span class="panel-subtitle"></span></figcaption>' +
      '<div class="panel-body"><canvas role="img"></canvas><p class="panel-empty"></p></div>';
    [this.title, this.reading, this.subtitle] = this.figure.querySelectorAll("figcaption > *");
    this.body = this.figure.querySelector(".panel-body");
    this.canvas = this.figure.querySelector("canvas");
    this.sentence = this.figure.querySelector(".panel-empty");
    host.append(this.figure);
    this.clear(empty);
    new ResizeObserver(() => this.redraw(true)).observe(this.body);
    follow(() => this.redraw());
    this.body.addEventListener("pointermove", (event) => this.#read(event));
    this.body.addEventListener("pointerleave", () => point({}));
  }

  clear(sentence) {
    this.panel = null;
    this.title.textContent = this.subtitle.textContent = this.reading.textContent = "";
    this.sentence.textContent = sentence;
    this.canvas.hidden = true;
  }

  show(json) {
    this.panel = decode(json);
    this.title.textContent = this.panel.title;
    this.subtitle.textContent = this.panel.subtitle;
    this.#legend();
    this.sentence.textContent = "";
    this.canvas.hidden = false;
    this.canvas.setAttribute("aria-label", `${this.panel.title}. ${this.panel.description}`);
    this.redraw(true);
  }

  /** Draws once before the next frame, however often it is asked; `anew` also lays out and colours again. */
  redraw(anew = false) {
    this.stale ||= anew;
    this.request ||= requestAnimationFrame(() => {
      this.request = null;
      if (!this.panel || !this.body.clientWidth) return;
      if (this.stale) this.#layOut();
      this.stale = false;
      this.#draw();
    });
  }

  #layOut() {
    const [width, height] = [this.body.clientWidth, this.body.clientHeight];
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.context = this.canvas.getContext("2d");
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.plot = {
      left: MARGIN.left,
      top: MARGIN.top,
      width: width - MARGIN.left - MARGIN.right,
      height: height - MARGIN.top - MARGIN.bottom,
    };
    const { plot, panel } = this;
    this.x = new Scale(panel.x, plot.left, plot.left + plot.width);
    this.y = new Scale(panel.y, plot.top + plot.height, plot.top);
    this.colours = palette(this.figure);
    this.surface = panel.image && paint(panel.image, tableOf(panel.image, this.figure), this.y, Math.max(1, Math.round(plot.height * ratio)));
  }

  #draw() {
    const { context, panel, plot, colours } = this;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.#axes();
    const partial = panel.span && (panel.span[0] > panel.x.low || panel.span[1] < panel.x.high);
    if (partial) {
      const [from, to] = panel.span.map((v) => Math.min(Math.max(this.x.pixel(v), plot.left), plot.left + plot.width));
      context.fillStyle = colours.span;
      context.fillRect(from, plot.top, to - from, plot.height);
    }
    if (this.surface) drawImage(context, this.surface, panel.image, this.x, plot);
    drawLines(context, panel.lines, this.x, this.y, plot, colours);
    this.#marks();
  }

  #axes() {
    const { context, panel, plot, colours, x, y } = this;
    context.font = FONT;
    context.fillStyle = colours.ink;
    context.strokeStyle = colours.faint;
    context.lineWidth = 1;
    context.setLineDash([]);
    const bottom = plot.top + plot.height;
    const line = (x1, y1, x2, y2) => {
      context.beginPath();
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      context.stroke();
    };
    context.textAlign = "center";
    context.textBaseline = "top";
    let free = 0;
    for (const tick of x.ticks(plot.width / 58)) {
      const at = Math.round(x.pixel(tick)) + 0.5;
      line(at, plot.top, at, bottom + 4);
      const text = short(tick, panel.x.unit);
      const half = context.measureText(text).width / 2;
      if (at - half < free) continue;
      free = at + half + 6;
      context.fillText(text, Math.min(at, plot.left + plot.width + MARGIN.right - half), bottom + 6);
    }
    context.textAlign = "right";
    context.textBaseline = "middle";
    let last = Infinity;
    for (const tick of y.ticks(plot.height / 34)) {
      const at = Math.round(y.pixel(tick)) + 0.5;
      line(plot.left - 4, at, plot.left + plot.width, at);
      if (last - at < 13) continue;
      last = at;
      context.fillText(short(tick, panel.y.unit), plot.left - 7, at);
    }
    context.textAlign = "center";
    context.fillText(named(panel.x), plot.left + plot.width / 2, bottom + 30);
    context.save();
    context.translate(8, plot.top + plot.height / 2);
    context.rotate(-Math.PI / 2);
    context.fillText(named(panel.y), 0, 0);
    context.restore();
  }

  /** Names of the lines beside the subtitle, where there is more than one name to tell apart. */
  #legend() {
    const named = new Map(this.panel.lines.map((line) => [line.name, line.role]));
    if (named.size < 2) return;
    const legend = document.createElement("span");
    legend.className = "panel-legend";
    this.subtitle.append(" ", legend);
    for (const [name, role] of named) {
      const entry = document.createElement("span");
      entry.textContent = name;
      entry.style.setProperty("--line", `var(--scope-${role})`);
      legend.append(entry);
    }
  }

  #marks() {
    const { context, plot, colours, panel } = this;
    const at = { x: this.#along(panel.x, this.x), y: this.#along(panel.y, this.y) };
    context.strokeStyle = colours.mark;
    context.setLineDash([3, 3]);
    context.beginPath();
    if (at.x !== null) {
      context.moveTo(at.x, plot.top);
      context.lineTo(at.x, plot.top + plot.height);
    }
    if (at.y !== null) {
      context.moveTo(plot.left, at.y);
      context.lineTo(plot.left + plot.width, at.y);
    }
    context.stroke();
    if (cursor.owner !== this) this.reading.textContent = "";
  }

  /** Where the shared value of an axis's quantity lies, in pixels; null if it isn't on it. */
  #along(axis, scale) {
    let value = cursor.at[quantity(axis)];
    if (value === undefined) return null;
    if (isBands(axis)) value = bandNear(value, axis.high + 0.5);
    return value < axis.low || value > axis.high ? null : scale.pixel(value);
  }

  #read(event) {
    if (!this.panel || !this.plot) return;
    const { plot, panel } = this;
    const clamp = (v, low, high) => Math.min(Math.max(v, low), high);
    const corner = this.canvas.getBoundingClientRect();
    const x = this.x.value(clamp(event.clientX - corner.left, plot.left, plot.left + plot.width));
    const y = this.y.value(clamp(event.clientY - corner.top, plot.top, plot.top + plot.height));
    const at = {};
    for (const [axis, value] of [[panel.x, x], [panel.y, y]]) {
      const measured = quantity(axis);
      if (measured) at[measured] = isBands(axis) ? bandCentre(Math.round(value), axis.high + 0.5) : value;
    }
    if ("epoch" in at) at.epoch = Math.round(at.epoch);
    this.reading.textContent = this.#words("epoch" in at ? at.epoch : x, y, at);
    point(at, this);
  }

  #words(x, y, { time, hertz, epoch }) {
    const { panel } = this;
    const parts = [];
    if (time !== undefined) parts.push(`${time.toFixed(3)} s`);
    if (hertz !== undefined) parts.push(`${Math.round(hertz).toLocaleString("en")} Hz`);
    if (epoch !== undefined) parts.push(`epoch ${epoch}`);
    if (isBands(panel.y)) parts.push(`band ${Math.round(y)}`);
    if (panel.image) {
      const { image } = panel;
      const value = image.values[rowAt(image, y) * image.columns + columnAt(image, x)];
      parts.push(reading(value));
      if (image.decibels && value > 0) parts.push(`${(image.decibels * Math.log10(value)).toFixed(1)} dB`);
    } else {
      if (!quantity(panel.x)) parts.push(`${panel.x.label.toLowerCase()} ${reading(x)}`);
      const names = new Set(panel.lines.filter((line) => !line.dashed).map((line) => line.name));
      for (const name of names) {
        const value = linesAt(panel.lines.filter((line) => line.name === name), x);
        if (value) parts.push(names.size > 1 ? `${name} ${value}` : value);
      }
    }
    return parts.join(" · ");
  }
}

function named(axis) {
  return axis.unit ? `${axis.label} (${axis.unit})` : axis.label;
}

function isBands(axis) {
  return axis.label === "Mel band";
}
