// What is said while listening: of the connection, and of what the network makes of the sound.
import { say } from "../say.js";

const CALM = 4; // answers that must agree before the hint changes, so that it can be read
const PASSING = 10; // the same for what is unknown, since half a word is while it comes into the second and goes

/** The sentence for each state of a connection; see connection.js. */
export const states = {
  connecting: () => say("live.connecting"),
  loading: ({ detail }) => say("engine.loading", detail),
  open: ({ variant }) => say("live.open", { variant: variant.startsWith("own:") ? "own words" : variant }),
  lost: ({ detail }) => say("live.lost", { again: again(detail) }),
  refused: ({ detail }) => say("live.refused", { sentence: detail.sentence, again: again(detail) }),
  dumb: say("live.dumb"),
};

function again({ wait }) {
  return say("live.again", { seconds: (wait / 1000).toFixed(1) });
}

export class Hints {
  constructor(element) {
    this.element = element;
  }

  start() {
    Object.assign(this, { kind: null, pending: null, same: 0, rest: 0, missing: 0 });
    this.element.textContent = say("live.begin");
  }

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
    const sentences = {
      silence: `${say("live.quiet")} ${nothing}`.trim(),
      unknown: say("live.unknown"),
      heard: nothing,
    };
    this.element.textContent = sentences[kind] ?? say("live.unsure", { word });
  }

  /** Sound that never went to the server, in s: more than a second waited, while the network was slow or away. */
  skipped(seconds) {
    this.missing += seconds;
    this.element.textContent = say("live.slow", { seconds: this.missing.toFixed(1) });
    this.kind = this.pending = null;
    this.rest = 3 * CALM; // to be read before the next
  }

  stop(words) {
    this.element.textContent = say(`live.${["none", "one"][words] ?? "many"}`, { words });
  }
}
