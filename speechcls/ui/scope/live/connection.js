// A session's sound to the server and its answers back: numbered, acknowledged, and taken up again when lost.
// @ts-check

import { RATE } from "./ring.js";

const CHUNK = 0.1 * RATE; // samples a message
const IN_FLIGHT = 10; // chunks that may wait for their answer
const BACKLOG = RATE; // samples that may wait to be sent: a network hears one second, so older ones can't help it
const PATIENCE = 8_000; // ms that an answer, or the connection itself, is waited for until it counts as lost
const LINGER = 600; // ms that the last answers are waited for at the end
const FIRST_WAIT = 500; // ms until the first try to connect again; each wait is twice as long as the one before
const LONGEST_WAIT = 8_000;
const NO_SOCKET = "The server answers, but not over WebSocket, which listening needs: a proxy has to pass that on.";

/** @import { FrontEndsPair, FrontEndsTold, LiveAnswer, LiveChoice, LiveFrontEnds, Refused } from "../protocol.d.ts" */
/** @import { Ring } from "./ring.js" */

/** @typedef {{ wait: number, sentence: string }} Loss ms until the next try, and what the server said */
/**
 * @typedef {["connecting"] | ["open"] | ["lost" | "refused", Loss] | ["skipped", number]
 *   | ["loading", { variant: string }] | ["trouble", string]} State
 * "open" once there are answers; "skipped" with the number of samples that were never sent; "loading" a network into
 * this browser, or "trouble" where it can't run there or is too slow
 */
/**
 * @typedef {object} Comparison of two front ends, as the sound goes on
 * @property {() => FrontEndsPair | null} pair those whose pictures are wanted
 * @property {(told: FrontEndsTold) => void} drawn takes their pictures
 */
/**
 * @typedef {object} Session whose sound is to be answered
 * @property {Ring} ring
 * @property {string} variant
 * @property {(answer: LiveAnswer) => void} answered
 * @property {(...state: State) => void} changed
 * @property {Comparison} [comparison]
 */

export class Connection {
  number = 0; // of the last chunk sent; goes on when the connection is lost
  acknowledged = 0;
  tries = 0;
  sentence = ""; // of the server, why it refused
  opened = false; // the socket was
  answering = false;
  closed = false;
  heardAt = 0; // ms
  /** @type {WebSocket | null} */
  socket = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  retry;
  settle = () => {};

  /** @param {Session} session */
  constructor({ ring, variant, answered, changed, comparison }) {
    this.ring = ring;
    this.variant = variant;
    this.answered = answered;
    this.changed = changed;
    this.comparison = comparison;
    this.next = ring.position; // the first sample that is not sent yet
    this.reconnect = this.reconnect.bind(this);
    window.addEventListener("online", this.reconnect);
    document.addEventListener("visibilitychange", this.reconnect);
    this.changed("connecting");
    this.#connect();
  }

  #connect() {
    this.retry = undefined;
    const address = new URL("live", document.baseURI);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    this.socket = socket;
    this.opened = false;
    this.heardAt = performance.now();
    this.acknowledged = this.number; // answers to what an earlier connection carried will not come
    socket.onopen = () => {
      this.opened = true;
      // The server begins anew with silence: it gets the last second again, with the word that was being said.
      if (this.number) this.next = Math.max(this.ring.oldest, Math.min(this.next, this.ring.position - BACKLOG));
      this.#tell();
      this.pump();
    };
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = () => this.#lose();
  }

  /**
   * Switch to another network.
   * @param {string} variant
   */
  choose(variant) {
    this.variant = variant;
    this.#tell();
  }

  /** Other front ends are looked at, or none any more. */
  look() {
    this.#tell();
  }

  #tell() {
    /** @type {LiveChoice} */
    const choice = { variant: this.variant, front_ends: this.comparison?.pair() ?? null };
    this.#ready?.send(JSON.stringify(choice));
  }

  /** The socket, where it is open. */
  get #ready() {
    return this.socket?.readyState === WebSocket.OPEN ? this.socket : null;
  }

  /** To be called whenever the ring has grown: sends what may be sent, and gives up a connection that went silent. */
  pump() {
    const { ring } = this;
    const owed = !this.#ready || this.number > this.acknowledged;
    if (this.socket && owed && performance.now() - this.heardAt > PATIENCE) this.#lose();
    if (!this.#ready) return;
    const oldest = ring.position - BACKLOG;
    if (this.next < oldest) {
      this.changed("skipped", oldest - this.next);
      this.next = oldest;
    }
    while (ring.position - this.next >= CHUNK && this.number - this.acknowledged < IN_FLIGHT) this.#send();
  }

  #send() {
    if (this.number === this.acknowledged) this.heardAt = performance.now(); // from now on an answer is owed
    const message = new DataView(new ArrayBuffer(8 + 2 * CHUNK));
    this.number += 1;
    message.setUint32(0, this.number, true);
    message.setUint32(4, this.next, true);
    for (const [i, x] of this.ring.pcm(this.next, this.next + CHUNK).entries()) message.setInt16(8 + 2 * i, x, true);
    this.next += CHUNK;
    this.#ready?.send(message.buffer);
  }

  /** @param {string} data */
  #receive(data) {
    /** @type {Partial<LiveAnswer & LiveFrontEnds & Refused> | null} */
    let answer = null;
    try {
      answer = JSON.parse(data);
    } catch {
      return; // not of our server
    }
    if (answer?.error) this.sentence = String(answer.error); // and then it closes
    if (answer?.front_ends) this.comparison?.drawn(answer.front_ends);
    if (!isAnswer(answer) || answer.number <= this.acknowledged || answer.number > this.number) return;
    this.acknowledged = answer.number;
    this.heardAt = performance.now();
    if (!this.answering) this.changed("open");
    this.answering = true;
    this.tries = 0;
    this.answered(answer);
    this.settle();
    this.pump();
  }

  async #lose() {
    this.#abandon();
    if (!this.opened && !this.sentence) this.sentence = await refusal(this.tries > 0);
    if (this.closed) return;
    const wait = Math.min(FIRST_WAIT * 2 ** this.tries, LONGEST_WAIT);
    this.tries += 1;
    this.changed(this.sentence ? "refused" : "lost", { wait, sentence: this.sentence });
    this.sentence = "";
    this.retry = setTimeout(() => this.#connect(), wait);
  }

  /** A connection that died may take minutes to close: its end is not waited for. */
  #abandon() {
    this.answering = false;
    const { socket } = this;
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    // Closed before it is open, it would have the browser complain in its console.
    socket.onopen = () => socket.close();
    if (socket.readyState !== WebSocket.CONNECTING) socket.close();
    this.socket = null;
  }

  /** Try again now rather than at the end of the wait: the network is back, or the page is looked at again. */
  reconnect() {
    if (!this.retry || document.hidden) return;
    clearTimeout(this.retry);
    this.#connect();
  }

  /** Wait shortly for the last answers, then end. */
  async close() {
    await new Promise((done) => {
      this.settle = () => {
        if (this.number === this.acknowledged) done(null);
      };
      if (this.#ready) this.settle();
      else done(null);
      setTimeout(done, LINGER);
    });
    this.closed = true;
    clearTimeout(this.retry);
    window.removeEventListener("online", this.reconnect);
    document.removeEventListener("visibilitychange", this.reconnect);
    this.#abandon();
  }
}

/**
 * @param {Partial<LiveAnswer> | null} answer
 * @returns {answer is LiveAnswer}
 */
function isAnswer(answer) {
  return Number.isInteger(answer?.number);
}

/**
 * Why the server doesn't let this page connect, empty where it isn't there. A browser shows no script what a WebSocket
 * was refused with, so the same is asked over HTTP. That this is answered says nothing unless it happens `again`.
 * @param {boolean} again
 */
async function refusal(again) {
  try {
    const answer = await fetch(new URL("live", document.baseURI), {
      method: "POST", // with which the page is named, as with a WebSocket
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.ok) return again ? NO_SOCKET : "";
    const told = answer.headers.get("content-type")?.startsWith("text/plain") && answer.status < 500;
    return told ? await answer.text() : "";
  } catch {
    return "";
  }
}
