// What ui/handlers.py does on the server, done in this browser: a sound in, its pictures and its answer out.
// @ts-check

import { sentenceOf } from "../say.js";
import { Clip, read } from "./clip.js";
import { Listener } from "./detector.js";
import { SECOND } from "./levels.js";
import { networkInput } from "./network_input.js";
import { levels, melFilterBank, spectrogram, spectrum, waveform } from "./pictures.js";

/** @import { HearAsked, Page } from "../backend.js" */
/** @import { ExampleSound, Limits, LocalNetwork, MoveQuestion, RankedWord } from "../protocol.d.ts" */
/** @import { Engine } from "./engine.js" */

const RANKED = 5; // words an answer shows
const LONGER = 1.5; // s: ui/longer.py
const AFTER = 0.7; // s of silence behind the end: live/whole.py
const TENTHS = 10;
const UNSURE = 0.5; // below which no word has even half of the probability

export class Desk {
  /** @type {Clip | null} */
  clip = null;
  start = 0; // s, of the chosen second
  turn = 0; // of the question that chose it
  asked = 0; // the newest turn

  /**
   * @param {Engine} engine
   * @param {{ examples: ExampleSound[], limits: Limits, served: boolean }} given
   * @param {Pick<Page, "settings" | "shown" | "answered" | "worded">} page
   */
  constructor(engine, { examples, limits, served }, { settings, shown, answered, worded }) {
    this.engine = engine;
    this.examples = examples;
    this.limits = limits;
    this.served = served;
    this.settings = settings;
    this.shown = shown;
    this.answered = answered;
    this.worded = worded;
  }

  /**
   * Read a file or an example; show its pictures, and what a variant hears in it.
   * @param {HearAsked} asked
   * @param {string} variant
   */
  async hear({ file, example, name, turn }, variant) {
    this.asked = turn;
    /** @type {Clip} */
    let clip;
    try {
      const bytes = await (file ? file.arrayBuffer() : this.#fetch(example));
      clip = await read(bytes, name ?? example ?? "The file", this.limits, this.served);
    } catch (error) {
      this.shown({ turn, error: sentenceOf(error) });
      return;
    }
    const start = await this.#choose(clip, variant);
    if (turn !== this.asked) return; // another sound was asked for meanwhile
    this.clip = clip;
    this.start = start;
    this.turn = turn;
    this.#show(clip);
    await this.answer(variant);
  }

  /** @param {string | undefined} name of an example */
  async #fetch(name) {
    const example = this.examples.find((one) => one.name === name);
    if (!example) throw new Error("The sound is no longer here. Choose it again.");
    const response = await fetch(new URL(example.url, document.baseURI));
    if (!response.ok) throw new Error(`The example can't be had: ${response.status}.`);
    return response.arrayBuffer();
  }

  /**
   * Start (s) of the loudest second in which a word is heard, or else of the loudest.
   * @param {Clip} clip
   * @param {string} variant
   */
  async #choose(clip, variant) {
    const starts = clip.loudSeconds;
    if (starts.length < 2 || !this.engine.offers(variant)) return clip.within(starts[0]);
    for (const start of starts) {
      const { reason } = await this.engine.answer(variant, clip.second(start));
      if (!reason) return clip.within(start);
    }
    return clip.within(starts[0]);
  }

  /** @param {Clip} clip */
  #show(clip) {
    const { start, turn } = this;
    const { earliest, latest } = clip;
    const panels = { waveform: waveform(clip, start), ...this.#panels(clip) };
    this.shown({ turn, panels, start, earliest, latest, warning: "" });
  }

  /**
   * Those that the settings change.
   * @param {Clip} clip
   */
  #panels(clip) {
    const { start } = this;
    const settings = this.settings();
    return {
      spectrum: settings.power === "dB" ? levels(clip, start, settings.scale) : spectrum(clip, start),
      spectrogram: spectrogram(clip, start, settings),
      "mel-filters": melFilterBank(clip, start, settings.filters),
    };
  }

  /**
   * Another second of the same sound, or, without a start, the same drawn by other settings.
   * @param {MoveQuestion} question
   * @param {string} variant
   */
  async move({ start, turn }, variant) {
    const { clip } = this;
    if (!clip) {
      this.shown({ turn, error: "There is no sound yet. Record one, or drop in a file." });
      return;
    }
    this.turn = this.asked = turn;
    if (start === undefined) {
      this.shown({ turn, panels: this.#panels(clip) });
      return;
    }
    this.start = clip.within(start);
    this.#show(clip);
    await this.answer(variant);
  }

  /**
   * What a variant hears in the chosen second.
   * @param {string} variant
   */
  async answer(variant) {
    const { clip, start, turn } = this;
    const about = this.engine.about(variant);
    const { sees } = about;
    if (!clip) {
      this.answered({ turn, variant, sees, gone: "" });
      return;
    }
    const { probabilities, reason, milliseconds } = await this.engine.answer(variant, clip.second(start));
    if (turn !== this.turn) return; // another second was chosen meanwhile
    const ranked = about.words
      .map((word, i) => ({ word, probability: probabilities[i] }))
      .sort((a, b) => b.probability - a.probability);
    this.answered({
      turn,
      variant,
      sees,
      words: ranked.slice(0, RANKED),
      refusal: about.refusals[reason],
      milliseconds: Math.round(10 * milliseconds) / 10,
      standing: (!reason && !(ranked[0].word in about.cautions) && about.sure[tenth(ranked[0])]) || about.standing,
      caution: reason ? "" : caution(about, ranked[0]),
      inputs: [networkInput(clip, start, about.front_end)],
    });
  }

  /**
   * The words of a longer sound over time, as ui/longer.py finds them: none of a short one, and none any more once
   * another sound is there.
   * @param {number} turn
   * @param {string} variant
   */
  async words(turn, variant) {
    const { clip } = this;
    const { threshold } = this.engine.smoothing;
    const seconds = clip?.duration ?? 0;
    const updates = clip && seconds > LONGER ? await this.#updates(clip, variant) : [];
    this.worded({ turn, variant, threshold, seconds, updates: clip === this.clip ? updates : [] });
  }

  /**
   * What is known after each window of a sound, while it is the chosen one.
   * @param {Clip} clip
   * @param {string} variant
   */
  async #updates(clip, variant) {
    const { engine } = this;
    const listener = new Listener(engine.about(variant).words, engine.smoothing);
    const sound = new Float32Array(clip.samples.length + AFTER * SECOND);
    sound.set(clip.samples);
    const step = Math.round(engine.smoothing.step * SECOND);
    const updates = [];
    for (let at = 0; at < sound.length && clip === this.clip; at += step) {
      listener.push(sound.subarray(at, at + step), at);
      if (!listener.due) continue;
      const { probabilities, reason } = await engine.answer(variant, listener.window());
      const { probabilities: scores, ...update } = listener.update(probabilities, reason);
      updates.push({ ...update, scores: scores.slice(0, RANKED) });
    }
    return updates;
  }
}

/** @param {RankedWord} first */
function tenth({ probability }) {
  return Math.min(Math.floor(probability * TENTHS), TENTHS - 1);
}

/**
 * @param {Pick<LocalNetwork, "cautions" | "unsure">} about
 * @param {RankedWord} first
 */
function caution({ cautions, unsure }, { word, probability }) {
  return cautions[word] ?? (probability < UNSURE ? unsure : "");
}
