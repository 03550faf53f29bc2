// One picture: a figure with its title, its canvas with axes, and the marks that all pictures share.

import { drawAxes, drawColours, margin } from "./axes.js";
import { palette, tableOf } from "./colours.js";
import { cursor, follow, point } from "./cursor.js";
import { decode } from "./decode.js";
import { drawImage, drawLines, paint } from "./renderers.js";
import { Scale } from "./scales.js";
import { addMenu } from "./take.js";
import { along, readAt } from "./words.js";

const BARE = { left: 0, right: 0, top: 2, bottom: 2 }; // px

export class PanelView {
  /** Builds its figure at the end of `host`. `empty` is the sentence that stands there before there is a panel; `bare`
   * leaves axes and words away, for a picture that stands with them elsewhere. */
  constructor(host, empty, { bare = false } = {}) {
    this.bare = bare;
    this.figure = document.createElement("figure");
    this.figure.className = bare ? "panel bare" : "panel";
    if (bare) this.figure.setAttribute("aria-hidden", "true");
    this.figure.innerHTML =
      '<figcaption><span class="panel-title"></span><output class="panel-reading" aria-live="off"></output>' +
      '<span class="panel-subtitle"></span></figcaption>' +
      '<div class="panel-body"><canvas role="img"></canvas><p class="panel-empty"></p></div>';
    [this.title, this.reading, this.subtitle] = this.figure.querySelectorAll("figcaption > *");
    this.body = this.figure.querySelector(".panel-body");
    this.canvas = this.figure.querySelector("canvas");
    this.context = this.canvas.getContext("2d");
    this.sentence = this.figure.querySelector(".panel-empty");
    host.append(this.figure);
    if (!bare) addMenu(this);
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

  /** A Panel as the server sends it. */
  show(json) {
    this.#take(decode(json), false);
  }

  /** A Panel whose numbers are arrays already. */
  stand(panel) {
    this.#take(panel, false);
  }

  /** A Panel that will move: {x, y, title, ..., ground, lines, image, read}. Whoever gives it changes `lines` and
   * `image` in place and calls paint(); what never moves is in `ground`, lines that are drawn with the axes.
   * `read(at)` gives the words for the place {time, hertz} that is pointed at. */
  present(panel) {
    this.#take(panel, true);
  }

  #take(panel, live) {
    this.panel = panel;
    this.live = live;
    this.figure.classList.toggle("live", live);
    this.title.textContent = panel.title;
    this.subtitle.textContent = panel.subtitle;
    this.#legend();
    this.sentence.textContent = "";
    this.canvas.hidden = false;
    this.describe(panel.description);
    this.redraw(true);
  }

  /** The sentence that stands for the picture where it is not seen. */
  describe(sentence) {
    this.canvas.setAttribute("aria-label", `${this.panel.title}. ${sentence}`);
  }

  /** Draws once before the next frame, however often it is asked; `anew` also lays out and colours again. */
  redraw(anew = false) {
    this.stale ||= anew;
    this.request ||= requestAnimationFrame(() => this.paint());
  }

  /** Draws now. */
  paint() {
    if (this.request) cancelAnimationFrame(this.request);
    this.request = null;
    if (!this.panel) return;
    if (this.stale && !this.#layOut()) return;
    this.#draw();
  }

  /** Sizes, scales, colours, and all that stays as it is until the next time, on a canvas of its own. */
  #layOut() {
    const [width, height] = [this.body.clientWidth, this.body.clientHeight];
    if (!width) return false;
    this.stale = false;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { left, right, top, bottom } = this.bare ? BARE : margin(this.panel);
    this.plot = {
      left,
      top,
      width: width - left - right,
      height: height - top - bottom,
      ratio, // device pixels in a px
    };
    const { plot, panel } = this;
    this.x = new Scale(panel.x, plot.left, plot.left + plot.width);
    this.y = new Scale(panel.y, plot.top + plot.height, plot.top);
    this.colours = palette(this.figure);
    this.#ground();
    return true;
  }

  #ground() {
    const { panel, plot, colours, x, y, canvas } = this;
    this.ground = new OffscreenCanvas(canvas.width, canvas.height);
    const context = this.ground.getContext("2d");
    context.setTransform(plot.ratio, 0, 0, plot.ratio, 0, 0);
    if (!this.bare) drawAxes(context, panel, x, y, plot, colours);
    if (panel.span && (panel.span[0] > panel.x.low || panel.span[1] < panel.x.high)) {
      const [from, to] = panel.span.map((v) => Math.min(Math.max(x.pixel(v), plot.left), plot.left + plot.width));
      context.fillStyle = colours.span;
      context.fillRect(from, plot.top, to - from, plot.height);
    }
    const table = panel.image && tableOf(panel.image, this.figure);
    if (table && !this.bare) drawColours(context, panel, table, plot, colours);
    if (this.live) {
      panel.image?.layOut(table, y, plot);
      drawLines(context, panel.ground ?? [], x, y, plot, colours);
    } else {
      const rows = Math.max(1, Math.round(plot.height * plot.ratio));
      if (panel.image) drawImage(context, paint(panel.image, table, y, rows), panel.image, x, plot);
      drawLines(context, panel.lines, x, y, plot, colours);
    }
  }

  #draw() {
    const { context, panel, plot, colours, x, y } = this;
    context.globalCompositeOperation = "copy";
    context.drawImage(this.ground, 0, 0, this.canvas.width / plot.ratio, this.canvas.height / plot.ratio);
    context.globalCompositeOperation = "source-over";
    if (this.live) {
      panel.image?.draw(context, plot);
      drawLines(context, panel.lines, x, y, plot, colours, true);
    }
    this.#marks();
  }

  /** Names of the lines beside the subtitle, where there is more than one name to tell apart. */
  #legend() {
    const lines = [...(this.panel.ground ?? []), ...this.panel.lines];
    const named = new Map(lines.map((line) => [line.name, line.role]));
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
    const [x, y] = [along(panel.x, cursor.at), along(panel.y, cursor.at)];
    if (cursor.owner !== this && this.reading.textContent) this.reading.textContent = "";
    if (x === null && y === null) return;
    context.strokeStyle = colours.mark;
    context.lineWidth = 1.25;
    context.setLineDash([3, 3]);
    context.beginPath();
    if (x !== null) {
      context.moveTo(this.x.pixel(x), plot.top);
      context.lineTo(this.x.pixel(x), plot.top + plot.height);
    }
    if (y !== null) {
      context.moveTo(plot.left, this.y.pixel(y));
      context.lineTo(plot.left + plot.width, this.y.pixel(y));
    }
    context.stroke();
  }

  #read(event) {
    if (!this.panel || !this.plot) return;
    const { plot } = this;
    const clamp = (v, low, high) => Math.min(Math.max(v, low), high);
    const corner = this.canvas.getBoundingClientRect();
    this.place = [
      this.x.value(clamp(event.clientX - corner.left, plot.left, plot.left + plot.width)),
      this.y.value(clamp(event.clientY - corner.top, plot.top, plot.top + plot.height)),
    ];
    point(this.readAgain(), this);
  }

  /** Says what is drawn where the pointer last was; gives its shared quantities. */
  readAgain() {
    const { at, text } = readAt(this.panel, ...this.place);
    if (this.reading.textContent !== text) this.reading.textContent = text;
    return at;
  }
}
