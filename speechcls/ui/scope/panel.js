// One picture: a figure with its title, its canvas with axes, and the marks that all pictures share.
// @ts-check

import { drawAxes, drawColours, drawMarks, margin } from "./axes.js";
import { palette, tableOf } from "./colours.js";
import { cursor, follow, point } from "./cursor.js";
import { decode } from "./decode.js";
import { brush, find } from "./dom.js";
import { drawImage, drawLines, paint } from "./renderers.js";
import { told } from "./say.js";
import { Scale } from "./scales.js";
import { addMenu } from "./take.js";
import { along, readAt } from "./words.js";

/** @import { Palette } from "./colours.js" */
/** @import { Drawable, MovingPanel, Panel, Plot } from "./decode.js" */

/**
 * @typedef {object} Layout all that stays as it is until the size or the colours change
 * @property {Plot} plot
 * @property {Scale} x
 * @property {Scale} y
 * @property {Palette} colours
 * @property {OffscreenCanvas} ground
 */

const BARE = { left: 0, right: 0, top: 2, bottom: 2 }; // px

export class PanelView {
  /** @type {Panel | MovingPanel | null} */
  panel = null;
  live = false;
  figure = document.createElement("figure");
  /** @type {(() => string) | null} the lines of Python that compute it */
  python = null;
  /** @type {Layout | null} */
  #layout = null;
  /** @type {number | null} */
  #request = null;
  #stale = false;
  /** @type {[number, number] | null} */
  #place = null; // in x and y, where the pointer last was

  /**
   * Builds its figure at the end of `host`.
   * @param {Element} host
   * @param {string} empty the sentence that stands there before there is a panel
   * @param {object} [options]
   * @param {boolean} [options.bare] leaves axes and words away, for a picture that stands with them elsewhere
   */
  constructor(host, empty, { bare = false } = {}) {
    this.bare = bare;
    this.figure.className = bare ? "panel bare" : "panel";
    if (bare) this.figure.setAttribute("aria-hidden", "true");
    this.figure.innerHTML =
      '<figcaption><span class="panel-title"></span><output class="panel-reading" aria-live="off"></output>' +
      '<span class="panel-subtitle"></span></figcaption>' +
      '<div class="panel-body"><canvas role="img"></canvas><p class="panel-empty"></p></div>';
    this.title = find(this.figure, ".panel-title");
    this.reading = find(this.figure, ".panel-reading");
    this.subtitle = find(this.figure, ".panel-subtitle");
    this.body = find(this.figure, ".panel-body");
    this.canvas = find(this.figure, "canvas", HTMLCanvasElement);
    this.context = brush(this.canvas);
    this.sentence = find(this.figure, ".panel-empty");
    host.append(this.figure);
    if (!bare) addMenu(this);
    this.clear(empty);
    new ResizeObserver(() => this.redraw(true)).observe(this.body);
    this.end = follow(() => this.redraw()); // for a picture that goes before the page does
    this.body.addEventListener("pointermove", (event) => this.#read(event));
    this.body.addEventListener("pointerleave", () => point({}));
  }

  get x() {
    return this.#layout?.x;
  }

  get y() {
    return this.#layout?.y;
  }

  get plot() {
    return this.#layout?.plot;
  }

  /** The picture, unless it is an image that moves. */
  get still() {
    if (!this.panel) return null;
    const { image } = this.panel;
    return image && "layOut" in image ? null : { ...this.panel, image };
  }

  /** @param {string} sentence */
  clear(sentence) {
    this.panel = null;
    this.title.textContent = this.subtitle.textContent = this.reading.textContent = "";
    this.sentence.textContent = sentence;
    this.canvas.hidden = true;
  }

  /** @param {Drawable} panel */
  show(panel) {
    this.#take(decode(panel), false);
  }

  /**
   * A picture that will move: whoever gives it changes `lines` and `image` in place and calls paint().
   * @param {MovingPanel} panel
   */
  present(panel) {
    this.#take(panel, true);
  }

  /**
   * @param {Panel | MovingPanel} given
   * @param {boolean} live
   */
  #take(given, live) {
    const panel = inLanguage(given);
    this.panel = panel;
    this.live = live;
    this.figure.classList.toggle("live", live);
    this.title.textContent = panel.title;
    this.subtitle.textContent = panel.subtitle;
    this.#legend(panel);
    this.sentence.textContent = "";
    this.canvas.hidden = false;
    this.describe(panel.description);
    this.redraw(true);
  }

  /**
   * The sentence that stands for the picture where it is not seen.
   * @param {string} sentence
   */
  describe(sentence) {
    this.canvas.setAttribute("aria-label", `${this.panel?.title}. ${told(sentence)}`);
  }

  /** Draws once before the next frame, however often it is asked; `anew` also lays out and colours again. */
  redraw(anew = false) {
    this.#stale ||= anew;
    this.#request ||= requestAnimationFrame(() => this.paint());
  }

  /** Draws now. */
  paint() {
    if (this.#request) cancelAnimationFrame(this.#request);
    this.#request = null;
    if (!this.panel) return;
    if (this.#stale || !this.#layout) {
      const layout = this.#layOut(this.panel);
      if (!layout) return; // it has no size yet
      this.#layout = layout;
      this.#stale = false;
    }
    this.#draw(this.panel, this.#layout);
  }

  /**
   * Sizes, scales, colours, and all that stays as it is until the next time, on a canvas of its own.
   * @param {Panel | MovingPanel} panel
   * @returns {Layout | null}
   */
  #layOut(panel) {
    const [width, height] = [this.body.clientWidth, this.body.clientHeight];
    if (!width) return null;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { left, right, top, bottom } = this.bare ? BARE : margin(panel);
    const plot = { left, top, width: width - left - right, height: height - top - bottom, ratio };
    const layout = {
      plot,
      x: new Scale(panel.x, plot.left, plot.left + plot.width),
      y: new Scale(panel.y, plot.top + plot.height, plot.top),
      colours: palette(this.figure),
      ground: new OffscreenCanvas(this.canvas.width, this.canvas.height),
    };
    this.#drawGround(panel, layout);
    return layout;
  }

  /**
   * @param {Panel | MovingPanel} panel
   * @param {Layout} layout
   */
  #drawGround(panel, { plot, colours, x, y, ground }) {
    const context = brush(ground);
    context.setTransform(plot.ratio, 0, 0, plot.ratio, 0, 0);
    if (!this.bare) drawAxes(context, panel, x, y, plot, colours);
    if (panel.span && (panel.span[0] > panel.x.low || panel.span[1] < panel.x.high)) {
      const [from, to] = panel.span.map((v) => clamp(x.pixel(v), plot.left, plot.left + plot.width));
      context.fillStyle = colours.span;
      context.fillRect(from, plot.top, to - from, plot.height);
    }
    const { image } = panel;
    if (image) {
      const table = tableOf(image, this.figure);
      if (!this.bare) drawColours(context, panel, table, plot, colours);
      const rows = Math.max(1, Math.round(plot.height * plot.ratio));
      if ("layOut" in image) image.layOut(table, y, plot);
      else drawImage(context, paint(image, table, y, rows), image, x, plot);
    }
    drawLines(context, this.live ? groundOf(panel) : panel.lines, x, y, plot, colours);
    drawMarks(context, panel, x, plot, colours);
  }

  /**
   * @param {Panel | MovingPanel} panel
   * @param {Layout} layout
   */
  #draw(panel, { plot, colours, x, y, ground }) {
    const { context } = this;
    context.globalCompositeOperation = "copy";
    context.drawImage(ground, 0, 0, this.canvas.width / plot.ratio, this.canvas.height / plot.ratio);
    context.globalCompositeOperation = "source-over";
    if (this.live) {
      if (panel.image && "draw" in panel.image) panel.image.draw(context, plot);
      drawLines(context, panel.lines, x, y, plot, colours, true);
    }
    this.#marks(panel, { plot, colours, x, y });
  }

  /**
   * Names of the lines beside the subtitle, where there is more than one name to tell apart.
   * @param {Panel | MovingPanel} panel
   */
  #legend(panel) {
    const lines = [...groundOf(panel), ...panel.lines];
    const named = new Map(lines.map((line) => [line.name, line]));
    if (named.size < 2) return;
    const legend = document.createElement("span");
    legend.className = "panel-legend";
    this.subtitle.append(" ", legend);
    for (const [name, { role, dashed }] of named) {
      const entry = document.createElement("span");
      entry.textContent = name;
      entry.classList.toggle("dashed", Boolean(dashed));
      entry.style.setProperty("--line", `var(--scope-${role})`);
      legend.append(entry);
    }
  }

  /**
   * @param {Panel | MovingPanel} panel
   * @param {Omit<Layout, "ground">} layout
   */
  #marks(panel, { plot, colours, x, y }) {
    const { context } = this;
    const [across, up] = [along(panel.x, cursor.at), along(panel.y, cursor.at)];
    if (cursor.owner !== this && this.reading.textContent) this.reading.textContent = "";
    if (across === null && up === null) return;
    context.strokeStyle = colours.mark;
    context.lineWidth = 1.25;
    context.setLineDash([3, 3]);
    context.beginPath();
    if (across !== null) {
      context.moveTo(x.pixel(across), plot.top);
      context.lineTo(x.pixel(across), plot.top + plot.height);
    }
    if (up !== null) {
      context.moveTo(plot.left, y.pixel(up));
      context.lineTo(plot.left + plot.width, y.pixel(up));
    }
    context.stroke();
  }

  /** @param {PointerEvent} event */
  #read(event) {
    if (!this.panel || !this.#layout) return;
    const { plot, x, y } = this.#layout;
    const corner = this.canvas.getBoundingClientRect();
    this.#place = [
      x.value(clamp(event.clientX - corner.left, plot.left, plot.left + plot.width)),
      y.value(clamp(event.clientY - corner.top, plot.top, plot.top + plot.height)),
    ];
    point(this.readAgain(), this);
  }

  /** Says what is drawn where the pointer last was; gives its shared quantities. */
  readAgain() {
    if (!this.panel || !this.#place) return {};
    const { at, text } = readAt(this.panel, ...this.#place);
    if (this.reading.textContent !== text) this.reading.textContent = text;
    return at;
  }
}

/** @param {Panel | MovingPanel} panel */
function groundOf(panel) {
  return ("ground" in panel && panel.ground) || [];
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/**
 * The panel itself, with all that it says in the page's language.
 * @template {Panel | MovingPanel} P
 * @param {P} panel
 * @returns {P}
 */
function inLanguage(panel) {
  if (!panel.lines.every(({ name }) => isNetwork(name))) for (const line of panel.lines) line.name = told(line.name);
  return Object.assign(panel, {
    title: told(panel.title),
    subtitle: told(panel.subtitle),
    x: { ...panel.x, label: told(panel.x.label) },
    y: { ...panel.y, label: told(panel.y.label) },
  });
}

/**
 * Whether a line is named after a network, some of which are called as what they see.
 * @param {string} name
 */
function isNetwork(name) {
  return document.querySelector(`#variant input[value="${CSS.escape(name)}"]`) !== null;
}
