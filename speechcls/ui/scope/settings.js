// The page's one set of settings, shared by the live pictures and the lab.
// @ts-check

/** @import { PageSettings } from "./protocol.d.ts" */

/** What a control offers of each, in order. Numbers between them may be set too. */
export const CHOICES = {
  window: [0.004, 0.008, 0.016, 0.02, 0.025, 0.03, 0.032, 0.04, 0.05, 0.064, 0.1, 0.128, 0.256], // s
  hop: [0.0025, 0.005, 0.008, 0.01, 0.016, 0.02, 0.032], // s
  filters: [8, 12, 16, 24, 32, 40, 64, 80, 128],
  power: ["0.5", "1", "2", "dB"], // of the magnitude, in the picture of a still second; the moving ones are in dB
  scale: ["log", "mel", "linear"], // of frequency
  range: [30, 40, 50, 60, 70, 80, 90, 100], // dB
};

/** @typedef {Readonly<Required<PageSettings>>} All every setting, those that are unchanged too */
/** @typedef {(now: All, before: All) => void} Follower */

/** @type {All} */
const DEFAULTS = Object.freeze({ window: 0.032, hop: 0.016, filters: 16, power: "dB", scale: "mel", range: 80 });

const NAMES = /** @type {(keyof All)[]} */ (Object.keys(DEFAULTS));

/**
 * The pictures as the chapter prints them: the square root of magnitudes, over a logarithmic axis.
 * @type {PageSettings}
 */
export const CHAPTER = { power: "0.5", scale: "log" };
/** @type {PageSettings} */
export const SEEN = { power: DEFAULTS.power, scale: DEFAULTS.scale };

export class Settings {
  #now = DEFAULTS;
  /** @type {Set<Follower>} */
  #followers = new Set();

  get() {
    return this.#now;
  }

  /**
   * The settings that differ from their defaults; null where none does.
   * @returns {PageSettings | null}
   */
  changes() {
    const changed = NAMES.filter((name) => this.#now[name] !== DEFAULTS[name]).map((name) => [name, this.#now[name]]);
    return changed.length ? Object.fromEntries(changed) : null;
  }

  /**
   * All settings as a link holds them: null for a default.
   * @returns {Record<string, string | null>}
   */
  asText() {
    /** @type {(name: keyof All) => string | null} */
    const text = (name) => (this.#now[name] === DEFAULTS[name] ? null : `${this.#now[name]}`);
    return Object.fromEntries(NAMES.map((name) => [name, text(name)]));
  }

  /**
   * Takes over what a link says; what it leaves out, or what can't be, gets its default.
   * @param {Record<string, string>} link
   */
  restore(link) {
    this.set(Object.fromEntries(NAMES.map((name) => [name, readable(name, link[name]) ?? DEFAULTS[name]])));
  }

  /** Every setting gets its default. */
  reset() {
    this.set(DEFAULTS);
  }

  /**
   * Sets some of them; numbers are brought into their range, and the hop never exceeds the window.
   * @param {PageSettings} changes
   */
  set(changes) {
    const before = this.#now;
    const permittedChanges = Object.entries(changes).map(([name, value]) => [name, permitted(name, value)]);
    const now = { ...before, ...Object.fromEntries(permittedChanges) };
    now.hop = Math.min(now.hop, now.window);
    if (NAMES.every((name) => now[name] === before[name])) return;
    this.#now = Object.freeze(now);
    for (const follower of [...this.#followers]) follower(now, before);
  }

  /**
   * Calls `follower(now, before)` after each change, until what is returned is called.
   * @param {Follower} follower
   */
  follow(follower) {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}

/**
 * The value that a text stands for; undefined where it stands for none.
 * @param {keyof All} name
 * @param {string | undefined} text
 */
function readable(name, text) {
  if (text === undefined) return undefined;
  if (typeof DEFAULTS[name] === "number") return Number.isFinite(Number(text)) ? Number(text) : undefined;
  return /** @type {(number | string)[]} */ (CHOICES[name]).includes(text) ? text : undefined;
}

/**
 * @param {string} name
 * @param {number | string} value
 */
function permitted(name, value) {
  const choices = /** @type {Record<string, (number | string)[]>} */ (CHOICES)[name];
  if (!choices) throw new RangeError(`There is no setting ${name}. There are: ${NAMES.join(", ")}.`);
  const [first, last] = [choices[0], choices[choices.length - 1]];
  if (typeof first === "string" || typeof last === "string") {
    if (choices.includes(value)) return value;
    throw new RangeError(`${name} is one of ${choices.join(", ")}, not ${value}.`);
  }
  if (typeof value !== "number" || !Number.isFinite(value)) throw new RangeError(`${name} is a number, not ${value}.`);
  const within = Math.min(Math.max(value, first), last);
  return name === "filters" ? Math.round(within) : within;
}

export const settings = new Settings();
