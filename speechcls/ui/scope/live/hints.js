// What is said while listening: of the connection, and of what the network makes of the sound.

const CALM = 4; // answers that must agree before the hint changes, so that it can be read
const PASSING = 10; // the same for what is unknown, since half a word is while it comes into the second and goes

/** The sentence for each state of a connection; see connection.js. */
export const states = {
  connecting: () => "Connecting to the server that names the words",
  open: ({ variant }) => `Listening with ${variant}. Say a word; Stop ends it.`,
  lost: ({ detail }) => `The connection to the server is lost. The pictures go on; ${again(detail)}`,
  refused: ({ detail }) => `${detail.sentence} The pictures go on; ${again(detail)}`,
  dumb: "The microphone sends nothing. See that it is switched on and not muted, or choose another one.",
};

function again({ wait }) {
  return `it is tried again in ${(wait / 1000).toFixed(1)} s.`;
}

export class Hints {
  constructor(element) {
    this.element = element;
  }

  start() {
    Object.assign(this, { kind: null, pending: null, same: 0, rest: 0, missing: 0 });
    this.element.textContent = "The words that are caught appear here, moments after they are said.";
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
    const nothing = last ? "" : " No word heard yet: say one of its words, alone and clearly.";
    const sentences = {
      silence: `It is quiet.${nothing}`,
      unknown: "It hears sound but none of its words.",
      heard: last ? "" : nothing.trim(),
    };
    this.element.textContent = sentences[kind] ?? `It may be “${word}”, but it is not sure enough.`;
  }

  /** Sound that never went to the server, in s: more than a second waited, while the network was slow or away. */
  skipped(seconds) {
    this.missing += seconds;
    const missing = `${this.missing.toFixed(1)} s of sound were not listened to`;
    this.element.textContent = `The connection, or this computer, is slow: ${missing}.`;
    this.kind = this.pending = null;
    this.rest = 3 * CALM; // to be read before the next
  }

  stop(words) {
    const caught = words ? `${words} ${words === 1 ? "word" : "words"} caught.` : "No word was caught.";
    const choose = words ? "a word or a moment of the timeline" : "a moment of the timeline";
    this.element.textContent = `${caught} Choose ${choose} to see and hear its second.`;
  }
}
