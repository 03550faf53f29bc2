// The choice of a microphone: those of the browser, and this computer's where the server offers it.
// @ts-check

import { say } from "../say.js";
import { devices, obstacle, openMicrophone } from "./capture.js";
import { localDevices, openLocal } from "./local.js";
import { Silence } from "./silence.js";

/** @import { Microphone } from "../protocol.d.ts" */
/** @import { Handlers, Source } from "./capture.js" */

const LOCAL = "local:"; // before the id of a device of the server's

export class Sources {
  /** @type {Microphone[]} */
  served = [];

  /**
   * Fills `select`, which stays away while there is nothing to choose.
   * @param {HTMLSelectElement} select
   * @param {boolean} local whether the server offers its microphones
   */
  constructor(select, local) {
    this.select = select;
    this.local = local;
    navigator.mediaDevices?.addEventListener?.("devicechange", () => this.refresh());
    this.ready = this.#ask();
  }

  async #ask() {
    if (this.local) this.served = await localDevices().catch(() => []);
    await this.refresh();
  }

  /** To be called again once the browser lends a microphone, for only then it tells their names. */
  async refresh() {
    const own = obstacle() ? [] : await devices().catch(() => []);
    const named = own.filter(({ label, deviceId }) => label && deviceId !== "default");
    /** @type {[value: string, text: string][]} */
    const options = [];
    if (!obstacle()) options.push(["", say("microphone.default")]);
    if (!obstacle()) for (const { deviceId, label } of named) options.push([deviceId, label]);
    for (const { number, name } of this.served) options.push([`${LOCAL}${number}`, say("microphone.local", { name })]);
    const chosen = this.select.value;
    this.select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
    if (options.some(([value]) => value === chosen)) this.select.value = chosen;
    this.select.hidden = options.length < 2;
  }

  /** Whether sound can come from anywhere. */
  get any() {
    return this.served.length > 0 || !obstacle();
  }

  /** The browser's id of the chosen one, "" for the default. */
  get deviceId() {
    const { value } = this.select;
    return value.startsWith(LOCAL) ? "" : value;
  }

  /**
   * Opens the chosen one; see openMicrophone.
   * @param {Handlers & { silent: (now: boolean) => void }} handlers `silent` is told as Silence tells it
   * @returns {Promise<Source>}
   */
  async open({ silent, samples, ended }) {
    const silence = new Silence(silent);
    const source = await this.#open({
      samples: (block) => {
        silence.push(block);
        samples(block);
      },
      ended,
    });
    silence.wait();
    const close = () => {
      silence.end();
      source.close();
    };
    return { ...source, close };
  }

  /** @param {Handlers} handlers */
  #open(handlers) {
    const { value } = this.select;
    if (value.startsWith(LOCAL)) return openLocal({ ...handlers, deviceId: value.slice(LOCAL.length) });
    return openMicrophone({ ...handlers, deviceId: value });
  }
}
