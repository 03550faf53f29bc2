// The results: what the networks cost, what the experiments gave, and any two arms side by side.
// @ts-check

import { find } from "../dom.js";
import { PanelView } from "../panel.js";
import { parts } from "../parts.js";
import { say, translate } from "../say.js";
import { Turns } from "../turns.js";
import { AlluvialView } from "./alluvial.js";
import { ARMS, CHOICES, errors, FAIR, words } from "./columns.js";
import { showCost } from "./cost.js";
import { SortedTable } from "./table.js";

/** @import { Change, ComparedArm, Comparison, ComparisonAnswer, PanelJson } from "../protocol.d.ts" */
/** @import { ResultsQuestion, ResultsSettings, TimesAnswer } from "../protocol.d.ts" */
/** @import { Choice } from "./columns.js" */

/** @typedef {Omit<ResultsQuestion, "turn">} Asked what is asked, but for its number */
/**
 * @typedef {object} Given by the Gradio component that carries the tab
 * @property {HTMLElement} element
 * @property {{ settings: ResultsSettings, value: ComparisonAnswer | TimesAnswer | null }} props
 * @property {(name: "value", changed: () => void) => void} watch
 * @property {(question: ResultsQuestion) => void} ask
 */

/** @param {Given} given */
export function startResults({ element, props, watch, ask }) {
  const results = new Results(find(element, ".results"), props.settings, ask);
  parts.results = results;
  watch("value", () => results.answered(props.value));
}

export class Results {
  // Both kinds of answer come in one place, so they are asked for one after the other; the last of each kind waits.
  /** @type {Map<ResultsQuestion["what"], Asked>} */
  waiting = new Map();
  /** @type {ResultsQuestion["what"] | null} */
  asking = null;
  /** @type {PanelView[]} */
  panels = [];
  /** @type {PanelView | null} */
  noise = null;
  near = false; // to be seen, or almost: until then nobody needs a comparison
  /**
   * @param {HTMLElement} element
   * @param {ResultsSettings} settings
   * @param {(question: ResultsQuestion) => void} ask
   */
  constructor(element, { tables, choices, empty, fair, voices }, ask) {
    this.tables = tables;
    /** @type {Choice[]} */
    this.choices = choices;
    this.ask = ask;
    this.element = element;
    this.turns = new Turns(() => {
      const timed = this.asking === "times";
      if (timed) this.button.disabled = false;
      this.#say(timed ? "times" : "change", say("silence"));
      this.#next();
    });
    this.choosing = new SortedTable(this.#at("[data-table=choices]"), say("results.table"), CHOICES);
    this.choosing.show(choices);
    showCost(this.#at(".cost-plot"), choices);
    if (voices) this.#voices(voices);
    if (fair) this.#fair(fair);
    this.arms = new SortedTable(this.#at("[data-table=arms]"), say("results.arms"), ARMS);
    this.flows = [0, 1].map(() => new AlluvialView(this.#at(".results-flows")));
    this.table = find(element, "[name=table]", HTMLSelectElement);
    this.pair = [find(element, "[name=one]", HTMLSelectElement), find(element, "[name=other]", HTMLSelectElement)];
    this.button = find(element, "[data-do=times]", HTMLButtonElement);
    this.button.addEventListener("click", () => this.#measure());
    this.button.disabled = false;
    if (tables.length) this.#records();
    else {
      this.#say("empty", translate(empty));
      this.#at("[data-text=empty]").hidden = false;
      for (const section of element.querySelectorAll("[data-records]")) section.toggleAttribute("hidden", true);
    }
  }

  /** @param {string} selector */
  #at(selector) {
    return find(this.element, selector);
  }

  /** @param {import("../protocol.d.ts").Voices} voices */
  #voices({ text, rows }) {
    this.#say("voices", text);
    const most = Math.max(...rows.map(({ errors }) => errors), 1);
    const items = rows.map((row) => {
      const item = document.createElement("li");
      item.style.setProperty("--share", String(row.errors / most));
      item.textContent = say("results.voices-row", row);
      return item;
    });
    this.#at(".voices").replaceChildren(...items);
    this.#at(".results-voices").hidden = false;
  }

  /** @param {import("../protocol.d.ts").Fair} fair */
  #fair({ text, rows }) {
    this.#say("fair", text);
    new SortedTable(this.#at("[data-table=fair]"), say("results.fair-title"), FAIR).show(rows);
    this.#at("[data-fair]").hidden = false;
  }

  /** What is coloured anew where light turns dark. */
  get views() {
    return this.noise ? [...this.panels, this.noise] : this.panels;
  }

  #records() {
    fill(this.table, this.tables);
    for (const option of this.table.options) option.textContent = question(option.value);
    this.table.addEventListener("change", () => this.#experiment());
    for (const select of this.pair) select.addEventListener("change", () => this.#compare());
    this.#experiment();
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        this.near = true;
        this.#compare();
      },
      { rootMargin: "50%" },
    );
    observer.observe(this.element);
  }

  #experiment() {
    const table = this.tables.find(({ name }) => name === this.table.value);
    if (!table) return;
    this.#say("phase", translate(table.phase));
    this.#say("about", translate(table.text));
    this.arms.show(table.arms);
    for (const [i, select] of this.pair.entries()) {
      fill(select, table.arms);
      select.value = table.first[i];
    }
    this.#compare();
  }

  #compare() {
    if (!this.near) return;
    const [one, other] = this.pair.map(({ value }) => value);
    this.#ask({ what: "compared", table: this.table.value, one, other });
  }

  #measure() {
    this.button.disabled = true;
    this.#say("times", say("results.measuring"));
    this.#ask({ what: "times" });
  }

  /** @param {Asked} asked */
  #ask(asked) {
    this.waiting.set(asked.what, asked);
    if (!this.asking) this.#next();
  }

  #next() {
    const [asked] = this.waiting.values();
    this.asking = asked?.what ?? null;
    if (!asked) return;
    this.waiting.delete(asked.what);
    this.turns.ask({ send: (turn) => this.ask({ turn, ...asked }) });
  }

  /** @param {ComparisonAnswer | TimesAnswer | null} answer */
  answered(answer) {
    if (!answer || !this.turns.answered(answer.turn)) return;
    this.#next();
    if (answer.what === "times") this.#timed(answer.told);
    else if ("error" in answer.told) this.#say("change", translate(answer.told.error));
    else this.#show(answer.told);
  }

  /** @param {TimesAnswer["told"]} times */
  #timed(times) {
    for (const choice of this.choices) choice.milliseconds = times[choice.name];
    this.choosing.show(this.choices);
    this.button.disabled = false;
    this.#say("times", say("results.measured"));
  }

  /** @param {Comparison} comparison */
  #show({ arms, change, noise }) {
    this.#say("change", translate(change.text));
    this.#words(change, arms);
    for (const [i, view] of this.flows.entries()) {
      view.figure.hidden = i >= arms.length;
      if (i < arms.length) view.show(arms[i].name, arms[i].flows);
    }
    this.#panels(arms, noise);
    this.#errors(arms);
    this.#say("commands", arms.map(({ name, command }) => `${name}: ${command}`).join("\n"));
  }

  /**
   * @param {Change} change
   * @param {ComparedArm[]} arms
   */
  #words(change, [one, other]) {
    const host = this.#at("[data-table=words]");
    host.replaceChildren();
    host.parentElement?.toggleAttribute("hidden", !change.words.length);
    if (!change.words.length) return;
    this.#say("note", translate(change.note ?? ""));
    // Words of few clips have the widest intervals; the bars need not have room for all of theirs.
    const bounds = change.words.filter(({ rare }) => !rare).flatMap(({ low, high }) => [-low, high]);
    const columns = words(one.name, other.name, Math.max(...bounds, 0.01));
    new SortedTable(host, say("results.words"), columns).show(change.words);
  }

  /**
   * Pictures of one kind stand side by side, those of one arm below each other.
   * @param {ComparedArm[]} arms
   * @param {PanelJson | null} noise
   */
  #panels(arms, noise) {
    const kinds = arms[0].panels.flatMap((_, kind) => arms.map((arm) => named(arm.panels[kind], arm.name)));
    const [host, below] = [this.#at(".results-panels"), this.#at(".results-noise")];
    this.noise ??= new PanelView(below, "");
    while (this.panels.length < kinds.length) this.panels.push(new PanelView(host, ""));
    host.classList.toggle("two", arms.length === 2);
    for (const [i, view] of this.panels.entries()) {
      view.figure.hidden = i >= kinds.length;
      if (i < kinds.length) view.show(kinds[i]);
      view.figure.classList.toggle("tall", Boolean(kinds[i]?.image));
    }
    if (noise) this.noise.show(noise);
    else this.noise.clear(say("results.no-noise"));
  }

  /** @param {ComparedArm[]} arms */
  #errors(arms) {
    const host = this.#at(".results-errors");
    host.replaceChildren();
    for (const arm of arms) {
      new SortedTable(host, `${arm.name}: ${say("results.errors")}`, errors(arm.name)).show(arm.errors);
    }
  }

  /**
   * @param {string} place
   * @param {string} text
   */
  #say(place, text) {
    this.#at(`[data-text=${place}]`).textContent = text;
  }
}

/**
 * @param {HTMLSelectElement} select
 * @param {{ name: string }[]} options
 */
function fill(select, options) {
  select.replaceChildren(...options.map(({ name }) => new Option(name, name)));
}

/**
 * @param {PanelJson} panel
 * @param {string} name
 */
function named(panel, name) {
  return { ...panel, title: `${name}: ${panel.title}` };
}

/** An experiment as the question that it answers; one without a question by its name. @param {string} table */
function question(table) {
  try {
    return say(`results.ask.${table}`);
  } catch {
    return table;
  }
}
