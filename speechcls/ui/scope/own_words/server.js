// What the page says to the server about one's own words, and its answers: all of it ends with the page.
// @ts-check

/** @import { Lent } from "../engine/engine.js" */
/** @import { OwnPage, OwnState, Refused } from "../protocol.d.ts" */

const HEADER = "x-own-words";
const WORDS = "x-words"; // of a model, in the order of its outputs
const UNREACHED = "The server did not answer. See that it is still running, then try again.";

export class Server {
  /** @type {Promise<unknown>} */
  queue = Promise.resolve();

  /**
   * @param {() => void} lost is called when the connection ends: the server then has forgotten everything
   * @returns {Promise<Server>}
   */
  static open(lost) {
    const address = new URL("own", document.baseURI);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    return new Promise((resolve, reject) => {
      socket.onmessage = ({ data }) => {
        /** @type {OwnPage | Refused} */
        const told = JSON.parse(data);
        if ("error" in told) reject(new Error(told.error));
        else resolve(new Server(told));
        socket.onclose = lost;
      };
      socket.onclose = () => reject(new Error(UNREACHED));
    });
  }

  /** @param {OwnPage} page */
  constructor({ token }) {
    this.token = token;
  }

  /**
   * Everything is changed in the order in which it was asked. Gives the state afterwards; throws the server's sentence.
   * @param {string} path
   * @param {Blob} body
   * @param {Record<string, string>} query
   * @returns {Promise<OwnState>}
   */
  change(path, body, query = {}) {
    const asked = this.queue.then(async () => (await this.#fetch(path, query, { method: "POST", body })).json());
    this.queue = asked.catch(() => {});
    return asked;
  }

  /** @param {string} path */
  async blob(path) {
    return (await this.#fetch(path, {}, {})).blob();
  }

  /**
   * What was taught, for this browser to answer by itself.
   * @param {string} variant
   * @returns {Promise<Lent>}
   */
  async model(variant) {
    const answer = await this.#fetch("model", { variant }, {});
    return { model: await answer.blob(), words: JSON.parse(answer.headers.get(WORDS) ?? "") };
  }

  /**
   * @param {string} path
   * @param {Record<string, string>} query
   * @param {RequestInit} options
   */
  async #fetch(path, query, options) {
    const address = new URL(`own/${path}`, document.baseURI);
    for (const [key, value] of Object.entries(query)) address.searchParams.set(key, value);
    const answer = await fetch(address, { ...options, headers: { [HEADER]: this.token } }).catch(() => {
      throw new Error(UNREACHED);
    });
    if (answer.ok) return answer;
    const text = answer.headers.get("content-type")?.startsWith("text/plain") ? await answer.text() : "";
    throw new Error(text || `The server could not do that (${answer.status}). Try again.`);
  }
}
