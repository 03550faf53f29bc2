// What is said while listening: of the connection, and of what the network makes of the sound.
// @ts-check

import { say } from "../say.js";

/** @import { LiveAnswer, LiveDetection } from "../protocol.d.ts" */
/** @import { State } from "./connection.js" */

/** @typedef {Exclude<State, ["skipped", number] | ["trouble", string]>} Told */

const CALM = 4; // answers that must agree before the hint changes, so that it can be read
const PASSING = 10; // the same for what is unknown, since half a word is while it comes into the second and goes

/**
 * The sentence for a state of the connection.
 * @param {Told} state
 * @param {string} variant
 */
export function sentenceFor(state, variant) {
  if (state[0] === "connecting") return say("live.connecting");
  if (state[0] === "loading") return say("engine.loading", state[1]);
  if (state[0] === "open") return say("live.open", { variant: variant.startsWith("own:") ? "own words" : variant });
  const { wait, sentence } = state[1];
  return say(`live.${state[0]}`, { sentence, again: say("live.again", { seconds: (wait / 1000).toFixed(1) }) });
}

export class Hints {
  /** @type {string | null} */
  kind = null;
  /** @type {string | null} */
  pending = null;
  same = 0; // answers of the pending kind
  rest = 0; // answers until the next hint
  missing = 0; // s

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
  }

  start() {
    this.kind = this.pending = null;
    this.same = this.rest = this.missing = 0;
    this.element.textContent = say("live.begin");
  }

  /**
   * @param {LiveAnswer} answer
   * @param {LiveDetection | undefined} last
   */
  answered({ heard, reason, scores, threshold }, last) {
    if (this.rest > 0) {
      this.rest -= 1;
      return;
    }
    const [word, score] = scores[0] ?? ["", 0];
    const unsure = heard && score < threshold && score > threshold / 2 && word !== last?.word;
    const kind = heard ? (unsure ? `unsure ${word}` : "heard") : reason;
    this.same = kind === this.pending ? this.same + 1 : 1;
    this.pending = kind;
    if (kind === this.kind || this.same < (kind === "unknown" ? PASSING : CALM)) return;
    this.kind = kind;
    const nothing = last ? "" : say("live.nothing");
    /** @type {Record<string, string>} */
    const sentences = {
      silence: `${say("live.quiet")} ${nothing}`.trim(),
      unknown: say("live.unknown"),
      heard: nothing,
    };
    this.element.textContent = sentences[kind] ?? say("live.unsure", { word });
  }

  /**
   * Sound that never went to the server: more than a second waited, while the network was slow or away.
   * @param {number} seconds
   */
  skipped(seconds) {
    this.missing += seconds;
    this.element.textContent = say("live.slow", { seconds: this.missing.toFixed(1) });
    this.kind = this.pending = null;
    this.rest = 3 * CALM; // to be read before the next
  }

  /** @param {number} words that were caught */
  stop(words) {
    this.element.textContent = say(`live.${["none", "one"][words] ?? "many"}`, { words });
  }
}
