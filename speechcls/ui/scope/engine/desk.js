// What ui/handlers.py does on the server, done in this browser: a sound in, its pictures and its answer out.

import { read } from "./clip.js";
import { levels, melFilterBank, networkInput, spectrogram, spectrum, waveform } from "./pictures.js";

const RANKED = 5; // words an answer shows
const TENTHS = 10;
const UNSURE = 0.5; // below which no word has even half of the probability

export class Desk {
  /** `engine` answers, see engine.js. `examples` are [{name, url}], `limits` {seconds, bytes}; `settings()` are those
   * of the pictures. `shown(pictures)` and `answered(answer)` get what a server would send. */
  constructor({ engine, examples, limits, settings, shown, answered }) {
    Object.assign(this, { engine, examples, limits, settings, shown, answered, clip: null, start: 0, turn: 0 });
  }

  /** Read a sound, {file, name} or {example}; show its pictures, and what a variant hears in it. */
  async hear({ file, example, name = example, turn }, variant) {
    this.asked = turn;
    const clip = await this.#read(file, example, name).catch((error) => this.shown({ turn, error: error.message }));
    const start = clip && (await this.#choose(clip, variant));
    if (!clip || turn !== this.asked) return; // another sound was asked for meanwhile
    Object.assign(this, { clip, start, turn });
    this.#show();
    await this.answer(variant);
  }

  async #read(file, example, name) {
    if (file) return read(await file.arrayBuffer(), name, this.limits);
    const { url } = this.examples.find((one) => one.name === example);
    const response = await fetch(new URL(url, document.baseURI));
    if (!response.ok) throw new Error(`The example can't be had: ${response.status}.`);
    return read(await response.arrayBuffer(), name, this.limits);
  }

  /** Start (s) of the loudest second in which a word is heard, or else of the loudest. */
  async #choose(clip, variant) {
    const starts = clip.loudSeconds;
    if (starts.length < 2 || !this.engine.offers(variant)) return clip.within(starts[0]);
    for (const start of starts) {
      const { reason } = await this.engine.answer(variant, clip.second(start));
      if (!reason) return clip.within(start);
    }
    return clip.within(starts[0]);
  }

  #show() {
    const { clip, start, turn } = this;
    const { earliest, latest } = clip;
    this.shown({ turn, panels: { waveform: waveform(clip, start), ...this.#set() }, start, earliest, latest, warning: "" });
  }

  #set() {
    const { clip, start } = this;
    const settings = this.settings();
    return {
      spectrum: settings.power === "dB" ? levels(clip, start, settings.scale) : spectrum(clip, start),
      spectrogram: spectrogram(clip, start, settings),
      "mel-filters": melFilterBank(clip, start, settings.filters),
    };
  }

  /** Another second of the same sound, or, without a start, the same drawn by other settings. */
  async move({ start, turn }, variant) {
    if (!this.clip) {
      this.shown({ turn, error: "There is no sound yet. Record one, or drop in a file." });
      return;
    }
    this.turn = this.asked = turn;
    if (start === undefined) {
      this.shown({ turn, panels: this.#set() });
      return;
    }
    this.start = this.clip.within(start);
    this.#show();
    await this.answer(variant);
  }

  /** What a variant hears in the chosen second. */
  async answer(variant) {
    const { clip, start, turn } = this;
    const about = this.engine.about(variant);
    const { sees } = about;
    if (!clip) {
      this.answered({ turn, variant, sees });
      return;
    }
    const { probabilities, reason, milliseconds } = await this.engine.answer(variant, clip.second(start));
    if (turn !== this.turn) return; // another second was chosen meanwhile
    const ranked = about.words
      .map((word, i) => ({ word, probability: probabilities[i] }))
      .sort((a, b) => b.probability - a.probability);
    this.answered({
      turn, variant, sees,
      words: ranked.slice(0, RANKED),
      refusal: about.refusals[reason],
      milliseconds: Math.round(10 * milliseconds) / 10,
      standing: [reason ? "" : about.sure[tenth(ranked[0])], about.standing].filter(Boolean).join(" "),
      caution: reason ? "" : caution(about, ranked[0]),
      inputs: [networkInput(clip, start, about.front_end)],
    });
  }
}

function tenth({ probability }) {
  return Math.min(Math.floor(probability * TENTHS), TENTHS - 1);
}

function caution({ cautions, unsure }, { word, probability }) {
  return cautions[word] ?? (probability < UNSURE ? unsure : "");
}
