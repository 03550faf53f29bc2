// The networks' scores over time, as lines: the leading words of a stretch, each in its colour, and the threshold.
// @ts-check

import { translate } from "../say.js";

/** @import { Line } from "../decode.js" */
/** @import { LiveAnswer, Role } from "../protocol.d.ts" */

/** @typedef {{ seconds: number, scores: LiveAnswer["scores"], threshold: number }} Scored where its score is drawn, s */

/** @type {Role[]} */
const ROLES = ["main", "second", "third", "fourth", "fifth"];
const WORTH = 0.15; // a word's highest score in the stretch, below which it is not drawn
export const MIDDLE = 0.5; // s from the end of a second, where its score is drawn
const APART = 0.6; // s between answers, beyond which a line is broken
const MOST = 6_000; // answers that are kept: ten minutes of ten a second

export class Scores {
  /** @type {Map<string, Role>} */
  roles = new Map();
  /** @type {Scored[]} */
  answers = [];

  /** @param {Scored} answer */
  add(answer) {
    this.answers.push(answer);
    if (this.answers.length > MOST) this.answers.shift();
  }

  /**
   * The scores of the leading words of a stretch, and the threshold, as lines; each break makes a new line.
   * @param {number} low s
   * @param {number} high s
   * @param {number} origin s, from where the lines count
   * @param {string[]} caught words that are drawn whatever their scores
   */
  lines(low, high, origin, caught) {
    const first = this.answers.findLastIndex(({ seconds }) => seconds < low) + 1;
    const shown = this.answers.slice(first).filter(({ seconds }) => seconds <= high);
    /** @type {Map<string, number>} */
    const highest = new Map();
    for (const { scores } of shown)
      for (const [word, score] of scores) highest.set(word, Math.max(score, highest.get(word) ?? 0));
    const leading = [...highest].filter(([, score]) => score >= WORTH).sort((a, b) => b[1] - a[1]);
    const words = [...new Set([...caught, ...leading.slice(0, ROLES.length).map(([word]) => word)])];
    for (const word of this.roles.keys()) if (!words.includes(word)) this.roles.delete(word);
    return runs(shown).flatMap((run) => [
      line(translate("threshold"), "quiet", run, origin, ({ threshold }) => threshold, true),
      ...words.map((word) => line(word, this.role(word), run, origin, (answer) => scoreOf(answer, word))),
    ]);
  }

  /**
   * A word's colour, kept as long as the word is in sight: one that no word has, or else the one given away longest ago.
   * @param {string} word
   */
  role(word) {
    const known = this.roles.get(word);
    if (known) return known;
    const used = [...this.roles.values()];
    /** @type {(role: Role) => number} */
    const age = (role) => used.lastIndexOf(role); // -1 where no word has it
    const given = ROLES.reduce((best, role) => (age(role) < age(best) ? role : best));
    this.roles.set(word, given);
    return given;
  }
}

/**
 * @param {string} name
 * @param {Role} role
 * @param {Scored[]} run
 * @param {number} origin s
 * @param {(answer: Scored) => number} value
 * @returns {Line}
 */
function line(name, role, run, origin, value, dashed = false) {
  return {
    name,
    role,
    dashed,
    reduced: false,
    x: Float32Array.from(run, ({ seconds }) => seconds - origin),
    y: Float32Array.from(run, value),
  };
}

/**
 * @param {Scored} answer
 * @param {string} word
 */
function scoreOf({ scores }, word) {
  return scores.find(([other]) => other === word)?.[1] ?? 0;
}

/**
 * Answers in stretches without a gap.
 * @param {Scored[]} answers
 */
function runs(answers) {
  /** @type {Scored[][]} */
  const found = [];
  for (const [i, answer] of answers.entries()) {
    if (!i || answer.seconds - answers[i - 1].seconds > APART) found.push([answer]);
    else found[found.length - 1].push(answer);
  }
  return found;
}
