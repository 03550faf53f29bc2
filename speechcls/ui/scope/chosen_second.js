// The chosen second: questions about it, one at a time, and what comes back, shown only while it is still about that.
// @ts-check

import * as link from "./link.js";
import { SESSION } from "./live/session.js";
import { chosen } from "./networks.js";
import { parts } from "./parts.js";
import { say } from "./say.js";
import { settings } from "./settings.js";
import { Turns } from "./turns.js";

/** @import { Drawable, Drawn } from "./decode.js" */
/** @import { PanelView } from "./panel.js" */
/** @import { AnswerShown, ExampleSecond, PicturesAnswer } from "./protocol.d.ts" */
/** @import { Offer } from "./sound.js" */

/** @typedef {{ send: (turn: number) => void, offer?: Offer, again?: boolean }} Question `again`: for the same second */

const REST = 120; // ms
const LONGER = 0.5; // s beyond one second: ui/longer.py

export class ChosenSecond {
  // The turns whose sound and second the pictures show, and the answer is about. An answer by another network that was
  // chosen meanwhile can be one about the sound before, or come in the place of the one that was waited for.
  about = { pictures: 0, answer: 0, repeated: 0 };
  /** @type {Turns<Question>} */
  turns = new Turns(() => parts.sound?.say(say(parts.backend?.local ? "engine.slow" : "silence"), true));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  resting;
  here = false; // what is shown was heard by this browser: the server wasn't given it
  start = 0; // s, of what is shown

  /**
   * What a question tells the server of the sound that is shown: nothing of one that it was given; of one that this
   * browser heard which example it is; null of somebody's own, and where there is no server.
   * @returns {ExampleSecond | null}
   */
  get forServer() {
    if (!this.here) return {};
    const { backend, sound } = parts;
    return backend?.served && sound?.example ? { example: sound.example, start: this.start } : null;
  }

  /** @param {Question} question */
  ask(question) {
    this.turns.ask(question);
  }

  /**
   * Another second of the sound was chosen by hand.
   * @param {number} start s
   */
  move(start) {
    for (const mark of parts.marks) mark.follow(start);
    this.ask({ send: (turn) => parts.move?.({ start, turn, settings: settings.changes() }) });
  }

  /** The pictures follow the settings: once a slider rests, which keeps the server for its own picture meanwhile. */
  followSettings() {
    settings.follow(() => {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.#redraw(), REST);
    });
  }

  #redraw() {
    if (!parts.answer?.answered || parts.views?.waveform.live) return; // the moving pictures follow by themselves
    this.ask({ again: true, send: (turn) => parts.move?.({ turn, settings: settings.changes() }) });
  }

  /**
   * @param {Drawn<PicturesAnswer> | null | undefined} shown
   * @param {boolean} here whether this browser drew them
   */
  showPictures(shown, here) {
    const question = this.turns.answered(shown?.turn);
    if (!question || !shown) return;
    if ("error" in shown) {
      parts.sound?.refuse(shown.error);
      return;
    }
    if (parts.listen?.live) return; // Listen was pressed meanwhile
    if (question.again && parts.views?.waveform.live) return; // drawn for the sound before
    draw(shown.panels);
    if (question.again || !("start" in shown)) return; // the same second, drawn by other settings
    this.about.pictures = shown.turn;
    Object.assign(this, { here, start: shown.start });
    if (parts.grid) parts.grid.dataset.turn = `${shown.turn}`;
    setTimeout(() => this.#agree(), REST);
    if (question.offer) accept(question.offer, shown.warning);
    parts.lab?.refresh();
    parts.frontEnds?.refresh();
    parts.look?.();
    if (question.offer) findWords(question.offer, shown.latest - shown.earliest);
    // A mark that was dragged on meanwhile stays where it is: the answer to that is on its way.
    for (const mark of parts.marks) mark.show(this.turns.asking ? { ...shown, start: mark.start } : shown);
  }

  /** @param {Drawn<AnswerShown> | null | undefined} answer */
  showAnswer(answer) {
    const { about, turns } = this;
    const view = parts.answer;
    if (!answer || !view || turns.givenUp(answer.turn, about.pictures)) return;
    about.answer = answer.turn;
    const gone = "gone" in answer ? answer.gone : "";
    if (this.#agree() || (answer.turn < about.pictures && !gone)) return;
    if (gone && view.answered && !parts.listen?.live) parts.sound?.say(gone, true);
    view.show(parts.listen?.live ? { sees: answer.sees } : answer);
    view.element.dataset.turn = `${answer.turn}`;
    if (!this.forServer && !parts.listen?.live) parts.row?.only(answer);
    parts.training?.show(answer.variant);
    // Another network was chosen while the sound was on its way to this one.
    if ((chosen() || answer.variant) !== answer.variant) parts.asker?.again();
  }

  /** Asks once more, where the answer is about an earlier sound or second than the pictures; says whether it does. */
  #agree() {
    const { about } = this;
    const asks = about.answer < about.pictures && about.repeated < about.pictures;
    if (asks) {
      about.repeated = about.pictures;
      parts.asker?.again();
    }
    return asks;
  }
}

/**
 * The waveform is drawn twice: large, and as the strip beside the buttons.
 * @param {Record<string, Drawable>} panels
 */
export function draw(panels) {
  /** @type {Record<string, PanelView>} */
  const views = parts.views ?? {};
  for (const [name, panel] of Object.entries(panels)) views[name].show(panel);
  if (panels.waveform) parts.strip?.show(panels.waveform);
}

/** The chosen sound as a file's name, and where its second begins. */
export function shownSound() {
  const { sound, marks } = parts;
  return { file: sound?.file ?? say("take.recording"), start: Number((marks[0]?.start ?? 0).toFixed(4)) };
}

/**
 * A sound is there; an example stands in the link, someone's own sound never does.
 * @param {Offer} offer
 * @param {string} warning
 */
function accept(offer, warning) {
  parts.sound?.accept(offer, warning);
  const quietly = offer.example === parts.first.example && !link.read().sound;
  if (!quietly) link.write({ sound: offer.example ?? null }, { quietly: !offer.example });
}

/**
 * A longer sound's words are asked for, unless they were caught while listening.
 * @param {Offer} offer
 * @param {number} more s that it has beyond the chosen second
 */
function findWords({ file }, more) {
  parts.longer?.clear();
  if (more > LONGER && file?.name !== SESSION) parts.askWords?.();
}
