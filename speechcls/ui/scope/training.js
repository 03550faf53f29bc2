// How the chosen network was trained: in words, as a command, and as curves.
// @ts-check

import { find } from "./dom.js";
import { PanelView } from "./panel.js";
import { translate } from "./say.js";

/** @import { Training } from "./protocol.d.ts" */

export class TrainingView {
  /** @type {PanelView[]} */
  views = [];
  shown = ""; // by name

  /**
   * @param {HTMLElement} element
   * @param {Record<string, Training>} variants by name
   */
  constructor(element, variants) {
    this.variants = variants;
    this.name = find(element, ".training-name");
    this.text = find(element, ".training-text");
    this.command = find(element, "code");
    this.curves = find(element, ".training-curves");
  }

  /** @param {string} name */
  show(name) {
    if (name === this.shown) return;
    this.shown = name;
    const { text, command, panels } = this.variants[name];
    this.name.textContent = name;
    this.text.textContent = translate(text);
    this.command.textContent = command;
    while (this.views.length < panels.length) this.views.push(new PanelView(this.curves, ""));
    for (const [i, view] of this.views.entries()) {
      view.figure.hidden = i >= panels.length;
      if (i < panels.length) view.show(panels[i]);
    }
  }
}
