// The front ends: two on the same sound, still or live, what they do differently, and which one made an array.
// @ts-check

import { find } from "../dom.js";
import { PanelView } from "../panel.js";
import { parts } from "../parts.js";
import { say, translate } from "../say.js";
import { unique } from "../sound.js";
import { Turns } from "../turns.js";
import { PcenSliders } from "./pcen.js";

/** @import { FrontEndsAnswer, FrontEndsPair, FrontEndsQuestion, FrontEndsSettings, FrontEndsTold } from "../protocol.d.ts" */

/** @typedef {Omit<FrontEndsQuestion, "turn">} Asked what is asked, but for its number */
/** @typedef {{ asked: Asked, send: (turn: number) => void }} Question */
/**
 * @typedef {object} Given by the Gradio component that carries the tab
 * @property {HTMLElement} element
 * @property {{ settings: FrontEndsSettings, value: FrontEndsAnswer | null }} props
 * @property {(name: "value", changed: () => void) => void} watch
 * @property {(question: FrontEndsQuestion) => void} ask
 * @property {(file: File) => Promise<{ path: string }>} upload
 */

const PANELS = ["one", "other", "difference"];
const REST = 60; // ms that a slider must rest

/** @param {Given} given */
export function startFrontEnds({ element, props, watch, ask, upload }) {
  const tab = new FrontEnds(find(element, ".front-ends"), props.settings, ask, upload);
  parts.frontEnds = tab;
  watch("value", () => tab.answered(props.value));
}

export class FrontEnds {
  /** @type {Record<string, PanelView>} */
  panels = {};
  stale = true;
  seen = false;
  status = "status"; // where is said how it stands with the question that is under way

  /**
   * @param {HTMLElement} element
   * @param {FrontEndsSettings} settings
   * @param {Given["ask"]} ask
   * @param {Given["upload"]} upload
   */
  constructor(element, { front_ends, first, pcen }, ask, upload) {
    this.element = element;
    this.withPcen = new Set(front_ends.filter((each) => each.pcen).map(({ name }) => name));
    this.ask = ask;
    this.upload = upload;
    /** @type {Turns<Question>} */
    this.turns = new Turns(() => this.#say(this.status, say("silence")));
    this.select = ["one", "other"].map((name) => find(element, `[name=${name}]`, HTMLSelectElement));
    for (const [i, select] of this.select.entries()) {
      select.replaceChildren(...front_ends.map(({ name, text }) => new Option(translate(text), name)));
      select.value = first[i];
      select.addEventListener("change", () => this.refresh());
    }
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let resting;
    this.pcen = new PcenSliders(find(element, ".front-ends-pcen"), pcen, () => {
      clearTimeout(resting);
      resting = setTimeout(() => this.refresh(), REST);
    });
    const input = find(element, "#front-ends-array", HTMLInputElement);
    input.addEventListener("change", () => {
      this.#send(input.files?.[0]);
      input.value = ""; // so that the same file, changed meanwhile, can be chosen again
    });
    this.#dropping(find(element, ".front-ends-drop"));
    const sight = new IntersectionObserver(([entry]) => {
      this.seen = entry.isIntersecting;
      if (this.stale || parts.listen?.live) this.refresh();
    });
    sight.observe(find(element, ".front-ends-step")); // which a closed fold keeps out of sight
  }

  get views() {
    return Object.values(this.panels);
  }

  /**
   * What is compared, null while nobody sees it.
   * @returns {FrontEndsPair | null}
   */
  get pair() {
    if (!this.seen) return null;
    const [one, other] = this.select.map(({ value }) => value);
    const { moved } = this.pcen;
    return moved ? { one, other, pcen: moved } : { one, other };
  }

  /** There is another sound or second, or another choice: asked for once it is looked at, and as long as it is live. */
  refresh() {
    this.pcen.show(this.select.some(({ value }) => this.withPcen.has(value)));
    const { pair } = this;
    const { listen, backend } = parts;
    const live = Boolean(listen?.live);
    this.stale = live || !pair;
    if (live) listen?.look();
    if (live && pair && backend?.local) this.#part("front-ends.by-server");
    if (!live && !parts.second?.forServer) this.#part("engine.apart");
    else if (pair && !live) this.#question({ what: "compare", ...pair });
  }

  /**
   * The server isn't given the sound: what it said of another one goes.
   * @param {string} why a sentence's name
   */
  #part(why) {
    this.#say("status", say(why));
    this.#say("made-status", "");
    for (const name of ["made", "differences", "about"]) this.#list(name, []);
    for (const { figure } of this.views) figure.hidden = true;
    find(this.element, "[data-text=no-difference]").hidden = true;
  }

  /** @param {FrontEndsAnswer | null} answer */
  answered(answer) {
    if (!answer || !this.turns.answered(answer.turn) || !parts.second?.forServer) return;
    this.#say(answer.what === "identify" ? "made-status" : "status", answer.error ?? "");
    if (answer.made) this.#list("made", answer.made);
    this.#show(answer);
  }

  /**
   * What the server says of the last second of sound that goes on.
   * @param {FrontEndsTold} told
   */
  live(told) {
    this.#say("status", told.error ?? "");
    this.#show(told);
  }

  /** @param {FrontEndsTold} answer */
  #show(answer) {
    if (!answer.panels) return;
    for (const name of PANELS) {
      const panel = answer.panels[name];
      if (panel) this.#view(name).show(panel);
      const figure = this.panels[name]?.figure;
      if (figure) figure.hidden = !panel;
    }
    find(this.element, "[data-text=no-difference]").hidden = Boolean(answer.panels.difference);
    this.#list("differences", answer.differences ?? []);
    this.#list("about", answer.about ?? []);
  }

  /** @param {Asked} asked */
  #question(asked) {
    const about = parts.second?.forServer;
    const send = (/** @type {number} */ turn) => {
      this.status = asked.what === "identify" ? "made-status" : "status";
      this.ask({ ...asked, ...about, turn });
    };
    this.turns.ask({ asked, send });
  }

  /** @param {File | undefined} file */
  async #send(file) {
    if (!file) return;
    this.#list("made", []);
    if (!parts.second?.forServer) {
      this.#say("made-status", say("engine.apart"));
      return;
    }
    this.#say("made-status", say("front-ends.looking"));
    try {
      const { path } = await this.upload(unique(file));
      this.#question({ what: "identify", path });
    } catch {
      this.#say("made-status", say("silence"));
    }
  }

  /** @param {HTMLElement} zone */
  #dropping(zone) {
    /** @param {boolean} over */
    const mark = (over) => zone.classList.toggle("dragging", over);
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      mark(true);
    });
    zone.addEventListener("dragleave", () => mark(false));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      mark(false);
      this.#send(event.dataTransfer?.files[0]);
    });
  }

  /**
   * Made once there is something to show, so that no frame stands empty.
   * @param {string} name
   */
  #view(name) {
    this.panels[name] ??= new PanelView(find(this.element, ".front-ends-panels"), "");
    return this.panels[name];
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  #say(name, text) {
    find(this.element, `[data-text=${name}]`).textContent = translate(text);
  }

  /**
   * @param {string} name
   * @param {string[]} said in English
   */
  #list(name, said) {
    const sentences = said.map((sentence) => translate(sentence));
    const list = find(this.element, `[data-list=${name}]`);
    if (sentences.join() === Array.from(list.children, (item) => item.textContent).join()) return;
    const items = sentences.map((sentence) => {
      const item = document.createElement("li");
      item.textContent = sentence;
      return item;
    });
    list.replaceChildren(...items);
  }
}
