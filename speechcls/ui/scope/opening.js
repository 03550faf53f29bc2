// The first screen before Gradio has drawn it: the pictures and the word of the sound that the page opens with.
// Clicks on its controls are kept. Made of Gradio's own configuration, in a shadow root that the page can't mistake
// for itself; leave() puts the page in its place.
// @ts-check

import { AnswerView } from "./answer.js";
import { all, find } from "./dom.js";
import * as link from "./link.js";
import { PanelView } from "./panel.js";
import { settings } from "./settings.js";
import { dark } from "./theme.js";
import { VariantRow } from "./variants.js";

/** @import { AnswerSettings, PicturesSettings, VariantsSettings } from "./protocol.d.ts" */

/**
 * @typedef {object} Component of Gradio, as its configuration has it
 * @property {string} type
 * @property {{ value?: string, html_template?: string, label?: string, choices?: [string, string][],
 *   props?: { settings?: Partial<AnswerSettings & PicturesSettings & VariantsSettings> } }} props
 */
/** @typedef {{ css: string, components: Component[] }} Configuration */

const PARTS = [".masthead", ".sound", ".answer", "#variant", ".pictures-head"]; // alike here and in the page
const CONTROLS = "button, input, select";
/** @type {Opening | null} */
let opening = null;

class Opening {
  host = document.createElement("div");
  /** @type {Set<HTMLElement>} */
  kept = new Set();
  /** @type {PanelView[]} */
  views = [];

  constructor() {
    this.host.id = "opening";
    this.root = this.host.attachShadow({ mode: "closed" });
  }

  /** @param {Configuration} configuration */
  show({ css, components }) {
    const html = components.map(htmlOf);
    /** @type {(selector: string) => string} */
    const part = (name) => html.find((text) => text.includes(`class="${name}`)) ?? "";
    const given = Object.assign({}, ...components.map(({ props }) => props.props?.settings));
    this.root.innerHTML = `<style>${css.replaceAll(":root", ":host")}</style>
<div class="opening ${dark() ? "dark" : ""}"><div class="gradio-container">
<div>${part("masthead")}</div>
<div id="stage"><div>${part("sound")}</div><div>${part("answer")}</div></div>
${choiceOf(components)}
<div>${part("pictures-head")}</div>
<div hidden>${part("inputs")}</div>
</div></div>`;
    this.#keep();
    document.querySelector("gradio-app")?.before(this.host);
    this.#draw(given);
  }

  /** @param {AnswerSettings & PicturesSettings & VariantsSettings} given */
  #draw({ answer, pictures, cards }) {
    const row = new VariantRow(find(this.root, "#variant"), cards);
    row.past();
    find(this.root, ".dock-network").append(new Option(answer?.variant));
    const large = Object.values(pictures.panels).map(() => new PanelView(find(this.root, ".pictures"), ""));
    const strip = new PanelView(find(this.root, ".strip"), "", { bare: true });
    this.views.push(...large, strip);
    const wanted = link.read();
    settings.restore(wanted);
    if (wanted.sound || settings.changes()) return; // other pictures are to come
    for (const [i, panel] of Object.values(pictures.panels).entries()) large[i].show(panel);
    strip.show(pictures.panels.waveform);
    for (const view of this.views) view.paint();
    if (!answer || wanted.variant) return;
    const asked = new AnswerView(find(this.root, ".answer"), find(this.root, ".inputs"));
    this.views.push(...asked.views);
    asked.show(answer);
  }

  /** What is asked of it is asked of the page as soon as that is there. */
  #keep() {
    for (const part of all(this.root, ".waits")) part.classList.remove("waits");
    this.root.addEventListener("click", (event) => {
      const control = event.target instanceof Element ? event.target.closest("button, input:not([type=file])") : null;
      if (!(control instanceof HTMLElement)) return;
      event.preventDefault();
      this.#hold(control);
    });
    this.root.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement && target.type === "file") this.#hold(target);
    });
    this.root.addEventListener("drop", (event) => {
      const input = find(this.root, ".drop input", HTMLInputElement);
      if (!(event instanceof DragEvent) || !event.dataTransfer?.files.length) return;
      input.files = event.dataTransfer.files;
      this.#hold(input);
    });
  }

  /** @param {HTMLElement} control */
  #hold(control) {
    this.kept.delete(control);
    this.kept.add(control); // the last one asked for is done last
    find(this.root, ".sound-status").textContent = find(this.root, ".sound").dataset.waits ?? "";
  }

  end() {
    this.host.remove();
    for (const view of this.views) view.end();
  }

  leave() {
    this.end();
    for (const control of this.kept) {
      const twin = twinOf(control);
      if (!(twin instanceof HTMLInputElement) || !(control instanceof HTMLInputElement) || twin.type !== "file") {
        twin?.click();
        continue;
      }
      twin.files = control.files;
      twin.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

/**
 * The control of the page that stands where one of the opening stands.
 * @param {HTMLElement} control
 */
function twinOf(control) {
  const part = PARTS.find((selector) => control.closest(selector)) ?? "";
  const place = all(/** @type {ParentNode} */ (control.closest(part)), CONTROLS, HTMLElement).indexOf(control);
  return all(find(document, part), CONTROLS, HTMLElement)[place];
}

/** @param {Component} component */
function htmlOf({ type, props }) {
  return type === "html" ? (props.value ?? props.html_template ?? "") : "";
}

/**
 * The choice of networks as Gradio will draw it.
 * @param {Component[]} components
 */
function choiceOf(components) {
  const { value, label, choices = [] } = components.find(({ type }) => type === "radio")?.props ?? {};
  const labels = choices.map(
    ([shown, name]) =>
      `<label class="${name === value ? "selected" : ""}"><input type="radio" value="${name}"><span>${shown}</span></label>`,
  );
  return `<div id="variant"><span>${label}</span><div class="wrap">${labels.join("")}</div></div>`;
}

/**
 * What can't be drawn before the page is left to the page, which imports this module and has to run.
 * @param {Configuration} configuration
 */
function open(configuration) {
  const made = new Opening();
  try {
    made.show(configuration);
    return made;
  } catch (error) {
    made.end();
    reportError(error);
    return null;
  }
}

/** The page is there, and shows what this has shown until now. */
export function leave() {
  opening?.leave();
  opening = null;
}

if ("gradio_config" in window) opening = open(/** @type {Configuration} */ (window.gradio_config));
