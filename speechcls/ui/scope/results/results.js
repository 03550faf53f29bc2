// The results: what the networks cost, what the experiments gave, and any two arms side by side.

import { PanelView } from "../panel.js";
import { parts } from "../page.js";
import { Turns } from "../turns.js";
import { AlluvialView } from "./alluvial.js";
import { ARMS, CHOICES, errors, words } from "./columns.js";
import { SortedTable } from "./table.js";

const SILENCE = "The server did not answer. See that it is still running, then try again.";

export function startResults({ element, props, watch, ask }) {
  parts.results = new Results(element.querySelector(".results"), { ...props.settings, ask });
  watch("value", () => parts.results.answered(props.value));
}

class Results {
  constructor(element, { tables, choices, empty, ask }) {
    // Both kinds of answer come in one place, so they are asked for one after the other; the last of each kind waits.
    Object.assign(this, { tables, choices, ask, panels: [], asking: null, waiting: new Map() });
    this.find = (selector) => element.querySelector(selector);
    this.turns = new Turns(() => {
      const timed = this.asking === "times";
      if (timed) this.button.disabled = false;
      this.#say(timed ? "times" : "change", SILENCE);
      this.#next();
    });
    this.choosing = new SortedTable(this.find("[data-table=choices]"), "What each network costs and gives", CHOICES);
    this.choosing.show(choices);
    this.button = this.find("[data-do=times]");
    this.button.addEventListener("click", () => this.#measure());
    this.button.disabled = false;
    if (tables.length) this.#records();
    else {
      this.#say("empty", empty);
      this.find("[data-text=empty]").hidden = false;
      for (const section of element.querySelectorAll("[data-records]")) section.hidden = true;
    }
  }

  /** What is coloured anew where light turns dark. */
  get views() {
    return [...this.panels, this.noise].filter(Boolean);
  }

  #records() {
    this.arms = new SortedTable(this.find("[data-table=arms]"), "The arms of the experiment", ARMS);
    this.flows = [0, 1].map(() => new AlluvialView(this.find(".results-flows")));
    this.selects = Object.fromEntries(["table", "one", "other"].map((name) => [name, this.find(`[name=${name}]`)]));
    fill(this.selects.table, this.tables.map(({ name }) => name));
    this.selects.table.addEventListener("change", () => this.#experiment());
    for (const name of ["one", "other"]) this.selects[name].addEventListener("change", () => this.#compare());
    this.#experiment();
  }

  #experiment() {
    const table = this.tables.find(({ name }) => name === this.selects.table.value);
    this.#say("phase", table.phase);
    this.#say("about", table.text);
    this.arms.show(table.arms);
    for (const [i, name] of ["one", "other"].entries()) {
      fill(this.selects[name], table.arms.map((arm) => arm.name));
      this.selects[name].value = table.first[i];
    }
    this.#compare();
  }

  #compare() {
    const [table, one, other] = ["table", "one", "other"].map((name) => this.selects[name].value);
    this.#ask("compared", { table, one, other });
  }

  #measure() {
    this.button.disabled = true;
    this.#say("times", "Measuring …");
    this.#ask("times", {});
  }

  #ask(what, more) {
    this.waiting.set(what, more);
    if (!this.asking) this.#next();
  }

  #next() {
    const [[what, more] = []] = this.waiting;
    this.asking = what ?? null;
    if (!what) return;
    this.waiting.delete(what);
    this.turns.ask({ send: (turn) => this.ask({ turn, what, ...more }) });
  }

  answered(answer) {
    if (!answer || !this.turns.answered(answer.turn)) return;
    this.#next();
    if (answer.what === "times") this.#timed(answer.told);
    else if (answer.told.error) this.#say("change", answer.told.error);
    else this.#show(answer.told);
  }

  #timed(times) {
    for (const choice of this.choices) choice.milliseconds = times[choice.name];
    this.choosing.show(this.choices);
    this.button.disabled = false;
    this.#say("times", "Measured just now on the machine that serves this page: the median of nine answers each.");
  }

  #show({ arms, change, noise }) {
    this.#say("change", change.text);
    this.#words(change, arms);
    for (const [i, view] of this.flows.entries()) {
      view.figure.hidden = i >= arms.length;
      if (i < arms.length) view.show(arms[i].name, arms[i].flows);
    }
    this.#panels(arms, noise);
    this.#errors(arms);
    this.#say("commands", arms.map(({ name, command }) => `${name}: ${command}`).join(" · "));
  }

  #words(change, [one, other]) {
    const host = this.find("[data-table=words]");
    host.replaceChildren();
    host.parentElement.hidden = !change.words.length;
    if (!change.words.length) return;
    this.#say("note", change.note);
    // Words of few clips have the widest intervals; the bars need not have room for all of theirs.
    const bounds = change.words.filter(({ rare }) => !rare).flatMap(({ low, high }) => [-low, high]);
    const columns = words(one.name, other.name, Math.max(...bounds, 0.01));
    new SortedTable(host, "Words gained and lost", columns).show(change.words);
  }

  /** Pictures of one kind stand side by side, those of one arm below each other. */
  #panels(arms, noise) {
    const kinds = arms[0].panels.map((_, kind) => arms.map((arm) => named(arm.panels[kind], arm.name))).flat();
    const [host, below] = [this.find(".results-panels"), this.find(".results-noise")];
    if (!this.noise) this.noise = new PanelView(below, "");
    while (this.panels.length < kinds.length) this.panels.push(new PanelView(host, ""));
    host.classList.toggle("two", arms.length === 2);
    for (const [i, view] of this.panels.entries()) {
      view.figure.hidden = i >= kinds.length;
      if (i < kinds.length) view.show(kinds[i]);
      view.figure.classList.toggle("tall", Boolean(kinds[i]?.image));
    }
    if (noise) this.noise.show(noise);
    else this.noise.clear("Accuracy in noise was not measured for both of these arms.");
  }

  #errors(arms) {
    const host = this.find(".results-errors");
    host.replaceChildren();
    for (const arm of arms) {
      new SortedTable(host, `${arm.name}: wrong and most sure of it`, errors(arm.name)).show(arm.errors);
    }
  }

  #say(place, text) {
    this.find(`[data-text=${place}]`).textContent = text;
  }
}

function fill(select, names) {
  select.replaceChildren(...names.map((name) => new Option(name, name)));
}

function named(panel, name) {
  return { ...panel, title: `${name}: ${panel.title.toLowerCase()}` };
}
