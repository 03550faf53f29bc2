// Networks that answer in this browser, from a worker: what they know, and their answers for seconds of sound.
// @ts-check

import { able } from "./able.js";

/** @import { LocalNetwork, Smoothing } from "../protocol.d.ts" */
/** @import { Answer, Question } from "./worker.js" */

/** @typedef {{ resolve: (answer: Answer | undefined) => void, reject: (error: Error) => void }} Waiting */

/** @typedef {{ model: Blob, words: string[] }} Lent a network that isn't among those to choose */
/** @typedef {Omit<LocalNetwork, "model"> & { model: string | Blob }} Known its ONNX file, or the address of that */

export class Engine {
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Map<number, Waiting>} */
  #waiting = new Map(); // by number of the question
  #asked = 0;
  /** @type {Map<string, Promise<void>>} */
  #loads = new Map(); // by variant
  /** @type {Record<string, Known>} */
  #lent = {};
  /** @type {Set<string>} */
  #loaded = new Set();

  /**
   * Nothing is fetched before the first network is wanted.
   * @param {object} given
   * @param {Record<string, LocalNetwork>} given.networks by variant
   * @param {Smoothing} given.smoothing
   */
  constructor({ networks, smoothing }) {
    this.networks = networks;
    this.smoothing = smoothing;
  }

  /**
   * Whether a variant is small enough to run here.
   * @param {string} variant
   */
  offers(variant) {
    return variant in this.networks;
  }

  /**
   * @param {string} variant
   * @returns {Known}
   */
  about(variant) {
    return this.networks[variant] ?? this.#lent[variant];
  }

  /**
   * Brings a network that isn't among those to choose, in the place of the last one like it.
   * @param {string} variant
   * @param {Lent} given
   */
  async lend(variant, given) {
    if (variant in this.#lent) return this.load(variant);
    for (const former of Object.keys(this.#lent)) {
      this.#loads.delete(former);
      if (this.#loaded.delete(former)) await this.#ask({ drop: former });
    }
    const [another] = Object.values(this.networks); // whose reasons are those of all
    this.#lent = { [variant]: { ...another, ...given } };
    return this.load(variant);
  }

  /** @param {string} variant */
  loaded(variant) {
    return this.#loaded.has(variant);
  }

  /**
   * Brings a variant's network, once; later calls wait for the same.
   * @param {string} variant
   */
  load(variant) {
    const under = this.#loads.get(variant);
    if (under) return under;
    const loading = this.#load(variant);
    this.#loads.set(variant, loading);
    loading.catch(() => this.#loads.delete(variant)); // so that it may be tried again
    return loading;
  }

  /** @param {string} variant */
  async #load(variant) {
    const { model } = this.about(variant);
    await this.#ask({ load: variant, model: model instanceof Blob ? model : new URL(model, document.baseURI).href });
    this.#loaded.add(variant);
  }

  /**
   * What a network makes of a second.
   * @param {string} variant
   * @param {Float32Array} wave
   */
  async answer(variant, wave) {
    await this.load(variant);
    const answer = await this.#ask({ answer: variant, wave });
    if (!answer) throw new Error("The network gave no answer. Load the page again.");
    const { probabilities, reason, milliseconds } = answer;
    return { probabilities, reason: this.about(variant).reasons[reason], milliseconds };
  }

  /**
   * @param {Question} question
   * @returns {Promise<Answer | undefined>} undefined once a network is loaded or dropped
   */
  #ask(question) {
    if (!able()) return Promise.reject(new Error("This browser can't run networks: it lacks WebAssembly or workers."));
    this.#worker ??= this.#start();
    this.#asked += 1;
    const [worker, number] = [this.#worker, this.#asked];
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      worker.postMessage({ number, question });
    });
  }

  #start() {
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data: { number, error, answer } }) => {
      const waiting = this.#waiting.get(number);
      this.#waiting.delete(number);
      if (error) waiting?.reject(new Error(error));
      else waiting?.resolve(answer);
    };
    worker.onerror = (event) => {
      event.preventDefault(); // it is told to those who wait
      const error = new Error(
        `The network can't run in this browser (${event.message || "its worker did not start"}).`,
      );
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
      this.#worker = null;
      this.#loads.clear();
      this.#loaded.clear();
    };
    return worker;
  }
}
