// The page's four pictures while sound comes in: they follow the ring, stand still when frozen, and can be read.

import { cursor, follow } from "../cursor.js";
import { linesAt } from "../renderers.js";
import { bandNear } from "../scales.js";
import { Envelope } from "./envelope.js";
import { decibels, livePanels, sentences, SPAN, TOP } from "./live_panels.js";
import { MovingLines, nearest, toDecibels } from "./moving_lines.js";
import { RATE } from "./resample.js";
import { Scroll } from "./scroll.js";
import { melFilters, Transform } from "./transform.js";

const STRETCH = 160; // samples in one stroke of the waveform: about a pixel of it
const BUDGET = 4; // ms a frame for spectra that are behind, after a change of settings or a hidden tab
const CALM = 250; // ms between pictures where reduced motion is asked for
const READING = 200; // ms between readings at a pointer that rests
const BATCH = 16; // frames that are read from the ring at once

export class LivePictures {
  /** `views` are the PanelViews {waveform, strip, spectrum, spectrogram, "mel-filters"}; `ring` keeps the sound at 16 kHz and
   * gives its `position` and `slice(from, to)`. Another ring may be set before start(). */
  constructor(views, settings, ring) {
    Object.assign(this, { views, settings, ring, running: false, frozen: false, panels: {} });
    this.reduced = matchMedia("(prefers-reduced-motion: reduce)");
    this.envelope = new Envelope((SPAN * RATE) / STRETCH, STRETCH, RATE);
    this.tick = (time) => this.#frame(time);
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

  /** Stops the pictures while sound goes on, or takes them on again from the present moment. */
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
    const taken = claim ? Object.entries(this.views) : this.#owned();
    this.transform = new Transform(settings.window);
    const { bins, size } = this.transform;
    const filters = melFilters(settings.filters, size);
    this.power = new Float32Array(bins);
    const limits = { low: TOP - settings.range, high: TOP, top: RATE / 2 };
    this.lines = new MovingLines(size, filters, limits);
    this.image = new Scroll({ span: SPAN * RATE, bins, hop: Math.round(settings.hop * RATE), ...limits });
    this.image.restart(Math.ceil(Math.max(0, this.end - SPAN * RATE) / this.image.hop));
    const parts = { ...this.lines, wave: this.envelope.line, image: this.image, filters, size };
    this.panels = livePanels(settings, parts, this.#readings());
    for (const [name, view] of taken) view.present(this.panels[name]);
    this.told = false;
    this.#wake();
  }

  #wake() {
    this.request ??= requestAnimationFrame(this.tick);
  }

  /** [name, view] of those that show this sound and nothing else. */
  #owned() {
    return Object.entries(this.views).filter(([name, view]) => view.panel === this.panels[name]);
  }

  get #moving() {
    return this.running && !this.frozen;
  }

  #frame(time) {
    const calm = this.reduced.matches && this.#moving && time - (this.drawn ?? 0) < CALM;
    if (!calm) {
      const late = Math.min(time - (this.drawn ?? time), 1000);
      this.drawn = time;
      if (this.#moving) this.#listen();
      this.behind = this.#transform(BUDGET + late / 4);
      this.#moment();
      this.#describe();
      this.#read(time);
      for (const [, view] of this.#owned()) view.paint();
    }
    this.request = this.#moving || this.behind ? requestAnimationFrame(this.tick) : null;
  }

  /** Takes from the ring what has come since. */
  #listen() {
    const { envelope, ring } = this;
    this.end = ring.position;
    if (this.end - envelope.position > SPAN * RATE) envelope.restart(this.end - SPAN * RATE);
    envelope.push(ring.slice(envelope.position, this.end), envelope.position);
    envelope.draw(this.end);
  }

  /** The spectrogram's new frames, as far as `budget` (ms) goes; whether there are more. */
  #transform(budget) {
    const { image, transform, power, ring } = this;
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
    const { transform, power, ring } = this;
    const { time } = this.#moving ? {} : cursor.at;
    const pointed = time >= -SPAN && time <= 0;
    const centre = pointed ? this.end + time * RATE : this.end - transform.length / 2;
    const start = Math.round(centre - transform.size / 2);
    transform.power(ring.slice(start, start + transform.size), 0, power);
    this.lines.show(power);
  }

  /** What is said at a pointer that rests while the pictures move. */
  #read(time) {
    const view = cursor.owner;
    if (!this.#moving || time - (this.said ?? 0) < READING || !Object.values(this.views).includes(view)) return;
    this.said = time;
    if (view.live) view.readAgain();
  }

  #readings() {
    const { power, energy } = this.lines;
    return {
      amplitude: (time) => [linesAt([this.envelope.line], time)].filter(Boolean),
      spectrum: (hertz) => [`power ${decibels(power.y[nearest(power.x, hertz)])}`, `energy ${this.#energy(hertz)}`],
      energy: (hertz) => [this.#energy(hertz)],
      cell: (time, hertz) => [this.image.value(this.end + time * RATE, hertz)].filter(Number.isFinite).map(decibels),
    };
  }

  #energy(hertz) {
    const { y } = this.lines.energy;
    return decibels(y[bandNear(hertz, y.length)]);
  }

  /** Once the pictures stand still, each says in a sentence what it shows. */
  #describe() {
    if (this.told && !this.#moving) return;
    this.told = !this.#moving && !this.behind;
    if (!this.told) return;
    const told = sentences({ ...this.lines, wave: this.envelope.line, image: this.image });
    for (const [name, view] of this.#owned()) view.describe(told[name] ?? "");
  }
}
