// The scores over time: the leading words of the last stretch, the threshold, and the words that were caught.
// @ts-check

import { find } from "../dom.js";
import { PanelView } from "../panel.js";
import { say } from "../say.js";
import { clock } from "./detections.js";
import { RATE, Ring } from "./ring.js";
import { MIDDLE, Scores } from "./scores.js";

/** @import { Line, MovingPanel } from "../decode.js" */
/** @import { LiveAnswer, LiveDetection, Refusal } from "../protocol.d.ts" */
/** @import { Caught } from "./detections.js" */

/** @typedef {Exclude<Refusal, "">} Why */
/** @typedef {{ word: string, score: number, seconds: number, why: Why }} Peak that was refused */
/** @typedef {{ seconds: number, word?: string }} Moment one that may be chosen, s */
/** @typedef {{ element: HTMLElement, detection: Caught | Peak, width: number, row: number }} Flag width in px */

const WIDEST = 24; // s shown where there is room
const NARROWEST = 10;
const DENSITY = 34; // px a second at least: a flag is about as wide as its word is long
const CHARACTER = 8.5; // px of a flag for each letter, and PADDING beside them
const PADDING = 14;
const ROWS = 3; // of flags above each other, the lowest first, each so many px high
const HEIGHT = 20;
const STEP = RATE / 30; // samples between two drawings: what moves so slowly looks smooth enough
const CALM = RATE / 4; // the same for who wants little movement
const NEAR = 1; // s from a word that was caught, within which a refused peak is the same word coming or going
/** @type {Record<Why, [short: string, sentence: string]>} */
const WHY = {
  unknown: [say("why.unknown"), say("why.unknown-long")],
  brief: [say("why.brief"), say("why.brief-long")],
  cut: [say("why.cut"), say("why.cut-long")],
  near: [say("why.near"), say("why.near-long")],
};
const MOST = 600; // flags that are kept
const EMPTY = say("timeline.empty");

const little = matchMedia("(prefers-reduced-motion: reduce)");

export class Timeline {
  scores = new Scores();
  ring = new Ring(0); // the sound that is heard
  /** @type {Flag[]} */
  flags = [];
  /** @type {Moment | null} */
  chosen = null;
  /** @type {Moment} */
  pointed = { seconds: 0 };
  /** @type {Peak | null} */
  peak = null;
  spoken = ""; // the picture in a sentence
  running = false;
  drawn = 0; // samples
  until = 0; // s, where the stretch that is shown ends once it stands still
  key = ""; // of the lines that move; "" while they stand still

  /**
   * @param {HTMLElement} host
   * @param {(moment: Moment) => void} choose is called with a detection when its flag is clicked
   * @param {object} [names]
   * @param {string} [names.since] what the axis counts
   * @param {string} [names.show] the sentence of the button that chooses a moment
   */
  constructor(host, choose, { since = say("timeline.since"), show = "timeline.show" } = {}) {
    this.choose = choose;
    this.since = since;
    this.showing = show;
    this.view = new PanelView(host, EMPTY);
    this.view.figure.classList.add("timeline");
    this.strip = document.createElement("div");
    this.strip.className = "timeline-flags";
    this.strip.setAttribute("aria-hidden", "true"); // the list of detections says and does the same
    this.view.body.before(this.strip);
    this.view.canvas.addEventListener("click", ({ offsetX }) => {
      if (!this.view.x) return;
      choose({ seconds: this.view.x.value(offsetX) + (this.running ? this.end : 0) });
    });
    new ResizeObserver(() => this.view.panel && !this.running && this.#show(this.end)).observe(this.view.body);
    // Once it stands still: a slider over all that was heard, which the picture follows, and a button to choose there.
    this.moments = document.createElement("div");
    this.moments.className = "timeline-moments";
    this.moments.hidden = true;
    this.moments.innerHTML = '<input type="range" step="0.1"><button type="button"></button>';
    this.slider = find(this.moments, "input", HTMLInputElement);
    this.slider.setAttribute("aria-label", say("timeline.moment"));
    this.button = find(this.moments, "button", HTMLButtonElement);
    this.slider.addEventListener("input", () => this.#point({ seconds: Number(this.slider.value) }));
    this.slider.addEventListener("keydown", ({ key, repeat }) => key === "Enter" && !repeat && this.button.click());
    this.button.addEventListener("click", () => this.choose(this.pointed));
    this.view.figure.append(this.moments);
  }

  /**
   * Put the slider on a moment, and show the stretch around it.
   * @param {Moment} moment
   */
  #point(moment) {
    const { slider, span, ring } = this;
    const time = clock(moment.seconds);
    const name = moment.word ? say("timeline.word-at", { word: moment.word, time }) : time;
    this.pointed = moment;
    slider.value = `${moment.seconds}`;
    slider.setAttribute("aria-valuetext", name);
    this.button.textContent = say(this.showing, { name });
    this.until = Math.min(Math.max(moment.seconds + span / 2, span), ring.position / RATE);
    this.#show(this.until);
  }

  /**
   * Begin anew, over the sound in `ring`.
   * @param {Ring} ring
   */
  start(ring) {
    this.ring = ring;
    this.scores = new Scores();
    this.flags = [];
    this.chosen = this.peak = null;
    this.spoken = this.key = "";
    this.running = true;
    this.drawn = 0;
    this.strip.replaceChildren();
    this.moments.hidden = true;
    const frame = () => {
      if (!this.running) return;
      requestAnimationFrame(frame);
      if (ring.position - this.drawn < (little.matches ? CALM : STEP)) return;
      this.drawn = ring.position;
      this.#show(this.end);
    };
    requestAnimationFrame(frame);
  }

  /** Stand still on what is chosen, or on the end, from where one may go back. */
  stop() {
    this.running = false;
    const end = this.ring.position / RATE;
    this.slider.min = `${Math.ceil((10 * this.ring.oldest) / RATE) / 10}`;
    this.slider.max = `${Math.floor(10 * end) / 10}`;
    this.moments.hidden = false;
    this.#say(end);
    this.#point(this.chosen ?? { seconds: end });
  }

  /** @param {LiveAnswer} answer */
  add({ seconds, scores, threshold, refused, detections }) {
    this.scores.add({ seconds: seconds - MIDDLE, scores, threshold });
    if (refused) this.#refuse(refused, scores[0], seconds - MIDDLE);
    else this.#explain(detections);
  }

  /**
   * A word is over the threshold and no detection: its highest place is kept until that is over.
   * @param {Why} why
   * @param {[string, number]} first
   * @param {number} seconds
   */
  #refuse(why, [word, score], seconds) {
    if (this.peak && this.peak.word !== word) this.#explain([]);
    if (!this.peak || score > this.peak.score) this.peak = { word, score, seconds, why };
  }

  /**
   * What rose over the threshold and came to nothing gets a ring and the reason.
   * @param {LiveDetection[]} detections
   */
  #explain(detections) {
    const { peak } = this;
    this.peak = null;
    if (!peak) return;
    const caught = [...detections, ...this.#within(peak.seconds - NEAR, peak.seconds + NEAR)];
    if (!caught.some(({ word }) => word === peak.word)) this.flag(peak);
  }

  /**
   * Put up a flag for a detection, or for a peak that was refused.
   * @param {Caught | Peak} detection
   */
  flag(detection) {
    const { word, seconds } = detection;
    const why = whyOf(detection);
    const element = document.createElement("span");
    element.textContent = why ? `○ ${word}: ${WHY[why][0]}` : word;
    const at = say("timeline.at", { word, time: clock(seconds) });
    element.title = why ? say("timeline.refused-one", { at, why: WHY[why][1] }) : at;
    element.classList.toggle("refused", Boolean(why));
    element.addEventListener("click", () => this.choose(why ? { seconds } : detection));
    const width = element.textContent.length * CHARACTER + PADDING;
    this.flags.push({ element, detection, width, row: this.#row(detection, width) });
    this.strip.append(element);
    if (this.flags.length > MOST) this.flags.shift()?.element.remove();
  }

  /**
   * The first row in which a flag hides none before it.
   * @param {Moment} moment
   * @param {number} width px
   */
  #row({ seconds }, width) {
    const scale = this.view.plot ? this.view.plot.width / this.span : DENSITY;
    const near = this.flags.slice(-ROWS * 2);
    /** @type {(row: number) => boolean} */
    const free = (row) =>
      near.every((f) => f.row !== row || Math.abs(f.detection.seconds - seconds) * scale > (f.width + width) / 2);
    return [0, 1, 2].find(free) ?? 0;
  }

  /** @param {Moment | null} detection */
  mark(detection) {
    this.chosen = detection;
    for (const { element, detection: own } of this.flags) element.classList.toggle("chosen", own === detection);
    if (!this.running && detection) this.#point(detection);
  }

  /** Where the shown stretch ends, in s. */
  get end() {
    return this.running ? this.ring.position / RATE : this.until;
  }

  get span() {
    const width = this.view.body.clientWidth;
    return Math.min(Math.max(width / DENSITY, NARROWEST), WIDEST);
  }

  /**
   * Draws the stretch up to `end` (s): in seconds before now while sound comes in, since nothing need be laid out
   * again then; in seconds of the session afterwards.
   * @param {number} end
   */
  #show(end) {
    const { span, view, running } = this;
    const high = running ? end : Math.max(end, span);
    const low = high - span;
    const origin = running ? high : 0;
    const words = this.#within(low - 1, high).map(({ word }) => word);
    const lines = [...this.scores.lines(low - 1, high, origin, words), ...this.#caught(low, high, origin)];
    const key = [span, ...lines.map(({ name, role }) => name + role)].join(" ");
    if (running && key === this.key && view.panel) view.panel.lines = lines;
    else view.present(this.#panel(low - origin, high - origin, lines));
    this.key = running ? key : "";
    view.paint();
    for (const { element, detection, row } of this.flags) {
      const inside = detection.seconds >= low && detection.seconds <= high;
      if (element.hidden === inside) element.hidden = !inside;
      if (!inside || !view.x) continue;
      const left = view.x.pixel(detection.seconds - origin).toFixed(1);
      element.dataset.role = whyOf(detection) ? "quiet" : this.scores.role(detection.word);
      element.style.transform = `translate(calc(${left}px - 50%), ${-row * HEIGHT}px)`;
    }
  }

  /**
   * @param {number} low
   * @param {number} high
   * @param {Line[]} lines
   * @returns {MovingPanel}
   */
  #panel(low, high, lines) {
    const second = this.running ? null : [this.pointed.seconds - MIDDLE, this.pointed.seconds + MIDDLE];
    return {
      title: say("timeline.title"),
      subtitle: "",
      description: this.spoken,
      x: {
        label: this.running ? say("timeline.before") : this.since,
        unit: "",
        low,
        high,
        scale: "linear",
        quantity: "",
      },
      y: { label: say("timeline.score"), unit: "", low: 0, high: 1.02, scale: "linear", quantity: "" },
      lines,
      image: null,
      span: second,
    };
  }

  /**
   * @param {number} low
   * @param {number} high
   * @param {number} origin
   * @returns {Line[]}
   */
  #caught(low, high, origin) {
    return this.#within(low, high).map(({ word, seconds }) => ({
      name: word,
      role: this.scores.role(word),
      dashed: true,
      reduced: false,
      x: Float32Array.of(seconds - origin, seconds - origin),
      y: Float32Array.of(0, 1.02),
    }));
  }

  /**
   * The words that were caught between two times.
   * @param {number} low
   * @param {number} high
   */
  #within(low, high) {
    return this.#words().filter(({ seconds }) => seconds >= low && seconds <= high);
  }

  /**
   * The picture in one sentence; not at each word, since the list speaks those.
   * @param {number} end
   */
  #say(end) {
    const words = this.#words().map(({ word, seconds }) => say("timeline.at", { word, time: clock(seconds) }));
    const caught = words.length
      ? say("timeline.caught", { time: clock(end), words: words.slice(-10).join(", ") })
      : say("timeline.none", { time: clock(end) });
    const peaks = this.flags.flatMap(({ detection }) => ("why" in detection ? detection : []));
    const refused = peaks.map(
      ({ word, seconds, why }) => `${say("timeline.at", { word, time: clock(seconds) })}, ${WHY[why][1]}`,
    );
    this.spoken = refused.length
      ? `${caught} ${say("timeline.refused", { peaks: refused.slice(-5).join("; ") })}`
      : caught;
  }

  /** The flags' words that were caught. */
  #words() {
    return this.flags.flatMap(({ detection }) => ("why" in detection ? [] : detection));
  }
}

/** @param {Caught | Peak} detection */
function whyOf(detection) {
  return "why" in detection ? detection.why : null;
}
