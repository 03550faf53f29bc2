// The page's one set of settings, shared by the live pictures and the lab.

/** What a control offers of each, in order. Numbers between them may be set too. */
export const CHOICES = {
  window: [0.004, 0.008, 0.016, 0.02, 0.025, 0.03, 0.032, 0.04, 0.05, 0.064, 0.1, 0.128, 0.256], // s
  hop: [0.0025, 0.005, 0.008, 0.01, 0.016, 0.02, 0.032], // s
  filters: [8, 12, 16, 24, 32, 40, 64, 80, 128],
  power: ["0.5", "1", "2", "dB"], // of the magnitude, in the picture of a still second; the moving ones are in dB
  scale: ["log", "mel", "linear"], // of frequency
  range: [30, 40, 50, 60, 70, 80, 90, 100], // dB
};

const DEFAULTS = { window: 0.032, hop: 0.016, filters: 16, power: "dB", scale: "mel", range: 80 };

/** The pictures as the chapter prints them: the square root of magnitudes, over a logarithmic axis. */
export const CHAPTER = { power: "0.5", scale: "log" };
export const SEEN = { power: DEFAULTS.power, scale: DEFAULTS.scale };

export class Settings {
  #now = Object.freeze({ ...DEFAULTS });
  #followers = new Set();

  get() {
    return this.#now;
  }

  /** Those that differ from what they were at first; null where none does. */
  changes() {
    const changed = Object.entries(this.#now).filter(([name, value]) => value !== DEFAULTS[name]);
    return changed.length ? Object.fromEntries(changed) : null;
  }

  /** All of them as a link holds them: null where one is as at first. */
  asText() {
    return Object.fromEntries(
      Object.entries(this.#now).map(([name, value]) => [name, value === DEFAULTS[name] ? null : String(value)]),
    );
  }

  /** Takes over what a link says; what it doesn't, or what can't be, is as at first. */
  restore(link) {
    const taken = Object.entries(DEFAULTS).map(([name, value]) => {
      if (!(name in link)) return [name, value];
      const read = typeof value === "number" ? Number(link[name]) : link[name];
      const possible = typeof value === "number" ? Number.isFinite(read) : CHOICES[name].includes(read);
      return [name, possible ? read : value];
    });
    this.set(Object.fromEntries(taken));
  }

  /** All as at first. */
  reset() {
    this.set(DEFAULTS);
  }

  /** Sets some of them; numbers are brought into their range, and the hop never exceeds the window. */
  set(changes) {
    const before = this.#now;
    const now = { ...before };
    for (const [name, value] of Object.entries(changes)) now[name] = permitted(name, value);
    now.hop = Math.min(now.hop, now.window);
    if (Object.keys(now).every((name) => now[name] === before[name])) return;
    this.#now = Object.freeze(now);
    for (const follower of [...this.#followers]) follower(now, before);
  }

  /** Calls `follower(now, before)` after each change, until what is returned is called. */
  follow(follower) {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}

function permitted(name, value) {
  const choices = CHOICES[name];
  if (!choices) throw new RangeError(`There is no setting ${name}. There are: ${Object.keys(CHOICES).join(", ")}.`);
  if (typeof choices[0] === "string") {
    if (choices.includes(value)) return value;
    throw new RangeError(`${name} is one of ${choices.join(", ")}, not ${value}.`);
  }
  if (!Number.isFinite(value)) throw new RangeError(`${name} is a number, not ${value}.`);
  const within = Math.min(Math.max(value, choices[0]), choices.at(-1));
  return name === "filters" ? Math.round(within) : within;
}

export const settings = new Settings();
