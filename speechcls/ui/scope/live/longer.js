// The words of a longer sound: a timeline as while listening, and flags on its wave, to which the chosen second snaps.
// @ts-check

import { find } from "../dom.js";
import { say } from "../say.js";
import { WaveFlags } from "../wave_flags.js";
import { clock, Detections } from "./detections.js";
import { RATE, Ring } from "./ring.js";
import { Timeline } from "./timeline.js";

/** @import { PanelView } from "../panel.js" */
/** @import { SoundWords } from "../protocol.d.ts" */
/** @import { WaveformMark } from "../waveform_mark.js" */
/** @import { Moment } from "./flags.js" */

const NEAR = 0.25; // s: the word that the chosen second is about
const HALF = 0.5; // s from the start of a second to its middle

export class LongerSound {
  /**
   * @param {HTMLElement} element
   * @param {object} given
   * @param {PanelView[]} given.waves the pictures that get flags, the first for the keyboard, too
   * @param {WaveformMark[]} given.marks
   * @param {(start: number) => void} given.move chooses the second that begins there
   */
  constructor(element, { waves, marks, move }) {
    this.element = element;
    this.marks = marks;
    this.status = find(element, ".longer-status");
    /** @type {(moment: Moment) => void} */
    this.choose = (moment) => {
      move(Math.max(moment.seconds - HALF, 0));
      this.timeline.mark(moment);
      this.detections.mark(moment);
    };
    this.timeline = new Timeline(find(element, ".longer-timeline"), (moment) => this.choose(moment), {
      since: say("timeline.seconds"),
      show: "timeline.show-only",
    });
    this.detections = new Detections(find(element, ".longer-words"), (word) => this.choose(word));
    this.flags = waves.map((view, i) => new WaveFlags(view, (word) => this.choose(word), { silent: i > 0 }));
  }

  /** Another sound, which may have no words of its own to show. */
  clear() {
    this.element.hidden = true;
    for (const flags of this.flags) flags.show([]);
    for (const mark of this.marks) mark.stops = [];
  }

  /** @param {SoundWords} words */
  show({ variant, threshold, seconds, updates }) {
    this.clear();
    if (!updates.length) return;
    this.element.hidden = false;
    const ring = new Ring(Math.ceil(seconds) + 1); // its times alone: the sound itself is played from its file
    ring.position = Math.round(seconds * RATE);
    this.detections.clear();
    this.timeline.widest = seconds;
    this.timeline.start(ring);
    for (const [number, update] of updates.entries()) {
      this.timeline.add({ ...update, number, variant, threshold });
      for (const word of update.detections) {
        const caught = { ...word, variant, shown: seconds };
        if (this.detections.add(caught)) this.timeline.flag(caught);
      }
    }
    this.timeline.stop();
    const { all } = this.detections;
    const shown = all.find((word) => Math.abs(word.seconds - HALF - this.marks[0].start) < NEAR);
    if (shown) this.timeline.mark(shown);
    this.detections.mark(shown);
    for (const flags of this.flags) flags.show(all);
    for (const mark of this.marks) mark.stops = all.map((word) => word.seconds - HALF);
    this.status.textContent = say(all.length ? "longer.found" : "longer.none", {
      variant,
      words: all.map(({ word }) => word).join(", "),
      seconds: clock(seconds),
    });
  }
}
