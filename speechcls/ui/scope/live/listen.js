// Listening: from Listen to Stop, sound to the pictures and the server, words to the timeline and the list.
// @ts-check

import { find } from "../dom.js";
import { say, sentenceOf } from "../say.js";
import { settings } from "../settings.js";
import { Connection } from "./connection.js";
import { Controls } from "./controls.js";
import { clock, Detections } from "./detections.js";
import { Hints, sentenceFor } from "./hints.js";
import { ListeningNetwork } from "./listening_network.js";
import { Meter } from "./meter.js";
import { OneConnection } from "./one_connection.js";
import { LivePictures } from "./pictures.js";
import { RATE, Ring } from "./ring.js";
import { excerpt, offerSaving } from "./session.js";
import { Timeline } from "./timeline.js";

/** @import { AnswerView } from "../answer.js" */
/** @import { Backend } from "../backend.js" */
/** @import { LiveAnswer } from "../protocol.d.ts" */
/** @import { SoundBar } from "../sound.js" */
/** @import { WaveformMark } from "../waveform_mark.js" */
/** @import { MicrophoneError, Source } from "./capture.js" */
/** @import { Comparison, Session, State } from "./connection.js" */
/** @import { Moment } from "./flags.js" */
/** @import { Told } from "./hints.js" */
/** @import { Lend } from "./one_connection.js" */
/** @import { Views } from "./pictures.js" */

const AROUND = 0.7; // s before and after a word's middle that go with it; the server chooses the second in it
const LAST = 10; // s whose loudest second is shown at the end where no word was caught

export class Listening {
  /** @type {"idle" | "starting" | "listening" | "stopping"} */
  state = "idle";
  begun = false; // sound has come
  held = false; // something was chosen, so that the pictures stand still
  ring = new Ring(0);
  /** @type {Source | null} */
  source = null;
  dumb = false; // the microphone sends nothing, and that was said
  /** @type {Told} of who answers */
  told = ["connecting"];

  /**
   * @param {HTMLElement} element parts/live.html
   * @param {object} page
   * @param {SoundBar} page.sound
   * @param {Views} page.views
   * @param {WaveformMark[]} page.marks
   * @param {AnswerView} page.answer
   * @param {() => string} page.variant the network that is chosen
   * @param {() => void} page.moving is called whenever the pictures begin to move
   * @param {Backend} page.backend
   * @param {Comparison} page.comparison
   */
  constructor(element, { sound, views, marks, answer, variant, moving, backend, comparison }) {
    this.element = element;
    this.sound = sound;
    this.marks = marks;
    this.moving = moving;
    this.answer = answer;
    this.network = new ListeningNetwork(variant);
    this.backend = backend;
    this.connection = new OneConnection(backend);
    this.comparison = comparison;
    this.hints = new Hints(find(element, ".listening-hint"));
    this.back = find(element, ".listening-back");
    this.timeline = new Timeline(find(element, ".listening-timeline"), (moment) => this.show(moment));
    this.detections = new Detections(find(element, "#detections"), (detection) => this.show(detection));
    offerSaving(element, () => ({ detections: this.detections.all, ring: this.ring }));
    this.back.addEventListener("click", () => this.release());
    this.pictures = new LivePictures(views, settings, this.ring);
    this.meter = new Meter(find(sound.element, ".live-meter"));
    const freeze = (/** @type {boolean} */ still) => this.pictures.freeze(still);
    this.controls = new Controls(find(element, ".live-controls"), settings, { freeze });
  }

  /** Whether the pictures move. */
  get live() {
    return this.begun && !this.held;
  }

  toggle() {
    if (this.state === "idle") this.#start();
    else if (this.state === "listening") this.stop();
  }

  /**
   * Listen with a network that isn't among those to choose.
   * @param {string} variant
   * @param {() => void} ended is called when that is over
   * @param {Lend} lend brings the network, where this browser answers
   */
  listenFor(variant, ended, lend) {
    this.network.borrow(variant, ended, lend);
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
        silent: (now) => this.#silent(now),
        ended: (error) => this.stop(error),
      });
    } catch (error) {
      this.#become("idle");
      this.sound.say(sentenceOf(error), true);
      return;
    }
    this.ring = ring;
    this.meter.device(this.source);
    this.sound.sources.refresh();
    this.hints.start();
    this.detections.clear();
    this.#become("listening");
    this.dumb = false;
    this.connect();
  }

  /**
   * Where no sound comes, be the microphone muted or taken by a telephone call, nothing of before stands for now.
   * @param {boolean} now
   */
  #silent(now) {
    this.dumb = now;
    if (!now) {
      this.#changed(this.told);
      return;
    }
    this.sound.say(say("live.dumb"), true);
    this.meter.fall();
    this.hints.start();
    if (this.live) this.answer.waitForChoice(this.detections.last);
  }

  /** Have the sound answered by whoever answers now, from now on. */
  connect() {
    if (this.state !== "listening") return;
    /** @type {Session} */
    const session = {
      ring: this.ring,
      variant: this.network.name,
      answered: (answer) => this.#answered(answer),
      changed: (...state) => this.#changed(state),
      comparison: {
        pair: () => this.comparison.pair(),
        drawn: (told) => this.live && !this.pictures.frozen && this.comparison.drawn(told),
      },
    };
    this.connection.open(session, this.network.lend);
  }

  /** @param {typeof this.state} state */
  #become(state) {
    this.state = state;
    if (state === "idle") this.network.giveBack();
    this.sound.listening(state);
    this.element.classList.toggle("now", state !== "idle");
  }

  /**
   * @param {Ring} ring
   * @param {Float32Array} block
   */
  #heard(ring, block) {
    ring.push(block);
    if (ring !== this.ring || this.state !== "listening") return;
    if (!this.begun) this.#begin();
    this.meter.push(block);
    this.connection.now?.pump();
    this.detections.expire(ring.oldest / RATE);
  }

  /** With the first sound, so that no picture is ever empty. */
  #begin() {
    this.element.hidden = false;
    this.begun = true;
    this.pictures.ring = this.ring;
    this.timeline.start(this.ring);
    this.release();
  }

  /** @param {LiveAnswer} answer */
  #answered(answer) {
    const { detections, variant } = answer;
    this.timeline.add(answer);
    for (const detection of detections) {
      const caught = { ...detection, variant, shown: this.ring.position / RATE };
      if (!this.detections.add(caught)) continue;
      this.timeline.flag(caught);
    }
    if (this.dumb) return; // it is of what came before
    this.hints.answered(answer, this.detections.last);
    if (this.live) this.answer.live(answer, this.detections.last);
  }

  /** @param {State} state */
  #changed(state) {
    if (state[0] === "skipped") this.hints.skipped(state[1] / RATE);
    else if (state[0] === "trouble") this.backend.trouble(state[1]);
    else {
      this.told = state;
      const trouble = state[0] === "refused" || state[0] === "lost";
      if (!this.dumb) this.sound.say(sentenceFor(state, this.network.name), trouble);
    }
  }

  /**
   * Another network from now on.
   * @param {string} variant
   */
  choose(variant) {
    this.network.choose(variant);
    const { now } = this.connection;
    if (!now || (this.network.lent && this.backend.local)) {
      this.connect(); // what is under way is of another network, and one that is lent has to be brought first
      return;
    }
    now.choose(variant);
    if (this.state === "listening" && now.answering) this.#changed(["open"]);
  }

  /** Other front ends are compared, or none any more. */
  look() {
    if (this.connection.now instanceof Connection) this.connection.now.look();
  }

  /**
   * Put the sound around a moment into all pictures, and play it unless listening goes on.
   * @param {Moment} chosen
   */
  show(chosen, note = "") {
    const [from, to] = [-AROUND, AROUND].map((s) => Math.round((chosen.seconds + s) * RATE));
    if (to <= this.ring.oldest || from >= this.ring.position) {
      this.sound.say(say("live.not-kept"), true);
      return;
    }
    this.hold();
    this.detections.mark(chosen);
    this.timeline.mark(chosen);
    const time = clock(chosen.seconds);
    const name = chosen.word ? say("timeline.word-at", { word: chosen.word, time }) : say("live.sound-at", { time });
    this.sound.offer(excerpt(this.ring, from, to), name, { play: this.state === "idle", note });
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

  /**
   * Ends; `error` says why, where it wasn't the user.
   * @param {MicrophoneError | null} error
   */
  async stop(error = null) {
    if (this.state !== "listening") return;
    this.#become("stopping");
    this.source?.close();
    await this.connection.close();
    this.#rest(error?.message);
    this.#become("idle");
    if (error || !this.ring.position) this.sound.say(error?.message ?? say("live.dumb"), true);
  }

  /**
   * The pictures come to stand on what was chosen, or on the last word, or on the loudest of the last sound.
   * @param {string | undefined} note
   */
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
      this.sound.offer(excerpt(ring, ring.position - LAST * RATE), name, { note });
    }
  }
}
