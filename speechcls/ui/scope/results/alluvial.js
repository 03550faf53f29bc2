// The alluvial picture: predicted words flow into true words. Laid out by speechcls/plots/alluvial.py, drawn here as SVG.
// @ts-check

import { find } from "../dom.js";
import { say, translate } from "../say.js";

const SPACE = "http://www.w3.org/2000/svg";
const ROW = 27; // px of height for each word
const NAMES = 92; // px beside the flows for a word and its clips
/** @type {Record<string, 1 | -1>} */
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** @import { BarJson, FlowsJson, RibbonJson } from "../protocol.d.ts" */
/** @typedef {"predicted" | "true"} Side */

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string | number>} attributes
 * @param {Element} host
 */
function svg(name, attributes, host) {
  const made = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, `${value}`);
  host.append(made);
  return made;
}

export class AlluvialView {
  /** @type {FlowsJson | null} */
  flows = null;
  figure = document.createElement("figure");
  width = 0; // px that it is drawn for
  at = -1; // of the wrong ribbons, the one that the keyboard has come to
  /** @type {RibbonJson[]} */
  wrong = []; // the largest first
  /** @type {Map<Element, RibbonJson>} */
  #ribbons = new Map();
  /** @type {Map<Element, { side: Side, bar: BarJson }>} */
  #words = new Map();

  /** @param {Element} host */
  constructor(host) {
    this.figure.className = "flows";
    this.figure.innerHTML = '<figcaption><b></b><output aria-live="polite"></output></figcaption>';
    this.title = find(this.figure, "b");
    this.reading = find(this.figure, "output");
    this.picture = svg("svg", { role: "img", tabindex: "0" }, this.figure);
    host.append(this.figure);
    new ResizeObserver(() => this.#draw()).observe(this.figure);
    // Not "pointerover", which also comes where the page scrolls by under a pointer that rests.
    for (const kind of /** @type {const} */ (["pointermove", "pointerdown"]))
      this.picture.addEventListener(kind, ({ target }) => target instanceof Element && this.#point(target));
    this.picture.addEventListener("pointerleave", () => this.#light(() => false, say("results.flows-hint")));
    this.picture.addEventListener("keydown", (event) => this.#step(event));
    this.picture.addEventListener("blur", () => this.#light(() => false, say("results.flows-hint")));
  }

  /**
   * @param {string} name
   * @param {FlowsJson} flows
   */
  show(name, flows) {
    this.flows = flows;
    this.title.textContent = name;
    this.picture.setAttribute("aria-label", `${name}. ${translate(flows.description)}`);
    this.wrong = flows.ribbons.filter((r) => r.predicted !== r.true).sort((a, b) => b.count - a.count);
    this.at = -1;
    this.width = 0;
    this.#draw();
  }

  #draw() {
    const { flows } = this;
    const width = this.figure.clientWidth;
    if (!flows || !width || width === this.width) return;
    this.width = width;
    const height = ROW * flows.true.length;
    this.picture.replaceChildren();
    this.picture.setAttribute("width", `${width}`);
    this.picture.setAttribute("height", `${height}`);
    this.picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#ribbons = new Map(flows.ribbons.map((ribbon) => [this.#ribbon(ribbon, width, height), ribbon]));
    this.#words = new Map();
    for (const bar of flows.predicted) this.#bar(bar, "predicted", NAMES, height);
    for (const bar of flows.true) this.#bar(bar, "true", width - NAMES, height);
    this.#light(() => false, say("results.flows-hint"));
  }

  /**
   * @param {RibbonJson} ribbon
   * @param {number} width
   * @param {number} height
   */
  #ribbon(ribbon, width, height) {
    const [from, to, middle] = [NAMES, width - NAMES, width / 2];
    const [left, right, thick] = [ribbon.left * height, ribbon.right * height, ribbon.height * height];
    const path =
      `M${from} ${left}C${middle} ${left} ${middle} ${right} ${to} ${right}v${thick}` +
      `C${middle} ${right + thick} ${middle} ${left + thick} ${from} ${left + thick}z`;
    const kind = ribbon.predicted === ribbon.true ? "right" : "wrong";
    return svg("path", { d: path, class: `flow ${kind}` }, this.picture);
  }

  /**
   * @param {BarJson} bar
   * @param {Side} side
   * @param {number} x
   * @param {number} height
   */
  #bar(bar, side, x, height) {
    const [top, thick] = [bar.top * height, Math.max(bar.height * height, 1)];
    const out = side === "predicted" ? -1 : 1;
    const group = svg("g", { class: "word" }, this.picture);
    this.#words.set(group, { bar, side });
    svg("rect", { x: Math.min(x, x + 5 * out), y: top, width: 5, height: thick }, group);
    const place = { x: x + 10 * out, y: top + thick / 2, "text-anchor": out < 0 ? "end" : "start", dy: "0.35em" };
    svg("text", place, group).textContent = `${bar.word} ${bar.clips}`;
  }

  /** @param {Element} target */
  #point(target) {
    const pointed = this.#ribbons.get(target);
    const group = target.closest(".word");
    const word = group && this.#words.get(group);
    if (pointed) this.#light((ribbon) => ribbon === pointed, this.#describe(pointed));
    else if (word)
      this.#light((ribbon) => ribbon[word.side] === word.bar.word, this.#describeWord(word.side, word.bar));
  }

  /**
   * Arrow keys go through the wrong ribbons, the largest first.
   * @param {KeyboardEvent} event
   */
  #step(event) {
    const step = STEPS[event.key];
    if (!step || !this.wrong.length) return;
    event.preventDefault();
    this.at = (Math.max(this.at + step, -1) + this.wrong.length) % this.wrong.length;
    const ribbon = this.wrong[this.at];
    this.#light((one) => one === ribbon, this.#describe(ribbon));
  }

  /**
   * @param {(ribbon: RibbonJson) => boolean} wanted
   * @param {string} text
   */
  #light(wanted, text) {
    let some = false;
    for (const [path, ribbon] of this.#ribbons) {
      const lit = wanted(ribbon);
      path.classList.toggle("lit", lit);
      some ||= lit;
    }
    this.picture.classList.toggle("pointing", some);
    this.reading.textContent = text;
  }

  /** @param {RibbonJson} ribbon */
  #describe({ predicted, true: spoken, count }) {
    const all = this.flows?.true.find((bar) => bar.word === spoken)?.clips ?? count;
    const values = { spoken, predicted, count, all, share: ((100 * count) / all).toFixed(1) };
    return say(predicted === spoken ? "flows.right" : "flows.wrong", values);
  }

  /**
   * @param {Side} side
   * @param {BarJson} bar
   */
  #describeWord(side, { word, clips }) {
    const right = this.flows?.ribbons.find((r) => r.predicted === word && r.true === word)?.count ?? 0;
    return say(side === "true" ? "flows.spoken" : "flows.answered", { word, clips, right });
  }
}
