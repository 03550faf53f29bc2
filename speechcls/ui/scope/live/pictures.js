// The page's four pictures while sound comes in: they follow the ring, stand still when frozen, and can be read.
// @ts-check

import { cursor, follow } from "../cursor.js";
import { linesAt } from "../renderers.js";
import { numeral, translate } from "../say.js";
import { bandNear } from "../scales.js";
import { Envelope } from "./envelope.js";
import { decibels, livePanels, SPAN, sentences, TOP } from "./live_panels.js";
import { MovingLines, nearest, toDecibels } from "./moving_lines.js";
import { RATE } from "./resample.js";
import { Scroll } from "./scroll.js";
import { melFilters, Transform } from "./transform.js";

/** @import { MovingPanel } from "../decode.js" */
/** @import { PanelView } from "../panel.js" */
/** @import { All, Settings } from "../settings.js" */
/** @import { PictureName, Readings } from "./live_panels.js" */
/** @import { Ring } from "./ring.js" */

/** @typedef {Record<PictureName, PanelView>} Views */
/** @typedef {Pick<Ring, "position" | "slice">} Sound at 16 kHz, of which the last seconds are kept */

const STRETCH = 160; // samples in one stroke of the waveform: about a pixel of it
const BUDGET = 4; // ms a frame for spectra that are behind, after a change of settings or a hidden tab
const CALM = 250; // ms between pictures where reduced motion is asked for
const READING = 200; // ms between readings at a pointer that rests
const BATCH = 16; // frames that are read from the ring at once

/** All that is made anew when a setting changes. */
class Built {
  /** @param {All} settings */
  constructor(settings) {
    const limits = { low: TOP - settings.range, high: TOP, top: RATE / 2 };
    this.transform = new Transform(settings.window);
    const { bins, size } = this.transform;
    this.filters = melFilters(settings.filters, size);
    this.power = new Float32Array(bins);
    this.lines = new MovingLines(size, this.filters, limits);
    this.image = new Scroll({ span: SPAN * RATE, bins, hop: Math.round(settings.hop * RATE), ...limits });
  }
}

export class LivePictures {
  running = false;
  frozen = false;
  end = 0; // samples of the ring that are shown
  behind = false; // spectra are still to be computed
  reduced = matchMedia("(prefers-reduced-motion: reduce)");
  envelope = new Envelope((SPAN * RATE) / STRETCH, STRETCH, RATE);
  /** @type {Partial<Record<PictureName, MovingPanel>>} */
  panels = {};
  #told = false; // in sentences, what stands still
  #drawn = -Infinity; // ms
  #said = -Infinity; // ms
  /** @type {number | null} */
  #request = null;

  /**
   * @param {Views} views
   * @param {Settings} settings
   * @param {Sound} ring another one may be set before start()
   */
  constructor(views, settings, ring) {
    this.views = views;
    this.names = /** @type {PictureName[]} */ (Object.keys(views));
    this.settings = settings;
    this.ring = ring;
    this.built = new Built(settings.get());
    settings.follow(() => this.#owned().length && this.#rebuild());
    follow(() => this.#owned().length && this.#wake());
  }

  /** The pictures move from now on, also those that were made to show something else. */
  start() {
    this.running = true;
    this.frozen = false;
    this.envelope.restart(Math.max(0, this.ring.position - SPAN * RATE));
    this.#rebuild(true);
  }

  /** Leaves the last moment standing. */
  stop() {
    this.running = false;
    this.#wake();
  }

  /**
   * Stops the pictures while sound goes on, or takes them on again from the present moment.
   * @param {boolean} frozen
   */
  freeze(frozen) {
    if (!this.running || frozen === this.frozen) return;
    this.frozen = frozen;
    if (frozen) this.#wake();
    else this.#rebuild(true);
  }

  /** New panels for the settings; `claim` also takes views that show something else by now. */
  #rebuild(claim = false) {
    const settings = this.settings.get();
    if (this.#moving) this.end = this.ring.position;
    const taken = claim ? this.names : this.#owned();
    this.built = new Built(settings);
    const { image, lines, filters, transform } = this.built;
    image.restart(Math.ceil(Math.max(0, this.end - SPAN * RATE) / image.hop));
    const { triangles, power, energy, height } = lines;
    const parts = { triangles, power, energy, height, wave: this.envelope.line, image, filters, size: transform.size };
    const panels = livePanels(settings, parts, this.#readings());
    for (const name of taken) this.views[name].present(panels[name]);
    this.panels = panels;
    this.#told = false;
    this.#wake();
  }

  #wake() {
    this.#request ??= requestAnimationFrame((time) => this.#frame(time));
  }

  /** The names of those that show this sound and nothing else. */
  #owned() {
    return this.names.filter((name) => this.views[name].panel === this.panels[name]);
  }

  get #moving() {
    return this.running && !this.frozen;
  }

  /** @param {number} time ms */
  #frame(time) {
    const calm = this.reduced.matches && this.#moving && time - this.#drawn < CALM;
    if (!calm) {
      const late = Number.isFinite(this.#drawn) ? Math.min(time - this.#drawn, 1000) : 0;
      this.#drawn = time;
      if (this.#moving) this.#listen();
      this.behind = this.#transform(BUDGET + late / 4);
      this.#moment();
      this.#describe();
      this.#read(time);
      for (const name of this.#owned()) this.views[name].paint();
    }
    this.#request = null;
    if (this.#moving || this.behind) this.#wake();
  }

  /** Takes from the ring what has come since. */
  #listen() {
    const { envelope, ring } = this;
    this.end = ring.position;
    if (this.end - envelope.position > SPAN * RATE) envelope.restart(this.end - SPAN * RATE);
    envelope.push(ring.slice(envelope.position, this.end), envelope.position);
    envelope.draw(this.end);
  }

  /**
   * The spectrogram's new frames, as far as time goes; whether there are more.
   * @param {number} budget ms
   */
  #transform(budget) {
    const { ring } = this;
    const { image, transform, power } = this.built;
    const deadline = performance.now() + budget;
    const last = Math.floor((this.end - transform.length / 2) / image.hop); // whose window lies in the past
    if (last - image.next >= image.kept) image.restart(last - image.kept + 1);
    while (image.next <= last && performance.now() < deadline) {
      const frames = Math.min(last - image.next + 1, BATCH);
      const start = image.next * image.hop - transform.size / 2;
      const samples = ring.slice(start, start + (frames - 1) * image.hop + transform.size);
      for (let f = 0; f < frames; f++) {
        transform.power(samples, f * image.hop, power);
        toDecibels(power, 0, image.place);
        image.next += 1;
      }
    }
    image.end = this.end;
    return image.next <= last;
  }

  /** Spectrum and energies of the last whole window; of pictures that stand still, of the moment pointed at. */
  #moment() {
    const { ring } = this;
    const { transform, power, lines } = this.built;
    const time = this.#moving ? undefined : cursor.at.time;
    const centre =
      time !== undefined && time >= -SPAN && time <= 0 ? this.end + time * RATE : this.end - transform.length / 2;
    const start = Math.round(centre - transform.size / 2);
    transform.power(ring.slice(start, start + transform.size), 0, power);
    lines.show(power);
  }

  /**
   * What is said at a pointer that rests while the pictures move.
   * @param {number} time ms
   */
  #read(time) {
    const view = cursor.owner;
    if (!view || !this.#moving || time - this.#said < READING || !Object.values(this.views).includes(view)) return;
    this.#said = time;
    if (view.live) view.readAgain();
  }

  /** @returns {Readings} */
  #readings() {
    const { image, lines } = this.built;
    const { power } = lines;
    return {
      amplitude: (time) => [linesAt([this.envelope.line], time)].filter(Boolean),
      spectrum: (hertz) => [
        `${translate("power")} ${numeral(decibels(power.y[nearest(power.x, hertz)]))}`,
        `${translate("energy")} ${numeral(this.#energy(hertz))}`,
      ],
      energy: (hertz) => [this.#energy(hertz)],
      cell: (time, hertz) => {
        const value = image.value(this.end + time * RATE, hertz);
        return value === undefined ? [] : [decibels(value)];
      },
    };
  }

  /** @param {number} hertz */
  #energy(hertz) {
    const { y } = this.built.lines.energy;
    return decibels(y[bandNear(hertz, y.length)]);
  }

  /** Once the pictures stand still, each says in a sentence what it shows. */
  #describe() {
    if (this.#told && !this.#moving) return;
    this.#told = !this.#moving && !this.behind;
    if (!this.#told) return;
    const { lines, image } = this.built;
    const told = sentences({ power: lines.power, energy: lines.energy, wave: this.envelope.line, image });
    for (const name of this.#owned()) this.views[name].describe(told[name]);
  }
}
