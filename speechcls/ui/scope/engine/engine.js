// Networks that answer in this browser, from a worker: what they know, and their answers for seconds of sound.

/** Whether this browser can run them at all. */
export function able() {
  return typeof WebAssembly === "object" && typeof Worker === "function" && typeof DecompressionStream === "function";
}

export class Engine {
  #worker = null;
  #waiting = new Map(); // number of a question -> what settles it
  #asked = 0;
  #loads = new Map(); // variant -> the promise of its network
  #loaded = new Set();

  /** `networks` is {variant: {model, words, reasons, ...}} as ui/in_browser.py describes them, `smoothing` the
   * detector's settings. Nothing is fetched before the first network is wanted. */
  constructor({ networks, smoothing }) {
    Object.assign(this, { networks, smoothing });
  }

  /** Whether a variant is small enough to run here. */
  offers(variant) {
    return variant in this.networks;
  }

  about(variant) {
    return this.networks[variant];
  }

  loaded(variant) {
    return this.#loaded.has(variant);
  }

  /** Brings a variant's network, once; later calls wait for the same. */
  load(variant) {
    if (!this.#loads.has(variant)) {
      const model = new URL(this.about(variant).model, document.baseURI).href;
      const loading = this.#ask({ load: variant, model }).then(() => this.#loaded.add(variant));
      loading.catch(() => this.#loads.delete(variant)); // so that it may be tried again
      this.#loads.set(variant, loading);
    }
    return this.#loads.get(variant);
  }

  /** What a network makes of a second: {probabilities, reason, milliseconds}. */
  async answer(variant, wave) {
    await this.load(variant);
    const { probabilities, reason, milliseconds } = await this.#ask({ answer: variant, wave });
    return { probabilities, reason: this.about(variant).reasons[reason], milliseconds };
  }

  #ask(question) {
    if (!able()) return Promise.reject(new Error("This browser can't run networks: it lacks WebAssembly or workers."));
    this.#worker ??= this.#start();
    this.#asked += 1;
    const number = this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      this.#worker.postMessage({ number, ...question });
    });
  }

  #start() {
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data: { number, error, ...answer } }) => {
      const { resolve, reject } = this.#waiting.get(number);
      this.#waiting.delete(number);
      if (error) reject(new Error(error));
      else resolve(answer);
    };
    worker.onerror = (event) => {
      event.preventDefault(); // it is told to those who wait
      const error = new Error(`The network can't run in this browser (${event.message || "its worker did not start"}).`);
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
      this.#worker = null;
      this.#loads.clear();
      this.#loaded.clear();
    };
    return worker;
  }
}
