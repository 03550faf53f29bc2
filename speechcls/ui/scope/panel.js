// One picture: a figure with its title, its canvas with axes, and the marks that all pictures share.
// @ts-check

import { inLanguage, legend } from "./captions.js";
import { cursor, follow, point } from "./cursor.js";
import { decode } from "./decode.js";
import { brush, find } from "./dom.js";
import { clamp, layOut } from "./ground.js";
import { drawLines } from "./renderers.js";
import { translate } from "./say.js";
import { addMenu } from "./take.js";
import { along, readAt } from "./words.js";

/** @import { Drawable, MovingPanel, Panel } from "./decode.js" */
/** @import { Layout } from "./ground.js" */

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
    const names = legend(panel);
    if (names) this.subtitle.append(panel.subtitle ? "\u2003" : "", names);
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
    this.canvas.setAttribute("aria-label", `${this.panel?.title}. ${translate(sentence)}`);
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
      const layout = layOut(this, this.panel);
      if (!layout) return; // it has no size yet
      this.#layout = layout;
      this.#stale = false;
    }
    this.#draw(this.panel, this.#layout);
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
