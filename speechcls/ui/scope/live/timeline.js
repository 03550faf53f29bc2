// The scores over time: the leading words of the last stretch, the threshold, and the words that were caught.
// @ts-check

import { find } from "../dom.js";
import { PanelView } from "../panel.js";
import { say } from "../say.js";
import { clock } from "./detections.js";
import { DENSITY, Flags, placed } from "./flags.js";
import { RATE, Ring } from "./ring.js";
import { MIDDLE, Scores } from "./scores.js";

/** @import { Line, MovingPanel } from "../decode.js" */
/** @import { LiveAnswer, LiveDetection } from "../protocol.d.ts" */
/** @import { Caught } from "./detections.js" */
/** @import { Moment, Peak, Why } from "./flags.js" */

const WIDEST = 24; // s shown where there is room
const NARROWEST = 10;
const STEP = RATE / 30; // samples between two drawings: what moves so slowly looks smooth enough
const CALM = RATE / 4; // the same for who wants little movement
const NEAR = 1; // s from a word that was caught, within which a refused peak is the same word coming or going
const EMPTY = say("timeline.empty");

const little = matchMedia("(prefers-reduced-motion: reduce)");

export class Timeline {
  scores = new Scores();
  ring = new Ring(0); // the sound that is heard
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
  widest = WIDEST; // s
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
    this.flags = new Flags(this.view, choose);
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
    this.flags.clear();
    this.chosen = this.peak = null;
    this.spoken = this.key = "";
    this.running = true;
    this.drawn = 0;
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
    this.flags.add(detection, this.view.plot ? this.view.plot.width / this.span : DENSITY);
  }

  /** @param {Moment | null} detection */
  mark(detection) {
    this.chosen = detection;
    this.flags.mark(detection);
    if (!this.running && detection) this.#point(detection);
  }

  /** Where the shown stretch ends, in s. */
  get end() {
    return this.running ? this.ring.position / RATE : this.until;
  }

  get span() {
    const width = this.view.body.clientWidth;
    return Math.min(Math.max(width / DENSITY, NARROWEST), this.widest);
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
    this.flags.place(low, high, origin, (word) => this.scores.role(word));
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
    return this.flags.caught.filter(({ seconds }) => seconds >= low && seconds <= high);
  }

  /**
   * The picture in one sentence; not at each word, since the list speaks those.
   * @param {number} end
   */
  #say(end) {
    const words = this.flags.caught.map(({ word, seconds }) => placed(word, seconds));
    const caught = words.length
      ? say("timeline.caught", { time: clock(end), words: words.slice(-10).join(", ") })
      : say("timeline.none", { time: clock(end) });
    const { refused } = this.flags;
    this.spoken = refused.length
      ? `${caught} ${say("timeline.refused", { peaks: refused.slice(-5).join("; ") })}`
      : caught;
  }
}
