// Listening: from Listen to Stop, sound to the pictures and the server, words to the timeline and the list.

import { say } from "../say.js";
import { settings } from "../settings.js";
import { Connection } from "./connection.js";
import { Controls } from "./controls.js";
import { clock, Detections } from "./detections.js";
import { Hints, states } from "./hints.js";
import { Meter } from "./meter.js";
import { LivePictures } from "./pictures.js";
import { RATE, Ring } from "./ring.js";
import { csv, labels, save, textGrid } from "./session.js";
import { Timeline } from "./timeline.js";

const AROUND = 0.7; // s before and after a word's middle that go with it; the server chooses the second in it
const LAST = 10; // s whose loudest second is shown at the end where no word was caught
const DUMB = 3_000; // ms without a sample until the microphone is said to send nothing

export class Listening {
  /** `element` is parts/live.html, `answer` the AnswerView; `variant()` names the network that is chosen,
   * `moving()` is called whenever the pictures begin to move, `backend` is who answers: backend.js. */
  constructor({ element, sound, views, marks, answer, variant, moving, backend }) {
    Object.assign(this, { element, sound, views, marks, answer, variant, moving, backend });
    Object.assign(this, { state: "idle", begun: false, held: false });
    const find = (selector) => element.querySelector(selector);
    this.hints = new Hints(find(".listening-hint"));
    this.back = find(".listening-back");
    this.timeline = new Timeline(find(".listening-timeline"), (moment) => this.show(moment));
    this.detections = new Detections(find("#detections"), (detection) => this.show(detection));
    const words = { ".save-csv": [csv, "csv"], ".save-labels": [labels, "txt"], ".save-textgrid": [textGrid, "TextGrid"] };
    for (const [button, [text, ending]] of Object.entries(words))
      find(button).addEventListener("click", () =>
        this.#saveWords(text(this.detections.all, this.ring), `speechcls-words.${ending}`),
      );
    find(".save-wav").addEventListener("click", () => save(this.ring.wav(), "speechcls-session.wav"));
    this.back.addEventListener("click", () => this.release());
    this.pictures = new LivePictures(views, settings, new Ring(0));
    this.meter = new Meter(sound.element.querySelector(".live-meter"));
    this.controls = new Controls(find(".live-controls"), settings, { freeze: (still) => this.pictures.freeze(still) });
  }

  /** Whether the pictures move. */
  get live() {
    return this.begun && !this.held;
  }

  toggle() {
    if (this.state === "idle") this.#start();
    else if (this.state === "listening") this.stop();
  }

  /** Listen with a network that isn't among those to choose; `ended()` is called when that is over. */
  listenFor(variant, ended) {
    Object.assign(this, { lent: variant, ended });
    if (this.state === "idle") this.#start();
    else this.choose(variant);
  }

  async #start() {
    this.#become("starting");
    this.sound.say(say("sound.asking"));
    const ring = new Ring();
    try {
      this.source = await this.sound.sources.open({
        samples: (block) => this.#heard(ring, block),
        ended: (error) => this.stop(error),
      });
    } catch (error) {
      this.#become("idle");
      this.sound.say(error.message, true);
      return;
    }
    this.ring = ring;
    this.meter.device(this.source);
    this.sound.sources.refresh();
    this.hints.start();
    this.detections.clear();
    this.#become("listening");
    this.connect();
    this.dumb = setTimeout(() => this.sound.say(states.dumb, true), DUMB);
  }

  /** Have the sound answered by whoever answers now, from now on. */
  async connect() {
    if (this.state !== "listening") return;
    const before = this.connection;
    this.connection = null;
    before?.close();
    // What was lent lies on the server alone.
    const connect = this.lent ? (asked) => new Connection(asked) : (asked) => this.backend.connect(asked);
    const connection = await connect({
      ring: this.ring,
      variant: this.lent ?? this.variant(),
      answered: (answer) => this.#answered(answer),
      changed: (state, detail) => this.#changed(state, detail),
    });
    if (this.state === "listening") this.connection = connection;
    else connection.close();
  }

  #become(state) {
    this.state = state;
    if (state === "idle") this.#giveBack();
    this.sound.listening(state);
    this.element.classList.toggle("now", state !== "idle");
  }

  #giveBack() {
    this.ended?.();
    this.lent = this.ended = null;
  }

  #heard(ring, block) {
    ring.push(block);
    if (ring !== this.ring || this.state !== "listening") return;
    if (!this.begun) this.#begin();
    this.meter.push(block);
    this.connection?.pump();
    this.detections.expire(ring.oldest / RATE);
  }

  /** With the first sound, so that no picture is ever empty. */
  #begin() {
    clearTimeout(this.dumb);
    this.element.hidden = false;
    this.begun = true;
    this.pictures.ring = this.ring;
    this.timeline.start(this.ring);
    this.release();
  }

  #answered(answer) {
    const { detections, variant } = answer;
    this.timeline.add(answer);
    for (const detection of detections) {
      const caught = { ...detection, variant, shown: this.ring.position / RATE };
      if (!this.detections.add(caught)) continue;
      this.timeline.flag(caught);
    }
    this.hints.answered(answer, this.detections.last);
    if (this.live) this.answer.live(answer, this.detections.last);
  }

  #changed(state, detail) {
    if (state === "skipped") this.hints.skipped(detail / RATE);
    else if (state === "failed") this.backend.fallBack(detail.sentence);
    else this.sound.say(states[state]({ detail, variant: this.lent ?? this.variant() }), state === "refused");
  }

  /** Another network from now on. */
  choose(variant) {
    if (this.lent && variant === this.variant()) this.#giveBack();
    else if (this.lent) this.lent = variant;
    this.connection?.choose(variant);
    if (this.state === "listening" && this.connection?.answering) this.#changed("open");
  }

  /** Put the sound around a detection, or around {seconds}, into all pictures, and play it unless listening goes on. */
  show(chosen, note = "") {
    const [from, to] = [-AROUND, AROUND].map((s) => Math.round((chosen.seconds + s) * RATE));
    if (to <= this.ring.oldest || from >= this.ring.position) {
      this.sound.say("Of that moment no sound is kept: it is before the last 10 minutes, or has not come yet.", true);
      return;
    }
    this.hold();
    this.detections.mark(chosen);
    this.timeline.mark(chosen);
    const name = chosen.word ? `“${chosen.word}” at ${clock(chosen.seconds)}` : `the sound at ${clock(chosen.seconds)}`;
    this.sound.offer(file(this.ring.wav(from, to)), name, { play: this.state === "idle", note });
  }

  /** The pictures stand still, for something was chosen; listening goes on. */
  hold() {
    if (!this.live) return;
    this.held = this.controls.button.disabled = true; // what stands needs no freezing
    this.pictures.stop();
    this.back.hidden = false;
  }

  /** The pictures move again. */
  release() {
    this.held = this.controls.button.disabled = this.controls.frozen = false;
    this.back.hidden = true;
    this.detections.mark(null);
    this.timeline.mark(null);
    for (const mark of this.marks) mark.hide();
    this.answer.waitForChoice(this.detections.last);
    this.moving();
    this.pictures.start();
  }

  /** Ends; `error` says why, where it wasn't the user. */
  async stop(error = null) {
    if (this.state !== "listening") return;
    clearTimeout(this.dumb);
    this.#become("stopping");
    this.source.close();
    await this.connection?.close();
    this.connection = null;
    this.#rest(error?.message);
    this.#become("idle");
    if (error || !this.ring.position) this.sound.say(error?.message ?? states.dumb, true);
  }

  /** The pictures come to stand on what was chosen, or on the last word, or on the loudest of the last sound. */
  #rest(note) {
    if (!this.begun) return;
    const { live, ring } = this;
    this.pictures.stop();
    this.meter.clear();
    this.begun = this.controls.frozen = false;
    this.controls.button.disabled = true;
    this.back.hidden = true;
    this.timeline.stop();
    this.hints.stop(this.detections.all.length);
    if (!live) return;
    this.held = false;
    const { last } = this.detections;
    if (last) this.show(last, note);
    else {
      const name = say(ring.position > LAST * RATE ? "sound.last" : "sound.recording");
      this.sound.offer(file(ring.wav(ring.position - LAST * RATE)), name, { note });
    }
  }

  /** @param {string} text @param {string} name */
  #saveWords(text, name) {
    save(new Blob([text], { type: "text/plain" }), name);
  }
}

function file(blob) {
  return new File([blob], "live.wav", { type: blob.type });
}
